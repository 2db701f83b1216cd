"""What is kept: originals that never change, captures with their newest, issues that back off, accounts that add up."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from documents.record import Capture, Item, Text
from store import CatalogTooNew, OriginalDamaged, Store, StoreBusy, open_store
from store.captures import check_capture, example_of, is_shown, keep_capture, last_capture, wanted_hashes
from store.issues import close_issue, close_unwanted, due_subjects, list_issues, open_issue
from store.queues import queued, refill
from store.readings import Versions, take_waiting
from store.results import (
    count_results,
    forget_results,
    load_output,
    save_output,
    save_result,
    take_pending,
    without_result,
)
from store.runs import Tally, add_tally, latest_tallies
from store.schema import metadata

NIGHT = "2026-01-01T01:30:00+00:00"
VERSIONS = Versions(["1"], "1", "1")
FIRST = Capture("http://a/1", "a" * 64, 3, NIGHT, portal="p", item=Item(number="1/KH-UBND"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "var")


def test_originals_are_kept_once_and_checked(store: Store) -> None:
    name = store.originals.put(b"van ban")
    assert store.originals.put(b"van ban") == name
    assert store.originals.get(name) == b"van ban"
    store.originals.path(name).write_bytes(b"khac")
    with pytest.raises(OriginalDamaged):
        store.originals.get(name)
    with pytest.raises(OriginalDamaged):
        store.originals.get("0" * 64)


def test_one_writer_at_a_time(store: Store, tmp_path: Path) -> None:
    with store.only_writer(), pytest.raises(StoreBusy), open_store(tmp_path / "var").only_writer():
        pass
    with store.only_writer():
        pass


def test_a_catalog_of_a_newer_program_is_refused(store: Store, tmp_path: Path) -> None:
    with store.catalog.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(CatalogTooNew):
        open_store(tmp_path / "var")


def test_the_newest_bytes_at_an_address_are_current(store: Store) -> None:
    changed = replace(FIRST, sha256="b" * 64, fetched="2026-01-02T01:30:00+00:00")
    with store.catalog.write() as connection:
        assert keep_capture(connection, FIRST) is True
        assert keep_capture(connection, replace(FIRST, fetched="2026-01-03T00:00:00+00:00")) is False
        assert last_capture(connection, FIRST.url) == FIRST  # first fetched then, only checked later
        assert keep_capture(connection, changed) is True
        assert last_capture(connection, FIRST.url) == changed
        assert list(connection.execute(wanted_hashes()).scalars()) == [changed.sha256]
        assert example_of(connection, FIRST.sha256) is None
        assert keep_capture(connection, FIRST) is True  # the old bytes are back
        assert list(connection.execute(wanted_hashes()).scalars()) == [FIRST.sha256]
        check_capture(connection, FIRST.url, "2026-02-01T00:00:00+00:00")


def test_what_a_listing_says_anew_is_linked_again(store: Store) -> None:
    with store.catalog.write() as connection:
        keep_capture(connection, FIRST)
        assert take_waiting(connection, VERSIONS, 10).rows == [(FIRST.url, FIRST.sha256)]
        keep_capture(connection, FIRST)
        assert take_waiting(connection, VERSIONS, 10).rows == []
        keep_capture(connection, replace(FIRST, item=Item(number="2/KH-UBND")))
        assert take_waiting(connection, VERSIONS, 10).rows == [(FIRST.url, FIRST.sha256)]


def test_linking_waits_for_what_was_read_or_tagged_anew(store: Store) -> None:
    with store.catalog.write() as connection:
        keep_capture(connection, FIRST)
        take_waiting(connection, VERSIONS, 10)
        save_result(connection, "extract", "1", FIRST.sha256, output="text")
        assert take_waiting(connection, VERSIONS, 10).readings == []  # not tagged yet
        save_result(connection, "tag", "1", "text", output="tags")
        assert [(r.text, r.tags) for r in take_waiting(connection, VERSIONS, 10).readings] == [("text", "tags")]
        forget_results(connection, "tag", ["text"])
        assert take_waiting(connection, VERSIONS, 10).rows == [(FIRST.url, FIRST.sha256)]


def test_migrations_make_the_tables_that_the_schema_names(store: Store) -> None:
    found = inspect(store.catalog.engine)
    for table in metadata.sorted_tables:
        made = {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(table.name)}
        assert made == {c.name: (str(c.type), c.nullable) for c in table.columns}, table.name
        assert {i["name"] for i in found.get_indexes(table.name)} >= {i.name for i in table.indexes}, table.name


def test_issues_back_off_and_close(store: Store) -> None:
    about = {"reason": "timed_out", "detail": "", "what_to_do": "wait", "retry": True}
    waits = []
    with store.catalog.write() as connection:
        for day in range(1, 9):
            open_issue(connection, "extract", "s", now=f"2026-01-{day:02d}T00:00:00+00:00", **about)
            (issue,) = list_issues(connection)
            waits.append(issue["next_try"][:13])
        assert waits[:3] == ["2026-01-01T20", "2026-01-03T16", "2026-01-06T08"]
        assert (issue["attempts"], issue["first"][:10], issue["next_try"][:10]) == (8, "2026-01-01", "2026-02-09")
        assert due_subjects(connection, "extract", "2026-02-01T00:00:00+00:00") == []
        assert due_subjects(connection, "extract", "2026-03-01T00:00:00+00:00") == ["s"]
        open_issue(connection, "extract", "t", now=NIGHT, **{**about, "retry": False})
        assert due_subjects(connection, "extract", "2099-01-01T00:00:00+00:00") == ["s"]
        close_issue(connection, "extract", "s")
        assert close_unwanted(connection, "extract", is_shown) == ["t"]
        assert list_issues(connection) == []


def test_bytes_at_two_addresses_are_told_twice(store: Store) -> None:
    with store.catalog.write() as connection:
        for url in ("http://a/1", "http://a/2"):
            keep_capture(connection, replace(FIRST, url=url))
        open_issue(
            connection, "extract", FIRST.sha256, now=NIGHT, reason="empty_file", detail="", what_to_do="", retry=False,
            file=FIRST.sha256,
        )  # fmt: skip
        assert [issue["url"] for issue in list_issues(connection)] == ["http://a/1", "http://a/2"]


def test_results_by_input_and_version(store: Store) -> None:
    with store.catalog.write() as connection:
        for name in ("a", "b", "c"):
            keep_capture(connection, replace(FIRST, url=name, sha256=name))
        save_result(connection, "extract", "pdf/1", "a", output="x")
        save_result(connection, "extract", "docx/1", "b", output=None, state="failed")
        now, later = ("pdf/1", "docx/1"), ("pdf/2", "docx/1")
        assert take_pending(connection, "extract", now, is_shown) == ["c"]
        assert count_results(connection, "extract", now) == (2, 1)
        unread = without_result(wanted_hashes(), "extract", later)
        refill(connection, "extract", ["2"], unread)
        assert take_pending(connection, "extract", later, is_shown) == ["a", "c"]  # only what it concerns
        forget_results(connection, "extract", ["c"])
        refill(connection, "extract", ["2"], unread)  # filled for them already
        assert queued(connection, "extract") == ["a", "c"]


def test_what_leaves_a_queue_is_passed_on(store: Store) -> None:
    other = replace(FIRST, sha256="b" * 64)
    with store.catalog.write() as connection:
        keep_capture(connection, FIRST)
        save_result(connection, "extract", "1", FIRST.sha256, output="x")
        assert (queued(connection, "extract"), queued(connection, "tag")) == ([], ["x"])
        save_result(connection, "tag", "1", "x", output="y")
        keep_capture(connection, other)
        keep_capture(connection, FIRST)  # the old bytes are back: read they are, their tags may be of an old version
        assert queued(connection, "extract") == sorted([FIRST.sha256, other.sha256])
        assert take_pending(connection, "extract", ["1"], is_shown) == []  # nobody shows the others any more
        assert (queued(connection, "extract"), queued(connection, "tag")) == ([], ["x"])
        save_result(connection, "extract", "1", FIRST.sha256, output=None, state="container")
        assert queued(connection, "unpack") == [FIRST.sha256]


def test_outputs_are_found_by_their_hash(store: Store) -> None:
    record = Text("a", "plain", "Kế hoạch")
    with store.catalog.write() as connection:
        name = save_output(connection, record)
        assert save_output(connection, record) == name
        assert load_output(connection, name, Text) == record


def test_batches_of_one_run_add_up(store: Store) -> None:
    with store.catalog.write() as connection:
        add_tally(connection, NIGHT, NIGHT, Tally("tag", 200, 0, 0))
        add_tally(connection, NIGHT, NIGHT, Tally("tag", 50, 200, 3))
        ((_, tally),) = latest_tallies(connection)
    assert (tally.asked, tally.done, tally.unchanged, tally.failed) == (253, 250, 0, 3)
