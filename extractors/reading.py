"""What a reader hands over, and how it becomes the frozen `Text`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from documents.record import Text, TextLine, TextPage, Warning
from documents.text import normalize
from extractors.errors import EmptyFile, TooLarge
from extractors.syllables import syllable_share

PAGE_BREAK = "\n\f\n"  # a form feed on a line of its own stands between two pages

_BLANKS = re.compile(r" {2,}")
_AROUND = ((" \n", "\n"), ("\n ", "\n"), (" \t", "\t"), ("\t ", "\t"))
_LINE_END = re.compile(r"(?<!\t)\t+\n")
# no letter carries more than three: sorting a pile of them takes the square of their number
_TOO_MANY_MARKS = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


MAX_TEXT = 50_000_000  # characters; a text of 5,000 pages has 15 million
ENOUGH_WORDS = 30  # fewer say nothing about how well a page was read


@dataclass(slots=True)
class LineBox:
    """One line as read, with its box in points from the top left corner of the page as it is seen."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PageReading:
    """One page as read, not yet normalised; `number` counts from 1, `width` and `height` are points.

    `quality` is measured later unless the reader knows it already (see `TextPage`).
    `lines`, where they were asked for, are the page's lines in the order of `text`: the same characters, blanks aside.
    """

    number: int
    text: str
    method: str
    width: float | None = None
    height: float | None = None
    quality: float | None = None
    lines: Sequence[LineBox] = ()


@dataclass(slots=True)
class Reading:
    """A file as read, not yet normalised."""

    method: str
    pages: list[PageReading]
    warnings: list[Warning] = field(default_factory=list)


def freeze(data: bytes, reading: Reading) -> Text:
    """The frozen text of a reading: each page normalised once, joined by PAGE_BREAK, offsets into the whole.

    An unreadable page among readable ones stays as an empty span. Raises EmptyFile when no page holds a character.
    """
    parts: list[str] = []
    pages: list[TextPage] = []
    lines: list[TextLine] = []
    at = 0
    for page in reading.pages:
        text = tidy(page.text)
        quality = page.quality or syllable_share(text, ENOUGH_WORDS)
        parts.append(text)
        pages.append(TextPage(page.number, at, at + len(text), page.method, quality, page.width, page.height))
        lines += place_lines(page, text, at)
        at += len(text) + len(PAGE_BREAK)
        if at > MAX_TEXT:
            raise TooLarge(f"over {MAX_TEXT} characters of text")
    if not any(parts):
        raise EmptyFile(f"{reading.method}: no character of text")
    text = PAGE_BREAK.join(parts)
    sha256 = hashlib.sha256(data).hexdigest()
    return Text(sha256, reading.method, text, tuple(pages), tuple(reading.warnings), tuple(lines))


def place_lines(page: PageReading, text: str, at: int) -> Iterator[TextLine]:
    """Where each line of a page stands in its tidied `text`, which begins at `at` in the whole.

    Tidying moves blanks and nothing else, so a line that is not found as it is is found by its other characters; one
    that is not where it should be ends the list: no box is better than one on another line.
    """
    done = 0  # what stands before it in the text has its line
    for line in page.lines:
        own = tidy(line.text)
        start = _after_blanks(text, done)
        if text.startswith(own, start):
            done = start + len(own)
        else:
            places = _match_letters(text, start, "".join(own.split()))
            if places is None:
                return
            done = places
        if own:
            yield TextLine(
                at + start,
                at + done,
                page.number,
                round(line.x0, 2),
                round(line.y0, 2),
                round(line.x1, 2),
                round(line.y1, 2),
            )


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _match_letters(text: str, at: int, letters: str) -> int | None:
    """Where the letters end that begin at a place of the text, blanks aside; None where others stand there."""
    for letter in letters:
        at = _after_blanks(text, at)
        if at >= len(text) or text[at] != letter:
            return None
        at += 1
    return at


def tidy(raw: str) -> str:
    """Normalised text with single blanks, none around tabs and line ends, and at most one empty line in a row."""
    text = normalize(_TOO_MANY_MARKS.sub(r"\1", raw)).replace("\f", " ")
    if "  " in text:  # to look is ten times faster than to replace, and most pages are tidy in most ways
        text = _BLANKS.sub(" ", text)
    for untidy, tidied in _AROUND:
        text = text.replace(untidy, tidied)
    if "\t\n" in text:
        text = _LINE_END.sub("\n", text)
    if "\n\n\n" in text:
        text = _EMPTY_LINES.sub("\n\n", text)
    return text.strip(" \n\t")


def join_cells(cells: Sequence[str]) -> str:
    """One table row as a line: cells separated by tabs, blanks and line ends inside a cell as one blank."""
    return "\t".join(" ".join(cell.split()) for cell in cells)
