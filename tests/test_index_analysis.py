"""The analysis of the mappings in Python and in Elasticsearch."""

from __future__ import annotations

import pytest

from index_mappings.mapping import ROOMS, Room, load_mapping

TEXTS = [
    "Quyết định số 04/2025/QĐ-UBND ngày 13/01/2025",
    "Uỷ ban nhân dân tỉnh Thanh Hoá, HOÀ BÌNH, thủy, thuỷ, quý, khoẻ",
    "QÐ ð Ɖ Đ đ", "08-NQ/TU; 8,59 %; 30c/NQ-CP; NN&PTNT", "kĩ thuật, lí do, tỉ lệ, qui chế, hi vọng, mỹ thuật",
    "", "  ", "một", "007 000 10", "a_b a.b a'b", "Ằ Ẵ Ộ Ữ ỵ Ỹ ơ ư Ơ Ư",
]  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_a_text_is_cut_alike_by_the_table_and_by_the_pattern(room: Room) -> None:
    """One unusual letter, and the table of usual ones cannot cut the text."""
    for name, analyzer in load_mapping(room).analyzers.items():
        for text in TEXTS:
            tokens = analyzer.tokens(text)
            assert analyzer.tokens(f"{text} ö")[: len(tokens)] == tokens, (name, text)
            for each in (text, f"{text} ö", f"{text}→x", f"你 {text}"):
                assert analyzer.line(each, {}) == " ".join(analyzer.tokens(each)), (name, each)


def test_cuts_are_shared_by_analyzers_of_one_tokenizer() -> None:
    analyzers, cuts = load_mapping("documents").analyzers, {}
    lines = [analyzers[name].line("Uỷ ban quí", cuts) for name in ("accented", "folded", "folded_pairs")]
    assert lines == ["ủy ban quí", "uy ban quy", "uy_ban ban_quy"]
    assert list(cuts.values()) == [["Uỷ", "ban", "quí"]]


def test_both_analyse_alike(elasticsearch_address: str) -> None:
    """Each analyzer and normaliser of the mapping gives in Python the very tokens that Elasticsearch gives."""
    from elasticsearch import Elasticsearch

    mapping = load_mapping("documents")
    with Elasticsearch(elasticsearch_address) as client:
        client.indices.create(index="test-analysis", settings=mapping.body["settings"])
        try:
            for text in TEXTS:
                for name, analyzer in mapping.analyzers.items():
                    answer = client.indices.analyze(index="test-analysis", analyzer=name, text=text)
                    assert analyzer.tokens(text) == [token["token"] for token in answer["tokens"]], (name, text)
                for name, normalizer in mapping.normalizers.items():
                    answer = client.indices.analyze(index="test-analysis", normalizer=name, text=text)
                    assert [normalizer.value(text)] == [t["token"] for t in answer["tokens"]] or [""], (name, text)
        finally:
            client.indices.delete(index="test-analysis")
