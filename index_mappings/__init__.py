"""Records to hits: one mapping, one query, two indexes that answer alike (in process, or Elasticsearch)."""

from __future__ import annotations

from pathlib import Path

from index_mappings.answering import Answer, answer_query
from index_mappings.errors import (
    BadQuery,
    IndexLocked,
    IndexUnavailable,
    MappingMismatch,
    RecordsRefused,
    SearchIndexError,
)
from index_mappings.index import Count, Hit, Index, Page, TargetHit, TargetPage
from index_mappings.query import FACETS, Query, TargetQuery, describe_query
from index_mappings.suggestions import Suggestion, suggest
from index_mappings.understanding import Reading, Understood, understand_query

__all__ = [
    "FACETS",
    "Answer",
    "BadQuery",
    "Count",
    "Hit",
    "Index",
    "IndexLocked",
    "IndexUnavailable",
    "MappingMismatch",
    "Page",
    "Query",
    "Reading",
    "RecordsRefused",
    "SearchIndexError",
    "Suggestion",
    "TargetHit",
    "TargetPage",
    "TargetQuery",
    "Understood",
    "answer_query",
    "describe_query",
    "open_index",
    "suggest",
    "understand_query",
]


def open_index(where: str, *, api_key: str | None = None, rebuild: bool = False) -> Index:
    """The index at a folder path (embedded) or an http(s) address (Elasticsearch); made when there is none yet.

    An address may end in a path, the prefix of the index names (`https://search.example:9200/vanban`). `rebuild` begins
    anew, whatever is there: the old answers until the first `commit`. Raises IndexUnavailable, MappingMismatch.
    """
    if where.startswith(("http://", "https://")):
        from index_mappings.elastic import ElasticIndex

        return ElasticIndex(where, api_key=api_key, rebuild=rebuild)
    from index_mappings.embedded import EmbeddedIndex

    return EmbeddedIndex(Path(where), rebuild=rebuild)
