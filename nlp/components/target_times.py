"""By when, over which period, against which year: the dates of a sentence as the times of its targets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from documents.record import Date


@dataclass(frozen=True, slots=True)
class Time:
    """`low[start:end]` with its preposition; `value` is ISO, a period is `2021-2025`, `year` its last year."""

    start: int
    end: int
    kind: Literal["deadline", "period", "baseline"]
    value: str
    year: int


Times = list[Time]
_LEAD = re.compile(
    r"(?:(?P<base>so\s+với(?:\s+(?:cùng\s+kỳ|cuối|đầu|thời\s+điểm|mức|ước|thực\s+hiện|kết\s+quả|của|cả))*|so)\s+)?"
    r"(?:(?:tính\s+)?(?:từ\s+nay\s+)?(?:đến\s*|(?:vào|trong|trước|tới|từ|ở|của)\s+))?(?P<edge>(?:hết|cuối"
    r"|đầu)\s+)?(?:(?:các|thời|mốc)\s+)?$"
)


def read_times(low: str, dates: Sequence[Date], start: int, end: int) -> Times:
    """The times named in `low[start:end]`, in order; dates of cited documents and of the head are left out."""
    found: Times = []
    for index in range(bisect_left(dates, start, key=lambda d: d.start), len(dates)):
        date = dates[index]
        if date.end > end:
            break
        if date.value is None or date.role in ("issue", "cited", "publication", "effect"):
            continue
        lead = _LEAD.search(low, max(start, date.start - 40), date.start)
        at = lead.start() if lead else date.start
        edge = (lead["edge"] or "").strip() if lead else ""
        years = f"{date.value[:4]}-{date.value2[:4]}" if date.value2 and len(date.value2) == 4 else date.value2
        if lead and lead["base"]:
            found.append(Time(at, date.end, "baseline", years or date.value, _year(date.value)))
        elif date.value2 and years:
            kind: Literal["deadline", "period"] = "period" if len(date.value2) == 4 else "deadline"
            found.append(Time(at, date.end, kind, years, _year(date.value2)))
        elif found and found[-1].kind == "deadline" and _joins(low, found[-1], at, date):
            first = found.pop()
            found.append(Time(first.start, date.end, "period", f"{first.value}-{date.value}", _year(date.value)))
        else:
            value = f"{date.value}-12-31" if edge in ("cuối", "hết") and date.precision == "year" else date.value
            found.append(Time(at, date.end, "deadline", value, _year(date.value)))
    return found


def _joins(low: str, first: Time, at: int, date: Date) -> bool:
    """Whether "từ năm 2021 đến năm 2025" begins at the time before this one."""
    between = low[first.end : at].strip()
    return not between and low.startswith("từ", first.start) and len(first.value) == 4 == len(date.value or "")


def _year(value: str) -> int:
    return int(value[:4])
