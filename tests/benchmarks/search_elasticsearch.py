"""The same documents and questions given to Elasticsearch by its own client."""

from __future__ import annotations

from collections.abc import Callable

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk
from search_documents import fill, made_documents, sources, timed

from index_mappings import Query, open_index
from index_mappings.compile_elastic import compile_clause
from index_mappings.mapping import ROOMS, load_mapping
from index_mappings.passages import PER_DOCUMENT, ask_passages
from index_mappings.query import FACETS, MOST_FACET_VALUES, attempts_of


def measure_filling_elasticsearch(place: str, size: int, length: int) -> str:
    """Documents a second, ours and raw."""
    with open_index(place, rebuild=True) as index:
        seconds = timed(lambda: fill(index, made_documents(size, length)))
    making = timed(lambda: [None for _ in made_documents(size, length)])
    ours, raw = size / (seconds - making), index_raw_elasticsearch(place, size, length)
    return f"{ours:6.0f} documents/s, raw {raw:.0f}: {ours / raw:.2f}"


def index_raw_elasticsearch(place: str, size: int, length: int) -> float:
    """Documents a second when the sources are made beforehand."""
    address = place.rsplit("/", 1)[0]
    actions = [
        {"_index": f"raw-{room}", "_id": source["id"], "_source": source}
        for room, source in sources(made_documents(size, length))
    ]
    with Elasticsearch(address, request_timeout=120) as client:
        for room in ROOMS:
            body = load_mapping(room).body
            client.indices.delete(index=f"raw-{room}", ignore_unavailable=True)
            client.indices.create(index=f"raw-{room}", settings=body["settings"], mappings=body["mappings"])
        seconds = timed(lambda: [*streaming_bulk(client, actions, chunk_size=200, max_chunk_bytes=20_000_000)])
        seconds += timed(lambda: client.indices.refresh(index="raw-*"))
        client.indices.delete(index=[f"raw-{room}" for room in ROOMS])
    return size / seconds


def raw_elasticsearch(place: str, passages: bool = False) -> Callable[[Query], object]:
    """The clauses of a query sent to the server by its own client: ten documents and the facets.

    With `passages` also the best passages of those ten, which marks are made in.
    """
    address, prefix = place.rsplit("/", 1)
    client, mapping = Elasticsearch(address), load_mapping("documents")
    counted = {name: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for name, field in FACETS.items()}

    def ask(query: Query) -> object:
        for clause in attempts_of(query, mapping):
            asked = compile_clause(clause)
            answer = client.search(index=f"{prefix}-documents", query=asked, aggs=counted, track_total_hits=True)
            if answer["hits"]["hits"]:
                break
        if passages and (found := [hit["_source"]["id"] for hit in answer["hits"]["hits"]]):
            parts = compile_clause(ask_passages(query.text, found, mapping))
            answer = client.search(index=f"{prefix}-passages", query=parts, size=PER_DOCUMENT * len(found))
        return answer

    return ask
