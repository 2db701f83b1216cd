"""The walk through one portal: which address is asked next, and what an answer means. Knows nothing of the network.

Lists are walked from their first page until a page brings only what is known; then the documents found are asked for
oldest first. So a known row vouches for everything behind it, even when a crawl was killed half way; the newest known
row is vouched for by its stored page, whose files must all be here. What is known is not asked for again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from documents.record import Capture, Item, Role
from scrapers.addresses import canonical, clean, same_path, same_site
from scrapers.ask import Answer, Ask
from scrapers.document_walk import Documents, Found
from scrapers.engines import ENGINES
from scrapers.expected import alike, check_change, check_first_page, is_future, newest_day, tidy
from scrapers.guards import check_page
from scrapers.listing import DOCUMENTS, Listing, disagreement, read_rows
from scrapers.page import Page, is_data, is_file
from scrapers.page_request import PageRequest
from scrapers.turning import Pages, is_end

HOST_TROUBLE = frozenset({"timeout", "connection", "dns", "tls", "http_error"})
ENOUGH = 5  # such failures of one host in a row: it is left alone for this run


@dataclass(slots=True)
class Walk(Documents):
    """One portal's crawl. Call `next` for an Ask, then `got` or `failed` with its outcome, until `next` gives None."""

    _lists: deque[str] = field(default_factory=deque)
    _pages: Pages | None = None  # of the list being walked
    _next_page: Ask | None = None
    _rows: list[Found] = field(default_factory=list)  # of the list being walked, in its order
    _items: deque[Found] = field(default_factory=deque)
    _troubles: Counter[str] = field(default_factory=Counter)  # failures in a row, by host
    _pending: Ask | None = None  # asked, not answered yet

    def __post_init__(self) -> None:
        Documents.__post_init__(self)
        if self.options.lists:
            self._lists.extend(self.portal.lists)
        for url in self.options.also.get(self.portal.id, ()):
            if any(same_path(url, one) for one in self.portal.lists):
                continue  # a list that failed is walked anyway
            last = self.sink.last(canonical(url))
            role: Role = last.role if last else "file" if is_file(url) else "detail"
            self._ask(url, role, last.item if last else None)

    # ------------------------------------------------------------ what to ask

    def next(self) -> Ask | None:
        """The next request, or None when the portal is done; asked one after the other, never two at once."""
        while True:
            if self._next_page is not None:
                self._pending, self._next_page = self._next_page, None
                return self._pending
            if self._asks:
                ask = self._asks.popleft()
                self.account.asked += 1
                if self._is_down(ask.url):
                    self._lose(ask.kept_as, "connection", f"not asked for: its host failed {ENOUGH} times in a row")
                    continue
                self._pending = ask
                return ask
            if self._is_down(*self.portal.lists):
                return None  # what is not asked for now is new to the next crawl
            if self._items:
                self._unfold(self._items.popleft())
            elif self._rows:
                self._items.extend(self._oldest_first())
                self._rows = []
            elif self._lists:
                self._pages = Pages(self._lists.popleft(), self.portal.paging)
                self._turn_to(self._pages.first(), 1)
            else:
                return None

    def _is_down(self, *urls: str) -> bool:
        return bool(urls) and all(self._troubles[urlsplit(url).hostname or ""] >= ENOUGH for url in urls)

    def _turn_to(self, request: PageRequest, page: int) -> None:
        assert self._pages is not None
        self._pages.note(request)
        request = replace(request, url=clean(request.url))
        ask = Ask(request.url, "listing", page=page, request=request)
        again = self.options.since is None and self.portal.id not in self.options.full and request.method == "GET"
        last = self.sink.last(ask.kept_as) if again else None
        self._next_page = replace(ask, etag=last.etag, last_modified=last.last_modified) if last else ask

    def _oldest_first(self) -> Iterator[Found]:
        """The rows of one list from its end; a known row is settled if the newer row before it is known too."""
        for index in range(len(self._rows) - 1, -1, -1):
            row = self._rows[index]
            yield replace(row, settled=row.known and index > 0 and self._rows[index - 1].known)

    # ------------------------------------------------------------ what came

    def got(self, ask: Ask, answer: Answer) -> None:
        """Take a response with a good status."""
        self._troubles[urlsplit(ask.url).hostname or ""] = 0
        for oddity in answer.odd:
            self.account.saw(oddity)
        if ask.role == "listing":
            self._got_listing(ask, answer)
        else:
            self._got_document(ask, answer)
        self._pending = None

    def failed(self, ask: Ask, reason: str, detail: str) -> None:
        """Take a request that gave nothing."""
        self._pending = None
        host = urlsplit(ask.url).hostname or ""
        self._troubles[host] = self._troubles[host] + 1 if reason in HOST_TROUBLE else 0
        if ask.role == "listing":
            if not is_end(ask, reason, self.portal.paging):
                self._lose_listing(ask, reason, detail)
        elif reason != "not_found" or not self._is_gone(ask):
            self._lose(ask.kept_as, reason, detail)
        if self._troubles[host] == ENOUGH:
            self.account.cut_short(f"{host} failed {ENOUGH} times in a row ({reason}): left for the next crawl")

    def broken(self, ask: Ask, error: Exception) -> None:
        """Our own code failed on an answer: the address is lost, the walk goes on."""
        self.failed(ask, "crawler_error", f"{type(error).__name__}: {error}")

    def stop(self) -> None:
        """The crawl ends here, done or not: what was not answered is for the next run, and is not counted as asked."""
        rest = (self._pending, self._next_page, self._asks, self._items, self._rows, self._lists)
        if self._pending is not None and self._pending.role != "listing":
            self.account.asked -= 1
        if any(rest):
            self.account.cut_short("stopped before the end")

    def _lose_listing(self, ask: Ask, reason: str, detail: str) -> None:
        """The list is what failed, whichever of its pages it was: it is walked again, its pages are no documents."""
        assert self._pages is not None
        self.account.asked += 1
        self.account.failed += 1
        self.account.failed_listings += 1
        self.account.cut_short()
        told = detail if ask.page == 1 else f"page {ask.page}, {ask.url}: {detail}"
        self.sink.fail(self.portal.id, self._pages.url, reason, told)

    # ------------------------------------------------------------ lists

    def _got_listing(self, ask: Ask, answer: Answer) -> None:
        assert self._pages is not None
        before = self.sink.last(ask.kept_as)
        same = before is not None and answer.status == 304
        if before is not None and same:  # the same as last time: read once more, as if it had come
            answer = self._as_before(before, answer)
        page = self._read(answer, data=True)
        refusal = check_page(page, ask.url) if page and not is_data(answer.body) else None
        if refusal:
            if not is_end(ask, refusal.reason, self.portal.paging):
                self._lose_listing(ask, refusal.reason, refusal.detail)
            return
        if same:
            self.sink.unchanged(ask.kept_as)
        else:
            self._keep(ask, answer, "listing", None)
        if page is None:
            self._lose_listing(ask, "listing_changed", f"not a web page: {answer.media_type}")
            return
        self._read_rows(ask, page, before)

    def _read_rows(self, ask: Ask, page: Page, before: Capture | None) -> None:
        """Take the rows of a list's page, and turn to the next one."""
        assert self._pages is not None
        listing = ENGINES[self.portal.engine](page, self.portal)
        if ask.page == 1:
            problem = check_first_page(page, listing, self.portal) or self._check_change(listing, before)
            if problem:
                self._lose_listing(ask, *problem)
                if problem[0] != "stale_listing":
                    return
        items = self._tidied(listing.items)
        if self._pages.repeats(items) and ask.page > 1:
            self.account.saw("repeated_page")
            return  # past the end many portals show the last or the first page again
        self.account.listings += 1
        news = self._take(items)
        if ask.page == 1:
            self.account.first_rows += len(items)
            known = (newest_day(items), self.account.newest)
            self.account.newest = max(filter(None, known), default=None)
            self._compare(page, listing)
        self._turn_page(ask, listing, news)

    def _check_change(self, listing: Listing, before: Capture | None) -> tuple[str, str] | None:
        assert self._pages is not None
        if before is None or listing.confidence >= DOCUMENTS:
            return None
        page = self._read(Answer(self._pages.url, 200, self.sink.body(before), before.media_type), data=True)
        shown = ENGINES[self.portal.engine](page, self.portal) if page else None
        known = any(self._last(item) for item in listing.items)
        also = self.options.also.get(self.portal.id, ())
        return check_change(listing, shown, known, failing=self._pages.url in self.options.skip.union(also))

    def _last(self, item: Item) -> Capture | None:
        """What is here of a row: its page, or its first file."""
        address = self._address(item)
        return self.sink.last(address) if address else None

    def _address(self, item: Item) -> str | None:
        """What a row is known by: the address of its page where pages are followed, else of its first file."""
        address = (item.detail_url if self.portal.follow_details else None) or next(iter(item.file_urls), None)
        return canonical(address) if address else None

    def _tidied(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        self.account.saw("future_date", sum(map(is_future, items)))
        tidied = tuple(map(tidy, items))
        changed = sum(a.detail_url != b.detail_url for a, b in zip(items, tidied, strict=True))
        self.account.saw("session_ids", changed)
        return tidied

    def _compare(self, page: Page, listing: Listing) -> None:
        """The reader without selectors is the check on every engine: where both see other documents, it is told."""
        assert self._pages is not None
        told = disagreement(listing, read_rows(page)) if self.portal.engine != "generic" else None
        self.sink.compared(self.portal.id, self._pages.url, told)

    def _take(self, items: tuple[Item, ...]) -> bool:
        """Note the rows of a page; True if any of them is new or changed, or none of them can tell."""
        news, before = False, len(self._rows)
        for raw in items:
            item = self._on_site(raw)
            self.account.rows += 1
            address = self._address(item)
            if address is None:
                self.account.note(f"row without an address: {item.number or item.title}")
                continue
            last = self.sink.last(address)
            known = address in self.options.skip or (last is not None and alike(last.item, item))
            news = news or not known
            self._rows.append(Found(item, known))
        return news or len(self._rows) == before

    def _on_site(self, item: Item) -> Item:
        """The row without a page on a foreign site (a newspaper, a social network); files may lie anywhere."""
        if item.detail_url and not same_site(item.detail_url, self.portal.addresses):
            self.account.saw("other_site")
            self.account.note(f"left out, another site: {item.detail_url}")
            return replace(item, detail_url=None)
        return item

    def _turn_page(self, ask: Ask, listing: Listing, news: bool) -> None:
        assert self._pages is not None
        paging = self.portal.paging
        if paging.kind == "none" or not listing.items:
            return
        if not news and self.portal.id not in self.options.full and not self._reaches_back(listing):
            return
        following = self._pages.following(ask, listing)
        if following is None:
            if listing.notes and not self._pages.is_counted(ask):
                self.account.cut_short(*(f"{note}: {ask.url}" for note in listing.notes))
            return
        if ask.page >= min(paging.max_pages, self.options.max_pages):
            self.account.cut_short(f"stopped after {ask.page} pages of {self._pages.url}")
            return
        self._turn_to(following, ask.page + 1)

    def _reaches_back(self, listing: Listing) -> bool:
        """Whether a page still shows rows of the days that are looked at again; a row without a date is none."""
        since = self.options.since
        return since is not None and any((item.issued or "") >= since for item in listing.items)
