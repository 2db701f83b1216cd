"""The walk through one portal: which address is asked next, and what an answer means. Knows nothing of the network.

Lists are walked from their first page until a page brings only what is known; then the documents found are asked for
oldest first. So a known row vouches for everything behind it, even when a crawl was killed half way; the newest known
row is vouched for by its stored page, whose files must all be here. What is known is not asked for again.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from documents.record import Capture, Item, Role
from scrapers.account import Account
from scrapers.addresses import canonical, clean, same, same_path, same_site
from scrapers.ask import Answer, Ask
from scrapers.engines import ENGINES
from scrapers.expected import alike, check_first_page, is_future, newest_day, tidy
from scrapers.guards import check_address, check_page, check_redirect
from scrapers.listing import Listing, disagreement, read_rows
from scrapers.options import CrawlOptions
from scrapers.page import Page, is_data, is_file, is_html, main_files, read_page
from scrapers.page_request import PageRequest
from scrapers.portal import Portal
from scrapers.sink import PortalSummary, Sink
from scrapers.turning import Pages, is_end

HOST_TROUBLE = frozenset({"timeout", "connection", "dns", "tls", "http_error"})
ENOUGH = 5  # such failures of one host in a row: it is left alone for this run


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a list; `known` if it came before and says the same, `settled` if its files are known to be here too."""

    item: Item
    known: bool
    settled: bool = False


