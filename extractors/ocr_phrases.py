"""Marks that OCR lost in fixed phrases, put back: `QUYÉT ĐỊNH` can only be QUYẾT ĐỊNH, `Hô Chí Minh` Hồ Chí Minh.

Phrases of two words and more whose letters without marks mean nothing else: data/ocr_phrases.csv, and the names of the
provinces where each word begins with a capital. The motto, broken by a seal, is known by most of its letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from documents.provinces import all_provinces
from documents.tables import read_table
from documents.text import fold
from extractors.ocr_layout import OcrLine
from extractors.ocr_tesseract import Word

MOTTOS = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM")
ALIKE = 0.8  # of the motto's letters
_OF_MOTTOS = frozenset(fold(" ".join(MOTTOS)).split()) - {"-"}
EDGE = ".,;:()\"'“”"


def repair_phrases(lines: Sequence[OcrLine], head: float) -> None:
    """Put the marks of known phrases right in all lines, and the mottos in those above `head` pixels."""
    for line in lines:
        _repair_words(line.words)
        if line.middle < head:
            _repair_motto(line)


def _repair_words(words: Sequence[Word]) -> None:
    bare = [fold(word.text.strip(EDGE)) for word in words]
    for at, first in enumerate(bare):
        for phrase, own_case in _phrases().get(first, ()):
            span = words[at : at + len(phrase)]
            if bare[at : at + len(phrase)] == [fold(x) for x in phrase] and (not own_case or _are_names(span)):
                for word, right in zip(span, phrase, strict=True):
                    word.text = _in_case_of(word.text, right)
                break


def _are_names(words: Sequence[Word]) -> bool:
    return all(word.text.strip(EDGE)[:1].isupper() for word in words)


def _in_case_of(text: str, right: str) -> str:
    """The right letters in the case of those read, whatever stands around them kept."""
    start = len(text) - len(text.lstrip(EDGE))
    own = text[start : start + len(right)]
    cased = "".join(r.upper() if o.isupper() else r.lower() for o, r in zip(own, right, strict=False))
    return text[:start] + cased + text[start + len(own) :]


def _repair_motto(line: OcrLine) -> None:
    """The motto in one piece where a column, or the end of the line, is nearly it."""
    words = line.words
    if len(_OF_MOTTOS.intersection(fold(word.text) for word in words)) < 2:
        return
    alike = [
        (SequenceMatcher(None, fold(" ".join(word.text for word in words[at:])), fold(motto)).ratio(), at, motto)
        for at in range(len(words))
        for motto in MOTTOS
        if abs(sum(len(word.text) + 1 for word in words[at:]) - len(motto)) < 8
    ]
    ratio, at, motto = max(alike, default=(0.0, 0, ""))
    if ratio >= ALIKE:
        x0, y0, x1, y1 = OcrLine(words[at:]).box
        words[at:] = [Word(motto, x0, y0, x1, y1, 100.0, words[at].line)]


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """Each phrase by its first word without marks, the longest first, and whether it is a name."""
    found = [(tuple(row["phrase"].split()), False) for row in read_table("ocr_phrases", "extractors")]
    found += [(tuple(name.split()), True) for name in {unit.name for unit in all_provinces()}]
    index: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for phrase, is_name in sorted(found, key=lambda entry: (-len(entry[0]), entry[0])):
        if len(phrase) > 1:
            index.setdefault(fold(phrase[0]), []).append((phrase, is_name))
    return index
