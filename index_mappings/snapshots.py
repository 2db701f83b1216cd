"""One state of the embedded index: what its rooms held after a commit, and how they are asked.

A state answers the same for as long as somebody holds it, whatever is written meanwhile: its files stay open, and the
system gives their room free when they are let go.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Thread
from typing import Any

import orjson
import tantivy

from index_mappings.clauses import Clause, without_scores
from index_mappings.compile_tantivy import OWNER, SOURCE, compile_clause, most_found, without_absent
from index_mappings.index import Count, Facets, ranked_values
from index_mappings.mapping import Room, load_mapping
from index_mappings.query import COUNTED, FACETS, Sort
from index_mappings.searching import Found

FEW = 10  # one in so many records: below, scores are sought for each, above they are read whole (measured)
WORTH_A_THREAD = 20_000  # records: facets of fewer are counted sooner than another thread gets its turn


class FoundRow:
    """One record found, its source read when it is first asked for."""

    def __init__(self, searcher: tantivy.Searcher, address: tantivy.DocAddress, document: int, score: float) -> None:
        self._searcher, self._address = searcher, address
        self.document, self.score = document, score

    @cached_property
    def source(self) -> dict[str, Any]:
        """What the index keeps of the record."""
        source: dict[str, Any] = orjson.loads(self._searcher.doc(self._address)[SOURCE][0])
        return source


@dataclass(frozen=True)
class Snapshot:
    """The rooms of an index as they were at one time; none in an index that holds nothing yet."""

    name: str = ""
    searchers: Dictionary[Room, tantivy.Searcher] = field(default_factory=dict)
    schemas: Dictionary[Room, tantivy.Schema] = field(default_factory=dict)

    def ask(
        self, room: Room, clause: Clause, *, size: int, offset: int = 0, sort: Sort = "relevance", facets: bool = False
    ) -> Found:
        """Some of the records that a clause finds."""
        if not self.searchers:
            return Found()
        mapping, schema, searcher = load_mapping(room), self.schemas[room], self.searchers[room]
        every = searcher.num_docs
        counted: Callable[[], Facets] = partial(self._facets, room, clause) if facets else dict
        if facets and every >= WORTH_A_THREAD:
            counted = _beside(counted)
        asked = without_absent(clause, searcher.doc_freq) if sort == "relevance" else without_scores(clause)
        few = most_found(asked, searcher.doc_freq, every) < every / FEW
        result = searcher.search(
            compile_clause(asked, mapping, schema, few=few),
            max(size, 1),
            offset=offset,
            order_by_field=None if sort == "relevance" else sort,
        )
        hits = result.hits[:size]
        owners = searcher.fast_field_values(OWNER, [address for _, address in hits])
        rows = [
            FoundRow(searcher, address, int(owner or 0), float(score) if sort == "relevance" else 0.0)
            for (score, address), owner in zip(hits, owners, strict=True)
        ]
        total = result.count  # type: ignore[attr-defined]  # missing in tantivy's stub
        return Found(rows, total, counted() if total else {})

    def count(self) -> Count:
        """How many documents and targets there were."""
        return Count(*(self.searchers[r].num_docs if self.searchers else 0 for r in ("documents", "targets")))

    def _facets(self, room: Room, clause: Clause) -> Facets:
        """How many of all records found have each value, most frequent first, then by value."""
        counted = compile_clause(without_scores(clause), load_mapping(room), self.schemas[room], scored=False)
        answer = self.searchers[room].aggregate(counted, COUNTED)
        return {name: ranked_values((b["key"], b["doc_count"]) for b in answer[name]["buckets"]) for name in FACETS}


def _beside(work: Callable[[], Facets]) -> Callable[[], Facets]:
    """Begins some work in a thread of its own, for tantivy lets other threads run; gives what waits for its result."""
    done: list[Facets] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    def result() -> Facets:
        thread.join()
        if failed:
            raise failed[0]
        return done[0]

    thread = Thread(target=run, daemon=True)
    thread.start()
    return result
