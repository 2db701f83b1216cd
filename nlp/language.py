"""The tagging pipeline: a spaCy language whose components write on one `Draft` per document.

Numbers, dates and names are found on characters, so a text is one token: it keeps `doc.text == text`, and a token per
syllable would cost more than all the reading of numbers and dates together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.components.agencies import tag_agencies
from nlp.components.dates import tag_dates
from nlp.components.header import tag_header
from nlp.components.references import tag_references
from nlp.components.relations import tag_relations
from nlp.components.sections import tag_sections
from nlp.components.target_results import tag_results
from nlp.components.targets import tag_targets
from nlp.draft import Draft

Tagger = Callable[[Draft], None]

# In this order: sections stand on the text alone, the header says which number is the document's own and where it is
# from, references carry dates and issuers for the date roles, targets read dates and agencies, relations everything.
COMPONENTS: tuple[tuple[str, Tagger], ...] = (
    ("sections", tag_sections),
    ("header", tag_header),
    ("references", tag_references),
    ("dates", tag_dates),
    ("agencies", tag_agencies),
    ("targets", tag_targets),
    ("results", tag_results),
    ("relations", tag_relations),
)
LONGEST_TEXT = 50_000_000  # characters; spaCy's own limit protects parsers that are not used here


class WholeText:
    """A tokenizer that leaves the text in one piece, with a fresh `Draft` on the document."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a document of one token, with an empty draft on it."""
        doc = Doc(self.vocab, words=[text] if text else [], spaces=[False] if text else [])
        doc._.draft = Draft(text)
        return doc


@cache
def load_language() -> Language:
    """The pipeline, built once per process; `doc._.draft` holds what its components found."""
    if not Doc.has_extension("draft"):
        Doc.set_extension("draft", default=None)
    language = spacy.blank("xx")
    # shape, prefix, like_url of whole texts: costly, and nobody asks
    language.vocab.lex_attr_getters.clear()  # type: ignore[attr-defined]
    language.tokenizer = WholeText(language.vocab)
    language.max_length = LONGEST_TEXT
    for name, tagger in COMPONENTS:
        Language.component(f"vanban_{name}", func=_on_draft(tagger))
        language.add_pipe(f"vanban_{name}", name=name)
    return language


def _on_draft(tagger: Tagger) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        tagger(doc._.draft)
        return doc

    return component
