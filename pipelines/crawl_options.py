"""How far a crawl goes, and how it is run: what the settings say, and what the catalog knows from the runs before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from scrapers import CrawlOptions
from store import Store
from store.captures import addresses_since
from store.night_account import UNFINISHED
from store.schema import issues

from .settings import Settings
from .work import now

STAGE = "crawl"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a crawl goes: `full` walks lists to their end, also where nothing is new.

    `since` (a day) walks them down to that day and asks all of its documents again; `due` asks only for what failed
    and may be tried again, and walks no lists.
    """

    full: bool = False
    since: str | None = None
    due: bool = False


USUAL = Reach()


def choose_options(settings: Settings, store: Store, portals: frozenset[str], reach: Reach, run: str) -> CrawlOptions:
    """How some portals are crawled: as the settings say, and as what is known of them asks for."""
    with store.catalog.read() as connection:
        rows = connection.execute(select(issues).where(issues.c.stage == STAGE)).all()
        came = addresses_since(connection, reach.since) if reach.since else {}
    unfinished = {row.subject for row in rows if row.reason == UNFINISHED}
    due = [row for row in rows if row.next_try and row.next_try <= now() and row.subject == row.url]
    also: Mapping[str, tuple[str, ...]] = {
        portal: tuple(sorted({*(row.url for row in due if row.portal == portal), *came.get(portal, ())}))
        for portal in portals
    }
    return CrawlOptions(
        contact=settings.contact,
        delay=settings.crawl_delay,
        allowed_networks=settings.allow_networks,
        full=portals if reach.full else frozenset(unfinished),
        since=reach.since,
        lists=not reach.due,
        skip=frozenset(row.url for row in rows if row.subject == row.url and row not in due),
        also=also,
        turns=settings.home / "turns",
        run=run,
    )
