"""HTTP/1.1 over asyncio, small enough to break on purpose: connections cut half way, bodies that drip, raw headers."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

REASONS = {200: "OK", 206: "Partial Content", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Too Many"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `host` is the address it came to, without the port."""

    method: str
    target: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    form: dict[str, str]
    host: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `cut` sends that many bytes of the body and drops the connection; `rate` is bytes a second."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, bytes], ...] = ()
    wait: float = 0.0
    rate: int = 0
    cut: int | None = None

    def having(self, name: str, value: str | bytes) -> Reply:
        """With one more header; text is sent as UTF-8, as careless servers do."""
        told = value.encode() if isinstance(value, str) else value
        return replace(self, headers=(*self.headers, (name, told)))


@dataclass(slots=True)
class Seen:
    """One request as the server saw it: when, what, and how many of its host were under way with it."""

    host: str
    method: str
    target: str
    headers: dict[str, str]
    start: float
    end: float = 0.0
    status: int = 0
    sent: int = 0
    inside: int = 0


@dataclass(slots=True)
class Log:
    """All requests so far, and how many are under way per host."""

    asked: list[Seen] = field(default_factory=list)
    inside: dict[str, int] = field(default_factory=dict)


async def converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Callable[[Ask], Reply | None], log: Log
) -> None:
    """Answer the requests of one connection until it ends; a None from `answer` drops it."""
    try:
        while (ask := await _read(reader, writer)) is not None:
            seen = Seen(ask.host, ask.method, ask.target, ask.headers, time.monotonic())
            log.asked.append(seen)
            seen.inside = log.inside[ask.host] = log.inside.get(ask.host, 0) + 1
            try:
                reply = answer(ask)
                if reply is None or not await _send(writer, ask, reply, seen):
                    break
            finally:
                seen.end = seen.end or time.monotonic()
                log.inside[ask.host] -= 1
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
        pass
    finally:
        writer.close()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Ask | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    sent = await reader.readexactly(int(headers.get("content-length", 0)))
    parts = urlsplit(target)
    host = writer.get_extra_info("sockname")[0]
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    form = dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True)) if method == "POST" else {}
    return Ask(method, target, unquote(parts.path), query, headers, form, host)


async def _send(writer: asyncio.StreamWriter, ask: Ask, reply: Reply, seen: Seen) -> bool:
    """True if the connection can go on."""
    if reply.wait:
        await asyncio.sleep(reply.wait)
    seen.status = reply.status
    head = f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Status')}\r\n".encode()
    told = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in reply.headers)
    head += told + b"Content-Length: %d\r\n\r\n" % len(reply.body)
    body = b"" if ask.method == "HEAD" or reply.status == 304 else reply.body
    if reply.cut is not None:
        body = body[: reply.cut]
    if reply.rate:
        writer.write(head)
        for start in range(0, len(body), step := max(1, reply.rate // 20)):
            writer.write(body[start : start + step])
            seen.sent = min(start + step, len(body))
            await writer.drain()
            await asyncio.sleep(step / reply.rate)
    else:
        seen.end = time.monotonic()  # before it is sent: what comes after may be seen late on a busy machine
        writer.write(head + body)
        seen.sent = len(body)
        await writer.drain()
    if reply.cut is not None:
        await asyncio.sleep(0.01)  # what was written must arrive before the end does
        return False
    return True


@lru_cache(maxsize=4096)
def compress(body: bytes, encoding: str) -> bytes:
    """A body as an encoding sends it."""
    if encoding == "br":
        import brotli

        packed: bytes = brotli.compress(body, quality=1)
        return packed
    return gzip.compress(body, 1, mtime=0)
