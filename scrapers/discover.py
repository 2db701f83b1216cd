"""Finding a portal's lists of documents from its address alone: front page, menus, sitemap, usual places, feeds.

Asks through the crawler's own spider, so robots.txt, pauses and guards are the same as at night. What it finds is
proposed as a portal (scrapers.proposal); every address in it was seen, none is made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urljoin, urlsplit

from documents.tables import read_table
from scrapers.addresses import same, same_site
from scrapers.ask import Ask
from scrapers.crawl import look_at
from scrapers.engines import ENGINES
from scrapers.found import LEAST_ROWS, FoundList, choose_lists, judge_page, stub_portal, with_second
from scrapers.listing import DOCUMENTS, SCRIPT_PAGER, Listing
from scrapers.menus import Lead, find_feeds, find_leads, leads_among, sent_on
from scrapers.options import CrawlOptions
from scrapers.page import Page, is_file
from scrapers.page_request import PageRequest
from scrapers.portal import Paging, Tls
from scrapers.script import Outcome, ScriptedWalk, Steps, page_of

MOST_LISTS = 12
ENOUGH = 5.0  # a lead below it is looked at only while nothing is found
_FACET = 0.6  # what a lead counts that stands on a page which lists documents itself: mostly a part of that list

Asking = Generator[Ask, Outcome, Page | None]


def discover_lists(seen: Discovery, options: CrawlOptions) -> Discovery:
    """A discovery carried out; run it as a crawl, once in a process. Raises OptionsError."""
    look_at([seen.walk()], options)
    return seen


@dataclass(slots=True)
class Discovery:
    """What was seen of a site: `seen` is each address asked and what came, `left_out` lists not taken and why.

    `most` is the number of requests it stays below, a second page of each list apart; `browser` and `tls` are as in a
    portal's file.
    """

    url: str
    most: int = 40
    browser: bool = False
    tls: Tls = "strict"
    tell: Callable[[str], None] = lambda line: None
    front: Page | None = None
    lists: list[FoundList] = field(default_factory=list)
    left_out: list[tuple[FoundList, str]] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _found: list[FoundList] = field(default_factory=list)
    _leads: dict[str, Lead] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _feeds: list[str] = field(default_factory=list)

    def walk(self) -> ScriptedWalk:
        """The discovery as the spider walks it."""
        return ScriptedWalk(replace(stub_portal(self.url), browser=self.browser, tls=self.tls), self._steps())

    # ------------------------------------------------------------ the recipe

    def _steps(self) -> Steps:
        yield from self._open_front()
        if self.front is None:
            return
        yield from self._follow_leads()
        yield from self._read_sitemaps()
        yield from self._follow_leads()
        if not self._found:
            yield from self._try_usual_places()
        if not self._found:
            yield from self._read_feeds()
        self.lists, self.left_out = choose_lists(self._found, MOST_LISTS)
        for index, found in enumerate(self.lists):
            self.lists[index] = yield from self._turn_page(found)

    def _open_front(self) -> Steps:
        """The address given, on http where https does not answer, and where a shell sends its reader."""
        page = yield from self._ask(self.url)
        if page is None and self.url.startswith("https://") and self.seen[-1][1].split(":")[0] in _NO_TLS:
            page = yield from self._ask("http://" + self.url.removeprefix("https://"))
        for _ in range(3):
            moved = sent_on(page) if page is not None else None
            if moved is None or same(moved) in self._asked:
                break
            page = yield from self._ask(moved)
        if page is None:
            self._advise(self.seen[-1][1])
            return
        self.front = page
        if not same_site(page.url, (self.url,)):
            self.notes.append(f"The site has moved to {page.url}.")
        self._take(page, Lead(page.url, page.title(), 1.0))
        root = urljoin(page.url, "/")
        if same(root) != same(page.url):
            self._leads.setdefault(same(root), Lead(root, "front page", ENOUGH))

    def _advise(self, told: str) -> None:
        """What to try where the front page could not be had."""
        if told.startswith(("tls", "connection")) and self.tls == "strict":
            self.notes.append("The host may speak only old versions of TLS: try again with --tls legacy.")
        if told.startswith("empty_page") and not self.browser:
            self.notes.append("The front page is filled by script: try again with --browser.")

    def _follow_leads(self) -> Steps:
        """The most telling links first; weak ones only while nothing is found."""
        while self._leads and len(self.seen) < self.most:
            best = max(self._leads.values(), key=lambda lead: (lead.score, -len(lead.url)))
            if best.score < ENOUGH and self._found:
                return
            del self._leads[same(best.url)]
            page = yield from self._ask(best.url)
            if page is not None:
                self._take(page, best)

    def _read_sitemaps(self) -> Steps:
        """Lists that no menu shows: from the sitemaps robots.txt names, else from the usual one."""
        robots = yield from self._ask(urljoin(self.url, "/robots.txt"), plain=True)
        told = robots.html if robots is not None else ""
        lines = [line.partition(":") for line in told.splitlines()]
        maps = [value.strip() for name, _, value in lines if name.strip().lower() == "sitemap" and value.strip()]
        named = [url for one in maps if same_site(url := urljoin(self.url, one), (self.url,))]
        for url in (named or [urljoin(self.url, "/sitemap.xml")])[:2]:
            yield from self._read_sitemap(url, deep=True)

    def _read_sitemap(self, url: str, deep: bool) -> Steps:
        page = yield from self._ask(url)
        if page is None or not page.html.lstrip("\ufeff \r\n\t").startswith("<"):
            return
        named = _locations(page)
        if deep and "<sitemapindex" in page.html[:2000]:
            parts = leads_among(named, self.url, -99) or [Lead(one, "", 0) for one in named]
            for part in [part for part in parts if part.url.endswith(".xml")][:2]:
                yield from self._read_sitemap(part.url, deep=False)
            return
        for lead in leads_among(named, self.url, ENOUGH)[:10]:
            if same(lead.url) not in self._asked:
                self._leads.setdefault(same(lead.url), replace(lead, text="sitemap"))

    def _try_usual_places(self) -> Steps:
        """Where the families keep their lists (data/likely_paths.csv), for sites whose menu works by script."""
        for row in read_table("likely_paths", "scrapers"):
            if len(self.seen) >= self.most or self._found:
                return
            url = urljoin(self.url, row["path"])
            if same(url) not in self._asked:
                page = yield from self._ask(url)
                if page is not None:
                    self._take(page, Lead(url, "usual place", ENOUGH))
        yield from self._follow_leads()

    def _read_feeds(self) -> Steps:
        """Feeds, where no page lists documents: only those whose entries are documents."""
        for url in self._feeds[:3]:
            page = yield from self._ask(url)
            listing = ENGINES["feed"](page, stub_portal(url, "feed")) if page is not None else Listing()
            if page is not None and listing.confidence >= DOCUMENTS and len(listing.items) >= LEAST_ROWS:
                self._found.append(FoundList(url, "feed", 1.0, "feed", listing, page, Paging("none")))

    def _turn_page(self, found: FoundList) -> Generator[Ask, Outcome, FoundList]:
        """The list with what its second page brought: as the pager says, else as its parameter may be called."""
        if found.paging.kind == "none" or len(self.seen) >= self.most + MOST_LISTS:
            return found
        listing = found.listing
        following = listing.next or next((PageRequest(url) for url in listing.next_urls), None)
        if following is not None:
            told, works = yield from self._second(found, following)
            if works:
                return with_second(found, Paging(), told)
            return with_second(found, Paging("none"), told)
        for paging in _likely_pagers(found):
            told, works = yield from self._second(found, PageRequest(paging.next_url(found.url, 1) or found.url))
            if works:
                return with_second(found, paging, told)
        if SCRIPT_PAGER in listing.notes:
            return with_second(found, Paging("none"), "the pager works by script only: page 1 alone can be read")
        return with_second(found, Paging(), "no pager on the page")

    def _second(self, found: FoundList, request: PageRequest) -> Generator[Ask, Outcome, tuple[str, bool]]:
        page = yield from self._ask(request.url, request=request)
        if page is None:
            return f"page 2 could not be had: {self.seen[-1][1]}", False
        second = ENGINES[found.engine](page, stub_portal(found.url, found.engine)).items
        new = [item for item in second if item not in found.listing.items]
        told = f"page 2 shows {len(second)} rows, {len(new)} of them new"
        self.seen[-1] = (request.url, told)
        return told, bool(new)

    # ------------------------------------------------------------ one request

    def _ask(self, url: str, plain: bool = False, request: PageRequest | None = None) -> Asking:
        """The page at an address, or None; what came is noted."""
        self._asked.add(same(url))
        outcome = yield Ask(url, "listing", page=2 if request else 1, request=request)
        if plain:
            body = outcome.answer.body.decode("utf-8", "replace") if outcome.answer else ""
            self._note(url, outcome.reason or "read")
            return Page(url, url, body, None)
        page, reason, detail = page_of(outcome)
        self._note(url, f"{reason}: {detail}" if reason else "read")
        if page is None or (reason and not (reason == "empty_page" and sent_on(page))):
            return None
        self._asked.add(same(page.url))
        return page

    def _note(self, url: str, told: str) -> None:
        self.seen.append((url, told))
        self.tell(f"{url}  {told}")

    def _take(self, page: Page, lead: Lead) -> None:
        """A page's list, if it holds one, and the links that lead on from it."""
        found = judge_page(page, lead.text, lead.score)
        following: set[str] = set()
        if found is not None:
            self._found.append(replace(found, url=lead.url))
            following = {same(url) for url in found.listing.next_urls}
            following |= {same(item.detail_url) for item in found.listing.items if item.detail_url}
            self.tell(
                f"  {len(found.listing.items)} rows, {found.numbered} numbered, {found.dated} dated: {found.engine}"
            )
        share = _FACET if found is not None and found.sure and page is not self.front else 1.0
        for one in find_leads(page):
            key = same(one.url)
            if key in self._asked or key in following or is_file(one.url):
                continue
            if key not in self._leads or self._leads[key].score < one.score * share:
                self._leads[key] = replace(one, score=one.score * share)
        self._feeds += [url for url in find_feeds(page) if url not in self._feeds]


_NO_TLS = ("connection", "tls", "timeout")


def _likely_pagers(found: FoundList) -> list[Paging]:
    """What counts the pages of a list whose page does not say: as its family does, else as scripts mostly do."""
    kinds = {found.engine} | ({"script"} if SCRIPT_PAGER in found.listing.notes else set())
    rows = [row for row in read_table("likely_pagers", "scrapers") if row["engine"] in kinds]
    asked = parse_qs(urlsplit(found.url).query)
    steps = {"rows": len(found.listing.items)}
    return [
        Paging("query", name=row["name"], first=int(row["first"]), step=steps.get(row["step"]) or int(row["step"]))
        for row in rows
        if row["name"] not in asked or row["engine"] == found.engine
    ]


def _locations(page: Page) -> list[str]:
    """The addresses that a sitemap names."""
    return [url.strip() for url in re.findall(r"<loc>\s*(?:<!\[CDATA\[)?([^<\]]+)", page.html)]
