"""A night costs what is new: no statement of it reads a whole table, as SQLite itself says of its plans.

Only counting at the start and end of a run may; it is done once, not once a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_world import make_world
from made_world_captures import REAL, capture_world, keep_captures
from sqlalchemy import event

from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.stages import extract_texts, is_waiting, tag_texts
from pipelines.work import Work, open_work
from store.captures import addresses_since, check_capture, keep_capture, note_gone
from store.issues import open_issue
from store.night_account import tell_night
from store.queues import queued
from store.results import save_output, save_result

NIGHT = "2026-01-01T01:30:00+00:00"
GROWING = (
    "captures|results|outputs|appearances|blocks|documents|mentions|relations|targets|maybes|namesakes|changes|runs"
)
# or nearly all of it; what is in a queue, and what failed, is read whole
WHOLE = re.compile(rf"SCAN (?:{GROWING})\b|SEARCH (?!to_do|issues)\w+ USING .*\((?:stage|current|role)=\?\)")


@contextmanager
def plans_of(work: Work) -> Iterator[dict[str, list[str]]]:
    """The statements that are executed meanwhile, each with SQLite's plan of it."""
    asked: dict[str, Any] = {}
    plans: dict[str, list[str]] = {}
    engine = work.store.catalog.engine

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            asked[statement] = given[0] if many else given

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(engine, "before_cursor_execute", note)
        with work.store.catalog.read() as connection:
            for statement, given in asked.items():
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
                plans[statement] = [row.detail for row in rows]


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """A store with some documents linked, and some more that wait."""
    work = open_work(load_settings({"VANBAN_HOME": str(tmp_path), "VANBAN_WORKERS": "1"}))
    captured = capture_world(make_world(60), REAL)
    keep_captures(work, captured[:-10], tagged=True)
    link_documents(work)
    keep_captures(work, captured[-10:], tagged=True)
    return work


def reads_all(plans: dict[str, list[str]]) -> dict[str, list[str]]:
    assert plans
    return {
        statement: plan
        for statement, plan in plans.items()
        if any(WHOLE.search(step) for step in plan) and not statement.startswith("SELECT count(*)")
    }


def test_linking_reads_what_it_needs(work: Work) -> None:
    with plans_of(work) as plans:
        link_documents(work)
    assert not reads_all(plans)


def test_nothing_new_is_read_and_tagged_for_nothing(work: Work) -> None:
    assert (extract_texts(work).done, tag_texts(work).done) == (0, 0)  # fills their queues for these versions
    new = capture_world(make_world(60), {})[0].capture
    with work.store.catalog.write() as connection:
        keep_capture(connection, replace(new, url=f"{new.url}/again"))  # known bytes at a new address
        open_issue(connection, "extract", "0" * 64, now=NIGHT, reason="crashed", detail="", what_to_do="", retry=True)
    with plans_of(work) as plans:
        assert (extract_texts(work).done, tag_texts(work).done) == (0, 0)
        assert not any(is_waiting(work, stage) for stage in ("extract", "tag"))
    assert not reads_all(plans)
    with work.store.catalog.read() as connection:
        assert not queued(connection, "extract") + queued(connection, "tag") + queued(connection, "unpack")


def test_keeping_a_capture_reads_what_it_needs(work: Work) -> None:
    capture = capture_world(make_world(60), {})[0].capture
    with plans_of(work) as plans, work.store.catalog.write() as connection:
        keep_capture(connection, capture)
        keep_capture(connection, replace(capture, sha256="0" * 64))
        check_capture(connection, capture.url, "2026-11-21T00:00:00+00:00")
        output = save_output(connection, ["text"])
        save_result(connection, "extract", "plain/1", "0" * 64, output=output)
        save_result(connection, "tag", "1", output, output=output)
    assert not reads_all(plans)


def test_telling_a_night_reads_what_it_needs(work: Work) -> None:
    captures = [each.capture for each in capture_world(make_world(60), {})[:9]]
    with work.store.catalog.write() as connection:
        for n, capture in enumerate(captures):
            keep_capture(connection, replace(capture, sha256=f"{n:064d}"))
    with plans_of(work) as plans, work.store.catalog.write() as connection:
        note_gone(connection, captures[0].url, "2026-11-21T00:00:00+00:00")
        addresses_since(connection, "2026-11-20")
        tell_night(connection, "2026-01-01T00:00:00+00:00", "nightly", date(2026, 11, 21))
    assert not reads_all(plans)
