"""A list of documents that was found on a page: which engine reads it best, how good it is, what it adds to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from urllib.parse import urlsplit

from documents.record import Item
from documents.tables import read_table
from scrapers.addresses import same
from scrapers.engines import ENGINES
from scrapers.listing import DOCUMENTS, Listing
from scrapers.page import Page, is_data
from scrapers.portal import Paging, Portal

LEAST_ROWS = 2
LEAST_TITLES = 5  # rows of a list that shows titles and days of the web only


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list of documents: `text` is what the menu calls it, `score` what menu and address promised.

    `sure` is False where its rows are dated titles only, which may be news. `paging` is how page 2 was reached, and
    `second` what it brought, in words for people.
    """

    url: str
    text: str
    score: float
    engine: str
    listing: Listing
    page: Page = field(repr=False)
    paging: Paging = field(default_factory=Paging)
    second: str = "not asked"

    @property
    def sure(self) -> bool:
        """Whether its rows speak of documents."""
        return self.listing.confidence >= DOCUMENTS

    @property
    def newest(self) -> str | None:
        """The newest day of issue of its first page."""
        return max((item.issued for item in self.listing.items if item.issued), default=None)

    @property
    def numbered(self) -> int:
        """How many rows tell a number."""
        return sum(item.number is not None for item in self.listing.items)

    @property
    def dated(self) -> int:
        """How many rows tell a day of issue."""
        return sum(item.issued is not None for item in self.listing.items)


@cache
def _signs() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    rows = read_table("family_signs", "scrapers")
    return tuple((row["engine"], row["where"], row["marks"], re.compile(row["sign"], re.I)) for row in rows)


def guess_engines(page: Page) -> dict[str, bool]:
    """The families whose signs a page shows (data/family_signs.csv), most first; True where its lists' own are there.

    Other signs mark the site: its lists may still be somebody's own work.
    """
    seen: dict[str, list[str]] = {}
    for engine, where, marks, sign in _signs():
        if sign.search(page.html if where == "html" else page.url):
            seen.setdefault(engine, []).append(marks)
    return {engine: "list" in seen[engine] for engine in sorted(seen, key=lambda engine: -len(seen[engine]))}


def judge_page(page: Page, text: str = "", score: float = 0.0) -> FoundList | None:
    """The list of documents on a page as the best engine reads it, or None where no engine finds one.

    A family's engine goes before the reader without selectors where it reads as much and the family's own lists are
    seen, else where it reads more.
    """
    if is_data(page.html[:400].encode()):
        feed = _found(page, "feed", text, score) if page.html.lstrip("\ufeff \r\n\t").startswith("<") else None
        return replace(feed, paging=Paging("none"), second="a feed has no pages") if feed and _is_list(feed) else None
    best = _found(page, "generic", text, score)
    for engine, marked in guess_engines(page).items():
        other = _found(page, engine, text, score)
        if other is None:
            continue
        tie = marked and best is not None and best.engine == "generic" and _worth(other) >= _worth(best)
        if best is None or tie or _worth(other) > _worth(best):
            best = other
    return best if best is not None and _is_list(best) else None


def read_with(found: FoundList, engine: str) -> FoundList | None:
    """The same list as another engine reads it, or None where that engine loses rows or what they say."""
    other = _found(found.page, engine, found.text, found.score)
    return other if other is not None and _worth(other) >= 0.9 * _worth(found) else None


def _found(page: Page, engine: str, text: str, score: float) -> FoundList | None:
    listing = ENGINES[engine](page, stub_portal(page.url, engine))
    return FoundList(page.url, text, score, engine, listing, page) if listing.items else None


def stub_portal(url: str, engine: str = "generic") -> Portal:
    """A portal of which nothing is known but one address."""
    return Portal(urlsplit(url).hostname or "portal", "", "", "observed", (url,), engine=engine)


def _worth(found: FoundList) -> float:
    """What its rows say: number, day, address each count, titles half; a pager's own request a little."""
    listing = found.listing
    told = sum(
        bool(i.number) + bool(i.issued) + bool(i.detail_url or i.file_urls) + 0.5 * bool(i.title) for i in listing.items
    )
    return told * max(listing.confidence, 0.1) + 0.4 * bool(listing.next or listing.next_urls)


def _is_list(found: FoundList) -> bool:
    rows = len(found.listing.items)
    if found.sure:
        return rows >= LEAST_ROWS
    return rows >= LEAST_TITLES and found.score >= LEAST_TITLES


def choose_lists(found: Sequence[FoundList], most: int) -> tuple[list[FoundList], list[tuple[FoundList, str]]]:
    """(lists to keep, best first; those left out, each with why).

    Lists of documents go before lists of mere titles, which are kept only where there is nothing else. A list whose
    rows another one shows as well is a part of it.
    """
    kept: list[FoundList] = []
    left: list[tuple[FoundList, str]] = []
    for one in sorted(found, key=lambda one: (not one.sure, -_worth(one), -one.score, len(one.url))):
        whole = next((other for other in kept if is_part(one, other)), None)
        if whole is not None:
            left.append((one, f"its rows are among those of {whole.url}"))
        elif not one.sure and any(other.sure for other in kept):
            left.append((one, "titles and days only, may be news"))
        elif len(kept) >= most:
            left.append((one, f"more than {most} lists"))
        else:
            kept.append(one)
    return kept, left


def is_part(one: FoundList, whole: FoundList) -> bool:
    """True if `whole` shows every row of `one` that is as new as its own oldest row, and there is such a row."""
    theirs = {_identity(item) for item in whole.listing.items}
    oldest = min((item.issued for item in whole.listing.items if item.issued), default="")
    in_reach = [item for item in one.listing.items if not oldest or not item.issued or item.issued > oldest]
    return bool(in_reach) and all(_identity(item) in theirs for item in in_reach)


def _identity(item: Item) -> str:
    address = item.detail_url or next(iter(item.file_urls), None)
    return same(address) if address else f"{item.number} {item.title}"


def with_second(found: FoundList, paging: Paging, told: str) -> FoundList:
    """The list with what its second page was."""
    return replace(found, paging=paging, second=told)
