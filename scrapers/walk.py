"""The walk through one portal: which address is asked next, and what an answer means. Knows nothing of the network.

Lists are walked from their first page until a page brings only what is known; then the documents found are asked for
oldest first. So a known row vouches for everything behind it, even when a crawl was killed half way.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from documents.record import Capture, Item, Role
from scrapers.addresses import same, same_path, same_site
from scrapers.ask import Answer, Ask
from scrapers.engines import ENGINES
from scrapers.guards import check_address, check_page, check_redirect
from scrapers.listing import Listing, disagreement, read_rows
from scrapers.options import CrawlOptions
from scrapers.page import Page, is_data, is_file, is_html, main_files, read_page
from scrapers.page_request import PageRequest
from scrapers.portal import Portal
from scrapers.sink import PortalSummary, Sink


@dataclass(slots=True)
class Walk:
    """One portal's crawl. Call `next` for an Ask, then `got` or `failed` with its outcome, until `next` gives None."""

    portal: Portal
    sink: Sink
    options: CrawlOptions = field(default_factory=CrawlOptions)
    asked: int = 0
    done: int = 0
    unchanged: int = 0
    lost: int = 0
    listings: int = 0
    failed_listings: int = 0
    rows: int = 0
    gone: int = 0
    first_rows: int = 0
    newest: str | None = None
    complete: bool = True
    notes: list[str] = field(default_factory=list)
    _lists: deque[str] = field(default_factory=deque)
    _list: str = ""  # the one being walked
    _next_page: Ask | None = None
    _found: list[tuple[Item, bool]] = field(default_factory=list)  # in list order, with "known before"
    _asks: deque[Ask] = field(default_factory=deque)
    _items: deque[tuple[Item, bool]] = field(default_factory=deque)
    _seen: set[str] = field(default_factory=set)
    _seen_pages: set[str] = field(default_factory=set)
    _last_rows: tuple[Item, ...] = ()
    _pending: Ask | None = None  # asked, not answered yet

    def __post_init__(self) -> None:
        self._lists.extend(self.portal.lists)
        for url in self.options.also.get(self.portal.id, ()):
            if not any(same_path(url, one) for one in self.portal.lists):  # a list that failed is walked anyway
                self._ask(url, "file" if is_file(url) else "detail", None)

    # ------------------------------------------------------------ what to ask

    def next(self) -> Ask | None:
        """The next request, or None when the portal is done; asked one after the other, never two at once."""
        while True:
            if self._next_page is not None:
                self._pending, self._next_page = self._next_page, None
                return self._pending
            if self._asks:
                self.asked += 1
                self._pending = self._asks.popleft()
                return self._pending
            if self._items:
                self._unfold(*self._items.popleft())
            elif self._found:
                self._items.extend(self._oldest_first())
                self._found = []
            elif self._lists:
                self._list = self._lists.popleft()
                self._last_rows = ()
                self._turn_to(self.portal.paging.request(self._list, 1) or PageRequest(self._list), 1)
            else:
                return None

    def _turn_to(self, request: PageRequest, page: int) -> None:
        self._seen_pages.add(_key(request))
        self._next_page = Ask(request.url, "listing", page=page, request=request)

    def _oldest_first(self) -> Iterator[tuple[Item, bool]]:
        """The rows of one list from its end; a known row is settled if the newer row before it is known too."""
        for index in range(len(self._found) - 1, -1, -1):
            item, known = self._found[index]
            yield item, known and (index > 0 and self._found[index - 1][1])

    def _unfold(self, item: Item, settled: bool) -> None:
        """A row's addresses: its page first, which may name more files."""
        if item.detail_url and self.portal.follow_details:
            self._ask(item.detail_url, "detail", item, conditional=settled)
        for url in item.file_urls:
            self._ask(url, "file", item)

    def _ask(self, url: str, role: Role, item: Item | None, conditional: bool = True, first: bool = False) -> None:
        if same(url) in self._seen or url in self.options.skip:
            return
        self._seen.add(same(url))
        refusal = check_address(url)
        if refusal:
            self.asked += 1
            self._lose(url, refusal.reason, refusal.detail)
            return
        last = self.sink.last(url) if conditional else None
        ask = Ask(url, role, item, last.etag if last else None, last.last_modified if last else None)
        if first:
            self._asks.appendleft(ask)
        else:
            self._asks.append(ask)

    # ------------------------------------------------------------ what came

    def got(self, ask: Ask, answer: Answer) -> None:
        """Take a response with a good status."""
        if ask.role == "listing":
            self._got_listing(ask, answer)
        else:
            self._got_document(ask, answer)
        self._pending = None

    def failed(self, ask: Ask, reason: str, detail: str) -> None:
        """Take a request that gave nothing."""
        self._pending = None
        if ask.role != "listing":
            if reason != "not_found" or not self._is_gone(ask):
                self._lose(ask.url, reason, detail)
        elif ask.page > 1 and reason == "not_found" and self.portal.paging.kind in ("query", "path"):
            return  # counted one page too far: that is how such a list ends
        else:
            self._lose_listing(ask, reason, detail)

    def _is_gone(self, ask: Ask) -> bool:
        """Whether the address gave a document once: then that it is gone is an answer, and no failure."""
        news = self.sink.gone(ask.url)
        self.done += news is True
        self.gone += news is True
        self.unchanged += news is False
        return news is not None

    def broken(self, ask: Ask, error: Exception) -> None:
        """Our own code failed on an answer: the address is lost, the walk goes on."""
        self.failed(ask, "crawler_error", f"{type(error).__name__}: {error}")

    def stop(self) -> None:
        """The crawl ends here, done or not: what was not answered is for the next run, and is not counted as asked."""
        rest = (self._pending, self._next_page, self._asks, self._items, self._found, self._lists)
        if self._pending is not None and self._pending.role != "listing":
            self.asked -= 1
        if any(rest):
            self.complete = False
            self.notes.append("stopped before the end")

    def _lose(self, url: str, reason: str, detail: str) -> None:
        self.lost += 1
        self.sink.fail(self.portal.id, url, reason, detail)

    def _lose_listing(self, ask: Ask, reason: str, detail: str) -> None:
        """The list is what failed, whichever of its pages it was: it is walked again, its pages are no documents."""
        self.failed_listings += 1
        self.complete = False
        told = detail if ask.page == 1 else f"page {ask.page}, {ask.url}: {detail}"
        self.sink.fail(self.portal.id, self._list, reason, told)

    # ------------------------------------------------------------ lists

    def _got_listing(self, ask: Ask, answer: Answer) -> None:
        page = (
            read_page(answer.body, answer.url, answer.media_type)
            if is_data(answer.body) or is_html(answer.body, answer.media_type)
            else None
        )
        refusal = check_page(page, ask.url) if page and not is_data(answer.body) else None
        if refusal and not (ask.page > 1 and refusal.reason == "empty_page" and _is_fragment(ask)):
            self._lose_listing(ask, refusal.reason, refusal.detail)
            return
        self._keep(ask, answer, "listing", None)
        if page is None:
            self._lose_listing(ask, "listing_changed", f"not a web page: {answer.media_type}")
            return
        listing = ENGINES[self.portal.engine](page, self.portal)
        if ask.page == 1:
            problem = self._unexpected(page, listing)
            if problem:
                self._lose_listing(ask, *problem)
                if problem[0] != "stale_listing":
                    return
        elif listing.items == self._last_rows:
            return  # past the end many portals show the last or the first page again
        self.listings += 1
        self._last_rows = listing.items
        news = self._take(listing.items)
        if ask.page == 1:
            self.first_rows += len(listing.items)
            past = [item.issued for item in listing.items if item.issued and item.issued <= date.today().isoformat()]
            self.newest = max((*past, *filter(None, [self.newest])), default=None)
        if ask.page == 1 and self.portal.engine != "generic":
            self._compare(page, listing)
        self._turn_page(ask, listing, news)

    def _compare(self, page: Page, listing: Listing) -> None:
        """The reader without selectors is the check on every engine: where both see other documents, it is noted."""
        told = disagreement(listing, read_rows(page))
        if told:
            self.notes.append(f"{told}: {self._list}")

    def _unexpected(self, page: Page, listing: Listing) -> tuple[str, str] | None:
        """(reason, detail) if the first page of a list is not what the portal's YAML expects."""
        expect = self.portal.expect
        if len(listing.items) < expect.min_rows:
            generic = len(read_rows(page).items) if self.portal.engine != "generic" else 0
            told = f"{len(listing.items)} rows with engine {self.portal.engine}, expected {expect.min_rows}"
            return ("listing_changed", f"{told}; generic reads {generic}") if generic else ("empty_listing", told)
        numbers = [item.number for item in listing.items if item.number]
        if expect.number and numbers:
            good = sum(bool(re.search(expect.number, number)) for number in numbers)
            if good * 2 < len(numbers):
                return "listing_changed", f"{good} of {len(numbers)} numbers match {expect.number}"
        newest = max((item.issued for item in listing.items if item.issued), default=None)
        if expect.newest_within_days is not None and newest:
            age = (date.today() - date.fromisoformat(newest)).days
            if age > expect.newest_within_days:
                return "stale_listing", f"newest row is of {newest}"
        return None

    def _take(self, items: tuple[Item, ...]) -> bool:
        """Note the rows of a page; True if any of them is new or changed."""
        news = False
        for raw in items:
            item = self._on_site(raw)
            self.rows += 1
            address = item.detail_url or next(iter(item.file_urls), None)
            if address is None:
                self.notes.append(f"row without an address: {item.number or item.title}")
                continue
            last = self.sink.last(address)
            known = address in self.options.skip or (last is not None and last.item == item)
            news = news or not known
            self._found.append((item, known))
        return news

    def _on_site(self, item: Item) -> Item:
        """The row without a page on a foreign site (a newspaper, a social network); files may lie anywhere."""
        if item.detail_url and not same_site(item.detail_url, self.portal.lists):
            self.notes.append(f"left out, another site: {item.detail_url}")
            return replace(item, detail_url=None)
        return item

    def _turn_page(self, ask: Ask, listing: Listing, news: bool) -> None:
        paging = self.portal.paging
        if paging.kind == "none" or not listing.items:
            return
        if not news and self.portal.id not in self.options.full and not self._reaches_back(listing):
            return
        counted = paging.request(self._list, ask.page + 1)
        following = next((r for r in self._following(ask, listing, counted) if self._is_new_page(r)), None)
        if following is None:
            if counted is None and listing.notes:
                self.complete = False
                self.notes.extend(f"{note}: {ask.url}" for note in listing.notes)
            return
        if ask.page >= min(paging.max_pages, self.options.max_pages):
            self.complete = False
            self.notes.append(f"stopped after {ask.page} pages of {self._list}")
            return
        self._turn_to(following, ask.page + 1)

    def _reaches_back(self, listing: Listing) -> bool:
        """Whether a page still shows rows of the days that are looked at again; a row without a date is none."""
        since = self.options.since
        return since is not None and any((item.issued or "") >= since for item in listing.items)

    def _following(self, ask: Ask, listing: Listing, counted: PageRequest | None) -> Iterator[PageRequest]:
        """The requests that may bring the next page, best first: as the YAML counts, as the page says, as before."""
        if counted is not None:
            yield counted
            return
        if listing.next is not None:
            yield listing.next
        yield from (PageRequest(url) for url in listing.next_urls)
        again = ask.request.advanced() if ask.request else None
        if again is not None:
            yield again

    def _is_new_page(self, request: PageRequest) -> bool:
        return _key(request) not in self._seen_pages and check_address(request.url) is None

    # ------------------------------------------------------------ documents

    def _got_document(self, ask: Ask, answer: Answer) -> None:
        last = self.sink.last(ask.url)
        if answer.status == 304 and last is not None:
            self._same(ask)
            return
        if not answer.body:
            self._lose(ask.url, "empty_page", "no bytes")
            return
        page = (
            read_page(answer.body, answer.url, answer.media_type) if is_html(answer.body, answer.media_type) else None
        )
        refusal = (check_redirect(ask.url, answer.url) or check_page(page, ask.url)) if page else None
        if refusal:
            self._lose(ask.url, refusal.reason, refusal.detail)
            return
        if page is not None and ask.role == "file":
            self._lose(ask.url, "not_a_file", f"a web page: {page.title()[:80]}")
            return
        if last is not None and last.sha256 == hashlib.sha256(answer.body).hexdigest() and last.item == ask.item:
            self._same(ask)
        else:
            self._keep(ask, answer, "detail" if page else "file", ask.item)
            self.done += 1
        if page is not None:
            for url in reversed(main_files(page)):
                self._ask(url, "file", ask.item, first=True)

    def _same(self, ask: Ask) -> None:
        self.unchanged += 1
        self.sink.unchanged(ask.url)

    def _keep(self, ask: Ask, answer: Answer, role: Role, item: Item | None) -> Capture:
        return self.sink.keep(
            answer.body,
            url=ask.kept_as,
            role=role,
            portal=self.portal.id,
            province=self.portal.province,
            issuer=(item.issuer if item else None) or self.portal.issuer,
            media_type=answer.media_type,
            status=answer.status,
            etag=answer.etag,
            last_modified=answer.last_modified,
            item=item,
            exchange=answer.exchange,
        )

    def summary(self) -> PortalSummary:
        """The account so far."""
        return PortalSummary(
            portal=self.portal.id,
            asked=self.asked + self.failed_listings,
            done=self.done,
            unchanged=self.unchanged,
            failed=self.lost + self.failed_listings,
            listings=self.listings,
            rows=self.rows,
            failed_listings=self.failed_listings,
            complete=self.complete,
            notes=tuple(dict.fromkeys(self.notes)),
            gone=self.gone,
            first_rows=self.first_rows,
            newest=self.newest,
        )


def _key(request: PageRequest) -> str:
    """What makes two requests for a page the same page: the address and what is sent, without the page's own state."""
    told = "&".join(f"{k}={v}" for k, v in request.form if not k.startswith("__VIEWSTATE") and k != "__EVENTVALIDATION")
    return f"{same(request.url)} {request.body}{told}".rstrip()


def _is_fragment(ask: Ask) -> bool:
    """True for a pager's own service, whose answer past the end holds nothing."""
    return ask.request is not None and bool(ask.request.counter)
