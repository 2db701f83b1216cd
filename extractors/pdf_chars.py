"""The characters of a page with their boxes and baselines, turned upright; whole words at once where that is the same.

pdfium gives them one by one, in the order they were drawn. Blanks have no box worth asking for.
"""

from __future__ import annotations

import ctypes
import math
import struct
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, repeat
from typing import Any, NamedTuple

from extractors import pdfium
from extractors.pdf_pages import PdfPage

BLANKS = frozenset(" \u00a0\t\n\r")
LINE_END_HYPHEN = frozenset("\u0002\ufffe")  # what pdfium makes of a hyphen at a line's end, when it joins the lines
HYPHENS = dict.fromkeys(map(ord, LINE_END_HYPHEN), "-")
PLAIN = HYPHENS | dict.fromkeys(map(ord, BLANKS), " ")
OVERLAPPING, TOUCHING = -0.15, 0.05  # heights between two letters of a word; less or more, and each stands for itself
PLAIN_BLANK = (0.06, 0.48)  # heights between two words: surely a blank (over 0.05), surely no column (under 0.5)
LEVEL = 0.02  # points: letters of a word whose boxes begin at one height (the font's) stand on one baseline
NEAR_STAMP = 3.0  # heights: lines this near to a stamp are read letter by letter


@dataclass(slots=True)
class Char:
    """One character, or several that touch, with box and baseline, upright.

    `spaced` when a blank stands before it in content order; `ending` is the height of its last word.
    """

    text: str
    x0: float
    x1: float
    base: float
    low: float
    high: float
    spaced: bool
    stamp: bool
    height: float
    ending: float


class Boxes(NamedTuple):
    """Where the characters that are no blanks stand: their indices in the page, and the sides of their boxes."""

    indices: list[int]
    x0: Sequence[float]
    high: Sequence[float]
    x1: Sequence[float]
    low: Sequence[float]


def char_boxes(page: PdfPage) -> Boxes:
    """The box of each character that is no blank, in content order; one that pdfium gives no box has zeros."""
    return boxes_at(page, [index for index, letter in enumerate(page.letters) if letter not in BLANKS])


def boxes_at(page: PdfPage, indices: list[int]) -> Boxes:
    """The boxes of some characters."""
    buffer = ctypes.create_string_buffer(16 * max(1, len(indices)))
    _call_each(pdfium.FPDFText_GetLooseCharBox, page, indices, count(ctypes.addressof(buffer), 16))
    sides = struct.unpack_from(f"{4 * len(indices)}f", buffer)
    return Boxes(indices, sides[0::4], sides[1::4], sides[2::4], sides[3::4])


def _origins(page: PdfPage, indices: Sequence[int]) -> Iterator[tuple[float, float]]:
    """Where characters stand on their baselines, as x and y."""
    buffer = ctypes.create_string_buffer(16 * max(1, len(indices)))
    at = ctypes.addressof(buffer)
    _call_each(pdfium.FPDFText_GetCharOrigin, page, indices, count(at, 16), count(at + 8, 16))
    return struct.iter_unpack("2d", memoryview(buffer)[: 16 * len(indices)])


def _call_each(call: Any, page: PdfPage, indices: Sequence[int], *places: Iterator[int]) -> None:
    """A function of pdfium for some characters by rising index, its answers one after the other in a buffer."""
    if page.apart:
        own = bisect_left(indices, page.apart.first)
        stamps = [index - page.apart.first for index in indices[own:]]
        parts = [(page.textpage, indices[:own]), (page.apart.textpage, stamps)]
    else:
        parts = [(page.textpage, indices)]
    for textpage, part in parts:
        deque(map(call, repeat(textpage), part, *places), maxlen=0)


def read_characters(page: PdfPage) -> list[Char]:
    """The page's characters one by one in content order, turned upright when most of them lie on their side."""
    turn, first_stamp = text_turn(page), page.first_stamp
    boxes = char_boxes(page)
    chars: list[Char] = []
    spaced, last, before = False, None, -1
    measured = zip(*boxes, _origins(page, boxes.indices), strict=True)
    for index, x0, high, x1, low, (x, base) in measured:
        text = page.letters[index]
        spaced, before = spaced or index - before > 1, index
        if text in LINE_END_HYPHEN:
            text = "-"
        elif text < " ":
            continue
        elif last is not None and unicodedata.combining(text):
            last.text += text  # a mark belongs to the letter drawn before it
            continue
        char = Char(text, x0, x1, base, low, high, spaced, index >= first_stamp, high - low, high - low)
        if turn:
            _turn_upright(turn, char, x)
        if char.height > 0:
            chars.append(char)
            last = char
        spaced = False
    return chars


