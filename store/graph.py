"""Documents, what they cite and how they hang together: the tables that linking writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from documents.record import Capture, Document, to_json

from .captures import to_capture
from .catalog import upsert
from .schema import appearances, captures, documents, references, relations, results, targets

_PARTS = (references, relations, targets)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the stages whose results are linked; every reader has its own."""

    extract: Collection[str]
    tag: str
    link: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A capture with the hashes of its text and its tags, ready to be linked."""

    capture: Capture
    text: str
    tags: str


def readings_to_link(connection: Connection, versions: Versions, limit: int) -> list[Reading]:
    """Current captures that are tagged but not linked as they are now, ordered by address."""
    joined, text, tags = _readable(versions)
    mine = and_(appearances.c.url == captures.c.url, appearances.c.sha256 == captures.c.sha256)
    stale = or_(
        appearances.c.linked.is_(None),
        appearances.c.linked != versions.link,
        appearances.c.text != text,
        appearances.c.tags != tags,
    )
    query = (
        select(captures, text.label("text_hash"), tags.label("tags_hash"))
        .select_from(joined.outerjoin(appearances, mine))
        .where(_wanted(), stale)
        .order_by(captures.c.url)
        .limit(limit)
    )
    return [Reading(to_capture(row), row.text_hash, row.tags_hash) for row in connection.execute(query)]


def count_to_link(connection: Connection, versions: Versions) -> tuple[int, int]:
    """How many captures wait to be linked, and how many can be linked at all."""
    joined, text, tags = _readable(versions)
    linked = joined.join(
        appearances,
        and_(
            appearances.c.url == captures.c.url,
            appearances.c.sha256 == captures.c.sha256,
            appearances.c.linked == versions.link,
            appearances.c.text == text,
            appearances.c.tags == tags,
        ),
    )
    readable, through = (
        connection.execute(select(func.count()).select_from(rows).where(_wanted())).scalar_one()
        for rows in (joined, linked)
    )
    return readable - through, readable


def lost_appearances(connection: Connection, versions: Versions) -> list[Row[Any]]:
    """Appearances whose capture is no longer the newest at its address, or can no longer be read."""
    joined, _, _ = _readable(versions)
    still = select(captures.c.url).select_from(joined).where(_wanted())
    same = and_(captures.c.url == appearances.c.url, captures.c.sha256 == appearances.c.sha256)
    return list(connection.execute(select(appearances).where(not_(still.where(same).correlate(appearances).exists()))))


def _readable(versions: Versions) -> tuple[FromClause, ColumnElement[str], ColumnElement[str]]:
    read, tagged = results.alias("read"), results.alias("tagged")
    is_read = and_(
        read.c.stage == "extract",
        read.c.version.in_(versions.extract),
        read.c.input == captures.c.sha256,
        read.c.state == "done",
    )
    is_tagged = and_(
        tagged.c.stage == "tag",
        tagged.c.version == versions.tag,
        tagged.c.input == read.c.output,
        tagged.c.state == "done",
    )
    return captures.join(read, is_read).join(tagged, is_tagged), read.c.output, tagged.c.output


def _wanted() -> ColumnElement[bool]:
    return and_(captures.c.current, captures.c.role != "listing")


def save_appearance(
    connection: Connection, reading: Reading, document: str, link_version: str, rank: str
) -> str | None:
    """Note which document a capture shows; gives the document it showed before, if that was another one."""
    here = and_(appearances.c.url == reading.capture.url, appearances.c.sha256 == reading.capture.sha256)
    before = connection.execute(select(appearances.c.document).where(here)).scalar()
    row = {
        "url": reading.capture.url,
        "sha256": reading.capture.sha256,
        "document": document,
        "linked": link_version,
        "text": reading.text,
        "tags": reading.tags,
        "rank": rank,
    }
    upsert(connection, appearances, [row])
    return before if before != document else None


def drop_appearance(connection: Connection, url: str, sha256: str) -> None:
    """Forget that a capture shows a document."""
    connection.execute(delete(appearances).where(appearances.c.url == url, appearances.c.sha256 == sha256))


def readings_of(connection: Connection, document: str) -> list[Reading]:
    """All captures that show a document, the best reading first."""
    same = and_(captures.c.url == appearances.c.url, captures.c.sha256 == appearances.c.sha256)
    query = (
        select(captures, appearances.c.text.label("text_hash"), appearances.c.tags.label("tags_hash"))
        .select_from(appearances.join(captures, same))
        .where(appearances.c.document == document)
        .order_by(appearances.c.rank.desc(), appearances.c.sha256, appearances.c.url)
    )
    return [Reading(to_capture(row), row.text_hash, row.tags_hash) for row in connection.execute(query)]


def save_document(connection: Connection, document: Document, reading: Reading, revision: str) -> None:
    """Write a document down with the reading that it is known from; what hung on it before is dropped."""
    drop_parts(connection, document.id)
    row = {
        **to_json(document),
        "revision": revision,
        "text": reading.text,
        "url": reading.capture.url,
        "sha256": reading.capture.sha256,
    }
    upsert(connection, documents, [row])


def save_parts(
    connection: Connection,
    mentions: Sequence[dict[str, Any]],
    edges: Sequence[dict[str, Any]],
    goals: Sequence[dict[str, Any]],
) -> None:
    """Write down what a document mentions, relates and sets as targets; what it had before was dropped."""
    for table, rows in zip(_PARTS, (mentions, edges, goals), strict=True):
        if rows:
            connection.execute(insert(table), rows)


def drop_parts(connection: Connection, document: str) -> None:
    """Forget what hangs on a document."""
    for table in _PARTS:
        connection.execute(delete(table).where(table.c.document == document))


def drop_document(connection: Connection, document: str) -> None:
    """Forget a document that nothing shows any more."""
    drop_parts(connection, document)
    connection.execute(delete(documents).where(documents.c.id == document))


def key_of(connection: Connection, document: str) -> str | None:
    """The number key of a document we hold, or None."""
    return connection.execute(select(documents.c.key).where(documents.c.id == document)).scalar()


def documents_with_keys(connection: Connection, keys: Collection[str]) -> list[Row[Any]]:
    """The documents that have one of some numbers, ordered by id."""
    return list(connection.execute(select(documents).where(documents.c.key.in_(keys)).order_by(documents.c.id)))


def mentions_to_resolve(connection: Connection, keys: Collection[str], document_ids: Collection[str]) -> list[Row[Any]]:
    """Every mention of some numbers, and all mentions in some documents, with the term and date of what cites."""
    query = (
        select(references, documents.c.term.label("citing_term"), documents.c.issued.label("citing_issued"))
        .select_from(references.join(documents, documents.c.id == references.c.document))
        .where(references.c.key.is_not(None), or_(references.c.key.in_(keys), references.c.document.in_(document_ids)))
        .order_by(references.c.document, references.c.start)
    )
    return list(connection.execute(query))


def save_resolutions(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Write down where mentions lead; a row has `document_`, `start_` and the columns to set."""
    rows = list(rows)
    if rows:
        here = and_(references.c.document == bindparam("document_"), references.c.start == bindparam("start_"))
        columns = ("node", "state", "candidates", "confidence", "why")
        connection.execute(update(references).where(here).values({c: bindparam(f"{c}_") for c in columns}), rows)


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
