"""`vanban evaluate` and `vanban tag --html` as people type them."""

import json
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.cli import main

TEXT = (
    "Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy, đến năm 2025 phấn đấu kinh tế số chiếm 20% GRDP.\n"
)


class Done(NamedTuple):
    returncode: int | str | None
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """The command line in this process: starting one costs more than all it does here."""
    monkeypatch.setenv("VANBAN_HOME", str(tmp_path / "var"))

    def call(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["vanban", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        return Done(end.value.code, *capsys.readouterr())

    return call


def test_tag_correct_by_hand_and_measure_again(run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    tagged = json.loads(run("tag", tmp_path / "plan.txt", "--json").stdout)
    tagged["dates"][0]["value"] = "2021-10-16"  # what a reader would have it be
    del tagged["agencies"]
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(tagged, ensure_ascii=False) + "\n", encoding="utf-8")
    done = run("evaluate", gold, "--json")
    assert done.returncode in (None, 0), done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    scores = {(row["kind"], row["measure"]): row for row in rows if row.get("label") == "all"}
    assert scores["dates", "exact"]["f1"] == 1.0 and scores["dates", "value"]["f1"] < 1.0
    assert ("agencies", "exact") not in scores
    (error,) = (row for row in rows if "error" in row)
    assert (error["kind"], error["error"], error["fields"]) == ("dates", "wrong", ["value"])
    assert (error["expected"]["value"], error["got"]["value"]) == ("2021-10-16", "2021-10-06")
    shown = run("evaluate", gold).stdout
    assert "1 gold texts" in shown and "⟦ngày 06/10/2021⟧" in shown and "confidence of targets" in shown


@pytest.mark.parametrize(("line", "said"), [("{}", "line 1: it has no text"), (None, "does not exist")])
def test_a_gold_file_that_cannot_be_read(run, tmp_path: Path, line: str | None, said: str) -> None:
    gold = tmp_path / "gold.jsonl"
    if line is not None:
        gold.write_text(line, encoding="utf-8")
    done = run("evaluate", gold)
    assert done.returncode == 2 and said in done.stderr


def test_a_page_of_coloured_tags(run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    page = tmp_path / "plan.html"
    done = run("tag", tmp_path / "plan.txt", tmp_path / "none.txt", "--html", "-o", page)
    assert (done.returncode, done.stdout) == (1, "")  # one of the files is not there; the page says so
    html = page.read_text(encoding="utf-8")
    assert "Nghị quyết số 08-NQ/TU" in html and "none.txt" in html
