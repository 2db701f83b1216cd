"""SharePoint's own list service, asked through a portal's proxy (Lâm Đồng): JSON whose answer names its next page.

The columns are called by their encoded names; files stand in a column of HTML links. The proxy is sent the address it
shall read as `SourceUrl`; the address of the next page, in the answer, has the portal's host and not the service's.
"""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from scrapers.engines.json_list import FAMILIES, read_json
from scrapers.listing import Listing
from scrapers.page import Page
from scrapers.page_request import PageRequest
from scrapers.portal import Portal


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of one answer, and the request for the answer after it."""
    listing = read_json(page, {**FAMILIES["sharepoint_api"], **portal.selectors})
    following = _next(page.html) if listing.items else None
    if following is None:
        return listing
    asked = _source(portal.paging.body)
    source = urlunsplit(urlsplit(following)._replace(netloc=urlsplit(asked).netloc)) if asked else following
    return replace(listing, next=PageRequest(page.url, "POST", body=json.dumps({"SourceUrl": source})))


def _next(told: str) -> str | None:
    answer = json.loads(told)
    inner = answer.get("d") if isinstance(answer, dict) else None
    following = inner.get("__next") if isinstance(inner, dict) else None
    return following if isinstance(following, str) and following.startswith("http") else None


def _source(body: str) -> str:
    """The address that the first request had the proxy read."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    return str(told.get("SourceUrl") or "") if isinstance(told, dict) else ""
