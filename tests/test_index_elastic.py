"""What only the Elasticsearch index can meet: other servers, blocks, removed indices, names."""

from __future__ import annotations

import json
import socket
import threading
import time
import uuid
from base64 import urlsafe_b64decode as b64decode
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from elasticsearch import Elasticsearch

from documents.record import DocumentRecord
from index_mappings import IndexUnavailable, MappingMismatch, Query, RecordsRefused, elastic, open_index
from index_mappings.cursors import read_cursor


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


def test_what_a_crash_left_half_is_whole_when_put_again(where: str, client: Elasticsearch) -> None:
    """Killed between the rooms, before or after the passages: none of a former text stays."""
    for room in ("passages", "targets"):
        with open_index(where) as index:
            put = index._bulk
            index._bulk = lambda to, records, put=put, room=room: put(to, records) if to != room else 1 / 0
            with pytest.raises(ZeroDivisionError):
                index.put([replace(document("a"), text="nước sạch. " * 400)])
        with open_index(where) as index:
            index.put([replace(document("a"), text="trồng rừng")])
            index.commit()
            found = client.search(index=f"{prefix_of(where)}-passages", query={"match_all": {}})["hits"]["hits"]
            assert [hit["_source"]["text"] for hit in found] == ["trồng rừng"]
            index.delete(["a"])


@pytest.mark.parametrize("gone", ["point", "index", "forged"])
def test_a_list_goes_on_when_its_point_in_time_is_gone(gone: str, where: str, client: Elasticsearch) -> None:
    asked = Query(sort="newest", size=2, after="")
    names = [f"d{n}" for n in range(1, 8)]
    dated = [replace(document(name), issued=f"2022-01-0{9 - n}") for n, name in enumerate(names)]
    with open_index(where) as index:
        index.put(dated)
        index.commit()
        page = index.search(asked)
        assert page.next
        cursor = read_cursor(page.next, json.loads(b64decode(page.next + "=="))[0])
        if gone == "point":
            for point in cursor.snapshot.split():
                client.close_point_in_time(id=point)
        elif gone == "index":
            with open_index(where, rebuild=True) as other:
                other.put(dated)
                other.commit()
        after = str(replace(cursor, snapshot="abc def")) if gone == "forged" else page.next
        rest = []
        while after:
            page = index.search(replace(asked, after=after))
            rest += [hit.id for hit in page.hits]
            after = page.next
    assert rest == names[2:]


def test_a_list_that_ended_keeps_nothing_on_the_server(where: str, client: Elasticsearch) -> None:
    def kept() -> int:
        nodes = client.nodes.stats(metric="indices", index_metric="search")["nodes"].values()
        return sum(node["indices"]["search"]["open_contexts"] for node in nodes)

    with open_index(where) as index:
        index.put([document(f"d{n}") for n in range(5)])
        index.commit()
        before = kept()
        page = index.search(Query(size=3, after=""))
        assert (kept(), page.next is None) == (before + 2, False)
        assert index.search(Query(size=3, after=page.next)).next is None
        assert kept() == before


def test_a_thousand_questions_while_the_index_is_built_anew_again_and_again(where: str) -> None:
    """None fails, and none finds more or fewer than there are, whichever version answers."""
    shelf = [replace(document(f"d{n}"), issued=f"2022-01-{n + 1:02}") for n in range(20)]
    done = threading.Event()

    def rebuild() -> None:
        while not done.is_set():
            with open_index(where, rebuild=True) as index:
                index.put(shelf)
                index.commit()

    with open_index(where) as reader:
        reader.put(shelf)
        reader.commit()
        writer = threading.Thread(target=rebuild)
        writer.start()
        try:
            for _ in range(1000):
                page = reader.search(Query(size=50))
                assert (page.total, len({hit.id for hit in page.hits}), len(page.hits)) == (20, 20, 20)
        finally:
            done.set()
            writer.join()


def test_a_search_that_meets_the_change_of_versions_asks_again(where: str) -> None:
    with open_index(where) as index:
        index.put([document("a")])
        index.commit()
        search, asked = index._client.search, []

        def meet(**given: object) -> object:
            asked.append(given)
            return search(**given | {"index": "removed-just-now"} if len(asked) == 1 else given)

        index._client.search = meet
        assert index.search(Query(size=1)).total == 1
        assert len(asked) == 2


@pytest.mark.parametrize("block", ["write", "read_only"])
def test_a_server_that_blocks_writing_is_said(block: str, where: str, client: Elasticsearch) -> None:
    with open_index(where) as index:
        client.indices.put_settings(index=f"{prefix_of(where)}-*", settings={f"index.blocks.{block}": True})
        with pytest.raises(IndexUnavailable, match="its index is read-only: lift the block"):
            index.put([document("a")])
        client.indices.put_settings(index=f"{prefix_of(where)}-*", settings={f"index.blocks.{block}": False})
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


