"""Is a portal as its file says? The first page of each list, its second, and one document, asked as a crawl asks.

Each finding is one line: what was looked at, whether it is right, what was seen, and what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from documents.record import Item
from scrapers.ask import Ask
from scrapers.crawl import look_at
from scrapers.engines import ENGINES
from scrapers.errors import REASONS
from scrapers.expected import is_future, newest_day, today
from scrapers.found import guess_engines
from scrapers.listing import DOCUMENTS, Listing, disagreement, read_rows
from scrapers.options import CrawlOptions
from scrapers.page import Page, is_html, main_files
from scrapers.portal import Portal
from scrapers.script import Outcome, ScriptedWalk, Steps, page_of
from scrapers.turning import Pages

State = Literal["right", "note", "wrong"]
_OLD = 120  # days without a new row that are worth a note where the file expects nothing
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF", r"\.pdf$"),
    (b"PK\x03\x04", "ZIP, DOCX or XLSX", r"\.(docx|xlsx|pptx|zip|odt|ods)$"),
    (b"\xd0\xcf\x11\xe0", "old Office (DOC, XLS)", r"\.(doc|xls|ppt|msg)$"),
    (b"{\\rtf", "RTF", r"\.(rtf|doc)$"),
    (b"Rar!", "RAR", r"\.rar$"),
    (b"7z\xbc\xaf", "7z", r"\.7z$"),
    (b"II*\x00", "TIFF", r"\.tiff?$"),
    (b"MM\x00*", "TIFF", r"\.tiff?$"),
    (b"\xff\xd8\xff", "JPEG", r"\.jpe?g$"),
)
_ENDING = re.compile(r"\.[a-z0-9]{2,4}$", re.I)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `check` is its name, `told` what was seen, `what_to_do` empty where it is right."""

    portal: str
    url: str
    check: str
    state: State
    told: str
    what_to_do: str = ""


def check_portals(portals: Sequence[Portal], options: CrawlOptions) -> list[Finding]:
    """What is right and wrong with each portal's lists; run it as a crawl, once in a process. Raises OptionsError."""
    checkups = [Checkup(portal) for portal in portals]
    look_at([checkup.walk() for checkup in checkups], options)
    return [finding for checkup in checkups for finding in checkup.findings]


