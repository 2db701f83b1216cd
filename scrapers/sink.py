"""Where a crawl puts what it fetched, and what it says at the end.

The crawl knows nothing of catalogs or files: the caller hands in an object with these methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from documents.record import Capture, Exchange, Item, Role


class Sink(Protocol):
    """What a crawl needs from the store; called from several threads, of one portal by one at a time."""

    def last(self, url: str) -> Capture | None:
        """The latest capture kept for this address, or None."""

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

    def body(self, capture: Capture) -> bytes:
        """The bytes kept for a capture; empty when they are gone."""

    def unchanged(self, url: str) -> None:
        """The address was asked again and still gives what `last` knows."""

    def gone(self, url: str) -> bool | None:
        """The address gives its document no more: None when it never gave anything, True when this is news."""

    def compared(self, portal: str, url: str, differs: str | None) -> None:
        """A list's engine was held against the reader without selectors: how they disagree, None where they agree."""

    def fail(self, portal: str, url: str, reason: str, detail: str) -> None:
        """The address gave nothing usable; `reason` is a code of errors.REASONS."""


@dataclass(frozen=True, slots=True)
class PortalSummary:
    """The account of one portal's crawl: asked = done + unchanged + failed.

    Counted are the documents' addresses (detail pages and files) and every listing that failed; a listing that
    was read counts in `listings` only. `complete` is False when the walk through the lists was cut short by a
    failure or by max_pages: the next crawl of this portal should then be a full one (CrawlOptions.full).
    """

    portal: str
    asked: int = 0
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    listings: int = 0
    rows: int = 0
    failed_listings: int = 0
    complete: bool = True
    notes: tuple[str, ...] = ()
    gone: int = 0  # addresses that gave a document once and no longer do, seen for the first time; part of `done`
    first_rows: int = 0  # rows on the first page of every list: what a portal's nights can be compared by
    newest: str | None = None  # the newest date of a row that is not in the future
    odd: Mapping[str, int] = field(default_factory=dict)  # what was recognised and left out: a code of errors.ODDITIES
