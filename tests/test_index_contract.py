"""The same question gives the same answer on the embedded index and on a real Elasticsearch."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from documents.record import DocumentRecord, TargetRecord
from index_mappings import Index, IndexUnavailable, MappingMismatch, Query, TargetQuery, open_index, suggest
from index_mappings.index import Count
from index_mappings.mapping import load_mapping

SHELF = yaml.safe_load((Path(__file__).parent / "searches.yaml").read_text("utf-8"))
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("number", "key", "type", "title", "issuer", "province", "province_today", "issued", "year")),
    **{"kind": "document", "text": "", "url": None, "file": None, "status": None},
}


def document(**given: Any) -> DocumentRecord:
    listed = {name: tuple(given[name]) for name in ("implements", "targets", "cites") if name in given}
    issued = str(given["issued"]) if given.get("issued") else None
    return DocumentRecord(**{**DEFAULTS, **given, **listed, "issued": issued})


def target(**given: Any) -> TargetRecord:
    plain: dict[str, Any] = dict.fromkeys(TargetRecord.__dataclass_fields__)
    plain |= {"comparator": "gte", "change": "level", "rule": "test", "confidence": 0.9, "text": "", "sentence": ""}
    return TargetRecord(**{**plain, **given})


EXPECTED = {"first", "has", "not", "total"}
DOCUMENTS = [document(**row) for row in SHELF["documents"]]
TARGETS = [
    target(id="dt-kh-370#1", document="dt-kh-370", number="370/KH-UBND", type="Kế hoạch", province="Đồng Tháp",
           issuer="Ủy ban nhân dân tỉnh Đồng Tháp", issued="2021-12-08", indicator="tỷ trọng kinh tế số trong GRDP",
           value=10.0, unit="%", deadline="2022", sentence="Kinh tế số chiếm trên 10 % GRDP vào năm 2022.", page=2),
    target(id="hg-bc-77#1", document="hg-bc-77", number="77/BC-UBND", type="Báo cáo", province="Hậu Giang",
           province_today="Cần Thơ", issued="2023-12-05", indicator="tỷ trọng kinh tế số", value=12.5, unit="%",
           deadline="2025-12", sentence="Kinh tế số chiếm 12,5 % GRDP."),
    target(id="dt-kh-283#1", document="dt-kh-283", number="283/KH-UBND", province="Đồng Tháp", issued="2023-10-02",
           indicator="số lượt khách du lịch", value=283.0, unit="nghìn lượt", sentence="Đón 283 nghìn lượt khách."),
]  # fmt: skip

Opener = Callable[..., Index]


@pytest.fixture(scope="module", params=["embedded", "elasticsearch"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Gives a new empty place for an index on each call."""
    if request.param == "embedded":
        yield lambda: str(tmp_path_factory.mktemp("index") / "here")
        return
    address: str = request.getfixturevalue("elasticsearch_address")
    made: list[str] = []

    def make() -> str:
        made.append(f"test-{uuid.uuid4().hex[:10]}")
        return f"{address}/{made[-1]}"

    yield make
    from elasticsearch import Elasticsearch

    with Elasticsearch(address) as client:
        for name in made:
            for index in client.indices.get(index=f"{name}-*"):
                client.indices.delete(index=index)


@pytest.fixture(scope="module")
def shelf(place: Callable[[], str]) -> Iterator[Index]:
    """The shelf of searches.yaml, only read."""
    with open_index(place()) as index:
        index.put(DOCUMENTS, TARGETS)
        index.commit()
        yield index


@pytest.fixture
def index(place: Callable[[], str]) -> Iterator[Index]:
    """An empty index."""
    with open_index(place()) as index:
        yield index


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
    from documents.text import strip_marks

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


@pytest.mark.parametrize("text", ["kinh te so", "kinh tế số", "KTS", '"kinh tế số"'])
def test_highlights_mark_the_text_as_written(shelf: Index, text: str) -> None:
    hits = {hit.id: hit for hit in shelf.search(Query(text=text)).hits}
    assert any("<mark>kinh tế số</mark>" in piece.replace("K", "k") for piece in hits["dt-kh-370"].highlights)
    assert all(piece.count("<mark>") == piece.count("</mark>") > 0 for piece in hits["dt-kh-370"].highlights)


