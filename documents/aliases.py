"""Names of documents without their number: `Chương trình Chuyển đổi số quốc gia` is what 749/QĐ-TTg approves.

A few are known (`aliases.csv`); the rest is learned where a title and a number stand together.
"""

from __future__ import annotations

import re
from functools import cache

from .provinces import province_today, provinces_today
from .tables import read_table
from .text import fold

_LEAD = re.compile(
    r"^(?:(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|ke hoach)?[\s:,-]*)?"
    r"(?:(?:ve viec|v/v|ve|phe duyet|ban hanh|thong qua|cong bo)[\s:]+)*"
)
_TAIL = re.compile(
    r"[\s,(]+(?:giai doan|den nam|den het nam|dinh huong|tam nhin|nhiem ky|tren dia ban|cua tinh|nam \d{4}|"
    r"thoi ky|\(|ngay \d|nham|gop phan|theo do|cu the|trong do).*$|[.;].*$",  # a comma is part of many names
    re.DOTALL,
)
_WORD = re.compile(r"[a-z0-9]+")
_FEWEST = 3  # words; fewer name too many documents


def alias_of(title: str | None) -> str | None:
    """The name in a title, as aliases are compared: folded, without what leads to it and what limits it in time."""
    folded = " ".join(fold(title or "").replace("“", '"').replace("”", '"').replace('"', " ").split())
    bare = _TAIL.sub("", _LEAD.sub("", folded, count=1))
    words = _WORD.findall(bare)
    return " ".join(words) if len(words) >= _FEWEST else None


def placed_alias(alias: str | None, province: str | None, local: bool) -> str | None:
    """An alias with the territory it is used in: every province has its own programme of a name."""
    if alias is None or (local and province is None):
        return None
    return f"{alias}@{(province_today(province) or province) if local else ''}"


def asked_alias(alias: str | None, province: str | None) -> str | None:
    """An alias as a document of a province asks for it: it may mean the province's own, or one of the whole country."""
    return None if alias is None else f"{alias}@{(province_today(province) or province or '')}"


def askers_of(placed: str) -> list[str]:
    """Who may mean a placed alias, as `asked_alias` has it: for one of the whole country everybody."""
    alias, _, territory = placed.rpartition("@")
    return [placed] if territory else [f"{alias}@{place}" for place in ("", *provinces_today())]


@cache
def known_aliases() -> dict[str, tuple[str, str]]:
    """The number key and the date behind each name of `aliases.csv`."""
    return {alias: (row["key"], row["date"]) for row in read_table("aliases") if (alias := alias_of(row["name"]))}
