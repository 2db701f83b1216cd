"""Results of stages, each found by (stage, input, version), and the outputs they made, found by their hash."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import orjson
import zstandard
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, literal_column, select

from documents.record import TextLine, from_json

from .catalog import upsert
from .originals import hash_bytes
from .queues import EXTRACT, TAG, UNPACK, enqueue, leave_queue, queued
from .schema import outputs, results, to_do
from .waiting import note_results

R = TypeVar("R")


class Result(NamedTuple):
    """What a stage made of an input, at a version: the hash of an output, or none; `state` as in the catalog."""

    input: str
    version: str
    output: str | None
    state: str = "done"


LINES = "lines"  # a stage's name: where the lines of a text stand, kept beside it for who shows a page
CONTAINER = "container"  # the state of a file that holds other files: read, without a text of its own


def save_output(connection: Connection, record: Any) -> str:
    """Keep a record as compressed JSON and give its hash; the same record is kept once."""
    return save_json(connection, orjson.dumps(record))


def save_json(connection: Connection, body: bytes) -> str:
    """Keep a record that is JSON already; gives its hash."""
    name = hash_bytes(body)
    upsert(connection, outputs, [{"hash": name, "body": zstandard.compress(body, 3)}])
    return name


def load_output(connection: Connection, name: str, kind: type[R]) -> R:
    """The record with this hash, as `save_output` kept it."""
    body = connection.execute(select(outputs.c.body).where(outputs.c.hash == name)).scalar_one()
    return from_json(kind, orjson.loads(zstandard.decompress(body)))


def load_lines(connection: Connection, sha256: str, text: str) -> tuple[TextLine, ...]:
    """Where the lines of a file's text (by its output's hash) stand on its pages; () where that is not known."""
    read, lines = results.alias("read"), results.alias("lines")
    same = and_(lines.c.input == read.c.input, lines.c.version == read.c.version, lines.c.stage == LINES)
    query = (
        select(lines.c.output)
        .select_from(read.join(lines, same))
        .where(read.c.stage == "extract", read.c.input == sha256, read.c.output == text)
    )
    name = connection.execute(query).scalars().first()
    if name is None:
        return ()
    body = connection.execute(select(outputs.c.body).where(outputs.c.hash == name)).scalar_one()
    return tuple(from_json(TextLine, line) for line in orjson.loads(zstandard.decompress(body)))


def load_bodies(connection: Connection, names: Collection[str]) -> dict[str, dict[str, Any]]:
    """The outputs with these hashes as plain JSON, unread: for who needs parts of many."""
    query = select(outputs.c.hash, outputs.c.body).where(outputs.c.hash.in_(names))
    return {row.hash: orjson.loads(zstandard.decompress(row.body)) for row in connection.execute(query)}


def save_result(
    connection: Connection, stage: str, version: str, input_hash: str, *, output: str | None, state: str = "done"
) -> None:
    """Note what a stage made of an input: an output, or (`state` failed) none."""
    save_results(connection, stage, [Result(input_hash, version, output, state)])


def save_results(connection: Connection, stage: str, made: Sequence[Result]) -> None:
    """Note what a stage made of some inputs; they leave its queue, and what they gave waits for the next stages."""
    rows = [
        {"stage": stage, "input": one.input, "version": one.version, "state": one.state, "output": one.output}
        for one in made
    ]
    upsert(connection, results, rows)
    if stage in (EXTRACT, TAG):
        leave_queue(connection, stage, [one.input for one in made])
        _pass_on(connection, stage, made)
    if inputs := [one.input for one in made if one.output is not None]:
        note_results(connection, stage, inputs)


def _pass_on(connection: Connection, stage: str, made: Iterable[Result]) -> None:
    """Queue what results gave to the stages that come next."""
    if stage == EXTRACT:
        enqueue(connection, TAG, {one.output for one in made if one.output is not None})
        enqueue(connection, UNPACK, {one.input for one in made if one.state == CONTAINER})


def result_of(stage: str, versions: Collection[str], input_column: ColumnElement[str]) -> ColumnElement[bool]:
    """The join condition from an input to its result at one of these versions."""
    return and_(results.c.stage == stage, results.c.version.in_(versions), results.c.input == input_column)


def take_pending(
    connection: Connection, stage: str, versions: Collection[str], is_wanted: Callable[[ColumnElement[str]], Any]
) -> list[str]:
    """The inputs in a stage's queue that are wanted and have no result at these versions, in order; others leave it.

    What has its result already (bytes that were at another address, or come back) is passed on to the next stages.
    """
    query = (
        select(to_do.c.input, results.c.version, results.c.output, results.c.state, is_wanted(to_do.c.input))
        .select_from(to_do.outerjoin(results, result_of(stage, versions, to_do.c.input)))
        .where(to_do.c.stage == stage)
        .order_by(to_do.c.input)
    )
    pending, settled, over = [], [], set()
    for *row, wanted in connection.execute(query):
        if wanted and row[-1] is None:
            pending.append(row[0])
        else:
            over.add(row[0])
            settled += [Result(*row)] if wanted else []
    _pass_on(connection, stage, settled)
    leave_queue(connection, stage, over)
    return pending


def count_results(connection: Connection, stage: str, versions: Collection[str]) -> tuple[int, int]:
    """How many inputs of a stage have a result at these versions, and for how many it is a failure."""
    held = select(func.count()).select_from(results).where(results.c.stage == stage, results.c.version.in_(versions))
    failed = held.where(literal_column("state = 'failed'"))  # as its index says it
    return connection.execute(held).scalar_one(), connection.execute(failed).scalar_one()


def without_result(inputs: Select[Any], stage: str, versions: Collection[str]) -> Select[Any]:
    """Of the inputs that a query of distinct hashes finds, those without a result at one of these versions."""
    wanted = inputs.subquery()
    column = wanted.c[0]
    return (
        select(column)
        .select_from(wanted.outerjoin(results, result_of(stage, versions, column)))
        .where(results.c.state.is_(None))
    )


def read_containers(versions: Collection[str]) -> Select[tuple[str]]:
    """The files that were found to be containers."""
    return select(results.c.input).distinct().where(results.c.state == CONTAINER, results.c.version.in_(versions))


def containers_to_unpack(connection: Connection, stage: str, versions: Collection[str]) -> list[tuple[str, str]]:
    """The containers in the queue of `stage` that it has not unpacked yet, as (hash, version of their reader)."""
    waiting = queued(connection, stage)
    unpacked = results.alias("unpacked")
    same = and_(unpacked.c.stage == stage, unpacked.c.input == results.c.input, unpacked.c.version == results.c.version)
    query = (
        select(results.c.input, results.c.version)
        .select_from(results.outerjoin(unpacked, same))
        .where(results.c.stage == EXTRACT, results.c.version.in_(versions), results.c.input.in_(waiting))
        .where(results.c.state == CONTAINER, unpacked.c.input.is_(None))
        .order_by(results.c.input)
    )
    return [(row.input, row.version) for row in connection.execute(query)] if waiting else []


def forget_results(connection: Connection, stage: str, inputs: Iterable[str]) -> None:
    """Make some inputs pending again, so that the stage tries them once more."""
    doomed = list(inputs)
    if doomed:
        note_results(connection, stage, doomed)
        enqueue(connection, stage, doomed)
        connection.execute(delete(results).where(results.c.stage == stage, results.c.input.in_(doomed)))
