"""Captures as WARC, read back by the library that others read WARC with: bytes, digests, heads, redirects, revisits."""

from pathlib import Path

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from documents.record import Capture, Exchange, Hop, Item
from pipelines.warc import write_warc
from store import Store, open_store
from store.captures import check_capture, keep_capture, note_gone
from store.evidence import (
    Window,
    all_captures,
    captures_of_documents,
    captures_of_portal,
    captures_of_run,
    find_window,
)
from store.schema import changes

FIRST, SECOND = "2026-03-01T18:30:00.123456+00:00", "2026-03-02T18:30:00.000000+00:00"
PDF = "http://a.vn/tep/1.pdf"
EXCHANGE = Exchange(
    url="https://b.vn/kho/1.pdf?id=7",
    status=200,
    asked=("User-Agent: vanban/0.1 (+a@b.vn)", 'If-None-Match: "1"'),
    answered=("Content-Type: application/pdf", "Content-Encoding: gzip", "Content-Length: 9", 'Etag: "2"'),
    hops=(Hop(PDF, 301), Hop("http://a.vn/kho/1.pdf", 302)),
    address="203.0.113.7",
    protocol="HTTP/1.1",
    tls="TLSv1.2, certificate verified",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A file that came over two redirects, its list, a file handed in."""
    store = open_store(tmp_path / "var")
    item = Item(number="1/KH-UBND", issued="2026-02-28", title="Kế hoạch\nvề kinh tế", detail_url="http://a.vn/1")
    with store.catalog.write() as connection:
        for url, body, role, portal, exchange in (
            ("http://a.vn/vb", b"<html>list</html>", "listing", "a", Exchange("http://a.vn/vb", status=200)),
            (PDF, b"%PDF-1.4 ke hoach", "file", "a", EXCHANGE),
            ("file:///tay/2.docx", b"PK docx", "file", None, None),
        ):
            sha256 = store.originals.put(body)
            capture = Capture(url, sha256, len(body), FIRST, role, portal, item=item if url == PDF else None)
            keep_capture(connection, capture, exchange)
    return store


def read(path: Path) -> list[tuple[str, str | None, str | None, bytes, object]]:
    """(type, address, status, payload, record) of every record, each digest checked."""
    records = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            status = record.http_headers.get_statuscode() if record.rec_type == "response" else None
            payload = record.raw_stream.read()
            records.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), status, payload, record))
    return records


@pytest.mark.parametrize("name", ["all.warc.gz", "all.warc"])
def test_what_was_kept_is_read_back(store: Store, tmp_path: Path, name: str) -> None:
    with store.catalog.read() as connection:
        assert write_warc(tmp_path / name, all_captures(connection), store.originals) == 3
    records = read(tmp_path / name)
    assert [(kind, url, status) for kind, url, status, _, _ in records] == [
        ("warcinfo", None, None),
        ("resource", "file:///tay/2.docx", None),
        ("metadata", "file:///tay/2.docx", None),
        ("response", PDF, "301"),
        ("response", "http://a.vn/kho/1.pdf", "302"),
        ("response", EXCHANGE.url, "200"),
        ("request", EXCHANGE.url, None),
        ("metadata", PDF, None),
        ("response", "http://a.vn/vb", "200"),
        ("request", "http://a.vn/vb", None),
        ("metadata", "http://a.vn/vb", None),
    ]
    bytes_of = {url: payload for kind, url, status, payload, _ in records if kind == "resource" or status == "200"}
    with store.catalog.read() as connection:
        kept = {(e.exchange.url if e.exchange else e.capture.url): e.capture.sha256 for e in all_captures(connection)}
    assert bytes_of == {url: store.originals.get(sha256) for url, sha256 in kept.items()}
    digests = {
        url: r.rec_headers.get_header("WARC-Payload-Digest")
        for k, url, s, _, r in records
        if url in bytes_of and (k == "resource" or s == "200")
    }
    assert digests == {url: f"sha256:{sha256}" for url, sha256 in kept.items()}


def test_heads_are_told_as_they_came(store: Store, tmp_path: Path) -> None:
    with store.catalog.read() as connection:
        write_warc(tmp_path / "a.warc.gz", captures_of_portal(connection, "a"), store.originals)
    records = read(tmp_path / "a.warc.gz")
    (response,) = [r for kind, url, status, _, r in records if kind == "response" and url == EXCHANGE.url]
    assert response.http_headers.headers == [
        ("Content-Type", "application/pdf"),
        ("X-Crawler-Content-Encoding", "gzip"),
        ("X-Crawler-Content-Length", "9"),
        ("Etag", '"2"'),
        ("Content-Length", "17"),
    ]
    assert response.rec_headers.get_header("WARC-IP-Address") == "203.0.113.7"
    assert response.rec_headers.get_header("WARC-Date") == FIRST.replace("+00:00", "Z")
    (request,) = [r for kind, url, _, _, r in records if kind == "request" and url == EXCHANGE.url]
    assert request.http_headers.protocol == "GET"
    assert request.http_headers.statusline == "/kho/1.pdf?id=7 HTTP/1.1"
    assert request.http_headers.headers[0] == ("Host", "b.vn")
    hop = next(r for kind, url, _, _, r in records if kind == "response" and url == PDF)
    assert hop.http_headers.get_header("Location") == "http://a.vn/kho/1.pdf"
    (told,) = [payload.decode() for kind, url, _, payload, _ in records if kind == "metadata" and url == PDF]
    assert dict(line.split(": ", 1) for line in told.splitlines())["listed-title"] == "Kế hoạch về kinh tế"
    assert "tls: TLSv1.2, certificate verified\r\n" in told and "redirect-2: 302 http://a.vn/kho/1.pdf\r\n" in told


def test_a_run_has_what_came_and_revisits_of_what_was_the_same(store: Store, tmp_path: Path) -> None:
    body = b"<html>another list</html>"
    with store.catalog.write() as connection:
        check_capture(connection, PDF, SECOND)
        keep_capture(
            connection,
            Capture("http://a.vn/vb", store.originals.put(body), len(body), SECOND, "listing", "a"),
            Exchange("http://a.vn/vb", status=200),
        )
        window = Window("2026-03-02T18:00:00+00:00", None)
        assert find_window(connection, "2026-03-02") is None  # no run was written down
        write_warc(tmp_path / "run.warc.gz", captures_of_run(connection, window), store.originals, window)
    records = [record for record in read(tmp_path / "run.warc.gz") if record[0] in ("response", "revisit", "resource")]
    assert [(kind, url) for kind, url, _, _, _ in records] == [
        ("revisit", EXCHANGE.url),
        ("response", "http://a.vn/vb"),
    ]
    assert records[1][3] == body
    assert records[0][4].rec_headers.get_header("WARC-Refers-To-Date") == FIRST.replace("+00:00", "Z")


def test_evidence_of_an_address(store: Store, tmp_path: Path) -> None:
    with store.catalog.write() as connection:
        assert note_gone(connection, PDF, SECOND) is True
        told = select(changes.c.kind).where(changes.c.url == PDF).order_by(changes.c.at)
        assert list(connection.execute(told).scalars()) == ["new", "gone"]
        (file, _) = captures_of_portal(connection, "a")
        assert (file.gone, file.exchange) == (SECOND, EXCHANGE)
        assert not list(captures_of_documents(connection, [], "none"))
        write_warc(tmp_path / "none.warc", iter(()), store.originals)
    assert not (tmp_path / "none.warc").exists()
