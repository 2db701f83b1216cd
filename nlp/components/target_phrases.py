"""The phrases of `target_phrases.csv` as patterns: comparators, verbs of change, cues of aims, results and norms."""

from __future__ import annotations

import re
from functools import cache

from nlp.phrases import one_of, read_phrases, whole_word


@cache
def phrases(kind: str) -> str:
    """The phrases of one kind as the source of a regular expression."""
    return one_of(_rows(kind))


@cache
def any_of(kind: str) -> re.Pattern[str]:
    """Any phrase of one kind, as a whole word."""
    return whole_word(_rows(kind))


def _rows(kind: str) -> list[str]:
    return [row["phrase"].lower() for row in read_phrases("target_phrases") if row["kind"] == kind]


@cache
def tail() -> re.Pattern[str]:
    """The chain of verbs, comparators and fillers directly before a figure: "tăng bình quân trên"."""
    kinds = ("gte", "gt", "lte", "lt", "approx", "level", "filler", "increase", "decrease", "maintain")
    words = "|".join(phrases(kind) for kind in kinds).replace("tăng\\s+trưởng|", "")
    return re.compile(rf"(?:(?<!\w)(?<!mặt )(?:{words})(?!\w)[\s:(]*)+$")


def split_tail(left: str) -> tuple[str, str]:
    """The words before a figure as (name, chain of verbs and comparators)."""
    found = tail().search(" " + left[-90:])
    words = found[0] if found else ""
    return (left[: len(left) - len(words)] if len(words) <= len(left) else "", words)
