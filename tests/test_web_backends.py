"""The site over servers tells what it tells over files: Elasticsearch for the index, PostgreSQL with a user who may
only read for the catalog."""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from postgresql_server import new_database
from sqlalchemy import create_engine, make_url, text
from test_web_pages import PAGES, WRONG
from web_server import DEMO, VANBAN, copy_home

from web import Site, create_app

PLAN = "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
QUESTIONS = [
    "/api/v1/search?q=nq 08",
    "/api/v1/search?q=chuyen doi so&size=100",
    "/api/v1/search?q=kế hoạch tiền giang&sort=newest",
    "/api/v1/search?type=KH&sort=oldest&size=100",
    "/api/v1/search?q=749/QĐ-TTg",
    "/api/v1/suggest?q=370",
    f"/api/v1/documents/{PLAN}",
    "/api/v1/documents?size=1000",
    "/api/v1/tree?number=08-NQ/TU",
    "/api/v1/targets?q=kinh tế số&province=Tiền Giang",
    "/api/v1/chain?number=08-NQ/TU",
    "/api/v1/gaps?number=52-NQ/TW",
    "/api/v1/loose-ends",
    "/api/v1/loose-ends?over=resolutions",
    "/api/v1/loose-ends?over=series",
    "/targets.csv?q=kinh tế số",
    "/search.csv?type=KH&sort=oldest",
    "/api/v1/export/targets",
]
OF_THE_PLACE = ("score", "next", "fetched", "file")  # what differs between two stores of the same files


@pytest.fixture(scope="module")
def over_files(site_home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Site(site_home, str(site_home / "index"), requests_per_minute=0))) as client:
        yield client


@pytest.fixture(scope="module", params=["elasticsearch", "postgresql"])
def over_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("over") / "var"
    yield from globals()[f"_over_{request.param}"](request, folder)


def _over_elasticsearch(request: pytest.FixtureRequest, folder: Path) -> Iterator[TestClient]:
    place = f"{request.getfixturevalue('elasticsearch_address')}/web-{uuid.uuid4().hex[:8]}"
    copy_home(request.getfixturevalue("site_home"), folder, "index")
    _run("reindex", folder, VANBAN_INDEX="elasticsearch", VANBAN_ELASTICSEARCH_URL=place)
    with TestClient(create_app(Site(folder, place, requests_per_minute=0))) as client:
        yield client


def _over_postgresql(request: pytest.FixtureRequest, folder: Path) -> Iterator[TestClient]:
    catalog = new_database(request.getfixturevalue("postgresql_address"))
    for command in ("ingest", "process"):
        paths = [str(DEMO / "files"), str(DEMO / "pages")] if command == "ingest" else []
        _run(command, folder, *paths, VANBAN_CATALOG=catalog)
    with create_engine(catalog, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("create role visitor login"))
        connection.execute(text("grant pg_read_all_data to visitor"))
    visitor = make_url(catalog).set(username="visitor").render_as_string(hide_password=False)
    with TestClient(create_app(Site(folder, str(folder / "index"), visitor, requests_per_minute=0))) as client:
        yield client


def _run(command: str, home: Path, *words: str, **settings: str) -> None:
    environment = {**os.environ, "VANBAN_HOME": str(home), **settings}
    subprocess.run([VANBAN, command, *words], env=environment, capture_output=True, timeout=240, check=True)


def without_place(data: Any) -> Any:
    """An answer without what belongs to the store and not to what is in it."""
    if isinstance(data, dict):
        return {name: without_place(value) for name, value in data.items() if name not in OF_THE_PLACE}
    return [without_place(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("path", QUESTIONS)
def test_the_same_is_told(over_server: TestClient, over_files: TestClient, path: str) -> None:
    here, there = (client.get(path) for client in (over_files, over_server))
    assert here.status_code == there.status_code == 200
    if here.headers["content-type"] == "application/json":
        assert without_place(there.json()) == without_place(here.json())
    else:
        assert sorted(there.text.splitlines()) == sorted(here.text.splitlines()) and len(here.text) > 500


@pytest.mark.parametrize(("path", "shown"), PAGES)
def test_the_same_pages_stand(over_server: TestClient, over_files: TestClient, path: str, shown: str) -> None:
    answer = over_server.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200
    if not path.startswith("/night"):  # no nights are made up there
        assert shown in answer.text


@pytest.mark.parametrize(("path", "status", "code"), WRONG)
def test_the_same_is_refused(over_server: TestClient, path: str, status: int, code: str | None) -> None:
    answer = over_server.get(path, headers={"accept": "application/json"})
    assert (answer.status_code, code or "http_error") == (status, answer.json()["error"]["code"])


def test_a_search_is_gone_through(over_server: TestClient) -> None:
    seen, cursor = [], ""
    for _ in range(100):
        page = over_server.get(f"/api/v1/search?q=chuyen doi so&size=4&cursor={cursor}").json()
        seen += [hit["id"] for hit in page["hits"]]
        if not (cursor := page["next"]):
            break
    assert len(seen) == len(set(seen)) == page["total"] > 8
