"""What a search index holds of the catalog: which revision of which document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, literal, or_, select

from .catalog import upsert
from .schema import documents, indexed


def changed_documents(connection: Connection, index: str, record_version: str) -> list[tuple[str, str]]:
    """The documents whose record is not in the index as it is now, as (id, revision), ordered by id."""
    revision = literal(record_version + ":") + documents.c.revision
    same = and_(indexed.c.index == index, indexed.c.document == documents.c.id)
    query = (
        select(documents.c.id, revision)
        .select_from(documents.outerjoin(indexed, same))
        .where(or_(indexed.c.revision.is_(None), indexed.c.revision != revision))
        .order_by(documents.c.id)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def dropped_documents(connection: Connection, index: str) -> list[str]:
    """The documents that the index still holds and the catalog does not."""
    query = select(indexed.c.document).where(
        indexed.c.index == index, indexed.c.document.not_in(select(documents.c.id))
    )
    return list(connection.execute(query.order_by(indexed.c.document)).scalars())


def document_row(connection: Connection, document: str) -> Row[Any]:
    """The catalog's row of a document."""
    return connection.execute(select(documents).where(documents.c.id == document)).one()


def note_indexed(connection: Connection, index: str, batch: Sequence[tuple[str, str]]) -> None:
    """Write down that the index holds these revisions."""
    upsert(connection, indexed, [{"index": index, "document": name, "revision": rev} for name, rev in batch])


def note_deleted(connection: Connection, index: str, names: Sequence[str]) -> None:
    """Write down that the index holds these documents no more."""
    for name in names:
        connection.execute(delete(indexed).where(indexed.c.index == index, indexed.c.document == name))


def forget_index(connection: Connection, index: str) -> None:
    """Take an index for empty."""
    connection.execute(delete(indexed).where(indexed.c.index == index))


def count_indexed(connection: Connection, index: str) -> int:
    """How many documents the index holds, as far as we wrote down."""
    query = select(func.count()).select_from(indexed).where(indexed.c.index == index)
    return connection.execute(query).scalar_one()
