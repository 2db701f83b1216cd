"""Reading a page by where its characters stand, not by the order they were drawn in.

Needed for the head (two columns drawn in any order), for stamped pages, and for fonts that draw accented letters after
the rest. Distances are in units of the character's height.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from collections import deque
from collections.abc import Iterator
from ctypes import c_int, c_void_p
from dataclasses import dataclass
from itertools import count, repeat
from operator import attrgetter
from typing import Any

from extractors.pdf_pages import PdfPage, address_of, plain_call

SAME_LINE = 0.28  # baselines closer than this are one line
SPACE_GAP = 0.22  # a wider gap is a blank although none was typed
NARROW_COLUMN_GAP = 0.5  # enough before the motto
COLUMN_GAP = 1.6  # a wider gap separates columns: a tab
STAMP_REACH = 0.9  # a stamp this far above or below a line's baseline belongs to it

# The blanks of a form are wide too, but no columns: Số:      /KH-UBND   ngày      tháng      năm
BLANK_AFTER = re.compile(r"(?:(?:^|\W)(?:số\s*:?|ngày|tháng|năm)|\()$", re.IGNORECASE)
BLANK_BEFORE = re.compile(r"^(?:[/,;:.)]|tháng\b|năm\b)", re.IGNORECASE)

MOTTO = re.compile(r"CỘNGH[OÒ][AÀ]X|Độclập", re.IGNORECASE)

BLANKS = frozenset(" \u00a0\t\n\r")
LINE_END_HYPHEN = frozenset("\u0002\ufffe")  # what pdfium makes of a hyphen at a line's end, when it joins the lines
USUAL = frozenset(map(chr, (*range(0x21, 0x7F), *range(0xA1, 0x300), *range(0x1E00, 0x1F00))))  # nothing to be done
BROKEN_NUMBER = re.compile(r"(/[A-ZĐ]\w*-)\n(?=[A-ZĐ])")  # 39/2010/NĐ-⏎CP: as pdfium, one word again


@dataclass(slots=True)
class Char:
    """One character with its box and baseline, upright; `spaced` when a blank stands before it in content order."""

    text: str
    x0: float
    x1: float
    base: float
    low: float
    high: float
    spaced: bool
    stamp: bool
    height: float


@dataclass(slots=True)
class Line:
    """Characters on one baseline, from left to right."""

    chars: list[Char]
    base: float
    height: float


def layout_text(chars: list[Char]) -> str:
    """The page's text from top to bottom, each line from left to right, a tab between columns."""
    return BROKEN_NUMBER.sub(r"\1", "\n".join(line_text(line.chars) for line in layout_lines(chars)))


def layout_lines(chars: list[Char]) -> list[Line]:
    """The page's lines from top to bottom, stamps in the lines they fill."""
    own, stamps = [c for c in chars if not c.stamp], [c for c in chars if c.stamp]
    lines = build_lines(own)
    if stamps:
        from extractors.pdf_stamps import attach_stamps

        attach_stamps(lines, stamps)
    return lines


def build_lines(chars: list[Char]) -> list[Line]:
    """Lines from top to bottom: runs of characters drawn in a row, joined where their baselines meet."""
    lines: list[Line] = []
    for run in sorted(_runs(chars), key=lambda run: -run.base):
        above = next(
            (x for x in reversed(lines[-4:]) if abs(x.base - run.base) < SAME_LINE * max(x.height, run.height)), None
        )
        if above is None:
            lines.append(run)
        else:
            if run.height > above.height:
                above.base, above.height = run.base, run.height
            above.chars += run.chars
    for line in lines:
        line.chars = _drop_shadows(sorted(line.chars, key=attrgetter("x0")))
    return _join_raised(lines)


def _drop_shadows(chars: list[Char]) -> list[Char]:
    """Letters without those drawn again a hair beside themselves, as some programs make bold."""
    kept, last = chars[:1], chars[0]
    for char in chars[1:]:
        if char.x0 - last.x0 > 0.1 * char.height or char.text != last.text or char.stamp:
            kept.append(char)
            last = char
    return kept


def _runs(chars: list[Char]) -> list[Line]:
    runs: list[Line] = []
    base, tolerance = math.inf, 0.0
    for char in chars:
        if abs(char.base - base) > tolerance:
            base, tolerance = char.base, 0.1 * char.height
            runs.append(Line([], base, char.height))
        runs[-1].chars.append(char)
    return runs


def _join_raised(lines: list[Line]) -> list[Line]:
    """Superscripts (m², a footnote's mark) go into the line they touch instead of standing on one of their own."""
    kept: list[Line] = []
    for i, line in enumerate(lines):
        near = [x for x in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]) if line.height < 0.8 * x.height]
        home = next((x for x in near if len(line.chars) <= 3 and _touches(line, x)), None)
        if home is None:
            kept.append(line)
        else:
            home.chars = sorted(home.chars + line.chars, key=attrgetter("x0"))
    return kept


def _touches(small: Line, line: Line) -> bool:
    if abs(small.base - line.base) > 0.6 * line.height:
        return False
    reach, first = 0.3 * line.height, small.chars[0]
    return any(abs(first.x0 - char.x1) < reach for char in line.chars)


