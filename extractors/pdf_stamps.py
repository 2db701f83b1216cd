"""Stamps: the number, day and month that a signature widget draws over the blanks of a page.

They are stamped two or four times on one spot, stand a little above or below their line, and cover dotted blanks or
drafted digits.
"""

from __future__ import annotations

import re
from operator import attrgetter

from extractors.pdf_chars import Char
from extractors.pdf_layout import STAMP_REACH, Line, build_lines

DOTS = frozenset(".…_‥․")
NUMBER_BLANK = re.compile(r"số\s*:?\s*$", re.IGNORECASE)


def attach_stamps(lines: list[Line], stamps: list[Char]) -> None:
    """Put each stamp into the line it was meant for, or as a line of its own; `lines` stay ordered from the top."""
    for stamp in build_lines(drop_repeated(stamps)):
        for piece in _pieces(stamp):
            line = _home(lines, piece)
            if line is None:
                lines.append(piece)
            else:
                _insert(line, piece)
    lines.sort(key=lambda line: -line.base)


def drop_repeated(stamps: list[Char]) -> list[Char]:
    """Stamps with characters drawn again on the same spot kept once (`1616` is 16 stamped twice)."""
    kept: list[Char] = []
    for char in stamps:
        if not any(_same_spot(char, other) for other in kept if other.text == char.text):
            kept.append(char)
    return kept


def _same_spot(a: Char, b: Char) -> bool:
    near_x = abs(a.x0 - b.x0) < 0.35 * max(a.x1 - a.x0, b.x1 - b.x0)
    return near_x and abs(a.base - b.base) < 0.35 * max(a.height, b.height)


def _pieces(stamp: Line) -> list[Line]:
    """A line of stamps cut where the gap is wider than a blank: each piece fills its own place."""
    pieces = [Line([], stamp.base, stamp.height)]
    for char in stamp.chars:
        last = pieces[-1].chars
        if last and char.x0 - last[-1].x1 > 0.5 * char.height:
            pieces.append(Line([], stamp.base, stamp.height))
        pieces[-1].chars.append(char)
    for piece in pieces:
        piece.base, piece.height = piece.chars[0].base, piece.chars[0].height
    return pieces


def _home(lines: list[Line], piece: Line) -> Line | None:
    """The line a stamp fills: within reach, with room for it; best with text ending just left of it."""
    best, best_cost = None, 2.0
    for line in lines:
        distance = abs(line.base - piece.base) / max(line.height, 0.1)
        if distance > STAMP_REACH or not _fits(line, piece):
            continue
        left_of = [c.x1 for c in line.chars if c.x0 < piece.chars[0].x0 and not c.stamp]
        gap = (piece.chars[0].x0 - max(left_of)) / line.height if left_of else 9.0
        cost = distance + (0.0 if gap < 2.5 else 0.7)
        if cost < best_cost:
            best, best_cost = line, cost
    return best


def _fits(line: Line, piece: Line) -> bool:
    """Whether the stamp would cover nothing but blanks, dots and drafted digits (of one letter's edge at most)."""
    return sum(_covers(piece, c) for c in line.chars if not (c.text in DOTS or c.text.isdigit() or c.stamp)) <= 1


def _covers(piece: Line, char: Char) -> bool:
    middle = (char.x0 + char.x1) / 2
    return piece.chars[0].x0 - 0.1 * piece.height < middle < piece.chars[-1].x1 + 0.1 * piece.height


def _insert(line: Line, piece: Line) -> None:
    """The stamp instead of the dots and at most twice as many digits under it."""
    under = [c for c in line.chars if not c.stamp and _covers(piece, c)]
    digits = [c for c in under if c.text.isdigit()]
    stamped = "".join(c.text for c in piece.chars)
    gone = {id(c) for c in under if c.text in DOTS}
    if any(c.isdigit() for c in stamped) and len(digits) <= 2 * len(stamped):
        gone |= {id(c) for c in digits}
    line.chars = [c for c in line.chars if id(c) not in gone]
    line.chars = sorted(line.chars + piece.chars, key=attrgetter("x0"))
    _drop_leftovers(line, piece)


def _drop_leftovers(line: Line, piece: Line) -> None:
    """Dots left beside the stamp, and drafted digits left between it and the slash of `Số: 70 7/2024/QĐ-UBND`."""
    first = next(i for i, c in enumerate(line.chars) if c is piece.chars[0])
    last = next(i for i, c in enumerate(line.chars) if c is piece.chars[-1])
    before, after = line.chars[:first], line.chars[last + 1 :]
    left, right = _count_dots(reversed(before)), _count_dots(iter(after))
    slash_follows = right < len(after) and after[right].text == "/"
    if right >= 2 or slash_follows:
        after = after[right:]
    if left >= 2 or (left and slash_follows):
        before = before[: len(before) - left]
    slash = next((i for i, c in enumerate(after) if c.text == "/"), None)
    if slash is not None and all(c.text.isdigit() or c.text in DOTS for c in after[:slash]):
        said = "".join(c.text for c in before)
        if NUMBER_BLANK.search(said) and after[0].x0 - piece.chars[-1].x1 < 3 * piece.height:
            after = after[slash:]
    line.chars = [*before, *line.chars[first : last + 1], *after]


def _count_dots(chars: object) -> int:
    count = 0
    for char in chars:  # type: ignore[attr-defined]
        if char.text not in DOTS:
            break
        count += 1
    return count
