"""Words of an OCR page -> lines from top to bottom, columns side by side separated by a tab, as in a born-digital page.

Distances are in units of the line's height.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from documents.text import fold
from extractors.ocr_tesseract import Word
from extractors.pdf_layout import BLANK_AFTER, BLANK_BEFORE, COLUMN_GAP, NARROW_COLUMN_GAP
from extractors.syllables import is_syllable

SURE_WORD = 30.0  # a line without two letters surer than this is a seal, a signature or a speck
UNSURE_SIGN = 40.0  # confidence of a sign amid a line that is a speck
SAME_LINE = 0.6  # lines that overlap so much of the smaller one's height are one
_MOTTO = ("cong hoa", "doc lap")
_ALNUM = re.compile(r"\w")


@dataclass(slots=True)
class OcrLine:
    """One line of words from left to right."""

    words: list[Word]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in pixels."""
        words = self.words
        return (
            min(w.x0 for w in words),
            min(w.y0 for w in words),
            max(w.x1 for w in words),
            max(w.y1 for w in words),
        )

    @property
    def height(self) -> float:
        """The height of its words; a line's box grows with every slope and speck."""
        return median([w.height for w in self.words if len(w.text) > 1] or [w.height for w in self.words])

    @property
    def middle(self) -> float:
        """How far down the line stands, in pixels; words that stick out do not count."""
        return median([(w.y0 + w.y1) / 2 for w in self.words])

    @property
    def text(self) -> str:
        """The line's columns, a tab between them."""
        return "\t".join(" ".join(w.text for w in piece) for piece in self.pieces())

    def pieces(self) -> list[list[Word]]:
        """The line's columns: runs of words without a wide gap that is not a form's blank."""
        height = self.height
        pieces: list[list[Word]] = []
        for at, word in enumerate(self.words):
            before = self.words[at - 1] if at else None
            if before is None or _parts(before, word, self.words[at : at + 2], height):
                pieces.append([])
            pieces[-1].append(word)
        return pieces


def _parts(before: Word, word: Word, ahead: Sequence[Word], height: float) -> bool:
    """Whether a column ends between two words."""
    gap = word.x0 - before.x1
    if gap > NARROW_COLUMN_GAP * height and fold(" ".join(w.text for w in ahead)).startswith(_MOTTO):
        return True
    if gap < COLUMN_GAP * height:
        return False
    return not (BLANK_AFTER.search(before.text) or BLANK_BEFORE.match(word.text))


def build_lines(words: Sequence[Word]) -> list[OcrLine]:
    """Lines from top to bottom; those that tesseract cut into columns are joined, specks are left out."""
    lines = []
    for _, group in groupby(words, key=lambda word: word.line):
        kept = _without_dirt(list(group))
        if kept:
            lines.append(OcrLine(sorted(kept, key=lambda word: word.x0)))
    joined: list[OcrLine] = []
    for line in sorted(lines, key=lambda line: line.middle):
        home = next((x for x in reversed(joined[-3:]) if _side_by_side(x, line)), None)
        if home is None:
            joined.append(line)
        else:
            home.words = sorted(home.words + line.words, key=lambda word: word.x0)
    return joined


def _side_by_side(a: OcrLine, b: OcrLine) -> bool:
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = a.box, b.box
    if ax1 > bx0 and bx1 > ax0:
        return False
    low = min(ay1 - ay0, by1 - by0)
    return max(ay1 - ay0, by1 - by0) < 2.5 * low and min(ay1, by1) - max(ay0, by0) > SAME_LINE * low


def _without_dirt(words: list[Word]) -> list[Word]:
    """The words of a line without the specks at its ends; none at all when hardly anything in it is sure."""
    kept = list(words)
    while kept and not _ALNUM.search(kept[0].text) and _is_dirt(kept[0]) and kept[0].text not in "-+":
        kept.pop(0)
    while kept and _is_dirt(kept[-1]):
        kept.pop()
    kept = _without_dirty_ends([word for word in kept if not _is_speck(word)])
    letters = sum(len(w.text) for w in kept if w.confidence >= SURE_WORD and _ALNUM.search(w.text))
    return kept if letters >= 2 or any(w.text.isdigit() and w.confidence > 60 for w in kept) else []


def _without_dirty_ends(words: list[Word]) -> list[Word]:
    """The words without last columns in which nothing is sure: the rule under the motto, read as letters."""
    pieces = OcrLine(words).pieces() if words else []
    while len(pieces) > 1 and not any(map(_is_worth_a_column, pieces[-1])):
        pieces.pop()
    return [word for piece in pieces for word in piece]


def _is_worth_a_column(word: Word) -> bool:
    has_digit = any(char.isdigit() for char in word.text)
    return has_digit or (word.confidence >= SURE_WORD and bool(_ALNUM.search(word.text)))


def _is_speck(word: Word) -> bool:
    """A sign between words that tesseract itself does not believe in; a form's dots are kept."""
    return not _ALNUM.search(word.text) and word.confidence < UNSURE_SIGN and not set(word.text) <= set(".…_")


def _is_dirt(word: Word) -> bool:
    """Signs tesseract makes of seals, signatures and specks."""
    if any(char.isdigit() for char in word.text):
        return False
    if not _ALNUM.search(word.text):
        return word.confidence < 60 and not set(word.text) <= set(".…_-;,:")
    return word.confidence < 10 and len(word.text) > 2 and not is_syllable(word.text.strip(".,;:"))
