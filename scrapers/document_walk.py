"""Asking for a portal's documents: what of a row is asked for, and what an answer is worth. Knows no network."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field

from documents.record import Capture, Item, Role
from scrapers.account import PortalSummary
from scrapers.addresses import canonical, clean, same
from scrapers.ask import Answer, Ask
from scrapers.guards import check_address, check_page, check_redirect
from scrapers.options import CrawlOptions
from scrapers.page import Page, is_data, is_html, main_files, read_page
from scrapers.portal import Portal
from scrapers.sink import Sink


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a list; `known` if it came before and says the same, `settled` if its files are known to be here too."""

    item: Item
    known: bool
    settled: bool = False


@dataclass(slots=True)
class Documents:
    """The documents of one portal: those waiting to be asked for, and those that came."""

    portal: Portal
    sink: Sink
    options: CrawlOptions = field(default_factory=CrawlOptions)
    account: PortalSummary = field(init=False)
    _asks: deque[Ask] = field(default_factory=deque)
    _seen: set[str] = field(default_factory=set)
    _hashes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.account = PortalSummary(self.portal.id)

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
        self.account.saw("session_ids", cleaned != url)
        if same(url) in self._seen or canonical(url) in self.options.skip:
            return
        self._seen.add(same(url))
        refusal = check_address(url)
        if refusal:
            self.account.asked += 1
            self.account.saw("url_trap", refusal.reason == "url_trap")
            self._lose(canonical(url), refusal.reason, refusal.detail)
            return
        last = self.sink.last(canonical(url)) if conditional else None
        ask = Ask(cleaned, role, item, last.etag if last else None, last.last_modified if last else None)
        if first:
            self._asks.appendleft(ask)
        else:
            self._asks.append(ask)

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
            if refusal.reason != "soft_404" or not self._is_gone(ask, softly=True):
                self._lose(ask.kept_as, refusal.reason, refusal.detail)
            return
        if page is not None and ask.role == "file":
            self._lose(ask.kept_as, "not_a_file", f"a web page: {page.title()[:80]}")
            return
        sha256 = hashlib.sha256(answer.body).hexdigest()
        self.account.saw("same_file", page is None and self._hashes.setdefault(sha256, ask.kept_as) != ask.kept_as)
        if last is not None and last.sha256 == sha256 and last.item == ask.item:
            self.account.unchanged += 1
            self.sink.unchanged(ask.kept_as)
        else:
            self._keep(ask, answer, "detail" if page else "file", ask.item)
            self.account.done += 1
        if page is not None:
            for url in reversed(main_files(page)):
                self._ask(url, "file", ask.item, first=True)

    def _is_gone(self, ask: Ask, softly: bool = False) -> bool:
        """Whether the address gave a document once: then that it is gone is an answer, and no failure.

        `softly`: a page says so that came with a good status, which may be the portal's own trouble.
        """
        news = self.sink.gone(ask.kept_as)
        self.account.saw("soft_404", softly and news is True)
        self.account.done += news is True
        self.account.gone += news is True
        self.account.unchanged += news is False
        return news is not None

    def _lose(self, url: str, reason: str, detail: str) -> None:
        self.account.failed += 1
        self.sink.fail(self.portal.id, url, reason, detail)

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
