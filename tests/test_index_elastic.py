"""What only the Elasticsearch index can meet: other servers, blocks, removed indices, names."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from elasticsearch import Elasticsearch

from documents.record import DocumentRecord
from index_mappings import IndexUnavailable, MappingMismatch, Query, open_index


def document(name: str) -> DocumentRecord:
    nothing: dict[str, None] = dict.fromkeys(DocumentRecord.__dataclass_fields__)
    for optional in ("agencies", "implements", "cites", "targets"):
        del nothing[optional]
    return DocumentRecord(**{**nothing, "id": name, "kind": "document", "text": "kế hoạch"})  # type: ignore[arg-type]


@pytest.fixture
def client(elasticsearch_address: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_address) as client:
        yield client


@pytest.fixture
def where(elasticsearch_address: str, client: Elasticsearch) -> Iterator[str]:
    name = f"test-{uuid.uuid4().hex[:10]}"
    yield f"{elasticsearch_address}/{name}"
    for index in client.indices.get(index=f"{name}*"):
        client.indices.delete(index=index)


def prefix_of(where: str) -> str:
    return where.rsplit("/", 1)[1]


def test_one_alias_over_one_versioned_index(where: str, client: Elasticsearch) -> None:
    for version in ("0001", "0002", "0003"):
        with open_index(where, rebuild=version != "0001") as index:
            index.put([document("a")])
            index.commit()
        names = sorted(client.indices.get(index=f"{prefix_of(where)}-*"))
        assert [name.rsplit("-", 1)[1] for name in names] == [version] * 3
        assert set(client.indices.get_alias(name=f"{prefix_of(where)}-documents")) == {names[0]}


def test_a_server_that_blocks_writing_is_said(where: str, client: Elasticsearch) -> None:
    with open_index(where) as index:
        client.indices.put_settings(index=f"{prefix_of(where)}-*", settings={"index.blocks.write": True})
        with pytest.raises(IndexUnavailable, match=r"read-only|did not take"):
            index.put([document("a")])
        client.indices.put_settings(index=f"{prefix_of(where)}-*", settings={"index.blocks.write": False})
        index.put([document("a")])
        index.commit()
        assert index.search(Query(text="kế hoạch")).total == 1


def test_an_index_that_was_removed_is_said(where: str, client: Elasticsearch) -> None:
    with open_index(where) as index:
        client.indices.delete(index=list(client.indices.get(index=f"{prefix_of(where)}-*")))
        with pytest.raises(IndexUnavailable, match="reindex"):
            index.search(Query(text="x"))


def test_an_index_in_place_of_the_alias_is_refused(where: str, client: Elasticsearch) -> None:
    client.indices.create(index=f"{prefix_of(where)}-documents")
    with pytest.raises(MappingMismatch, match="not an alias"):
        open_index(where)


class Other(BaseHTTPRequestHandler):
    """Any web server that is not Elasticsearch."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"hello": "there"}')

    def log_message(self, *_: object) -> None:
        pass


def test_another_kind_of_server_is_said() -> None:
    server = HTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(IndexUnavailable, match="is not Elasticsearch"):
            open_index(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
