"""VNPT portal: lists of articles (`ul.ArticleList > li`) and of documents (`table[id$=_gr_items]`).

Control numbers in ids differ per site, so the table is known by the end of its id; its pager is one of its own rows.
The article form shows only the day of publication (`div.Ngaydang`): number and date of issue come from the title.
"""

from __future__ import annotations

from scrapers.listing import Listing, read_rows, rows_listing, table_listing
from scrapers.page import Page
from scrapers.portal import Portal


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of either form; a page with neither is read as any page."""
    tables = page.tree.xpath("//table[contains(@id, '_gr_items') or contains(@id, '_grvDocument')]")
    for table in tables:
        listing = table_listing(page, table)
        if listing.items:
            return listing
    articles = page.tree.xpath("//ul[contains(concat(' ', @class, ' '), ' ArticleList ')]/li")
    return rows_listing(page, articles) if articles else read_rows(page)
