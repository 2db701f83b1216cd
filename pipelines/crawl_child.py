"""The child process of a crawl: reads one job from standard input, crawls, prints one line per portal."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from scrapers import CrawlOptions, OptionsError, Portal, PortalSummary
from scrapers import crawl_portals as crawl_with_scrapy
from store import Store, open_store
from store.captures import addresses_since
from store.night_account import BY_HAND, UNFINISHED
from store.schema import issues

from .crawl import STAGE, Reach, choose_portals
from .crawl_sink import CatalogSink
from .settings import Settings, load_settings
from .work import now

_saying = threading.Lock()


def main() -> None:
    """Do the job that the parent wrote; end at once when the parent does."""
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = load_settings()
    store = open_store(settings.home, settings.catalog)
    urls = tuple(job.get("urls", ()))
    portals = [by_hand()] if urls else choose_portals(settings, job["portals"])
    names = frozenset(portal.id for portal in portals)
    options = _options(settings, store, names, Reach(job["full"], job["since"], job["due"]))
    if urls:
        options = replace(options, also={BY_HAND: urls}, skip=frozenset())
    lists = [url for portal in portals for url in portal.lists]
    told: set[str] = set()

    def ended(summary: PortalSummary) -> None:
        sink.flush()  # what is told is written
        told.add(summary.portal)
        _say(asdict(summary))

    try:
        with CatalogSink(store, lists, lambda fetched: _say({"fetched": fetched})) as sink:
            summaries = crawl_with_scrapy(portals, sink, options, ended)
    except OptionsError as error:
        _say({"refused": str(error)})
        return
    sink.tell()
    for summary in summaries:
        if summary.portal not in told:
            _say(asdict(summary))


def _say(message: dict[str, Any]) -> None:
    """One line for the parent, whole also when several threads have something to say."""
    with _saying:
        print(json.dumps(message, ensure_ascii=False), flush=True)


def by_hand() -> Portal:
    """The addresses as a portal without lists."""
    return Portal(id=BY_HAND, title="Addresses handed in", province="", lists=(), evidence="observed")


def _end_with_parent() -> None:
    while sys.stdin.readline():
        pass
    os._exit(1)


def _options(settings: Settings, store: Store, portals: frozenset[str], reach: Reach) -> CrawlOptions:
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
    )


if __name__ == "__main__":
    main()
