"""`vanban portals discover` and `vanban portals check` as an operator types them, against a local portal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from portals_server import NETWORK, SITES, serve

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def portals(tmp_path_factory):
    with serve([site for site in SITES if site.name == "vnpt-bang"], folder=tmp_path_factory.mktemp("tls")) as running:
        running.heal()
        yield running


@pytest.fixture(scope="module")
def vanban(tmp_path_factory):
    """Run the program: arguments -> what it gave back."""
    folder = tmp_path_factory.mktemp("own")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "VANBAN_HOME": str(folder / "home")}
    env |= {"VANBAN_PORTALS": str(folder), "VANBAN_ALLOW_NETWORKS": NETWORK, "VANBAN_CRAWL_DELAY": "0"}

    def run(*arguments):
        code = "from pipelines.cli import main; main()"
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=env, cwd=folder)

    run.folder = folder
    return run


def test_discovered_written_and_checked_without_a_person(portals, vanban):
    base = portals.sites["vnpt-bang"].base
    found = vanban("portals", "discover", base, "--write", vanban.folder / "tim-thay.yaml")
    assert found.returncode == 0, found.stderr
    assert f"- {base}/van-ban-quy-pham-phap-luat" in found.stdout and "engine: vnpt" in found.stdout
    assert "VANBAN_PORTALS=" in found.stderr

    right = vanban("portals", "check", "tim-thay")
    assert right.returncode == 0, right.stdout + right.stderr
    assert "1 portals looked at, 1 as their files say, 0 not" in right.stdout

    portals.set("vnpt-bang", redesigned=True)
    wrong = vanban("portals", "check", "tim-thay", "--json")
    portals.heal()
    findings = [json.loads(line) for line in wrong.stdout.splitlines()]
    assert wrong.returncode == 1
    assert {"age", "numbers"} <= {one["check"] for one in findings if one["state"] == "wrong"}
    assert all(one["what_to_do"] for one in findings if one["state"] != "right")


def test_nothing_found_is_said_and_nothing_is_written(portals, vanban):
    portals.set("vnpt-bang", maintenance=True)
    done = vanban(
        "portals", "discover", portals.sites["vnpt-bang"].base, "--write", vanban.folder / "khong.yaml", "--json"
    )
    portals.heal()
    told = json.loads(done.stdout)
    assert done.returncode == 3 and told["portal"] is None
    assert not (vanban.folder / "khong.yaml").exists()
    assert any("error_page" in one["came"] or "empty_page" in one["came"] for one in told["asked"])


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("portals", "check", "khong-co"), 2, "no portal is called khong-co"),
        (("portals", "discover", "http://127.1.0.10/", "--tls", "old"), 2, "--tls must be one of"),
        (("portals", "discover", "thu.gov.vn"), 6, "contact"),
    ],
)
def test_what_cannot_be_done_is_said(vanban, arguments, code, told):
    done = vanban(*arguments)
    assert done.returncode == code and told in done.stderr