def test_a_document_that_is_refused_is_named_and_the_others_are_in(where: str) -> None:
    with open_index(where) as index:
        with pytest.raises(RecordsRefused, match="others are in") as refused:
            index.put([document("a"), replace(document("b"), issuer="ủy ban " * 9000), document("c")])
        index.commit()
        assert list(refused.value.reasons) == ["b"]
        assert "immense term" in refused.value.reasons["b"] or "document_parsing" in refused.value.reasons["b"]
        assert {hit.id for hit in index.search(Query(text="kế hoạch")).hits} == {"a", "c"}


def test_a_full_disk_is_said(where: str, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic, "TRIES", 0)
    with open_index(where) as index:
        block = {"index.blocks.read_only_allow_delete": True}  # what the server itself sets at its flood stage
        client.indices.put_settings(index=f"{prefix_of(where)}-*", settings=block)
        with pytest.raises(IndexUnavailable, match="disk is full: free some"):
            index.put([document("a")])


def test_an_index_that_cannot_be_allocated_is_said(where: str, client: Elasticsearch) -> None:
    with open_index(where) as index:
        index.put([document("a")])
        index.commit()
        nowhere = {"index.routing.allocation.require._name": "no such node"}
        name, *_ = client.indices.get(index=f"{prefix_of(where)}-documents-*")
        client.indices.close(index=name)
        client.indices.put_settings(index=name, settings=nowhere)
        with pytest.raises(IndexUnavailable, match=r"closed|shard"):
            index.search(Query(text="kế hoạch"))


def test_a_red_index_is_said(where: str, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic, "PATIENCE", 0)
    with open_index(where):
        pass
    name, *_ = client.indices.get(index=f"{prefix_of(where)}-documents-*")
    client.indices.delete(index=name)
    nowhere = {"index.routing.allocation.require._name": "no such node"}
    client.indices.create(index=name, settings=nowhere, wait_for_active_shards=0)
    client.indices.put_alias(index=name, name=f"{prefix_of(where)}-documents")
    with pytest.raises(IndexUnavailable, match=r"1 shards .* do not start"):
        open_index(where)


def test_a_yellow_index_answers_and_takes(where: str, client: Elasticsearch) -> None:
    with open_index(where) as index:
        wanted = {"index.auto_expand_replicas": "false", "index.number_of_replicas": 5}
        client.indices.put_settings(index=f"{prefix_of(where)}-*", settings=wanted)
    assert client.cluster.health(index=f"{prefix_of(where)}-documents")["status"] == "yellow"
    with open_index(where) as index:
        index.put([document("a")])
        index.commit()
        assert index.search(Query(text="kế hoạch")).total == 1


def test_an_index_being_built_has_no_replica_until_it_is_current(where: str, client: Elasticsearch) -> None:
    def replicas() -> set[str]:
        found = client.indices.get_settings(index=f"{prefix_of(where)}-*").values()
        return {each["settings"]["index"]["auto_expand_replicas"] for each in found}

    with open_index(where, rebuild=True) as index:
        assert replicas() == {"false"}
        index.commit()
        assert replicas() == {"0-1"}


class Stub(BaseHTTPRequestHandler):
    """A server that answers one thing."""

    body = b'{"hello": "there"}'
    product = ""
    pause = 0.0

    def do_GET(self) -> None:
        time.sleep(self.pause)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        if self.product:
            self.send_header("x-elastic-product", self.product)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


class Older(Stub):
    """What a server of the version before says of itself."""

    body = b'{"name": "n", "version": {"number": "8.19.2"}, "tagline": "You Know, for Search"}'
    product = "Elasticsearch"


class Slow(Stub):
    """A server that takes its time."""

    pause = 0.5


@pytest.mark.parametrize(
    ("server", "scheme", "said"),
    [
        (Stub, "http", "is not Elasticsearch"),
        (Older, "http", "8.19.2: version 9 is needed"),
        (Slow, "http", "did not answer within 0.1 s"),
        (Stub, "https", "no trusted TLS"),
    ],
)
def test_a_server_that_cannot_be_used_is_said(
    server: type[Stub], scheme: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic, "TIMEOUT", 0.1 if server is Slow else 5)
    running = ThreadingHTTPServer(("127.0.0.1", 0), server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        with pytest.raises(IndexUnavailable, match=said):
            open_index(f"{scheme}://127.0.0.1:{running.server_port}")
    finally:
        running.shutdown()
        running.server_close()


def test_no_server_is_said() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        with pytest.raises(IndexUnavailable, match=r"no Elasticsearch answers at .*: start it"):
            open_index(f"http://127.0.0.1:{nobody.getsockname()[1]}")
