"""VHV: lists of legal documents as table, cards or blocks, and the JSON their further pages come from.

The page itself ignores `?page=2` and shows its first page with status 200; the list is asked of the service
`/api/Content/Article/selectAll`, whose ids stand in a widget configuration (base64 of JSON) in the page.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urljoin

from scrapers.engines.json_list import FAMILIES, read_json
from scrapers.listing import SCRIPT_PAGER, Listing, read_rows, rows_listing, table_listing
from scrapers.page import Page
from scrapers.page_request import PageRequest
from scrapers.portal import Portal

SERVICE = "/api/Content/Article/selectAll"
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_CARDS = (
    "//div[contains(@class,'list-legal-document-table')]//div[contains(concat(' ',@class,' '),' items ')]",
    "//div[contains(@class,'legalddocument-default')]//*[contains(@class,'item') and .//a[contains(@class,'title-')]]",
    "//div[contains(@class,'legalddocument-default')][.//a[contains(@class,'title-')]]",
)
_TABLES = "//div[contains(@class,'list-legal-document-table')]//table[not(ancestor::*[contains(@class,'items')])]"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of the service's JSON, or of whichever form the page shows."""
    if page.html.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        return read_json(page, FAMILIES["vhv"])
    listing = _read_page(page)
    following = None if listing.next_urls else _next_request(page, len(listing.items))
    if following is None:
        return listing
    return replace(listing, next=following, notes=tuple(n for n in listing.notes if n != SCRIPT_PAGER))


def _read_page(page: Page) -> Listing:
    for table in page.tree.xpath(f"{_TABLES}|//table[@id='vanbantb']"):
        listing = table_listing(page, table)
        if listing.items:
            return listing
    for path in _CARDS:
        cards = page.tree.xpath(path)
        if cards:
            return rows_listing(page, cards)
    return read_rows(page)


def _next_request(page: Page, rows: int) -> PageRequest | None:
    """The service's second page, if the page tells the ids it takes."""
    for match in _BASE64.finditer(page.html):
        told = _decode(match[0])
        category, site = told.get("categoryId"), told.get("site") or told.get("siteId")
        if category and site and rows:
            query = {
                "type": told.get("type") or "Article.LegalDocument",
                "categoryId": category,
                "site": site,
                "itemsPerPage": told.get("itemsPerPage") or rows,
                "orderBy": told.get("orderBy") or "publishTime DESC",
                "pageNo": 2,
            }
            return PageRequest(f"{urljoin(page.base, SERVICE)}?{urlencode(query)}", counter="pageNo")
    return None


def _decode(text: str) -> dict[str, Any]:
    try:
        told = json.loads(base64.b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
