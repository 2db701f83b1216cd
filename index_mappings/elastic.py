"""The same index on Elasticsearch 9, for when one machine is not enough.

Per room one alias (`vanban-documents`) over one versioned index (`vanban-documents-<mapping>-0001`). `clear` makes the
next version, without replicas while it is filled; `commit` moves all aliases to it in one request and removes the old.
Refreshing is switched off, so that what was put is seen at `commit`, as in the embedded index. What was put is on disk
when `put` returns. Where there is a second server each index has a replica there, which answers when the first is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from elastic_transport import TlsError
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    BadRequestError,
    ConnectionTimeout,
    Elasticsearch,
    NotFoundError,
    OrjsonSerializer,
    TransportError,
    UnsupportedProductError,
)
from elasticsearch.helpers import streaming_bulk

from documents.record import DocumentRecord, TargetRecord
from index_mappings.clauses import Clause
from index_mappings.compile_elastic import compile_clause
from index_mappings.errors import IndexUnavailable, MappingMismatch, RecordsRefused
from index_mappings.index import Count, Facets, Page, TargetPage, ranked_values
from index_mappings.mapping import ROOMS, Room, load_mapping, source_of
from index_mappings.passages import passages_of
from index_mappings.query import COUNTED, Asking, Query, Sort, TargetQuery, cursor_of
from index_mappings.searching import Found, WholeRow, search_documents, search_targets

PARTS: tuple[Room, ...] = ("passages", "targets")  # rooms of what belongs to a document
PREFIX = "vanban"
KEPT = "5m"  # how long the server keeps a point in time from one page of a list to the next
TIMEOUT = 30  # seconds for one request
PATIENCE = 15  # seconds for the shards of a server that has just started
TRIES = 4  # for a record that the server was too busy for, waiting 0.5 s, 1 s, 2 s, 4 s between
MOST_SENT = 20_000_000  # bytes of one request
REFUSED = (400, 413)  # the record itself is at fault; every other status is the server's
Listed = TypeVar("Listed", Page, TargetPage)
_VERSION = re.compile(r"-([0-9a-f]{12})-(\d{4,})$")


class ElasticIndex:
    """Documents and targets on a server; made when missing. Raises IndexUnavailable and MappingMismatch on opening."""

    def __init__(self, address: str, *, api_key: str | None = None, rebuild: bool = False) -> None:
        url = urlsplit(address)
        self.address = f"{url.scheme}://{url.netloc}"
        self.prefix = url.path.strip("/") or PREFIX
        self._mappings = {room: load_mapping(room) for room in ROOMS}
        self._client = Elasticsearch(
            self.address,
            api_key=api_key,
            request_timeout=TIMEOUT,
            max_retries=3,
            retry_on_timeout=True,
            serializer=OrjsonSerializer(),
        )
        self._next: dict[Room, str] = {}  # the indices being built since `clear`
        with self._understood():
            self._check_server()
            if rebuild:
                self.clear()
            else:
                self._open()

    # ------------------------------------------------------------ writing

    def put(self, documents: Iterable[DocumentRecord], targets: Iterable[TargetRecord] = ()) -> None:
        """Adds or replaces documents by id; their former targets give way to those among `targets`."""
        latest, goals = {d.id: d for d in documents}, {t.id: t for t in targets}
        with self._understood():
            # documents first: after a crash the index knows which of them may have parts that are to give way
            known = self._known(latest) | {t.document for t in goals.values()} - set(latest)
            for room in PARTS:
                self._delete_parts(room, known)
            refused = self._bulk("documents", ((d.id, d.id, source_of(d)) for d in latest.values()))
            passages = (p for d in latest.values() if d.id not in refused for p in passages_of(d.id, d.text))
            kept = (t for t in goals.values() if t.document not in refused)
            refused |= self._bulk("passages", ((p["id"], p["document"], p) for p in passages))
            refused |= self._bulk("targets", ((t.id, t.document, source_of(t)) for t in kept))
        if refused:
            raise RecordsRefused(refused)

    def delete(self, ids: Iterable[str]) -> None:
        """Removes documents by id, with their targets."""
        ids = list(ids)
        with self._understood():
            for room in PARTS:
                self._delete_parts(room, set(ids))
            self._bulk("documents", ((document_id, document_id, None) for document_id in ids))

    def clear(self) -> None:
        """Begins the next version of all indices; what is current stays so until `commit`."""
        with self._understood():
            for room in ROOMS:
                numbers = [int(found[2]) for name in self._versions(room) if (found := _VERSION.search(name))]
                self._next[room] = self._create(room, max(numbers, default=0) + 1, replicas="false")

    def commit(self) -> None:
        """Makes what was put visible; after `clear`, in place of all that was there."""
        with self._understood():
            for room in ROOMS:
                self._client.indices.refresh(index=self._name(room))
            if self._next:
                self._make_current()

    def close(self) -> None:
        """Closes the connections; versions begun and not committed are removed."""
        if self._next:
            with self._understood():
                self._client.indices.delete(index=list(self._next.values()), ignore_unavailable=True)
        self._next = {}
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _bulk(self, room: Room, records: Iterable[tuple[str, str, dict[str, Any] | None]]) -> dict[str, str]:
        """Puts records, given as (id, document, source; None to delete); the documents refused, with the reason.

        What a busy server turns away is sent again after 0.5, 1, 2 and 4 seconds. Raises IndexUnavailable when it
        still does not take it, or takes nothing: a full disk, a block.
        """
        document_of: dict[str, str] = {}

        def actions() -> Iterator[dict[str, Any]]:
            for record_id, document, source in records:
                document_of[record_id] = document
                yield {"_id": record_id, "_source": source} if source else {"_op_type": "delete", "_id": record_id}

        refused: dict[str, str] = {}
        for ok, answer in streaming_bulk(
            self._client,
            actions(),
            index=self._name(room),
            chunk_size=200,
            max_chunk_bytes=MOST_SENT,
            max_retries=TRIES,
            initial_backoff=0.5,
            raise_on_error=False,
        ):
            ((action, result),) = answer.items()
            if ok or (action == "delete" and result["status"] == 404):
                continue
            error = result.get("error") or {}
            reason = f"{error.get('type')}: {error.get('reason')}" if isinstance(error, dict) else str(error)
            if result["status"] not in REFUSED:
                raise IndexUnavailable(f"{self.address} did not take {result['_id']} ({reason}): {_remedy(reason)}")
            refused[document_of[result["_id"]]] = reason
        return refused

    def _known(self, ids: Collection[str]) -> set[str]:
        """Which documents are in the index, those not refreshed yet too."""
        if not ids:
            return set()
        found = self._client.mget(index=self._name("documents"), ids=list(ids), source=False)["docs"]
        return {each["_id"] for each in found if each["found"]}

    def _delete_parts(self, room: Room, documents: set[str]) -> None:
        """Former targets or passages go; those not refreshed yet would escape, so they are refreshed first."""
        if documents:
            name = self._name(room)
            self._client.indices.refresh(index=name)
            self._client.delete_by_query(
                index=name, query={"terms": {"document": sorted(documents)}}, conflicts="proceed", refresh=True
            )

    # ------------------------------------------------------------ reading

    def search(self, query: Query) -> Page:
        """One page of the documents a query finds."""
        with self._understood():
            return self._listed(search_documents, query, ("documents", "passages"))

    def search_targets(self, query: TargetQuery) -> TargetPage:
        """One page of the targets a query finds."""
        with self._understood():
            return self._listed(search_targets, query, ("targets",))

    def count(self) -> Count:
        """How many documents and targets were committed."""
        with self._understood():
            documents, targets = (self._client.count(index=self._alias(r))["count"] for r in ("documents", "targets"))
            return Count(documents, targets)

    def _listed(self, recipe: Callable[..., Listed], query: Asking, rooms: tuple[Room, ...]) -> Listed:
        """A page; of a list that is gone through, as the rooms were when it began: a point in time of each.

        The server keeps a point for some minutes; when it is gone the list goes on in new ones.
        """
        cursor = cursor_of(query)
        if cursor is None:
            return recipe(self._ask, query)
        points = dict(zip(rooms, cursor.snapshot.split(), strict=False))
        try:
            if len(points) < len(rooms):
                raise LookupError("no points yet")
            page = recipe(partial(self._ask, points=points), query, cursor.snapshot)
        except (LookupError, NotFoundError, BadRequestError):
            points = {room: self._open_point(room) for room in rooms}
            page = recipe(partial(self._ask, points=points), query, " ".join(points.values()))
        if page.next is None:
            for point in points.values():
                self._client.options(ignore_status=404).close_point_in_time(id=point)
        return page

    def _open_point(self, room: Room) -> str:
        return str(self._client.open_point_in_time(index=self._alias(room), keep_alive=KEPT)["id"])

    def _ask(
        self,
        room: Room,
        clause: Clause,
        *,
        size: int,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: bool = False,
        points: Mapping[Room, str] | None = None,
    ) -> Found:
        """Some of the records that a clause finds, in a point in time or as they are now."""
        search = partial(
            self._client.search,
            index=None if points else self._alias(room),
            pit={"id": points[room], "keep_alive": KEPT} if points else None,
            query=compile_clause(clause),
            from_=offset,
            size=size,
            sort=["_score"] if sort == "relevance" else [{sort: "desc"}],
            track_total_hits=room != "passages",
            allow_partial_search_results=False,  # an answer with a shard missing would be a wrong one
            aggs=COUNTED if facets else None,
        )
        try:
            answer = search().body
        except NotFoundError:
            if points:
                raise
            answer = search().body  # the index gave way to its next version between the alias and the search
        hits = answer["hits"]
        rows = [WholeRow(hit["_source"], hit["_score"] or 0.0) for hit in hits["hits"]]
        total = int(hits["total"]["value"]) if "total" in hits else len(rows)
        return Found(rows, total, _facets(answer["aggregations"]) if facets else {})

    # ------------------------------------------------------------ indices and aliases

    def _alias(self, room: Room) -> str:
        return f"{self.prefix}-{room}"

    def _name(self, room: Room) -> str:
        return self._next.get(room) or self._alias(room)

    def _versions(self, room: Room) -> list[str]:
        return sorted(self._client.indices.get(index=f"{self._alias(room)}-*", features="aliases"))

    def _check_server(self) -> None:
        version = self._client.info()["version"]["number"]
        if int(version.split(".")[0]) < 9:
            raise IndexUnavailable(f"{self.address} is Elasticsearch {version}: version 9 is needed")

    def _open(self) -> None:
        """Makes what is missing; refuses an index of other mappings."""
        for room in ROOMS:
            alias = self._alias(room)
            if not self._client.indices.exists_alias(name=alias):
                if self._client.indices.exists(index=alias):
                    raise MappingMismatch(f"{alias} on {self.address} is an index, not an alias: rename or remove it")
                self._client.indices.put_alias(index=self._create(room, 1), name=alias)
            (name,) = self._client.indices.get_alias(name=alias)
            found = _VERSION.search(name)
            if not found or found[1] != self._mappings[room].fingerprint:
                raise MappingMismatch(f"{name} on {self.address} was built with other mappings: run `vanban reindex`")
        self._wait_until_readable()

    def _wait_until_readable(self) -> None:
        """A server that has just started answers before its shards do; yellow, a replica missing, is good enough."""
        names = [self._alias(room) for room in ROOMS]
        health = self._client.options(ignore_status=408).cluster.health(
            index=names, wait_for_status="yellow", timeout=f"{PATIENCE}s"
        )
        if health["status"] == "red":
            missing = f"{health['unassigned_primary_shards']} shards of {self.prefix}-* on {self.address}"
            raise IndexUnavailable(
                f"{missing} do not start: see its log and disk; `vanban reindex` makes lost ones anew"
            )

    def _create(self, room: Room, number: int, replicas: str = "0-1") -> str:
        mapping = self._mappings[room]
        name = f"{self._alias(room)}-{mapping.fingerprint}-{number:04}"
        self._client.indices.delete(index=name, ignore_unavailable=True)  # left by a process that died before its alias
        self._client.indices.create(
            index=name,
            settings=mapping.body["settings"] | {"number_of_replicas": 0, "auto_expand_replicas": replicas},
            mappings=mapping.body["mappings"],
            wait_for_active_shards=1,
        )
        return name

    def _make_current(self) -> None:
        """Moves all aliases at once, then removes every other version."""
        actions: list[dict[str, Any]] = []
        for room, name in self._next.items():
            self._client.indices.put_settings(index=name, settings={"index.auto_expand_replicas": "0-1"})
            actions.append(
                {"remove": {"index": f"{self._alias(room)}-*", "alias": self._alias(room), "must_exist": False}}
            )
            actions.append({"add": {"index": name, "alias": self._alias(room)}})
        self._client.indices.update_aliases(actions=actions)
        for room, name in self._next.items():
            if old := [other for other in self._versions(room) if other != name]:
                self._client.indices.delete(index=old)
        self._next = {}

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Turns what the client raises into our errors, each with what to do."""
        try:
            yield
        except UnsupportedProductError as error:
            raise IndexUnavailable(f"{self.address} is not Elasticsearch: give the address of a 9.x server") from error
        except (AuthenticationException, AuthorizationException) as error:
            if "cluster_block_exception" in str(error):
                raise IndexUnavailable(f"{self.address} is read-only now ({error}): {_remedy(str(error))}") from error
            raise IndexUnavailable(
                f"{self.address} refuses us: give an API key that may manage {self.prefix}-*"
            ) from error
        except NotFoundError as error:
            raise IndexUnavailable(f"{self.address}: {error}; an index was removed, run `vanban reindex`") from error
        except ApiError as error:
            raise IndexUnavailable(f"{self.address} answered {error}: {_remedy(str(error))}") from error
        except ConnectionTimeout as error:
            raise IndexUnavailable(
                f"{self.address} did not answer within {TIMEOUT} s: look at its load, then repeat"
            ) from error
        except TlsError as error:
            raise IndexUnavailable(
                f"no trusted TLS with {self.address} ({error.message}): name the authority of its certificate in "
                "SSL_CERT_FILE, or correct the address"
            ) from error
        except TransportError as error:
            raise IndexUnavailable(f"no Elasticsearch answers at {self.address} ({error.message}): start it") from error


# What is to be done, by a word in the server's answer; the first that occurs counts.
REMEDIES = (
    ("flood-stage", "its disk is full: free some, it then lifts the block by itself"),
    ("disk usage", "its disk is full: free some, it then lifts the block by itself"),
    ("block", "its index is read-only: lift the block (index.blocks.*)"),
    ("search_phase_execution", "a shard does not answer: wait until its health is yellow or green"),
    ("no_shard_available", "a shard does not answer: wait until its health is yellow or green"),
    ("rejected_execution", "it is overloaded: put the batch again later"),
    ("circuit_breaking", "it is short of memory: put the batch again later, or give it more"),
)


def _remedy(answer: str) -> str:
    return next((remedy for word, remedy in REMEDIES if word in answer), "see its log, then put the batch again")


def _facets(aggregations: dict[str, Any]) -> Facets:
    return {
        name: ranked_values((bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"])
        for name, answer in aggregations.items()
    }
