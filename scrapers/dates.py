"""The days a listing's words name, and what its labels call them; impossible days are none.

What labels and months are called is data: data/date_labels.csv, data/month_names.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from documents.tables import read_table

_SEP = r"\s?[/.-]\s?"
_NUMERIC = re.compile(
    rf"(?<![\d/])(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>\d{{4}})(?![\d/])"
    r"|(?<!\d)(?P<year2>\d{4})[-/](?P<month2>\d{1,2})[-/](?P<day2>\d{1,2})(?!\d)"
)
_SPELT = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*(?:/\s*)?(?:tháng|thg|th)\.?\s*(?P<month>\d{1,2})\s*[,./]?\s*(?:năm\s*)?(?P<year>\d{4})(?!\d)"
    r"|\btháng\s+(?P<month2>\d{1,2})\s+(?P<day2>\d{1,2})\s*,\s*(?P<year2>\d{4})(?!\d)",
    re.I,
)
_SHORT = re.compile(rf"(?<![\d/.-])(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>\d{{2}})(?![\d/.-])")
_YEAR = re.compile(r"(?:19|20)\d\d|\d\s?[/.-]\s?\d{2}(?!\d)")  # what every day has
_CLOCK = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}(?!\d)", re.I)
_MIDNIGHT = re.compile(r"(?:00:00(?::00)?|12:00(?::00)?\s*(?:SA|AM))(?:\.0+)?", re.I)  # a program's day without a time
_BETWEEN = re.compile(r"ngày|từ|là|vào|lúc|date|on|web|thứ\s\w+|chủ\s+nhật|[\W\d_]", re.I)
_REACH = 48  # characters before a day in which its label stands
_REST_OF_LABEL = 20  # characters between a label's known words and its colon
_FIRST, _LAST = 1945, 2100


@dataclass(frozen=True, slots=True)
class Day:
    """A day named in a text: where it stands, the day in ISO, and what it is called (data/date_labels.csv), if told.

    `amid` says that its label may be words of a sentence: "… ban hành ngày 05/01/2024".
    """

    start: int
    end: int
    iso: str
    role: str | None = None
    amid: bool = False


@cache
def _named() -> tuple[re.Pattern[str], dict[str, int]]:
    months = {row["name"]: int(row["month"]) for row in read_table("month_names", "scrapers")}
    name = "|".join(re.escape(month).replace(r"\ ", r"\s+") for month in sorted(months, key=len, reverse=True))
    pattern = (
        rf"(?<![\w])(?P<day>\d{{1,2}})(?:\s+|\s?-\s?)(?P<month>{name})\.?[\s,-]+(?P<year>\d{{4}})(?!\d)"
        rf"|(?<!\w)(?P<month2>{name})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year2>\d{{4}})(?!\d)"
    )
    return re.compile(pattern, re.I), months


@cache
def date_labels() -> dict[str, str]:
    """What days are called, each with its role: `issued`, `effect`, `published` or `other`."""
    return {row["phrase"]: row["role"] for row in read_table("date_labels", "scrapers")}


@cache
def _label() -> re.Pattern[str]:
    phrases = sorted(date_labels(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.I)


def find_days(text: str, short: bool = False) -> list[Day]:
    """Every day a text names, in order; with `short` those too whose year has two digits (05/01/24)."""
    if not _YEAR.search(text):
        return []
    found = sorted(_candidates(text, short), key=lambda day: (day.start, -day.end))
    kept: list[Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _candidates(text: str, short: bool) -> Iterator[Day]:
    named, months = _named()
    patterns = [_NUMERIC, _SPELT, named, *([_SHORT] if short else [])]
    for pattern in patterns:
        for match in pattern.finditer(text):
            told = match.groupdict()
            day, month, year = (told.get(part) or told.get(f"{part}2") or "" for part in ("day", "month", "year"))
            number = int(month) if month.isdigit() else months[" ".join(month.lower().split())]
            iso = _iso(int(day), number, int(year))
            if iso:
                yield Day(match.start(), match.end(), iso)


def _iso(day: int, month: int, year: int) -> str | None:
    if year < 100:
        year += 2000 if year < 50 else 1900
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat() if _FIRST <= year <= _LAST else None


def read_date(text: str, short: bool = False) -> str | None:
    """The first date in the text as an ISO day; 31/12/9999 and impossible days are None."""
    return next((day.iso for day in find_days(text, short)), None)


def read_dates(text: str) -> list[str]:
    """Every different date in a text, in order, as ISO days."""
    return list(dict.fromkeys(day.iso for day in find_days(text)))


def told_days(text: str) -> list[Day]:
    """Every day a text names with the role its label gives it: the label before it, else the one right behind it.

    Where the first day has no label before it and one behind it, all labels stand behind their days. A time of day
    beside it makes an unlabelled day one of the web page: documents are dated by the day.
    """
    found = []
    days = find_days(text, short=True)
    behind_first = bool(days) and not _role_before(text[: days[0].start])[0] and _role_behind(text[days[0].end :])
    for index, day in enumerate(days):
        reach = max(days[index - 1].end if index else 0, day.start - _REACH)
        until = days[index + 1].start if index + 1 < len(days) else len(text)
        before, behind = text[reach : day.start], text[day.end : min(until, day.end + _REACH)]
        role, amid = (_role_behind(behind), False) if behind_first else _role_before(before)
        if role is None and not behind_first:
            role = _role_behind(behind, bracketed=True)
        if role is None and (_is_clock(before[-14:]) or _is_clock(behind[:14])):
            role = "published"
        if role or not _SHORT.fullmatch(text[day.start : day.end]):  # 10/10/11 alone may be anything
            found.append(Day(day.start, day.end, day.iso, role, amid))
    return found


def _role_before(text: str) -> tuple[str | None, bool]:
    """What the last label in a text says of a day behind it, and whether that label is but words of a sentence."""
    label = max(_label().finditer(text), key=lambda found: found.end(), default=None)
    if label is None:
        return None, False
    rest = text[label.end() :].strip()
    ends_label = len(rest) <= _REST_OF_LABEL and rest.endswith(":") and rest.count(":") == 1  # "Hạn nộp hồ sơ:"
    role = date_labels()[label[0].lower()] if ends_label or len(_BETWEEN.sub("", rest)) <= 2 else None
    return role, ":" not in rest and label[0][0].islower()


def _role_behind(text: str, bracketed: bool = False) -> str | None:
    """What the label right behind a day calls it; without brackets nothing may follow it but another day."""
    told = re.match(r"\s*[(\[]\s*([^)\]]{2,40})[)\]]" if bracketed else r"\s*[(\[]?\s*([^\d)\]]{2,40})", text)
    label = (_label().search if bracketed else _label().match)(told[1]) if told else None
    if label is None or not (bracketed or re.fullmatch(r"[\W_]*", told[1][label.end() :] if told else "")):
        return None
    return date_labels()[label[0].lower()]


def _is_clock(text: str) -> bool:
    return bool(_CLOCK.search(_MIDNIGHT.sub("", text)))


def has_role(text: str, role: str) -> bool:
    """True if the text calls a day so, or is the label of one."""
    return any(day.role == role for day in told_days(text)) or any(
        date_labels()[label[0].lower()] == role for label in _label().finditer(text)
    )