SUGGESTED = [
    ("370", ["dt-kh-370"]),
    ("370/k", ["dt-kh-370"]),
    ("370 kh u", ["dt-kh-370"]),
    ("08-nq", ["tg-nq-08", "st-nq-08"]),
    ("cai cach hanh ch", ["na-kh-43"]),
    ("cải cách hà", ["na-kh-43"]),
    ("du lịch ", ["dl-kh-283"]),
    ("du lịch x", []),
    (" ", []),
]


@pytest.mark.parametrize(("typed", "documents"), SUGGESTED)
def test_suggestions_while_typing(shelf: Index, typed: str, documents: list[str]) -> None:
    assert {s.id for s in suggest(shelf, typed) if s.kind == "document"} == set(documents)


def test_bodies_are_suggested(shelf: Index) -> None:
    assert [s.text for s in suggest(shelf, "tinh uy t") if s.kind == "issuer"] == ["Tỉnh ủy Tiền Giang"]


def test_highlights_are_escaped(index: Index) -> None:
    index.put([document(id="x", text="Nguy hiểm <script>alert(1)</script> & kinh tế <b>biển</b>")])
    index.commit()
    (hit,) = index.search(Query(text="kinh te script")).hits
    assert "<script>" not in "".join(hit.highlights)
    assert "&lt;<mark>script</mark>&gt;" in "".join(hit.highlights)


ANNEX = " ".join(
    f"Mục {i}: bảo đảm kinh phí chi thường xuyên theo phân cấp, quản lý đội ngũ cán bộ." for i in range(9000)
)
PARAGRAPH = "Trạm quan trắc độ mặn tự động trên sông Hàm Luông hoàn thành trong quý III."


def test_a_long_annex_is_found_by_its_paragraph_and_opens_there(index: Index) -> None:
    text = ANNEX[:150_000] + "\n" + PARAGRAPH + "\n" + ANNEX[150_000:]
    scattered = "Trạm y tế quan tâm trắc ẩn. Độ dốc tự nhiên. Món mặn. Động viên đoàn thanh niên. Sông và suối."
    short = [document(id=f"short{i}", text=scattered, title="Sông ngòi") for i in range(12)]
    index.put([document(id="annex", title="Phụ lục nhiệm vụ", text=text), *short])
    index.commit()
    for typed in ("quan trac do man tu dong song", "trạm quan trắc độ mặn", '"quan trắc độ mặn"'):
        first, *others = index.search(Query(text=typed)).hits
        assert (first.id, "annex" in {hit.id for hit in others}) == ("annex", False), typed
        assert first.at
        assert text[slice(*first.at)].startswith("Trạm quan trắc") or PARAGRAPH in text[slice(*first.at)]
        assert re.search("<mark>(Trạm )?quan trắc", first.highlights[0])


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


def test_where_a_hit_opens_is_in_its_text(shelf: Index) -> None:
    texts = {d.id: d.text for d in DOCUMENTS}
    for hit in shelf.search(Query(text="kinh tế số chuyển đổi GRDP du lịch rừng", size=20)).hits:
        assert bool(hit.at) == bool(hit.highlights)
        assert not hit.at or texts[hit.id][slice(*hit.at)].strip()


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


def test_nothing_is_seen_before_commit(index: Index) -> None:
    assert index.search(Query(text="kế hoạch")).total == 0
    index.put([document(id="a", text="kế hoạch")], [target(id="a#1", document="a", indicator="kinh tế số")])
    assert (index.search(Query(text="kế hoạch")).total, index.count().documents) == (0, 0)
    index.commit()
    assert (index.search(Query(text="kế hoạch")).total, index.count()) == (1, Count(1, 1))


def test_a_document_put_again_replaces_itself_and_its_targets(index: Index) -> None:
    old = [target(id=f"a#{i}", document="a", indicator="kinh tế số") for i in range(3)]
    index.put([document(id="a", text="bản cũ"), document(id="b", text="bản khác")], old)
    index.commit()
    index.put([document(id="a", text="bản mới")], [target(id="a#0", document="a", indicator="xã hội số")])
    index.put([document(id="a", text="bản mới")], [target(id="a#0", document="a", indicator="xã hội số")])
    index.commit()
    assert index.count() == Count(2, 1)
    assert index.search(Query(text='"bản cũ"')).total == 0
    assert [h.target.indicator for h in index.search_targets(TargetQuery(document="a")).hits] == ["xã hội số"]


