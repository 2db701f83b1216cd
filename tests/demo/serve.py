"""Serves the demo portals on loopback: `python tests/demo/serve.py --port 0 --portals FOLDER`.

Answers conditional requests, is down (503) at one address, and writes the three portals' YAML files, which hold the
actual port, into FOLDER. Needs nothing but Python.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

SITE = Path(__file__).parent / "site"
LAST_MODIFIED = "Fri, 01 Nov 2024 08:00:00 GMT"

PORTALS = {
    "tien-giang": """\
title: Trang văn bản minh họa tỉnh Tiền Giang
province: Tiền Giang
lists:
  - {base}/tien-giang/van-ban
  - {base}/tien-giang/tin-tuc
evidence: observed
delay: 0
expect: {{min_rows: 2}}
notes: Demo on loopback; a table under heads, page links.
""",
    "tay-ninh": """\
title: Trang văn bản minh họa tỉnh Tây Ninh
province: Tây Ninh
lists: ["{base}/tay-ninh/van-ban"]
evidence: observed
engine: vnpt
delay: 0
expect: {{min_rows: 3, number: "/(KH|CT|QĐ|BC|TB)-|NQ"}}
notes: Demo on loopback; articles whose titles hold number and date.
""",
    "vinh-long": """\
title: Trang văn bản minh họa tỉnh Vĩnh Long
province: Vĩnh Long
lists:
  - {base}/vinh-long/van-ban
  - {base}/vinh-long/tin-tuc
evidence: observed
paging: {{kind: query, name: page}}
delay: 0
notes: Demo on loopback; cards, pages counted in the address, the last page repeats.
""",
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet, else every answer waits 40 ms for an acknowledgement
    routes: dict[str, dict[str, Any]]

    def do_GET(self) -> None:
        route = self.routes.get(unquote(self.path))
        if route is None:
            self._send(404, b"<html><head><title>404</title></head><body>404</body></html>", "text/html")
            return
        body = (SITE / route["file"]).read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Last-Modified": LAST_MODIFIED}
        if route["status"] == 200 and self.headers.get("If-None-Match") == etag:
            self._send(304, b"", route["type"], headers)
        elif route["status"] == 200:
            self._send(200, body, route["type"], headers)
        else:
            self._send(route["status"], body, route["type"], {"Retry-After": "1"})

    do_HEAD = do_GET  # noqa: N815  # the base class names it so

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


class DemoServer(ThreadingHTTPServer):
    """The running demo; `base` is its address."""

    daemon_threads = True

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


def serve(port: int = 0) -> DemoServer:
    """The demo portals in a thread of this process; `shutdown()` and `server_close()` end them."""
    handler = type("Handler", (_Handler,), {"routes": json.loads((SITE / "routes.json").read_text("utf-8"))})
    server = DemoServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def write_portals(server: DemoServer, folder: Path) -> None:
    """The three portals' YAML files, for the port the server listens on."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in PORTALS.items():
        (folder / f"demo-{name}.yaml").write_text(data.format(base=server.base), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--portals", type=Path, help="folder the portals' YAML files are written to")
    chosen = parser.parse_args()
    server = serve(chosen.port)
    if chosen.portals:
        write_portals(server, chosen.portals)
    print(server.base, flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.shutdown()


if __name__ == "__main__":
    main()