def line_text(chars: list[Char]) -> str:
    """Characters of one line, from left to right, with blanks and tabs where there is room for them."""
    parts: list[str] = []
    end, height, piece, last = math.inf, 0.0, 0, chars[0]
    for at, char in enumerate(chars):
        gap = char.x0 - end
        wide = gap > COLUMN_GAP * max(height, char.height)
        said = max(piece, len(parts) - 12)
        if (wide and not _is_blank(parts[said:], chars, at)) or (gap > 0 and _is_motto(chars, at, gap)):
            parts.append("\t")
            piece = len(parts)
        elif (gap > 0 or last.stamp != char.stamp) and parts and _has_blank(last, char, gap):
            parts.append(" ")
        parts.append(char.text)
        if char.x1 > end or end == math.inf:
            end = char.x1
        height, last = char.height, char
    return "".join(parts)


def _has_blank(last: Char, char: Char, gap: float) -> bool:
    """Whether a blank stands between two characters; a stamp fills its blank up to the words, whatever its width."""
    if last.stamp != char.stamp:
        if last.text[0] == "/" or char.text[0] == "/":
            return gap > 3 * char.height
        if char.text[0] in ",.;)":
            return False
        if last.text[0].isalpha() or last.text[0] == ":" or char.text[0].isalpha():
            return True
    return (char.spaced and gap > 0.05 * char.height) or gap > SPACE_GAP * char.height


def _is_motto(chars: list[Char], at: int, gap: float) -> bool:
    """Whether the national motto begins here: its column may stand close to the long name of an agency."""
    if gap < NARROW_COLUMN_GAP * chars[at].height or chars[at].text not in "CcĐđ":
        return False
    return bool(MOTTO.match("".join(x.text for x in chars[at : at + 9])))


def _is_blank(before: list[str], chars: list[Char], at: int) -> bool:
    """Whether a wide gap is a form's blank to be filled in, by the words on both sides of it."""
    if BLANK_AFTER.search("".join(before)):
        return True
    return bool(BLANK_BEFORE.match("".join(x.text for x in chars[at : at + 6])))


def read_characters(page: PdfPage) -> list[Char]:
    """The page's characters in content order, turned upright when most of them lie on their side."""
    turn = text_turn(page)
    first_stamp = page.first_stamp
    chars: list[Char] = []
    spaced, last = False, None
    measured = zip(page.letters, char_boxes(page), char_origins(page), strict=True)
    for index, (text, (x0, high, x1, low), (x, base)) in enumerate(measured):
        if text not in USUAL:
            if text in BLANKS:
                spaced = True
                continue
            if text in LINE_END_HYPHEN:
                text = "-"  # noqa: PLW2901
            elif text < " ":
                continue
            elif last is not None and unicodedata.combining(text):
                last.text += text  # a mark belongs to the letter drawn before it
                continue
        char = Char(text, x0, x1, base, low, high, spaced, index >= first_stamp, high - low)
        if turn:
            _turn_upright(turn, char, x)
        if char.height > 0:
            chars.append(char)
            last = char
        spaced = False
    return chars


def char_boxes(page: PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """The box of each character index, as left, top, right, bottom; one without a box has zeros."""
    boxes = ctypes.create_string_buffer(16 * max(1, page.characters))
    get_box = plain_call("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
    _call_each(get_box, page, count(ctypes.addressof(boxes), 16))
    return struct.iter_unpack("4f", memoryview(boxes)[: 16 * page.characters])


def char_origins(page: PdfPage) -> Iterator[tuple[float, float]]:
    """Where each character index stands on its baseline, as x and y."""
    points = ctypes.create_string_buffer(16 * max(1, page.characters))
    get_origin = plain_call("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
    x_at = ctypes.addressof(points)
    _call_each(get_origin, page, count(x_at, 16), count(x_at + 8, 16))
    return struct.iter_unpack("2d", memoryview(points)[: 16 * page.characters])


def _call_each(call: Any, page: PdfPage, *places: Iterator[int]) -> None:
    """A function of pdfium for each character of a page, its answers written one after the other into a buffer."""
    deque(map(call, repeat(address_of(page.textpage)), range(page.characters), *places), maxlen=0)


def _turn_upright(turn: int, char: Char, x: float) -> None:
    corners = turn_point(turn, char.x0, char.low), turn_point(turn, char.x1, char.high)
    (char.x0, char.x1), (char.low, char.high) = (sorted(side) for side in zip(*corners, strict=True))
    char.base, char.height = turn_point(turn, x, char.base)[1], char.high - char.low


def text_turn(page: PdfPage) -> int:
    """How far the page's text is turned, in quarters: the majority of every 20th character."""
    import pypdfium2_raw as pdfium_c

    votes = [0, 0, 0, 0]
    for index in range(0, page.first_stamp, 20):
        angle = pdfium_c.FPDFText_GetCharAngle(page.textpage, index)
        votes[round(angle / (math.pi / 2)) % 4] += 1
    return max(range(4), key=votes.__getitem__)


def turn_point(turn: int, x: float, y: float) -> tuple[float, float]:
    """A point of a page whose text is turned, in upright coordinates."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turn]
