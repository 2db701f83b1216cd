"""The same documents and questions given to Elasticsearch by its own client."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk
from search_documents import BATCH, made_documents, sources, timed

from documents.record import DocumentRecord
from index_mappings import Query, open_index
from index_mappings.compile_elastic import compile_clause
from index_mappings.mapping import ROOMS, load_mapping
from index_mappings.passages import ask_passages
from index_mappings.query import COUNTED, attempts_of


def measure_filling_elasticsearch(place: str, size: int, length: int) -> str:
    """Documents a second into an empty index, ours and by streaming_bulk, in turn batch by batch."""
    address = place.rsplit("/", 1)[0]
    documents = list(made_documents(size, length))
    batches = [documents[at : at + BATCH] for at in range(0, size, BATCH)]
    ours = raw = 0.0
    with open_index(place, rebuild=True) as index, Elasticsearch(address, request_timeout=120) as client:
        for room in ROOMS:
            body = load_mapping(room).body
            settings = body["settings"] | {"number_of_replicas": 0}
            client.indices.create(index=f"raw-{room}", settings=settings, mappings=body["mappings"])
        for number, batch in enumerate(batches):
            actions = [
                {"_index": f"raw-{room}", "_id": source["id"], "_source": source} for room, source in sources(batch)
            ]
            ways = [lambda batch=batch: index.put(batch), lambda actions=actions: put_raw(client, actions)]
            for at in (0, 1) if number % 2 else (1, 0):
                seconds = timed(ways[at])
                ours, raw = (ours, raw + seconds) if at else (ours + seconds, raw)
        ours += timed(index.commit)
        raw += timed(lambda: client.indices.refresh(index="raw-*"))
        client.indices.delete(index=[f"raw-{room}" for room in ROOMS])
        new = timed(lambda: (index.put(renamed(batches[0])), index.commit()))
        again = timed(lambda: (index.put(batches[0]), index.commit()))
    return (
        f"{size / ours:.0f} documents/s, raw streaming_bulk {size / raw:.0f}: {raw / ours:.2f}; "
        f"a new batch later {BATCH / new:.0f}, one put again {BATCH / again:.0f}"
    )


def renamed(batch: list[DocumentRecord]) -> list[DocumentRecord]:
    """The same documents under other ids."""
    return [replace(each, id=f"{each.id}-new") for each in batch]


def put_raw(client: Elasticsearch, actions: Iterable[dict[str, Any]]) -> None:
    """The same with the client's own helper, sources made beforehand."""
    for _ in streaming_bulk(client, actions, chunk_size=BATCH, max_chunk_bytes=20_000_000):
        pass


def raw_elasticsearch(place: str, size: int, passages: int) -> Callable[[Query], object]:
    """The clauses of a query sent by the server's own client: so many documents with facets, and of their passages."""
    address, prefix = place.rsplit("/", 1)
    client, mapping = Elasticsearch(address), load_mapping("documents")

    def ask(query: Query) -> object:
        for clause in attempts_of(query, mapping):
            asked = compile_clause(clause)
            answer = client.search(
                index=f"{prefix}-documents", query=asked, aggs=COUNTED, size=size, track_total_hits=True
            )
            if answer["hits"]["hits"]:
                break
        if passages and (found := [hit["_source"]["id"] for hit in answer["hits"]["hits"]]):
            parts = compile_clause(ask_passages(query.text, found, mapping))
            answer = client.search(index=f"{prefix}-passages", query=parts, size=passages, track_total_hits=False)
        return answer

    return ask
