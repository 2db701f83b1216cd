"""Readings: captures with their text and tags, what each claims of the document it shows, and who may be the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, func, or_, select, update

from documents.record import Capture, Document, from_json, to_json
from documents.sameness import Claim, blocks_of, sure_blocks

from .captures import to_capture
from .catalog import upsert
from .queues import EXTRACT, TAG
from .schema import appearances, blocks, captures, results, to_link

T = TypeVar("T")
CROWD = 60  # readings that share a block; a block of more says nothing, it is boilerplate
_AT_ONCE = 500  # values in one statement


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the stages whose results are linked; every reader has its own."""

    extract: Collection[str]
    tag: str
    link: str

    @property
    def name(self) -> list[Any]:
        """All of them, to tell whether anything was linked with others."""
        return [sorted(self.extract), self.tag, self.link]


@dataclass(frozen=True, slots=True)
class Reading:
    """A capture with the hashes of its text and its tags, ready to be linked."""

    capture: Capture
    text: str
    tags: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch of captures to look at: those that can be linked, and the addresses and hashes of all."""

    readings: list[Reading]
    rows: list[tuple[str, str]]


def take_waiting(connection: Connection, versions: Versions, limit: int) -> Waiting:
    """The next captures to look at, ordered by address, taken off the list: write what became of them at once."""
    first = select(to_link).order_by(to_link.c.url, to_link.c.sha256).limit(limit)
    rows = [(row.url, row.sha256) for row in connection.execute(first)]
    if not rows:
        return Waiting([], [])
    here = select(captures).where(captures.c.url.in_({url for url, _ in rows})).order_by(captures.c.url)
    wanted = set(rows)  # nothing but the address is asked for: a database that counts on `current` would read them all
    found = [r for r in connection.execute(here) if (r.url, r.sha256) in wanted and r.current and r.role != "listing"]
    texts = _outputs(connection, EXTRACT, versions.extract, {row.sha256 for row in found})
    tags = _outputs(connection, TAG, [versions.tag], set(texts.values()))
    done = [(row, texts[row.sha256]) for row in found if texts.get(row.sha256) in tags]
    readings = [Reading(to_capture(row), text, tags[text]) for row, text in done]
    url, sha256 = rows[-1]
    taken = or_(to_link.c.url < url, and_(to_link.c.url == url, to_link.c.sha256 <= sha256))
    connection.execute(delete(to_link).where(taken))
    return Waiting(readings, rows)


def readings_of(connection: Connection, document: str) -> list[Reading]:
    """All captures that show a document, the best reading first."""
    same = and_(captures.c.url == appearances.c.url, captures.c.sha256 == appearances.c.sha256)
    query = (
        select(captures, appearances.c.text.label("text_hash"), appearances.c.tags.label("tags_hash"))
        .select_from(appearances.join(captures, same))
        .where(appearances.c.document == document)
        .order_by(appearances.c.rank.desc(), appearances.c.reading.desc())
    )
    return _to_readings(connection.execute(query))


def _to_readings(rows: Iterable[Any]) -> list[Reading]:
    return [Reading(to_capture(row), row.text_hash, row.tags_hash) for row in rows]


def _outputs(connection: Connection, stage: str, versions: Collection[str], inputs: Collection[str]) -> dict[str, str]:
    """What a stage made of some inputs; asked by their hashes, which a join leaves to the database to see."""
    made = and_(results.c.stage == stage, results.c.version.in_(versions), results.c.state == "done")
    query = select(results.c.input, results.c.output).where(made, results.c.input.in_(inputs))
    return dict(connection.execute(query).tuples().all())


# ---------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class Appearance:
    """A claim as it is kept: with its capture, the hashes it was made of, and the document it was put to."""

    claim: Claim
    url: str
    sha256: str
    text: str
    tags: str
    document: str


def appearances_at(connection: Connection, rows: Sequence[tuple[str, str]]) -> list[Appearance]:
    """What was linked at some addresses with these hashes."""
    wanted = set(rows)
    found = _rows_with(connection, appearances.c.url, {url for url, _ in rows})
    return [to_appearance(row) for row in found if (row.url, row.sha256) in wanted]


def appearances_with(connection: Connection, ids: Collection[int]) -> list[Appearance]:
    """The readings with these ids."""
    return [to_appearance(row) for row in _rows_with(connection, appearances.c.reading, ids)]


def appearances_of(connection: Connection, names: Collection[str]) -> list[Appearance]:
    """The readings of some documents, of each document the best first."""
    rows = sorted(
        _rows_with(connection, appearances.c.document, names), key=lambda r: (r.rank, r.reading), reverse=True
    )
    return [to_appearance(row) for row in rows]


def to_appearance(row: Row[Any]) -> Appearance:
    """A row of `appearances` as a record."""
    body: Mapping[str, Any] = row.claim
    claim = Claim(
        reading=row.reading,
        document=from_json(Document, body["document"]),
        body=body["body"],
        period=body["period"],
        printed=body["printed"],
        doubtful=body.get("doubtful", False),  # claims of an older version count until their turn comes
        rank=body["rank"],
        signature=row.signature,
        listed=body.get("listed"),
        decided=tuple(body["decided"]),
    )
    return Appearance(claim, row.url, row.sha256, row.text, row.tags, row.document)


def save_claims(connection: Connection, found: Sequence[tuple[Reading, Claim]], link_version: str) -> None:
    """Write down what some readings claim; which documents they show is settled with all who may be the same."""
    rows = [
        {
            "url": reading.capture.url,
            "sha256": reading.capture.sha256,
            "reading": claim.reading,
            "document": "",
            "linked": link_version,
            "text": reading.text,
            "tags": reading.tags,
            "rank": "",
            "claim": {
                "document": to_json(claim.document),
                "body": claim.body,
                "period": claim.period,
                "printed": claim.printed,
                "doubtful": claim.doubtful,
                "rank": claim.rank,
                "listed": claim.listed,
                "decided": list(claim.decided),
            },
            "signature": claim.signature,
        }
        for reading, claim in found
    ]
    upsert(connection, appearances, rows)
    members = [{"block": b, "reading": claim.reading} for _, claim in found for b in block_ids(claim)]
    upsert(connection, blocks, members)


def forget_claims(connection: Connection, gone: Sequence[Appearance]) -> None:
    """Forget what some readings claimed."""
    if not gone:
        return
    members = [{"block_": b, "reading_": old.claim.reading} for old in gone for b in block_ids(old.claim)]
    if members:
        same = and_(blocks.c.block == bindparam("block_"), blocks.c.reading == bindparam("reading_"))
        connection.execute(delete(blocks).where(same), members)
    connection.execute(
        delete(appearances).where(appearances.c.reading == bindparam("reading_")),
        [{"reading_": old.claim.reading} for old in gone],
    )


def save_homes(connection: Connection, homes: Iterable[tuple[int, str, str]]) -> None:
    """Write down which document some readings show: (reading, document, rank among its readings)."""
    rows = [{"reading_": reading, "document_": document, "rank_": rank} for reading, document, rank in homes]
    if rows:
        new: dict[str, Any] = {"document": bindparam("document_"), "rank": bindparam("rank_")}
        connection.execute(update(appearances).where(appearances.c.reading == bindparam("reading_")).values(new), rows)


# ---------------------------------------------------------------- who may be the same


def block_ids(claim: Claim) -> list[int]:
    """The blocks of a claim as numbers of 64 bits, even for those that count however many share them."""
    return sorted({_hash(name) & ~1 for name in sure_blocks(claim)} | {_hash(name) | 1 for name in blocks_of(claim)})


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def tells(block: int, members: int) -> bool:
    """Whether it says something that readings share a block."""
    return members > 1 and (members <= CROWD or block % 2 == 0)


def count_members(connection: Connection, names: Collection[int]) -> dict[int, int]:
    """How many readings are in each of some blocks."""
    counts: dict[int, int] = {}
    for part in in_parts(names):
        query = select(blocks.c.block, func.count()).where(blocks.c.block.in_(part)).group_by(blocks.c.block)
        counts |= dict(connection.execute(query).tuples().all())
    return counts


def members_of(connection: Connection, names: Collection[int]) -> dict[int, list[int]]:
    """The readings in each of some blocks; those with a crowd are asked for by `count_members` first."""
    found: dict[int, list[int]] = {}
    for part in in_parts(names):
        for block, reading in connection.execute(select(blocks).where(blocks.c.block.in_(part))).tuples():
            found.setdefault(block, []).append(reading)
    return found


def _rows_with(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> Iterator[Row[Any]]:
    for part in in_parts(values):
        yield from connection.execute(select(appearances).where(column.in_(part)))


def in_parts(values: Collection[T]) -> Iterator[list[T]]:
    """Values in their order, as many at a time as one statement takes."""
    ordered = sorted(values)  # type: ignore[type-var]
    return (ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE))
