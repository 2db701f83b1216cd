"""Bodies on their way: a download that stalls is ended, one that broke off goes on where it ended (RFC 9110, 14.2).

Scrapy's own time limit is for the whole answer, which a large file from a slow host cannot keep; ours is for silence.
What came of a file is kept until it is whole, and asked for from there with Range and If-Range.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

from scrapy import signals
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, StopDownload
from scrapy.utils.defer import deferred_from_coro

_WORTH = 16_384  # bytes that must have come since the last try for another one
_MOST = 30  # times that one file is taken up again
_RANGE = re.compile(rb"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(slots=True)
class Transfer:
    """One file on its way, through all its requests."""

    began: float = field(default_factory=time.monotonic)
    moment: float = 0.0  # when something last came
    validator: bytes = b""  # that the rest must belong to; empty: it cannot be asked for
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    before: int = 0  # size at the last try
    tries: int = 0


class Straight(Downloader):
    """Scrapy's downloader without its own queues: HostGate lets one request at a time to a host, at its time."""

    def fetch(self, request: Any, spider: Any = None) -> Any:
        """A Deferred of what the middlewares make of the request's answer."""
        return deferred_from_coro(self.middleware.download_async(self.handlers.download_request_async, request))


class Downloads(HTTP11DownloadHandler):
    """Scrapy's handler with our limits: `timeout` seconds of silence, `longest_file` seconds in all."""

    def __init__(self, crawler: Any):
        super().__init__(crawler)
        self._contextFactory = crawler.spider.trust
        self._silence: float = crawler.spider.options.timeout
        self._longest: float = crawler.spider.options.longest_file

    async def download_request(self, request: Any) -> Any:
        """The response, or DownloadTimeoutError when nothing more comes or it takes too long."""
        transfer = request.meta.setdefault("transfer", Transfer())
        transfer.moment = time.monotonic()
        silence = min(self._silence, request.meta.get("download_timeout") or self._silence)
        request.meta["download_timeout"] = self._longest + silence  # Scrapy's own limit comes after ours
        watch = _Watch(asyncio.ensure_future(super().download_request(request)), transfer, silence, self._longest)
        try:
            return await watch.task
        except asyncio.CancelledError:
            if not watch.late:
                raise
            raise DownloadTimeoutError(f"{request.url}: {watch.late}, {transfer.size} bytes") from None
        finally:
            watch.timer.cancel()
            request.meta["download_timeout"] = silence


class _Watch:
    """Ends a task when its transfer is silent or takes too long; `late` tells which."""

    def __init__(self, task: asyncio.Task[Any], transfer: Transfer, silence: float, longest: float):
        self.task, self.transfer, self.silence, self.longest, self.late = task, transfer, silence, longest, ""
        self.timer = task.get_loop().call_later(silence, self._look)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self.transfer.began > self.longest:
            self.late = f"{self.longest:.0f} seconds in all"
        elif now - self.transfer.moment >= self.silence:
            self.late = f"{self.silence:.0f} seconds of silence"
        if self.late:
            self.task.cancel()
        else:
            rest = self.transfer.moment + self.silence - now
            self.timer = self.task.get_loop().call_later(max(0.05, rest), self._look)


class Resume:
    """Downloader middleware: keeps what came of a file, and asks for the rest when it broke off."""

    def __init__(self, crawler: Any):
        self.max_bytes: int = crawler.spider.options.max_bytes
        crawler.signals.connect(self.take_head, signal=signals.headers_received)
        crawler.signals.connect(self.take_bytes, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Resume:
        """As Scrapy builds it."""
        return cls(crawler)

    def take_head(self, headers: Any, body_length: int, request: Any, spider: Any) -> None:
        """An answer begins: the rest of what is here, or a file from its start."""
        transfer = request.meta.get("transfer")
        if transfer is None:
            return
        transfer.moment = time.monotonic()
        told = _RANGE.match(headers.get(b"Content-Range") or b"")
        if told and transfer.size and int(told[1]) == transfer.size:
            return
        tag = headers.get(b"ETag") or b""
        strong = tag if tag and not tag.startswith(b"W/") else headers.get(b"Last-Modified") or b""
        page = (headers.get(b"Content-Type") or b"").startswith(b"text/html") and body_length < 4 * _WORTH
        transfer.validator = b"" if page or told or headers.get(b"Content-Encoding") else strong
        transfer.chunks, transfer.size, transfer.before = [], 0, 0

    def take_bytes(self, data: bytes, request: Any, spider: Any) -> None:
        """More of a body came."""
        transfer = request.meta.get("transfer")
        if transfer is None:
            return
        transfer.moment = time.monotonic()
        transfer.size += len(data)
        if transfer.size > self.max_bytes:
            raise StopDownload(fail=True)  # each part may be small enough, the file is not
        if transfer.validator:
            transfer.chunks.append(data)

    def process_exception(self, request: Any, exception: Exception) -> Any:
        """The request for the rest, if what came is worth it."""
        transfer = request.meta.get("transfer")
        if transfer is None or isinstance(exception, IgnoreRequest) or "Cancelled" in type(exception).__name__:
            return None
        if transfer.size > self.max_bytes:
            raise DownloadCancelledError(f"{request.url} is larger than {self.max_bytes} bytes")
        if not transfer.validator or transfer.size - transfer.before < _WORTH or transfer.tries >= _MOST:
            return None
        transfer.before = transfer.size
        transfer.tries += 1
        again = request.replace(dont_filter=True)
        for name in ("If-None-Match", "If-Modified-Since"):
            again.headers.pop(name, None)
        again.headers["Range"] = f"bytes={transfer.size}-"
        again.headers["If-Range"] = transfer.validator
        again.headers["Accept-Encoding"] = "identity"
        return again

    def process_response(self, request: Any, response: Any) -> Any:
        """The whole file, where this answer is its rest."""
        transfer = request.meta.pop("transfer", None)
        if transfer is None or b"Range" not in request.headers:
            return response
        if response.status not in (206, 416):
            return response
        told = _RANGE.match(response.headers.get(b"Content-Range") or b"")
        whole = b"".join(transfer.chunks)
        if response.status == 416 or not told or told[3] != b"%d" % len(whole):  # no rest of this very file
            again = request.replace(dont_filter=True, meta={**request.meta, "transfer": Transfer(tries=_MOST)})
            for name in ("Range", "If-Range", "Accept-Encoding"):
                again.headers.pop(name, None)
            return again
        request.meta["resumed"] = transfer.tries
        return response.replace(status=200, body=whole)
