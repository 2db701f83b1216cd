"""A reference to its document, given the documents that have its number: certain, or not at all.

Facts are compared one by one. A candidate that contradicts one is out; the one that is left is the answer only when a
fact beside the number speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from documents.provinces import find_province, predecessors
from documents.record import ReferenceState
from documents.text import fold
from documents.titles import names_title


@dataclass(frozen=True, slots=True)
class Cited:
    """What a mention says of the document it means; `place` is its province, or None for a body of the centre.

    `title` are the words behind the number; `citing_date` and `citing_term` are of the document that mentions it.
    """

    key: str
    place: str | None
    local: bool
    date: str | None
    year: int | None
    issuer: str | None
    party: bool = False
    citing_term: str | None = None
    citing_date: str | None = None
    title: str | None = None
    numbered_by_year: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document we hold that has the number."""

    id: str
    province: str | None
    issued: str | None
    year: int | None
    term: str | None
    issuer: str | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A candidate with the facts that speak for it and against it; `near` when only its date is against it."""

    candidate: Candidate
    agrees: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def near(self) -> bool:
        """Whether a misprinted date would explain what is against it."""
        return self.against == ("date",) and "year" in self.agrees


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a reference leads: one document, several (`ambiguous`), or none yet; `why` names the facts that decided."""

    state: ReferenceState
    document: str | None
    candidates: tuple[str, ...]
    confidence: float
    why: str


# What makes the one candidate that nothing contradicts the answer: the first row whose facts all agree.
# (facts, only for bodies of the centre, confidence)
SURE = (
    (("date", "place", "title"), False, 0.99),
    (("date", "place"), False, 0.99),
    (("date",), True, 0.99),
    (("date", "former place"), False, 0.93),
    (("date", "title"), False, 0.95),
    (("place", "year", "title"), False, 0.97),
    (("place", "year"), False, 0.95),
    (("place", "term"), False, 0.95),
    (("year",), True, 0.95),
    (("place", "title"), False, 0.9),
    (("place", "just before"), False, 0.8),
    (("just before",), True, 0.8),
    (("title",), True, 0.9),
)
MISPRINT = 0.85  # confidence where the date differs and all else agrees
JUST_BEFORE = 183  # days in which no issuer comes to a number of its yearly series a second time


def resolve_reference(cited: Cited, candidates: Sequence[Candidate]) -> Resolution:
    """The document a reference means; precision first. The same in whatever order the candidates come."""
    compared = compare_candidates(cited, candidates)
    fitting = [found for found in compared if not found.against]
    if not fitting:
        return _resolve_misprint(cited, [found for found in compared if found.near], bool(candidates))
    names = tuple(found.candidate.id for found in fitting)
    best = _stands_out(fitting)
    if best is None:
        return Resolution("ambiguous", None, names, 0.0, "several documents fit")
    for facts, central, confidence in SURE:
        if set(facts) <= set(best.agrees) and (not central or not cited.local):
            why = "number, " + ", ".join(best.agrees)
            return Resolution("resolved", best.candidate.id, names, confidence if len(names) == 1 else 0.9, why)
    missing = "place" if cited.local and "place" not in best.agrees else "date"
    return Resolution("ambiguous", None, names, 0.5, f"only the number fits: its {missing} is not stated")


def compare_candidates(cited: Cited, candidates: Sequence[Candidate]) -> list[Comparison]:
    """Every candidate with what speaks for it and against it, ordered by identity."""
    return [_compare(cited, candidate) for candidate in sorted(candidates, key=lambda candidate: candidate.id)]


def _stands_out(fitting: Sequence[Comparison]) -> Comparison | None:
    """The one candidate for which a date or title speaks that speaks for no other, or the only one there is."""
    if len(fitting) == 1:
        return fitting[0]
    for fact in ("date", "title"):
        with_it = [found for found in fitting if fact in found.agrees]
        if len(with_it) == 1:
            return with_it[0]
    return None


def _resolve_misprint(cited: Cited, near: Sequence[Comparison], any_: bool) -> Resolution:
    """Only the day is against one document: it is misprinted where the words of the title, a number that carries its
    year, a body whose numbers are never repeated, or day and month changed about say so; else it may be."""
    names = tuple(found.candidate.id for found in near)
    if len(near) == 1 and ("place" in near[0].agrees or not cited.local):
        only = near[0]
        days = f"dated {only.candidate.issued}, cited with {cited.date}"
        carries_year = cited.numbered_by_year or not cited.local
        if carries_year or "title" in only.agrees or _mistyped(cited.date or "", only.candidate.issued or ""):
            return Resolution("resolved", names[0], names, MISPRINT, f"number, {', '.join(only.agrees)}; {days}")
    if near:
        return Resolution("ambiguous", None, names, 0.3, "all fits but the day: it may be misprinted")
    return Resolution("unresolved", None, (), 0.0, "no document with this number fits" if any_ else "not here")


def _mistyped(one: str, other: str) -> bool:
    """Whether two ISO days of one year are the same with day and month changed about."""
    return one[5:7] + one[8:] == other[8:] + other[5:7]


def _compare(cited: Cited, candidate: Candidate) -> Comparison:
    agrees: list[str] = []
    against: list[str] = []
    if cited.date and candidate.issued:
        (agrees if cited.date == candidate.issued else against).append("date")
    year = cited.year or (int(cited.date[:4]) if cited.date else None)
    if year and candidate.year:
        (agrees if year == candidate.year else against).append("year")
    if cited.party and cited.citing_term and cited.citing_term == candidate.term:
        agrees.append("term")
    if _is_other_unit(cited.issuer, candidate.issuer):
        against.append("issuer")
    if cited.local and cited.place and candidate.province:
        if fold(cited.place) == fold(candidate.province):
            agrees.append("place")
        elif _is_former_place(cited, candidate):
            agrees.append("former place")
        else:
            against.append("place")
    if "date" not in agrees and candidate.issued and cited.citing_date and candidate.issued > cited.citing_date:
        against.append("later than what cites it")
    if not cited.date and _just_before(candidate.issued, cited.citing_date):
        agrees.append("just before")
    named = names_title(cited.title, candidate.title)
    if named:
        agrees.append("title")
    elif named is False and "date" not in agrees:
        against.append("title")
    return Comparison(candidate, tuple(agrees), tuple(against))


def _just_before(issued: str | None, citing: str | None) -> bool:
    if not issued or not citing:
        return False
    days = (date.fromisoformat(citing) - date.fromisoformat(issued)).days
    return 0 <= days <= JUST_BEFORE


def _is_former_place(cited: Cited, candidate: Candidate) -> bool:
    """A province that was merged into the one that is meant, and had issued the document before."""
    former = {fold(name) for name in predecessors(cited.place)}
    if fold(candidate.province or "") not in former or cited.citing_date is None:
        return False
    return _existed(candidate.province, candidate.issued) and not _existed(candidate.province, cited.citing_date)


@lru_cache(10_000)
def _existed(province: str | None, on: str | None) -> bool:
    unit = find_province(province, on)
    return on is not None and unit is not None and unit.is_valid(on)


_UNIT = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)\s+(?P<name>\w.*)$", re.IGNORECASE)


def _is_other_unit(cited: str | None, issuer: str | None) -> bool:
    """Whether two issuers are of different places within a province: two communes, or a commune and the province."""
    if not cited or not issuer:
        return False
    names = [fold(found["name"]) if (found := _UNIT.search(words)) else None for words in (cited, issuer)]
    return names[0] != names[1]
