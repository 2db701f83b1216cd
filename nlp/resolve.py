"""A reference to its document, given the documents that have its number: certain, or not at all.

Facts are compared one by one (date, year, place, issuer). A candidate that contradicts one is out; the one that is
left is the answer only when a fact beside the number speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.record import ReferenceState
from documents.text import fold


@dataclass(frozen=True, slots=True)
class Cited:
    """What a mention says of the document it means; `place` is its province, or None for a body of the centre."""

    key: str
    place: str | None
    local: bool
    date: str | None
    year: int | None
    issuer: str | None
    party: bool = False
    citing_term: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document we hold that has the number."""

    id: str
    province: str | None
    issued: str | None
    year: int | None
    term: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a reference leads: one document, several (`ambiguous`), or none yet; `why` names the facts that decided."""

    state: ReferenceState
    document: str | None
    candidates: tuple[str, ...]
    confidence: float
    why: str


def resolve_reference(cited: Cited, candidates: Sequence[Candidate]) -> Resolution:
    """The document a reference means; precision first."""
    judged = sorted(
        ((facts, candidate) for candidate in candidates if (facts := _agreeing_facts(cited, candidate)) is not None),
        key=lambda pair: pair[1].id,
    )
    if not judged:
        return Resolution(
            "unresolved", None, (), 0.0, "no document with this number fits" if candidates else "not here"
        )
    names = tuple(candidate.id for _, candidate in judged)
    if len(judged) > 1:
        return Resolution("ambiguous", None, names, 0.0, "several documents fit")
    facts, candidate = judged[0]
    if "date" in facts and ("place" in facts or not cited.local):
        return Resolution("resolved", candidate.id, names, 0.99, "number, " + ", ".join(facts))
    if "place" in facts and ("year" in facts or "term" in facts):
        return Resolution("resolved", candidate.id, names, 0.95, "number, " + ", ".join(facts))
    if not cited.local and "year" in facts:
        return Resolution("resolved", candidate.id, names, 0.95, "number, " + ", ".join(facts))
    return Resolution("ambiguous", None, names, 0.5, "only the number fits: its " + _missing(facts) + " is not stated")


def _agreeing_facts(cited: Cited, candidate: Candidate) -> list[str] | None:
    """The facts that speak for a candidate, or None when one speaks against it."""
    facts = []
    if cited.date and candidate.issued:
        if cited.date != candidate.issued:
            return None
        facts.append("date")
    year = cited.year or (int(cited.date[:4]) if cited.date else None)
    if year and candidate.year:
        if year != candidate.year:
            return None
        facts.append("year")
    if cited.party and cited.citing_term and cited.citing_term == candidate.term:
        facts.append("term")
    if _is_other_unit(cited.issuer, candidate.issuer):
        return None
    if cited.local and cited.place and candidate.province:
        if fold(cited.place) != fold(candidate.province):
            return None
        facts.append("place")
    return facts


_UNIT = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)\s+(?P<name>\w.*)$", re.IGNORECASE)


def _is_other_unit(cited: str | None, issuer: str | None) -> bool:
    """Whether two issuers are of different places within a province: two communes, or a commune and the province."""
    if not cited or not issuer:
        return False
    names = [fold(found["name"]) if (found := _UNIT.search(words)) else None for words in (cited, issuer)]
    return names[0] != names[1]


def _missing(facts: list[str]) -> str:
    return "place" if "place" not in facts else "date"
