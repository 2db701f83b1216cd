"""Captures as a WARC file (ISO 28500): what was asked, what came, over which addresses, when, and how securely.

Nothing is made up: of redirects only address and status are kept, so their records have no other head than that; a
capture without evidence of how it came (handed in as a file, or kept by an older version) is a `resource`.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from documents.record import Capture, Exchange
from store.evidence import Evidence, Window
from store.originals import Originals

# Heads that speak of the bytes on the line, which are kept unpacked: as Common Crawl writes them.
_OF_THE_LINE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def write_warc(path: Path, found: Iterable[Evidence], originals: Originals, window: Window | None = None) -> int:
    """Write captures into a WARC file, packed record by record when its name ends in `.gz`; gives how many.

    Where there are none no file is written. What came before `window` and was found the same in it is a `revisit`
    without bytes.
    """
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

    part = path.with_name(path.name + ".part")
    count = 0
    try:
        with part.open("wb") as file:
            writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")
            info = {"software": "vanban", "format": "WARC File Format 1.1"}
            writer.write_record(writer.create_warcinfo_record(path.name, info))
            for evidence in found:
                count += 1
                _write_capture(writer, evidence, originals, window)
        if count:
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_capture(writer: Any, evidence: Evidence, originals: Originals, window: Window | None) -> None:
    capture, exchange = evidence.capture, evidence.exchange
    if window is not None and not window.holds(capture.fetched):
        main = _revisit(writer, evidence)
    elif exchange is None:
        main = _resource(writer, capture, originals.get(capture.sha256))
    else:
        _write_hops(writer, capture, exchange)
        main = _response(writer, capture, exchange, originals.get(capture.sha256))
    writer.write_record(main)
    beside = {"WARC-Date": _date(capture.fetched), "WARC-Concurrent-To": main.rec_headers.get_header("WARC-Record-ID")}
    if main.rec_type == "response" and exchange is not None:
        writer.write_record(_request(writer, exchange, beside))
    told = "".join(f"{name}: {value}\r\n" for name, value in _metadata(evidence)).encode()
    writer.write_record(_record(writer, capture.url, "metadata", told, beside))


def _response(writer: Any, capture: Capture, exchange: Exchange, body: bytes) -> Any:
    from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]

    length = ("Content-Length", str(len(body)))
    lines = [(name, value) for name, _, value in (line.partition(": ") for line in exchange.answered)]
    heads = [(f"X-Crawler-{name}" if name.lower() in _OF_THE_LINE else name, value) for name, value in lines]
    heads = lines if length in lines else [*heads, length]
    status = StatusAndHeaders(_status(exchange.status or capture.status), heads, protocol="HTTP/1.1")
    told = {"WARC-Date": _date(capture.fetched), "WARC-Payload-Digest": f"sha256:{capture.sha256}"}
    if exchange.address:
        told["WARC-IP-Address"] = exchange.address
    return writer.create_warc_record(
        exchange.url, "response", BytesIO(body), length=len(body), http_headers=status, warc_headers_dict=told
    )


def _request(writer: Any, exchange: Exchange, beside: dict[str, str]) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    heads = [("Host", parts.netloc), *(tuple(line.split(": ", 1)) for line in exchange.asked if ": " in line)]
    line = StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", heads, is_http_request=True)
    return writer.create_warc_record(
        exchange.url, "request", BytesIO(), length=0, http_headers=line, warc_headers_dict=beside
    )


def _write_hops(writer: Any, capture: Capture, exchange: Exchange) -> None:
    """A response for each address that sent us on: its status, and where it sent us."""
    from warcio.statusandheaders import StatusAndHeaders

    onward = [*(hop.url for hop in exchange.hops), exchange.url][1:]
    for hop, target in zip(exchange.hops, onward, strict=True):
        head = StatusAndHeaders(_status(hop.status), [("Location", target)], protocol="HTTP/1.1")
        told = {"WARC-Date": _date(capture.fetched)}
        record = writer.create_warc_record(
            hop.url, "response", BytesIO(), length=0, http_headers=head, warc_headers_dict=told
        )
        writer.write_record(record)


def _resource(writer: Any, capture: Capture, body: bytes) -> Any:
    told = {"WARC-Date": _date(capture.fetched), "WARC-Payload-Digest": f"sha256:{capture.sha256}"}
    return _record(writer, capture.url, "resource", body, told, capture.media_type or "application/octet-stream")


def _revisit(writer: Any, evidence: Evidence) -> Any:
    capture, exchange = evidence.capture, evidence.exchange
    url = exchange.url if exchange else capture.url
    told = {"WARC-Date": _date(evidence.checked)}
    return writer.create_revisit_record(
        url, f"sha256:{capture.sha256}", url, _date(capture.fetched), warc_headers_dict=told
    )


def _record(writer: Any, url: str, kind: str, body: bytes, told: dict[str, str], media_type: str = "") -> Any:
    return writer.create_warc_record(
        url, kind, BytesIO(body), length=len(body), warc_content_type=media_type, warc_headers_dict=told
    )


def _metadata(evidence: Evidence) -> list[tuple[str, str]]:
    """What is known of a capture besides, as lines of `application/warc-fields`; a line never breaks."""
    capture, exchange = evidence.capture, evidence.exchange
    item = capture.item
    lines: list[tuple[str, str | None]] = [
        ("captured-as", capture.url),
        ("sha256", capture.sha256),
        ("role", capture.role),
        ("portal", capture.portal),
        ("checked", evidence.checked),
        ("gone", evidence.gone),
        *((f"redirect-{n}", f"{hop.status} {hop.url}") for n, hop in enumerate(exchange.hops if exchange else (), 1)),
        ("protocol", exchange.protocol if exchange else None),
        ("tls", exchange.tls if exchange else None),
        ("listed-number", item.number if item else None),
        ("listed-date", item.issued if item else None),
        ("listed-title", item.title if item else None),
    ]
    return [(name, " ".join(value.split())) for name, value in lines if value]


def _status(status: int | None) -> str:
    code = status or 200
    return f"{code} {HTTPStatus(code).phrase}" if code in HTTPStatus._value2member_map_ else str(code)


def _date(moment: str) -> str:
    """An ISO time in UTC as WARC writes it."""
    return moment.replace("+00:00", "Z")
