"""The recipe of a search, the same on every index: ask, weigh the first documents by their best passage, show where.

An index only has to answer `Ask`; so what is found, in which order and with which marks does not depend on the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import Any, Protocol

from index_mappings.clauses import NOTHING, Between, Both, Clause, filtered
from index_mappings.cursors import Cursor
from index_mappings.highlight import highlight
from index_mappings.index import Facets, Hit, Page, TargetHit, TargetPage, hit_of, target_hit_of
from index_mappings.mapping import Room, load_mapping
from index_mappings.passages import DEPTH, PER_DOCUMENT, WEIGHT, Passage, ask_passages, show_passages
from index_mappings.query import Asking, Query, Sort, TargetQuery, attempts_of, cursor_of, effective_sort
from index_mappings.relevance import accents_to_highlight, words_to_highlight


class Row(Protocol):
    """One record found; what the index keeps of it may be fetched on first use."""

    @property
    def document(self) -> str | int:
        """The document it is or is part of, by a name that the index itself gives, the same in all rooms."""

    @property
    def score(self) -> float:
        """How well it answers; 0 in an order by date."""

    @property
    def source(self) -> dict[str, Any]:
        """What the index keeps of it."""


@dataclass(frozen=True, slots=True)
class WholeRow:
    """A row whose source has come with it."""

    source: dict[str, Any]
    score: float

    @property
    def document(self) -> str:
        """The id of the document."""
        return str(self.source.get("document") or self.source["id"])


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the records that a clause finds, in order, how many there are in all, and facets when asked for."""

    rows: Sequence[Row] = ()
    total: int = 0
    facets: Facets = field(default_factory=dict)


class Ask(Protocol):
    """What an index must be able to do: the records `offset` to `offset + size` of those that a clause finds."""

    def __call__(
        self, room: Room, clause: Clause, *, size: int, offset: int = 0, sort: Sort = "relevance", facets: bool = False
    ) -> Found:
        """The records, how many there are in all, and facets when asked for."""


Passages = dict[str | int, list[Row]]  # by document, best first


def search_documents(ask: Ask, query: Query, snapshot: str = "") -> Page:
    """One page of documents, each with pieces of its best passages; `snapshot` names the state that `ask` asks."""
    mapping = load_mapping("documents")
    words = () if query.unfinished else words_to_highlight(query.text, mapping)
    accents = accents_to_highlight(query.text, mapping) if words else {}
    offset = _offset_of(query)
    deep = bool(words) and effective_sort(query) == "relevance" and query.size > 0 and offset < DEPTH
    first, size = (0, max(DEPTH, offset + query.size)) if deep else (offset, query.size)
    found, attempt = _first_that_finds(ask, "documents", query, first, size)
    passages: Passages = {}
    scored = [(row, row.score) for row in found.rows]
    if deep:
        passages = _passages_of(ask, query.text, [row.document for row in found.rows[:DEPTH]])
        scored = [*_weighed(found.rows[:DEPTH], passages), *scored[DEPTH:]][offset : offset + query.size]
    if words and (unseen := [row.document for row, _ in scored if row.document not in passages]):
        passages |= _passages_of(ask, query.text, unseen)
    hits: list[Hit] = []
    for row, score in scored:
        pieces, at = show_passages(_best_first(passages.get(row.document, ())), words, accents)
        hits.append(hit_of(row.source, score, pieces, at))
    after = _next(query, [row for row, _ in scored], found.total, attempt, snapshot)
    return Page(tuple(hits), found.total, found.facets, after)


def search_targets(ask: Ask, query: TargetQuery, snapshot: str = "") -> TargetPage:
    """One page of targets, each with its sentence marked; `snapshot` as above."""
    mapping = load_mapping("targets")
    words, accents = words_to_highlight(query.text, mapping), accents_to_highlight(query.text, mapping)
    found, attempt = _first_that_finds(ask, "targets", query, _offset_of(query), query.size)
    rows = found.rows
    if effective_sort(query) == "relevance":  # the figures of one row of a table are worth the same: by what they are
        rows = sorted(rows, key=lambda row: (-row.score, row.source["id"]))
    hits: list[TargetHit] = [
        target_hit_of(row.source, row.score, highlight(row.source.get("sentence") or "", words, accents))
        for row in rows
    ]
    return TargetPage(tuple(hits), found.total, found.facets, _next(query, found.rows, found.total, attempt, snapshot))