def read_words(page: PdfPage, joined: bool = False) -> list[Char] | None:
    """As `read_characters`, but letters that touch on one baseline are one: a third of the work.

    `joined`: also words with a plain blank between them, most often those of a whole line, blanks included.
    None for pages on which a letter alone may matter: text that lies on its side, marks apart from their letters. Near
    stamps, which may cover a part of a word, each letter stays alone.
    """
    if text_turn(page) or not _is_simple(page.letters):
        return None
    boxes = char_boxes(page)
    indices, x0s, highs, x1s, lows = boxes
    if not indices:
        return []
    letters = page.letters.translate(PLAIN)
    starts = _starts(boxes, _near_stamps(page, boxes), joined)
    words: list[Char] = []
    spaced, before = False, -1
    origins = _origins(page, [indices[start] for start in starts])
    for start, end, (_, base) in zip(starts, [*starts[1:], len(indices)], origins, strict=True):
        first, last = indices[start], indices[end - 1]
        spaced = spaced or first - before > 1
        before = last
        low, height = lows[start], highs[start] - lows[start]
        if height > 0:
            text, high = letters[first : last + 1], max(highs[start:end])
            ending = start + text.rfind(" ") + 1 - text.count(" ")  # where its last word begins
            stamp, tail = first >= page.first_stamp, highs[ending] - lows[ending]
            words.append(Char(text, x0s[start], x1s[end - 1], base, low, high, spaced, stamp, height, tail))
        spaced = False
    return words


def _starts(boxes: Boxes, alone: list[bool], joined: bool) -> list[int]:
    """Where words begin, or words `joined`: at letters that neither touch those before nor follow a plain blank."""
    indices, x0s, highs, x1s, lows = boxes
    following = 2 if joined else 0  # steps to the letter behind a blank
    pairs = zip(indices, indices[1:], x1s, x0s[1:], lows, lows[1:], highs[1:], strict=False)
    return [0] + [
        k
        for k, (before, index, end, start, last, low, high) in enumerate(pairs, 1)
        if not (
            (
                index - before == 1
                and -LEVEL < low - last < LEVEL
                and OVERLAPPING < (start - end) / (high - low or 1.0) < TOUCHING
            )
            or (
                index - before == following
                and low == last  # drawn as one: what is a little askew is not
                and PLAIN_BLANK[0] < (start - end) / (high - low or 1.0) < PLAIN_BLANK[1]
            )
        )
        or (alone and alone[k])
    ]


def _near_stamps(page: PdfPage, boxes: Boxes) -> list[bool]:
    """For each character whether it stands at the height of a stamp, or is one; empty on a page without stamps."""
    heights = {(boxes.low[k], boxes.high[k]) for k, index in enumerate(boxes.indices) if index >= page.first_stamp}
    bands = [(low - NEAR_STAMP * (high - low), high + NEAR_STAMP * (high - low)) for low, high in heights]
    if not bands:
        return []
    seen = {low: any(bottom < low < top for bottom, top in bands) for low in set(boxes.low)}
    return [seen[low] for low in boxes.low]


@lru_cache(maxsize=4096)
def _is_odd(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or (letter < " " and letter not in BLANKS | LINE_END_HYPHEN)


def _is_simple(letters: str) -> bool:
    """Whether no mark stands apart from its letter, and no control character among them."""
    return not any(map(_is_odd, set(letters)))


def _turn_upright(turn: int, char: Char, x: float) -> None:
    corners = turn_point(turn, char.x0, char.low), turn_point(turn, char.x1, char.high)
    (char.x0, char.x1), (char.low, char.high) = (sorted(side) for side in zip(*corners, strict=True))
    char.base, char.height = turn_point(turn, x, char.base)[1], char.high - char.low
    char.ending = char.height


def text_turn(page: PdfPage) -> int:
    """How far the page's text is turned, in quarters: the majority of some 40 characters."""
    if page.turn is None:
        sample = range(0, page.first_stamp, max(20, page.first_stamp // 40))
        angles = map(pdfium.FPDFText_GetCharAngle, repeat(page.textpage), sample)
        quarters = [round(angle / (math.pi / 2)) % 4 for angle in angles]
        page.turn = max(range(4), key=quarters.count)
    return page.turn


def turn_point(turn: int, x: float, y: float) -> tuple[float, float]:
    """A point of a page whose text is turned, in upright coordinates."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turn]
