"""Two small portals that change from night to night, and nights over them without a network: Scrapy is left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from pipelines import crawl, crawl_sink, night
from pipelines.crawl_options import choose_options
from pipelines.night import Plan
from pipelines.settings import load_settings
from pipelines.work import Work, open_work
from scrapers.ask import Answer, Ask
from scrapers.walk import Walk
from store.night_report import NightReport, PortalNight

YAML = """title: {name}
province: Tây Ninh
lists: ["http://{name}.vn/vb"]
evidence: observed
paging: {{kind: query, name: page}}
follow_details: false
delay: 0
"""
SIZE = 5  # rows on a page


class Site:
    """A portal whose rows are plans, each a file; `files` is what its addresses give: bytes, or a status."""

    def __init__(self, name: str, count: int):
        self.name = name
        self.files: dict[str, bytes | int] = {}
        self.rows: list[tuple[str, str]] = []  # (number, day) as the list shows them, the newest first
        self.down = 0  # the status of every page of the list
        self.asked: list[str] = []
        for n in range(count):
            self.post(n + 1, f"{28 - n % 28:02d}/02/2026")

    def post(self, number: int, day: str, at: int | None = None) -> str:
        """A document more, at the end of the list or at a place in it; gives its address."""
        self.rows.insert(len(self.rows) if at is None else at, (f"{number}/KH-UBND", day))
        url = f"http://{self.name}.vn/tep/{number}.pdf"
        self.files[url] = f"Kế hoạch {self.name} {number}".encode()
        return url

    def answer(self, ask: Ask) -> Answer | int:
        """What an address gives: an answer, or a bad status."""
        self.asked.append(ask.url.removeprefix(f"http://{self.name}.vn"))
        if "/tep/" in ask.url:
            given = self.files.get(ask.url, 404)
            return given if isinstance(given, int) else Answer(ask.url, 200, given, "application/pdf")
        if self.down:
            return self.down
        page = int(ask.url.partition("page=")[2] or 1)
        rows = self.rows[(page - 1) * SIZE : page * SIZE]
        if not rows:
            return 404
        told = "".join(
            f"<tr><td>{number}</td><td>{day}</td><td><a href='/tep/{number.split('/')[0]}.pdf'>Kế hoạch {number} về "
            "phát triển kinh tế</a></td></tr>"
            for number, day in rows
        )
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        body = f"<html><title>Văn bản</title><table>{head}{told}</table></html>"
        return Answer(ask.url, 200, body.encode(), "text/html")


class Nights:
    """Nights over some sites, in a store of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *sites: Site, catalog: str = ""):
        self.sites = {site.name: site for site in sites}
        portals = folder / "portals"
        portals.mkdir()
        for name in self.sites:
            (portals / f"{name}.yaml").write_text(YAML.format(name=name), "utf-8")
        told = {"VANBAN_HOME": str(folder / "var"), "VANBAN_PORTALS": str(portals), "VANBAN_CONTACT": "a@b.vn"}
        told["VANBAN_CATALOG"] = catalog
        self.settings = load_settings(told)
        self.killed_before: str | None = None  # the portal before which the crawl is killed
        monkeypatch.setattr(crawl, "run_jobs", self._walk)
        monkeypatch.setattr("scrapers.portal.PORTALS", portals)  # reading all that ship takes longer than a night

    def run(self, full: bool = False, look_back: int | None = None, retry: bool = False) -> NightReport:
        """A night without its processing."""
        plan = Plan(tuple(self.sites), full, look_back, retry)
        work = open_work(self.settings)
        with night.only_night(work):
            for each, begun in night.open_nights(work, plan):
                for name in each.portals:
                    crawl.crawl_portals(begun, [name], each.reach(begun.started))
                report = night.close_night(begun, each)
            return report

    def portal(self, report: NightReport, name: str = "mot") -> PortalNight:
        return next(portal for portal in report.portals if portal.portal == name)

    def _walk(self, work: Work, jobs: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        (job,) = jobs
        if job["portals"] == [self.killed_before]:
            raise KeyboardInterrupt
        reach = crawl.Reach(job["full"], job["since"], job["due"])
        portals = crawl.choose_portals(work.settings, job["portals"])
        options = choose_options(work.settings, work.store, frozenset(job["portals"]), reach, job["run"])
        sink = crawl_sink.CatalogSink(work.store, [url for portal in portals for url in portal.lists])
        walks = [Walk(replace(portal), sink, options) for portal in portals]
        for walk in walks:
            site = self.sites[walk.portal.id]
            while (ask := walk.next()) is not None:
                answer = site.answer(ask)
                if isinstance(answer, Answer):
                    walk.got(ask, answer)
                else:
                    walk.failed(ask, "not_found" if answer == 404 else "http_error", f"status {answer}")
            walk.stop()
        return [json.loads(json.dumps(asdict(walk.account))) for walk in walks]
