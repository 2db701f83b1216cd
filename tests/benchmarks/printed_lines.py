"""Are a page's lines in order? Told of real PDFs without anybody's reading of them, by what is printed above what.

A piece is what stands on one baseline without a wide gap or a ruling line: a line of text, of a cell, of a column.
Where a piece stands under another, most of its width or of the other's below it, the upper one is read first whichever
way columns and rows are read. So of each such pair in a file: are both whole in the text, blanks aside, in that order?
Pieces come from the places of characters as pdfplumber gives them, and from no reader's order or lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from documents.text import normalize

SAME_LINE = 0.25  # of the height, between baselines
GAP = 0.8  # heights: a wider one ends a piece
FEWEST = 12  # letters: less says little (numbers of rows, units)
NEAR = 3.0  # heights: a piece further below is of another paragraph, or beyond a picture


class Piece(NamedTuple):
    """What is printed, without blanks, and where, y downwards."""

    text: str
    x0: float
    x1: float
    bottom: float
    height: float


def printed_pairs(path: Path) -> list[tuple[str, str]]:
    """The upper and the lower of each two pieces of a PDF that stand one below the other."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        pages = [list(_pieces(page.chars, page.vertical_edges)) for page in document.pages]
    said = "\n".join(piece.text for page in pages for piece in page)
    return [
        (upper.text, lower.text)
        for page in pages
        for upper, lower in _pairs(page)
        if said.count(upper.text) == said.count(lower.text) == 1  # of others nobody knows which one was read
    ]


def count_in_order(pairs: Iterable[tuple[str, str]], text: str) -> int:
    """How many pairs stand whole in a text, the upper before the lower."""
    bare = "".join(text.split())
    places = ((bare.find(upper), bare.find(lower)) for upper, lower in pairs)
    return sum(0 <= upper < lower for upper, lower in places)


def _pieces(chars: Iterable[Any], rulings: Iterable[Any]) -> Iterator[Piece]:
    rulings = [(x["x0"], x["top"], x["bottom"]) for x in rulings]
    lines: list[list[Any]] = []
    for char in sorted((c for c in chars if c["upright"] and c["text"].strip()), key=lambda c: c["bottom"]):
        if not lines or char["bottom"] - lines[-1][-1]["bottom"] > SAME_LINE * char["height"]:
            lines.append([])
        lines[-1].append(char)
    for line in lines:
        line.sort(key=lambda c: c["x0"])
        piece = line[:1]
        down = [x for x, top, bottom in rulings if top < line[0]["bottom"] - 1 < bottom]
        for last, char in pairwise(line):
            middles = [(c["x0"] + c["x1"]) / 2 for c in (last, char)]
            if char["x0"] - last["x1"] > GAP * char["height"] or any(middles[0] < x < middles[1] for x in down):
                yield _piece(piece)
                piece = []
            piece.append(char)
        yield _piece(piece)


def _piece(chars: list[Any]) -> Piece:
    text = "".join(normalize("".join(c["text"] for c in chars)).split())
    return Piece(text, chars[0]["x0"], chars[-1]["x1"], chars[0]["bottom"], chars[0]["height"])


def _pairs(pieces: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    for at, upper in enumerate(pieces):
        lower = next((x for x in pieces[at + 1 :] if _is_under(upper, x)), None)
        if lower and sum(map(str.isalpha, upper.text)) >= FEWEST and sum(map(str.isalpha, lower.text)) >= FEWEST:
            yield upper, lower


def _is_under(upper: Piece, lower: Piece) -> bool:
    if not SAME_LINE * upper.height < lower.bottom - upper.bottom < NEAR * upper.height:
        return False
    common = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    return common > min(upper.x1 - upper.x0, lower.x1 - lower.x0) / 2