def _first_that_finds(ask: Ask, room: Room, query: Asking, offset: int, size: int) -> tuple[Found, int]:
    """What the first of the ways to ask finds that finds anything, and which it was; the same way for a list's rest."""
    found, attempt, sort = Found(), 0, effective_sort(query)
    clauses = attempts_of(query, load_mapping(room))
    if (cursor := cursor_of(query)) and cursor.shown:
        same = next(islice(clauses, cursor.attempt, None), NOTHING)
        return _rest(ask, room, same, query, cursor, offset, size), cursor.attempt
    for attempt, clause in enumerate(clauses):  # noqa: B007 - the last one asked is wanted
        found = ask(room, clause, size=size, offset=offset, sort=sort, facets=query.facets)
        if found.total:
            break
    return found, attempt


# ---------------------------------------------------------------- going through a list


def _offset_of(query: Asking) -> int:
    cursor = cursor_of(query)
    return cursor.shown if cursor else (query.page - 1) * query.size


def _rest(ask: Ask, room: Room, clause: Clause, query: Asking, cursor: Cursor, offset: int, size: int) -> Found:
    """What comes behind what was shown: by rank, or in an order by date behind the last hit, however far down."""
    sort = effective_sort(query)
    if cursor.key is None:
        found = ask(room, clause, size=size, offset=offset, sort=sort, facets=query.facets)
    else:
        behind = Both(must=(clause, filtered(Between(sort, None, cursor.key - 1))))
        found = ask(room, behind, size=size, sort=sort)
        if query.facets:
            found = replace(found, facets=ask(room, clause, size=0, sort=sort, facets=True).facets)
    return replace(found, total=cursor.total)


def _next(query: Asking, rows: Sequence[Row], total: int, attempt: int, snapshot: str) -> str | None:
    """Where the list goes on after some rows; None at its end, and when no list is gone through."""
    cursor, sort = cursor_of(query), effective_sort(query)
    if cursor is None or not rows or cursor.shown + len(rows) >= total:
        return None
    key = None if sort == "relevance" else rows[-1].source[sort]
    return str(Cursor(cursor.question, snapshot, attempt, cursor.shown + len(rows), total, key))


# ---------------------------------------------------------------- passages


def _passages_of(ask: Ask, text: str, documents: Sequence[str | int]) -> Passages:
    """The best passages of some documents, by document, best first."""
    grouped: Passages = {}
    if documents:
        mapping = load_mapping("documents")  # whose words are cut as those of passages are
        found = ask("passages", ask_passages(text, documents, mapping), size=PER_DOCUMENT * len(documents))
        for row in (row for row in found.rows if row.score > 0):
            grouped.setdefault(row.document, []).append(row)
    return grouped


def _best_first(rows: Iterable[Row]) -> Iterator[Passage]:
    """The passages of rows that come best first; of equal ones, the one that stands first in the text."""
    for _, equal in groupby(rows, key=lambda row: row.score):
        passages = (Passage(row.source["start"], row.source["text"]) for row in equal)
        yield from sorted(passages, key=lambda passage: passage.start)


def _weighed(rows: Iterable[Row], passages: Passages) -> list[tuple[Row, float]]:
    """The rows with the worth of their best passage added, best first; equals stay as the index had them."""
    worth = {document: found[0].score for document, found in passages.items()}
    least = min(worth.values(), default=0.0)  # a passage that was not among the fetched is worth no more than this
    weighed = [(row, row.score + WEIGHT * worth.get(row.document, least)) for row in rows]
    return sorted(weighed, key=lambda pair: -pair[1])
