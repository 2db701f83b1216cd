"""Whole crawls against a server on loopback: what we owe a server, and what must not get through."""

import gzip
import hashlib
import ipaddress
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest

from documents.record import Item
from scrapers.ask import Ask
from scrapers.portal import Portal
from scrapers.walk import Walk

ROOT = Path(__file__).parent.parent
HEAD = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
PDF = b"%PDF-1.4\n" + b"0123456789" * 50


def listing(*names):
    rows = "".join(
        f"<tr><td>{i}/KH-UBND</td><td>0{i % 9 + 1}/02/2024</td><td><a href='{name}'>Kế hoạch về việc {i}</a></td></tr>"
        for i, name in enumerate(names, 1)
    )
    return f"<html><body><table>{HEAD}{rows}</table></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet, else every answer waits 40 ms for an acknowledgement

    def do_GET(self):
        server = self.server
        with server.lock:
            server.inside += 1
            server.most = max(server.most, server.inside)
            server.asked.append((time.monotonic(), self.path, dict(self.headers)))
        time.sleep(0.03)
        try:
            self.respond(self.path)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with server.lock:
                server.inside -= 1

    def respond(self, path):
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        tries = sum(asked == path for _, asked, _ in self.server.asked)
        if path == "/robots.txt":
            self.send(200, b"User-agent: *\nDisallow: /cam/\n", "text/plain")
        elif path == "/a/list":
            self.send(200, listing("1", "2", "3", "/cam/4.html", "soft", "down", "busy", "gone"))
        elif path == "/b/list":
            names = (
                "nen-gzip.pdf",
                "nen-br.pdf",
                "lon.pdf",
                "cham.pdf",
                "rieng",
                "vong",
                "/b/x/en/vi/en/vi",
                "trang.pdf",
                "khoa",
            )
            self.send(200, listing(*names))
        elif path == "/c/list":
            self.send(200, b"<html><body><p>Chua co van ban nao trong muc nay.</p></body></html>")
        elif path == "/d/list":
            self.send(503, b"down")
        elif path == "/a/soft":
            self.send(200, "<html><title>Không tìm thấy trang</title><body>Không tìm thấy</body></html>".encode())
        elif path == "/a/down":
            self.send(503, b"down")
        elif path == "/a/busy" and tries == 1:
            self.send(429, b"later", extra={"Retry-After": "1"})
        elif path == "/a/gone":
            self.send(404, b"<html><body>404</body></html>")
        elif path.startswith("/a/"):
            self.send(200, f"<html><body><p>Kế hoạch {path} của Ủy ban nhân dân tỉnh</p></body></html>".encode())
        elif path == "/b/nen-gzip.pdf":
            self.send(200, gzip.compress(PDF), "application/pdf", {"Content-Encoding": "gzip"})
        elif path == "/b/nen-br.pdf":
            self.send(200, brotli.compress(PDF), "application/pdf", {"Content-Encoding": "br"})
        elif path == "/b/lon.pdf":
            self.send(200, b"%PDF" + b"x" * 300_000, "application/pdf")
        elif path == "/b/cham.pdf":
            with self.server.lock:
                self.server.inside -= 1  # the crawl gives up on it and goes on
            time.sleep(3)
            with self.server.lock:
                self.server.inside += 1
            self.send(200, PDF, "application/pdf")
        elif path == "/b/rieng":
            self.send(302, b"", extra={"Location": f"http://127.0.0.9:{self.server.server_address[1]}/secret"})
        elif path == "/b/vong":
            self.send(302, b"", extra={"Location": f"{here}/b/vong"})
        elif path == "/b/trang.pdf":
            self.send(200, b"<html><body><p>" + b"mot trang web " * 100 + b"</p></body></html>")
        elif path == "/b/khoa":
            self.send(403, b"<html><body>Forbidden</body></html>")
        else:
            self.send(404, b"")

    def send(self, status, body, kind="text/html; charset=utf-8", extra=None):
        etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), "ETag": etag, **(extra or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class DownHandler(Handler):
    def respond(self, path):
        self.send(503, b"down")


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, handler=Handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.lock, self.inside, self.most, self.asked = threading.Lock(), 0, 0, []

    def handle_error(self, request, client_address):
        """Cut connections belong to these tests."""


def crawl(folder, ids, **options):
    told = {"portals": str(folder), "sink": str(folder / "sink.json"), "ids": ids}
    told["options"] = {"allowed_networks": ["127.0.0.1/32"], "back_off": 0.05, "timeout": 1.0, "retries": 1, **options}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "crawl_helper.py"), json.dumps(told)],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    result["stderr"] = done.stderr
    result["summaries"] = {s["portal"]: s for s in result["summaries"]}
    return result


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Five portals on one host at delay 0, crawled twice; what each crawl said, and what the server saw."""
    folder = tmp_path_factory.mktemp("portals")
    server, down = Server(), Server(DownHandler)
    for running in (server, down):
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    for name in "abcde":
        base = f"http://127.0.0.1:{(down if name == 'e' else server).server_address[1]}"
        text = f"title: {name}\nprovince: Tây Ninh\nlists: ['{base}/{name}/list']\nevidence: inferred\ndelay: 0\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    try:
        first = crawl(folder, list("abcde"), max_bytes=100_000)
        seen = list(server.asked)
        server.asked.clear()
        second = crawl(folder, ["a"])
        yield first, second, seen, list(server.asked), server.most
    finally:
        for running in (server, down):
            running.shutdown()
            running.server_close()


def paths(asked):
    return [path for _, path, _ in asked]


def reasons(crawl):
    return {url.split("/", 3)[3]: reason for url, reason in crawl["failed"]}


def test_one_request_at_a_time_per_host_at_delay_zero(crawled):
    assert crawled[4] == 1


def test_robots_are_read_once_and_obeyed(crawled):
    asked = paths(crawled[2])
    assert asked.count("/robots.txt") == 1
    assert "/cam/4.html" not in asked
    assert reasons(crawled[0])["cam/4.html"] == "robots_disallowed"


def test_we_say_who_we_are(crawled):
    assert all(headers["User-Agent"].startswith("vanban/") for _, _, headers in crawled[2])


def test_retry_after_is_waited_for(crawled):
    moments = [moment for moment, path, _ in crawled[2] if path == "/a/busy"]
    assert len(moments) == 2
    assert moments[1] - moments[0] >= 1.0
    between = [moment for moment, _, _ in crawled[2] if moments[0] < moment < moments[0] + 1.0]
    assert between == []  # the whole host waits, not only this address


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a/soft", "soft_404"),
        ("a/down", "http_error"),
        ("a/gone", "not_found"),
        ("b/lon.pdf", "too_large"),
        ("b/cham.pdf", "timeout"),
        ("b/rieng", "private_address"),
        ("b/vong", "redirect_loop"),
        ("b/x/en/vi/en/vi", "url_trap"),
        ("b/trang.pdf", "not_a_file"),
        ("b/khoa", "bot_wall"),
        ("c/list", "empty_listing"),
        ("d/list", "http_error"),
        ("e/list", "http_error"),  # even its robots.txt is down: that is trouble, no prohibition
    ],
)
def test_what_fails_fails_with_its_reason(crawled, path, reason):
    assert reasons(crawled[0]).get(path) == reason
    assert not any(url.endswith("/" + path) for url in crawled[0]["kept"])


def test_a_private_address_and_a_trap_are_never_asked(crawled):
    assert "/secret" not in paths(crawled[2])
    assert "/b/x/en/vi/en/vi" not in paths(crawled[2])


def test_compressed_files_are_kept_as_they_are(crawled):
    kept = [url.rsplit("/", 1)[1] for url in crawled[0]["kept"]]
    assert "nen-gzip.pdf" in kept and "nen-br.pdf" in kept


def test_everything_is_accounted_for(crawled):
    for summary in crawled[0]["summaries"].values():
        assert summary["asked"] == summary["done"] + summary["unchanged"] + summary["failed"]
    told = {name: (s["done"], s["failed"], s["failed_listings"]) for name, s in crawled[0]["summaries"].items()}
    assert told == {"a": (4, 4, 0), "b": (2, 7, 0), "c": (0, 1, 1), "d": (0, 1, 1), "e": (0, 1, 1)}


def test_the_second_crawl_brings_nothing_new(crawled):
    second = crawled[1]
    assert second["kept"] == []
    conditional = {path: "If-None-Match" in headers for _, path, headers in crawled[3]}
    assert conditional["/a/list"]
    assert conditional.keys() - {"/robots.txt", "/a/list"} <= {"/a/soft", "/a/down", "/a/gone", "/cam/4.html"}


def test_nothing_is_said_on_stderr(crawled):
    assert crawled[0]["stderr"] == ""


def self_signed(folder):
    """A certificate nobody vouches for, made for this run."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(today - datetime.timedelta(1)).not_valid_after(today + datetime.timedelta(1))
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = made.add_extension(x509.SubjectAlternativeName([here]), critical=False)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "own.pem"
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_nobody_vouches_for_is_a_failure(tmp_path):
    server = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    url = f"https://127.0.0.1:{server.server_address[1]}/a/list"
    text = f"title: t\nprovince: Tây Ninh\nlists: ['{url}']\nevidence: inferred\ndelay: 0\n"
    (tmp_path / "t.yaml").write_text(text, "utf-8")
    try:
        strict = crawl(tmp_path, ["t"], retries=0)
    finally:
        server.shutdown()
        server.server_close()
    assert strict["failed"] == [[url, "tls"]]
    assert server.asked == []
    assert strict["stderr"] == ""


