"""The night's report: one record that the terminal, the JSON and the web page draw; kept with its night.

    begin_night -> (crawl, process) -> night_account.tell_night -> finish_night

A night without an end was killed, or still runs: whoever holds the lock (`only_night`) goes on with it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from documents.moments import in_vietnam
from documents.record import from_json, to_json

from .catalog import Catalog, upsert
from .databases import NIGHT
from .errors import StoreBusy
from .schema import nights

Kind = Literal["nightly", "full", "look-back", "retry"]
State = Literal["failed", "warned", "fine"]
STATES: tuple[State, ...] = ("failed", "warned", "fine")  # the worst first
LAST_NIGHTS = 10  # that a trend is told over

# What is unusual about a portal's night although nothing failed: (what was found, what is usual), as people are told.
ODDITIES = {
    "rows_few": "its lists show {found} rows, usual are {usual}: compare the pages with the portal's YAML",
    "rows_many": "its lists show {found} rows, usual are {usual}: see whether a menu is taken for documents",
    "new_many": "{found} new documents, usual are {usual}: see whether the portal moved its addresses",
    "quiet": "nothing new for {found} nights, usual is something every {usual}: see whether it moved its lists",
    "cut_short": "its lists were not walked to their end: the next night does that",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something gave nothing: a reason, how many it hit this night, the first time of them all, one as example.

    `next_try` is when the first of them is tried again, None where all are parked.
    """

    stage: str
    reason: str
    count: int
    since: str
    attempts: int
    url: str | None
    detail: str
    what_to_do: str
    next_try: str | None


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something unusual; `code` is one of ODDITIES, whose sentence takes the two numbers."""

    code: str
    found: int | None = None
    usual: int | None = None

    def sentence(self) -> str:
        """In English, for the terminal."""
        return ODDITIES[self.code].format(found=self.found, usual=self.usual)


@dataclass(frozen=True, slots=True)
class Past:
    """One of the last nights of a portal: documents new, held after it, and addresses that failed."""

    started: str
    new: int
    held: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class PortalNight:
    """What a night brought from one portal, counted in documents (a page and its files are one), `failed` in addresses.

    `rows` stand on the first pages of its lists, `usual_rows` is the median of the nights before. `newest` is the day
    of the newest document it ever listed, `age` that in days, `gone_urls` and `changed_urls` the first few addresses.
    `left_out` counts what the crawl recognised and did not take: repeated pages, dates in the future, ..., by code.
    """

    portal: str
    state: State
    new: int
    changed: int
    gone: int
    failed: int
    rows: int
    usual_rows: int | None
    newest: str | None
    age: int | None
    held: int
    trend: tuple[Past, ...]
    faults: tuple[Fault, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    gone_urls: tuple[str, ...] = ()
    changed_urls: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageNight:
    """What a stage after the crawl did this night, and what went wrong there with files that no portal claims too."""

    stage: str
    asked: int
    done: int
    unchanged: int
    failed: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class NightReport:
    """A night: its portals, the worst first, its stages, and how many issues wait for another try or are parked."""

    started: str
    kind: Kind
    finished: str | None
    new: int
    changed: int
    gone: int
    failed: int
    waiting: int
    parked: int
    portals: tuple[PortalNight, ...]
    stages: tuple[StageNight, ...]


@contextmanager
def only_night(home: Path, catalog: Catalog) -> Iterator[None]:
    """Hold the right to run a night, on this machine and on all that share the catalog; StoreBusy when another has it.

    The kernel (and PostgreSQL) give it back after a kill.
    """
    with (home / "night.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(_told(catalog)) from None
        with catalog.hold(NIGHT, lambda: _told(catalog)):
            yield


def _told(catalog: Catalog) -> str:
    with catalog.read() as connection:
        night = unfinished_night(connection)
    since = f"the night that began at {night[0][:16]} UTC" if night else "another night"
    return f"{since} is still running"


def unfinished_night(connection: Connection) -> tuple[str, dict[str, Any]] | None:
    """The newest night, as (started, plan), when it has no end."""
    row = connection.execute(select(nights).order_by(nights.c.started.desc()).limit(1)).first()
    return (row.started, row.report) if row is not None and row.finished is None else None


def begin_night(connection: Connection, started: str, kind: Kind, plan: dict[str, Any]) -> None:
    """Write down that a night begins, with what it is to do; its report takes the plan's place."""
    upsert(connection, nights, [{"started": started, "kind": kind, "report": plan}])


def finish_night(connection: Connection, report: NightReport, finished: str) -> NightReport:
    """Keep the report of a night that came to its end."""
    report = replace(report, finished=finished)
    values = {"finished": finished, "report": to_json(report)}
    connection.execute(update(nights).where(nights.c.started == report.started).values(**values))
    return report


def find_night(connection: Connection, run: str = "last") -> str | None:
    """The start of the newest night that begins with `run`: a day or moment in Viet Nam or UTC; `last`: of all."""
    for started in connection.execute(select(nights.c.started).order_by(nights.c.started.desc())).scalars():
        there = in_vietnam(started).isoformat()
        if run == "last" or started.startswith(run) or there.startswith(run):
            return str(started)
    return None


def load_report(connection: Connection, started: str) -> NightReport | None:
    """The report of a night, None while it has no end."""
    ended = nights.c.finished.is_not(None)
    report = connection.execute(select(nights.c.report).where(nights.c.started == started, ended)).scalar()
    return None if report is None else _read(report)


def load_reports(connection: Connection, before: str | None = None, limit: int = 1) -> list[NightReport]:
    """The reports of the newest nights (those that began before a moment), the newest first; ended nights only."""
    query = select(nights.c.report).where(nights.c.finished.is_not(None))
    if before is not None:
        query = query.where(nights.c.started < before)
    reports = connection.execute(query.order_by(nights.c.started.desc()).limit(limit)).scalars()
    return [report for kept in reports if (report := _read(kept)) is not None]


def _read(kept: dict[str, Any]) -> NightReport | None:
    """A report as it was kept; None for one of a newer program, which no night may stumble over."""
    try:
        return from_json(NightReport, kept)
    except TypeError:
        return None
