"""What the first page of a list must show, and what its rows may say: anything else is told, never believed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from documents.record import Item
from scrapers.addresses import canonical, clean
from scrapers.listing import DOCUMENTS, Listing, read_rows
from scrapers.page import Page
from scrapers.portal import Portal

VIET_NAM = timezone(timedelta(hours=7))


def today() -> date:
    """The day in Viet Nam."""
    return datetime.now(UTC).astimezone(VIET_NAM).date()


def check_first_page(page: Page, listing: Listing, portal: Portal) -> tuple[str, str] | None:
    """(reason, detail) if the first page of a list is not what the portal's YAML expects, see errors.REASONS."""
    expect, items = portal.expect, listing.items
    if len(items) < expect.min_rows:
        generic = len(read_rows(page).items) if portal.engine != "generic" else 0
        told = f"{len(items)} rows with engine {portal.engine}, expected {expect.min_rows}"
        return ("listing_changed", f"{told}; generic reads {generic}") if generic else ("empty_listing", told)
    if expect.max_rows is not None and len(items) > expect.max_rows:
        return "listing_changed", f"{len(items)} rows with engine {portal.engine}, at most {expect.max_rows} expected"
    numbers = [item.number for item in items if item.number]
    if expect.number and numbers:
        good = sum(bool(re.search(expect.number, number)) for number in numbers)
        if good * 2 < len(numbers):
            return "listing_changed", f"{good} of {len(numbers)} numbers match {expect.number}"
    newest = newest_day(items)
    most = expect.newest_within_days
    if most is not None and newest and (today() - date.fromisoformat(newest)).days > most:
        return "stale_listing", f"newest row is of {newest}"
    return None


def check_change(listing: Listing, before: Listing | None, known: bool, failing: bool) -> tuple[str, str] | None:
    """(reason, detail) if a list shows something else overnight: news perhaps, at the address where documents were.

    `before` is what it showed last time, `known` whether any of its rows is here, `failing` whether it failed then.
    Rows that speak of documents are believed; so are dated titles, where one of them was there before.
    """
    if known or before is None or not before.items or listing.confidence >= DOCUMENTS:
        return None
    if not failing and {_place(item) for item in listing.items} & {_place(item) for item in before.items}:
        return None
    return "listing_changed", f"{len(listing.items)} rows that do not speak of documents, none of them known"


def _place(item: Item) -> str:
    return canonical(item.detail_url or next(iter(item.file_urls), ""))


def newest_day(items: Iterable[Item]) -> str | None:
    """The newest date of issue among rows that does not lie in the future."""
    return max((item.issued for item in items if item.issued and not is_future(item)), default=None)


def is_future(item: Item) -> bool:
    """True if the row's date is later than tomorrow: a slip of the pen (2062 for 2026), no date of issue."""
    return item.issued is not None and item.issued > (today() + timedelta(days=1)).isoformat()


def tidy(item: Item) -> Item:
    """The row without what it cannot mean: dates in the future, session ids in its addresses."""
    return replace(
        item,
        issued=None if is_future(item) else item.issued,
        detail_url=clean(item.detail_url) if item.detail_url else None,
        file_urls=tuple(dict.fromkeys(clean(url) for url in item.file_urls)),
    )


def alike(one: Item | None, other: Item) -> bool:
    """True if two rows say the same; the order of parameters in their addresses says nothing."""
    return one is not None and (one == other or _canonical(one) == _canonical(other))


def _canonical(item: Item) -> Item:
    return replace(
        item,
        detail_url=canonical(item.detail_url) if item.detail_url else None,
        file_urls=tuple(canonical(url) for url in item.file_urls),
    )
