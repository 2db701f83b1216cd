"""What can be asked: `Query` for documents, `TargetQuery` for targets, and a sentence for each.

A query checks itself when it is made: what no index can answer is a `BadQuery` that says what to change.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal, get_args

from index_mappings.clauses import Both, Clause, filtered
from index_mappings.cursors import Cursor, question_mark, read_cursor
from index_mappings.errors import BadQuery
from index_mappings.filters import FILTERS, TARGET_FILTERS, Filter, spoken
from index_mappings.mapping import Mapping
from index_mappings.relevance import How, ask_documents, ask_targets, ask_unfinished, ways_to_ask

Sort = Literal["relevance", "newest", "oldest"]
LONGEST_TEXT = 1_000  # characters; a longer question is a document, not a query
MOST_PER_PAGE = 100
MOST_HITS = 10_000  # the deepest hit a page may show, the default window of Elasticsearch
FACETS = {"province": "province_today", "type": "type", "issuer": "issuer", "year": "year"}
MOST_FACET_VALUES = 100
# The facets, as both backends are asked to count them.
COUNTED = {name: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for name, field in FACETS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What documents and targets are asked for alike. Dates are ISO days, months or years (`2022` from 1 January, to
    31 December). `after` goes through all hits while the index changes: "" begins, then the `next` of the page before
    (see `cursors`). Raises BadQuery.
    """

    text: str = ""
    province: str | None = None
    issuer: str | None = None
    type: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    year: str | None = None
    page: int = 1
    size: int = 10
    after: str | None = None
    sort: Sort = "relevance"
    facets: bool = False

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Asking):
    """A question for documents.

    `numbers` are document numbers or keys to be found besides the text, in any spelling; `target` are words a target
    of the document must have; `implements` and `cites` are the number of a document that is implemented or cited, its
    body may be left out (`57-NQ`); `year` is that of issue or one that the title names; `agency` is a body that is
    named in the text. `term` is that of a Party body or council, `2020-2025`; `source` the name of the portal that
    published it. `place` is a province that issued it or that its heading names. `unfinished` is a text still being
    typed: it is sought in numbers and titles.
    """

    numbers: tuple[str, ...] = ()
    place: str | None = None
    target: str | None = None
    implements: str | None = None
    cites: str | None = None
    agency: str | None = None
    status: str | None = None
    term: str | None = None
    source: str | None = None
    kind: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetQuery(Asking):
    """A question for targets: words of the indicator or its sentence, and filters.

    `document` is the id of a document, `number` a document's number in any spelling; `deadline` and `year` (of issue)
    are years. `value_from` and `value_to` bound the value, in its own unit: `7,5` or `7.5`.
    """

    document: str | None = None
    number: str | None = None
    unit: str | None = None
    value_from: str | None = None
    value_to: str | None = None
    deadline: str | None = None


def attempts_of(query: Asking, mapping: Mapping) -> Iterator[Clause]:
    """The whole question as clauses to be asked until one finds something: all its words, one mistyped, half of them.

    A misremembered word must not hide a document; and where there is something, records with half of the words would
    only blur the total and the facets.
    """
    unfinished = isinstance(query, Query) and query.unfinished
    ways: tuple[How, ...] = ("strict",) if unfinished else ways_to_ask(query.text, mapping)
    return (clause_of(query, mapping, how) for how in ways)


def clause_of(query: Asking, mapping: Mapping, how: How = "strict") -> Clause:
    """The whole question for one index: the text with its scores, narrowed by each filter that is set."""
    if isinstance(query, Query):
        rows = FILTERS
        words = query.text
        asked = (
            ask_unfinished(words, mapping) if query.unfinished else ask_documents(words, query.numbers, mapping, how)
        )
    else:
        asked, rows = ask_targets(query.text, mapping, how), TARGET_FILTERS
    narrow = [filtered(f.clause(mapping, value)) for f in rows if (value := getattr(query, f.parameter))]
    return Both(must=(asked, *narrow)) if narrow else asked


def effective_sort(query: Asking) -> Sort:
    """The order of the hits; without a text all are equally relevant, so the newest come first."""
    worded = query.text.strip() or (isinstance(query, Query) and query.numbers)
    return query.sort if worded or query.sort != "relevance" else "newest"


def cursor_of(query: Asking) -> Cursor | None:
    """Where the list of a query goes on, or begins; None for a query by the number of its page. Raises BadQuery."""
    if query.after is None:
        return None
    of_the_page = {"page", "size", "after", "facets"}
    question = question_mark(*(getattr(query, f.name) for f in fields(query) if f.name not in of_the_page))
    return read_cursor(query.after, question) if query.after else Cursor(question, "", 0, 0, 0, None)


# ---------------------------------------------------------------- the sentence

_NUMBER_ONLY = re.compile(r"\s*(?:số\s*:?\s*)?\d+[a-zđ]?\s*[/\-.]?\s*[\w/&\-\s]*\w\s*", re.I)


