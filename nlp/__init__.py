"""Text -> Tags: numbers, dates, targets, agencies, the document's own header, and how documents hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.record import Tags
from nlp.oddities import find_oddities

TAGGER_VERSION = "6"  # results are kept by (text, version): raise it when a component reads differently

__all__ = ["TAGGER_VERSION", "Tags", "find_oddities", "tag_text", "tag_texts"]


def tag_text(text: str, *, province: str | None = None, scanned: bool = False) -> Tags:
    """Everything tagged in one normalized text; `province`: where it was found, if known; `scanned`: OCR read it."""
    return next(tag_texts([text], province=province, scanned=scanned))


def tag_texts(texts: Iterable[str], *, province: str | None = None, scanned: bool = False) -> Iterator[Tags]:
    """The tags of each text in turn; what the pipeline remembers of a text is freed with it."""
    from nlp.language import load_language

    language = load_language()
    for text in texts:
        with language.memory_zone():
            doc = language.make_doc(text)
            doc._.draft.province = province
            doc._.draft.scanned = scanned
            tags = language(doc)._.draft.tags()
        yield tags
