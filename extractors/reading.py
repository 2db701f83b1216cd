"""What a reader hands over, and how it becomes the frozen `Text`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.record import Text, TextPage, Warning
from documents.text import normalize
from extractors.errors import EmptyFile

PAGE_BREAK = "\n\f\n"  # a form feed on a line of its own stands between two pages

_BLANKS = re.compile(r" {2,}|[\f\v]+")
_AROUND = re.compile(r" +([\t\n])|(?<=[\t\n]) +")
_LINE_END = re.compile(r"\t+\n")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(slots=True)
class PageReading:
    """One page as read, not yet normalised; `number` counts from 1."""

    number: int
    text: str
    method: str


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
    parts, pages, at = [], [], 0
    for page in reading.pages:
        text = tidy(page.text)
        parts.append(text)
        pages.append(TextPage(page.number, at, at + len(text), page.method))
        at += len(text) + len(PAGE_BREAK)
    if not any(parts):
        raise EmptyFile(f"{reading.method}: no character of text")
    text = PAGE_BREAK.join(parts)
    return Text(hashlib.sha256(data).hexdigest(), reading.method, text, tuple(pages), tuple(reading.warnings))


def tidy(raw: str) -> str:
    """Normalised text with single blanks, none around tabs and line ends, and at most one empty line in a row."""
    text = _AROUND.sub(r"\1", _BLANKS.sub(" ", normalize(raw)))
    text = _LINE_END.sub("\n", text)
    return _EMPTY_LINES.sub("\n\n", text).strip(" \n\t")


def join_cells(cells: Sequence[str]) -> str:
    """One table row as a line: cells separated by tabs, blanks and line ends inside a cell as one blank."""
    return "\t".join(" ".join(cell.split()) for cell in cells)
