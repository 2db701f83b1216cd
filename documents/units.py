"""Units of targets made comparable: money in one size, spellings of one unit as one."""

from __future__ import annotations

import re

# Words of size stand before a unit (`nghìn tỷ đồng`); in counts they are worked into the value already.
_SIZES = {"trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_SIZED = re.compile(rf"((?:(?:{'|'.join(_SIZES)})\s+)+)(.+)")
_PER_YEAR = re.compile(r"\s*/\s*")


def comparable(value: float | None, unit: str | None) -> tuple[float | None, str]:
    """A value in the plain form of its unit: 1,5 `nghìn tỷ đồng` is 1.5e12 `đồng`; `%` and counts stay as they are."""
    unit = _PER_YEAR.sub("/", " ".join((unit or "").lower().split()))
    found = _SIZED.fullmatch(unit)
    if not found:
        return value, unit
    factor = 1.0
    for word in found[1].split():
        factor *= _SIZES[word]
    return (value * factor if value is not None else None), found[2]
