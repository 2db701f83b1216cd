"""A response as the rest of the program takes it: bytes, what was said of them, and how they came."""

from __future__ import annotations

import re
import unicodedata
from email.header import decode_header
from typing import Any
from urllib.parse import unquote_to_bytes

from documents.record import Exchange, Hop
from documents.text import normalize
from scrapers.ask import Answer
from scrapers.charset import decode

_EXTENDED = re.compile(rb"filename\*\s*=\s*([\w-]*)'[^']*'([^;\s]+)", re.I)  # RFC 5987
_PLAIN = re.compile(rb'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))', re.I)
_NO_NAME = re.compile(r"[\x00-\x1f\x7f]|^.*[/\\]")  # a name is never a path


def to_answer(response: Any, tls: str | None) -> Answer:
    """The answer of a Scrapy response; `tls` tells what its secure connection was."""

    def header(name: str) -> str | None:
        value = response.headers.get(name)
        return value.decode("latin-1") if value else None

    odd = {"resumed": int("resumed" in response.meta), "issuer_fetched": int("issuer fetched" in (tls or ""))}
    return Answer(
        url=response.url,
        status=response.status,
        body=response.body,
        media_type=header("Content-Type"),
        etag=header("ETag"),
        last_modified=header("Last-Modified"),
        exchange=_exchange(response, tls),
        odd=tuple(name for name, count in odd.items() if count),
    )


def _exchange(response: Any, tls: str | None) -> Exchange:
    """What is kept of how a response came."""
    request = response.request
    urls, statuses = request.meta.get("redirect_urls", ()), request.meta.get("redirect_reasons", ())
    return Exchange(
        url=response.url,
        method=request.method,
        status=response.status,
        asked=_head(request.headers),
        answered=_head(response.headers),
        hops=tuple(Hop(url, status) for url, status in zip(urls, statuses, strict=True) if isinstance(status, int)),
        address=str(response.ip_address) if response.ip_address else None,
        protocol=response.protocol,
        tls=tls,
        file_name=read_file_name(response.headers.get("Content-Disposition")),
    )


def _head(headers: Any) -> tuple[str, ...]:
    """The lines of a head, without cookies: they are nobody's evidence, and may open somebody's session."""
    return tuple(
        f"{name.decode('latin-1')}: {value.decode('latin-1')}"
        for name, values in headers.items()
        if name.lower() not in (b"cookie", b"set-cookie")
        for value in values
    )


def read_file_name(disposition: bytes | None) -> str | None:
    """The file's name that a Content-Disposition gives, in NFC and without any folder; None where it gives none.

    Read are the extended form of RFC 5987, and what servers send instead: raw UTF-8 or windows-1258, percent-encoded
    bytes, and the encoded words of letters (RFC 2047).
    """
    if not disposition:
        return None
    extended = _EXTENDED.search(disposition)
    if extended:
        return _tidy(_decode(unquote_to_bytes(extended[2]), extended[1].decode("ascii")))
    plain = _PLAIN.search(disposition)
    if not plain:
        return None
    raw = re.sub(rb"\\([\\\"])", rb"\1", plain[1]) if plain[1] is not None else plain[2].strip()
    if raw.startswith(b"=?"):
        parts = decode_header(raw.decode("latin-1"))
        return _tidy("".join(p if isinstance(p, str) else _decode(p, c or "utf-8") for p, c in parts))
    if re.search(rb"%[0-9A-Fa-f]{2}", raw) and raw.isascii():
        raw = unquote_to_bytes(raw)
    return _tidy(decode(raw))


def _decode(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(raw)


def _tidy(name: str) -> str | None:
    return _NO_NAME.sub("", unicodedata.normalize("NFC", normalize(name))).strip() or None
