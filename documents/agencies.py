"""The bodies of State, Party and mass organisations by code and name, with their dates and successors.

Sources: Nghị định 45/2025/NĐ-CP for the departments since 1 March 2025; the ministries merged on the same day.
A code is what stands after the type in a number (`SKHĐT`, `STT&TT`); a name is what running text prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from documents.tables import read_table, split_cell
from documents.text import fold


@dataclass(frozen=True, slots=True)
class Body:
    """One kind of body; `id` is its usual code, `levels` where it exists, dates are ISO days or None.

    `codes` are other spellings of the code in numbers, `short` are short forms of what it is in charge of (the
    department `KH&ĐT`), `successor` is the id of the body that took over.
    """

    id: str
    name: str
    levels: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    successor: str | None
    codes: tuple[str, ...]
    short: tuple[str, ...]

    def is_valid(self, on: str) -> bool:
        """Whether the body existed on this ISO day."""
        return (self.valid_from or "") <= on <= (self.valid_to or "9999")


@cache
def all_agencies() -> tuple[Body, ...]:
    """Every body of the table in its order."""
    return tuple(
        Body(
            id=row["id"],
            name=row["name"],
            levels=tuple(level for level in row["level"].split(";") if level),
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            successor=row["successor"] or None,
            codes=split_cell(row["codes"]),
            short=split_cell(row["short"]),
        )
        for row in read_table("agencies")
    )


@cache
def agency_by_id(code: str) -> Body | None:
    """The body with exactly this id (`SKHĐT`)."""
    return next((body for body in all_agencies() if body.id == code), None)


@cache
def find_agency(code_or_name: str | None, on: str | None = None) -> Body | None:
    """The body of a code or a name in any spelling; None when unknown or when several bodies share the spelling.

    `on` (ISO day) chooses among bodies of one spelling; a body that is gone on that day is still found by a
    spelling of its own. Codes of drafting units (`VX`, `KT`) are found only by themselves.
    """
    found = _bodies_by_spelling().get(_key(code_or_name or ""), ())
    if len(found) > 1 and on:
        found = tuple(body for body in found if body.is_valid(on)) or found
    return found[0] if len(found) == 1 else None


@cache
def agency_name(code: str | None) -> str | None:
    """The name behind a code in a number (`UBND`, `SKH&ĐT`), None when unknown."""
    body = find_agency(code)
    return body.name if body else None


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One abbreviation of running text; `search` says whether it is safe as a synonym (one reading only)."""

    short: str
    expansion: str
    domain: str
    other_readings: tuple[str, ...]
    search: bool


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """The abbreviations of administrative Vietnamese (CĐS, GPMB, ĐVHC), in the order of the table."""
    return tuple(
        Abbreviation(
            short=row["short"],
            expansion=row["expansion"],
            domain=row["domain"],
            other_readings=tuple(part.strip() for part in row["other_readings"].split(";") if part.strip()),
            search=row["search"] == "yes",
        )
        for row in read_table("abbreviations")
    )


@cache
def expand_abbreviation(short: str) -> str | None:
    """What an abbreviation of one reading stands for, None for unknown or ambiguous ones."""
    return next((row.expansion for row in abbreviations() if row.short == short and row.search), None)


# ---------------------------------------------------------------- spellings


@cache
def _bodies_by_spelling() -> dict[str, tuple[Body, ...]]:
    """Spelling key -> bodies; an id wins over a variant, so `VP` stays ambiguous only among variants."""
    table: dict[str, list[Body]] = {}
    for spellings in (_ids, _names, _variants):
        taken = set(table)
        for body in all_agencies():
            for key in dict.fromkeys(_key(spelling) for spelling in spellings(body)):
                if key not in taken and body not in table.setdefault(key, []):
                    table[key].append(body)
    return {key: tuple(bodies) for key, bodies in table.items()}


def _ids(body: Body) -> Sequence[str]:
    return (body.id,)


def _names(body: Body) -> Sequence[str]:
    bare = re.sub(r" tỉnh$", "", body.name)
    return (body.name, bare, *(part for part in body.name.split(", ") if part[0].isupper()))


def _variants(body: Body) -> Sequence[str]:
    kind = body.name.split(" ")[0]
    return (*body.codes, *(f"{kind} {short}" for short in body.short))


def _key(spelling: str) -> str:
    """Codes keep d and đ together and names lose blanks: `SKH&ĐT`, `skhdt`; `Sở Kế hoạch & Đầu tư`."""
    folded = fold(unicodedata.normalize("NFC", spelling))
    return re.sub(r"\bva\b|[^a-z0-9]", "", folded)
