"""Families that need no more than to know where their rows stand: CSS of rows or tables, the first that is there.

A list in a table with heads is read by its heads, anything else as cards; a page with none of it is read as any page.
"""

from __future__ import annotations

from collections.abc import Callable

from scrapers.listing import Listing, read_rows, rows_listing, table_listing
from scrapers.page import Page, text_of
from scrapers.portal import Portal

ROWS: dict[str, tuple[str, ...]] = {
    # TanDan on SharePoint (Điện Biên, Thanh Hóa, old Ninh Thuận, Nam Định)
    "tandan": ("div.tandan-p-article", ".channel-news-title", ".tandan-p-article-news-title"),
    # Drupal Views: a table, or rows of teasers (Phú Thọ, An Giang)
    "drupal": ("div.view-content table", "table.views-table", "div.views-row", "article.node--view-mode-teaser"),
    # WordPress: a theme's table of documents, else its posts
    "wordpress": ("table.van-ban", "article.type-van-ban", "article.post", "article[id^='post-']", "div.post-item"),
    # Joomla: category as table, category as blog, the document managers
    "joomla": ("table.category", "div.docman_document", "tr.docman_item", "div.items-row > div", "div.blog-item"),
    # SharePoint 2010 and later: list views by their class
    "sharepoint": ("table.ms-listviewtable", "ul.dfwp-list > li", "div.cbq-layout-main li.dfwp-item"),
    # ASP.NET WebForms grids; their pager posts the form back
    "aspnet": ("table[id*='grid' i]", "table[id*='grv' i]", "table[id*='_gv' i]", "table[id*='dgr' i]"),
    # vbpl.vn's list of laws before 2026; what it gives now is read by engines.vbpl
    "vbpl": ("ul.listLaw > li",),
}


def reader_of(family: str) -> Callable[[Page, Portal], Listing]:
    """The engine of a family in ROWS."""
    selectors = ROWS[family]

    def read_listing(page: Page, portal: Portal) -> Listing:
        for selector in selectors:
            listing = _read(page, selector)
            if listing.items:
                return listing
        return read_rows(page)

    return read_listing


def _read(page: Page, selector: str) -> Listing:
    found = [element for element in page.tree.cssselect(selector) if text_of(element)]
    if not found or found[0].tag != "table":
        return rows_listing(page, found)
    listings = [table_listing(page, table) for table in found]
    return max(listings, key=lambda listing: (listing.confidence * len(listing.items), len(listing.items)))