def describe_query(query: Asking) -> str:
    """The question as a Vietnamese sentence: `Kế hoạch của Đồng Tháp về chuyển đổi số, năm 2022`."""
    rows = FILTERS if isinstance(query, Query) else TARGET_FILTERS
    said = {f.parameter: f.sentence.format(spoken(f.parameter, value)) for f in rows if (value := _of(query, f))}
    period = _period(
        said.pop("issued_from", None) and query.issued_from, said.pop("issued_to", None) and query.issued_to
    )
    period = ", ".join(filter(None, (said.pop("year", ""), period)))
    if isinstance(query, Query):
        head = said.pop("type", "văn bản")
        numbers = [f"số {n}" for n in query.numbers]
    else:
        head, numbers = "chỉ tiêu", []
    before = [said.pop(p) for p in ("issuer", "province", "place") if p in said]
    sentence = " ".join([head, *numbers, *before, *_about(query.text), *said.values()])
    return sentence[0].upper() + sentence[1:] + (f", {period}" if period else "")


def _of(query: Asking, row: Filter) -> str | None:
    value = getattr(query, row.parameter)
    return str(value) if value else None


def _about(text: str) -> list[str]:
    text = " ".join(text.split())
    if not text:
        return []
    if _NUMBER_ONLY.fullmatch(text) and re.search(r"[/\-]", text):
        return [text if text.lower().startswith("số") else f"số {text}"]
    return [f"về {text}"]


def _period(first: str | None, last: str | None) -> str:
    """`năm 2022`, `từ năm 2021 đến năm 2023`, `từ 01/03/2022`, `đến hết năm 2025`."""
    if first and last and (first[:4], first[4:], last[4:]) == (last[:4], "-01-01", "-12-31"):
        return f"năm {first[:4]}"
    parts = []
    if first:
        parts.append(f"từ {f'năm {first[:4]}' if first.endswith('-01-01') else _day(first)}")
    if last:
        parts.append(f"đến {f'năm {last[:4]}' if last.endswith('-12-31') else _day(last)}")
    return " ".join(parts)


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


# ---------------------------------------------------------------- checks

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_PRINTED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


_WORDED = (
    "text", "province", "place", "issuer", "type", "target", "implements", "cites", "agency", "status", "term",
    "source", "number", "unit", "document",
)  # fmt: skip


def _check(query: Asking) -> None:
    for name in _WORDED:
        if len(getattr(query, name, None) or "") > LONGEST_TEXT:
            raise BadQuery(f"{name} has more than {LONGEST_TEXT} characters: ask with fewer words")
    if len(getattr(query, "numbers", ())) > MOST_PER_PAGE:
        raise BadQuery(f"more than {MOST_PER_PAGE} numbers: ask in several queries")
    if query.page < 1:
        raise BadQuery(f"page {query.page}: pages are counted from 1")
    if not 0 <= query.size <= MOST_PER_PAGE:
        raise BadQuery(f"size {query.size}: a page has 0 to {MOST_PER_PAGE} hits")
    if query.page * query.size > MOST_HITS:
        raise BadQuery(f"page {query.page} lies beyond hit {MOST_HITS}: narrow the query")
    if query.sort not in get_args(Sort):
        raise BadQuery(f"sort {query.sort!r}: choose one of {', '.join(get_args(Sort))}")
    object.__setattr__(query, "issued_from", _day_of(query.issued_from, last=False))
    object.__setattr__(query, "issued_to", _day_of(query.issued_to, last=True))
    year = getattr(query, "year", None)
    if year and not re.fullmatch(r"\d{4}", year):
        raise BadQuery(f"year {year!r}: give four figures, as 2025")
    for bound in ("value_from", "value_to"):
        given = getattr(query, bound, None)
        if given and not re.fullmatch(r"\s*-?\d{1,15}(?:[.,]\d{1,9})?\s*", given):
            raise BadQuery(f"{bound} {given!r}: give a figure, as 7,5")
    deadline = getattr(query, "deadline", None)
    if deadline and not re.match(r"\d{4}(?:$|-)", deadline):
        raise BadQuery(f"deadline {deadline!r}: give a year, as 2025")
    cursor = cursor_of(query)  # the question it belongs to is as it stands now, dates read
    if cursor and query.page != 1:
        raise BadQuery("after and page: give one of the two")
    if cursor and cursor.key is None and cursor.shown + query.size > MOST_HITS:
        raise BadQuery(f"the list goes on beyond hit {MOST_HITS}: narrow the query, or sort it by date")


def _day_of(date: str | None, *, last: bool) -> str | None:
    """An ISO day for a day, month or year; the last day of a month or year when it ends a range."""
    if not date:
        return None
    if printed := _PRINTED.fullmatch(date.strip()):
        date = "-".join(reversed(printed.groups()))
    found = _ISO.fullmatch(date.strip())
    try:
        assert found
        year = int(found[1])
        month = int(found[2]) if found[2] else 12 if last else 1
        days = calendar.monthrange(year, month)[1]
        day = int(found[3]) if found[3] else days if last else 1
        assert 1 <= day <= days and year
    except (AssertionError, ValueError):
        raise BadQuery(
            f"date {date!r}: give a day, month or year, as 2022-03-01, 01/03/2022, 2022-03 or 2022"
        ) from None
    return f"{year:04}-{month:02}-{day:02}"
