"""What linking still has to look at: filled where captures and results are written, so that a night costs what is new.

A row says that something about a capture changed: it came, went, was read or tagged anew, or is described otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Select, and_, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from .catalog import upsert
from .queues import EXTRACT, TAG
from .schema import appearances, captures, marks, results, to_link

INSIDE = "!/"  # stands between the address of a container and the name of a member
_BEHIND = "!0"  # the first that sorts behind all of them, byte by byte


def note_addresses(connection: Connection, urls: Collection[str]) -> None:
    """Linking has to look at what is and was at some addresses, and inside those that are containers."""
    if told := [{"here": url, "inside": url + INSIDE, "behind": url + _BEHIND} for url in urls]:
        connection.execute(_compiled_note(connection.dialect), told)


def is_inside(connection: Connection, column: ColumnElement[str], url: Any) -> ColumnElement[bool]:
    """The condition that an address is that of a member of the container at `url` (an address, or a column of them)."""
    if connection.dialect.name == "sqlite":  # it sorts by bytes, and has no index for LIKE
        return and_(column >= url + INSIDE, column < url + _BEHIND)
    return column.startswith(url + INSIDE, autoescape=isinstance(url, str))


def note_results(connection: Connection, stage: str, inputs: Collection[str]) -> None:
    """Linking has to look at the captures whose text or tags these inputs of a stage gave or will give."""
    if stage == EXTRACT:
        hashes: Any = inputs
    elif stage == TAG:
        read = and_(results.c.stage == EXTRACT, results.c.output.in_(inputs))
        hashes = select(results.c.input).where(read)
    else:
        return
    wanted = and_(captures.c.current, captures.c.role != "listing", captures.c.sha256.in_(hashes))
    _enqueue(connection, select(captures.c.url, captures.c.sha256).where(wanted))


def note_captures(connection: Connection, where: ColumnElement[bool]) -> None:
    """Linking has to look at the captures that a condition on `appearances` finds."""
    _enqueue(connection, select(appearances.c.url, appearances.c.sha256).where(where))


def note_everything(connection: Connection) -> None:
    """Linking has to look at all that is current or was linked."""
    _enqueue(connection, select(captures.c.url, captures.c.sha256).where(wanted_captures()))
    _enqueue(connection, select(appearances.c.url, appearances.c.sha256).where(appearances.c.url.is_not(None)))


def get_mark(connection: Connection, name: str) -> Any:
    """What was noted under a name, or None."""
    return connection.execute(select(marks.c.value).where(marks.c.name == name)).scalar()


def set_mark(connection: Connection, name: str, value: Any) -> None:
    """Note something under a name."""
    upsert(connection, marks, [{"name": name, "value": value}])


def count_waiting(connection: Connection) -> tuple[int, int]:
    """How many captures linking has to look at, and how many are linked."""
    waiting = connection.execute(select(func.count()).select_from(to_link)).scalar_one()
    return waiting, connection.execute(select(func.count()).select_from(appearances)).scalar_one()


def wanted_captures() -> ColumnElement[bool]:
    """The condition on captures that are the newest at their address, listings left out."""
    return and_(captures.c.current, captures.c.role != "listing")


@lru_cache(4)
def _compiled_note(dialect: Dialect) -> Any:
    """`note_addresses` as this database reads it, put together once: it is said of everything that is fetched."""
    inside = and_(captures.c.url >= bindparam("inside"), captures.c.url < bindparam("behind"))
    rows = select(captures.c.url, captures.c.sha256).where(or_(captures.c.url == bindparam("here"), inside))
    return _insert(dialect, rows).compile(dialect=dialect)


def _enqueue(connection: Connection, rows: Select[Any]) -> None:
    connection.execute(_insert(connection.dialect, rows))


def _insert(dialect: Dialect, rows: Select[Any]) -> Any:
    insert = (sqlite if dialect.name == "sqlite" else postgresql).insert(to_link)
    return insert.from_select(["url", "sha256"], rows).on_conflict_do_nothing()
