"""Portals to captures: where provinces publish, what their lists say, and fetching it politely."""

from scrapers.account import PortalSummary
from scrapers.check import Finding, check_portals
from scrapers.crawl import check_options, crawl_portals
from scrapers.discover import Discovery, discover_lists
from scrapers.errors import REASONS, OptionsError, PortalFileError, ScraperError
from scrapers.listing import Listing, read_rows
from scrapers.options import CrawlOptions
from scrapers.portal import Portal, load_portals
from scrapers.proposal import propose_portal
from scrapers.sink import Sink

__all__ = [
    "REASONS",
    "CrawlOptions",
    "Discovery",
    "Finding",
    "Listing",
    "OptionsError",
    "Portal",
    "PortalFileError",
    "PortalSummary",
    "ScraperError",
    "Sink",
    "check_options",
    "check_portals",
    "crawl_portals",
    "discover_lists",
    "load_portals",
    "propose_portal",
    "read_rows",
]
