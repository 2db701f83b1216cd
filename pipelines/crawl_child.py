"""The child process of a crawl: reads one job from standard input, crawls, prints one line per portal."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, select

from documents.record import Capture, Exchange, Item, Role
from scrapers import REASONS, CrawlOptions, OptionsError, Portal, PortalSummary
from scrapers import crawl_portals as crawl_with_scrapy
from store import OriginalDamaged, Store, open_store
from store.captures import addresses_since, check_capture, keep_capture, last_capture, note_gone
from store.issues import close_issue, open_issue
from store.night_account import BY_HAND, UNFINISHED
from store.schema import issues

from .crawl import STAGE, Reach, choose_portals
from .settings import Settings, load_settings
from .work import now

# Failures that time may heal; the others wait for a change at the portal, and are tried as rarely.
PERMANENT = frozenset({"private_address", "url_trap", "bad_address", "robots_disallowed"})


_saying = threading.Lock()
REMEMBERED = 5_000  # captures that are not looked up again


class CatalogSink:
    """Where a crawl puts what it fetched: originals first, then the catalog; failures become issues."""

    def __init__(self, store: Store, lists: Collection[str] = ()):
        self._store = store
        self._lists = frozenset(lists)  # asked every night whatever became of them
        self._fetched, self._told = 0, 0.0
        with store.catalog.read() as connection:
            found = connection.execute(select(issues.c.subject).where(issues.c.stage == STAGE)).scalars()
            self._open = set(found)  # what has an issue that an answer closes
        self._writing = threading.Lock()  # threads that wait here do not wait in the database
        self._last: dict[str, Capture | None] = {}  # what was asked for lately: nobody else writes these addresses

    def last(self, url: str) -> Capture | None:
        """The latest capture kept for this address, or None."""
        known = self._last  # another thread may begin a new one
        if url not in known:
            with self._store.catalog.read() as connection:
                known[url] = last_capture(connection, url)
        return known[url]

    def _remember(self, url: str, capture: Capture) -> None:
        if len(self._last) >= REMEMBERED:
            self._last = {}
        self._last[url] = capture

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._writing, self._store.catalog.write() as connection:
            yield connection

    def keep(
        self,
        body: bytes,
        *,
        url: str,
        role: Role,
        portal: str,
        province: str | None,
        issuer: str | None,
        media_type: str | None,
        status: int | None,
        etag: str | None,
        last_modified: str | None,
        item: Item | None,
        exchange: Exchange | None,
    ) -> Capture:
        """Keep the bytes of a response, before anything reads them."""
        capture = Capture(
            url=url,
            sha256=self._store.originals.put(body),
            size=len(body),
            fetched=now(),
            role=role,
            portal=portal,
            province=province or None,
            issuer=issuer,
            media_type=media_type,
            status=status,
            etag=etag,
            last_modified=last_modified,
            item=item,
        )
        with self._write() as connection:
            keep_capture(connection, capture, exchange)
            self._close(connection, url)
        self._remember(url, capture)
        self._tell()
        return capture

    def body(self, capture: Capture) -> bytes:
        """The bytes kept for a capture; empty when they are gone."""
        try:
            return self._store.originals.get(capture.sha256)
        except OriginalDamaged:
            return b""

    def unchanged(self, url: str) -> None:
        """The address was asked again and still gives what `last` knows."""
        with self._write() as connection:
            check_capture(connection, url, now())
            self._close(connection, url)
        self._tell()

    def gone(self, url: str) -> bool | None:
        """The address answered 404 or 410: None when it never gave anything, True when this is news."""
        with self._write() as connection:
            news = note_gone(connection, url, now())
            if news is not None:
                self._close(connection, url)
        if news is not None:
            self._tell()
        return news

    def compared(self, portal: str, url: str, differs: str | None) -> None:
        """Engine and reader disagree about a list, an issue of its own beside the list's; or they agree again."""
        subject = f"{url}#reader"
        with self._write() as connection:
            if differs is None:
                self._close(connection, subject)
            else:
                self._open.add(subject)
                open_issue(
                    connection,
                    STAGE,
                    subject,
                    now=now(),
                    reason="reader_disagrees",
                    detail=differs,
                    what_to_do=REASONS["reader_disagrees"],
                    retry=False,
                    portal=portal,
                    url=url,
                )

    def _close(self, connection: Connection, subject: str) -> None:
        if subject in self._open:
            close_issue(connection, STAGE, subject)
            self._open.discard(subject)

    def _tell(self) -> None:
        """Say how much has come, some times a second."""
        self._fetched += 1
        if time.monotonic() - self._told > 0.2:
            self.tell()

    def tell(self) -> None:
        """Say how much has come."""
        self._told = time.monotonic()
        _say({"fetched": self._fetched})

    def fail(self, portal: str, url: str, reason: str, detail: str) -> None:
        """The address gave nothing usable."""
        self._open.add(url)
        with self._write() as connection:
            open_issue(
                connection,
                STAGE,
                url,
                now=now(),
                reason=reason,
                detail=detail,
                what_to_do=REASONS.get(reason, "Open the address by hand."),
                retry=reason not in PERMANENT,
                endless=url in self._lists,
                portal=portal,
                url=url,
            )


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
    sink = CatalogSink(store, lists)
    told: set[str] = set()

    def ended(summary: PortalSummary) -> None:
        told.add(summary.portal)
        _say(asdict(summary))

    try:
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
