"""Going through all hits page by page while the index changes, on both indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from index_shelf import DOCUMENTS, document, target

from index_mappings import BadQuery, Index, Query, TargetQuery, open_index
from index_mappings.query import cursor_of

WORDS = ["kinh tế số", "chuyển đổi số", "nông thôn mới", "du lịch", "giảm nghèo"]
MADE = [
    document(
        id=f"d{n:02}",
        title=f"Kế hoạch {WORDS[n % 5]}",
        issued=None if n % 11 == 0 else f"202{n % 4}-0{1 + n % 9}",
        text=f"Kế hoạch phát triển {WORDS[n % 5]} và {WORDS[n % 3]} " * (1 + n % 7),
    )
    for n in range(45)
]
ASKED = [
    {"text": "phát triển kế hoạch"},
    {"text": "phát triển kế hoạch", "sort": "newest"},
    {"text": "ke hoach kinh te", "sort": "oldest"},
    {},
]


def walk(index: Index, query: Query, meanwhile: Callable[[], None] = lambda: None) -> Iterator[str]:
    """The ids of all hits, page by page."""
    after: str | None = ""
    while after is not None:
        page = index.search(replace(query, after=after))
        yield from (hit.id for hit in page.hits)
        after = page.next
        meanwhile()


@pytest.fixture
def filled(index: Index) -> Index:
    index.put(MADE)
    index.commit()
    return index


@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_list_is_gone_through_to_its_end(filled: Index, asked: dict[str, Any], size: int) -> None:
    whole = filled.search(Query(**asked, size=100))
    assert list(walk(filled, Query(**asked, size=size))) == [hit.id for hit in whole.hits]
    assert whole.total == len(whole.hits) > 10
    assert whole.next is None  # no list was begun


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_a_list_stays_as_it_was_while_the_index_changes(filled: Index, asked: dict[str, Any]) -> None:
    before = [hit.id for hit in filled.search(Query(**asked, size=100)).hits]
    changes = iter(range(100))

    def change() -> None:
        number = next(changes)
        filled.put([document(id=f"new{number}", issued="2022-05", text="Kế hoạch phát triển kinh tế, " * 3)])
        filled.put([replace(MADE[-number - 1], issued="2024-01-01", text="Kế hoạch phát triển kinh tế")])
        filled.delete([before[-1], before[number]])
        filled.commit()

    assert list(walk(filled, Query(**asked, size=6), change)) == before
    assert [hit.id for hit in filled.search(Query(**asked, size=100)).hits] != before


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_in_another_process_an_order_by_date_goes_on_behind_the_last_hit(place: Callable[[], str], sort: Any) -> None:
    where = place()
    with open_index(where) as index:
        index.put(MADE)
        index.commit()
        whole = [hit.id for hit in index.search(Query(sort=sort, size=100)).hits]
        first = index.search(Query(sort=sort, size=10, after=""))
    with open_index(where) as index:
        index.delete([whole[0], whole[5], whole[20]])  # two that were shown, and one that was not
        index.put([document(id="new", issued="2022-05", text="mới")])
        index.commit()
        rest, after = [], first.next
        while after:
            page = index.search(Query(sort=sort, size=10, after=after))
            rest += [hit.id for hit in page.hits]
            after = page.next
    now = [name for name in whole[10:] if name != whole[20]]
    kept = where.startswith("http")  # a server keeps the state for every process
    assert rest == whole[10:] if kept else [name for name in rest if name != "new"] == now


def test_total_and_facets_are_those_of_the_whole_list(filled: Index) -> None:
    first = filled.search(Query(sort="newest", size=4, after="", facets=True))
    second = filled.search(Query(sort="newest", size=4, after=first.next, facets=True))
    assert (second.total, second.facets) == (first.total, first.facets) == (45, first.facets)
    assert first.facets["year"]


def test_targets_are_gone_through(index: Index) -> None:
    goals = [target(id=f"a#{n}", document="a", indicator="kinh tế số", value=float(n)) for n in range(9)]
    index.put([document(id="a")], goals)
    index.commit()
    found, after = [], ""
    while after is not None:
        page = index.search_targets(TargetQuery(text="kinh te so", size=4, after=after))
        found += [hit.target.id for hit in page.hits]
        after = page.next
    assert sorted(found) == sorted(goal.id for goal in goals)


@pytest.mark.parametrize("after", ["x", "bm90IGEgY3Vyc29y", "W10", "é", "A" * 20_000, "WyJhIiwiIiwwLDEsMSwiYiJd"])
def test_what_no_page_gave_is_refused(after: str) -> None:
    with pytest.raises(BadQuery, match="next"):
        Query(after=after)


@pytest.mark.parametrize(("name", "value"), [("attempt", 9), ("snapshot", "gone"), ("key", 2**63 - 1), ("total", 0)])
def test_a_place_that_was_tampered_with_harms_nothing(shelf: Index, name: str, value: Any) -> None:
    query = Query(text="kế hoạch", sort="newest", size=2, after="")
    place = cursor_of(replace(query, after=shelf.search(query).next))
    assert place
    page = shelf.search(replace(query, after=str(replace(place, **{name: value}))))
    assert len(page.hits) <= 2


def test_a_place_too_deep_for_an_order_by_relevance_is_refused(shelf: Index) -> None:
    place = cursor_of(Query(text="kế hoạch", after=""))
    assert place
    with pytest.raises(BadQuery, match="sort it by date"):
        Query(text="kế hoạch", after=str(replace(place, shown=10_000)))


def test_a_place_in_another_list_or_a_page_beside_it_is_refused(shelf: Index) -> None:
    after = shelf.search(Query(size=2, after="")).next
    assert after
    assert shelf.search(Query(size=5, after=after)).total == len(DOCUMENTS)
    with pytest.raises(BadQuery, match="another question"):
        Query(text="rừng", after=after)
    with pytest.raises(BadQuery, match="one of the two"):
        Query(after=after, page=2)
