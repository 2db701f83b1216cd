"""What every index can do, and what it answers with; `embedded` and `elastic` are the two that can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from documents.record import DocumentRecord, TargetRecord, from_json
from index_mappings.query import Query, TargetQuery

Facets = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found; `highlights` are pieces of its text, HTML-escaped, what was asked for in <mark>.

    `at` is where the first of them stands in the document's text, (start, end); None without one.
    """

    id: str
    number: str | None
    type: str | None
    title: str | None
    issuer: str | None
    province: str | None
    issued: str | None
    score: float
    highlights: tuple[str, ...]
    url: str | None
    status: str | None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits, how many there are in all, and per facet how many of each value, most frequent first.

    `next` goes on after this page when the query began a list with `after`; None at its end.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Facets = field(default_factory=dict)
    next: str | None = None


@dataclass(frozen=True, slots=True)
class TargetHit:
    """One target found, whole, with its score and its sentence marked."""

    target: TargetRecord
    score: float
    highlights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetPage:
    """One page of targets, how many there are in all, the facets, and `next` as in Page."""

    hits: tuple[TargetHit, ...]
    total: int
    facets: Facets = field(default_factory=dict)
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents and targets an index holds, as last committed."""

    documents: int
    targets: int


class Index(Protocol):
    """Documents and targets, searchable. What was put is seen by readers after `commit`, all at once.

    Putting the same again changes nothing, so after a crash the batch is simply put again. Errors are of the tree
    in `errors`.
    """

    def put(self, documents: Iterable[DocumentRecord], targets: Iterable[TargetRecord] = ()) -> None:
        """Adds or replaces documents by id; their former targets give way to those among `targets`.

        Raises RecordsRefused, when all others were put, for documents that cannot be indexed as they are.
        """

    def delete(self, ids: Iterable[str]) -> None:
        """Removes documents by id, with their targets; unknown ids are no error."""

    def clear(self) -> None:
        """Begins anew: what is put from now on replaces everything at `commit`; until then readers see the old."""

    def commit(self) -> None:
        """Makes what was put and deleted durable and visible."""

    def search(self, query: Query) -> Page:
        """One page of the documents a query finds."""

    def search_targets(self, query: TargetQuery) -> TargetPage:
        """One page of the targets a query finds."""

    def count(self) -> Count:
        """How much is in the index."""

    def close(self) -> None:
        """Lets go of files, locks and connections; what was not committed is lost or left for the next writer."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


_HIT_FIELDS = ("id", "number", "type", "title", "issuer", "province", "issued", "url", "status")
_TARGET_FIELDS = tuple(TargetRecord.__dataclass_fields__)


def hit_of(source: dict[str, Any], score: float, highlights: tuple[str, ...], at: tuple[int, int] | None = None) -> Hit:
    """A hit from what the index keeps of a document."""
    kept: dict[str, Any] = {name: source.get(name) for name in _HIT_FIELDS}
    return Hit(**kept, score=round(score, 4), highlights=highlights, at=at)


def target_hit_of(source: dict[str, Any], score: float, highlights: tuple[str, ...]) -> TargetHit:
    """A hit from what the index keeps of a target."""
    record = from_json(TargetRecord, {name: source.get(name) for name in _TARGET_FIELDS})
    return TargetHit(record, round(score, 4), highlights)


def ranked_values(buckets: Iterable[tuple[Any, int]]) -> dict[str, int]:
    """Facet values as text, most frequent first, then by value."""
    named = ((str(int(key)) if isinstance(key, float) else str(key), count) for key, count in buckets)
    return dict(sorted(named, key=lambda pair: (-pair[1], pair[0])))
