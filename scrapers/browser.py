"""Pages that script fills: rendered by Chromium for portals that say `browser: true`, and for no others.

The browser has no network of its own: whatever its page asks for is fetched by the crawl, through the same robots.txt,
guards and gate as everything else, and only scripts and data of the portal's own site. A page that stands in front of
the real one (a challenge, a login) is never run.
"""

from __future__ import annotations

import os
import shutil
import time
from typing import Any

from scrapy import Request, signals
from scrapy.http import HtmlResponse

from scrapers.addresses import same, same_site
from scrapers.guards import check_page
from scrapers.page import is_html, read_page
from scrapers.polite import Refused

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KINDS = frozenset({"script", "xhr", "fetch"})  # what a page may ask for; pictures, fonts and styles say nothing
MOST = 40  # requests of one page
SECONDS = 120.0  # for one page, its pauses included
_ARGUMENTS = ("--disable-gpu", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND")
_PASSED = ("content-type", "x-requested-with", "accept")


class Browser:
    """Downloader middleware: answers a request whose meta says `browser` with the page as its scripts left it."""

    def __init__(self, crawler: Any):
        self.crawler = crawler
        self.driver: Any = None
        self.program: Any = None
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Browser:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Any) -> Any:
        """The rendered page; what is no page, or none of the portal's own, as it came."""
        if not request.meta.get("browser"):
            return None
        meta = {key: value for key, value in request.meta.items() if key not in ("browser", "gate", "transfer")}
        plain = request.replace(meta=meta, callback=None, errback=None)
        for name in ("If-None-Match", "If-Modified-Since"):  # a shell stays the same while what fills it changes
            plain.headers.pop(name, None)
        first = await self.crawler.engine.download_async(plain)
        request.meta.update({k: v for k, v in first.request.meta.items() if k.startswith("redirect_")})
        if first.status != 200 or not is_html(first.body, _header(first, "Content-Type")):
            return first.replace(request=request)
        refusal = check_page(read_page(first.body, first.url, _header(first, "Content-Type")))
        if refusal and refusal.reason != "empty_page":
            return first.replace(request=request)
        html = await self._render(first, request)
        headers = first.headers.copy()
        headers["Content-Type"], headers["X-Rendered-By"] = "text/html; charset=utf-8", "chromium"
        for gone in ("Content-Encoding", "Content-Length", "ETag", "Last-Modified"):
            headers.pop(gone, None)
        told = {"ip_address": first.ip_address, "protocol": first.protocol, "flags": ["rendered"]}
        return HtmlResponse(first.url, headers=headers, body=html.encode(), encoding="utf-8", request=request, **told)

    async def _render(self, first: Any, request: Any) -> str:
        from playwright.async_api import TimeoutError as Late

        context = await self._context()
        until = time.monotonic() + SECONDS
        try:
            page = await context.new_page()
            await page.route("**/*", _Answers(self.crawler, first, request).answer)
            try:
                await page.goto(first.url, wait_until="load", timeout=SECONDS * 1000)
                left = max(1.0, until - time.monotonic())
                await page.wait_for_load_state("networkidle", timeout=left * 1000)
            except Late:
                pass  # a page that never rests: what is there is read
            return str(await page.content())
        finally:
            await context.close()

    async def _context(self) -> Any:
        """A fresh profile of the one browser, which is started when it is first needed."""
        if self.program is None:
            path = next(filter(None, map(shutil.which, PROGRAMS)), None)
            if path is None:
                raise Refused("no_browser", f"none of {', '.join(PROGRAMS)} is installed")
            try:
                from playwright.async_api import async_playwright
            except ImportError as error:
                raise Refused("no_browser", "the Python package playwright is not installed") from error
            self.driver = await async_playwright().start()
            root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
            self.program = await self.driver.chromium.launch(executable_path=path, args=[*_ARGUMENTS, *root])
        agent = self.crawler.settings.get("USER_AGENT")
        return await self.program.new_context(
            user_agent=agent, locale="vi-VN", service_workers="block", accept_downloads=False
        )

    async def close(self) -> None:
        """End the browser with the crawl."""
        if self.program is not None:
            await self.program.close()
        if self.driver is not None:
            await self.driver.stop()


class _Answers:
    """What one page in the browser gets for what it asks."""

    def __init__(self, crawler: Any, first: Any, request: Any):
        self.crawler, self.first, self.request = crawler, first, request
        self.asked = 0

    async def answer(self, route: Any) -> None:
        """The page itself from what was fetched, its scripts and data through the crawl, nothing else."""
        asked = route.request
        if asked.is_navigation_request() and same(asked.url) == same(self.first.url) and not self.asked:
            self.asked += 1
            kind = _header(self.first, "Content-Type") or "text/html"
            await route.fulfill(status=200, content_type=kind, body=self.first.body)
            return
        self.asked += 1
        own = same_site(asked.url, (self.first.url,))
        if asked.resource_type not in KINDS or not own or self.asked > MOST or asked.method not in ("GET", "POST"):
            await route.abort()
            return
        try:
            response = await self.crawler.engine.download_async(self._as_ours(asked))
        except Exception:  # refused, or not to be had: as it would be for any page
            await route.abort()
            return
        kind = _header(response, "Content-Type") or "text/plain"
        await route.fulfill(status=response.status, content_type=kind, body=response.body)

    def _as_ours(self, asked: Any) -> Request:
        headers = {name: value for name, value in asked.headers.items() if name in _PASSED}
        meta = {"cookiejar": self.request.meta.get("cookiejar"), "handle_httpstatus_all": True}
        body = asked.post_data_buffer or b""
        headers["Referer"] = self.first.url
        return Request(asked.url, method=asked.method, body=body, headers=headers, meta=meta, dont_filter=True)


def _header(response: Any, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