@dataclass(slots=True)
class Walk:
    """One portal's crawl. Call `next` for an Ask, then `got` or `failed` with its outcome, until `next` gives None."""

    portal: Portal
    sink: Sink
    options: CrawlOptions = field(default_factory=CrawlOptions)
    account: Account = field(default_factory=Account)
    _lists: deque[str] = field(default_factory=deque)
    _pages: Pages | None = None  # of the list being walked
    _next_page: Ask | None = None
    _rows: list[Found] = field(default_factory=list)  # of the list being walked, in its order
    _items: deque[Found] = field(default_factory=deque)
    _asks: deque[Ask] = field(default_factory=deque)
    _seen: set[str] = field(default_factory=set)
    _hashes: dict[str, str] = field(default_factory=dict)
    _troubles: Counter[str] = field(default_factory=Counter)  # failures in a row, by host
    _pending: Ask | None = None  # asked, not answered yet

    def __post_init__(self) -> None:
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

    def _unfold(self, row: Found) -> None:
        """A row's addresses: its page first, which may name more files; of what is known only what is missing."""
        item, again = row.item, self.options.since is not None
        if row.known and not again:
            if not row.settled:
                self._ask_missing(item)
            return
        if item.detail_url and self.portal.follow_details:
            self._ask(item.detail_url, "detail", item, conditional=row.settled)
        for url in item.file_urls:
            self._ask(url, "file", item)

    def _ask_missing(self, item: Item) -> None:
        """Ask for the files of a known row that are not here: a crawl may have been killed before them."""
        files = [*item.file_urls]
        last = self.sink.last(canonical(item.detail_url)) if item.detail_url and self.portal.follow_details else None
        if last is not None and item.detail_url:
            page = self._read(Answer(item.detail_url, 200, self.sink.body(last), last.media_type))
            files.extend(main_files(page) if page else ())
        for url in files:
            if self.sink.last(canonical(url)) is None:
                self._ask(url, "file", item)

    def _ask(self, url: str, role: Role, item: Item | None, conditional: bool = True, first: bool = False) -> None:
        cleaned = clean(url)
        self.account.odd["session_ids"] += cleaned != url
        if same(url) in self._seen or canonical(url) in self.options.skip:
            return
        self._seen.add(same(url))
        refusal = check_address(url)
        if refusal:
            self.account.asked += 1
            self.account.odd["url_trap"] += refusal.reason == "url_trap"
            self._lose(canonical(url), refusal.reason, refusal.detail)
            return
        last = self.sink.last(canonical(url)) if conditional else None
        ask = Ask(cleaned, role, item, last.etag if last else None, last.last_modified if last else None)
        if first:
            self._asks.appendleft(ask)
        else:
            self._asks.append(ask)

    # ------------------------------------------------------------ what came

    def got(self, ask: Ask, answer: Answer) -> None:
        """Take a response with a good status."""
        self._troubles[urlsplit(ask.url).hostname or ""] = 0
        self.account.odd.update(answer.odd)
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
            self.account.complete = False
            self.account.notes.append(f"{host} failed {ENOUGH} times in a row ({reason}): left for the next crawl")

    def _is_gone(self, ask: Ask) -> bool:
        """Whether the address gave a document once: then that it is gone is an answer, and no failure."""
        news = self.sink.gone(ask.kept_as)
        self.account.done += news is True
        self.account.gone += news is True
        self.account.unchanged += news is False
        return news is not None

    def broken(self, ask: Ask, error: Exception) -> None:
        """Our own code failed on an answer: the address is lost, the walk goes on."""
        self.failed(ask, "crawler_error", f"{type(error).__name__}: {error}")

    def stop(self) -> None:
        """The crawl ends here, done or not: what was not answered is for the next run, and is not counted as asked."""
        rest = (self._pending, self._next_page, self._asks, self._items, self._rows, self._lists)
        if self._pending is not None and self._pending.role != "listing":
            self.account.asked -= 1
        if any(rest):
            self.account.complete = False
            self.account.notes.append("stopped before the end")

    def _lose(self, url: str, reason: str, detail: str) -> None:
        self.account.lost += 1
        self.sink.fail(self.portal.id, url, reason, detail)

    def _lose_listing(self, ask: Ask, reason: str, detail: str) -> None:
        """The list is what failed, whichever of its pages it was: it is walked again, its pages are no documents."""
        assert self._pages is not None
        self.account.failed_listings += 1
        self.account.complete = False
        told = detail if ask.page == 1 else f"page {ask.page}, {ask.url}: {detail}"
        self.sink.fail(self.portal.id, self._pages.url, reason, told)

    # ------------------------------------------------------------ lists

    def _got_listing(self, ask: Ask, answer: Answer) -> None:
        assert self._pages is not None
        last = self.sink.last(ask.kept_as) if answer.status == 304 else None
        if last is not None:  # the same as last time: read once more, as if it had come
            answer = self._as_before(last, answer)
        page = self._read(answer, data=True)
        refusal = check_page(page, ask.url) if page and not is_data(answer.body) else None
        if refusal:
            if not is_end(ask, refusal.reason, self.portal.paging):
                self._lose_listing(ask, refusal.reason, refusal.detail)
            return
        if last is None:
            self._keep(ask, answer, "listing", None)
        else:
            self.sink.unchanged(ask.kept_as)
        if page is None:
            self._lose_listing(ask, "listing_changed", f"not a web page: {answer.media_type}")
            return
        self._read_rows(ask, page)

    def _read_rows(self, ask: Ask, page: Page) -> None:
        """Take the rows of a list's page, and turn to the next one."""
        assert self._pages is not None
        listing = ENGINES[self.portal.engine](page, self.portal)
        if ask.page == 1:
            problem = check_first_page(page, listing, self.portal)
            if problem:
                self._lose_listing(ask, *problem)
                if problem[0] != "stale_listing":
                    return
        items = self._tidied(listing.items)
        if self._pages.repeats(items) and ask.page > 1:
            self.account.odd["repeated_page"] += 1
            return  # past the end many portals show the last or the first page again
        self.account.listings += 1
        news = self._take(items)
        if ask.page == 1:
            self.account.first_rows += len(items)
            known = (newest_day(items), self.account.newest)
            self.account.newest = max(filter(None, known), default=None)
            self._compare(page, listing)
        self._turn_page(ask, listing, news)

    def _tidied(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        self.account.odd["future_date"] += sum(map(is_future, items))
        return tuple(map(tidy, items))

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
            address = (item.detail_url if self.portal.follow_details else None) or next(iter(item.file_urls), None)
            if address is None:
                self.account.notes.append(f"row without an address: {item.number or item.title}")
                continue
            address = canonical(address)
            last = self.sink.last(address)
            known = address in self.options.skip or (last is not None and alike(last.item, item))
            news = news or not known
            self._rows.append(Found(item, known))
        return news or len(self._rows) == before

    def _on_site(self, item: Item) -> Item:
        """The row without a page on a foreign site (a newspaper, a social network); files may lie anywhere."""
        if item.detail_url and not same_site(item.detail_url, self.portal.addresses):
            self.account.odd["other_site"] += 1
            self.account.notes.append(f"left out, another site: {item.detail_url}")
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
                self.account.complete = False
                self.account.notes.extend(f"{note}: {ask.url}" for note in listing.notes)
            return
        if ask.page >= min(paging.max_pages, self.options.max_pages):
            self.account.complete = False
            self.account.notes.append(f"stopped after {ask.page} pages of {self._pages.url}")
            return
        self._turn_to(following, ask.page + 1)

    def _reaches_back(self, listing: Listing) -> bool:
        """Whether a page still shows rows of the days that are looked at again; a row without a date is none."""
        since = self.options.since
        return since is not None and any((item.issued or "") >= since for item in listing.items)

    # ------------------------------------------------------------ documents

    def _got_document(self, ask: Ask, answer: Answer) -> None:
        last = self.sink.last(ask.kept_as)
        if answer.status == 304 and last is not None:
            answer = self._as_before(last, answer)
        if not answer.body:
            self._lose(ask.kept_as, "empty_page", "no bytes")
            return
        page = self._read(answer)
        refusal = (check_redirect(ask.url, answer.url) or check_page(page, ask.url)) if page else None
        if refusal:
            self._lose(ask.kept_as, refusal.reason, refusal.detail)
            return
        if page is not None and ask.role == "file":
            self._lose(ask.kept_as, "not_a_file", f"a web page: {page.title()[:80]}")
            return
        sha256 = hashlib.sha256(answer.body).hexdigest()
        self.account.odd["same_file"] += page is None and self._hashes.setdefault(sha256, ask.kept_as) != ask.kept_as
        if last is not None and last.sha256 == sha256 and last.item == ask.item:
            self.account.unchanged += 1
            self.sink.unchanged(ask.kept_as)
        else:
            self._keep(ask, answer, "detail" if page else "file", ask.item)
            self.account.done += 1
        if page is not None:
            for url in reversed(main_files(page)):
                self._ask(url, "file", ask.item, first=True)

    def _as_before(self, last: Capture, answer: Answer) -> Answer:
        """What came last time, for an answer that says it is still so."""
        return Answer(
            answer.url,
            last.status or 200,
            self.sink.body(last),
            last.media_type,
            answer.etag or last.etag,
            answer.last_modified or last.last_modified,
        )

    @staticmethod
    def _read(answer: Answer, data: bool = False) -> Page | None:
        """The answer as a page, or None for a file; `data` takes what is meant for programs too."""
        if is_html(answer.body, answer.media_type) or (data and is_data(answer.body)):
            return read_page(answer.body, answer.url, answer.media_type)
        return None

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
        return self.account.summary(self.portal.id)
