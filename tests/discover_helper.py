"""Discoveries of several sites in a process of their own, each proposal written as <name>.yaml: run by the tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scrapers import CrawlOptions
from scrapers.crawl import look_at
from scrapers.discover import Discovery
from scrapers.proposal import as_record, as_yaml, propose_portal


def main() -> None:
    told = json.loads(sys.argv[1])
    old = told.get("legacy", ())
    browser = told.get("browser", False)
    seen = {
        name: Discovery(url, browser=browser, tls="legacy" if name in old else "strict")
        for name, url in told["urls"].items()
    }
    options = CrawlOptions(**{k: tuple(v) if isinstance(v, list) else v for k, v in told["options"].items()})
    look_at([one.walk() for one in seen.values()], options)
    for name, one in seen.items():
        portal = propose_portal(one)
        if portal is not None:
            (Path(told["folder"]) / f"{name}.yaml").write_text(as_yaml(portal, one), "utf-8")
        print(json.dumps({**as_record(portal, one), "name": name}, ensure_ascii=False))


if __name__ == "__main__":
    main()
