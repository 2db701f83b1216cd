"""What can be asked: `Query` for documents, `TargetQuery` for targets, their filters as rows, and a sentence for each.

A query checks itself when it is made: what no index can answer is a `BadQuery` that says what to change.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from documents.doctypes import type_name
from documents.provinces import find_province
from index_mappings.clauses import NOTHING, Between, Both, Clause, OneOf, Phrase, Term, filtered
from index_mappings.errors import BadQuery
from index_mappings.mapping import Mapping
from index_mappings.relevance import How, ask_documents, ask_targets, ask_unfinished, ways_to_ask
from index_mappings.words import abbreviations

Sort = Literal["relevance", "newest", "oldest"]
LONGEST_TEXT = 1_000  # characters; a longer question is a document, not a query
MOST_PER_PAGE = 100
MOST_HITS = 10_000  # the deepest hit a page may show, the default window of Elasticsearch
FACETS = {"province": "province_today", "type": "type", "issuer": "issuer", "year": "year"}
MOST_FACET_VALUES = 100


@dataclass(frozen=True, slots=True)
class Query:
    """A question for documents. Dates are ISO days, months or years (`2022` from 1 January, to 31 December).

    `numbers` are document numbers or keys to be found besides the text, in any spelling; `target` are words a target
    of the document must have; `implements` and `cites` are the number of a document that is implemented or cited, its
    body may be left out (`57-NQ`); `year` is that of issue or one that the title names; `agency` is a body that is
    named in the text. `term` is that of a Party body or council, `2020-2025`; `source` the name of the portal that
    published it. `unfinished` is a text still being typed: it is sought in numbers and titles. Raises BadQuery.
    """

    text: str = ""
    numbers: tuple[str, ...] = ()
    province: str | None = None
    issuer: str | None = None
    type: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    target: str | None = None
    implements: str | None = None
    cites: str | None = None
    year: str | None = None
    agency: str | None = None
    status: str | None = None
    term: str | None = None
    source: str | None = None
    kind: str | None = None
    unfinished: bool = False
    page: int = 1
    size: int = 10
    sort: Sort = "relevance"
    facets: bool = False

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True, slots=True)
class TargetQuery:
    """A question for targets: words of the indicator or its sentence, and filters. Raises BadQuery.

    `document` is the id of a document, `number` a document's number in any spelling; `deadline` and `year` (of issue)
    are years. `value_from` and `value_to` bound the value, in its own unit: `7,5` or `7.5`.
    """

    text: str = ""
    province: str | None = None
    issuer: str | None = None
    type: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    document: str | None = None
    number: str | None = None
    unit: str | None = None
    value_from: str | None = None
    value_to: str | None = None
    year: str | None = None
    deadline: str | None = None
    page: int = 1
    size: int = 10
    sort: Sort = "relevance"
    facets: bool = False

    def __post_init__(self) -> None:
        _check(self)


# ---------------------------------------------------------------- filters


@dataclass(frozen=True, slots=True)
class Filter:
    """One row: the parameter of the query, the clause it becomes, and what it adds to the sentence."""

    parameter: str
    clause: Callable[[Mapping, str], Clause]
    sentence: str


def _province(mapping: Mapping, value: str) -> Clause:
    unit = find_province(value)
    name = mapping.value("province.folded", (unit.name if unit else value).strip())
    return Both(any_of=(Term("province.folded", name), Term("province_today.folded", name)))


def _type(mapping: Mapping, value: str) -> Clause:
    """A type by its name, or by its code (`KH`)."""
    return OneOf("type.folded", (mapping.value("type.folded", type_name(value.strip()) or value.strip()),))


def _words_of(field: str) -> Callable[[Mapping, str], Clause]:
    """The words of the value next to each other in a field, abbreviations written out."""

    def clause(mapping: Mapping, value: str) -> Clause:
        words = mapping.tokens(field, value)
        written_out = mapping.tokens(field, " ".join(abbreviations().get(w, w) for w in words))
        ways = {tuple(words): None, tuple(written_out): None}
        clauses = tuple(Term(field, w[0]) if len(w) == 1 else Phrase(field, w) for w in ways if w)
        return Both(any_of=clauses) if clauses else NOTHING

    return clause


def _all_words(field: str) -> Callable[[Mapping, str], Clause]:
    def clause(mapping: Mapping, value: str) -> Clause:
        words = tuple(Term(field, w) for w in dict.fromkeys(mapping.tokens(field, value)))
        return Both(must=words) if words else NOTHING

    return clause


def _value(field: str) -> Callable[[Mapping, str], Clause]:
    return lambda mapping, value: OneOf(field, (mapping.value(field, value.strip()),))


def _term(_: Mapping, value: str) -> Clause:
    """A term as `2020 - 2025` or `2020-2025`."""
    return OneOf("term", (re.sub(r"\s*[-–]\s*", "-", value.strip()),))


def _from(_: Mapping, value: str) -> Clause:
    return Between("issued", value, None)


def _to(_: Mapping, value: str) -> Clause:
    return Between("issued", None, value)


def _year(_: Mapping, value: str) -> Clause:
    return Between("years", int(value), int(value))


def _issued_in(_: Mapping, value: str) -> Clause:
    return Between("year", int(value), int(value))


def _at_least(_: Mapping, value: str) -> Clause:
    return Between("value", _figure(value), None)


def _at_most(_: Mapping, value: str) -> Clause:
    return Between("value", None, _figure(value))


def _figure(value: str) -> float:
    """A figure as it is typed, with a decimal comma or point."""
    return float(value.strip().replace(",", "."))


def _deadline(_: Mapping, value: str) -> Clause:
    return Between("deadline_year", int(value[:4]), int(value[:4]))


FILTERS: tuple[Filter, ...] = (
    Filter("type", _type, "{}"),
    Filter("issuer", _words_of("issuer.words"), "do {} ban hành"),
    Filter("province", _province, "của {}"),
    Filter("year", _year, "năm {}"),
    Filter("implements", _value("implements"), "thực hiện {}"),
    Filter("cites", _value("cites"), "viện dẫn {}"),
    Filter("agency", _words_of("agencies"), "có nhắc đến {}"),
    Filter("status", _value("status"), "tình trạng “{}”"),
    Filter("term", _term, "nhiệm kỳ {}"),
    Filter("source", _value("portals"), "đăng trên {}"),
    Filter("target", _all_words("targets"), "có chỉ tiêu “{}”"),
    Filter("kind", _value("kind"), "loại “{}”"),
    Filter("issued_from", _from, "từ {}"),
    Filter("issued_to", _to, "đến {}"),
)
TARGET_FILTERS: tuple[Filter, ...] = (
    Filter("type", _type, "trong {}"),
    Filter("issuer", _words_of("issuer.words"), "do {} ban hành"),
    Filter("province", _province, "của {}"),
    Filter("document", _value("document"), "trong văn bản {}"),
    Filter("number", _value("number.key"), "trong {}"),
    Filter("unit", _value("unit.folded"), "tính bằng {}"),
    Filter("value_from", _at_least, "từ {} trở lên"),
    Filter("value_to", _at_most, "không quá {}"),
    Filter("year", _issued_in, "năm {}"),
    Filter("deadline", _deadline, "đến hạn năm {}"),
    Filter("issued_from", _from, "từ {}"),
    Filter("issued_to", _to, "đến {}"),
)


def attempts_of(query: Query | TargetQuery, mapping: Mapping) -> list[Clause]:
    """The whole question as clauses to be asked until one finds something: all its words, one mistyped, half of them.

    A misremembered word must not hide a document; and where there is something, records with half of the words would
    only blur the total and the facets.
    """
    unfinished = isinstance(query, Query) and query.unfinished
    return [clause_of(query, mapping, how) for how in (("strict",) if unfinished else ways_to_ask(query.text, mapping))]


def clause_of(query: Query | TargetQuery, mapping: Mapping, how: How = "strict") -> Clause:
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


def effective_sort(query: Query | TargetQuery) -> Sort:
    """The order of the hits; without a text all are equally relevant, so the newest come first."""
    worded = query.text.strip() or (isinstance(query, Query) and query.numbers)
    return query.sort if worded or query.sort != "relevance" else "newest"


# ---------------------------------------------------------------- the sentence

_NUMBER_ONLY = re.compile(r"\s*(?:số\s*:?\s*)?\d+[a-zđ]?\s*[/\-.]?\s*[\w/&\-\s]*\w\s*", re.I)


def describe_query(query: Query | TargetQuery) -> str:
    """The question as a Vietnamese sentence: `Kế hoạch của Đồng Tháp về chuyển đổi số, năm 2022`."""
    rows = FILTERS if isinstance(query, Query) else TARGET_FILTERS
    said = {f.parameter: f.sentence.format(_spoken(f.parameter, value)) for f in rows if (value := _of(query, f))}
    period = _period(
        said.pop("issued_from", None) and query.issued_from, said.pop("issued_to", None) and query.issued_to
    )
    period = ", ".join(filter(None, (said.pop("year", ""), period)))
    if isinstance(query, Query):
        head = said.pop("type", "văn bản")
        numbers = [f"số {n}" for n in query.numbers]
    else:
        head, numbers = "chỉ tiêu", []
    before = [said.pop(p) for p in ("issuer", "province") if p in said]
    sentence = " ".join([head, *numbers, *before, *_about(query.text), *said.values()])
    return sentence[0].upper() + sentence[1:] + (f", {period}" if period else "")


def filter_sentence(parameter: str, value: str) -> str:
    """What one filter of documents adds to the sentence: `của Đồng Tháp`."""
    row = next(row for row in FILTERS if row.parameter == parameter)
    return row.sentence.format(_spoken(parameter, value))


def _of(query: Query | TargetQuery, row: Filter) -> str | None:
    value = getattr(query, row.parameter)
    return str(value) if value else None


def _spoken(parameter: str, value: str) -> str:
    if parameter == "province":
        unit = find_province(value)
        return unit.name if unit else value
    if parameter == "type":
        return type_name(value) or value
    return value


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
    "text", "province", "issuer", "type", "target", "implements", "cites", "agency", "status", "term", "source",
    "number", "unit", "document",
)  # fmt: skip


def _check(query: Query | TargetQuery) -> None:
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
