"""Nights over the local portals, each with faults of its own: what is found, how portals are asked, what comes next."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from portal_nights import Home, is_conditional, is_list, judge, manners
from portals_server import NETWORK, SITES, Site, serve
from portals_server.certificates import ROOT
from portals_server.server import ISSUER

HERE = Path(__file__).parent
SMALLER = {"trang": 2, "rss": 8}


def crawl(folder, names, **options):
    """A crawl in a process of its own: what it says, and what it has kept so far."""
    told = {"portals": str(folder / "portals"), "sink": str(folder / "sink.json"), "ids": names}
    told["options"] = {"allowed_networks": [NETWORK], "back_off": 0.05, "timeout": 5.0, **options}
    done = subprocess.run(
        [sys.executable, str(HERE / "crawl_helper.py"), json.dumps(told)],
        capture_output=True, text=True, check=False, timeout=200,
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "SSL_CERT_FILE": str(folder / "tls" / ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    said = json.loads(done.stdout)
    kept = [c for c in json.loads((folder / "sink.json").read_text("utf-8")) if c["role"] != "listing"]
    said["documents"] = [{**c, "item": c.get("item") or {}} for c in kept]
    said["summaries"] = {s["portal"]: s for s in said["summaries"]}
    return said


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """All sites, small: (portals, what the first night said, its log, and a function for the nights after)."""
    folder = tmp_path_factory.mktemp("nights")
    sites = [replace(site, count=SMALLER.get(site.name, 11)) for site in SITES]
    with serve(sites, folder=folder / "tls") as portals:
        names = portals.write(folder / "portals")
        first = crawl(folder, names)
        result = judge(portals, first["documents"], dict(first["failed"]))
        log, how = list(portals.log), manners(portals)
        portals.forget()
        yield portals, first, result, log, how, lambda **options: crawl(folder, names, **options)


def test_every_document_that_can_be_had_is_found(nights):
    _, _, result, *_ = nights
    assert result.can > 140
    assert result.share == 1.0
    assert (result.invented, result.lost, result.wrong) == ([], [], [])


def test_what_cannot_be_had_is_told_with_its_reason(nights):
    assert nights[2].reasons == []


def test_portals_are_asked_as_they_want_to_be(nights):
    how = nights[4]
    assert how.most_at_once == 1
    assert (how.too_early, how.forbidden, how.private) == ([], [], [])


def test_endless_addresses_are_left(nights):
    log = nights[3]
    assert [seen.target for seen in log if seen.target.startswith("/lich/") or "/en/" in seen.target] == []
    assert all(count <= 2 for count in Counter((s.host, s.target) for s in log if s.method == "GET").values())


@pytest.mark.parametrize(
    ("site", "odd"),
    [
        ("drupal", "session_ids"), ("drupal", "repeated_page"), ("vhv", "same_file"), ("aspnet", "future_date"),
        ("aspnet", "resumed"), ("dnn", "issuer_fetched"),
    ],
)  # fmt: skip
def test_what_was_odd_is_counted(nights, site, odd):
    assert nights[1]["summaries"][site]["odd"][odd] >= 1


def test_files_that_broke_off_go_on_where_they_ended(nights):
    portals, log = nights[0], nights[3]
    rests = [seen for seen in log if seen.status == 206]
    assert rests and all(seen.host == portals.host("aspnet") and "if-range" in seen.headers for seen in rests)


@pytest.mark.parametrize(
    ("site", "tls"),
    [("dnn", "TLSv1.3, certificate verified, issuer fetched from http"), ("cu", "TLSv1, certificate verified")],
)
def test_secure_connections_are_told(nights, site, tls):
    portals, first = nights[:2]
    told = {e["tls"] for url, e in first["exchanges"].items() if url.startswith(portals.sites[site].base)}
    assert len(told) == 1 and told.pop().startswith(tls)


@pytest.mark.parametrize("site", ["vnpt-bang", "nukeviet", "domino", "dnn", "aspnet"])
def test_files_keep_the_names_they_were_sent_with(nights, site):
    portals, first = nights[:2]
    sent = {told["file_name"] for told in portals.truth(site) if told["reason"] is None}
    named = {e["file_name"] for url, e in first["exchanges"].items() if url.startswith(portals.sites[site].base)}
    assert len(sent) > 4 and sent <= named


def test_a_night_with_nothing_new_asks_for_lists_only_and_what_broke_overnight_loses_nothing(nights):
    portals, first, _, _, _, again = nights
    skip = [url for url, _ in first["failed"]]
    portals.forget()
    second = again(skip=skip)
    asked = [seen for seen in portals.log if seen.host != ISSUER]
    pages = [seen for seen in asked if seen.target != "/robots.txt"]
    assert second["kept"] == []
    assert [seen.target for seen in asked if not is_list(portals, seen)] == []
    assert len(pages) == len(portals.sites) and all(map(is_conditional, pages))

    ways = {
        "vnpt-bang": ({"maintenance": True}, "error_page"),
        "nukeviet": ({"wall": True}, "bot_wall"),
        "tandan": ({"empty": True}, "empty_listing"),
        "chinhphu": ({"redesigned": True}, "listing_changed"),
        "liferay-tin": ({"redesigned": True}, "listing_changed"),
        "wordpress": ({"closed": True}, "connection"),
        "joomla": ({"robots": "down"}, "http_error"),
    }
    for name, (switches, _) in ways.items():
        portals.set(name, **switches)
    for failed in ([], [portals.sites[name].base + portals.sites[name].family.list_path for name in ways]):
        third = again(skip=[*skip, *failed], retries=0)  # the night after, a list that failed is no better for it
        told = dict(third["failed"])
        reasons = {name: told.get(portals.sites[name].base + portals.sites[name].family.list_path) for name in ways}
        assert reasons == {name: reason for name, (_, reason) in ways.items()}
        assert third["kept"] == []
        assert {(c["url"], c["sha256"]) for c in third["documents"]} == {
            (c["url"], c["sha256"]) for c in first["documents"]
        }


def test_what_is_published_replaced_or_taken_away_is_seen(tmp_path):
    with serve([Site("moi", "table", "Lai Châu", count=12)]) as portals:
        names, site = portals.write(tmp_path / "portals"), portals.sites["moi"]
        site.hidden = {0, 1}
        assert crawl(tmp_path, names)["summaries"]["moi"]["done"] == 20
        site.hidden, site.withdrawn, site.replaced = set(), {7}, {5: b"%PDF-1.4 another"}
        second = crawl(tmp_path, names)
        result = judge(portals, second["documents"], {})
        assert second["summaries"]["moi"]["done"] == 4  # two pages, two files; what is known is looked at by the month
        assert (result.share, len(result.lost)) == (10 / 11, 1)
        third = crawl(tmp_path, names, since="2000-01-01")
        assert judge(portals, third["documents"], {}).share == 1.0
        assert third["kept"] == [site.base + site.family.file_path(site.docs[5])]


def test_a_killed_night_is_resumed_without_asking_twice(tmp_path):
    sites = [Site("mot", "table", "Lai Châu", count=16), Site("hai", "vnpt_table", "Hà Nội", count=16)]
    with serve(sites) as portals:
        names = portals.write(tmp_path / "portals")
        for site in sites:
            portals.set(site.name, wait=0.02)
        home = Home(tmp_path / "var", tmp_path / "portals")
        for asked in (8, 30):  # in the lists, among the documents
            process = home.start("crawl", *names)
            home.kill_when(process, lambda asked=asked: len(portals.log) >= asked)
            stored = {row["url"] for row in home.documents()}
            portals.forget()
        home.run("crawl", *names)
        again = [f"http://{seen.host}:{portals.port}{seen.target}" for seen in portals.log]
        result = judge(portals, home.documents(), {})
    assert len(stored) >= 10
    assert stored.isdisjoint(again)
    assert (result.share, result.invented) == (1.0, [])


def test_a_slow_portal_delays_nobody(tmp_path):
    sites = [Site("cham", "table", "Lai Châu", count=6), *(Site(f"n{i}", "cards", "Cà Mau", count=8) for i in range(4))]
    with serve(sites) as portals:
        names = portals.write(tmp_path / "portals")
        portals.set("cham", wait=0.4)
        crawl(tmp_path, names)
        ends = {name: max(seen.end for seen in portals.of(name)) for name in names}
    assert ends.pop("cham") - max(ends.values()) > 1.0


def test_a_file_that_drips_is_waited_for_up_to_a_limit(tmp_path):
    """Half a second for a file is no silence; three seconds are longer than one file may take."""
    with serve([Site("giot", "table", "Lai Châu", count=2, kinds="pdf", size=30_000)]) as portals:
        names = portals.write(tmp_path / "portals")
        portals.set("giot", rate=60_000)
        said = crawl(tmp_path, names, timeout=0.6, longest_file=0.9)
        assert said["summaries"]["giot"]["done"] == 4
        portals.set("giot", rate=12_000)
        (tmp_path / "sink.json").unlink()
        said = crawl(tmp_path, names, timeout=0.6, longest_file=0.9, retries=0)
    assert {reason for _, reason in said["failed"]} == {"timeout"}


def test_an_incomplete_chain_leads_nowhere_private_and_a_stranger_is_not_trusted(tmp_path):
    sites = [Site("rieng", "table", "Lai Châu", count=2, tls="private"), Site("la", "table", "Hà Nội", tls="unknown")]
    with serve(sites, folder=tmp_path / "tls") as portals:
        said = crawl(tmp_path, portals.write(tmp_path / "portals"), retries=0)
        lists = [site.base + site.family.list_path for site in portals.sites.values()]
        assert dict(said["failed"]) == dict.fromkeys(lists, "tls")
        assert [seen.host for seen in portals.log if seen.host != ISSUER] == []
