"""vbpl.vn: the JSON that its pages of 2026 load (`/api/qtdc/public/doc/all`), and the older lists (`ul.listLaw`)."""

from __future__ import annotations

from scrapers.engines.by_rows import reader_of
from scrapers.engines.json_list import FAMILIES, read_json
from scrapers.listing import Listing
from scrapers.page import Page
from scrapers.portal import Portal

_read_old = reader_of("vbpl")


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of either; a document's page is the public one, its text is filled in there by script."""
    if page.html.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        return read_json(page, {**FAMILIES["vbpl"], **portal.selectors})
    return _read_old(page, portal)
