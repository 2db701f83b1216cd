"""The command line as people type it: exit codes, one clear line for every known error, quick answers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

VANBAN = str(Path(sys.executable).parent / "vanban")

ELASTIC = {"VANBAN_INDEX": "elasticsearch"}


def run(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VANBAN_HOME": str(home), **settings}
    return subprocess.run([VANBAN, *words], env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("words", "settings", "code", "said"),
    [
        (["search", "x"], {"VANBAN_INDEX": "lucene"}, 6, "VANBAN_INDEX is 'lucene'"),
        (["search", "x"], {"VANBAN_CRAWL_DELAY": "soon"}, 6, "VANBAN_CRAWL_DELAY is 'soon'"),
        (["search", "x"], {**ELASTIC, "VANBAN_ELASTICSEARCH_URL": "http://127.0.0.1:1"}, 5, "127.0.0.1:1"),
        (["search", "x", "--from", "yesterday"], {}, 2, "yesterday"),
        (["search", "x", "--sort", "size"], {}, 2, "size"),
        (["show", "1/KH-UBND"], {}, 3, "1/KH-UBND"),
        (["implements", "1/KH-UBND"], {}, 3, ""),
        (["crawl", "nowhere"], {}, 2, "nowhere"),
        (["crawl"], {}, 6, "VANBAN_CONTACT"),
        (["crawl", "x"], {"VANBAN_PORTALS": "/no/such/folder"}, 2, "no such folder"),
        (["reindex", "--fast"], {}, 2, "--fast"),
    ],
)  # fmt: skip
def test_known_errors(tmp_path: Path, words: list[str], settings: dict[str, str], code: int, said: str) -> None:
    done = run(tmp_path / "var", *words, **settings)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr


def test_a_search_in_nothing_says_so_and_makes_nothing(tmp_path: Path) -> None:
    done = run(tmp_path / "var", "search", "kinh te so")
    assert done.returncode == 0 and "nothing is indexed" in done.stderr
    assert not (tmp_path / "var").exists()


def test_settings_show_what_is_in_force(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in run(tmp_path, "settings", "--json", VANBAN_WORKERS="3").stdout.splitlines()]
    assert any({"name": "VANBAN_WORKERS", "value": "3"}.items() <= row.items() for row in rows)


def test_status_of_an_empty_store(tmp_path: Path) -> None:
    (status,) = (json.loads(line) for line in run(tmp_path, "status", "--json").stdout.splitlines())
    assert (status["stages"], status["files"], status["issues"]) == ({}, 0, {})


@pytest.mark.parametrize(("words", "seconds"), [(["--help"], 0.3), (["search", "x"], 0.5)])
def test_a_cold_start_is_quick(tmp_path: Path, words: list[str], seconds: float) -> None:
    """Processor time, the best of several: what the program needs, not what else the machine does."""
    assert min(_cost(tmp_path, words) for _ in range(4)) <= seconds


def _cost(home: Path, words: list[str]) -> float:
    before = os.times()
    run(home, *words)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
