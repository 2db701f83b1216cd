"""Where a crawl puts what it fetched, and where it looks what is here already.

The crawl knows nothing of catalogs or files: the caller hands in an object with these methods.
"""

from __future__ import annotations

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
