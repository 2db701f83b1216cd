"""The one spider: drives every portal's walk through Scrapy, one request after the other for each portal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest

from scrapers.ask import Answer, Ask
from scrapers.guards import read_networks
from scrapers.options import CrawlOptions
from scrapers.polite import Refused
from scrapers.response import to_answer
from scrapers.trust import HostTrust
from scrapers.walk import Walk

log = logging.getLogger(__name__)
T = TypeVar("T")

WORKERS = 4  # threads that read and keep what is large, or waits for the catalog
SMALL = 64_000  # bytes of an answer that is sooner read than handed to a thread

# Names of exceptions, so that both Scrapy's and Twisted's are known without importing either's private modules.
_FAILURES = {
    "DownloadTimeoutError": "timeout",
    "TimeoutError": "timeout",
    "TCPTimedOutError": "timeout",
    "CannotResolveHostError": "dns",
    "DNSLookupError": "dns",
    "DownloadCancelledError": "too_large",
    "CancelledError": "too_large",
    "DownloadConnectionRefusedError": "connection",
    "ConnectionRefusedError": "connection",
    "DownloadFailedError": "connection",
    "ResponseFailed": "connection",
    "ResponseDataLossError": "connection",
    "UnsupportedURLSchemeError": "bad_address",
}
_BAD_STATUS = {401: "login", 403: "bot_wall", 404: "not_found", 410: "not_found"}


class PortalSpider(Spider):
    """Asks what the walks want to know and hands them the answers."""

    name = "portals"

    def __init__(self, walks: Sequence[Walk], options: CrawlOptions, ended: Callable[[Walk], None]):
        super().__init__()
        self.walks = walks
        self.ended = ended
        self.workers = ThreadPoolExecutor(WORKERS, "walks")
        self.options = options
        self.networks = read_networks(options.allowed_networks)
        self.trust = HostTrust([walk.portal for walk in walks], options.verify_certificates)
        self.delays = {"": max((self._delay(w) for w in walks), default=0.0)}
        for walk in walks:
            for url in walk.portal.lists:
                host = (urlsplit(url).hostname or "").lower()
                self.delays[host] = max(self._delay(walk), self.delays.get(host, 0.0))

    def _delay(self, walk: Walk) -> float:
        return walk.portal.delay if self.options.delay is None else self.options.delay

    async def start(self) -> AsyncIterator[Request]:
        """All walks, each beside the others; Scrapy's scheduler has nothing to do, so nothing is yielded."""
        await asyncio.gather(*map(self._walk, self.walks))
        return
        yield

    async def _walk(self, walk: Walk) -> None:
        """One portal from its first request to its last, one after the other."""
        try:
            ask = await self._beside(walk.next)
            while ask is not None:
                ask = await self._step(walk, ask)
            await self._beside(lambda: self.ended(walk))
        except Exception:  # the walk's account says that it did not come to its end
            log.exception("%s", walk.portal.id)

    async def _step(self, walk: Walk, ask: Ask) -> Ask | None:
        """Ask, hand the walk what came of it, and take what it asks next."""
        outcome = await self._fetch(walk, ask)
        if isinstance(outcome, Answer) and len(outcome.body) <= SMALL:
            return _take(walk, ask, outcome)
        return await self._beside(lambda: _take(walk, ask, outcome))

    async def _beside(self, step: Callable[[], T]) -> T:
        """A step of a walk, beside the network: reading and keeping one portal's large page delays nobody."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, step)

    async def _fetch(self, walk: Walk, ask: Ask) -> Answer | tuple[str, str]:
        """The answer, or (reason, detail) where there is none with a good status."""
        engine: Any = self.crawler.engine
        try:
            response = await engine.download_async(_request(walk, ask))
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise  # the crawl is stopped
            return explain(error)
        except Exception as error:
            return explain(error)
        if response.status == 304 or 200 <= response.status < 300:
            return to_answer(response, self.trust.told(response.url))
        return _BAD_STATUS.get(response.status, "http_error"), f"status {response.status}"


def _request(walk: Walk, ask: Ask) -> Request:
    posted = ask.request if ask.request and ask.request.method == "POST" else None
    told = {
        "If-None-Match": ask.etag,
        "If-Modified-Since": ask.last_modified,
        "Referer": _found_on(walk, ask),
        "Content-Type": posted.content_type if posted else None,
    }
    return Request(
        ask.url,
        method="POST" if posted else "GET",
        body=posted.content if posted else "",
        headers={name: value for name, value in told.items() if value},
        dont_filter=True,
        meta={"cookiejar": walk.portal.id, "browser": walk.portal.browser and ask.role != "file" and not posted},
    )


def _found_on(walk: Walk, ask: Ask) -> str | None:
    """The page that a reader would have come from: some portals give their files to nobody else."""
    if ask.role == "file" and ask.item and ask.item.detail_url:
        return ask.item.detail_url
    first = ask.role == "listing" and ask.page == 1
    return None if first else next(iter(walk.portal.lists), None)


def _take(walk: Walk, ask: Ask, outcome: Answer | tuple[str, str]) -> Ask | None:
    if isinstance(outcome, tuple):
        walk.failed(ask, *outcome)
        return walk.next()
    try:
        walk.got(ask, outcome)
    except Exception as error:  # one page we cannot read must not stop the portal
        log.exception("%s: %s", walk.portal.id, ask.url)
        walk.broken(ask, error)
    return walk.next()


def explain(error: BaseException) -> tuple[str, str]:
    """(reason, detail) for what Scrapy raised; the reason is a code of errors.REASONS."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    if isinstance(error, IgnoreRequest):
        told = str(error)
        return ("redirect_loop", told) if "redirection" in told else ("http_error", told)
    told = f"{type(error).__name__}: {error}"[:300]
    if "OpenSSL" in told or "SSL" in told or "certificate" in told.lower() or "tls" in told.lower():
        return "tls", told
    for kind in type(error).__mro__:
        if kind.__name__ in _FAILURES:
            return _FAILURES[kind.__name__], told
    return "connection", told
