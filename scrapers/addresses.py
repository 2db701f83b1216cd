"""When two addresses are the same page, list or site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit


def same(url: str) -> str:
    """One form for addresses that are the same: no fragment, default port, `www.` or trailing slash; http is https."""
    parts = urlsplit(url)
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
