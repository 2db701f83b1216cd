"""Turning the pages of one list: which request may bring the next page, and when the list is at its end.

Past their end lists show their last page for ever, or their first one again, or a calendar's next month: a page that
repeats an earlier one, or brings only rows that this walk has had, is the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.record import Item
from scrapers.addresses import canonical, same
from scrapers.ask import Ask
from scrapers.guards import check_address
from scrapers.listing import Listing
from scrapers.page_request import PageRequest
from scrapers.portal import Paging


@dataclass(slots=True)
class Pages:
    """The pages of the list at `url` that a walk has asked for, and the rows it has had."""

    url: str
    paging: Paging
    asked: set[str] = field(default_factory=set)
    rows: set[tuple[str, ...]] = field(default_factory=set)

    def first(self) -> PageRequest:
        """The request for the first page."""
        return self.paging.request(self.url, 1) or PageRequest(self.url)

    def note(self, request: PageRequest) -> None:
        """The request is made: it is no next page any more."""
        self.asked.add(_key(request))

    def repeats(self, items: tuple[Item, ...]) -> bool:
        """True if a page has rows, and all of them came before; the rows are noted."""
        keys = {_row(item) for item in items}
        old = bool(keys) and keys <= self.rows
        self.rows |= keys
        return old

    def following(self, ask: Ask, listing: Listing) -> PageRequest | None:
        """The request that may bring the page after, the best there is: as the YAML counts, as the page says."""
        return next((request for request in self._candidates(ask, listing) if self._is_new(request)), None)

    def is_counted(self, ask: Ask) -> bool:
        """True if the YAML tells how the page after is asked for."""
        return self.paging.request(self.url, ask.page + 1) is not None

    def _candidates(self, ask: Ask, listing: Listing) -> Iterator[PageRequest]:
        counted = self.paging.request(self.url, ask.page + 1)
        if counted is not None and (self.paging.kind != "post" or listing.next is None):
            yield counted
            return
        if listing.next is not None:
            yield listing.next
        yield from (PageRequest(url) for url in listing.next_urls)
        again = ask.request.advanced() if ask.request else None
        if again is not None:
            yield again

    def _is_new(self, request: PageRequest) -> bool:
        return _key(request) not in self.asked and check_address(request.url) is None


def is_end(ask: Ask, reason: str, paging: Paging) -> bool:
    """True if a failure is how a list ends: counted one page too far, or a pager's service that has no more."""
    if ask.page == 1:
        return False
    if reason == "not_found":
        return paging.kind in ("query", "path")
    return reason == "empty_page" and ask.request is not None and bool(ask.request.counter)


def _key(request: PageRequest) -> str:
    """What makes two requests for a page the same page: the address and what is sent, without the page's own state."""
    told = "&".join(f"{k}={v}" for k, v in request.form if not k.startswith("__VIEWSTATE") and k != "__EVENTVALIDATION")
    return f"{same(request.url)} {request.body}{told}".rstrip()


def _row(item: Item) -> tuple[str, ...]:
    address = item.detail_url or next(iter(item.file_urls), None)
    return (canonical(address) if address else "", item.number or "", item.title or "")
