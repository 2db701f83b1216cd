"""The one spider: drives every portal's walk through Scrapy, one request after the other for each portal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from scrapers.ask import Answer, Ask
from scrapers.guards import read_networks
from scrapers.options import CrawlOptions
from scrapers.polite import Refused
from scrapers.response import to_answer
from scrapers.trust import HostTrust
from scrapers.walk import Walk

log = logging.getLogger(__name__)

WORKERS = 4  # threads that read and keep; they mostly wait for the disk

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
        """The first request of every portal."""
        for walk in self.walks:
            request = await self._turn(walk, walk.next)
            if request is not None:
                yield request

    async def _turn(self, walk: Walk, step: Callable[[], Ask | None]) -> Request | None:
        """A walk's next request, worked out beside the network: reading and keeping one portal's page delays nobody."""
        ask = await asyncio.get_running_loop().run_in_executor(self.workers, step)
        if ask is None:
            self.ended(walk)
            return None
        return self._request(walk, ask)

    def _request(self, walk: Walk, ask: Ask) -> Request:
        headers = {}
        if ask.etag:
            headers["If-None-Match"] = ask.etag
        if ask.last_modified:
            headers["If-Modified-Since"] = ask.last_modified
        if ask.item and ask.item.detail_url and ask.role == "file":
            headers["Referer"] = ask.item.detail_url
        posted = ask.request if ask.request and ask.request.method == "POST" else None
        if posted:
            headers["Content-Type"] = posted.content_type
        return Request(
            ask.url,
            method="POST" if posted else "GET",
            body=posted.content if posted else "",
            callback=self.take,
            errback=self.miss,
            headers=headers,
            dont_filter=True,
            cb_kwargs={"walk": walk, "ask": ask},
            meta={
                "handle_httpstatus_list": [304],
                "cookiejar": walk.portal.id,
                "browser": walk.portal.browser and ask.role != "file" and not posted,
            },
        )

    async def take(self, response: Any, walk: Walk, ask: Ask) -> AsyncIterator[Request]:
        """A response with a good status."""
        answer = to_answer(response, self.trust.told(response.url))
        request = await self._turn(walk, lambda: _got(walk, ask, answer))
        if request is not None:
            yield request

    async def miss(self, failure: Any) -> AsyncIterator[Request]:
        """A request that came to nothing."""
        walk, ask = failure.request.cb_kwargs["walk"], failure.request.cb_kwargs["ask"]
        reason, detail = explain(failure.value)
        request = await self._turn(walk, lambda: _failed(walk, ask, reason, detail))
        if request is not None:
            yield request


def _got(walk: Walk, ask: Ask, answer: Answer) -> Ask | None:
    try:
        walk.got(ask, answer)
    except Exception as error:  # one page we cannot read must not stop the portal
        log.exception("%s: %s", walk.portal.id, ask.url)
        walk.broken(ask, error)
    return walk.next()


def _failed(walk: Walk, ask: Ask, reason: str, detail: str) -> Ask | None:
    walk.failed(ask, reason, detail)
    return walk.next()


def explain(error: BaseException) -> tuple[str, str]:
    """(reason, detail) for what Scrapy raised; the reason is a code of errors.REASONS."""
    if isinstance(error, HttpError):
        status = error.response.status
        reasons = {401: "login", 403: "bot_wall", 404: "not_found", 410: "not_found"}
        return reasons.get(status, "http_error"), f"status {status}"
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
