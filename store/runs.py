"""Runs: for every execution of a stage, asked = done + unchanged + failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from .catalog import upsert
from .schema import runs


@dataclass(frozen=True, slots=True)
class Tally:
    """What a stage was asked for and what became of it; the parts add up."""

    stage: str
    done: int
    unchanged: int
    failed: int
    portal: str = ""

    @property
    def asked(self) -> int:
        """How many inputs there were."""
        return self.done + self.unchanged + self.failed


def add_tally(
    connection: Connection, started: str, finished: str, tally: Tally, told: Mapping[str, Any] | None = None
) -> Tally:
    """Write down how a stage ended and give its account so far; `started` names the run.

    `told` is what the stage says besides, as JSON. A run may do a stage in several batches: what an earlier batch did
    is `unchanged` to the later one, not to the run.
    """
    here = (runs.c.started == started, runs.c.stage == tally.stage, runs.c.portal == tally.portal)
    before = connection.execute(select(runs.c.done).where(*here)).scalar() or 0
    tally = replace(tally, done=tally.done + before, unchanged=max(0, tally.unchanged - before))
    row = {
        "started": started,
        "stage": tally.stage,
        "portal": tally.portal,
        "finished": finished,
        "asked": tally.asked,
        "done": tally.done,
        "unchanged": tally.unchanged,
        "failed": tally.failed,
        "told": None if told is None else dict(told),
    }
    upsert(connection, runs, [row])
    return tally


def walked_portals(connection: Connection, stage: str, started: str) -> set[str]:
    """The portals that a run has crawled to the end of their lists."""
    query = select(runs.c.portal, runs.c.told).where(runs.c.started == started, runs.c.stage == stage)
    return {row.portal for row in connection.execute(query) if row.told and row.told.get("complete")}


def latest_tallies(connection: Connection) -> list[tuple[str, Tally]]:
    """The last run of every stage (for crawls: of every portal) as (started, tally), in the order they ended."""
    newest: dict[tuple[str, str], tuple[str, Tally]] = {}
    for row in connection.execute(select(runs).order_by(runs.c.finished)):
        tally = Tally(row.stage, row.done, row.unchanged, row.failed, row.portal)
        newest.pop((row.stage, row.portal), None)
        newest[row.stage, row.portal] = (row.started, tally)
    return list(newest.values())