def test_strangers_are_not_asked_without_a_contact():
    from scrapers import CrawlOptions, OptionsError, crawl_portals, load_portals

    with pytest.raises(OptionsError, match="contact"):
        crawl_portals(list(load_portals().values()), None, CrawlOptions())
    with pytest.raises(OptionsError, match="allowed_networks"):
        crawl_portals([], None, CrawlOptions(allowed_networks=("here",)))


ROW = Item(number="1/KH-UBND", detail_url="http://a.vn/vb/1")


@pytest.mark.parametrize(
    ("lists", "ask", "referer"),
    [
        (("http://a.vn/vb",), Ask("http://a.vn/vb", "listing"), None),
        (("http://a.vn/vb",), Ask("http://a.vn/vb?p=2", "listing", page=2), b"http://a.vn/vb"),
        (("http://a.vn/vb",), Ask("http://a.vn/vb/1", "detail", ROW), b"http://a.vn/vb"),
        (("http://a.vn/vb",), Ask("http://a.vn/1.pdf", "file", ROW), b"http://a.vn/vb/1"),
        (("http://a.vn/vb",), Ask("http://a.vn/1.pdf", "file", Item()), b"http://a.vn/vb"),
        ((), Ask("http://a.vn/1.pdf", "file"), None),
    ],
)
def test_a_request_names_the_page_it_was_found_on(lists: tuple[str, ...], ask: Ask, referer: bytes | None) -> None:
    from scrapers.spider import _request  # Scrapy is imported late

    walk = Walk(Portal("a", "A", "A", "observed", lists), sink=None)
    assert _request(walk, ask).headers.get("Referer") == referer
