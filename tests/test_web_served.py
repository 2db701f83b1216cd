"""The site as it is really served: several processes, a path of a proxy, and clients that are slow or rude."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from web_server import VANBAN, running

from web import Site, create_app, guard
from web.patience import ImpatientProtocol

GET = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n"


class Hasty(ImpatientProtocol):
    """The same with times for a test."""

    request_seconds = 0.4
    read_seconds = 0.6


@pytest.fixture(scope="module")
def port(site_home: Path) -> Iterator[int]:
    app = create_app(Site(site_home, str(site_home / "index"), requests_per_minute=0))
    with running(uvicorn.Config(app, port=0, log_level="error", http=Hasty, timeout_keep_alive=1, ws="none")) as found:
        yield found


def talk(port: int, *parts: bytes, pause: float = 0.0, patience: float = 3.0) -> tuple[bytes, float]:
    """All that a server says to some bytes until it ends the connection, and after how many seconds it did."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
        heard = b""
        with suppress(ConnectionError):
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
            while got := line.recv(65_536):
                heard += got
        return heard, time.monotonic() - began


SLOW = {
    "nothing at all": ((b"",), 0.0),
    "half a line": ((b"GET /rob",), 0.0),
    "a byte now and then": (tuple(bytes([byte]) for byte in GET), 0.1),
    "a header now and then": ((GET, *(b"X-%d: y\r\n" % n for n in range(30))), 0.1),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_request_must_come_in_its_time(port: int, name: str) -> None:
    parts, pause = SLOW[name]
    heard, seconds = talk(port, *parts, pause=pause)
    assert heard == b"" and 0.3 < seconds < 5


def test_a_second_request_must_come_in_its_time(port: int) -> None:
    heard, seconds = talk(port, GET + b"\r\n", b"GET /rob", pause=0.1)
    assert heard.count(b"HTTP/1.1 200") == 1 and seconds < 2


def test_a_body_nobody_asked_for_is_not_waited_for(port: int) -> None:
    heard, seconds = talk(port, GET + b"Content-Length: 1000\r\n\r\nabc")
    assert heard.startswith(b"HTTP/1.1 413") and seconds < 3


def test_an_answer_must_be_read_in_its_time(port: int) -> None:
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        line.connect(("127.0.0.1", port))
        line.settimeout(5)
        path = b"GET /api/v1/export/documents?text=true HTTP/1.1\r\nHost: x\r\n\r\n"
        with suppress(TimeoutError):
            line.sendall(path * 400)  # far more than the buffers of both ends hold
        time.sleep(2.5)
        heard = b""
        with suppress(ConnectionError):
            while got := line.recv(65_536):
                heard += got
    assert 0 < heard.count(b"HTTP/1.1 200") < 400


def test_slow_clients_keep_nobody_out(port: int) -> None:
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(300)]
    try:
        for line in lines:
            line.sendall(b"GET / HTTP/1.1\r\nX: ")
        began = time.monotonic()
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).status == 200
        assert time.monotonic() - began < 2
        time.sleep(1)
        for line in lines:
            line.settimeout(1)
            with suppress(ConnectionError):
                assert line.recv(1) == b""
    finally:
        for line in lines:
            line.close()


RUDE = {
    "a line without an end": b"GET /" + b"a" * 200_000,
    "headers without an end": GET + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 900) for n in range(200)),
    "one large header": GET + b"Cookie: " + b"a" * 100_000 + b"\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n",
    "two lengths": GET + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length and chunks": GET + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a header that is split": GET + b"X: a\r\n b\r\nY\x00: c\r\n\r\n",
    "an upgrade": GET + b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    "a whole address": b"GET http://169.254.169.254/latest HTTP/1.1\r\nHost: x\r\n\r\n",
    "a way out": b"GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "a way out, written otherwise": b"GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "an original that is none": b"GET /originals/..%2f..%2fcatalog.db HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("name", RUDE)
def test_rude_requests_get_little(port: int, name: str) -> None:
    heard, seconds = talk(port, RUDE[name])
    assert heard.split(b" ")[1:2] in ([b"200"], [b"400"], [b"404"], [], [b"413"], [b"431"])
    assert b"root:" not in heard and b"SQLite" not in heard and b"Traceback" not in heard and seconds < 4
    assert (b" 200 " in heard[:20]) == (name == "an upgrade")
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).status == 200


# ---------------------------------------------------------------- processes


@contextmanager
def serving(home: Path, *words: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`vanban serve` and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "VANBAN_HOME": str(home), **settings}
    server = subprocess.Popen(
        [VANBAN, "serve", "--port", str(port), *words], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0


def fetch(address: str | urllib.request.Request, seconds: float = 60.0) -> bytes:
    """What stands at an address, as soon as somebody answers there."""
    until = time.monotonic() + seconds
    while True:
        try:
            body: bytes = urllib.request.urlopen(address, timeout=5).read()
            return body
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def children_of(process: int) -> set[int]:
    """The processes that serve for it."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    found = set()
    for child in listed:
        with suppress(OSError):  # it has just ended
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.add(int(child))
    return found


def test_several_processes_serve_and_come_back(site_home: Path) -> None:
    with serving(site_home, "--workers", "2", "--root-path", "/vanban") as (server, address):
        assert b"/vanban/static/" in fetch(address + "/")
        workers = children_of(server.pid)
        assert len(workers) == 2
        os.kill(min(workers), signal.SIGKILL)
        for _ in range(300):
            if len(now := children_of(server.pid)) == 2 and now != workers:
                break
            time.sleep(0.1)
        assert len(children_of(server.pid) & workers) == 1
        assert b"<html" in fetch(address + "/search?q=08-NQ/TU")
    assert not [worker for worker in now if Path(f"/proc/{worker}").exists()]


def test_a_proxy_says_who_asks(site_home: Path) -> None:
    def ask(*said: tuple[str, str], **settings: str) -> int:
        app = create_app(Site(site_home, str(site_home / "index"), requests_per_minute=0, **settings))  # type: ignore[arg-type]
        return TestClient(app).get("/", headers=dict(said)).status_code

    trusting = {"user_header": "X-Remote-User"}
    assert ask(("x-remote-user", "lan"), **trusting) == 200
    assert ask(**trusting) == ask(("x-remote-user", " "), **trusting) == ask(("x-user", "lan"), **trusting) == 403
    twice = {"headers": [(b"x-remote-user", b"forged"), (b"x-remote-user", b"lan")]}
    assert not guard._named(twice, "X-Remote-User") and guard._named({"headers": twice["headers"][1:]}, "X-Remote-User")
    assert ask(("x-remote-user", "lan"), **trusting, password="a:b") == 401
    assert ask() == 200


def test_access_is_set_for_every_process(site_home: Path) -> None:
    settings = {"VANBAN_WEB_PASSWORD": "cán bộ:mật khẩu", "VANBAN_WEB_USER_HEADER": "X-Remote-User"}
    with serving(site_home, "--workers", "2", **settings) as (_, address):
        coded = base64.b64encode("cán bộ:mật khẩu".encode()).decode()
        wanted = {"Authorization": f"Basic {coded}", "X-Remote-User": "lan"}
        assert b"User-agent" in fetch(urllib.request.Request(address + "/robots.txt", headers=wanted))
        for headers, refused in (({}, 401), ({"Authorization": wanted["Authorization"]}, 403)):
            for _ in range(6):  # whichever process it is that answers
                with pytest.raises(urllib.error.HTTPError) as error:
                    urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10)
                assert error.value.code == refused
