"""From an address to documents without a person: local portals discovered, and crawled with what was proposed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from portals_server import NETWORK, SITES, serve
from portals_server.certificates import ROOT

HERE = Path(__file__).parent
OPTIONS = {"allowed_networks": [NETWORK], "delay": 0, "timeout": 20.0, "retries": 1, "back_off": 0.1}


def run(script: str, root: Path, **told):
    command = [sys.executable, str(HERE / script), json.dumps(told)]
    env = {**os.environ, "PYTHONPATH": str(HERE.parent), "SSL_CERT_FILE": str(root)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240, env=env)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """(portals, discoveries by site, addresses kept) of the sites, their faults off, from their front pages alone."""
    folder = tmp_path_factory.mktemp("discovered")
    with serve(SITES, folder=folder / "tls") as portals:
        portals.heal()
        urls = {name: site.base + "/" for name, site in portals.sites.items()}
        old = [site.name for site in SITES if site.tls == "legacy"]
        told = {"urls": urls, "folder": str(folder), "options": OPTIONS, "legacy": old}
        seen = {one["name"]: one for one in run("discover_helper.py", folder / "tls" / ROOT, **told)}
        found = sorted(path.stem for path in folder.glob("*.yaml"))
        told = {"portals": str(folder), "sink": str(folder / "sink.json"), "ids": found, "options": OPTIONS}
        (crawled,) = run("crawl_helper.py", folder / "tls" / ROOT, **told)
        yield portals, seen, crawled


def test_every_site_gets_a_portal_with_assertions_and_rows(night):
    _, seen, _ = night
    assert {name for name, one in seen.items() if one["portal"] is None} == set()
    for one in seen.values():
        assert one["portal"]["province"] and one["portal"]["evidence"] == "observed"
        assert one["lists"] and all(len(found["sample"]) >= min(5, found["rows"]) for found in one["lists"])
        assert one["portal"]["expect"]["min_rows"] >= 2


def test_all_that_can_be_had_is_had_with_what_was_proposed(night):
    portals, seen, crawled = night
    kept = set(crawled["kept"])
    truth = [doc for name in seen for doc in portals.truth(name) if doc["reason"] is None]
    wanted = {doc["file"] or doc["page"] for doc in truth}
    assert len(wanted) > 300
    assert sorted(wanted - kept) == []


def test_few_requests_are_enough(night):
    _, seen, _ = night
    assert max(len(one["asked"]) for one in seen.values()) <= 20
