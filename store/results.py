"""Results of stages, each found by (stage, input, version), and the outputs they made, found by their hash."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import orjson
import zstandard
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, select

from documents.record import TextLine, from_json

from .catalog import upsert
from .originals import hash_bytes
from .schema import outputs, results
from .waiting import note_results

R = TypeVar("R")
LINES = "lines"  # a stage's name: where the lines of a text stand, kept beside it for who shows a page
CONTAINER = "container"  # the state of a file that holds other files: read, without a text of its own


def save_output(connection: Connection, record: Any) -> str:
    """Keep a record as compressed JSON and give its hash; the same record is kept once."""
    body = orjson.dumps(record)
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
    row = {"stage": stage, "input": input_hash, "version": version, "state": state, "output": output}
    upsert(connection, results, [row])
    if output is not None:
        note_results(connection, stage, [input_hash])


def result_of(stage: str, versions: Collection[str], input_column: ColumnElement[str]) -> ColumnElement[bool]:
    """The join condition from an input to its result at one of these versions."""
    return and_(results.c.stage == stage, results.c.version.in_(versions), results.c.input == input_column)


def count_states(connection: Connection, inputs: Select[Any], stage: str, versions: Collection[str]) -> dict[str, int]:
    """How many of the inputs are done, failed and pending at these versions; `inputs` selects distinct hashes."""
    wanted = inputs.subquery()
    column = wanted.c[0]
    joined = wanted.outerjoin(results, result_of(stage, versions, column))
    counts = {"done": 0, "failed": 0, "pending": 0}
    for (state,) in connection.execute(select(results.c.state).select_from(joined)):
        counts["done" if state == CONTAINER else state or "pending"] += 1
    return counts


def pending_inputs(connection: Connection, inputs: Select[Any], stage: str, versions: Collection[str]) -> list[str]:
    """The inputs without a result at one of these versions, in the order of their hashes."""
    wanted = inputs.subquery()
    column = wanted.c[0]
    joined = wanted.outerjoin(results, result_of(stage, versions, column))
    query = select(column).select_from(joined).where(results.c.state.is_(None)).order_by(column)
    return list(connection.execute(query).scalars())


def containers_to_unpack(connection: Connection, stage: str, versions: Collection[str]) -> list[tuple[str, str]]:
    """The files found to be containers that `stage` has not unpacked yet, as (hash, version of their reader)."""
    unpacked = results.alias("unpacked")
    same = and_(unpacked.c.stage == stage, unpacked.c.input == results.c.input, unpacked.c.version == results.c.version)
    query = (
        select(results.c.input, results.c.version)
        .select_from(results.outerjoin(unpacked, same))
        .where(results.c.state == CONTAINER, results.c.version.in_(versions), unpacked.c.input.is_(None))
        .order_by(results.c.input)
    )
    return [(row.input, row.version) for row in connection.execute(query)]


def forget_results(connection: Connection, stage: str, inputs: Iterable[str]) -> None:
    """Make some inputs pending again, so that the stage tries them once more."""
    doomed = list(inputs)
    if doomed:
        note_results(connection, stage, doomed)
        connection.execute(delete(results).where(results.c.stage == stage, results.c.input.in_(doomed)))
