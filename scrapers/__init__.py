"""Portals to captures: where provinces publish, what their lists say, and fetching it politely."""

from scrapers.crawl import crawl_portals
from scrapers.errors import REASONS, OptionsError, PortalFileError, ScraperError
from scrapers.listing import Listing, read_rows
from scrapers.options import CrawlOptions
from scrapers.portal import Portal, load_portals
from scrapers.sink import PortalSummary, Sink

__all__ = [
    "REASONS",
    "CrawlOptions",
    "Listing",
    "OptionsError",
    "Portal",
    "PortalFileError",
    "PortalSummary",
    "ScraperError",
    "Sink",
    "crawl_portals",
    "load_portals",
    "read_rows",
]
