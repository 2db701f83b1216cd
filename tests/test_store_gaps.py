"""What is missing: told only where enough is held to know it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from store import Store, open_store
from store.gaps import list_gaps, list_red_links, plans_without_resolution, resolutions_without_plan
from store.schema import documents, references, relations
from store.series import list_series
from store.tree import list_implemented, list_implementers

CENTRE = ("tw", "57-NQ/TW", "Nghị quyết", "Bộ Chính trị", None, "2024-12-22")
HELD = [
    CENTRE,
    # Lâm Đồng carries it out in two steps, Đắk Nông (now Lâm Đồng) in one
    ("ld-tu", "12-CTr/TU", "Chương trình", "Tỉnh ủy Lâm Đồng", "Lâm Đồng", "2025-02-10"),
    ("ld-kh", "20/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lâm Đồng", "Lâm Đồng", "2025-03-01"),
    ("dn-kh", "31/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Đắk Nông", "Đắk Nông", "2025-01-21"),
    # Huế only reports on it, Sơn La only cites it
    ("hue-bc", "5/BC-UBND", "Báo cáo", "Ủy ban nhân dân thành phố Huế", "Huế", "2025-06-01"),
    ("sl-qd", "9/QĐ-UBND", "Quyết định", "Ủy ban nhân dân tỉnh Sơn La", "Sơn La", "2025-06-02"),
    # of Cà Mau something newer is held, of Nghệ An only what is older
    ("cm-qd", "77/QĐ-UBND", "Quyết định", "Ủy ban nhân dân tỉnh Cà Mau", "Cà Mau", "2025-04-04"),
    ("na-kh", "8/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Nghệ An", "Nghệ An", "2023-04-04"),
    ("na-nq", "4-NQ/TU", "Nghị quyết", "Tỉnh ủy Nghệ An", "Nghệ An", "2022-04-04"),
]  # fmt: skip
EDGES = [  # who, relation, whom
    ("ld-tu", "implements", "tw"),
    ("ld-kh", "implements", "ld-tu"),
    ("dn-kh", "implements", "tw"),
    ("hue-bc", "implements", "tw"),
    ("sl-qd", "refers_to", "tw"),
    ("na-kh", "implements", "cited/9-nq-tu/nghe-an/2021"),
    ("cm-qd", "legal_basis", "cited/9-nq-tu/nghe-an/2021"),
    ("cm-qd", "legal_basis", "cited/1-qd-ttg/-/2020"),
    ("ld-tu", "refers_to", "ld-kh"),  # a circle
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "var")


@pytest.fixture
def held(store: Store) -> Iterator[Connection]:
    with store.catalog.write() as connection:
        for row in HELD:
            put(connection, *row)
        for at, (source, kind, target) in enumerate(EDGES):
            cite(connection, source, at * 100, target, kind)
        yield connection


def put(connection: Connection, name: str, number: str, kind: str, issuer: str, place: str | None, day: str) -> None:
    from documents.number import number_key

    row: dict[str, Any] = {
        "id": name, "kind": "document", "number": number, "key": number_key(number), "type": kind, "title": name,
        "issuer": issuer, "province": place, "issued": day, "year": None if number.endswith("TU") else int(day[:4]),
        "term": "2020-2025" if number.endswith("TU") else None, "revision": "1", "text": "t", "url": f"http://{name}/",
        "sha256": "0" * 64,
    }  # fmt: skip
    connection.execute(insert(documents).values({c: v for c, v in row.items() if c in documents.c}))


def cite(connection: Connection, source: str, at: int, target: str, kind: str, **said: Any) -> None:
    cited = target.startswith("cited/")
    key = said.pop("key", None) or (
        target.split("/")[1].upper() if cited else next(h[1] for h in HELD if h[0] == target)
    )
    mention = {
        "document": source, "start": at, "end": at + 5, "text": key, "canonical": key, "key": key, "node": target,
        "state": "unresolved" if cited else "resolved", "candidates": [], "confidence": 1.0, "why": "", **said,
    }  # fmt: skip
    connection.execute(insert(references).values(mention))
    edge = {"document": source, "ordinal": at, "type": kind, "source": None, "target": at, "start": at, "end": at + 5,
            "text": f"{kind} {key}", "rule": "test", "confidence": 0.9}  # fmt: skip
    connection.execute(insert(relations).values(edge))


def test_a_province_is_missing_only_where_something_newer_is_held(store: Store, held: Connection) -> None:
    gaps = {gap.province: gap for gap in list_gaps(held, store.originals, ["57-NQ/TW"])}
    assert len(gaps) == 34
    states = {name: gap.state for name, gap in gaps.items() if gap.state != "not_crawled"}
    assert states == {"Lâm Đồng": "found", "Huế": "cited_only", "Sơn La": "cited_only", "Cà Mau": "missing"}
    assert gaps["Nghệ An"].held == 0
    assert (gaps["Cà Mau"].held, gaps["Cà Mau"].newest) == (1, "2025-04-04")
    assert [(d["id"], d["days"]) for d in gaps["Lâm Đồng"].documents] == [("dn-kh", 30), ("ld-tu", 50), ("ld-kh", 69)]


def test_nothing_is_said_of_a_number_nobody_knows(store: Store, held: Connection) -> None:
    assert list_gaps(held, store.originals, ["1-NQ/TW"]) == []
    assert list_gaps(held, store.originals, []) == []


def test_resolutions_and_plans_that_hang_loose(held: Connection) -> None:
    assert [d["id"] for d in resolutions_without_plan(held)] == ["na-nq"]
    assert [d["id"] for d in resolutions_without_plan(held, "Sơn La")] == []
    assert [d["id"] for d in plans_without_resolution(held)] == []
    put(held, "dn-kh2", "40/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Đắk Nông", "Đắk Nông", "2025-05-01")
    assert [d["id"] for d in plans_without_resolution(held, "Lâm Đồng")] == ["dn-kh2"]


def test_red_links_by_how_many_cite_them(held: Connection) -> None:
    links = list_red_links(held)
    assert [(link["id"], link["cited_by"]) for link in links] == [
        ("cited/9-nq-tu/nghe-an/2021", 2),
        ("cited/1-qd-ttg/-/2020", 1),
    ]


def test_the_tree_goes_both_ways_and_ends_in_circles(store: Store, held: Connection) -> None:
    down = list_implementers(held, store.originals, ["57-NQ/TW"])
    assert {(a["document"]["id"], a["depth"]) for a in down} == {
        ("ld-tu", 1),
        ("dn-kh", 1),
        ("hue-bc", 1),
        ("ld-kh", 2),
    }
    up = list_implemented(held, store.originals, ["20/KH-UBND"])
    assert [(a["document"]["id"], a["implemented_by"]["id"], a["depth"]) for a in up] == [
        ("ld-tu", "ld-kh", 1),
        ("tw", "ld-tu", 2),
    ]
    held.execute(insert(relations).values(
        document="tw", ordinal=1, type="implements", source=None, target=1, start=1, end=2, text="x", rule="test",
        confidence=0.5))  # fmt: skip
    held.execute(insert(references).values(
        document="tw", start=1, end=2, text="x", key="20/KH-UBND", node="ld-kh", state="resolved", candidates=[],
        confidence=1.0, why=""))  # fmt: skip
    assert len(list_implementers(held, store.originals, ["57-NQ/TW"], depth=9)) == 4


NUMBERED = [3, 4, 9, 12, 17, 20]


def test_holes_and_the_share_that_is_held(held: Connection) -> None:
    office = "Ủy ban nhân dân tỉnh Yên Bái"
    for figure in NUMBERED:
        put(held, f"yb-{figure}", f"{figure}/KH-UBND", "Kế hoạch", office, "Yên Bái", "2024-05-05")
    put(held, "yb-q", "4/2024/QĐ-UBND", "Quyết định", office, "Yên Bái", "2024-05-05")
    cite(held, "cm-qd", 9000, "cited/24-kh-ubnd/yen-bai/2024", "refers_to", key="24/KH-UBND", issuer=office,
         date="2024-11-01")  # fmt: skip
    plans, rules = list_series(held, office)
    assert (plans.form, plans.period, plans.held, plans.cited, plans.highest) == ("/KH-UBND", "2024", 6, 1, 24)
    assert plans.missing == ((1, 2), (5, 8), (10, 11), (13, 16), (18, 19), (21, 23))
    assert plans.estimated == 26  # 24 + 24 / 7 - 1
    assert plans.share == round(6 / 26, 3)
    assert plans.at_most is not None and plans.at_most > 26
    assert (rules.form, rules.held, rules.estimated, rules.share) == ("/2024/QD-UBND", 1, None, None)
    assert list_series(held, office, "2023") == []
