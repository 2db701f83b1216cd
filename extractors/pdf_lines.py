"""Where lines stand on a page, in points from the top left corner of the page as it is seen: cropped and rotated."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from extractors import pdfium
from extractors.pdf_chars import HYPHENS, Boxes, Char, boxes_at, char_boxes, text_turn, turn_point
from extractors.pdf_layout import Line
from extractors.pdf_pages import PdfPage
from extractors.pdf_quality import repair_code_points
from extractors.pdf_tables import PlacedLine
from extractors.reading import LineBox

FEWEST_LETTERS = 4  # of a line that says in which order a page was drawn: a page number may come first or last


class Box(NamedTuple):
    """A rectangle in the upright coordinates of `read_characters`: y grows upwards."""

    x0: float
    low: float
    x1: float
    high: float


PlacedText = tuple[str, Box]


def size_as_seen(page: PdfPage) -> tuple[float, float]:
    """Width and height of the page in points, as it is shown."""
    width, height = pdfium.FPDF_GetPageWidthF(page.page), pdfium.FPDF_GetPageHeightF(page.page)
    return round(float(width), 2), round(float(height), 2)


def boxes_as_seen(page: PdfPage, lines: Iterable[PlacedText]) -> list[LineBox]:
    """Lines in upright coordinates as lines of the page that is shown."""
    turn = text_turn(page)
    frame, rotation = _frame(page.page)
    if not turn and not rotation:
        return [
            LineBox(repair_code_points(text), x0 - frame.x0, frame.high - high, x1 - frame.x0, frame.high - low)
            for text, (x0, low, x1, high) in lines
        ]
    placed = []
    for text, box in lines:
        points = [turn_point(-turn % 4, box.x0, box.low), turn_point(-turn % 4, box.x1, box.high)]
        xs, ys = zip(*(_seen(frame, rotation, x, y) for x, y in points), strict=True)
        placed.append(LineBox(repair_code_points(text), min(xs), min(ys), max(xs), max(ys)))
    return placed


def _frame(page: Any) -> tuple[Box, int]:
    """The part of the page that is shown, in its own coordinates, and how many quarters it is turned clockwise."""
    shown = (ctypes.c_float * 4)()
    left, top, right, bottom = shown if pdfium.FPDF_GetPageBoundingBox(page, shown) else _whole(page)
    return Box(left, bottom, right, top), pdfium.FPDFPage_GetRotation(page) % 4


def _whole(page: Any) -> tuple[float, float, float, float]:
    return 0.0, pdfium.FPDF_GetPageHeightF(page), pdfium.FPDF_GetPageWidthF(page), 0.0


def _seen(frame: Box, rotation: int, x: float, y: float) -> tuple[float, float]:
    return (
        (x - frame.x0, frame.high - y),
        (y - frame.low, x - frame.x0),
        (frame.x1 - x, y - frame.low),
        (frame.high - y, frame.x1 - x),
    )[rotation]


def box_of(chars: Iterable[Char]) -> Box:
    """The box around characters, at least one."""
    x0s, lows, x1s, highs = zip(*[(c.x0, c.low, c.x1, c.high) for c in chars], strict=True)
    return Box(min(x0s), min(lows), max(x1s), max(highs))


def lines_of_layout(lines: list[Line], texts: list[str]) -> Iterator[PlacedText]:
    """The lines of a page's layout with their boxes."""
    for line, text in zip(lines, texts, strict=True):
        yield text, box_of(line.chars)


def lines_of_tables(lines: list[PlacedLine]) -> Iterator[PlacedText]:
    """The lines of a page with tables with their boxes: a row has the row's, and what stands over its lines."""
    for line in lines:
        box = box_of(line.chars)
        yield line.text, _around(box, Box(*line.row)) if line.row else box


