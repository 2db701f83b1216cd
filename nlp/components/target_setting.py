"""What holds for all targets of a text: its own year, what its title says of time, whether it is only a fragment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.sentences import Sentence
from nlp.components.dates import find_dates
from nlp.components.target_context import Context
from nlp.draft import Draft

_FRAGMENT = 300  # characters; a clause given alone has no headings: nothing against is enough


@dataclass(frozen=True, slots=True)
class Setting:
    """The draft with its text in lower case, offset for offset; `year` and `title_time` are None when unknown."""

    draft: Draft
    low: str
    year: int | None
    title_time: str | None
    fragment: bool

    def time_of(self, context: Context) -> tuple[str | None, str | None, str]:
        """(deadline, period, by which way) for a target that says no time: from its headings, or from the title."""
        if context.deadline or context.period:
            return context.deadline, context.period, "+heading"
        said = self.title_time
        if not said:
            return None, None, ""
        return (None, said, "+title") if "-" in said else (said, None, "+title")


def read_setting(draft: Draft, low: str, sentences: Sequence[Sentence]) -> Setting:
    """The setting of a draft whose header and dates have been read."""
    text = draft.text
    fragment = len(text) < _FRAGMENT and len(sentences) == 1 and not text.rstrip().endswith(".")
    return Setting(draft, low, _year_of(draft), _title_time(draft), fragment)


def _year_of(draft: Draft) -> int | None:
    issued = draft.header.issued or next((d.value for d in draft.dates if d.role == "issue" and d.value), None)
    return int(issued[:4]) if issued else None


# "giai đoạn 2021 - 2025, định hướng đến năm 2030": the outlook is not what the plan is for
_OUTLOOK = re.compile(r"(?:định hướng|tầm nhìn)[^,;]*$")


# "Năm An toàn giao thông 2016"
_NAMED_YEAR = re.compile(r"[Nn]ăm(?:\s+[^\W\d_]+){2,6}\s+(20\d\d)(?![\d/-])")


def _title_time(draft: Draft) -> str | None:
    """The one year or period that the document's own title names; None when it names none or several."""
    title = draft.header.title
    if not title:
        return None
    found = {
        d.value if not d.value2 else f"{d.value}-{d.value2}"
        for d in find_dates(title)
        if d.precision in ("year", "period") and not _OUTLOOK.search(title[: d.start].lower())
    }
    if not found:
        found = set(_NAMED_YEAR.findall(title))
    return next(iter(found)) if len(found) == 1 else None
