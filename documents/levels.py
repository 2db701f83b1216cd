"""The level at which a body stands, by its name: the Centre, a province, its departments, a district, a commune."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, get_args

from .tables import read_table
from .text import fold

Level = Literal["centre", "province", "department", "district", "commune"]
LEVELS: tuple[Level, ...] = get_args(Level)  # from above
_NO_PLACE = r"(?!hoi\b|su\b|ly\b|uy\b|tri\b|doan\b|nhan\b)"  # xã hội, quân sự, quản lý, quận ủy


@lru_cache(5_000)
def level_of(issuer: str | None) -> Level | None:
    """The level of a body by its whole name (`Ủy ban nhân dân huyện Cái Bè`); None where the name does not say."""
    name = " ".join(fold(issuer or "").split())
    for where in ("place", "begins"):  # what names a district or a commune is there, whatever it begins with
        found = [(len(match[0]), level) for level, pattern in _patterns(where) if (match := pattern.search(name))]
        if found:
            return max(found)[1]
    return None


@cache
def _patterns(where: str) -> tuple[tuple[Level, re.Pattern[str]], ...]:
    """The words of `level_words.csv` as patterns over folded names; the longest that fits decides."""
    rows = [(row["level"], fold(row["words"])) for row in read_table("level_words") if row["where"] == where]
    shape = rf"\b{{}} {_NO_PLACE}(?=\w)" if where == "place" else r"^{}\b"
    return tuple((level, re.compile(shape.format(re.escape(words)))) for level, words in rows if level in LEVELS)
