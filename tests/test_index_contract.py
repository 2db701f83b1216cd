"""The same question gives the same answer on the embedded index and on a real Elasticsearch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from index_shelf import DOCUMENTS, SHELF, TARGETS, document

from documents.record import DocumentRecord
from documents.text import strip_marks
from index_mappings import Index, IndexUnavailable, Query, TargetQuery, open_index

EXPECTED = {"first", "has", "not", "total"}


def name_of(search: dict[str, Any]) -> str:
    return ", ".join(f"{k}={v}" for k, v in search.items() if k not in EXPECTED)


@pytest.mark.parametrize("search", SHELF["searches"], ids=name_of)
def test_searches(shelf: Index, search: dict[str, Any]) -> None:
    asked = {
        k: tuple(v) if k == "numbers" else v for k, v in search.items() if k not in {"first", "has", "not", "total"}
    }
    page = shelf.search(Query(**asked, size=20))
    found = [hit.id for hit in page.hits]
    if "first" in search:
        assert found[:1] == [search["first"]]
    assert set(search.get("has", ())) <= set(found)
    assert not set(search.get("not", ())) & set(found)
    assert page.total == search.get("total", page.total)


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda d: d.id)
def test_every_number_finds_its_document_first_in_any_spelling(shelf: Index, given: DocumentRecord) -> None:
    number = str(given.number)
    twins = {d.id for d in DOCUMENTS if d.number == number}
    for spelling in (number, number.lower(), strip_marks(number), number.replace("/", " ").replace("-", " "),
                     number.replace("-", " - "), number.replace("-", ""), f"số {number}", number.lstrip("0"),
                     "000" + number):  # fmt: skip
        first = {hit.id for hit in shelf.search(Query(text=spelling)).hits[: len(twins)]}
        assert first == twins, spelling


def test_a_hit_says_what_the_document_is(shelf: Index) -> None:
    (hit,) = shelf.search(Query(text="08-NQ/TU", type="Nghị quyết", province="Tiền Giang")).hits
    assert (hit.id, hit.number, hit.type, hit.issuer) == ("tg-nq-08", "08-NQ/TU", "Nghị quyết", "Tỉnh ủy Tiền Giang")
    assert (hit.province, hit.issued, hit.title) == (
        "Tiền Giang",
        "2021-10-06",
        "Về chuyển đổi số tỉnh Tiền Giang đến năm 2025",
    )
    assert hit.score > 0


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"term": "2020 - 2025"}, {"a", "b"}),
        ({"term": "2025-2030"}, set()),
        ({"source": "dong-thap"}, {"a"}),
        ({"source": "an-giang", "status": "in_force"}, {"b"}),
        ({"source": "an-giang", "status": "repealed"}, set()),
    ],
)
def test_term_source_and_status(index: Index, given: dict[str, Any], found: set[str]) -> None:
    index.put(
        [
            document(id="a", term="2020-2025", portals=("an-giang", "dong-thap"), status="repealed_in_part"),
            document(id="b", term="2020-2025", portals=("an-giang",), status="in_force"),
        ]
    )
    index.commit()
    assert {hit.id for hit in index.search(Query(**given)).hits} == found


def test_words_that_stand_together_outweigh_a_title_with_some_of_them(index: Index) -> None:
    body = "Nhiệm vụ của các sở, ngành. Phát triển kinh tế số trong nông nghiệp, kinh tế số chiếm 10 % GRDP."
    title = "Phát triển kinh tế biển"
    index.put([document(id="title", title=title, text="Sở Công Thương chủ trì."), document(id="body", text=body)])
    index.commit()
    assert [hit.id for hit in index.search(Query(text="kinh te so")).hits] == ["body", "title"]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_documents_of_one_day_have_one_order_whatever_is_put_between(index: Index, sort: Any) -> None:
    days = ["2022-05-01", "2022-05-01", None, "2023"]
    given = [document(id=f"d{i}", issued=days[i % 4], text="kế hoạch") for i in range(20)]
    index.put(given)
    index.commit()
    before = [hit.id for hit in index.search(Query(sort=sort, size=20)).hits]
    index.put(list(reversed(given[5:12])))
    index.commit()
    after = [h.id for page in range(1, 8) for h in index.search(Query(sort=sort, size=3, page=page)).hits]
    assert after == before
    assert len(set(after)) == 20


def test_facets_count_all_hits_not_the_page(shelf: Index) -> None:
    page = shelf.search(Query(facets=True, size=2))
    assert (len(page.hits), page.total) == (2, len(DOCUMENTS))
    assert list(page.facets) == ["province", "type", "issuer", "year"]
    assert list(page.facets["type"].items())[:2] == [("Kế hoạch", 5), ("Nghị quyết", 3)]
    assert page.facets["province"]["Đồng Tháp"] == 3  # Tiền Giang is in it since 2025-07-01
    assert page.facets["year"] == {"2022": 4, "2021": 2, "2023": 3, "2024": 3, "2025": 2, "2019": 1}
    narrowed = shelf.search(Query(text="chuyển đổi số", type="Kế hoạch", facets=True))
    assert narrowed.facets["type"] == {"Kế hoạch": narrowed.total}


def test_each_facet_value_as_filter_finds_its_count(shelf: Index) -> None:
    facets = shelf.search(Query(facets=True)).facets
    for name in ("province", "type", "issuer"):
        for value, count in facets[name].items():
            assert shelf.search(Query(**{name: value})).total == count, (name, value)


def test_pages_are_one_list_cut(shelf: Index) -> None:
    whole = [hit.id for hit in shelf.search(Query(sort="newest", size=15)).hits]
    pages = [hit.id for page in range(1, 6) for hit in shelf.search(Query(sort="newest", size=4, page=page)).hits]
    assert pages == whole
    assert len(set(whole)) == len(DOCUMENTS)


def test_order_by_date_and_undated_last(index: Index) -> None:
    days = {"b": "2022-05-01", "none": None, "a": "2021-01-31", "c": "2025-12-31"}
    index.put([document(id=name, issued=day, text="kế hoạch") for name, day in days.items()])
    index.commit()
    assert [h.id for h in index.search(Query(text="kế hoạch", sort="newest")).hits] == ["c", "b", "a", "none"]
    assert [h.id for h in index.search(Query(text="kế hoạch", sort="oldest")).hits] == ["a", "b", "c", "none"]
    assert [
        h.id for h in index.search(Query(issued_from="2021-01-31", issued_to="2022-05-01", sort="oldest")).hits
    ] == [
        "a",
        "b",
    ]


def test_targets(shelf: Index) -> None:
    page = shelf.search_targets(TargetQuery(text="ty trong kinh te so", facets=True))
    assert {hit.target.id for hit in page.hits} == {"dt-kh-370#1", "hg-bc-77#1"}
    assert page.facets["province"] == {"Cần Thơ": 1, "Đồng Tháp": 1}
    first = next(hit for hit in page.hits if hit.target.document == "dt-kh-370")
    assert first.target == replace(TARGETS[0], province_today="Đồng Tháp")
    assert "<mark>Kinh tế số</mark>" in first.highlights[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"province": "Cần Thơ"}, {"hg-bc-77#1"}),
        ({"province": "Hậu Giang"}, {"hg-bc-77#1"}),
        ({"document": "dt-kh-370"}, {"dt-kh-370#1"}),
        ({"number": "370 kh ubnd"}, {"dt-kh-370#1"}),
        ({"unit": "%", "deadline": "2025"}, {"hg-bc-77#1"}),
        ({"issued_from": "2023"}, {"hg-bc-77#1", "dt-kh-283#1"}),
        ({"year": "2021"}, {"dt-kh-370#1"}),
        ({"value_from": "12,5"}, {"hg-bc-77#1", "dt-kh-283#1"}),
        ({"value_from": "10", "value_to": "12.5", "unit": "%"}, {"dt-kh-370#1", "hg-bc-77#1"}),
        ({"value_to": "9"}, set()),
        ({"text": "khách du lịch"}, {"dt-kh-283#1"}),
        ({"type": "kế hoạch"}, {"dt-kh-370#1"}),
        ({}, {"dt-kh-370#1", "hg-bc-77#1", "dt-kh-283#1"}),
    ],
)
def test_targets_filtered(shelf: Index, given: dict[str, Any], expected: set[str]) -> None:
    assert {hit.target.id for hit in shelf.search_targets(TargetQuery(**given)).hits} == expected


HOSTILE = [
    *(
        '"',
        '""',
        "'; DROP TABLE",
        "a AND (b",
        "*:*",
        "text:[* TO *]",
        "/.*/",
        "\\",
        "!!",
        "…",
        "{",
        "€ %",
        "\x00",
        "١٢٣",
    ),
    *("a" * 1000, "0" * 1000, "1 " * 500, "Cộng hòa " * 100, "\ue000\ue001", "<mark>", '{"match_all": {}}'),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_search(shelf: Index, text: str) -> None:
    page = shelf.search(Query(text=text, facets=True))
    assert page.total <= len(DOCUMENTS)
    assert shelf.search_targets(TargetQuery(text=text)).total <= len(TARGETS)
    shelf.search(Query(province=text, issuer=text, type=text, target=text, implements=text))


@pytest.mark.parametrize("text", ["…", "?!", '""', "привет", "你好"])
def test_what_has_no_letter_of_ours_finds_nothing(shelf: Index, text: str) -> None:
    assert shelf.search(Query(text=text)).total == 0
    assert shelf.search_targets(TargetQuery(text=text)).total == 0
    assert shelf.search(Query(issuer=text)).total == shelf.search(Query(target=text)).total == 0


def test_no_server_is_said_clearly() -> None:
    with pytest.raises(IndexUnavailable, match="no Elasticsearch answers at http"):
        open_index("http://127.0.0.1:9")
