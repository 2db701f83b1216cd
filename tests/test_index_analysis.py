"""The analysis of the mappings in Python and in Elasticsearch."""

from __future__ import annotations

from index_mappings.mapping import load_mapping


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
