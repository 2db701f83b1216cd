"""Names of indicators: which of them mean the same thing in other words (`indicator_words.csv`).

Precision goes first. Measure words at the head (`tỷ lệ`, `số`) and words that only join fall away, since unit and value
say them again; a word that narrows (`nâng cao`, `nữ`, `cấp xã`) in one name and not in the other makes them two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from .agencies import abbreviations
from .provinces import find_provinces, tone_key
from .tables import read_table

ALIKE = 0.75  # share of the words of both names that must be common, where wording is free (over all provinces)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A name as it is compared: its words in one spelling, and those among them that narrow it."""

    words: frozenset[str]
    qualifiers: frozenset[str]


@lru_cache(50_000)
def read_indicator(name: str) -> Indicator:
    """A name of an indicator in the form in which names are compared; without any words when it has none of its own."""
    for start, end, _ in reversed(find_provinces(name)):
        name = name[:start] + name[end:]
    words = f" {' '.join(_WORD.findall(name.lower()))} "
    for short, long in _abbreviations().items():
        words = words.replace(short, long)
    words = f" {tone_key(words)} "
    words = _head().sub(" ", words)
    for said, meant in _same():
        words = words.replace(said, meant)
    qualifiers = frozenset(phrase.strip() for phrase in _phrases("qualifier") if phrase in words)
    for dropped in _phrases("drop"):
        while dropped in words:
            words = words.replace(dropped, " ")
    return Indicator(frozenset(words.split()), qualifiers)


def likeness(one: str, other: str) -> float:
    """How alike two names are: the share of words that both have, 0 where a word that narrows stands in one only."""
    first, second = read_indicator(one), read_indicator(other)
    if first.qualifiers != second.qualifiers or not (first.words or second.words):
        return 0.0
    return len(first.words & second.words) / len(first.words | second.words)


def group_indicators(names: Iterable[str]) -> dict[str, str]:
    """For each name the name that stands for its group: the most frequent of those that mean the same."""
    counts = Counter(names)
    led_by_word: dict[str, list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    for name in sorted(counts, key=lambda n: (-counts[n], len(n), n)):
        words = read_indicator(name).words
        near = Counter(leader for word in words for leader in led_by_word[word])
        best = max(near, key=lambda leader: (likeness(name, leader), counts[leader], leader), default=None)
        found[name] = best if best is not None and likeness(name, best) >= ALIKE else name
        if found[name] == name:
            for word in words:
                led_by_word[word].append(name)
    return found


@cache
def _rows(role: str) -> list[tuple[str, str]]:
    rows = [(row["words"], row["value"]) for row in read_table("indicator_words") if row["role"] == role]
    return sorted(((_spell(words), _spell(value)) for words, value in rows), key=lambda row: -len(row[0]))


def _spell(words: str) -> str:
    """Words between blanks, in the spelling that names are compared in."""
    return f" {tone_key(' '.join(_WORD.findall(words.lower())))} "


@cache
def _phrases(role: str) -> tuple[str, ...]:
    return tuple(words for words, _ in _rows(role))


@cache
def _same() -> tuple[tuple[str, str], ...]:
    return tuple(_rows("same"))


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(re.escape(words[:-1]) for words in _phrases('head'))})+ ")


@cache
def _abbreviations() -> dict[str, str]:
    """Short forms with one meaning, in small letters between blanks."""
    return {
        f" {' '.join(_WORD.findall(short.lower()))} ": f" {long} "
        for short, long in ((a.short, a.expansion) for a in abbreviations() if a.search)
    }
