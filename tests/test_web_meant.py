"""A number that many bodies gave away asks which is meant; an id means one document wherever a number is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html
from web_server import copy_home

from store import open_store
from store.gaps import list_gaps
from store.lookup import keys_of
from store.tree import list_implementers
from web import Site, create_app
from web.views import MOST_CITING, MOST_GROUPS, MOST_MEANT, fit_groups

NUMBER = "08-NQ/TU"
PAGES = [("/tree", "number"), ("/gaps", "number"), ("/targets", "along")]


@pytest.fixture(scope="module")
def crowded_home(site_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store, where ten more bodies issued something of the same number."""
    folder = tmp_path_factory.mktemp("crowded") / "var"
    copy_home(site_home, folder)
    with sqlite3.connect(folder / "catalog.db") as catalog:
        columns = [row[1] for row in catalog.execute("pragma table_info(documents)")]
        others = ", ".join(f'"{name}"' for name in columns if name not in ("id", "province"))
        for number in range(MOST_MEANT + 2):
            catalog.execute(
                f"insert into documents (id, province, {others}) select ?, ?, {others} from documents where number = ?"
                " order by id limit 1",
                (
                    f"made/08-nq-tu/{number:03}",
                    None if number == 3 else "Đắk Lắk" if number % 2 else "An Giang",
                    NUMBER,
                ),
            )
        _cite_by_all(catalog, others)
    return folder


def _cite_by_all(catalog: sqlite3.Connection, others: str) -> None:
    """A law that far more documents cite and are based on than can be told of."""
    for number in range(MOST_CITING + 60):
        name = f"made/citing/{number:04}"
        catalog.execute(
            f"insert into documents (id, province, {others}) select ?, 'Huế', {others} from documents limit 1", (name,)
        )
        catalog.execute(
            "update documents set issued = ?, kind = 'page', key = null where id = ?",
            (f"2024-{number % 12 + 1:02}-{number // 12 + 1:02}", name),
        )
        catalog.execute(
            'insert into mentions (document, start, "end", text, node, state, candidates, confidence, why)'
            " values (?, 0, 9, 'the law', 'cited/law', 'unresolved', '[]', 1, 'made')",
            (name,),
        )
        catalog.execute(
            'insert into relations (document, ordinal, type, target, start, "end", text, rule, confidence)'
            " values (?, 0, 'legal_basis', 0, 0, 9, 'the law', 'made', 1)",
            (name,),
        )


@pytest.fixture(scope="module")
def site(crowded_home: Path) -> Iterator[TestClient]:
    app = create_app(Site(crowded_home, str(crowded_home / "index"), requests_per_minute=0))
    with TestClient(app, headers={"accept": "text/html"}) as client:
        yield client


@pytest.mark.parametrize(("path", "param"), PAGES)
def test_many_are_offered_and_each_leads_on(site: TestClient, path: str, param: str) -> None:
    page = html.fromstring(site.get(path, params={param: NUMBER}).text)
    links = [link for link in page.xpath("//main//li/a/@href") if link.startswith(f"{path}?{param}=")]
    assert len(links) == len(set(links)) > MOST_MEANT
    assert [text.split()[0] for text in page.xpath("//main//summary/text()") if text.strip()][1:3] == ["An", "Đắk"]
    for link in links[:3]:
        answer = site.get(link)
        assert answer.status_code == 200 and NUMBER in answer.text
        assert not html.fromstring(answer.text).xpath(f"//main//li/a[starts-with(@href, '{path}?{param}=made')]")


@pytest.mark.parametrize("path", ["/api/v1/tree", "/api/v1/gaps", "/api/v1/chain"])
def test_programs_are_told_to_choose(site: TestClient, path: str) -> None:
    many = site.get(path, params={"number": NUMBER}).json()
    rows = ({"implemented_by", "implements", "provinces", "drift"} & set(many)) - {"documents"}
    assert many["choose"] and len(many["documents"]) > MOST_MEANT and not any(many[name] for name in rows)
    meant = next(node["id"] for node in many["documents"] if not node["id"].startswith(("made", "cited")))
    one = site.get(path, params={"number": meant}).json()
    assert not one["choose"] and [node["id"] for node in one["documents"]] == [meant]


def test_an_id_means_what_its_number_means_where_it_is_alone(site_home: Path) -> None:
    store = open_store(site_home, read_only=True)
    with store.catalog.read() as connection:
        keys = keys_of(connection, "370/KH-UBND")
        name = "uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
        assert keys_of(connection, name) == [name] != keys
        assert keys_of(connection, "370/kh-ubnd") == keys
        for ask in (list_implementers, list_gaps):
            assert ask(connection, store.originals, [name]) == ask(connection, store.originals, keys) != []


def test_what_is_left_out_of_a_tree_is_counted(site_home: Path) -> None:
    site, ask = TestClient(create_app(Site(site_home, str(site_home / "index")))), {"number": NUMBER}
    whole = site.get("/api/v1/tree", params=ask).json()
    part = site.get("/api/v1/tree", params={**ask, "most": 1}).json()
    below = whole["implemented_by"]
    assert whole["more"] == 0 and len(below) > 1 and part["implemented_by"] == below[:1]
    assert part["more"] == len(below) - 1 + max(len(whole["implements"]) - 1, 0)


def test_what_all_cite_is_told_with_the_newest_and_their_count(site: TestClient) -> None:
    law = site.get("/api/v1/documents/cited/law").json()
    days = [citing["issued"] for citing in law["cited_by"]]
    assert law["cited_by_count"] == MOST_CITING + 60 and len(days) == MOST_CITING
    assert days == sorted(days) and days[-1] == "2024-12-21"
    page = site.get("/documents/cited/law")
    assert str(MOST_CITING + 60) in page.text and len(page.content) < 100_000


def test_a_page_draws_as_many_indicators_as_fit() -> None:
    def groups(*sizes: int) -> list[dict[str, object]]:
        return [{"targets": [None] * size} for size in sizes]

    def sizes(fitted: list[dict[str, object]]) -> list[int]:
        return [len(group["targets"]) for group in fitted]  # type: ignore[arg-type]

    for given, drawn in [((5, 4), [5, 4]), ((900, 3), [900]), ((200, 60, 1), [200]), ((1,) * 20, [1] * MOST_GROUPS)]:
        shown, others = fit_groups(groups(*given))
        assert (sizes(shown), len(others)) == (drawn, len(given) - len(drawn))
