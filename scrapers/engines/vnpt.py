"""VNPT portal: lists of articles (`ul.ArticleList > li`) and of documents (`table[id$=_gr_items]`).

Control numbers in ids differ per site, so the table is known by the end of its id; its pager is one of its own rows.
The article form shows only the day of publication (`div.Ngaydang`): number and date of issue come from the title; its
further pages are fragments that a service gives for the two ids in the page's script.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

from scrapers.listing import SCRIPT_PAGER, Listing, read_rows, rows_listing, table_listing
from scrapers.page import Page
from scrapers.page_request import PageRequest
from scrapers.portal import Portal

SERVICE = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
PAGE_SIZE = "15"
_ID = r"""["']?{}["']?\s*[:=,]\s*["']?([\w-]{{1,40}})"""
_CATEGORY = re.compile(_ID.format("article_category_id"), re.I)
_SITE = re.compile(_ID.format("site_id"), re.I)


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of either form; a page with neither is read as any page."""
    for table in page.tree.xpath("//table[contains(@id, '_gr_items')]"):
        listing = table_listing(page, table)
        if listing.items:
            return listing
    articles = page.tree.xpath("//ul[contains(concat(' ', @class, ' '), ' ArticleList ')]/li")
    if not articles:
        return read_rows(page)
    listing = rows_listing(page, articles)
    following = None if listing.next_urls else _next_request(page)
    if following is None:
        return listing
    return replace(listing, next=following, notes=tuple(n for n in listing.notes if n != SCRIPT_PAGER))


def _next_request(page: Page) -> PageRequest | None:
    """The pager's service asked for page 2, if the page shows such a pager and tells both ids."""
    category, site = _CATEGORY.search(page.html), _SITE.search(page.html)
    if not (category and site and page.tree.xpath("//*[contains(@class,'page-number')][@data-page]")):
        return None
    form = {"article_category_id": category[1], "site_id": site[1], "page": "2", "page_size": PAGE_SIZE}
    empty = dict.fromkeys(("keyword", "date_begin", "date_end"), "")
    form |= empty | {"lang": "vi-VN"}
    return PageRequest(urljoin(page.base, SERVICE), "POST", tuple(form.items()), counter="page")
