"""Runs: for every execution of a stage, asked = done + unchanged + failed."""

from __future__ import annotations

from dataclasses import dataclass

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


def save_tally(connection: Connection, started: str, finished: str, tally: Tally) -> None:
    """Write down how a stage ended; `started` names the run."""
    row = {
        "started": started,
        "stage": tally.stage,
        "portal": tally.portal,
        "finished": finished,
        "asked": tally.asked,
        "done": tally.done,
        "unchanged": tally.unchanged,
        "failed": tally.failed,
    }
    upsert(connection, runs, [row])


def latest_tallies(connection: Connection) -> list[tuple[str, Tally]]:
    """The last run of every stage (for crawls: of every portal) as (started, tally)."""
    newest: dict[tuple[str, str], tuple[str, Tally]] = {}
    for row in connection.execute(select(runs).order_by(runs.c.started)):
        tally = Tally(row.stage, row.done, row.unchanged, row.failed, row.portal)
        newest[row.stage, row.portal] = (row.started, tally)
    return list(newest.values())
