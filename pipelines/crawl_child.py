"""The child process of a crawl: reads one job from standard input, crawls, prints one line per portal."""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import asdict, replace
from typing import Any

from scrapers import OptionsError, Portal, PortalSummary
from scrapers import crawl_portals as crawl_with_scrapy
from store import open_store
from store.night_account import BY_HAND

from .crawl import choose_portals
from .crawl_options import Reach, choose_options
from .crawl_sink import CatalogSink
from .settings import load_settings

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
    options = choose_options(settings, store, names, Reach(job["full"], job["since"], job["due"]), job["run"])
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


if __name__ == "__main__":
    main()
