"""What the patterns of several components share: phrases with any blanks between their words, and days."""

from __future__ import annotations

import re
from collections.abc import Iterator

# a day in figures or in words; `day`, `month`, `year`, or the same with a 2 behind
DAY = r"""[Nn](?:gày|GÀY|gay(?=\s*\d))\s*
    (?:(?P<day>[0-3]?\d)\s*(?P<mark>[/.-])\s*(?P<month>[01]?\d)\s*(?P=mark)\s*(?P<year>(?:19|20)\d\d)
    |(?P<day2>[0-3]?\d)\s*(?i:tháng)\s*(?P<month2>[01]?\d)\s*,?\s*(?i:năm)\s*(?P<year2>(?:19|20)\d\d))(?!\d)"""


def phrases(table: str) -> str:
    """A pattern for the phrases of a table (separated by `|`), longest first, any blanks or line ends between words."""
    found = sorted({" ".join(phrase.split()) for phrase in table.split("|")} - {""}, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in found) + ")"


class LineStart:
    """A pattern at the beginning of the text or behind one of some marks, which belongs to the match.

    As `(?:^|[marks])pattern` finds it; but with the mark first, so that a scan jumps from mark to mark.
    """

    def __init__(self, marks: str, pattern: str) -> None:
        self._first, self._later = re.compile(pattern), re.compile(rf"[{marks}]{pattern}")

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """The matches from `start` on, in order."""
        if start == 0 and (first := self._first.match(text)):
            yield first
            start = first.end()
        yield from self._later.finditer(text, start)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match from `start` on."""
        return next(self.finditer(text, start), None)


def iso_day(found: re.Match[str] | None) -> str | None:
    """The day that a pattern with the groups of `DAY` found, as ISO; None when it cannot be one."""
    if found is None:
        return None
    for suffix in ("", "2", "3"):
        if f"day{suffix}" not in found.re.groupindex:
            return None
        day, month, year = (found[name + suffix] for name in ("day", "month", "year"))
        if day and month and year and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return None
