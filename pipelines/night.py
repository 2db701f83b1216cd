"""The night, plain and complete: crawl, process, and the report of both. Prefect is a coat around these very steps.

    only_night -> open_nights -> for each: crawl -> process -> close_night

One night at a time, whoever starts it. A night that was killed is gone on with by the next one, of whatever kind: what
it had walked is not walked again, and its report tells of all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from documents.moments import VIETNAM
from store import night_report
from store.night_account import tell_night
from store.night_report import Kind, NightReport

from .crawl import crawl_portals, retry_by_hand
from .crawl_options import Reach
from .stages import process
from .work import Work, now

RESUMED = timedelta(hours=20)  # a night killed longer ago is left as it is: this one brings what it did not


@dataclass(frozen=True, slots=True)
class Plan:
    """What a night does: which portals (none: all that are enabled), and how far it goes.

    `full` walks every list to its end; `look_back` is a number of days whose documents are looked at again; `retry`
    only tries what failed and is due.
    """

    portals: tuple[str, ...] = ()
    full: bool = False
    look_back: int | None = None
    retry: bool = False

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Plan:
        """A plan as it was kept, perhaps by another version of this program."""
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(**{**known, "portals": tuple(kept.get("portals", ()))})

    @property
    def kind(self) -> Kind:
        """What its report calls it."""
        return "retry" if self.retry else "look-back" if self.look_back else "full" if self.full else "nightly"

    def reach(self, started: str) -> Reach:
        """How far its crawl goes."""
        back = None
        if self.look_back:
            back = (datetime.fromisoformat(started) - timedelta(days=self.look_back)).date().isoformat()
        return Reach(full=self.full, since=back, due=self.retry)


def run_night(work: Work, plan: Plan) -> NightReport:
    """Crawl, process what came, and tell; StoreBusy while another night runs."""
    with only_night(work):
        for each, begun in open_nights(work, plan):
            crawl_portals(begun, each.portals, each.reach(begun.started))
            retry_by_hand(begun)
            process(begun)
            report = close_night(begun, each)
        return report


@contextmanager
def only_night(work: Work) -> Iterator[None]:
    """Hold the right to run a night; StoreBusy, saying since when, while another one runs."""
    with night_report.only_night(work.store.home, work.store.catalog):
        yield


def open_nights(work: Work, plan: Plan | None) -> Iterator[tuple[Plan, Work]]:
    """The nights to run, one after the other: what is left of one that was killed, then this one, if it is another."""
    with work.store.catalog.read() as connection:
        killed = night_report.unfinished_night(connection)
    if killed is not None and killed[0] > _text(datetime.now(UTC) - RESUMED):
        left = Plan.read(killed[1])
        yield left, replace(work, started=killed[0])
        if left == plan:
            return
    if plan is None:
        return
    started = now()
    with work.store.catalog.write() as connection:
        night_report.begin_night(connection, started, plan.kind, asdict(plan))
    yield plan, replace(work, started=started)


def close_night(work: Work, plan: Plan) -> NightReport:
    """The report of this night, kept with it."""
    today = datetime.now(VIETNAM).date()
    with work.store.catalog.read() as connection:
        report = tell_night(connection, work.started, plan.kind, today)
    with work.store.catalog.write() as connection:
        return night_report.finish_night(connection, report, now())


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
