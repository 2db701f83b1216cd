"""Lists go on behind a row whatever is written meanwhile, everything comes out whole, and errors have one shape."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html
from requirements_for_tests import require_or_skip
from web_server import VANBAN, run

from documents.text import fold
from store import open_store
from store.bulk import COLUMNS, KINDS, Chosen, Kind, list_all
from web import Site, create_app, listing
from web.cursors import BadCursor, pack_cursor, unpack_cursor


@pytest.fixture(scope="module")
def site(site_home: Path) -> Iterator[TestClient]:
    app = create_app(Site(site_home, str(site_home / "index"), requests_per_minute=0))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def turn_pages(site: TestClient, path: str, name: str) -> list[dict[str, object]]:
    """All rows of a list, page by page."""
    rows, cursor = [], ""
    for _ in range(1_000):
        page = site.get(f"{path}&cursor={cursor}" if cursor else path).json()
        rows += page[name]
        cursor = page["next"]
        if not cursor:
            return rows
    raise AssertionError("the list has no end")


@pytest.mark.parametrize("size", [1, 7, 33, 1000])
def test_all_documents_come_once(site: TestClient, size: int) -> None:
    rows = turn_pages(site, f"/api/v1/documents?size={size}", "documents")
    names = [row["id"] for row in rows]
    assert names == sorted(set(names))
    assert len(names) == sum(site.get("/api/v1/night").json()["holdings"]["documents"].values())
    assert set(rows[0]) == set(COLUMNS["documents"])


@pytest.mark.parametrize("over", ["red-links", "resolutions", "series"])
def test_loose_ends_come_once(site: TestClient, over: str) -> None:
    path = f"/api/v1/loose-ends?over={over}"
    whole = site.get(f"{path}&size=1000").json()
    assert whole["next"] is None and len(whole["rows"]) > 2
    assert turn_pages(site, f"{path}&size=2", "rows") == whole["rows"]


def test_a_list_is_stable_while_it_changes(site_home: Path, tmp_path: Path) -> None:
    for name in ("catalog.db", "index"):
        (shutil.copytree if name == "index" else shutil.copy)(site_home / name, tmp_path / name)
    with TestClient(create_app(Site(tmp_path, str(tmp_path / "index"), requests_per_minute=0))) as client:
        first = client.get("/api/v1/documents?size=9").json()
        before = [row["id"] for row in turn_pages(client, "/api/v1/documents?size=9", "documents")]
        with sqlite3.connect(tmp_path / "catalog.db") as catalog:
            catalog.execute("delete from documents where id in (?, ?)", (before[2], before[-1]))
            columns = [row[1] for row in catalog.execute("pragma table_info(documents)")]
            others = ", ".join(f'"{name}"' for name in columns if name != "id")
            catalog.execute(f"insert into documents (id, {others}) select '!', {others} from documents limit 1")
        rest = client.get(f"/api/v1/documents?size=1000&cursor={first['next']}").json()["documents"]
        assert [row["id"] for row in rest] == before[9:-1]


CHOICES = [
    ("province=Đồng Tháp", lambda row: row["province"] in ("Đồng Tháp", "Tiền Giang")),
    ("type=KH", lambda row: row["type"] == "Kế hoạch"),
    ("issuer=tinh uy", lambda row: "tinh uy" in fold(row["issuer"] or "")),
    ("issued_from=2022", lambda row: (row["issued"] or "") >= "2022"),
    ("issued_to=2021-12", lambda row: "" < (row["issued"] or "") <= "2021-12-31"),
    ("issued_from=2021-12-08&issued_to=2021-12-08", lambda row: row["issued"] == "2021-12-08"),
    ("year=2021&kind=document", lambda row: row["year"] == 2021 and row["kind"] == "document"),
]


@pytest.mark.parametrize(("asked", "fits"), CHOICES)
def test_documents_are_chosen(site: TestClient, asked: str, fits: object) -> None:
    every = turn_pages(site, "/api/v1/documents?size=1000", "documents")
    chosen = turn_pages(site, f"/api/v1/documents?size=5&{asked}", "documents")
    assert chosen == [row for row in every if fits(row)]  # type: ignore[operator]
    assert 0 < len(chosen) < len(every)


SEARCHES = [
    ("q=chuyen doi so", 9),
    ("q=&sort=newest", 20),
    ("q=&sort=oldest&type=Kế hoạch", 4),
    ("q=kế hoạch chuyển đổi số năm 1999", 3),  # of that year there is nothing: it is taken off on each page
]


@pytest.mark.parametrize(("asked", "fewest"), SEARCHES)
@pytest.mark.parametrize("size", [2, 7])
def test_all_hits_of_a_search_come_once(site: TestClient, asked: str, fewest: int, size: int) -> None:
    whole = site.get(f"/api/v1/search?{asked}&size=100").json()
    assert whole["next"] is None and whole["total"] == len(whole["hits"]) >= fewest
    hits = turn_pages(site, f"/api/v1/search?{asked}&size={size}", "hits")
    assert [hit["id"] for hit in hits] == [hit["id"] for hit in whole["hits"]]
    first = site.get(f"/api/v1/search?{asked}&size={size}").json()
    assert bool(first["next"]) == (whole["total"] > size)
    if first["next"]:
        second = site.get(f"/api/v1/search?{asked}&size={size}&cursor={first['next']}").json()
        assert [second[name] for name in ("total", "dropped")] == [first[name] for name in ("total", "dropped")]
    assert bool(first["dropped"]) == ("1999" in asked)


def test_a_cursor_is_of_its_question(site: TestClient) -> None:
    following = site.get("/api/v1/search?q=kế hoạch&size=1").json()["next"]
    for asked in (f"q=báo cáo&size=1&cursor={following}", "q=kế hoạch&cursor=2"):
        answer = site.get(f"/api/v1/search?{asked}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_query")


# ---------------------------------------------------------------- everything at once


@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_as_lines(site: TestClient, site_home: Path, kind: Kind) -> None:
    answer = site.get(f"/api/v1/export/{kind}?province=Tiền Giang")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert f'filename="{kind}.jsonl"' in answer.headers["content-disposition"]
    rows = [json.loads(line) for line in answer.text.splitlines()]
    catalog = open_store(site_home, read_only=True).catalog
    assert rows == json.loads(json.dumps(list(list_all(catalog, kind, Chosen(province="Tiền Giang")))))
    assert len(rows) > 3 and all(list(row) == list(COLUMNS[kind]) for row in rows)


def test_evidence_stands_in_its_document(site: TestClient) -> None:
    texts = {
        row["id"]: row["text"]
        for row in map(json.loads, site.get("/api/v1/export/documents?text=true").text.splitlines())
    }
    for kind in ("relations", "targets"):
        for row in map(json.loads, site.get(f"/api/v1/export/{kind}").text.splitlines()):
            assert texts[row["document"]][row["start"] : row["end"]] == row["text"]


def test_downloads_at_a_time_are_limited(site: TestClient) -> None:
    for _ in range(listing.MOST_AT_ONCE):
        assert listing._turns.acquire(blocking=False)
    try:
        answer = site.get("/api/v1/export/documents")
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
    finally:
        listing._turns.release(listing.MOST_AT_ONCE)
    for _ in range(listing.MOST_AT_ONCE + 1):  # each gives its turn back
        assert site.get("/api/v1/export/documents").status_code == 200


def test_files_are_written_by_the_command(site_home: Path, tmp_path: Path) -> None:
    run("export", "--to", str(tmp_path / "all"), home=site_home)
    assert {path.name for path in (tmp_path / "all").iterdir()} == {f"{kind}.jsonl" for kind in KINDS}
    catalog = open_store(site_home, read_only=True).catalog
    for kind in KINDS:
        lines = (tmp_path / "all" / f"{kind}.jsonl").read_text("utf-8").splitlines()
        assert len(lines) == sum(1 for _ in list_all(catalog, kind))


def test_columns_of_parquet_have_their_types(site_home: Path, tmp_path: Path) -> None:
    try:
        import duckdb
    except ImportError:
        require_or_skip("parquet", "duckdb is not installed")
    from pipelines.bulk import export_bulk

    catalog = open_store(site_home, read_only=True).catalog
    for kind, chosen in [*((kind, Chosen()) for kind in KINDS), ("targets", Chosen(province="Cà Mau", year=1999))]:
        path = tmp_path / "it's.parquet"
        [written] = export_bulk(catalog, path, "parquet", [kind], chosen)
        told = duckdb.read_parquet(str(path))
        assert dict(zip(told.columns, map(str, told.types), strict=True)) == COLUMNS[kind]
        rows = [tuple(row.values()) for row in list_all(catalog, kind, chosen)]
        assert told.fetchall() == rows and written.rows == len(rows)
    assert not rows  # of Cà Mau: a file without rows is a file, too
    assert [path.name for path in tmp_path.iterdir()] == ["it's.parquet"]


REFUSED = [
    ("--to", "x.jsonl"),
    ("--to", "x", "--kind", "pages"),
    ("--to", "x", "--format", "csv"),
    ("--to", "x", "--from", "gestern"),
    ("--to", "-"),
    ("--to", "x", "--warc", "y"),
]


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_written_is_said(site_home: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    import os
    import subprocess

    environment = {**os.environ, "VANBAN_HOME": str(site_home)}
    asked = [VANBAN, "export", *words]
    done = subprocess.run(asked, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") <= 2
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# ---------------------------------------------------------------- cursors and errors


def test_cursors_come_back_as_they_were() -> None:
    for values, kinds in [(("a/b ế",), (str,)), ((3, "x"), (int, str)), ((None, "x"), (str, str))]:
        cursor = pack_cursor(*values)
        assert cursor.isascii() and "=" not in cursor
        assert unpack_cursor(cursor, *kinds) == values
    for cursor, kinds in [("!!", (str,)), ("e30", (str,)), (pack_cursor(1), (str,)), (pack_cursor("a"), (str, str))]:
        with pytest.raises(BadCursor):
            unpack_cursor(cursor, *kinds)


FAULTS = [
    ("/api/v1/documents?cursor=%C3%A9", 400, "bad_cursor"),
    ("/api/v1/documents?cursor=WzEsMl0", 400, "bad_cursor"),
    ("/api/v1/documents?size=100000", 422, "bad_parameter"),
    ("/api/v1/documents?issued_from=June", 422, "bad_parameter"),
    ("/api/v1/loose-ends?over=red-links&cursor=" + pack_cursor("x", "y"), 400, "bad_cursor"),
    ("/api/v1/export/passwords", 422, "bad_parameter"),
    ("/api/v1/documents/nobody/1-kh/1999", 404, "not_found"),
    ("/api/v1/nothing", 404, "not_found"),
    ("/api/v1/search?issued_from=x", 400, "bad_query"),
    ("/search.json?issued_from=x", 400, "bad_query"),
    ("/api/v1/search?q=" + "a" * 9_000, 414, "address_too_long"),
]


@pytest.mark.parametrize(("path", "status", "code"), FAULTS)
def test_errors_have_one_shape(site: TestClient, path: str, status: int, code: str) -> None:
    answer = site.get(path, headers={"accept": "application/json"})
    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["code"]) == (status, status, code)
    assert error["message"] and set(error) == {"status", "code", "message"}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_fault_of_ours_tells_nothing(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.nights.show_night", lambda _: 1 / 0)
    answer = site.get("/api/v1/night?again")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "fault")
    assert "division" not in answer.text and answer.headers["x-content-type-options"] == "nosniff"


def test_each_filter_that_was_read_can_be_taken_off(site: TestClient) -> None:
    """Also the one taken up in place of another: nobody carries this number out, somebody cites it."""
    asked = "/search?q=triển khai 52-NQ/TW năm 1999"
    told = site.get(f"/api/v1{asked}").json()
    read = [reading["parameter"] for reading in told["understood"]]
    assert read == ["cites"] and told["total"]
    page = html.fromstring(site.get(asked, headers={"accept": "text/html"}).text)
    (chip,) = page.xpath("//ul[@class='chips']//a")
    assert chip.get("href").endswith("&leave=cites") and "viện dẫn 52-NQ/TW" in chip.text_content()
    (sentence,) = {head.text_content() for head in page.xpath("//h1")}
    assert "1999" not in sentence
