"""What we owe a server, as Scrapy downloader middlewares: public addresses only, robots.txt, one request at a time.

Scrapy's own CONCURRENT_REQUESTS_PER_DOMAIN=1 lets several requests through to a slow host when the delay is 0, and its
retry does not wait for Retry-After (measured on 2.19), so both are guaranteed here.
"""

from __future__ import annotations

import asyncio
import email.utils
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future

from scrapers.guards import check_address, is_private
from scrapers.options import CrawlOptions
from scrapers.turns import Turns

_BUSY = frozenset({429, 500, 502, 503, 504, 522, 524, 408})
_LONGEST_PAUSE = 30.0  # seconds: a slow host is given as long a rest as it took to answer, up to this
_LONGEST_CRAWL_DELAY = 60.0  # seconds a robots.txt may ask for


class Refused(IgnoreRequest):
    """A request that is not made; `reason` is a code of errors.REASONS."""

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class PublicAddresses:
    """Refuses addresses inside private networks, after DNS, for every request: redirects and robots.txt as well.

    The resolver keeps what it answered, so the connection goes to the very address that was checked.
    """

    def __init__(self, crawler: Any):
        self.allowed = crawler.spider.networks

    @classmethod
    def from_crawler(cls, crawler: Any) -> PublicAddresses:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Raise Refused for what must not be asked."""
        refusal = check_address(request.url)
        if refusal:
            raise Refused(refusal.reason, refusal.detail)
        host = urlsplit(request.url).hostname or ""
        address = host if ":" in host else await _resolve(host)
        if is_private(address, self.allowed):
            raise Refused("private_address", f"{host} is {address}")


async def _resolve(host: str) -> str:
    from twisted.internet import reactor

    engine: Any = reactor
    address: str = await maybe_deferred_to_future(engine.resolve(host))
    return address


class Robots(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 reads it: none there means allowed, a server in trouble means not now."""

    def __init__(self, crawler: Any):
        super().__init__(crawler)
        self.down: dict[str, int] = {}

    async def process_request(self, request: Any) -> None:  # type: ignore[override]
        """Raise Refused where the host's robots.txt forbids the address, or could not be had."""
        try:
            await super().process_request(request)
        except IgnoreRequest as refusal:
            status = self.down.get(urlsplit(request.url).netloc)
            if status is None:
                raise Refused("robots_disallowed", str(refusal)) from refusal
            raise Refused("http_error", f"robots.txt answered {status}: nothing is asked of the host") from refusal

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500:
            self.down[netloc] = response.status
            response = response.replace(body=b"User-agent: *\nDisallow: /")
        elif response.status >= 400 or response.body.lstrip()[:1] == b"<":
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)


class HostGate:
    """One request at a time per host at any delay, a pause after each answer, and the wait a server asks for."""

    def __init__(self, crawler: Any):
        self.options: CrawlOptions = crawler.spider.options
        self.delays: Mapping[str, float] = crawler.spider.delays
        self.user_agent = self.options.user_agent
        self.turns = Turns(self.options.turns, self.options.run)
        self.troubles: defaultdict[str, int] = defaultdict(int)
        self.asked_for: dict[str, float] = {}
        crawler.signals.connect(self.read_crawl_delay, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostGate:
        """As Scrapy builds it."""
        return cls(crawler)

    def read_crawl_delay(self, robotparser: Any, request: Any) -> None:
        """Take the Crawl-delay of a robots.txt."""
        rules: Any = getattr(robotparser, "rp", None)
        wanted = rules.crawl_delay(self.user_agent) if hasattr(rules, "crawl_delay") else None
        if wanted:
            self.asked_for[_host(request.url)] = min(float(wanted), _LONGEST_CRAWL_DELAY)

    async def process_request(self, request: Any) -> None:
        """Wait for the host's turn."""
        host = _host(request.url)
        wait = await self.turns.take(host)
        if wait > self.options.longest_wait:
            self.turns.give(host)
            raise Refused("http_error", f"the server asks to wait {wait:.0f} s: left for this run")
        if wait > 0:
            await asyncio.sleep(wait)
        request.meta["gate"] = host
        request.meta["gate_since"] = time.monotonic()

    def process_response(self, request: Any, response: Any) -> Any:
        """Let the next one in, after the pause this answer asks for."""
        self._open(request, response.status, response.headers.get(b"Retry-After"))
        return response

    def process_exception(self, request: Any, exception: Exception) -> None:
        """Let the next one in, after a pause that grows with every failure in a row."""
        self._open(request, None if isinstance(exception, IgnoreRequest) else 503, None)

    def _open(self, request: Any, status: int | None, retry_after: bytes | None) -> None:
        host = request.meta.pop("gate", None)
        if host is None:
            return
        took = time.monotonic() - request.meta.pop("gate_since")
        pause = max(self.delays.get(host, self.delays[""]), self.asked_for.get(host, 0.0))
        if pause > 0:
            pause = max(pause, min(took, _LONGEST_PAUSE))
        if status in _BUSY:
            self.troubles[host] += 1
            back_off = self.options.back_off * 2 ** min(self.troubles[host] - 1, 8)
            asked = _seconds(retry_after)
            pause = max(pause, asked if asked is not None else min(back_off, self.options.longest_wait))
        elif status is not None:
            self.troubles[host] = 0
        self.turns.give(host, pause)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _seconds(retry_after: bytes | None) -> float | None:
    """Retry-After in seconds: a count or an HTTP date (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    told = retry_after.decode("latin-1").strip()
    if told.isdigit():
        return float(told)
    try:
        moment = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