def lines_of_content(page: PdfPage) -> Iterator[PlacedText]:
    """The lines of a page in content order, also those that the page's text has joined at a hyphen."""
    letters, boxes = page.letters.translate(HYPHENS), _upright(page)
    middles = [low + high for low, high in zip(boxes.low, boxes.high, strict=True)]
    start = first = 0  # the line's place in the letters, and in the boxes
    for line in letters.split("\n"):
        stop = start + len(line)
        end = bisect_left(boxes.indices, stop, first)
        if first < end:
            if 2 * boxes.low[first] <= min(middles[first:end]) and max(middles[first:end]) <= 2 * boxes.high[first]:
                yield line, _box(boxes, first, end)
            else:
                yield from _cut_line(letters, boxes, first, end, stop)
        start, first = stop + 1, end


def _cut_line(letters: str, boxes: Boxes, first: int, end: int, stop: int) -> Iterator[PlacedText]:
    """The lines of what the page's text has on one: a new one where a character stands above or below those before."""
    begin, bottom, top = first, 0.0, -1.0  # no character yet
    for k in range(first, end):
        low, high = boxes.low[k], boxes.high[k]
        if high <= low:
            continue  # pdfium made it up
        if bottom < top and not bottom <= (low + high) / 2 <= top:
            yield letters[boxes.indices[begin] : boxes.indices[k]], _box(boxes, begin, k)
            begin, bottom, top = k, 0.0, -1.0
        bottom, top = (min(bottom, low), max(top, high)) if bottom < top else (low, high)
    if bottom < top:
        yield letters[boxes.indices[begin] : stop], _box(boxes, begin, end)


def _box(boxes: Boxes, begin: int, end: int) -> Box:
    """The box around the boxes from `begin` to `end`, made-up characters left out."""
    x0, low, x1, high = boxes.x0[begin:end], boxes.low[begin:end], boxes.x1[begin:end], boxes.high[begin:end]
    if 0.0 in high:
        real = [box for box in zip(x0, low, x1, high, strict=True) if box[3] > box[1]]
        x0, low, x1, high = zip(*real, strict=True)
    return Box(min(x0), min(low), max(x1), max(high))


def _upright(page: PdfPage) -> Boxes:
    """The boxes of the page's characters in upright coordinates."""
    boxes = char_boxes(page)
    if not (turn := text_turn(page)) or not boxes.indices:
        return boxes
    sides = []
    for x0, high, x1, low in zip(*boxes[1:], strict=True):
        (xa, ya), (xb, yb) = turn_point(turn, x0, low), turn_point(turn, x1, high)
        sides.append((min(xa, xb), max(ya, yb), max(xa, xb), min(ya, yb)))
    return Boxes(boxes.indices, *zip(*sides, strict=True))


def _around(a: Box, b: Box) -> Box:
    return Box(min(a.x0, b.x0), min(a.low, b.low), max(a.x1, b.x1), max(a.high, b.high))


def is_out_of_order(page: PdfPage) -> bool:
    """Whether lines were drawn after others that stand below them: the head of an annex after its body.

    Not where they stand beside them (columns), nor for a line of a number alone.
    """
    if text_turn(page):
        return False
    starts, ends, at = [], [], 0
    for line in page.letters.split("\n"):
        words = line.strip()
        if len(words) >= FEWEST_LETTERS:
            starts.append(at + line.index(words))
            ends.append(starts[-1] + len(words) - 1)
        at += len(line) + 1
    first = boxes_at(page, starts)
    highest = list(accumulate(first.low, max))  # of the lines so far
    jumps = [
        low > above + (high - low) / 2 for above, low, high in zip(highest, first.low[1:], first.high[1:], strict=False)
    ]
    if not any(jumps):
        return False
    x1s = boxes_at(page, ends).x1
    return not any(
        jump and not _lies_below_or_above(first.x0[at], x1s[at], zip(first.x0[:at], x1s[:at], strict=True))
        for at, jump in enumerate(jumps, 1)
    )


def _lies_below_or_above(x0: float, x1: float, others: Iterable[tuple[float, float]]) -> bool:
    """Whether a line, by its left and right, has half its length or that of another in common with that."""
    return any(min(x1, right) - max(x0, left) > min(x1 - x0, right - left) / 2 for left, right in others)
