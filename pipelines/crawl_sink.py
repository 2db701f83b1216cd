"""Where a crawl puts what it fetched: originals at once, the catalog some times a second, for all portals together.

A transaction for each capture, and its file's way to the disk, cost more than fetching it. So what came waits a moment
for others, and its walk goes on: it is written in the order in which it came, so that a crawl killed at any instant has
lost its last moments only, as if it had been killed a little earlier.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from types import TracebackType

from sqlalchemy import Connection, select

from documents.record import Capture, Exchange, Item, Role
from scrapers import REASONS
from store import OriginalDamaged, Store
from store.captures import Arrival, check_capture, keep_captures, last_capture, note_gone
from store.issues import close_issue, open_issue
from store.schema import issues

from .crawl_options import STAGE
from .work import now

# Failures that time may heal; the others wait for a change at the portal, and are tried as rarely.
PERMANENT = frozenset({"private_address", "url_trap", "bad_address", "robots_disallowed"})
REMEMBERED = 5_000  # captures that are not looked up again
MOMENT = 0.1  # seconds that what came waits for others
MOST = 500  # changes that wait at most; who brings more waits until they are written

Change = Callable[[Connection], None]


class CatalogSink:
    """The store as a crawl sees it; failures become issues. `with` it writes beside the crawl, else each call at once.

    `flush` comes back when all is written that was handed in before; it raises what writing has failed with, and so
    does every call after a failure. `tell` is told how many answers have come, some times a second.
    """

    def __init__(
        self, store: Store, lists: Collection[str] = (), tell: Callable[[int], None] = lambda fetched: None
    ) -> None:
        self._store = store
        self._lists = frozenset(lists)  # asked every night whatever became of them
        self._report = tell
        self._fetched, self._told = 0, 0.0
        with store.catalog.read() as connection:
            found = connection.execute(select(issues.c.subject).where(issues.c.stage == STAGE)).scalars()
            self._open = set(found)  # what has an issue that an answer closes
        self._last: dict[str, Capture | None] = {}  # what was asked for lately: nobody else writes these addresses
        self._unwritten: dict[str, Capture] = {}
        self._waiting: list[Arrival | Change] = []
        self._changed = threading.Condition()
        self._writing = threading.Lock()  # writers take turns, so that what came first is written first
        self._writer: threading.Thread | None = None
        self._over = False
        self._error: Exception | None = None

    # ------------------------------------------------------------ what a crawl asks and brings, see scrapers.Sink

    def last(self, url: str) -> Capture | None:
        """The latest capture kept for this address, or None."""
        with self._changed:
            if url in self._last or url in self._unwritten:
                return self._last.get(url) or self._unwritten.get(url)
        with self._store.catalog.read() as connection:
            found = last_capture(connection, url)
        self._remember(url, found)
        return found

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
            sha256=self._store.originals.put(body, settled=False),
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
        self._remember(url, capture)
        with self._changed:
            self._unwritten[url] = capture
        self._hand_in((capture, exchange), *self._closing(url))
        self._count()
        return capture

    def body(self, capture: Capture) -> bytes:
        """The bytes kept for a capture; empty when they are gone."""
        try:
            return self._store.originals.get(capture.sha256)
        except OriginalDamaged:
            return b""

    def unchanged(self, url: str) -> None:
        """The address was asked again and still gives what `last` knows."""
        checked = now()
        self._hand_in(lambda connection: check_capture(connection, url, checked), *self._closing(url))
        self._count()

    def gone(self, url: str) -> bool | None:
        """The address gives its document no more: None when it never gave anything, True when this is news."""
        self.flush()
        with self._store.catalog.write() as connection:
            news = note_gone(connection, url, now())
        if news is not None:
            self._hand_in(*self._closing(url))
            self._count()
        return news

    def compared(self, portal: str, url: str, differs: str | None) -> None:
        """Engine and reader disagree about a list, an issue of its own beside the list's; or they agree again."""
        subject = f"{url}#reader"
        if differs is None:
            self._hand_in(*self._closing(subject))
        else:
            self._note(portal, subject, url, "reader_disagrees", differs, retry=False)

    def fail(self, portal: str, url: str, reason: str, detail: str) -> None:
        """The address gave nothing usable."""
        self._note(portal, url, url, reason, detail, retry=reason not in PERMANENT, endless=url in self._lists)

    def _note(
        self, portal: str, subject: str, url: str, reason: str, detail: str, retry: bool, endless: bool = False
    ) -> None:
        at = now()
        self._open.add(subject)
        self._hand_in(
            lambda connection: open_issue(
                connection,
                STAGE,
                subject,
                now=at,
                reason=reason,
                detail=detail,
                what_to_do=REASONS.get(reason, "Open the address by hand."),
                retry=retry,
                endless=endless,
                portal=portal,
                url=url,
            )
        )

    def _closing(self, subject: str) -> Iterator[Change]:
        if subject in self._open:
            self._open.discard(subject)
            yield lambda connection: close_issue(connection, STAGE, subject)

    def _remember(self, url: str, capture: Capture | None) -> None:
        with self._changed:
            if len(self._last) >= REMEMBERED:
                self._last.clear()
            self._last[url] = capture

    def _count(self) -> None:
        """Say how much has come, some times a second."""
        self._fetched += 1
        if time.monotonic() - self._told > 0.2:
            self.tell()

    def tell(self) -> None:
        """Say how much has come."""
        self._told = time.monotonic()
        self._report(self._fetched)

    # ------------------------------------------------------------ how it is written

    def __enter__(self) -> CatalogSink:
        self._writer = threading.Thread(target=self._write_on, name="catalog", daemon=True)
        self._writer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._writer is not None:
            self._writer.join()
        self._writer = None
        if error is None:
            self.flush()

    def flush(self) -> None:
        """Come back when everything handed in before is written; raise what writing has failed with."""
        self._write()
        if self._error is not None:
            raise self._error

    def _hand_in(self, *changes: Arrival | Change) -> None:
        with self._changed:
            if self._error is not None:
                raise self._error
            self._waiting.extend(changes)
            self._changed.notify_all()
            many = len(self._waiting) >= MOST
        if many or self._writer is None:
            self.flush()

    def _write_on(self) -> None:
        """Write what came, a moment after the first of it, until the crawl is over."""
        while not self._over and self._error is None:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._over)
                self._changed.wait_for(lambda: self._over, MOMENT)
            self._write()

    def _write(self) -> None:
        with self._writing:
            with self._changed:
                changes, self._waiting = self._waiting, []
            if not changes or self._error is not None:
                return
            try:
                self._write_down(changes)
            except Exception as error:  # nothing that came after may be written: the crawl ends with this
                self._error = error
            with self._changed:
                for change in changes:
                    if isinstance(change, tuple) and self._unwritten.get(change[0].url) is change[0]:
                        del self._unwritten[change[0].url]

    def _write_down(self, changes: Sequence[Arrival | Change]) -> None:
        """The files first, then all that is to be said of them."""
        self._store.originals.settle({change[0].sha256 for change in changes if isinstance(change, tuple)})
        with self._store.catalog.write() as connection:
            for change in _in_order(changes):
                if isinstance(change, list):
                    keep_captures(connection, change)
                else:
                    change(connection)


def _in_order(changes: Sequence[Arrival | Change]) -> Iterator[list[Arrival] | Change]:
    """Changes as they came; arrivals that follow each other as one list, with each address once in it."""
    arrivals: dict[str, Arrival] = {}
    for change in changes:
        if arrivals and (callable(change) or change[0].url in arrivals):
            yield list(arrivals.values())
            arrivals = {}
        if callable(change):
            yield change
        else:
            arrivals[change[0].url] = change
    if arrivals:
        yield list(arrivals.values())
