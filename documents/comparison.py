"""Targets beside each other: one indicator under one name, in one plain unit, year by year and place by place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .collation import collation_key
from .indicators import group_indicators
from .record import TargetRecord
from .text import fold
from .units import comparable


@dataclass(frozen=True, slots=True)
class Member:
    """A target within a comparison: its value in the comparison's unit, and the year it is due in."""

    target: TargetRecord
    value: float | None
    year: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What may be read side by side: the targets of one indicator in one unit, by year and province."""

    indicator: str
    unit: str
    members: tuple[Member, ...]


def compare_targets(targets: Iterable[TargetRecord], asked: str = "") -> list[Comparison]:
    """Comparisons of targets: first those whose indicator is named with all the words asked for, then the larger.

    A sentence often states several targets, so a search for one finds the others with it: they come after.
    """
    targets = list(targets)
    names = group_indicators(target.indicator for target in targets)
    rows = []
    for target in targets:
        value, unit = comparable(target.value, target.unit)
        rows.append((names[target.indicator], unit, Member(target, value, year_due(target))))
    rows.sort(key=lambda row: (row[0], row[1], row[2].year or "", collation_key(row[2].target.province or "")))
    found = [
        Comparison(name, unit, tuple(member for *_, member in members))
        for (name, unit), members in groupby(rows, key=lambda row: row[:2])
    ]
    words = _words(asked)
    return sorted(found, key=lambda one: (not _is_named(one, words), -len(one.members)))


def year_due(target: TargetRecord) -> str | None:
    """The year of a target's deadline, else the last year of its period."""
    return target.deadline[:4] if target.deadline else (target.period or "")[-4:] or None


def _is_named(comparison: Comparison, words: set[str]) -> bool:
    said = {comparison.indicator, *(member.target.indicator for member in comparison.members)}
    return any(words <= _words(name) for name in said)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", fold(name)))
