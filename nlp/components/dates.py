"""Dates on characters: every spelling a Vietnamese document uses, as spans with ISO values.

`find_dates` is pure (spans, values, precision); `tag_dates` adds the role each date plays (`date_roles`). One cheap
scan finds the places where a date may begin, an anchored pattern reads each of them, so nothing can backtrack far.
Day stands before month always; a date that cannot be is kept with value None; blank forms are no dates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

from documents.record import Date, DatePrecision
from nlp.components import date_patterns as pattern
from nlp.components.date_roles import role_of
from nlp.components.date_tables import find_due_cells
from nlp.draft import Draft
from nlp.oddities import IMPOSSIBLE
from nlp.squeeze import lower


class FoundDate(NamedTuple):
    """`text[start:end]` as ISO: `2021-10-06`, `2026-04`, `2026-Q2`, `2025`; `value2` ends a period or a term."""

    start: int
    end: int
    value: str | None
    value2: str | None
    precision: DatePrecision
    rule: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A date whose missing parts (`ngày 5 và 6/7/2022`, `quý III ... quý IV/2025`) may stand at the next one."""

    start: int
    end: int
    precision: DatePrecision
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    months: tuple[int, int] | None = None
    year2: int | None = None
    recurring: bool = False


def tag_dates(draft: Draft) -> None:
    """Fills `draft.dates`: every date of the text in order, with the role its surroundings give it."""
    text, previous = draft.text.replace("\\r\\n", "  \n "), 0  # letters that a page left for line breaks
    due = list(find_due_cells(lower(text)))
    for found in find_dates(text):
        role = role_of(text, found.start, found.end, found.precision, previous)
        if role == "other" and due and found.value2 is None and _lies_in(due, found):
            role = "deadline"
        elif role == "other" and found.rule == "list" and draft.dates and draft.dates[-1].precision == found.precision:
            role = draft.dates[-1].role  # "đến năm 2025, 2030"
        words = draft.text[found.start : found.end]
        draft.dates.append(
            Date(found.start, found.end, words, found.value, found.value2, found.precision, role, found.rule)
        )
        previous = found.end


def _lies_in(cells: list[tuple[int, int]], found: FoundDate) -> bool:
    at = bisect_right(cells, found.start, key=lambda cell: cell[0]) - 1
    return at >= 0 and found.end <= cells[at][1]


def find_dates(text: str) -> list[FoundDate]:
    """The dates of a normalised text in order, without roles; `ngày ký`, durations and document numbers are none."""
    low = lower(text)
    parts: list[_Part] = []
    position = 0
    while candidate := pattern.CANDIDATE.search(low, position):
        at = candidate.start()
        read = _read_digits(low, at) if low[at].isdigit() else _read_words(low, at)
        parts += read
        position = max(read[-1].end, candidate.end()) if read else candidate.end()
        if not read and (blank := pattern.BLANK.match(low, at)):
            position = blank.end()
    return [found for part in _complete(parts, low) if (found := _value(part)) is not None]


# ---------------------------------------------------------------- readers, one for each way a date begins


def _read_words(low: str, at: int) -> list[_Part]:
    """The parts of a date that begins with a word at `at`; several for a list."""
    match low[at]:
        case "n" if low.startswith("ngày", at):
            return _read_day(low, at)
        case "t" if low.startswith("tháng", at):
            return _read_month(low, at)
        case "q":
            return _read_quarter(low, at)
        case "n" if low.startswith("năm", at):
            return _read_period(low, at) or _read_year(low, at)
        case "n" if low.startswith("nửa", at):
            half = pattern.HALF_WORD.match(low, at)
            return [_half(half, 6)] if half else []
        case "g" | "n" | "t" if not low.startswith("ba ", at):
            return _read_period(low, at) or _read_half(low, at)
    return _read_half(low, at)


