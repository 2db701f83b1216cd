"""Pages that are asked for again while nothing has changed are sent again as they were: no thread, no query.

An answer is kept under all that it depends on: the address, the host, the language, what is accepted, and the state of
catalog and index. When either is written to, everything kept before is of no use, and is thrown away.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.site import Site

MOST_BYTES = 64 << 20  # kept in each process
LARGEST = 1 << 20  # a larger answer is passed on and not kept
NEVER_KEPT = ("/static/", "/originals/", "/pictures/", "/api/v1/export/")
PATIENCE = 10.0  # seconds that a request waits for another that makes the same page


@dataclass(slots=True)
class _Answer:
    """An answer on its way through, and, once it is whole, as it is kept."""

    start: Message | None = None
    body: bytearray = field(default_factory=bytearray)
    whole: bool = False
    cost: int = 0

    def see(self, message: Message) -> None:
        """Take a copy of a part of the answer, as long as it can be kept."""
        if message["type"] == "http.response.start":
            kept = message["status"] == 200 and not any(name == b"set-cookie" for name, _ in message["headers"])
            self.start = message if kept else None
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if len(self.body) > LARGEST:
                self.start = None
            elif not message.get("more_body", False):
                self.whole, self.cost = True, len(self.body) + 2_000

    def header(self, name: bytes) -> bytes:
        """A header of the answer; empty where there is none."""
        assert self.start is not None
        return next((value for key, value in self.start["headers"] if key == name), b"")


class PageCache:
    """Gives whole answers that are kept; everything else is passed on, and what comes back is kept."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self._kept: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._cost = 0
        self._state: Hashable = None
        self._being_made: dict[Hashable, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: answered from what is kept, or passed on."""
        if scope["type"] != "http" or scope["method"] != "GET" or _below(scope).startswith(NEVER_KEPT):
            await self.app(scope, receive, send)
            return
        name = _name_of(scope)
        answer = self._find(name)
        if answer is None and name in self._being_made:
            await self._wait(name)
            answer = self._find(name)
        if answer is not None:
            await _send_again(answer, scope, send)
        else:
            await self._make(name, scope, receive, send)

    def _find(self, name: Hashable) -> _Answer | None:
        state = self.site.state()
        if state != self._state:
            self._kept.clear()
            self._state, self._cost = state, 0
        answer = self._kept.get(name)
        if answer is not None:
            self._kept.move_to_end(name)
        return answer

    async def _wait(self, name: Hashable) -> None:
        try:
            await asyncio.wait_for(self._being_made[name].wait(), PATIENCE)
        except TimeoutError:
            return

    async def _make(self, name: Hashable, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what comes back is kept under the state from before it was made."""
        state, answer = self._state, _Answer()
        made = self._being_made.setdefault(name, asyncio.Event())

        async def watch(message: Message) -> None:
            answer.see(message)
            await send(message)

        try:
            await self.app(scope, receive, watch)
            if answer.whole and self.site.state() == state:
                self._keep(name, answer)
        finally:
            self._being_made.pop(name, None)
            made.set()

    def _keep(self, name: Hashable, answer: _Answer) -> None:
        old = self._kept.pop(name, None)
        self._cost += answer.cost - (old.cost if old else 0)
        self._kept[name] = answer
        while self._cost > MOST_BYTES:
            _, dropped = self._kept.popitem(last=False)
            self._cost -= dropped.cost


def _below(scope: Scope) -> str:
    """The path below the one that a proxy shows the site at."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "").rstrip("/"))


def _name_of(scope: Scope) -> Hashable:
    headers = {name: value for name, value in scope["headers"] if name in (b"host", b"accept", b"cookie")}
    language = b"".join(
        part.strip() for part in headers.get(b"cookie", b"").split(b";") if part.strip().startswith(b"lang=")
    )
    accepted = headers.get(b"accept", b"")
    kind = (b"application/json" in accepted, b"text/html" in accepted)
    return scope["path"], scope["query_string"], scope["scheme"], headers.get(b"host", b""), language, kind


async def _send_again(answer: _Answer, scope: Scope, send: Send) -> None:
    """The kept answer, or only that it is still the one the client has."""
    assert answer.start is not None
    tag = answer.header(b"etag")
    asked = next((value for name, value in scope["headers"] if name == b"if-none-match"), b"")
    if tag and tag in {part.strip().removeprefix(b"W/") for part in asked.split(b",")}:
        headers = [(n, v) for n, v in answer.start["headers"] if n not in (b"content-length", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(answer.start)
    await send({"type": "http.response.body", "body": bytes(answer.body)})
