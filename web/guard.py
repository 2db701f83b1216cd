"""Who may ask, and how much: basic authentication where a password is set, limits on addresses and on the API's use."""

from __future__ import annotations

import base64
import secrets
import time
from collections import OrderedDict
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.site import Site

LONGEST_ADDRESS = 8_000  # bytes of path and query
LONGEST_HEADERS = 32_768  # bytes, all together
MOST_ADDRESSES = 10_000  # clients remembered for the limit
WINDOW = 60.0
REALM = 'Basic realm="vanban"'


class Guard:
    """Answers by itself what must not reach the pages; everything else is passed on."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, passed on or answered, below the path that a proxy shows the site at."""
        if self.site.root_path:
            scope["root_path"] = self.site.root_path
        refused = self._refuse(scope) if scope["type"] == "http" else None
        await (refused or self.app)(scope, receive, send)

    def _refuse(self, scope: Scope) -> Response | None:
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            return _error(405, "read_only", "this site only reads: use GET")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_ADDRESS:
            return _error(414, "address_too_long", f"the address has more than {LONGEST_ADDRESS} bytes")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
            return _error(431, "headers_too_long", f"the headers have more than {LONGEST_HEADERS} bytes")
        if any(
            name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
            for name, value in scope["headers"]
        ):
            return _error(413, "body_refused", "this site only reads: send no body", {"Connection": "close"})
        if self.site.password and not _knows(scope, self.site.password):
            return _error(401, "password_needed", "this site asks for a password", {"WWW-Authenticate": REALM})
        if self.site.user_header and not _named(scope, self.site.user_header):
            return _error(403, "not_let_in", "the proxy in front of this site has not said who asks")
        if "/api/" in scope["path"] and self._too_often(scope):
            return _error(429, "too_many_requests", "wait a minute", {"Retry-After": "60"})
        return None

    def _too_often(self, scope: Scope) -> bool:
        """Whether an address has used up its requests of this minute."""
        if not self.site.requests_per_minute:
            return False
        name = scope["client"][0] if scope.get("client") else "-"
        now = time.monotonic()
        since, count = self._seen.pop(name, (now, 0))
        if now - since > WINDOW:
            since, count = now, 0
        self._seen[name] = (since, count + 1)
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)
        return count >= self.site.requests_per_minute


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    body: dict[str, Any] = {"error": {"status": status, "code": code, "message": message}}
    return JSONResponse(body, status, headers)


def _named(scope: Scope, header: str) -> bool:
    """Whether a proxy names exactly one user: what a client sent beside the proxy's own word is not believed."""
    said = [value.strip() for name, value in scope["headers"] if name == header.lower().encode()]
    return len(said) == 1 and bool(said[0])


def _knows(scope: Scope, password: str) -> bool:
    given = dict(scope["headers"]).get(b"authorization", b"")
    try:
        kind, _, coded = given.partition(b" ")
        said = base64.b64decode(coded) if kind.lower() == b"basic" else b""
    except ValueError:
        return False
    return secrets.compare_digest(said, password.encode())
