"""One crawl in several processes: each portal in one of them, each host asked by one at a time."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from portal_nights import Home, judge_home, manners
from portals_server import SITES, Faults, serve

from pipelines import crawl
from pipelines.crawl import crawl_portals
from pipelines.crawl_jobs import CrawlRefused, run_jobs
from pipelines.crawl_options import USUAL
from pipelines.settings import load_settings
from pipelines.work import Work, open_work

YAML = "{{title: '{name}', province: Quảng Ninh, lists: ['http://{host}/vb'], evidence: inferred, home: 'http://x/'}}"


def a_crawl(folder: Path, hosts: list[str], **more: str) -> Work:
    """A run over portals on some hosts."""
    (folder / "portals").mkdir()
    for number, host in enumerate(hosts):
        (folder / "portals" / f"p{number:02}.yaml").write_text(YAML.format(name=f"p{number:02}", host=host), "utf-8")
    settings = {"VANBAN_HOME": str(folder / "var"), "VANBAN_PORTALS": str(folder / "portals"), "VANBAN_WORKERS": "3"}
    return open_work(load_settings({**settings, **more}))


@pytest.mark.parametrize(("portals", "most", "jobs"), [(9, 4, 1), (19, 4, 1), (20, 4, 2), (50, 4, 3), (50, 1, 1)])
def test_processes_for_so_many_portals(tmp_path: Path, portals: int, most: int, jobs: int) -> None:
    names = [f"p{number:02}" for number in range(portals)]
    work = a_crawl(tmp_path, [f"h{number // 2}.vn" for number in range(portals)], VANBAN_CONTACT="a@example.org")
    shared = crawl._share_out(work, crawl.choose_portals(work.settings, names), USUAL, most)
    assert len(shared) == jobs and sorted(name for job in shared for name in job["portals"]) == names
    assert {job["run"] for job in shared} == {work.started}


def test_nothing_is_asked_where_one_of_many_may_not_be(tmp_path: Path) -> None:
    work = a_crawl(tmp_path, [*(f"127.0.0.{n}" for n in range(1, 20)), "a.vn"], VANBAN_ALLOW_NETWORKS="127.0.0.0/8")
    with pytest.raises(CrawlRefused, match="p19: contact"):
        crawl_portals(work, [f"p{number:02}" for number in range(20)])


def test_a_crawl_in_two_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "APIECE", 2)
    sites = [replace(site, faults=Faults(), count=6) for site in SITES if not site.tls][:4]
    with serve(sites) as portals:
        portals.write(tmp_path / "portals")
        home = Home(tmp_path / "var", tmp_path / "portals")
        for name, value in {**home.environment, "VANBAN_WORKERS": "2"}.items():
            monkeypatch.setenv(name, value)
        seen: list[int] = []
        work = open_work(load_settings(), lambda stage, through, all_: seen.append(through))
        tallies = crawl_portals(work, list(portals.sites))
        assert [tally.portal for tally in tallies] == list(portals.sites)
        told = judge_home(portals, home)
        assert (told.share, told.invented, told.lost) == (1.0, [], [])
        assert seen[-1] == len(home.rows("captures")) and manners(portals).most_at_once == 1
    assert sorted(path.name for path in (tmp_path / "var" / "turns").iterdir()) == [
        portals.host(name) for name in portals.sites
    ]


def test_who_listens_no_more_ends_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = (replace(site, faults=Faults(), count=2) for site in SITES[:2])
    with serve([quick, slow]) as portals:
        portals.set(slow.name, wait=30.0)
        portals.write(tmp_path / "portals")
        for name, value in Home(tmp_path / "var", tmp_path / "portals").environment.items():
            monkeypatch.setenv(name, value)
        work = open_work(load_settings())
        jobs = [{"portals": [name], **asdict(USUAL), "run": work.started} for name in (quick.name, slow.name)]
        told = run_jobs(work, jobs)
        assert next(told)["portal"] == quick.name
        began = time.monotonic()
        told.close()  # type: ignore[attr-defined]
        assert time.monotonic() - began < 10  # the slow one says nothing for longer
