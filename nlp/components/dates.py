"""Dates on characters: every spelling a Vietnamese document uses, as spans with ISO values.

`find_dates` is pure (spans, values, precision); `tag_dates` adds the role each date plays (`date_roles`). One cheap
scan finds the places where a date may begin, an anchored pattern reads each of them, so nothing can backtrack far.
Day stands before month always; a date that cannot be is kept with value None; blank forms are no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from documents.record import Date, DatePrecision
from nlp.components.date_roles import role_of
from nlp.draft import Draft


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
    for found in find_dates(text):
        role = role_of(text, found.start, found.end, found.precision, previous)
        words = draft.text[found.start : found.end]
        draft.dates.append(
            Date(found.start, found.end, words, found.value, found.value2, found.precision, role, found.rule)
        )
        previous = found.end


def find_dates(text: str) -> list[FoundDate]:
    """The dates of a normalised text in order, without roles; `ngày ký`, durations and document numbers are none."""
    low = text.lower()
    if len(low) != len(text):  # a few letters of other scripts grow in lower case
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    parts: list[_Part] = []
    position = 0
    while candidate := _CANDIDATE.search(low, position):
        at = candidate.start()
        read = _read_digits(low, at) if low[at].isdigit() else _read_words(low, at)
        parts += read
        position = max(read[-1].end, candidate.end()) if read else candidate.end()
        if not read and (blank := _BLANK.match(low, at)):
            position = blank.end()
    return [found for part in _complete(parts, low) if (found := _value(part)) is not None]


# ---------------------------------------------------------------- patterns

_Y = r"(?:19|20)\d\d"
_FILL = r"[\s.…_]{0,40}"  # a form filled in beside its dots
_DASH = "[-–]"
_END = r"(?!\d|[/.]\d|/\w)"  # not the beginning of a document number, a decimal or a telephone number
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_COUNT = {"ba": 3, "sáu": 6, "chín": 9, "mười một": 11, "mười": 10}
# Years are followed by other words than counts are: "đến 2030 hộ" is no year.
_NO_COUNT = (
    r"(?!\s*(?:%|đồng|tỷ|tỉ|triệu|nghìn|ngàn|hộ\b|người|km|ha\b|m2|m3|tấn|lượt|xã\b|thôn|trường hợp|học sinh|vụ\b"
    r"|lao động|doanh nghiệp|hồ sơ|giường|cơ sở|đảng viên|căn\b|công trình|điểm\b|kwh|mw))"
)

_CANDIDATE = re.compile(
    r"ngày(?=[\s.…_/|]{0,40}(?:\d|tháng))|tháng(?=[\s.…_]{0,40}(?:\d|năm))|quý(?=\s{0,9}[iv1-4])|năm(?=\s{0,9}[12h])"
    r"|giai đoạn(?=[\sivx\d(]{0,9}[(\d])|thời k[ỳì](?=\s{0,9}[(\d])|nhiệm k[ỳì](?=[\sivx\d(]{0,12}[(\d])"
    r"|sáu tháng|chín tháng|ba tháng|mười tháng|mười một tháng|nửa (?=[đc])|"
    + "|".join(f"{d}[0-9]*" for d in range(10))
)
_BLANK = re.compile(
    rf"ngày[\s.…_/|-]*tháng{_FILL}(?:\d{{1,2}})?{_FILL}(?:năm{_FILL}(?:\d{{2,4}})?)?"
    rf"|ngày{_FILL}\d{{1,2}}{_FILL}tháng{_FILL}năm{_FILL}(?:\d{{2,4}})?"
    rf"|ngày[\s.…_]*/[\s.…_]*(?:\d{{1,2}})?\s*/\s*\d{{2,4}}|tháng{_FILL}năm{_FILL}\d{{2,4}}"
)
_RECUR = r"(?P<recur>\s+(?:hằng|hàng|mỗi)\s+(?:năm|tháng|quý|tuần))?"
_LONG = re.compile(
    rf"(?P<head>ngày{_FILL})?(?P<d>\d{{1,2}}){_FILL}tháng{_FILL}(?P<m>\d{{1,2}})(?!\d)"
    rf"(?:{_FILL}(?:,|năm|/|-|,?\s*năm){_FILL}(?P<y>{_Y})(?!\d)|{_RECUR})"
)
_NUMERIC = re.compile(
    rf"(?P<head>ngày{_FILL})?(?P<d>\d{{1,2}})\s{{0,2}}(?P<sep>[/.-])\s{{0,2}}(?P<m>\d{{1,2}})\s{{0,2}}(?P=sep)\s{{0,2}}"
    rf"(?P<y>{_Y}|\d\d(?!\d)){_END}"
)
_DAY_MONTH = re.compile(
    rf"(?P<head>ngày\s*)?(?P<d>\d{{1,2}})\s?(?P<sep>[/.-])\s?(?P<m>\d{{1,2}}){_END}(?!-\w|%){_RECUR}"
)
_DAY_EACH = re.compile(r"ngày\s*(?P<d>\d{1,2})(?P<recur>\s+(?:hằng|hàng|mỗi)\s+(?:năm|tháng|quý|tuần))")
_DAY_LIST = re.compile(
    r"(?:ngày\s*)?(?P<d>\d{1,2})(?=\s*(?:,|và|[-–]|đến|đến hết|hoặc)\s*(?:ngày\s*)?\d{1,2}(?!\d))(?!,\d)"
)
_DAY_NEXT = re.compile(r"\s*(?:,|và|[-–]|đến hết|đến|hoặc)\s*(?=(?:ngày\s*)?\d)")
_ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d|-)")
_MONTH = re.compile(rf"tháng{_FILL}(?P<m>\d{{1,2}})(?!\d)(?:{_FILL}(?:/|-|\.|,|,?\s*năm){_FILL}(?P<y>{_Y}){_END})?")
_MONTH_NEXT = re.compile(
    rf"\s*(?:,|và|-)\s*(?P<m>\d{{1,2}})(?=\s*(?:,|và|-|/\s*{_Y}|năm\s+{_Y}))(?:\s*(?:/|năm)\s*(?P<y>{_Y}))?{_END}"
)
_MONTH_YEAR = re.compile(rf"(?P<m>0?[1-9]|1[0-2])\s?/\s?(?P<y>{_Y}){_END}")
_QUARTER = re.compile(
    rf"quý\s*(?P<q>iv|i{{1,3}}|0?[1-4])(?!\w)(?:\s*(?:/|-|,?\s*năm|,)\s*(?P<y>{_Y}){_END}|\s+(?P<y2>{_Y})(?!\d))?"
)
_QUARTER_NEXT = re.compile(rf"\s*(?:,|và|-)\s*(?P<q>iv|i{{1,3}})(?!\w)(?:\s*(?:/|-|,?\s*năm)\s*(?P<y>{_Y}){_END})?")
_HALF = re.compile(
    rf"(?P<n>\d{{1,2}}|ba|sáu|chín|mười một|mười)\s+tháng\s+(?P<side>đầu"
    rf"|cuối)(?:\s+của)?\s+năm(?:\s+(?P<y>{_Y})(?!\d))?"
)
_HALF_WORD = re.compile(rf"nửa (?P<side>đầu|cuối) năm\s+(?P<y>{_Y})(?!\d)")
_SPAN = (
    rf"(?:(?P<n>[ivx]+|\d{{1,2}}|thứ \w+)\s*)?(?P<open>\()?\s*(?:từ\s+)?(?:năm\s+)?(?P<y>{_Y})"
    rf"(?:\s*{_DASH}\s*(?:năm\s+)?|\s+đến\s+(?:năm\s+)?|(?=\d{{4}}))(?P<y2>{_Y}|\d\d(?!\d))(?!\d|/)(?(open)\s*\))"
)
_PERIOD = re.compile(rf"(?P<head>giai đoạn|thời k[ỳì]|nhiệm k[ỳì]|năm học)\s*{_SPAN}")
_YEARS = re.compile(rf"(?P<y>{_Y})\s*{_DASH}\s*(?P<y2>{_Y})(?!\d|/){_NO_COUNT}")
_YEAR = re.compile(rf"năm\s*(?P<y>{_Y})(?:\s*{_DASH}\s*(?P<y2>{_Y}))?(?!\d|[.,]\d)")
_YEAR_NEXT = re.compile(rf"\s*(?:,|và|-|;|hoặc)\s*(?P<y>{_Y})(?!\d|[./,-]\d|\s*-\s*\d|/){_NO_COUNT}")
_YEAR_BARE = re.compile(rf"(?P<y>{_Y})(?!\d|[/.,:-]\d|[-/]\w){_NO_COUNT}")

_BEFORE_YEAR = re.compile(r"(?:đến|hết|cuối|trước|vào|sau|tầm nhìn|định hướng)\s+$")
_BEFORE_LAW_YEAR = re.compile(r"(?:bộ luật|luật|pháp lệnh|hiến pháp)(?:\s+[^\W\d_]+,?){0,12}\s+$")
_BEFORE_MONTH = re.compile(r"(?:từ|đến|đầu|hết|trước|cuối|trong|vào|khoảng|\t|\|)\s*$")
_BEFORE_DAY = re.compile(r"(?:trước|hết|sáng|chiều|trưa|tối|đêm|hôm|hạn|chậm nhất|muộn nhất)\s+$")
_BEFORE_SPAN = re.compile(r"(?:từ|các ngày|hai ngày|những ngày)\s+$")
_SPAN_DAYS = re.compile(rf"\s*(?:,|và|[-–]|đến hết|đến)\s*(?:ngày\s*)?\d{{1,2}}\s?/\s?\d{{1,2}}\s?/\s?{_Y}")
_WHEN = re.compile(r"(?:trong|trước|đến|hết|cuối|đầu|vào|từ)\s+$")
_LOST_BLANK = re.compile(r"\b(?:đến|trước|trong|hết)$")  # "đếnnăm 2025"
_DURATION = re.compile(r"(?:\d|\bhai|\bba|\bbốn|\bnăm|\bmười)\s+$")


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
            half = _HALF_WORD.match(low, at)
            return [_half(half, 6)] if half else []
        case "g" | "n" | "t" if not low.startswith("ba ", at):
            return _read_period(low, at) or _read_half(low, at)
    return _read_half(low, at)


def _read_digits(low: str, at: int) -> list[_Part]:
    """The parts of a date that begins with a bare figure: `31/3/2022`, `2021-2025`, `6 tháng đầu năm 2025`."""
    before = low[at - 1] if at else " "
    if before.isalnum() or before in "/.-,+_" or (before == ":" and not _NUMERIC.match(low, at)):
        return []
    left = low[max(0, at - 24) : at]
    if m := _NUMERIC.match(low, at):
        likely = len(m["y"]) == 4 and int(m["d"]) <= 31 and int(m["m"]) <= 12
        return [_day(m, "numeric")] if likely and (m["sep"] == "/" or _possible(m)) else []
    if (m := _LONG.match(low, at)) and m["y"]:
        return [_day(m, "long")] if int(m["d"]) <= 31 and int(m["m"]) <= 12 else []
    if m := _ISO.match(low, at):
        return [_day(m, "iso")]
    if m := _YEARS.match(low, at):
        years = int(m["y"]), int(m["y2"])
        return [_Part(at, m.end(), "period", "years", year=years[0], year2=years[1])] if years[0] < years[1] else []
    if half := _read_half(low, at):
        return half
    if (m := _MONTH_YEAR.match(low, at)) and _BEFORE_MONTH.search(left):
        return [_Part(at, m.end(), "month", "month", year=int(m["y"]), month=int(m["m"]))]
    if (m := _DAY_MONTH.match(low, at)) and m["sep"] == "/" and _possible(m):
        return [_day(m, "day_month")] if _read_on(low, m.end(), left) else []
    if (m := _YEAR_BARE.match(low, at)) and (
        _BEFORE_YEAR.search(left) or _BEFORE_LAW_YEAR.search(low[max(0, at - 90) : at])
    ):
        return [_Part(at, m.end(), "year", "bare_year", year=int(m["y"]))]
    return []


def _read_on(low: str, end: int, left: str) -> bool:
    """Whether a bare day and month is one: "sáng 14/3", "từ 5/6 đến 10/6/2022"."""
    if _BEFORE_DAY.search(left):
        return True
    return bool(_BEFORE_SPAN.search(left) and _SPAN_DAYS.match(low, end))


def _read_day(low: str, at: int) -> list[_Part]:
    if _BLANK.match(low, at):
        return []
    if m := _LONG.match(low, at) or _NUMERIC.match(low, at) or _DAY_MONTH.match(low, at) or _DAY_EACH.match(low, at):
        return [_day(m, "long" if "tháng" in m[0] else "numeric")]
    parts: list[_Part] = []
    while m := _DAY_LIST.match(low, at):
        parts.append(_Part(at, m.end(), "day", "list", day=int(m["d"])))
        gap = _DAY_NEXT.match(low, m.end())
        if gap is None:
            return []
        at = gap.end()
        if full := _LONG.match(low, at) or _NUMERIC.match(low, at) or _DAY_MONTH.match(low, at):
            return [*parts, _day(full, "list")]
    return []


def _read_month(low: str, at: int) -> list[_Part]:
    m = _MONTH.match(low, at)
    if m is None or (m["y"] is None and low[m.end() : m.end() + 1] == "/"):
        return []
    parts = [_Part(at, m.end(), "month", "month", year=_int(m["y"]), month=int(m["m"]))]
    if m["y"]:
        return parts
    while more := _MONTH_NEXT.match(low, parts[-1].end):
        start = more.start("m")
        parts.append(_Part(start, more.end(), "month", "list", year=_int(more["y"]), month=int(more["m"])))
    alone = len(parts) == 1 and not _WHEN.search(low[max(0, at - 8) : at])
    return [replace(parts[0], rule="alone")] if alone else parts


def _read_quarter(low: str, at: int) -> list[_Part]:
    m = _QUARTER.match(low, at)
    if m is None:
        return []
    parts = [_Part(at, m.end(), "quarter", "quarter", year=_int(m["y"] or m["y2"]), quarter=_ROMAN[m["q"]])]
    while parts[-1].year is None and (more := _QUARTER_NEXT.match(low, parts[-1].end)):
        year = _int(more["y"])
        parts.append(_Part(more.start("q"), more.end(), "quarter", "list", year=year, quarter=_ROMAN[more["q"]]))
    return parts


def _read_period(low: str, at: int) -> list[_Part]:
    m = _PERIOD.match(low, at)
    if m is None:
        return []
    first, last = int(m["y"]), int(m["y2"])
    last += first // 100 * 100 if last < 100 else 0
    if not 0 < last - first <= 60:
        return []
    precision: DatePrecision = "term" if m["head"].startswith("nhiệm") else "period"
    return [_Part(at, m.end(), precision, "period", year=first, year2=last)]


def _read_year(low: str, at: int) -> list[_Part]:
    m = _YEAR.match(low, at)
    if m is None or (at and low[at - 1].isalpha() and not _LOST_BLANK.search(low[max(0, at - 6) : at])):
        return []
    if m["y2"] and int(m["y"]) < int(m["y2"]):
        start = m.start("y") if _DURATION.search(low[max(0, at - 6) : at]) else at  # "5 năm 2021-2025": a duration
        return [_Part(start, m.end(), "period", "years", year=int(m["y"]), year2=int(m["y2"]))]
    parts = [_Part(at, m.end("y"), "year", "year", year=int(m["y"]))]
    while more := _YEAR_NEXT.match(low, parts[-1].end):
        parts.append(_Part(more.start("y"), more.end(), "year", "list", year=int(more["y"])))
    return parts


def _read_half(low: str, at: int) -> list[_Part]:
    m = _HALF.match(low, at)
    if m is None:
        return []
    count = int(m["n"]) if m["n"].isdigit() else _COUNT[m["n"]]
    return [_half(m, count)] if 1 < count < 12 else []


# ---------------------------------------------------------------- from parts to values


def _half(m: re.Match[str], count: int) -> _Part:
    months = (1, count) if m["side"] == "đầu" else (13 - count, 12)
    return _Part(m.start(), m.end(), "period", "half", year=_int(m["y"]), months=months)


def _day(m: re.Match[str], rule: str) -> _Part:
    groups = m.groupdict()
    year = _int(groups.get("y"))
    if year is not None and year < 100:
        year += 2000 if year < 50 else 1900
    recurring = groups.get("recur") is not None
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
        if year and part.month and part.day and _possible_day(part.day, part.month, year) and not part.recurring:
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
