"""What each stage still has to look at: filled where its inputs come to be, so that a night costs what is new.

A row is a question and no promise: whoever takes it looks whether the input is still wanted and has no result yet.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from .catalog import upsert
from .schema import marks, to_do

EXTRACT, TAG, UNPACK, INDEX = "extract", "tag", "unpack", "index"  # the stages that have a queue


def enqueue(connection: Connection, stage: str, inputs: Collection[str]) -> None:
    """A stage has to look at some inputs."""
    upsert(connection, to_do, [{"stage": stage, "input": name} for name in sorted(inputs)])


def enqueue_selected(connection: Connection, stage: str, inputs: Select[Any]) -> None:
    """A stage has to look at what a query of one column finds."""
    found = inputs.subquery()
    rows = select(literal(stage), found.c[0]).where(found.c[0].is_not(None))
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(to_do)
    connection.execute(insert.from_select(["stage", "input"], rows).on_conflict_do_nothing())


def refill(connection: Connection, stage: str, serves: Any, inputs: Select[Any]) -> None:
    """All inputs into the queue of a stage when what it serves (versions, a place) is not what it served before."""
    name = f"queue of {stage}"
    if connection.execute(select(marks.c.value).where(marks.c.name == name)).scalar() != serves:
        enqueue_selected(connection, stage, inputs)
        upsert(connection, marks, [{"name": name, "value": serves}])


def queued(connection: Connection, stage: str) -> list[str]:
    """The inputs in the queue of a stage, in order."""
    query = select(to_do.c.input).where(to_do.c.stage == stage).order_by(to_do.c.input)
    return list(connection.execute(query).scalars())


def leave_queue(connection: Connection, stage: str, inputs: Collection[str]) -> None:
    """Some inputs were looked at."""
    if rows := [{"name": name} for name in inputs]:
        connection.execute(delete(to_do).where(to_do.c.stage == stage, to_do.c.input == bindparam("name")), rows)
