"""The recipe of a search, the same on every index: ask, weigh the first documents by their best passage, show where.

An index only has to answer `Ask`; so what is found, in which order and with which marks does not depend on the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from index_mappings.clauses import Clause
from index_mappings.highlight import highlight
from index_mappings.index import Facets, Hit, Page, TargetHit, TargetPage, hit_of, target_hit_of
from index_mappings.mapping import Room, load_mapping
from index_mappings.passages import DEPTH, PER_DOCUMENT, WEIGHT, Passage, ask_passages, by_document, show_passages
from index_mappings.query import Query, Sort, TargetQuery, attempts_of, effective_sort
from index_mappings.relevance import words_to_highlight


@dataclass(frozen=True, slots=True)
class Row:
    """One record found: what the index keeps of it, and its score."""

    source: dict[str, Any]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the records that a clause finds, in order, how many there are in all, and facets when asked for."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    facets: Facets = field(default_factory=dict)


class Ask(Protocol):
    """What an index must be able to do: the records `offset` to `offset + size` of those that a clause finds."""

    def __call__(
        self, room: Room, clause: Clause, *, size: int, offset: int = 0, sort: Sort = "relevance", facets: bool = False
    ) -> Found:
        """The records, how many there are in all, and facets when asked for."""


def search_documents(ask: Ask, query: Query) -> Page:
    """One page of documents, each with pieces of its best passages."""
    words = () if query.unfinished else words_to_highlight(query.text, load_mapping("documents"))
    offset = (query.page - 1) * query.size
    deep = bool(words) and effective_sort(query) == "relevance" and query.size > 0 and offset < DEPTH
    first, size = (0, max(DEPTH, offset + query.size)) if deep else (offset, query.size)
    found = _first_that_finds(ask, "documents", query, first, size)
    passages: dict[str, list[Passage]] = {}
    rows = found.rows
    if deep:
        passages = _passages_of(ask, query.text, [row.source["id"] for row in rows[:DEPTH]])
        rows = [*_weighed(rows[:DEPTH], passages), *rows[DEPTH:]][offset : offset + query.size]
    if words and (unseen := [row.source["id"] for row in rows if row.source["id"] not in passages]):
        passages |= _passages_of(ask, query.text, unseen)
    hits: list[Hit] = []
    for row in rows:
        pieces, at = show_passages(passages.get(row.source["id"], ()), words)
        hits.append(hit_of(row.source, row.score, pieces, at))
    return Page(tuple(hits), found.total, found.facets)


def search_targets(ask: Ask, query: TargetQuery) -> TargetPage:
    """One page of targets, each with its sentence marked."""
    words = words_to_highlight(query.text, load_mapping("targets"))
    found = _first_that_finds(ask, "targets", query, (query.page - 1) * query.size, query.size)
    hits: list[TargetHit] = [
        target_hit_of(row.source, row.score, highlight(row.source.get("sentence") or "", words)) for row in found.rows
    ]
    return TargetPage(tuple(hits), found.total, found.facets)


def _first_that_finds(ask: Ask, room: Room, query: Query | TargetQuery, offset: int, size: int) -> Found:
    """What the first of the ways to ask finds that finds anything."""
    found, sort = Found(), effective_sort(query)
    for clause in attempts_of(query, load_mapping(room)):
        found = ask(room, clause, size=size, offset=offset, sort=sort, facets=query.facets)
        if found.total:
            break
    return found


def _passages_of(ask: Ask, text: str, documents: list[str]) -> dict[str, list[Passage]]:
    """The best passages of some documents, by document."""
    if not documents:
        return {}
    mapping = load_mapping("documents")  # whose words are cut as those of passages are
    found = ask("passages", ask_passages(text, documents, mapping), size=PER_DOCUMENT * len(documents))
    return by_document(_passages(found.rows))


def _passages(rows: Iterable[Row]) -> Iterable[Passage]:
    for row in rows:
        source = row.source
        yield Passage(source["document"], source["start"], source["text"], row.score)


def _weighed(rows: list[Row], passages: dict[str, list[Passage]]) -> list[Row]:
    """The rows with the worth of their best passage added, best first; equals stay as the index had them."""
    worth = {document: found[0].score for document, found in passages.items()}
    least = min(worth.values(), default=0.0)  # a passage that was not among the fetched is worth no more than this
    weighed = [replace(row, score=row.score + WEIGHT * worth.get(row.source["id"], least)) for row in rows]
    return sorted(weighed, key=lambda row: -row.score)
