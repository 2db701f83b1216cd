"""What a query says of itself, what it refuses, how its text is read, and what is marked."""

from __future__ import annotations

from typing import Any

import pytest

from index_mappings import BadQuery, Query, TargetQuery, describe_query
from index_mappings.filters import FILTERS, TARGET_FILTERS
from index_mappings.highlight import highlight
from index_mappings.mapping import load_mapping
from index_mappings.relevance import accents_to_highlight, words_to_highlight
from index_mappings.words import abbreviations, number_spellings, read_text, stopwords

SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({}, "Văn bản"),
    ({"text": "chuyển đổi số", "type": "Kế hoạch", "province": "Đồng Tháp", "issued_from": "2022", "issued_to": "2022"},
     "Kế hoạch của Đồng Tháp về chuyển đổi số, năm 2022"),
    ({"text": "chuyen doi so", "province": "dong thap"}, "Văn bản của Đồng Tháp về chuyen doi so"),
    ({"type": "KH", "text": "rừng"}, "Kế hoạch về rừng"),
    ({"text": "08-NQ/TU"}, "Văn bản số 08-NQ/TU"),
    ({"text": "số 370/KH-UBND"}, "Văn bản số 370/KH-UBND"),
    ({"numbers": ("8-NQ/TU",)}, "Văn bản số 8-NQ/TU"),
    ({"implements": "08-NQ/TU", "type": "Kế hoạch"}, "Kế hoạch thực hiện 08-NQ/TU"),
    ({"target": "kinh tế số", "issued_from": "2021", "issued_to": "2023"},
     "Văn bản có chỉ tiêu “kinh tế số”, từ năm 2021 đến năm 2023"),
    ({"issuer": "Tỉnh ủy", "province": "Tiền Giang"}, "Văn bản do Tỉnh ủy ban hành của Tiền Giang"),
    ({"issued_from": "2022-03"}, "Văn bản, từ 01/03/2022"),
    ({"issued_to": "05/03/2022"}, "Văn bản, đến 05/03/2022"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "sentence"), SENTENCES)
def test_sentences(given: dict[str, Any], sentence: str) -> None:
    assert describe_query(Query(**given)) == sentence


def test_target_sentence() -> None:
    query = TargetQuery(text="kinh tế số", province="Tiền Giang", unit="%", deadline="2025")
    assert describe_query(query) == "Chỉ tiêu của Tiền Giang về kinh tế số tính bằng % đến hạn năm 2025"


def test_every_filter_is_a_parameter_and_is_said() -> None:
    for query, rows in ((Query, FILTERS), (TargetQuery, TARGET_FILTERS)):
        for row in rows:
            value = "2024-02-29" if row.parameter.startswith("issued") else "2024"
            shown = "29/02/2024" if row.parameter.startswith("issued") else "2024"
            assert shown in describe_query(query(**{row.parameter: value})), row.parameter


BAD: list[tuple[dict[str, Any], str]] = [
    ({"text": "a" * 1001}, "fewer words"),
    ({"page": 0}, "counted from 1"),
    ({"size": 101}, "0 to 100"),
    ({"size": -1}, "0 to 100"),
    ({"page": 101, "size": 100}, "narrow"),
    ({"sort": "best"}, "relevance, newest, oldest"),
    ({"issued_from": "2022-02-30"}, "give a day"),
    ({"issued_to": "hôm qua"}, "give a day"),
    ({"issued_to": "0000"}, "give a day"),
    ({"numbers": ("1/KH-UBND",) * 101}, "several queries"),
]


@pytest.mark.parametrize(("given", "advice"), BAD)
def test_what_cannot_be_answered_is_refused_with_advice(given: dict[str, Any], advice: str) -> None:
    with pytest.raises(BadQuery, match=advice):
        Query(**given)


DATES = [
    ("2022", "2022-01-01", "2022-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2022-3-7", "2022-03-07", "2022-03-07"),
    ("7/3/2022", "2022-03-07", "2022-03-07"),
    (" 2022 ", "2022-01-01", "2022-12-31"),
]


@pytest.mark.parametrize(("given", "first", "last"), DATES)
def test_dates_become_days(given: str, first: str, last: str) -> None:
    query = Query(issued_from=given, issued_to=given)
    assert (query.issued_from, query.issued_to) == (first, last)


SPELLINGS = [
    (["8", "nq", "tu"], "8nqtu"),
    (["370", "kh", "ubnd"], "370khubnd"),
    (["qd", "713", "ubnd"], "713qdubnd"),
    (["xem", "so", "185", "stttt", "cntt"], "185sttttcntt"),
    (["4", "2025", "qd", "ubnd"], "42025qdubnd"),
]


@pytest.mark.parametrize(("parts", "spelling"), SPELLINGS)
def test_number_spellings(parts: list[str], spelling: str) -> None:
    assert spelling in number_spellings(parts)