def test_delete(index: Index) -> None:
    index.put(
        [document(id=i, text="bản") for i in "abc"], [target(id=f"{i}#", document=i, indicator="x") for i in "abc"]
    )
    index.commit()
    index.delete(["a", "c", "never there"])
    index.commit()
    assert [hit.id for hit in index.search(Query(text="bản")).hits] == ["b"]
    assert index.count() == Count(1, 1)


def test_a_rebuild_answers_with_the_old_until_it_is_whole(place: Callable[[], str]) -> None:
    where = place()
    with open_index(where) as index:
        index.put([document(id="old", text="bản")])
        index.commit()
    with open_index(where) as reader:
        with open_index(where, rebuild=True) as writer:
            writer.put([document(id="new", text="bản")])
            assert [hit.id for hit in reader.search(Query(text="bản")).hits] == ["old"]
            writer.commit()
        assert [hit.id for hit in reader.search(Query(text="bản")).hits] == ["new"]
        assert reader.count() == Count(1, 0)


def test_a_rebuild_given_up_changes_nothing(place: Callable[[], str]) -> None:
    where = place()
    with open_index(where) as index:
        index.put([document(id="old", text="bản")])
        index.commit()
    with open_index(where, rebuild=True) as writer:
        writer.put([document(id="new", text="bản")])
    with open_index(where) as index:
        assert [hit.id for hit in index.search(Query(text="bản")).hits] == ["old"]


def test_an_index_of_other_mappings_is_refused_and_can_be_rebuilt(
    place: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = place()
    with monkeypatch.context() as other:
        other.setattr(load_mapping("documents"), "fingerprint", "0123456789ab")
        with open_index(where) as index:
            index.put([document(id="a")])
            index.commit()
    with pytest.raises(MappingMismatch, match="reindex"):
        open_index(where)
    with open_index(where, rebuild=True) as index:
        index.put([document(id="b")])
        index.commit()
    with open_index(where) as index:
        assert [hit.id for hit in index.search(Query()).hits] == ["b"]


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


def test_both_analyse_alike(elasticsearch_address: str) -> None:
    """Each analyzer and normaliser of the mapping gives in Python the very tokens that Elasticsearch gives."""
    from elasticsearch import Elasticsearch

    texts = [
        "Quyết định số 04/2025/QĐ-UBND ngày 13/01/2025",
        "Uỷ ban nhân dân tỉnh Thanh Hoá, HOÀ BÌNH, thủy, thuỷ, quý, khoẻ",
        "QÐ ð Ɖ Đ đ", "08-NQ/TU; 8,59 %; 30c/NQ-CP; NN&PTNT", "kĩ thuật, lí do, tỉ lệ, qui chế, hi vọng, mỹ thuật",
        "", "  ", "một", "007 000 10", "a_b a.b a'b", "Ằ Ẵ Ộ Ữ ỵ Ỹ ơ ư Ơ Ư",
    ]  # fmt: skip
    mapping = load_mapping("documents")
    with Elasticsearch(elasticsearch_address) as client:
        client.indices.create(index="test-analysis", settings=mapping.body["settings"])
        try:
            for text in texts:
                for name, analyzer in mapping.analyzers.items():
                    answer = client.indices.analyze(index="test-analysis", analyzer=name, text=text)
                    assert analyzer.tokens(text) == [token["token"] for token in answer["tokens"]], (name, text)
                for name, normalizer in mapping.normalizers.items():
                    answer = client.indices.analyze(index="test-analysis", normalizer=name, text=text)
                    assert [normalizer.value(text)] == [t["token"] for t in answer["tokens"]] or [""], (name, text)
        finally:
            client.indices.delete(index="test-analysis")


def test_no_server_is_said_clearly() -> None:
    with pytest.raises(IndexUnavailable, match="no Elasticsearch answers at http"):
        open_index("http://127.0.0.1:9")
