"""What we know of the CMS families: one pure reader each, page and portal in, listing out.

An engine says where the rows stand; what a row says is read by scrapers.rows. A family that shows nothing special
needs no engine: `generic` reads any list.
"""

from __future__ import annotations

from collections.abc import Callable

from scrapers.engines import generic, liferay, vnpt
from scrapers.listing import Listing
from scrapers.page import Page
from scrapers.portal import Portal

Engine = Callable[[Page, Portal], Listing]

ENGINES: dict[str, Engine] = {
    "generic": generic.read_listing,  # any list, found by what its rows say
    "liferay": liferay.read_listing,  # asset publisher, law portlets (10 provinces)
    "vnpt": vnpt.read_listing,  # ul.ArticleList, UIDocumentList (9 provinces)
}
