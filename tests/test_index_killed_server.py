"""A server of Elasticsearch killed while it indexes: what was acknowledged is there when it comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch
from elasticsearch_server import Node, elasticsearch_nodes
from index_shelf import document, target
from requirements_for_tests import serve_or_skip

from documents.record import DocumentRecord, TargetRecord
from index_mappings import IndexUnavailable, Query, open_index

BATCH = 20
CATALOG = [
    document(id=f"d{n}", number=f"{n}/KH-UBND", title=f"Kế hoạch số {n}", text=f"Trồng rừng {n} ha. " * 150)
    for n in range(1, 1201)
]  # fmt: skip


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """A server that may be killed."""
    for (node,) in serve_or_skip("elasticsearch", elasticsearch_nodes()):
        yield node


def goals_of(batch: list[DocumentRecord]) -> list[TargetRecord]:
    return [target(id=f"{d.id}#1", document=d.id, indicator="diện tích rừng") for d in batch]


def contents(node: Node) -> dict[str, dict[str, str]]:
    """What the server holds: per room, each record's id with what tells it from others."""
    with Elasticsearch(node.address, request_timeout=60) as client:
        held = {}
        for room, told_by in (("documents", "title"), ("targets", "document"), ("passages", "start")):
            found = client.search(index=f"vanban-{room}", size=10_000, source=["id", told_by])["hits"]["hits"]
            assert len({hit["_source"]["id"] for hit in found}) == len(found)
            held[room] = {hit["_source"]["id"]: str(hit["_source"][told_by]) for hit in found}
        return held


def test_nothing_acknowledged_is_lost(node: Node) -> None:
    """A batch is noted in the catalog when it was committed; after the kill, what was not noted is put again."""
    batches = [CATALOG[at : at + BATCH] for at in range(0, len(CATALOG), BATCH)]
    noted: list[str] = []
    under_way = threading.Event()

    def kill() -> None:
        under_way.wait(30)
        time.sleep(0.05)
        node.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(IndexUnavailable), open_index(node.address) as index:
        for batch in batches:
            index.put(batch, goals_of(batch))
            index.commit()
            noted += [d.id for d in batch]
            if len(noted) >= 4 * BATCH:
                under_way.set()
    killer.join()
    assert 4 * BATCH <= len(noted) < len(CATALOG)
    node.start()
    with open_index(node.address) as index:  # waits until its shards are there
        held = contents(node)
        assert set(noted) <= set(held["documents"])
        assert {f"{name}#1" for name in noted} <= set(held["targets"])
        for batch in batches:
            if batch[0].id not in noted:
                index.put(batch, goals_of(batch))
        index.commit()
        assert index.search(Query(text="trồng rừng", size=1)).total == len(CATALOG)
    recovered = contents(node)
    with open_index(node.address, rebuild=True) as index:
        index.put(CATALOG, goals_of(CATALOG))
        index.commit()
    assert recovered == contents(node)
