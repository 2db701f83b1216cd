"""Running a crawl: checks the options, starts Scrapy in this process, gives the account of each portal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapers.account import PortalSummary
from scrapers.errors import OptionsError
from scrapers.guards import is_private, read_networks
from scrapers.options import CrawlOptions
from scrapers.portal import Portal
from scrapers.sink import Sink

if TYPE_CHECKING:
    from scrapers.script import ScriptedWalk

log = logging.getLogger(__name__)

# What Scrapy would do at every request for nobody: walks stay on their sites, keep the account, and know no passwords.
_UNUSED_MIDDLEWARES = (
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",
    "scrapy.downloadermiddlewares.stats.DownloaderStats",
)
_UNUSED_EXTENSIONS = ("scrapy.extensions.corestats.CoreStats", "scrapy.extensions.logstats.LogStats")


def crawl_portals(
    portals: Sequence[Portal],
    sink: Sink,
    options: CrawlOptions | None = None,
    ended: Callable[[PortalSummary], None] | None = None,
) -> list[PortalSummary]:
    """Crawl the portals, one request at a time per host, and put what comes into the sink; one summary per portal.

    `ended` is told a portal's summary as soon as it has nothing more to ask. Runs Scrapy in this process, whose reactor
    starts once: call it in a child process, once. Raises OptionsError before anything is asked; whatever goes wrong
    later is told to the sink and counted in the summaries.
    """
    options = options or CrawlOptions()
    check_options(portals, options)

    from scrapers.walk import Walk

    walks = [Walk(portal, sink, options) for portal in portals]
    _run(walks, options, lambda walk: ended(walk.account) if ended else None)
    return [walk.account for walk in walks]


def look_at(walks: Sequence[ScriptedWalk], options: CrawlOptions) -> None:
    """Walk scripts (a discovery, checks) as politely as a crawl; the same process and the same errors."""
    check_options([walk.portal for walk in walks], options)
    _run(walks, options, lambda walk: None)
    for walk in walks:
        if walk.error is not None:
            raise walk.error


def _run(walks: Sequence[Any], options: CrawlOptions, ended: Callable[[Any], None]) -> None:
    from scrapy.crawler import CrawlerProcess

    from scrapers.spider import PortalSpider

    for name in ("scrapy", "twisted", "filelock", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is told to the sink
    sys.setswitchinterval(0.0005)  # threads that read pages let the network go first
    process = CrawlerProcess(_settings(options))
    process.crawl(PortalSpider, walks=walks, options=options, ended=ended)
    process.start()
    for walk in walks:
        walk.stop()


def check_options(portals: Sequence[Portal], options: CrawlOptions) -> None:
    """Raise OptionsError where these portals may not be crawled so."""
    try:
        networks = read_networks(options.allowed_networks)
    except ValueError as error:
        raise OptionsError(f"allowed_networks: {error}; give networks such as 127.0.0.0/8") from error
    for portal in portals:
        if not portal.lists and portal.id not in options.also:
            raise OptionsError(
                f"{portal.id}: no list address is known: find it on {portal.home} and put it into the portal's `lists`"
            )
        for url in (*portal.lists, *options.also.get(portal.id, ())):
            host = urlsplit(url).hostname or ""
            ours = host.replace(".", "").isdigit() and not is_private(host, networks) and is_private(host)
            if not ours and not options.contact:
                raise OptionsError(
                    f"{portal.id}: contact: give an address where the owners of {host} can reach you; it stands in the "
                    "User-Agent of every request"
                )


def _settings(options: CrawlOptions) -> dict[str, Any]:
    return {
        "USER_AGENT": options.user_agent,
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,  # the pause is kept by HostGate, from the end of an answer
        "DOWNLOADER": "scrapers.transfer.Straight",  # which has no limits of its own: HostGate's are kept
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "scrapers.transfer.Downloads"),
        "DOWNLOAD_TIMEOUT": options.timeout,
        "DOWNLOAD_MAXSIZE": options.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "RETRY_TIMES": options.retries,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "REDIRECT_MAX_TIMES": 8,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": True,  # some portals give a file only within the session of its page
        "TELNETCONSOLE_ENABLED": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",  # the walks keep the account
        "EXTENSIONS": dict.fromkeys(_UNUSED_EXTENSIONS),
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/pdf,application/*;q=0.9,*/*;q=0.8",
            "Accept-Language": "vi,en;q=0.5",
        },
        "DOWNLOADER_MIDDLEWARES": {
            **dict.fromkeys(_UNUSED_MIDDLEWARES),
            "scrapers.polite.PublicAddresses": 50,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapers.polite.Robots": 100,
            "scrapers.browser.Browser": 120,  # asks for its page by the same way, from the top
            "scrapers.trust.MissingIssuer": 560,  # before a failure is tried again as it is
            "scrapers.transfer.Resume": 700,  # below decompression: what came, as it came
            "scrapers.polite.HostGate": 980,  # next to the downloader: what waits here has passed everything else
        },
    }
