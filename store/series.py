"""Numbers that run on: which numbers of an issuer's series are not here, and what share of its documents we hold.

An office numbers each type of document from 1 through a year (Nghị định 30/2020/NĐ-CP), a Party committee through a
term; normative documents (`04/2025/QĐ-UBND`) and letters run beside the rest. The highest number seen, held or only
cited, tells how long a series is at least; how far it goes beyond is estimated as for serial numbers drawn at random:
the highest number and the mean gap below it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import Connection, select

from documents.identity import party_term
from documents.number import parse_number

from .schema import documents, references

FEWEST = 5  # numbers seen, below which nothing is estimated
DOUBT = 0.05  # how often the true length may lie above the bound
_FIGURE = re.compile(r"(\d+)([A-Z]?)(.*)", re.S)


@dataclass(frozen=True, slots=True)
class Series:
    """One issuer's numbers of one form (`/KH-UBND`) in one year (State) or term (Party).

    `held` counts numbers of documents we hold, `cited` those only cited, `highest` is the highest of both, `missing`
    are the numbers below it that were never seen, as ranges with both ends. `estimated` is the length of the series,
    `at_most` its bound in 19 of 20 cases, `share` is `held / estimated`; None where too few numbers were seen.
    """

    issuer: str
    province: str | None
    form: str
    period: str
    held: int
    cited: int
    highest: int
    missing: tuple[tuple[int, int], ...]
    estimated: int | None
    at_most: int | None
    share: float | None


Group = tuple[str, str, str]  # issuer, form, period


def list_series(connection: Connection, issuer: str | None = None, period: str | None = None) -> list[Series]:
    """The series we hold something of, those with most holes first.

    `issuer` is a name in full, `period` a year or a term.
    """
    held, places = _held(connection, issuer)
    cited = _cited(connection, issuer)
    found = [
        _series(group, places[group[0]], numbers, cited.get(group, set()) - numbers)
        for group, numbers in held.items()
        if period is None or group[2] == period
    ]
    return sorted(found, key=lambda s: (s.held + s.cited - s.highest, s.issuer, s.form, s.period))


def _held(connection: Connection, issuer: str | None) -> tuple[dict[Group, set[int]], dict[str, str | None]]:
    held: dict[Group, set[int]] = defaultdict(set)
    places: dict[str, str | None] = {}
    table = documents.c
    query = select(table.issuer, table.province, table.key, table.year, table.term).where(
        table.kind == "document", table.issuer.is_not(None), table.key.is_not(None)
    )
    for row in connection.execute(query.where(table.issuer == issuer) if issuer else query):
        period = row.term or (str(row.year) if row.year else None)
        if period and (parts := _parts(row.key)):
            held[row.issuer, parts[1], period].add(parts[0])
            places[row.issuer] = row.province
    return held, places


def _cited(connection: Connection, issuer: str | None) -> dict[Group, set[int]]:
    """Numbers of red links whose issuer and day are told: they were given, though we do not hold them."""
    cited: dict[Group, set[int]] = defaultdict(set)
    table = references.c
    query = select(table.issuer, table.key, table.date).where(
        table.state == "unresolved", table.key.is_not(None), table.issuer.is_not(None), table.date.is_not(None)
    )
    for row in connection.execute(query.where(table.issuer == issuer) if issuer else query):
        if parts := _parts(row.key):
            period = party_term(row.date) if _is_party(parts[1]) and len(row.date) >= 7 else row.date[:4]
            cited[row.issuer, parts[1], period].add(parts[0])
    return cited


def _parts(key: str) -> tuple[int, str] | None:
    """A number key as its figure and its form: `370/KH-UBND` is 370 of `/KH-UBND`."""
    if not (found := _FIGURE.fullmatch(key)):
        return None
    return int(found[1]), _form(found[3])


@lru_cache(10_000)
def _form(tail: str) -> str:
    """What runs in one series: letters of all drafting units (`/UBND-KT`, `/UBND-VX`) do."""
    number = parse_number(f"1{tail}")
    return f"/{number.agency}" if number and number.type is None and number.agency else tail


@lru_cache(10_000)
def _is_party(form: str) -> bool:
    number = parse_number(f"1{form}")
    return number is not None and number.system == "party"


def _series(group: Group, province: str | None, held: set[int], cited: set[int]) -> Series:
    seen = held | cited
    highest, count = max(seen), len(seen)
    enough = count >= FEWEST
    estimated = round(highest + highest / count - 1) if enough else None
    return Series(
        *(group[0], province, group[1], group[2]),
        held=len(held),
        cited=len(cited),
        highest=highest,
        missing=tuple(_holes(seen)),
        estimated=estimated,
        at_most=round(highest / DOUBT ** (1 / count)) if enough else None,
        share=round(len(held) / estimated, 3) if estimated else None,
    )


def _holes(seen: Iterable[int]) -> list[tuple[int, int]]:
    """The ranges between 1 and the highest number in which none was seen."""
    ordered = [0, *sorted(seen)]
    return [(a + 1, b - 1) for a, b in pairwise(ordered) if b - a > 1]