def _read_digits(low: str, at: int) -> list[_Part]:
    """The parts of a date that begins with a bare figure: `31/3/2022`, `2021-2025`, `6 tháng đầu năm 2025`."""
    before = low[at - 1] if at else " "
    if before == "-" and pattern.AFTER_DAY.search(low[max(0, at - 7) : at]) and pattern.NUMERIC.match(low, at):
        before = " "
    if before.isalnum() or before in "/.-,+_" or (before == ":" and not pattern.NUMERIC.match(low, at)):
        return []
    left = low[max(0, at - 24) : at]
    if m := pattern.NUMERIC.match(low, at):
        likely = len(m["y"]) == 4 and int(m["d"]) <= 31 and int(m["m"]) <= 12
        return [_day(m, "numeric")] if likely and (m["sep"] == "/" or _possible(m)) else []
    if (m := pattern.LONG.match(low, at)) and m["y"]:
        return [_day(m, "long")] if int(m["d"]) <= 31 and int(m["m"]) <= 12 else []
    if m := pattern.ISO.match(low, at):
        return [_day(m, "iso")]
    if m := pattern.YEARS.match(low, at):
        years = int(m["y"]), int(m["y2"])
        return [_Part(at, m.end(), "period", "years", year=years[0], year2=years[1])] if years[0] < years[1] else []
    if half := _read_half(low, at):
        return half
    if (m := pattern.MONTH_YEAR.match(low, at)) and pattern.BEFORE_MONTH.search(left):
        return [_Part(at, m.end(), "month", "month", year=int(m["y"]), month=int(m["m"]))]
    if (m := pattern.DAY_MONTH.match(low, at)) and m["sep"] == "/" and _possible(m):
        return [_day(m, "day_month")] if m["recur"] or _read_on(low, m.end(), left) else []
    if (m := pattern.FROM_YEAR.match(low, at)) and left.endswith("từ "):
        return [_Part(at, m.end(), "year", "bare_year", year=int(m["y"]))]
    if (m := pattern.YEAR_BARE.match(low, at)) and (
        pattern.BEFORE_YEAR.search(left) or pattern.BEFORE_LAW_YEAR.search(low[max(0, at - 90) : at])
    ):
        return [_Part(at, m.end(), "year", "bare_year", year=int(m["y"]))]
    return []


def _read_on(low: str, end: int, left: str) -> bool:
    """Whether a bare day and month is one: "sáng 14/3", "từ 5/6 đến 10/6/2022"."""
    if pattern.BEFORE_DAY.search(left) or pattern.TO_DAY.match(low, end):
        return True
    return bool(pattern.BEFORE_SPAN.search(left) and pattern.SPAN_DAYS.match(low, end))


def _read_day(low: str, at: int) -> list[_Part]:
    if pattern.BLANK.match(low, at):
        return []
    days = (pattern.LONG, pattern.NUMERIC, pattern.DAY_MONTH, pattern.DAY_EACH)
    if m := next((found for day in days if (found := day.match(low, at))), None):
        return [_day(m, "long" if "tháng" in m[0] else "numeric")]
    parts: list[_Part] = []
    while m := pattern.DAY_LIST.match(low, at):
        parts.append(_Part(at, m.end(), "day", "list", day=int(m["d"])))
        gap = pattern.DAY_NEXT.match(low, m.end())
        if gap is None:
            return []
        at = gap.end()
        if full := pattern.LONG.match(low, at) or pattern.NUMERIC.match(low, at) or pattern.DAY_MONTH.match(low, at):
            return [*parts, _day(full, "list")]
    return []


def _read_month(low: str, at: int) -> list[_Part]:
    m = pattern.MONTH.match(low, at)
    if m is None or (m["y"] is None and low[m.end() : m.end() + 1] == "/"):
        return []
    parts = [_Part(at, m.end(), "month", "month", year=_int(m["y"]), month=int(m["m"]))]
    if m["y"]:
        return parts
    while more := pattern.MONTH_NEXT.match(low, parts[-1].end):
        start = more.start("m")
        parts.append(_Part(start, more.end(), "month", "list", year=_int(more["y"]), month=int(more["m"])))
    alone = len(parts) == 1 and not pattern.WHEN.search(low[max(0, at - 8) : at])
    return [replace(parts[0], rule="alone")] if alone else parts


def _read_quarter(low: str, at: int) -> list[_Part]:
    m = pattern.QUARTER.match(low, at)
    if m is None:
        return []
    parts = [_Part(at, m.end(), "quarter", "quarter", year=_int(m["y"] or m["y2"]), quarter=pattern.ROMAN[m["q"]])]
    while parts[-1].year is None and (more := pattern.QUARTER_NEXT.match(low, parts[-1].end)):
        year = _int(more["y"])
        parts.append(_Part(more.start("q"), more.end(), "quarter", "list", year=year, quarter=pattern.ROMAN[more["q"]]))
    return parts