@dataclass(slots=True)
class Checkup:
    """The findings of one portal; a portal without lists is only seen to answer."""

    portal: Portal
    findings: list[Finding] = field(default_factory=list)

    def walk(self) -> ScriptedWalk:
        """The checkup as the spider walks it."""
        home = (self.portal.home,) if self.portal.home and not self.portal.lists else ()
        return ScriptedWalk(replace(self.portal, lists=self.portal.lists or home), self._steps())

    def _steps(self) -> Steps:
        for url in self.portal.lists:
            yield from self._check_list(url)
        if not self.portal.lists and self.portal.home:
            outcome = yield Ask(self.portal.home, "listing")
            if self._reached(self.portal.home, outcome) is not None:
                advice = f"Find its lists: vanban portals discover {self.portal.home} --write {self.portal.id}.yaml"
                self._say(self.portal.home, "rows", "note", "no list is known", advice)

    def _check_list(self, url: str) -> Steps:
        pages = Pages(url, self.portal.paging)
        request = pages.first()
        pages.note(request)
        ask = Ask(request.url, "listing", page=1, request=request)
        page = self._reached(url, (yield ask))
        if page is None:
            return
        listing = ENGINES[self.portal.engine](page, self.portal)
        for check, state, told, advice in check_listing(page, listing, self.portal):
            self._say(url, check, state, told, advice)
        if not listing.items:
            return
        pages.repeats(listing.items)
        yield from self._check_paging(url, ask, listing, pages)
        yield from self._check_file(url, listing.items)

    def _reached(self, url: str, outcome: Outcome) -> Page | None:
        """The page that came; findings on reach, certificate, robots.txt and what stands in front of it."""
        page, reason, detail = page_of(outcome)
        if reason in ("robots_disallowed", "tls"):
            self._say(url, "robots" if reason == "robots_disallowed" else "tls", "wrong", detail, REASONS[reason])
        elif outcome.answer is None:
            self._say(url, "reach", "wrong", f"{reason}: {detail}", REASONS.get(reason, ""))
        elif reason:
            advice = REASONS.get(reason, "Open the address by hand: it gives no web page.")
            self._say(url, "page", "wrong", f"{reason}: {detail}", advice)
        else:
            self._say_reached(url, outcome)
        return page if not reason else None

    def _say_reached(self, url: str, outcome: Outcome) -> None:
        answer = outcome.answer
        assert answer is not None
        moved = urlsplit(answer.url).hostname != urlsplit(outcome.ask.url).hostname
        advice = "Put the new address into `lists`." if moved else ""
        where = f", moved to {answer.url}" if moved else ""
        self._say(url, "reach", "note" if moved else "right", f"status {answer.status}{where}", advice)
        secure = answer.exchange.tls if answer.exchange else None
        if secure:
            sure = "not verified" not in secure
            advice = "Nobody vouches for this certificate: see whether its chain is incomplete."
            self._say(url, "tls", "right" if sure else "note", secure, advice)
        self._say(url, "robots", "right", "allowed")

    def _check_paging(self, url: str, ask: Ask, listing: Listing, pages: Pages) -> Steps:
        """Whether page 2 brings rows that page 1 has not."""
        if self.portal.paging.kind == "none":
            self._say(url, "paging", "right", "one page only, as the file says")
            return
        following = pages.following(ask, listing)
        if following is None:
            alone = "; ".join(listing.notes) or "no further page is named"
            advice = "See whether the list has more pages; if so, say in `paging` how they are asked for."
            self._say(url, "paging", "note", alone, advice)
            return
        page, reason, detail = page_of((yield Ask(following.url, "listing", page=2, request=following)))
        rows = ENGINES[self.portal.engine](page, self.portal).items if page is not None and not reason else ()
        advice = "Open page 2 by hand and correct `paging`: name, first or step."
        if reason:
            self._say(url, "paging", "wrong", f"page 2 could not be had, {reason}: {detail}", advice)
        elif not rows:
            self._say(url, "paging", "wrong", f"page 2 has no rows: {following.url}", advice)
        elif pages.repeats(rows):
            self._say(url, "paging", "wrong", f"page 2 repeats page 1: {following.url}", advice)
        else:
            new = sum(row not in listing.items for row in rows)
            self._say(url, "paging", "right", f"page 2 shows {len(rows)} rows, {new} of them new")

    def _check_file(self, url: str, items: tuple[Item, ...]) -> Steps:
        """Whether one of the newest documents has a file that downloads and is what it says."""
        address = yield from self._a_file(url, items[:3])
        if address is None:
            return
        outcome = yield Ask(address, "file", items[0])
        answer = outcome.answer
        if answer is None:
            told = f"{outcome.reason}: {outcome.detail}: {address}"
            self._say(url, "file", "wrong", told, REASONS.get(outcome.reason, ""))
            return
        state, told, advice = check_file(answer.body, answer.media_type, address)
        self._say(url, "file", state, told if state == "right" else f"{told}: {address}", advice)

    def _a_file(self, url: str, items: tuple[Item, ...]) -> Generator[Ask, Outcome, str | None]:
        """The first file that a row, or its page, names; the page is asked first, it may open a session."""
        told = ""
        for item in items:
            page, reason, detail = None, "", ""
            if item.detail_url:
                page, reason, detail = page_of((yield Ask(item.detail_url, "detail", item)))
                told = f"{reason}: {detail}: {item.detail_url}" if reason else f"no file on {item.detail_url}"
            files = item.file_urls or (main_files(page) if page is not None and not reason else ())
            if files or reason == "not_a_page":
                return files[0] if files else item.detail_url
        advice = "Open a document by hand: where does its file lie? Its text may be the page itself."
        self._say(url, "file", "note", told or "rows without an address", advice)
        return None

    def _say(self, url: str, check: str, state: State, told: str, advice: str = "") -> None:
        self.findings.append(Finding(self.portal.id, url, check, state, told[:300], "" if state == "right" else advice))


