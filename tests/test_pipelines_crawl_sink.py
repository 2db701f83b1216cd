"""What a crawl brings is written in its order, together, and nothing is told that is not written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from documents.record import Capture, Exchange, Item
from pipelines import crawl_sink
from pipelines.crawl_sink import CatalogSink
from store import Store, open_store
from store.captures import keep_capture, keep_captures
from store.issues import list_issues
from store.schema import captures, metadata

PAGE = "http://a.vn/vb/"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(crawl_sink, "MOMENT", 30.0)  # only what is flushed is written
    return open_store(tmp_path / "var")


def keep(sink: CatalogSink, name: str, body: bytes = b"%PDF") -> Capture:
    """A file of a portal, come."""
    return sink.keep(
        body, url=PAGE + name, role="file", portal="a", province="A", issuer=None, media_type="application/pdf",
        status=200, etag=None, last_modified=None, item=Item(number=f"{name}/KH-UBND"), exchange=Exchange(PAGE + name),
    )  # fmt: skip


def written(store: Store) -> list[tuple[str, bool]]:
    """The addresses in the catalog, and whether what they gave is the newest."""
    with store.catalog.read() as connection:
        rows = connection.execute(
            select(captures.c.url, captures.c.current).order_by(captures.c.url, captures.c.sha256)
        )
        return [(row.url.removeprefix(PAGE), row.current) for row in rows]


def reasons(store: Store) -> list[str]:
    """The open issues."""
    with store.catalog.read() as connection:
        return [issue["reason"] for issue in list_issues(connection)]


def test_a_walk_goes_on_before_the_catalog_knows(store: Store) -> None:
    with CatalogSink(store) as sink:
        kept = [keep(sink, name) for name in "12"]
        assert written(store) == [] and store.originals.get(kept[0].sha256) == b"%PDF"
        assert sink.last(PAGE + "1") == kept[0] and sink.last(PAGE + "3") is None
        sink.flush()
        assert written(store) == [("1", True), ("2", True)]
        keep(sink, "3")
    assert written(store) == [("1", True), ("2", True), ("3", True)]  # the end writes the rest


def test_captures_that_wait_are_known_when_others_are_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl_sink, "REMEMBERED", 1)
    with CatalogSink(store) as sink:
        first = keep(sink, "1")
        keep(sink, "2")
        assert sink.last(PAGE + "1") == first


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        ([lambda s: s.fail("a", PAGE + "1", "timeout", "60 s"), lambda s: keep(s, "1")], []),
        ([lambda s: keep(s, "1"), lambda s: s.fail("a", PAGE + "1", "timeout", "60 s")], ["timeout"]),
        ([lambda s: keep(s, "1"), lambda s: s.fail("a", PAGE + "1", "x", ""), lambda s: s.unchanged(PAGE + "1")], []),
        ([lambda s: s.compared("a", PAGE, "3 and 8 rows"), lambda s: s.compared("a", PAGE, None)], []),
    ],
)
def test_what_came_later_counts(store: Store, acts: list[Callable[[CatalogSink], Any]], left: list[str]) -> None:
    with CatalogSink(store) as sink:
        for act in acts:
            act(sink)
    assert reasons(store) == left


def test_an_address_that_gave_two_things_in_a_moment(store: Store) -> None:
    with CatalogSink(store) as sink:
        keep(sink, "1", b"%PDF old")
        new = keep(sink, "1", b"%PDF new")
    assert sorted(current for _, current in written(store)) == [False, True]
    assert CatalogSink(store).last(PAGE + "1") == new


def test_an_address_is_gone_after_it_gave_something(store: Store) -> None:
    with CatalogSink(store) as sink:
        keep(sink, "1")
        assert [sink.gone(PAGE + "1"), sink.gone(PAGE + "1"), sink.gone(PAGE + "2")] == [True, False, None]


def test_nothing_is_told_that_could_not_be_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.originals, "settle", full)
    with pytest.raises(OSError, match="No space"), CatalogSink(store) as sink:
        keep(sink, "1")
        with pytest.raises(OSError, match="No space"):
            sink.flush()
        monkeypatch.undo()
        with pytest.raises(OSError, match="No space"):  # what comes after would not be in its order
            keep(sink, "2")
    assert written(store) == []


def test_several_captures_are_kept_as_one_by_one(tmp_path: Path) -> None:
    at, later = "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00"
    one = Capture(PAGE + "1", "a" * 64, 3, at, portal="a", item=Item(number="1/KH-UBND"))
    before = [one, replace(one, url=PAGE + "2"), replace(one, url=PAGE + "2!/x.pdf"), replace(one, url=PAGE + "3")]
    arrivals = [
        (replace(one, fetched=later), Exchange(PAGE + "1")),  # the same again
        (replace(one, url=PAGE + "2", sha256="b" * 64, fetched=later), Exchange(PAGE + "2")),  # replaced, a container
        (replace(one, url=PAGE + "3", item=Item(number="3/KH-UBND"), fetched=later), None),  # told otherwise
        (replace(one, url=PAGE + "4", role="listing", fetched=later), Exchange(PAGE + "4")),
    ]
    told: list[Any] = []
    for together in (True, False):
        store = open_store(tmp_path / str(together))
        with store.catalog.write() as connection:
            keep_captures(connection, [(capture, None) for capture in before])
            news = (
                keep_captures(connection, arrivals)
                if together
                else [keep_capture(connection, *one) for one in arrivals]
            )
            rows = [sorted(map(repr, connection.execute(table.select()))) for table in metadata.sorted_tables]
            told.append((news, rows))
    assert told[0] == told[1] and told[0][0] == [False, True, False, True]
