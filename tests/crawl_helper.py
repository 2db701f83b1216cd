"""A crawl in a process of its own, into a sink that keeps its records in a JSON file: run as a script by the tests."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from documents.record import Capture, Exchange, from_json, to_json
from scrapers import CrawlOptions, crawl_portals, load_portals

LISTS = {"skip": frozenset, "full": frozenset}  # options that are sets


class FileSink:
    """What a crawl kept, in memory, loaded from and saved to one JSON file."""

    def __init__(self, path: Path):
        self.path = path
        self.bodies = path.with_suffix(".bodies")
        self.bodies.mkdir(exist_ok=True)
        old = json.loads(path.read_text("utf-8")) if path.exists() else []
        self.captures = {data["url"]: from_json(Capture, data) for data in old}
        self.kept: list[str] = []
        self.same: list[str] = []
        self.removed: list[str] = []
        self.failed: list[tuple[str, str]] = []
        self.exchanges: dict[str, Exchange | None] = {}

    def last(self, url: str) -> Capture | None:
        return self.captures.get(url)

    def gone(self, url: str) -> bool | None:
        if url not in self.captures:
            return None
        news = url not in self.removed
        self.removed.append(url)
        return news

    def keep(self, body: bytes, *, exchange: Exchange | None, **told: Any) -> Capture:
        capture = Capture(
            sha256=hashlib.sha256(body).hexdigest(), size=len(body), fetched="2024-01-01T00:00:00Z", **told
        )
        self.captures[capture.url] = capture
        self.exchanges[capture.url] = exchange
        (self.bodies / capture.sha256).write_bytes(body)
        if capture.role != "listing":
            self.kept.append(capture.url)
        return capture

    def body(self, capture: Capture) -> bytes:
        return (self.bodies / capture.sha256).read_bytes()

    def unchanged(self, url: str) -> None:
        self.same.append(url)

    def compared(self, portal: str, url: str, differs: str | None) -> None:
        pass

    def fail(self, portal: str, url: str, reason: str, detail: str) -> None:
        self.failed.append((url, reason))

    def save(self) -> None:
        self.path.write_text(json.dumps([to_json(c) for c in self.captures.values()], ensure_ascii=False), "utf-8")


def main() -> None:
    told = json.loads(sys.argv[1])
    portals = load_portals(Path(told["portals"]))
    sink = FileSink(Path(told["sink"]))
    options = CrawlOptions(
        **{k: LISTS.get(k, tuple)(v) if isinstance(v, list) else v for k, v in told["options"].items()}
    )
    done = crawl_portals([portals[name] for name in told["ids"]], sink, options)
    sink.save()
    said = {"summaries": to_json(tuple(done)), "kept": sink.kept, "same": sink.same, "failed": sink.failed}
    said["exchanges"] = {url: to_json(exchange) for url, exchange in sink.exchanges.items()}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