def check_listing(page: Page, listing: Listing, portal: Portal) -> Iterator[tuple[str, State, str, str]]:
    """(check, state, what was seen, what to do) on the first page of a list: rows, reader, age and numbers."""
    expect, items = portal.expect, listing.items
    reader = read_rows(page)
    family = next((e for e in guess_engines(page) if e != portal.engine), None)
    hint = f" The page shows signs of {family}." if family else ""
    if len(items) < expect.min_rows:
        told = f"{len(items)} rows with engine {portal.engine}, {expect.min_rows} expected"
        advice = f"The reader without selectors finds {len(reader.items)}: correct `engine` or `expect.min_rows`.{hint}"
        yield "rows", "wrong", told, advice if reader.items else REASONS["empty_listing"] + hint
    elif expect.max_rows is not None and len(items) > expect.max_rows:
        yield (
            "rows",
            "wrong",
            f"{len(items)} rows, at most {expect.max_rows} expected",
            REASONS["listing_changed"] + hint,
        )
    elif listing.confidence < DOCUMENTS:
        told = f"{len(items)} rows, but only {listing.confidence:.0%} speak of documents"
        yield "rows", "note", told, "See whether this is a list of news; another list may hold the documents."
    else:
        yield "rows", "right", f"{len(items)} rows, {expect.min_rows} expected", ""
    if portal.engine != "generic" and items:
        differs = disagreement(listing, reader)
        advice = "One of the two is wrong: look at the page; `engine: generic` takes the reader's rows." + hint
        yield "reader", "wrong" if differs else "right", differs or "engine and reader agree", advice
    if items:
        yield _check_age(items, portal)
        yield _check_numbers(items, expect.number)


def _check_age(items: tuple[Item, ...], portal: Portal) -> tuple[str, State, str, str]:
    newest, most = newest_day(items), portal.expect.newest_within_days
    future = sum(is_future(item) for item in items)
    if newest is None:
        return "age", "wrong" if most else "note", "no row tells its day", "Days may stand on the documents' pages."
    age = (today() - date.fromisoformat(newest)).days
    told = f"newest row is of {newest}, {age} days old" + (
        f"; {future} of the rows lie in the future" if future else ""
    )
    if age > (most or _OLD):
        return "age", "wrong" if most else "note", told, REASONS["stale_listing"]
    return "age", "note" if future else "right", told, "Days in the future are not taken."


def _check_numbers(items: tuple[Item, ...], expected: str | None) -> tuple[str, State, str, str]:
    numbers = [item.number for item in items if item.number]
    told = f"{len(numbers)} of {len(items)} rows tell a number"
    if not expected:
        return "numbers", "right" if numbers else "note", told, "Numbers may stand on the documents' pages."
    good = sum(bool(re.search(expected, number)) for number in numbers)
    told += f", {good} match {expected}"
    advice = "Rows of another issuer? Compare the list with `expect.number`."
    return "numbers", "wrong" if good * 2 < len(numbers) or not numbers else "right", told, advice


def check_file(body: bytes, media_type: str | None, url: str) -> tuple[State, str, str]:
    """(state, what was seen, what to do): whether bytes are a document, and the one that address and header claim."""
    size = f"{len(body):,} bytes".replace(",", " ")
    if not body:
        return "wrong", "no bytes", REASONS["empty_page"]
    found = next(((name, ending) for magic, name, ending in _MAGIC if body[:1024].lstrip().startswith(magic)), None)
    if found is None and is_html(body, media_type):
        return "wrong", "a web page came instead", REASONS["not_a_file"]
    if found is None:
        return "note", f"{size} of no known kind ({media_type or 'no type told'})", "Open the file by hand."
    name, ending = found
    path = urlsplit(url).path.lower()
    claimed = _ENDING.search(path)
    if claimed and re.search(r"\.(pdf|docx?|xlsx?|rtf|zip|rar|odt|pptx?)$", path) and not re.search(ending, path):
        return "note", f"{name}, {size}, named {claimed[0]}", "It is read by its content; nothing to do."
    return "right", f"{name}, {size}", ""
