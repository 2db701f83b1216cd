"""Liferay: asset publisher entries (`div.asset-abstract`) and the law portlets' tables (`td.vbpq-sohieuvanban`).

The date an asset shows is when it was put on the web; the first link of an entry may be a picture without text.
"""

from __future__ import annotations

from scrapers.listing import Listing, read_rows, rows_listing
from scrapers.page import Page, text_of
from scrapers.portal import Portal

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of the law portlet, else the entries of the asset publisher, else whatever the page lists."""
    rows = page.tree.xpath(f"//td[{_CLASS.format('vbpq-sohieuvanban')}]/..")
    if rows:
        return rows_listing(page, [row for row in rows if "lfr-template" not in (row.get("class") or "")])
    assets = page.tree.xpath(f"//div[{_CLASS.format('asset-abstract')}]")
    told = [asset for asset in assets if text_of(asset)]
    return rows_listing(page, told) if told else read_rows(page)