def _read_period(low: str, at: int) -> list[_Part]:
    m = pattern.PERIOD.match(low, at)
    if m is None:
        return []
    first, last = int(m["y"]), int(m["y2"])
    last += first // 100 * 100 if last < 100 else 0
    if not 0 < last - first <= 60:
        return []
    if m["head"] == "giai đoạn" and m["n"] and m["open"]:  # "giai đoạn 2 (2024 - 2025)": the years alone
        return [_Part(m.start("y"), m.end() - 1, "period", "period", year=first, year2=last)]
    precision: DatePrecision = "term" if m["head"].startswith("nhiệm") else "period"
    return [_Part(at, m.end(), precision, "period", year=first, year2=last)]


def _read_year(low: str, at: int) -> list[_Part]:
    m = pattern.YEAR.match(low, at)
    if m is None or (at and low[at - 1].isalpha() and not pattern.LOST_BLANK.search(low[max(0, at - 6) : at])):
        return []
    if m["y2"] and int(m["y"]) < int(m["y2"]):
        start = (
            m.start("y") if pattern.DURATION.search(low[max(0, at - 6) : at]) else at
        )  # "5 năm 2021-2025": a duration
        return [_Part(start, m.end(), "period", "years", year=int(m["y"]), year2=int(m["y2"]))]
    parts = [_Part(at, m.end("y"), "year", "year", year=int(m["y"]))]
    while more := pattern.YEAR_NEXT.match(low, parts[-1].end):
        parts.append(_Part(more.start("y"), more.end(), "year", "list", year=int(more["y"])))
    return parts


def _read_half(low: str, at: int) -> list[_Part]:
    m = pattern.HALF.match(low, at)
    if m is None:
        return []
    count = int(m["n"]) if m["n"].isdigit() else pattern.COUNT[m["n"]]
    return [_half(m, count)] if 1 < count < 12 else []


# ---------------------------------------------------------------- from parts to values


def _half(m: re.Match[str], count: int) -> _Part:
    months = (13 - count, 12) if m["side"] == "cuối" else (1, count)
    year = m["y"] or m.groupdict().get("y2")
    return _Part(m.start(), m.end(), "period", "half", year=_int(year), months=months)


def _day(m: re.Match[str], rule: str) -> _Part:
    groups = m.groupdict()
    year = _int(groups.get("y"))
    if year is not None and year < 100:
        year += 2000 if year < 50 else 1900
    recurring = bool(groups.get("recur") or groups.get("recur2"))
    day, month = int(groups["d"]), _int(groups.get("m"))
    return _Part(m.start(), m.end(), "day", rule, year=year, month=month, day=day, recurring=recurring)


def _complete(parts: list[_Part], low: str) -> list[_Part]:
    """The parts with what the next of their kind lends them, read from the end; the next must be in the sentence."""
    done: list[_Part] = []
    for part in reversed(parts):
        full = part
        if part.year is None and not part.recurring:
            near = next((p for p in reversed(done[-3:]) if _kind(p) == _kind(part)), None)
            if near and near.start - part.end <= 90 and not _STOP.search(low, part.end, near.start):
                full = replace(part, year=near.year, month=part.month or near.month)
        done.append(full)
    return done[::-1]


_STOP = re.compile(r"[.;]\s|\n\s*\n")


def _kind(part: _Part) -> str:
    return "half" if part.months else part.precision


def _value(part: _Part) -> FoundDate | None:
    """The date with its ISO value, None for what turned out to be no date."""
    value, value2 = None, None
    year = part.year
    if part.precision == "day":
        if part.month is None and not part.recurring:
            return None
        if year and part.month and part.day and not part.recurring:
            if not _possible_day(part.day, part.month, year):
                return FoundDate(part.start, part.end, None, None, "day", IMPOSSIBLE)
            value = f"{year}-{part.month:02}-{part.day:02}"
    elif part.precision == "month":
        if year is None and part.rule == "alone":
            return None
        value = f"{year}-{part.month:02}" if year and part.month and 1 <= part.month <= 12 else None
    elif part.precision == "quarter":
        value = f"{year}-Q{part.quarter}" if year else None
    elif part.months:
        if year is None:
            return None
        value, value2 = f"{year}-{part.months[0]:02}", f"{year}-{part.months[1]:02}"
    else:
        value, value2 = str(year), str(part.year2) if part.year2 else None
    return FoundDate(part.start, part.end, value, value2, part.precision, part.rule)


def _possible(m: re.Match[str]) -> bool:
    return _possible_day(int(m["d"]), int(m["m"]), _int(m.groupdict().get("y")) or 2000)


def _possible_day(day: int, month: int, year: int) -> bool:
    if not 1 <= month <= 12:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _int(text: str | None) -> int | None:
    return int(text) if text else None
