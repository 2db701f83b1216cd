"""What must never become a document: soft 404s, bot walls, logins, error pages, shells, endless and private addresses.

The signs are data (data/page_signs.csv). A sign in running text counts only on a page with little text of its own: a
report that says "không tìm thấy" is a report.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from urllib.parse import unquote, urlsplit

from documents.tables import read_table
from scrapers.page import Page, text_of

LITTLE_TEXT = 900  # characters outside links; real soft 404 pages of a Liferay portal have 300 to 500 with their footer
_LANGUAGES = frozenset({"vi", "en", "vi-vn", "en-us", "vi_vn", "en_us", "fr", "zh"})
_LOGIN_PATH = re.compile(r"/(?:dang-?nhap|login|log-in|signin|sign-in|sso|cas)(?:[/.?]|$)", re.I)
_RELOAD = re.compile(r"document\.cookie\s*=.{0,400}?location\.(?:reload|href|replace)", re.S)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a response or an address is not used: a code of errors.REASONS, and what was seen."""

    reason: str
    detail: str


@cache
def _signs() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["reason"], row["where"], row["phrase"]) for row in read_table("page_signs", "scrapers"))


def check_page(page: Page, asked: str | None = None) -> Refusal | None:
    """Why a web page that came with a good status is none, or None for a real page.

    `asked` is the address before redirects: a document's address that ends on a login or on the site's front page is
    gone.
    """
    if asked and _LOGIN_PATH.search(urlsplit(page.url).path) and not _LOGIN_PATH.search(urlsplit(asked).path):
        return Refusal("login", f"redirected to {page.url}")
    own = _own_text(page)
    title = page.title().lower()
    if len(own) > LITTLE_TEXT or page.files:
        return None
    html = page.html.lower()
    low = own.lower()
    for reason, where, phrase in _signs():
        if where == "title" and re.search(rf"(?<![\w/]){re.escape(phrase)}(?![\w/])", title):
            return Refusal(reason, f"title: {page.title()[:80]}")
        if (where == "text" and phrase in low) or (where == "html" and phrase in html):
            return Refusal(reason, phrase)
    if _RELOAD.search(page.html) and len(own) < 100:
        return Refusal("bot_wall", "sets a cookie by script and reloads")
    if len(own) < 300 and page.tree.xpath("//form//input[@type='password']"):
        return Refusal("login", "a form that asks for a password and little else")
    if len(text_of(page.tree)) < 30 and not page.tree.xpath("//iframe|//frame"):
        return Refusal("empty_page", f"{len(page.html)} characters of HTML without text")
    return None


def check_redirect(asked: str, came: str) -> Refusal | None:
    """A document's address that ends on the site's front page, or on a page above itself, is a soft 404."""
    if asked.rstrip("/") == came.rstrip("/"):
        return None
    was, now = urlsplit(asked), urlsplit(came)
    if now.path.strip("/") in ("", "vi", "en", "index.html", "index.php", "trang-chu") and not now.query:
        return Refusal("soft_404", f"redirected to the front page {came}")
    parent = now.path.rstrip("/") + "/"
    if was.hostname == now.hostname and was.path.startswith(parent) and was.path.rstrip("/") != now.path.rstrip("/"):
        return Refusal("soft_404", f"redirected up to {came}")
    return None


def _own_text(page: Page) -> str:
    """The text of a page outside links, which is what is left without menus."""
    body = page.tree.find("body")
    if body is None:
        return ""
    parts = [t for t in body.xpath(".//text()[not(ancestor::a)]") if t.strip()]
    return " ".join(" ".join(parts).split())


# ---------------------------------------------------------------- addresses


def check_address(url: str) -> Refusal | None:
    """Why an address is not asked for at all: not http, too long, or repeating itself without end."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        return Refusal("bad_address", str(error))
    if parts.scheme not in ("http", "https") or not host:
        return Refusal("bad_address", url[:200])
    if is_trap(url):
        return Refusal("url_trap", url[:300])
    return None


def is_trap(url: str) -> bool:
    """True for addresses of an endless space: segments that repeat (/a/b/a/b), language links piled up (/en/vi/en)."""
    if len(url) > 2000:
        return True
    parts = urlsplit(url)
    segments = [s.lower() for s in unquote(f"{parts.path}/{parts.query}").split("/") if s]
    tail = [s in _LANGUAGES for s in segments]
    if len(segments) > 20 or sum(tail) > 2 or any(a and b for a, b in pairwise(tail)):
        return True
    if len(segments) >= 2 and tail[-1] and any(tail[:-1]):
        return True
    if max((len(list(run)) for _, run in groupby(segments)), default=0) > 2:
        return True
    for size in range(2, len(segments) // 2 + 1):
        for start in range(len(segments) - 2 * size + 1):
            if segments[start : start + size] == segments[start + size : start + 2 * size]:
                return True
    return False


def read_networks(networks: Iterable[str]) -> tuple[Network, ...]:
    """Networks in CIDR form ("127.0.0.0/8"); ValueError for anything else."""
    return tuple(ipaddress.ip_network(network, strict=False) for network in networks)


def is_private(address: str, allowed: Sequence[Network] = ()) -> bool:
    """True unless the IP address is public, or inside one of the allowed networks."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0].strip("[]"))
    except ValueError:
        return True
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    ip = mapped or ip
    if any(ip in network for network in allowed if network.version == ip.version):
        return False
    return not ip.is_global or ip.is_multicast
