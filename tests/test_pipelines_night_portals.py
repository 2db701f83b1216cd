"""Nights over portals that answer like real ones: what the report says of each is what was done to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from portal_nights import Home
from portals_server import SITES, Faults, Portals, serve

from pipelines import night
from pipelines.crawl import crawl_portals
from pipelines.night import Plan
from pipelines.settings import load_settings
from pipelines.work import open_work
from store import open_store
from store.night_report import NightReport, PortalNight

NAMES = ("vhv", "liferay-vb", "drupal", "joomla")


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portals, Path]]:
    folder = tmp_path_factory.mktemp("portals")
    with serve([replace(site, faults=Faults()) for site in SITES if site.name in NAMES], folder=folder) as running:
        running.write(folder / "yaml")
        yield running, folder


@pytest.fixture(scope="module")
def nights(portals: tuple[Portals, Path]) -> dict[str, NightReport]:
    """A night with all well, one after much went wrong, and one that looks back over the same."""
    running, folder = portals
    home = Home(folder / "var", folder / "yaml")
    first = crawl_night(home, *NAMES)
    running.set("vhv", gone=5)
    running.set("liferay-vb", maintenance=True)
    running.set("drupal", empty=True)
    return {"first": first, "second": crawl_night(home, *NAMES), "back": crawl_night(home, *NAMES, look_back=3660)}


def crawl_night(home: Home, *names: str, look_back: int | None = None) -> NightReport:
    """A night without its processing."""
    with pytest.MonkeyPatch.context() as environment:  # the crawl is a process of its own
        for name, value in home.environment.items():
            environment.setenv(name, value)
        work = open_work(load_settings())
        with night.only_night(work):
            ((plan, begun),) = night.open_nights(work, Plan(names, look_back=look_back))
            crawl_portals(begun, names, plan.reach(begun.started))
            return night.close_night(begun, plan)


def of(report: NightReport, name: str) -> PortalNight:
    return next(portal for portal in report.portals if portal.portal == name)


def test_a_night_with_all_well(portals: tuple[Portals, Path], nights: dict[str, NightReport]) -> None:
    running, _ = portals
    shown = {name: len(list(running.truth(name))) for name in NAMES}
    assert {portal.portal: portal.new for portal in nights["first"].portals} == shown
    assert {portal.state for portal in nights["first"].portals} == {"fine"}


def test_a_night_after_much_went_wrong(nights: dict[str, NightReport]) -> None:
    report = nights["second"]
    assert [portal.state for portal in report.portals] == ["failed", "failed", "fine", "fine"]
    reasons = {portal.portal: {fault.reason for fault in portal.faults} for portal in report.portals}
    assert reasons == {
        "drupal": {"empty_listing"},
        "liferay-vb": {"error_page"},
        "joomla": set(),
        "vhv": set(),  # its list is as it was: what is gone from behind it is not asked for every night
    }
    assert (report.new, report.changed, report.gone) == (0, 0, 0)


def test_looking_back_notices_what_is_gone(portals: tuple[Portals, Path], nights: dict[str, NightReport]) -> None:
    running, _ = portals
    gone = {doc["page"] for doc in running.truth("vhv") if doc["reason"] == "not_found"}
    portal = of(nights["back"], "vhv")
    assert portal.gone == len(gone) > 3
    assert set(portal.gone_urls) <= gone
    assert (portal.state, portal.failed) == ("fine", 0)
    assert of(nights["back"], "joomla").gone == 0


def test_a_killed_night_does_not_walk_again_what_had_come_to_its_end(
    portals: tuple[Portals, Path], tmp_path: Path
) -> None:
    running, folder = portals
    running.heal()
    running.set("joomla", wait=0.1)
    home = Home(tmp_path / "var", folder / "yaml")
    open_store(home.folder).catalog.close()  # so that its tables can be looked at from now on
    process = home.start("nightly", "vhv", "joomla")
    home.kill_when(process, lambda: any(run["portal"] == "vhv" for run in home.rows("runs")))
    assert [run["portal"] for run in home.rows("runs")] == ["vhv"]
    running.heal()
    running.forget()
    report = crawl_night(home, "vhv", "joomla")
    assert running.of("joomla") and not running.of("vhv")
    assert {portal.portal: portal.new for portal in report.portals} == {
        name: len(list(running.truth(name))) for name in ("vhv", "joomla")
    }
