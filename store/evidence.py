"""Evidence: the captures of a run, a document, a portal or all of them, how each came and what became of it since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from documents.record import Capture, Exchange, from_json

from .captures import to_capture
from .night_report import find_night
from .schema import appearances, captures, documents, exchanges, nights, runs
from .waiting import INSIDE


@dataclass(frozen=True, slots=True)
class Evidence:
    """A capture, how it came (None where that was not kept), when it was last found the same, since when it is gone."""

    capture: Capture
    exchange: Exchange | None
    checked: str
    gone: str | None


@dataclass(frozen=True, slots=True)
class Window:
    """The time of one run or night, both ends in UTC; `finished` is None while it lasts."""

    started: str
    finished: str | None

    def holds(self, moment: str) -> bool:
        """Whether a moment lies inside."""
        return self.started <= moment and (self.finished is None or moment <= self.finished)


def find_window(connection: Connection, run: str) -> Window | None:
    """The newest night, or else run, whose start begins with `run` (`last`: the newest of all), see `find_night`."""
    started = find_night(connection, run)
    table = nights if started else runs
    if started is None:
        query = select(runs.c.started).where(runs.c.started.startswith("" if run == "last" else run, autoescape=True))
        started = connection.execute(query.order_by(runs.c.started.desc()).limit(1)).scalar()
    if started is None:
        return None
    ends = select(func.max(table.c.finished)).where(table.c.started == started)
    return Window(started, connection.execute(ends).scalar())


def captures_of_run(connection: Connection, window: Window) -> Iterator[Evidence]:
    """What came in a run, and what was asked for in it and found unchanged, by the time it came."""
    at = [column >= window.started for column in (captures.c.fetched, captures.c.checked)]
    if window.finished is not None:
        at = [and_(at[0], captures.c.fetched <= window.finished), and_(at[1], captures.c.checked <= window.finished)]
    return _evidence(connection, or_(*at))


def captures_of_portal(connection: Connection, portal: str) -> Iterator[Evidence]:
    """Everything a portal ever gave, listings as well."""
    return _evidence(connection, captures.c.portal == portal)


def captures_of_documents(connection: Connection, keys: Collection[str], name: str) -> Iterator[Evidence]:
    """All bytes that the addresses of some documents (with one of these number keys, or this id) ever gave.

    Of a file inside a container those of the container.
    """
    meant = or_(documents.c.key.in_(keys), documents.c.id == name)
    query = select(appearances.c.url).join(documents, documents.c.id == appearances.c.document).where(meant)
    urls = {url.split(INSIDE, 1)[0] for url in connection.execute(query).scalars()}
    return _evidence(connection, captures.c.url.in_(urls))


def all_captures(connection: Connection) -> Iterator[Evidence]:
    """Everything that ever came."""
    return _evidence(connection, true())


def _evidence(connection: Connection, where: ColumnElement[bool]) -> Iterator[Evidence]:
    came = and_(exchanges.c.url == captures.c.url, exchanges.c.sha256 == captures.c.sha256)
    query = (
        select(captures, exchanges.c.body.label("exchange"))
        .select_from(captures.outerjoin(exchanges, came))
        .where(where, ~captures.c.url.contains(INSIDE, autoescape=True))  # a member's bytes came inside its container
        .order_by(captures.c.fetched, captures.c.url)
        .execution_options(yield_per=500)
    )
    for row in connection.execute(query):
        exchange = None if row.exchange is None else from_json(Exchange, row.exchange)
        yield Evidence(to_capture(row), exchange, row.checked, row.gone)
