"""When two addresses are the same page, list or site, and how an address is written without what says nothing.

Session ids, campaign marks and the time against caches differ at each visit and mean nothing: data/address_noise.csv.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit, urlunsplit

from documents.tables import read_table

_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.I)


def clean(url: str) -> str:
    """The address without session ids, campaign marks and times against caches; as it is to be asked for."""
    if "?" not in url and ";" not in url:
        return url
    parts = urlsplit(url)
    path = _PATH_SESSION.sub("", parts.path)
    pairs = parts.query.split("&") if parts.query else []
    kept = [pair for pair in pairs if pair and not _is_noise(pair)]
    if path == parts.path and len(kept) == len(pairs):
        return url
    return urlunsplit(parts._replace(path=path, query="&".join(kept)))


def canonical(url: str) -> str:
    """The one address that all ways to write it share, and what came from it is kept under.

    As `clean`, with its parameters in alphabetical order, those without a value (`?OpenForm&id=1`) first and in place.
    """
    cleaned = clean(url)
    if "&" not in cleaned:
        return cleaned
    parts = urlsplit(cleaned)
    pairs = parts.query.split("&")
    commands = [pair for pair in pairs if "=" not in pair]
    return urlunsplit(parts._replace(query="&".join([*commands, *sorted(p for p in pairs if "=" in p)])))


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return any(known.fullmatch(name) and meant.fullmatch(value) for known, meant in _noise())


@cache
def _noise() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = read_table("address_noise", "scrapers")
    return tuple((re.compile(row["parameter"], re.I), re.compile(row["value"] or ".*", re.I)) for row in rows)


def same(url: str) -> str:
    """One form for addresses that are the same: canonical, no default port, `www.` or last slash; http is https."""
    parts = urlsplit(canonical(url))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return urlunsplit(("", host + port, parts.path.rstrip("/") or "/", parts.query, ""))


def same_site(url: str, lists: tuple[str, ...]) -> bool:
    """True if the address is on the portal's own site: the same registered name (camau.gov.vn)."""
    return any(_site(url) == _site(one) for one in lists)


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in ("gov", "com", "org", "edu", "net") else 2
    return ".".join(labels[-keep:])


def same_path(one: str, other: str) -> bool:
    """True if two addresses differ in their parameters at most."""
    return same(one.partition("?")[0]) == same(other.partition("?")[0])
