"""DNN (DotNetNuke): the content pane of a page without its other panes, or a module's JSON service."""

from __future__ import annotations

from dataclasses import replace

from scrapers.engines.json_list import read_json
from scrapers.listing import Listing, read_rows
from scrapers.page import Element, Page
from scrapers.portal import Portal

_PANE = "//*[substring(@id, string-length(@id) - 10) = 'ContentPane']"


def read_listing(page: Page, portal: Portal) -> Listing:
    """The rows of the content pane, else of the page; JSON is read as the portal's `selectors` say."""
    if page.html.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        return read_json(page, portal.selectors)
    whole = read_rows(page)
    for pane in page.tree.xpath(_PANE):
        found = read_rows(replace(page, tree=_alone(pane)))
        if found.items:
            return replace(found, next_urls=found.next_urls or whole.next_urls, next=found.next or whole.next)
    return whole


def _alone(pane: Element) -> Element:
    """The pane as a page of its own."""
    from copy import deepcopy

    from lxml import html

    tree = html.document_fromstring("<html><body><p></p></body></html>")
    next(tree.iter("body")).append(deepcopy(pane))
    return tree
