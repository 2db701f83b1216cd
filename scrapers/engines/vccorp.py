"""VCCorp-type news systems (hanoi.gov.vn, its departments): `div.news-item`, further pages from a service.

The time shown is relative ("8 giờ trước"), its title holds the moment. The service takes what the page's script tells
as opaque tokens, which are handed back as they are; ids of items to leave out are not sent: nothing is left out.
Fields of the service as in two working crawlers of hanoi.gov.vn (2026).
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

from scrapers.listing import SCRIPT_PAGER, Listing, read_rows, rows_listing
from scrapers.page import Page, text_of
from scrapers.page_request import PageRequest
from scrapers.portal import Portal

SERVICE = "/api/NewsZone/NewsZone"
TOKENS = ("PageSize", "Catname", "LanguageId", "Site")
_ROWS = ("div.news-item[data-id]", "div.news-item")
_TOKEN = r"""(?<!\w)(?:hd|hid|txt|data-)?{}["']?\s*(?:[:=,]|(?:\s+value\s*=))\s*["']([A-Za-z0-9+/]{{4,}}={{0,2}})["']"""
_PATTERNS = {name: re.compile(_TOKEN.format(name), re.I) for name in TOKENS}


def read_listing(page: Page, portal: Portal) -> Listing:
    """The items of the page or of the service's fragment, and the service's next page where all tokens are told."""
    for selector in _ROWS:
        items = [element for element in page.tree.cssselect(selector) if text_of(element)]
        if items:
            listing = rows_listing(page, items)
            break
    else:
        listing = read_rows(page)
    following = _next_request(page) if listing.items and not listing.next_urls else None
    if following is None:
        return listing
    return replace(listing, next=following, notes=tuple(n for n in listing.notes if n != SCRIPT_PAGER))


def _next_request(page: Page) -> PageRequest | None:
    """The second page of the service (counted from 0), if the page tells all its tokens."""
    told = {name: match[1] for name, pattern in _PATTERNS.items() if (match := pattern.search(page.html))}
    if SERVICE.lower() not in page.html.lower() or len(told) < len(TOKENS):
        return None
    form = {"PageIndex": "1", **told}
    return PageRequest(urljoin(page.base, SERVICE), "POST", tuple(form.items()), counter="PageIndex")