def test_no_spelling_without_both_figures_and_letters() -> None:
    assert number_spellings(["2021", "2025"]) == []
    assert number_spellings(["ke", "hoach"]) == []


def test_a_long_text_has_few_spellings() -> None:
    assert len(number_spellings(["1", "a"] * 500)) < 500


READ = [
    ("kế hoạch 283 Đồng Tháp", {"sequences": ("283",), "years": (), "accented": True}),
    ("chuyen doi so nam 2022", {"sequences": (), "years": (2022,), "accented": False}),
    ("kinh tế số 15 % GRDP", {"sequences": ()}),
    ("cho tôi xem kế hoạch của tỉnh", {"words": ("ke", "hoach", "tinh")}),
    ("là gì", {"words": ("la", "gi")}),
    ("“kinh tế số” là gì", {"phrases": ("kinh tế số",), "words": ()}),
    ("NGHỊ QUYẾT", {"accented": True}),
    ("NGHI QUYET", {"accented": False}),
    ("vì sao phải quản lý thoát nước?", {"is_question": True}),
    ("quản lý thoát nước", {"is_question": False}),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_texts_are_read(text: str, expected: dict[str, Any]) -> None:
    asked = read_text(text, load_mapping("documents"))
    assert {name: getattr(asked, name) for name in expected} == expected


ABBREVIATIONS = [("CĐS", "chuyển đổi số"), ("cchc", "cải cách hành chính"), ("KT-XH", "kinh tế - xã hội")]


@pytest.mark.parametrize(("short", "long"), ABBREVIATIONS)
def test_abbreviations_are_one_word_with_an_expansion(short: str, long: str) -> None:
    (word,) = read_text(short, load_mapping("documents")).words
    assert abbreviations()[word] == long


def test_every_abbreviation_is_written_out_in_several_words() -> None:
    mapping = load_mapping("documents")
    assert all(mapping.tokens("content.folded_pairs", long) for long in abbreviations().values())


def test_stopwords_are_as_the_index_writes_them() -> None:
    mapping = load_mapping("documents")
    assert all(mapping.tokens("heading", word) == [word] for word in stopwords())


MARKED = [
    ("Chuyển đổi số của tỉnh", ("chuyen", "doi", "so"), ("<mark>Chuyển đổi số</mark> của tỉnh",)),
    ("ứng dụng kĩ thuật mới", ("ky", "thuat"), ("ứng dụng <mark>kĩ thuật</mark> mới",)),
    ("không có gì", ("rung",), ()),
    ("bất kỳ", (), ()),
    ("a < b & rừng\n\n xanh", ("rung",), ("a &lt; b &amp; <mark>rừng</mark> xanh",)),
    ("xa " * 500 + "rừng ngập mặn " + "xa " * 500, ("rung", "man"), None),
]


@pytest.mark.parametrize(("text", "words", "pieces"), MARKED)
def test_highlight(text: str, words: tuple[str, ...], pieces: tuple[str, ...] | None) -> None:
    found = highlight(text, words)
    if pieces is None:
        assert len(found) == 1
        assert "<mark>rừng</mark> ngập <mark>mặn</mark>" in found[0]
        assert len(found[0]) < 300
    else:
        assert found == pieces


ACCENTS = [
    ("chuyển đổi số", "Sở đề nghị chuyển đổi số", "Sở đề nghị <mark>chuyển đổi số</mark>"),
    ("hoà bình", "hóa chất ở Hòa Bình", "hóa chất ở <mark>Hòa Bình</mark>"),
    ("kỹ thuật", "kĩ thuật, ký tên", "<mark>kĩ thuật</mark>, ký tên"),
    ("chuyen đổi", "chuyển đổi, đôi khi", "<mark>chuyển đổi</mark>, đôi khi"),
    ("chuyen doi so", "Sở chuyển đổi số", "<mark>Sở chuyển đổi số</mark>"),
    ("chuyển đổi số", "Chuyen doi so cua tinh", "<mark>Chuyen doi so</mark> cua tinh"),
    ("CĐS", "chuyển đổi số, con đường sáng", "<mark>chuyển đổi số</mark>, con đường sáng"),
]


@pytest.mark.parametrize(("typed", "text", "marked"), ACCENTS)
def test_diacritics_that_were_typed_are_meant(typed: str, text: str, marked: str) -> None:
    mapping = load_mapping("documents")
    assert highlight(text, words_to_highlight(typed, mapping), accents_to_highlight(typed, mapping)) == (marked,)


def test_the_best_piece_comes_first() -> None:
    text = "rừng " + "x " * 300 + "rừng phòng hộ ven biển " + "y " * 300 + "ven biển"
    first, *_ = highlight(text, ("rung", "phong", "ho", "ven", "bien"))
    assert "<mark>rừng phòng hộ ven biển</mark>" in first
