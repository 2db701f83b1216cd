"""The ruling lines of a page: thin drawn lines, thin filled boxes (Word's borders), and the sides of stroked boxes."""

from __future__ import annotations

import ctypes
import struct
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, count, cycle, pairwise, repeat, takewhile
from typing import Any, NamedTuple

from extractors import pdfium
from extractors.pdf_chars import text_turn, turn_point
from extractors.pdf_pages import PdfPage

THIN = 2.5  # points: a thicker box is a background, not a line
SHORT = 6.0  # points: a shorter line is a letter's stroke or a dash
MOST_OBJECTS = 20_000
MOST_RULINGS = 4_000
DEEPEST_FORM = 4

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Ruling(NamedTuple):
    """A straight line along an axis: its place on the other axis, and from where to where it runs."""

    horizontal: bool
    at: float
    start: float
    end: float


def find_rulings(page: PdfPage) -> list[Ruling]:
    """Every ruling line of the page, in page coordinates (y upwards)."""
    rulings: list[Ruling] = []
    for paths, matrices in _paths(page.page):
        for path, (left, bottom, right, top) in zip(paths, _bounds(paths), strict=True):
            if right - left <= THIN or top - bottom <= THIN:
                corners = (left, bottom), (right, top)
                rulings += _thin(*corners) if not matrices else _thin(*(_move(x, matrices) for x in corners))
            else:
                rulings += _rulings_of(path, matrices)
            if len(rulings) > MOST_RULINGS:
                return rulings
    return rulings


def _bounds(paths: list[Any]) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each; zeros where it has none."""
    sides = (ctypes.c_float * (4 * len(paths)))()
    at = ctypes.addressof(sides)
    deque(map(pdfium.FPDFPageObj_GetBounds, paths, *(count(at + 4 * side, 16) for side in range(4))), maxlen=0)
    return struct.iter_unpack("4f", sides)


def turn_rulings(rulings: list[Ruling], page: PdfPage) -> list[Ruling]:
    """The same lines in the upright coordinates of `read_characters`, for a page whose text lies on its side."""
    turn = text_turn(page)
    return rulings if not turn else [_turned(turn, ruling) for ruling in rulings]


def _turned(turn: int, ruling: Ruling) -> Ruling:
    ends = ((ruling.start, ruling.at), (ruling.end, ruling.at))
    (x0, y0), (x1, y1) = (turn_point(turn, *(end if ruling.horizontal else end[::-1])) for end in ends)
    if ruling.horizontal == (turn % 2 == 0):
        return Ruling(True, y0, min(x0, x1), max(x0, x1))
    return Ruling(False, x0, min(y0, y1), max(y0, y1))


def _paths(page: Any) -> Iterator[tuple[list[Any], tuple[Matrix, ...]]]:
    """The page's path objects, and those of each of its forms with the matrices that it is drawn with."""
    get_object, get_type = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    number = min(MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))
    sampled = _sampled()
    kinds = set(map(get_type, map(get_object, repeat(page), sampled[: bisect_left(sampled, number)])))
    if kinds.isdisjoint((pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM)):
        return
    paths, inner = _sorted_out(list(map(get_object, repeat(page), range(number))))
    yield paths, ()
    forms: list[tuple[Any, tuple[Matrix, ...]]] = [(form, ()) for form in inner]
    left = MOST_OBJECTS
    while forms and left > 0:
        outer, matrices = forms.pop()
        matrices = (_matrix(outer), *matrices)
        number = max(0, min(left, pdfium.FPDFFormObj_CountObjects(outer)))
        left -= number
        paths, inner = _sorted_out(list(map(pdfium.FPDFFormObj_GetObject, repeat(outer), range(number))))
        yield paths, matrices
        if len(matrices) < DEEPEST_FORM:
            forms += [(form, matrices) for form in inner]


def _sorted_out(objects: list[Any]) -> tuple[list[Any], list[Any]]:
    """Those that are paths, and those that are forms."""
    kinds = list(map(pdfium.FPDFPageObj_GetType, objects))
    paths = [obj for obj, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_PATH]
    return paths, [obj for obj, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_FORM]


@cache
def _sampled() -> list[int]:
    """A quarter of the indices, unevenly spaced: six lines and more are not missed, and most pages have none."""
    steps = cycle((3, 5, 4, 3, 4, 5, 3))
    return list(takewhile(lambda index: index < MOST_OBJECTS, accumulate(steps, initial=0)))


def _matrix(obj: Any) -> Matrix:
    matrix = (ctypes.c_float * 6)()
    if not pdfium.FPDFPageObj_GetMatrix(obj, matrix):
        return (1, 0, 0, 1, 0, 0)
    return tuple(matrix)


def _move(point: Point, matrices: tuple[Matrix, ...]) -> Point:
    x, y = point
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y


def _rulings_of(obj: Any, matrices: tuple[Matrix, ...]) -> Iterator[Ruling]:
    """The rulings of a path that is no thin line itself."""
    segments = pdfium.FPDFPath_CountSegments(obj)
    if not 2 <= segments <= 2000:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(obj, fill, stroke)
    if not stroke.value and segments <= 5:
        return  # a filled box: a background
    for outline in _outlines(obj, segments, (_matrix(obj), *matrices)):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
            yield from _thin((min(xs), min(ys)), (max(xs), max(ys)))
        elif stroke.value:
            for start, end in pairwise(outline):
                yield from _thin(start, end)


def _outlines(obj: Any, segments: int, matrices: tuple[Matrix, ...]) -> list[list[Point]]:
    """The connected lines of a path; a closed one comes back to its first point, a curve counts as its end."""
    outlines: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(obj, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _move((x.value, y.value), matrices)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([])
        outlines[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            outlines[-1].append(outlines[-1][0])
    return outlines


def _thin(a: Point, b: Point) -> tuple[Ruling, ...]:
    """The ruling between two corners that are close on one axis; none where it is short."""
    width, height = abs(a[0] - b[0]), abs(a[1] - b[1])
    if height <= THIN and width > SHORT:
        return (Ruling(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0])),)
    if width <= THIN and height > SHORT:
        return (Ruling(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])),)
    return ()
