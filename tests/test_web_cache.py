"""What is kept is sent again only to whoever would get just that, and never when something was written."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from web import Site
from web import cache as cache_module
from web.cache import PageCache
from web.site import LOOK_AGAIN

Headers = list[tuple[bytes, bytes]]


class Counting:
    """An application that counts what reaches it, and answers as the path says."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        await asyncio.sleep(0.01)
        headers: Headers = [(b"etag", b'"v1"'), (b"content-type", b"text/html")]
        if scope["path"] == "/cookie":
            headers.append((b"set-cookie", b"lang=en"))
        status = 500 if scope["path"] == "/fault" else 200
        body = b"x" * (cache_module.LARGEST + 1 if scope["path"] == "/large" else 10)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:] + f" {len(self.asked)}".encode()})


async def ask(
    cache: PageCache, path: str, query: bytes = b"", method: str = "GET", **headers: str
) -> tuple[int, bytes]:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": given, "scheme": "http"}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await cache(scope, None, send)  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def cache(tmp_path: Path) -> PageCache:
    (tmp_path / "catalog.db").touch()
    return PageCache(Counting(), Site(tmp_path, str(tmp_path / "index")))


def count(cache: PageCache) -> int:
    return len(cache.app.asked)  # type: ignore[attr-defined]


AGAIN = [
    ("the same", {}, {}, 1),
    ("another question", {}, {"query": b"q=2"}, 2),
    ("another language", {}, {"cookie": "a=1; lang=en"}, 2),
    ("a cookie that is not the language", {"cookie": "lang=en"}, {"cookie": "lang=en; a=2"}, 1),
    ("another host", {"host": "a"}, {"host": "b"}, 2),
    ("a program", {"accept": "text/html"}, {"accept": "application/json"}, 2),
    ("other browsers accept other pictures", {"accept": "text/html"}, {"accept": "text/html,image/webp"}, 1),
]


@pytest.mark.parametrize(("first", "then", "made"), [row[1:] for row in AGAIN], ids=[row[0] for row in AGAIN])
def test_who_gets_the_same(cache: PageCache, first: Any, then: Any, made: int) -> None:
    async def both() -> tuple[Any, Any]:
        return await ask(cache, "/page", **first), await ask(cache, "/page", **then)

    one, other = asyncio.run(both())
    assert count(cache) == made and (one == other) == (made == 1)


@pytest.mark.parametrize(
    "path", ["/cookie", "/fault", "/large", "/static/a.js", "/originals/x", "/api/v1/export/targets"]
)
def test_what_is_not_kept(cache: PageCache, path: str) -> None:
    async def twice() -> tuple[Any, Any]:
        return await ask(cache, path), await ask(cache, path)

    one, other = asyncio.run(twice())
    assert one != other and count(cache) == 2


def test_a_client_that_has_it_gets_no_body(cache: PageCache) -> None:
    async def thrice() -> list[Any]:
        await ask(cache, "/page")
        return [await ask(cache, "/page", if_none_match=tag) for tag in ('W/"v0", W/"v1"', '"v2"')]

    assert asyncio.run(thrice()) == [(304, b""), (200, b"x" * 10 + b" 1")]


def test_many_at_once_make_a_page_once(cache: PageCache) -> None:
    async def many() -> list[Any]:
        return await asyncio.gather(*(ask(cache, "/page") for _ in range(20)))

    assert len(set(asyncio.run(many()))) == 1 and count(cache) == 1


def test_those_who_wait_for_a_fault_ask_themselves(cache: PageCache) -> None:
    async def many() -> list[Any]:
        return await asyncio.gather(*(ask(cache, "/fault") for _ in range(3)))

    assert [status for status, _ in asyncio.run(many())] == [500] * 3


@pytest.mark.parametrize("name", ["catalog.db", "catalog.db-wal", "index/current", "index/g0001/documents/meta.json"])
def test_what_is_written_is_seen(cache: PageCache, tmp_path: Path, name: str) -> None:
    async def before_and_after() -> tuple[Any, Any, Any]:
        first = await ask(cache, "/page")
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("changed")
        cache.site._looked -= LOOK_AGAIN
        return first, await ask(cache, "/page"), await ask(cache, "/page")

    first, second, third = asyncio.run(before_and_after())
    assert first != second == third


def test_a_page_made_while_something_is_written_is_not_kept(cache: PageCache, tmp_path: Path) -> None:
    async def meanwhile() -> tuple[Any, Any]:
        asked = asyncio.create_task(ask(cache, "/page"))
        await asyncio.sleep(0.002)
        os.utime(tmp_path / "catalog.db", (1, 1))
        cache.site._looked -= LOOK_AGAIN
        return await asked, await ask(cache, "/page")

    first, second = asyncio.run(meanwhile())
    assert first != second


def test_memory_is_bounded(cache: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MOST_BYTES", 3 * 2_012)

    async def many() -> None:
        for number in range(5):
            await ask(cache, "/page", query=str(number).encode())
        await ask(cache, "/page", query=b"4")
        assert count(cache) == 5
        await ask(cache, "/page", query=b"0")
        assert count(cache) == 6

    asyncio.run(many())
    assert cache._cost <= cache_module.MOST_BYTES


def test_overviews_are_made_anew_when_it_is_worth_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalog.db").touch()
    site, made = Site(tmp_path, str(tmp_path / "index")), []
    now = [100.0]
    monkeypatch.setattr("web.site.time.monotonic", lambda: now[0])

    def make() -> int:
        now[0] += 2.0  # seconds that it takes
        made.append(1)
        return len(made)

    assert site.remember("held", make) == site.remember("held", make) == 1
    (tmp_path / "catalog.db").write_text("changed")
    now[0] += 5
    assert site.remember("held", make) == 1  # made with two seconds of work, a moment ago
    now[0] += 40
    assert site.remember("held", make) == 2
    assert site.remember("another", make) == 3
