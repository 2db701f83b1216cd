"""Whether documents are in force, from the edges of the graph."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, select, update

from documents.record import Document
from documents.validity import ACTS, Act, Validity, validity_of

from .readings import in_parts
from .schema import documents, references, relations

LEAST_SURE = 0.5  # confidence of an edge that counts
_DOCUMENTS = select(*(documents.c[name] for name in Document.__dataclass_fields__)).where(
    documents.c.id.in_(bindparam("names", expanding=True))
)


def validities(
    connection: Connection, names: Collection[str], as_of: str | None = None
) -> Mapping[str, Validity | None]:
    """How each of some documents stands on an ISO day, or after all that is known; None where there is no telling."""
    acts = acts_on(connection, names)
    rows = (row for part in in_parts(names) for row in connection.execute(_DOCUMENTS, {"names": part}))
    return {row.id: validity_of(to_document(row), acts.get(row.id, ()), as_of) for row in rows}


def acts_on(connection: Connection, names: Collection[str]) -> dict[str, list[Act]]:
    """What documents we hold say that is done to each of some documents, or red links."""
    found: dict[str, set[Act]] = {}
    for part in in_parts(names):
        for row in connection.execute(_acts_query(), {"nodes": part}):
            if row.acting != row.node:
                found.setdefault(row.node, set()).add(_to_act(row))
    return {node: _surest(acts) for node, acts in found.items()}


@cache
def _acts_query() -> Select[Any]:
    source, target, by = references.alias("source"), references.alias("target"), documents.alias("by")
    acting = func.coalesce(source.c.node, relations.c.document)
    return (
        select(
            relations.c.type,
            relations.c.text,
            relations.c.rule,
            relations.c.confidence,
            relations.c.scope,
            target.c.node,
            acting.label("acting"),
            func.coalesce(by.c.number, source.c.canonical).label("number"),
            func.coalesce(by.c.effective, by.c.issued, source.c.date).label("day"),
        )
        .select_from(
            target.join(
                relations, and_(relations.c.document == target.c.document, relations.c.target == target.c.start)
            )
            .outerjoin(source, and_(source.c.document == relations.c.document, source.c.start == relations.c.source))
            .outerjoin(by, by.c.id == acting)
        )
        .where(relations.c.type.in_(ACTS), relations.c.confidence >= LEAST_SURE, target.c.state != "ambiguous")
        .where(target.c.node.in_(bindparam("nodes", expanding=True)))
    )


def settle_status(connection: Connection, names: Collection[str]) -> None:
    """Write down anew how some documents stand; a changed status changes the document's revision."""
    found = validities(connection, names)
    rows = []
    for part in in_parts(found.keys()):
        query = select(documents.c.id, documents.c.status, documents.c.revision).where(documents.c.id.in_(part))
        for row in connection.execute(query):
            validity = found[row.id]
            status = validity.status if validity else None
            revision = row.revision.partition(":")[0] + (f":{status}" if status else "")
            if (status, revision) != (row.status, row.revision):
                rows.append({"id_": row.id, "status_": status, "revision_": revision})
    if rows:
        new: dict[str, Any] = {"status": bindparam("status_"), "revision": bindparam("revision_")}
        connection.execute(update(documents).where(documents.c.id == bindparam("id_")).values(new), rows)


def to_document(row: Row[Any]) -> Document:
    """A row of `documents` as a record."""
    return Document(**{name: getattr(row, name) for name in Document.__dataclass_fields__})


def _to_act(row: Row[Any]) -> Act:
    text = " ".join(row.text.split())
    return Act(row.type, row.acting, row.number, row.day, text, row.confidence, row.scope == "part")


def _surest(acts: set[Act]) -> list[Act]:
    """One act for each that acts and what it does: the surest statement of it, a whole one before a partial."""
    best: dict[tuple[str, str], Act] = {}
    for act in sorted(acts, key=lambda a: (-a.confidence, a.partial, a.text)):
        best.setdefault((act.by, act.type), act)
    return sorted(best.values(), key=lambda a: (a.day or "", a.by, a.type))
