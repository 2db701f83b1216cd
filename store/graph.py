"""Documents, what they cite and how they hang together: the tables that linking writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, insert, or_, select, update

from documents.grouping import Maybe
from documents.identity import places_of
from documents.record import Document, to_json
from documents.validity import ACTS

from .catalog import upsert
from .readings import Appearance, in_parts
from .schema import appearances, documents, maybes, references, relations, targets

_PARTS = (references, relations, targets)


@dataclass(frozen=True, slots=True)
class Built:
    """A document with the reading it is known from and all that hangs on it, ready to be written."""

    document: Document
    place: str | None
    name: str | None
    reading: Appearance
    revision: str
    mentions: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    goals: list[dict[str, Any]]


def save_documents(connection: Connection, built: Sequence[Built], gone: Collection[str]) -> None:
    """Write documents down with what hangs on them, in place of what they were; forget those that are gone."""
    names = {b.document.id for b in built} | set(gone)
    for table in _PARTS:
        _delete_in_parts(connection, table, table.c.document, names)
    _delete_in_parts(connection, documents, documents.c.id, gone)
    rows = [
        {
            **to_json(b.document),
            "place": b.place,
            "name": b.name,
            "status": None,
            "revision": b.revision,
            "text": b.reading.text,
            "url": b.reading.url,
            "sha256": b.reading.sha256,
        }
        for b in built
    ]
    upsert(connection, documents, rows)
    for table, parts in zip(
        _PARTS, ([b.mentions for b in built], [b.edges for b in built], [b.goals for b in built]), strict=True
    ):
        if flat := [row for rows in parts for row in rows]:
            connection.execute(insert(table), flat)


def _delete_in_parts(connection: Connection, table: Any, column: Any, names: Collection[str]) -> None:
    for part in in_parts(names):
        connection.execute(delete(table).where(column.in_(part)))


def save_maybes(connection: Connection, touched: Collection[str], found: Iterable[Maybe]) -> None:
    """Write down which documents may be the same, in place of what was known of those touched."""
    for part in in_parts(touched):
        connection.execute(delete(maybes).where(or_(maybes.c.one.in_(part), maybes.c.other.in_(part))))
    rows = [
        {"one": m.one, "other": m.other, "rule": m.verdict.rule, "weight": m.verdict.weight, "facts": m.verdict.facts}
        for m in found
    ]
    upsert(connection, maybes, rows)


def maybes_of(connection: Connection, document: str) -> list[Row[Any]]:
    """The documents that may be this one, each as (document, rule, weight, facts), the likeliest first."""
    found = [
        select(other.label("document"), maybes.c.rule, maybes.c.weight, maybes.c.facts).where(mine == document)
        for mine, other in ((maybes.c.one, maybes.c.other), (maybes.c.other, maybes.c.one))
    ]
    rows = [row for query in found for row in connection.execute(query)]
    return sorted(rows, key=lambda row: (-row.weight, row.document))


# ---------------------------------------------------------------- mentions to documents


def rows_of(connection: Connection, names: Collection[str]) -> list[Row[Any]]:
    """The rows of some documents, ordered by id."""
    return sorted(_select_in_parts(connection, select(documents), documents.c.id, names), key=lambda row: row.id)


def documents_at(connection: Connection, places: Collection[str], keys: Collection[str]) -> list[Row[Any]]:
    """The documents that some places, or some number keys whatever the place, lead to; each once, ordered by id."""
    found = {row.id: row for row in _select_in_parts(connection, select(documents), documents.c.place, places)}
    found |= {row.id: row for row in _select_in_parts(connection, select(documents), documents.c.key, keys)}
    return [found[name] for name in sorted(found)]


def mentions_to_resolve(
    connection: Connection,
    citing: Collection[str],
    places: Collection[str],
    keys: Collection[str],
    aliases: Collection[str],
) -> list[Row[Any]]:
    """The mentions in some documents, of some places, of some number keys whatever the place, and by some names
    without a number, in their order; each with what is known of the document that cites."""
    columns = (
        documents.c.term.label("citing_term"),
        documents.c.issued.label("citing_issued"),
        documents.c.province.label("citing_province"),
    )
    query = select(references, *columns).select_from(
        references.join(documents, documents.c.id == references.c.document)
    )
    found: dict[tuple[str, int], Row[Any]] = {}
    for column, values in (
        (references.c.document, citing),
        (references.c.place, places),
        (references.c.key, keys),
    ):
        for row in _select_in_parts(connection, query, column, values):
            found[row.document, row.start] = row
    named = query.where(references.c.key.is_(None))
    for row in _select_in_parts(connection, named, references.c.name, aliases):
        found[row.document, row.start] = row
    everywhere = {place for key in keys for place in places_of(key)}  # by name, but it stands for such a number
    for row in _select_in_parts(connection, named, references.c.place, everywhere):
        found[row.document, row.start] = row
    return [found[at] for at in sorted(found)]


def save_resolutions(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Write down where mentions lead; a row has `document_`, `start_` and the columns to set."""
    rows = list(rows)
    if rows:
        here = and_(references.c.document == bindparam("document_"), references.c.start == bindparam("start_"))
        columns = ("place", "node", "state", "candidates", "confidence", "why")
        connection.execute(update(references).where(here).values({c: bindparam(f"{c}_") for c in columns}), rows)


def nodes_acted_on(connection: Connection, names: Collection[str]) -> set[str]:
    """The documents, here or not, that some documents say are amended, replaced or repealed."""
    target = references.alias("target")
    here = and_(target.c.document == relations.c.document, target.c.start == relations.c.target)
    query = select(target.c.node).select_from(relations.join(target, here)).where(relations.c.type.in_(ACTS))
    found = _select_in_parts(connection, query, relations.c.document, names)
    return {row.node for row in found if row.node}


def _select_in_parts(
    connection: Connection, query: Select[Any], column: Any, values: Collection[Any]
) -> Iterator[Row[Any]]:
    for part in in_parts(values):
        yield from connection.execute(query.where(column.in_(part)))


# ---------------------------------------------------------------- what hangs on one document


def tags_of(connection: Connection, document: str) -> str:
    """The hash of the tags that a document is known from."""
    same = and_(documents.c.url == appearances.c.url, documents.c.sha256 == appearances.c.sha256)
    query = select(appearances.c.tags).select_from(documents.join(appearances, same)).where(documents.c.id == document)
    return str(connection.execute(query).scalar_one())


def relations_of(connection: Connection, document: str) -> list[Row[Any]]:
    """The edges that a document states, each with the key of its target."""
    target = references.alias("target")
    here = and_(target.c.document == relations.c.document, target.c.start == relations.c.target)
    query = (
        select(relations, target.c.key.label("target_key"))
        .select_from(relations.join(target, here))
        .where(relations.c.document == document)
        .order_by(relations.c.ordinal)
    )
    return list(connection.execute(query))


def targets_of(connection: Connection, document: str) -> list[Row[Any]]:
    """The targets of a document in the order they stand in it."""
    query = select(targets).where(targets.c.document == document).order_by(targets.c.start, targets.c.ordinal)
    return list(connection.execute(query))
