"""The days that programs write: text, Java's and Microsoft's forms, seconds and milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from scrapers.dates import read_date

_VIET_NAM = timezone(timedelta(hours=7))
_SCRIPT_DATE = re.compile(r"/Date\((-?\d+)")
_JAVA_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) [\d:]{8} \S+ (\d{4})")
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}


def read_day(told: Any) -> str | None:
    """The day a program means: ISO, dd/mm/yyyy, Java's or Microsoft's form, or a time in seconds or milliseconds.

    A time is read as a day in Viet Nam: midnight there is 17:00 UTC of the day before.
    """
    if isinstance(told, bool) or told is None:
        return None
    if isinstance(told, str):
        script = _SCRIPT_DATE.search(told)
        java = _JAVA_DATE.match(told)
        if java and java[1] in _MONTHS:
            return f"{java[3]}-{_MONTHS[java[1]]:02}-{int(java[2]):02}"
        if script:
            return _day_of(int(script[1]))
        if told.lstrip("-").isdigit() and len(told) >= 9:
            return _day_of(int(told))
        if told.endswith("Z") and "T" in told:
            try:
                return datetime.fromisoformat(told).astimezone(_VIET_NAM).date().isoformat()
            except ValueError:
                return None
        return read_date(told)
    return _day_of(told) if isinstance(told, int | float) else None


def _day_of(stamp: float) -> str | None:
    seconds = stamp / 1000 if abs(stamp) > 1e11 else stamp
    if seconds == 0:
        return None
    try:
        day = datetime.fromtimestamp(seconds, UTC).astimezone(_VIET_NAM).date()
    except (OverflowError, OSError, ValueError):
        return None
    return read_date(day.isoformat())
