"""The engine for any portal: the selector-free reader, or the row selector of the portal's YAML."""

from __future__ import annotations

from scrapers.listing import Listing, read_rows, rows_listing
from scrapers.page import Page
from scrapers.portal import Portal


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows the reader finds; with `selectors: {row: CSS}` in the YAML, exactly the elements it names."""
    selector = portal.selectors.get("row")
    if not selector:
        return read_rows(page)
    return rows_listing(page, page.tree.cssselect(selector))
