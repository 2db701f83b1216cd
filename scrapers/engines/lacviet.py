"""Lạc Việt on SharePoint 2010: newest documents (`div.divvanbanmoi`), the list (`div.td_rowa`), tables by unit.

Rows of the list open by script and have no address of their own; their files have. 31/12/9999 stands for no date.
"""

from __future__ import annotations

from scrapers.listing import Listing, read_rows, rows_listing, table_listing
from scrapers.page import Page
from scrapers.portal import Portal

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of the list, else of the table, else the newest documents; else whatever the page lists."""
    rows = page.tree.xpath(f"//div[{_CLASS.format('div_tbhtvb')}]//*[{_CLASS.format('td_rowa')}]")
    if rows:
        return rows_listing(page, rows)
    for table in page.tree.xpath(f"//table[.//tr[{_CLASS.format('row_title')}]][.//tr[contains(@class,'td_row')]]"):
        listing = table_listing(page, table)
        if listing.items:
            return listing
    newest = page.tree.xpath(f"//div[{_CLASS.format('divvanbanmoi')}]")
    return rows_listing(page, newest) if newest else read_rows(page)
