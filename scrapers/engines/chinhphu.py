"""The Government portal's lists (vanban.chinhphu.vn): `table.search-result`, whose pager posts the form back.

The number may carry the grid's own count ("1.") or be a dot for none.
"""

from __future__ import annotations

from documents.record import Item
from scrapers import fields
from scrapers.dates import read_date
from scrapers.listing import Listing, known_listing, read_rows
from scrapers.page import Element, Page, files_of, links_of, text_of
from scrapers.portal import Portal

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_ROWS = f"//table[{_CLASS.format('search-result')} or contains(@id, '_grvDocument')]//tr"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of the grid; a page without one is read as any page."""
    rows = [row for row in page.tree.xpath(_ROWS) if row.xpath(".//span[contains(@class,'substract')]")]
    return known_listing(page, [_item(row, page) for row in rows]) if rows else read_rows(page)


def _item(row: Element, page: Page) -> Item | None:
    files = files_of(row, page.base)
    number, issued, title = (_said(row, name) for name in ("code", "issued-date", "substract"))
    details = [url for url, _, _ in links_of(row, page.base) if url not in files]
    if not (number or title) or not (details or files):
        return None
    return Item(
        number=fields.read_number(number),
        issued=read_date(issued),
        title=title or None,
        type=fields.told_type(title, number),
        detail_url=details[0] if details else None,
        file_urls=files,
    )


def _said(row: Element, name: str) -> str:
    found = row.xpath(f".//span[{_CLASS.format(name)}]")
    return text_of(found[0]) if found else ""
