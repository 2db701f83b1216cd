"""Putting, deleting and rebuilding, on both indexes: what readers see, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from index_shelf import document, target

from index_mappings import Index, MappingMismatch, Query, TargetQuery, open_index
from index_mappings.index import Count
from index_mappings.mapping import load_mapping


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
