"""Whatever an index can be asked for can be asked on the command line."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from documents.record import DocumentRecord
from index_mappings import open_index
from index_mappings.filters import FILTERS, TARGET_FILTERS
from pipelines.cli import app
from pipelines.commands import ask, goals

# Parameters of commands that are called otherwise than those of queries.
CALLED = {"type": "kind", "kind": "draft", "issued_from": "since", "issued_to": "until", "value_from": "at_least"}
CALLED |= {"value_to": "at_most"}


@pytest.mark.parametrize(("command", "rows"), [(ask.search, FILTERS), (goals.targets, TARGET_FILTERS)])
def test_every_filter_is_an_option(command: Callable[..., None], rows: tuple) -> None:
    options = set(inspect.signature(command).parameters)
    assert {CALLED.get(row.parameter, row.parameter) for row in rows} <= options


def test_all_hits_come_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_HOME", str(tmp_path))
    with open_index(str(tmp_path / "index")) as index:
        index.put([plan(number) for number in range(5)])
        index.commit()
    pages, after = [], "begin"
    while after:
        done = CliRunner().invoke(app, ["search", "kế hoạch rừng", "--size", "2", "--after", after, "--json"])
        *hits, last = (json.loads(line) for line in done.stdout.splitlines())
        pages.append([hit["id"] for hit in hits])
        assert last["total"] == 5
        after = last["next"]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(name for page in pages for name in page) == [f"plan-{number}" for number in range(5)]
    told = CliRunner().invoke(app, ["search", "kế hoạch rừng", "--size", "2", "--after", "begin"]).stdout
    *_, onward = told.split()
    other = CliRunner().invoke(app, ["search", "kế hoạch biển", "--size", "2", "--after", onward])
    assert other.exit_code != 0


def plan(number: int) -> DocumentRecord:
    plain: dict[str, Any] = dict.fromkeys(DocumentRecord.__dataclass_fields__)
    plain |= {"kind": "document", "agencies": (), "implements": (), "cites": (), "targets": ()}
    return DocumentRecord(
        **plain
        | {"id": f"plan-{number}", "type": "Kế hoạch", "title": "Trồng rừng", "text": f"Trồng {number} ha rừng."}
    )
