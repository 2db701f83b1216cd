"""Where lines stand on a page, in points from the top left corner of the page as it is seen: cropped and rotated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from extractors.pdf_layout import (
    BLANKS,
    LINE_END_HYPHEN,
    Char,
    char_boxes,
    layout_lines,
    line_text,
    text_turn,
    turn_point,
)
from extractors.pdf_pages import PdfPage
from extractors.pdf_quality import repair_code_points
from extractors.pdf_tables import Grid, lines_with_tables
from extractors.reading import LineBox


class Box(NamedTuple):
    """A rectangle in the upright coordinates of `read_characters`: y grows upwards."""

    x0: float
    low: float
    x1: float
    high: float


PlacedText = tuple[str, Box]


def size_as_seen(page: PdfPage) -> tuple[float, float]:
    """Width and height of the page in points, as it is shown."""
    import pypdfium2_raw as pdfium_c

    width, height = pdfium_c.FPDF_GetPageWidthF(page.page), pdfium_c.FPDF_GetPageHeightF(page.page)
    return round(float(width), 2), round(float(height), 2)


def boxes_as_seen(page: PdfPage, lines: Iterable[PlacedText]) -> list[LineBox]:
    """Lines in upright coordinates as lines of the page that is shown."""
    back = -text_turn(page) % 4
    frame, rotation = _frame(page.page)
    placed = []
    for text, box in lines:
        text = repair_code_points(text)  # noqa: PLW2901
        points = [turn_point(back, box.x0, box.low), turn_point(back, box.x1, box.high)]
        xs, ys = zip(*(_seen(frame, rotation, x, y) for x, y in points), strict=True)
        placed.append(LineBox(text, min(xs), min(ys), max(xs), max(ys)))
    return placed


def _frame(page: Any) -> tuple[Box, int]:
    """The part of the page that is shown, in its own coordinates, and how many quarters it is turned clockwise."""
    import pypdfium2_raw as pdfium_c

    shown = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDF_GetPageBoundingBox(page, shown):
        shown.right, shown.top = pdfium_c.FPDF_GetPageWidthF(page), pdfium_c.FPDF_GetPageHeightF(page)
    return Box(shown.left, shown.bottom, shown.right, shown.top), pdfium_c.FPDFPage_GetRotation(page) % 4


def _seen(frame: Box, rotation: int, x: float, y: float) -> tuple[float, float]:
    return (
        (x - frame.x0, frame.high - y),
        (y - frame.low, x - frame.x0),
        (frame.x1 - x, y - frame.low),
        (frame.high - y, frame.x1 - x),
    )[rotation]


def box_of(chars: Iterable[Char]) -> Box:
    """The box around characters, at least one."""
    return _around(Box(c.x0, c.low, c.x1, c.high) for c in chars)


def lines_of_layout(chars: list[Char]) -> Iterator[PlacedText]:
    """The lines of `layout_text` with their boxes."""
    for line in layout_lines(chars):
        yield line_text(line.chars), box_of(line.chars)


def lines_of_tables(chars: list[Char], grids: list[Grid]) -> Iterator[PlacedText]:
    """The lines of `text_with_tables` with their boxes: a table row has the row's, and what stands over its lines."""
    for line in lines_with_tables(chars, grids):
        box = box_of(line.chars)
        yield line.text, _around((box, Box(*line.row))) if line.row else box


def lines_of_content(page: PdfPage) -> Iterator[PlacedText]:
    """The lines of a page in content order, also those that the page's text has joined at a hyphen."""
    turn = text_turn(page)
    text: list[str] = []
    boxes: list[Box] = []
    bottom = top = 0.0  # of the line so far
    for letter, (x0, high, x1, low) in zip(page.letters, char_boxes(page), strict=True):
        if turn:
            x0, low, x1, high = _turned(turn, x0, low, x1, high)  # noqa: PLW2901
        solid = letter not in BLANKS and high > low
        if boxes and (letter == "\n" or (solid and not bottom <= (low + high) / 2 <= top)):
            yield "".join(text), _around(boxes)
            text, boxes = [], []
        text.append("-" if letter in LINE_END_HYPHEN else letter)
        if solid:
            bottom, top = (min(bottom, low), max(top, high)) if boxes else (low, high)
            boxes.append(Box(x0, low, x1, high))
    if boxes:
        yield "".join(text), _around(boxes)


def _turned(turn: int, x0: float, low: float, x1: float, high: float) -> Box:
    (xa, ya), (xb, yb) = turn_point(turn, x0, low), turn_point(turn, x1, high)
    return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _around(boxes: Iterable[Box]) -> Box:
    x0s, lows, x1s, highs = zip(*boxes, strict=True)
    return Box(min(x0s), min(lows), max(x1s), max(highs))
