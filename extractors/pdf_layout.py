"""Reading a page by where its characters stand, not by the order they were drawn in.

Needed for the head (two columns drawn in any order), for stamped pages, and for fonts that draw accented letters after
the rest. Distances are in units of the character's height.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from extractors.pdf_chars import Char

SAME_LINE = 0.28  # baselines closer than this are one line
SPACE_GAP = 0.22  # a wider gap is a blank although none was typed
NARROW_COLUMN_GAP = 0.5  # enough before the motto
COLUMN_GAP = 1.6  # a wider gap separates columns: a tab
SMALL, RAISED, MOST_RAISED = 0.8, 0.6, 3  # a superscript: at most so high, so far off the baseline, so many letters
OVERLAP = 0.25  # of two words on one line: less is slanted letters and tight setting
STAMP_REACH = 0.9  # a stamp this far above or below a line's baseline belongs to it

# The blanks of a form are wide too, but no columns: Số:      /KH-UBND   ngày      tháng      năm
BLANK_AFTER = re.compile(r"(?:(?:^|\W)(?:số\s*:?|ngày|tháng|năm)|\()$", re.IGNORECASE)
BLANK_BEFORE = re.compile(r"^(?:[/,;:.)]|tháng\b|năm\b)", re.IGNORECASE)

MOTTO = re.compile(r"CỘNGH[OÒ][AÀ]X|Độclập", re.IGNORECASE)

BROKEN_NUMBER = re.compile(r"(/[A-ZĐ]\w*-)\n(?=[A-ZĐ])")  # 39/2010/NĐ-⏎CP: as pdfium, one word again


@dataclass(slots=True)
class Line:
    """Characters on one baseline, from left to right."""

    chars: list[Char]
    base: float
    height: float


def join_lines(texts: list[str]) -> str:
    """Lines as one text; a number that a line's end has broken at its hyphen is whole again."""
    return BROKEN_NUMBER.sub(r"\1", "\n".join(texts))


def layout_lines(chars: list[Char]) -> list[Line]:
    """The page's lines from top to bottom, stamps in the lines they fill."""
    own, stamps = [c for c in chars if not c.stamp], [c for c in chars if c.stamp]
    lines = build_lines(own)
    if stamps:
        from extractors.pdf_stamps import attach_stamps

        attach_stamps(lines, stamps)
    return lines


def has_overlaps(lines: list[Line]) -> bool:
    """Whether two of a line's words lie on one another: then each letter must find its place."""
    return any(char.x0 < last.x1 - OVERLAP * char.height for line in lines for last, char in pairwise(line.chars))


def has_raised(lines: list[Line]) -> bool:
    """Whether a small line may belong into the midst of one of its neighbours: then that must come in words."""
    for i, line in enumerate(lines):
        if _letters(line) > MOST_RAISED:
            continue
        for other in (*lines[max(0, i - 2) : i], *lines[i + 1 : i + 3]):
            if line.height < SMALL * other.height and abs(line.base - other.base) <= RAISED * other.height:
                return True
    return False


def build_lines(chars: list[Char]) -> list[Line]:
    """Lines from top to bottom: runs of characters drawn in a row, joined where their baselines meet."""
    lines: list[Line] = []
    for run in sorted(_runs(chars), key=lambda run: -run.base):
        above = _line_at(lines, run)
        if above is None:
            lines.append(run)
        else:
            if run.height > above.height:
                above.base, above.height = run.base, run.height
            above.chars += run.chars
    for line in lines:
        line.chars = _drop_shadows(sorted(line.chars, key=attrgetter("x0")))
    return _join_raised(lines)


def _line_at(lines: list[Line], run: Line) -> Line | None:
    """The lowest of the last lines that a run of characters lies on."""
    for line in lines[:-5:-1]:
        if abs(line.base - run.base) < SAME_LINE * max(line.height, run.height):
            return line
    return None


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
    lowest, highest = math.inf, -math.inf
    own: list[Char] = []
    for char in chars:
        base = char.base
        if not lowest <= base <= highest:
            lowest, highest = base - 0.1 * char.height, base + 0.1 * char.height
            own = []
            runs.append(Line(own, base, char.height))
        own.append(char)
    return runs


def _join_raised(lines: list[Line]) -> list[Line]:
    """Superscripts (m², a footnote's mark) go into the line they touch instead of standing on one of their own."""
    kept: list[Line] = []
    for i, line in enumerate(lines):
        near = [x for x in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]) if line.height < SMALL * x.height]
        home = next((x for x in near if _letters(line) <= MOST_RAISED and _touches(line, x)), None)
        if home is None:
            kept.append(line)
        else:
            home.chars = sorted(home.chars + line.chars, key=attrgetter("x0"))
    return kept


def _letters(line: Line) -> int:
    return sum(len(char.text) - char.text.count(" ") for char in line.chars)


def _touches(small: Line, line: Line) -> bool:
    if abs(small.base - line.base) > RAISED * line.height:
        return False
    reach, first = 0.3 * line.height, small.chars[0]
    return any(abs(first.x0 - char.x1) < reach for char in line.chars)


def line_text(chars: list[Char]) -> str:
    """Characters of one line, from left to right, with blanks and tabs where there is room for them."""
    parts: list[str] = []
    end, height, piece, last = math.inf, 0.0, 0, chars[0]
    for at, char in enumerate(chars):
        gap = char.x0 - end
        if (
            gap >= NARROW_COLUMN_GAP * char.height
            and (  # most gaps are those between words
                _is_motto(chars, at)
                or (
                    gap > COLUMN_GAP * max(height, char.height)
                    and not _is_blank(parts[max(piece, len(parts) - 12) :], chars, at)
                )
            )
        ):
            parts.append("\t")
            piece = len(parts)
        elif (gap > 0 or last.stamp != char.stamp) and parts and _has_blank(last, char, gap):
            parts.append(" ")
        parts.append(char.text)
        if char.x1 > end or end == math.inf:
            end = char.x1
        height, last = char.ending, char
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


def _is_motto(chars: list[Char], at: int) -> bool:
    """Whether the national motto begins here: its column may stand close to the long name of an agency."""
    if chars[at].text[0] not in "CcĐđ":
        return False
    return bool(MOTTO.match("".join(x.text for x in chars[at : at + 9]).replace(" ", "")))


def _is_blank(before: list[str], chars: list[Char], at: int) -> bool:
    """Whether a wide gap is a form's blank to be filled in, by the words on both sides of it."""
    if BLANK_AFTER.search("".join(before)):
        return True
    return bool(BLANK_BEFORE.match("".join(x.text for x in chars[at : at + 6]).replace(" ", "")))
