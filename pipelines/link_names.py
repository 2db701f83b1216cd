"""Names without a number: which number each stands beside, in titles of documents we hold and in citations."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from documents.aliases import known_aliases
from documents.doctypes import type_name
from documents.identity import parsed_number
from documents.text import fold
from documents.titles import figures_of
from store import names

_WITNESSES = 2  # documents that must cite a number by a name: one alone may have misprinted it

_LOCAL_BODY = re.compile(r"\b(?:tinh|ubnd|hdnd|hoi dong nhan dan|uy ban nhan dan|thanh uy)\b")


@dataclass(frozen=True, slots=True)
class Namesake:
    """A number that a name stands for; `figures` (years, numbers) are those of the title the name was taken from."""

    key: str
    canonical: str
    province: str | None
    date: str | None
    year: int | None
    figures: frozenset[str]
    issuer: None = None
    sure: bool = False


def namesakes(connection: Connection, asked: Collection[str]) -> dict[str, frozenset[Namesake]]:
    """The numbers that each of some names, with its territory, stands beside."""
    return {
        name: frozenset(_namesake(meaning, times) for meaning, times in meanings.items())
        for name, meanings in names.counts_of(connection, asked).items()
    }


def _namesake(meaning: str, times: int) -> Namesake:
    key, canonical, province, date, year, *figures = json.loads(meaning)
    return Namesake(key, canonical, province, date, year, frozenset(figures), sure=times >= _WITNESSES)


def count_names(connection: Connection, documents: Collection[str] | None) -> Counter[tuple[str, str]]:
    """How often names stand for what in some documents (None: all) as the catalog has them: once for each that cites
    it so, and as much as is needed to be sure for a title of its own."""
    said: set[tuple[str, str, str]] = set()
    counts: Counter[tuple[str, str]] = Counter()
    for row in names.numbers_named(connection, documents):
        meant = [row.key, row.canonical, row.province, row.date, row.year, *sorted(figures_of(row.title))]
        meaning = json.dumps(meant, ensure_ascii=False)
        if row.own:
            counts[row.name, meaning] += _WITNESSES
        else:
            said.add((row.document, row.name, meaning))
    counts.update((name, meaning) for _, name, meaning in said)
    return counts


def change_names(
    connection: Connection, documents: Collection[str], before: Counter[tuple[str, str]]
) -> frozenset[str]:
    """Count some documents as they are now in place of what was counted before; gives the names that stand for
    something else now."""
    changes = count_names(connection, documents)
    changes.subtract(before)
    changes = Counter({meant: change for meant, change in changes.items() if change})
    asked = {name for name, _ in changes}
    then = namesakes(connection, asked)
    names.change_counts(connection, changes)
    now = namesakes(connection, asked)
    return frozenset(name for name in asked if then.get(name) != now.get(name))


def recount_names(connection: Connection) -> None:
    """Count all names anew: a new version may read them otherwise."""
    names.forget_counts(connection)
    names.change_counts(connection, count_names(connection, None))


def names_asked(mention: Row[Any]) -> list[str]:
    """The names under which numbers may stand: of the whole country, and of the province of the document that cites."""
    return sorted({f"{bare_name(mention)}@", mention.name})


def bare_name(mention: Row[Any]) -> str:
    """The name of a mention without a number, without the territory of who mentions it."""
    return str(mention.name).rpartition("@")[0]


def namesake_of(mention: Row[Any], known: dict[str, frozenset[Namesake]]) -> Namesake | None:
    """The one number that a mention without a number can mean by its name; None for nobody, or several."""
    if listed := known_aliases().get(bare_name(mention)):
        key, day = listed
        return Namesake(key, key, None, day, None, frozenset(), sure=True) if _same_time(mention, day) else None
    figures = figures_of(mention.title)
    fitting = [
        found
        for name in names_asked(mention)
        for found in known.get(name, ())
        if _fits(mention, figures, found) and _same_time(mention, found.date or str(found.year or ""))
    ]
    one = len({found.key for found in fitting}) == 1 and len({f.date for f in fitting if f.date}) <= 1
    if not one or not any(found.sure for found in fitting):
        return None
    return min(fitting, key=lambda found: (found.date is None, repr(found.province), found.year or 0, found.canonical))


def _same_time(mention: Row[Any], when: str) -> bool:
    """Whether what a mention tells of the time is that of a document: its day where both tell one, else its year."""
    told = mention.date or str(mention.year or "")
    return not told or (told == when if len(told) == len(when) else told[:4] == when[:4])


def _fits(mention: Row[Any], figures: frozenset[str], found: Namesake) -> bool:
    """Whether a name fits a number with its title: no other figures, and the kind of document where it is not part of
    the name (`Nghị định về ...`, but `Chương trình Chuyển đổi số quốc gia` is what a decision approves)."""
    if not figures <= found.figures:
        return False
    if found.province is None and _LOCAL_BODY.search(fold(mention.issuer or "")):
        return False
    if found.date and mention.citing_issued and found.date > mention.citing_issued:
        return False  # nobody cites what is to come
    if found.province and (found.province != mention.citing_province or not figures):
        return False  # every province has its own, and in a province programmes of one name follow each other
    kind = type_name(mention.type) if mention.type else None
    if kind is None or bare_name(mention).startswith(fold(kind)):
        return True
    number = parsed_number(found.canonical)
    return number is not None and number.type == mention.type
