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

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(min(self.x0, other.x0), min(self.low, other.low), max(self.x1, other.x1), max(self.high, other.high))


PlacedText = tuple[str, Box]


def size_as_seen(page: PdfPage) -> tuple[float, float]:
    """Width and height of the page in points, as it is shown."""
    import pypdfium2.raw as pdfium_c

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
    import pypdfium2.raw as pdfium_c

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
    x0s, lows, x1s, highs = zip(*((c.x0, c.low, c.x1, c.high) for c in chars), strict=True)
    return Box(min(x0s), min(lows), max(x1s), max(highs))


def lines_of_layout(chars: list[Char]) -> Iterator[PlacedText]:
    """The lines of `layout_text` with their boxes."""
    for line in layout_lines(chars):
        yield line_text(line.chars), box_of(line.chars)


def lines_of_tables(chars: list[Char], grids: list[Grid]) -> Iterator[PlacedText]:
    """The lines of `text_with_tables` with their boxes: a table row has the row's, and what stands over its lines."""
    for line in lines_with_tables(chars, grids):
        box = box_of(line.chars)
        yield line.text, box.joined(Box(*line.row)) if line.row else box


def lines_of_content(page: PdfPage) -> Iterator[PlacedText]:
    """The lines of a page in content order, also those that the page's text has joined at a hyphen."""
    turn = text_turn(page)
    text, box = "", None
    for letter, (left, top, right, bottom) in zip(page.letters, char_boxes(page), strict=True):
        corners = turn_point(turn, left, bottom), turn_point(turn, right, top)
        (x0, x1), (low, high) = (sorted(side) for side in zip(*corners, strict=True))
        solid = letter not in BLANKS and high > low
        if box and (letter == "\n" or (solid and not box.low <= (low + high) / 2 <= box.high)):
            yield text, box
            text, box = "", None
        text += "-" if letter in LINE_END_HYPHEN else letter
        if solid:
            box = box.joined(Box(x0, low, x1, high)) if box else Box(x0, low, x1, high)
    if box:
        yield text, box
