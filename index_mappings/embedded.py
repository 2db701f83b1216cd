"""The default index: tantivy, in this process, in one folder.

    FOLDER/current            the name of the generation in use, and the fingerprint of its mappings
    FOLDER/g0001/documents    a tantivy index each: records, and pieces of the documents' texts
    FOLDER/g0001/targets
    FOLDER/g0001/passages

A commit is atomic per tantivy index (tried with SIGKILL at random moments); they are committed one after the other,
and putting a batch again heals what lies between. `clear` starts a new generation, which `commit` makes current with
one rename, so readers never see half a rebuild. One process writes at a time (tantivy's own lock, released by the
system when the process dies); readers look for a new commit at each search.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import tantivy

from documents.record import DocumentRecord, TargetRecord
from index_mappings.compile_tantivy import build_schema, document_of
from index_mappings.errors import IndexLocked, IndexUnavailable, MappingMismatch
from index_mappings.index import Count, Page, TargetPage
from index_mappings.mapping import ROOMS, Mapping, Room, load_mapping, source_of
from index_mappings.passages import passages_of
from index_mappings.query import Asking, Query, TargetQuery, cursor_of
from index_mappings.searching import search_documents, search_targets
from index_mappings.snapshots import Snapshot

WRITER_MEMORY = 96_000_000  # bytes held before a segment is written
WRITER_THREADS = 2
MOST_HELD = 8  # states kept open for lists that go on
DROPPED_BY: dict[Room, tuple[str, ...]] = {
    "documents": ("id",),
    "targets": ("id", "document"),
    "passages": ("document",),
}
LAYOUT = "2"  # of the rooms beside what their mappings say; another one is built anew
_GENERATION = re.compile(r"g(\d{4,})")


@dataclass(frozen=True)
class _Open:
    """One tantivy index of a generation."""

    path: Path
    index: tantivy.Index

    def state(self) -> tuple[int, int] | None:
        """What differs from commit to commit, whoever made it; None when a rebuild has just taken its place."""
        try:
            stat = (self.path / "meta.json").stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_ino


class EmbeddedIndex:
    """Documents and targets in a folder; made when missing. Raises IndexUnavailable and MappingMismatch on opening."""

    def __init__(self, folder: Path, *, rebuild: bool = False) -> None:
        self.folder = folder
        self._mappings: dict[Room, Mapping] = {room: load_mapping(room) for room in ROOMS}
        self._fingerprint = "-".join([LAYOUT, *(self._mappings[room].fingerprint for room in ROOMS)])
        self._generation: str | None = None
        self._rooms: dict[Room, _Open] = {}
        self._pointer: tuple[bytes, str | None] = (b"", None)  # `current` as last read, and the generation it names
        self._states: list[tuple[int, int] | None] = []  # of the rooms, when the snapshot was taken
        self._snapshot = Snapshot()
        self._held: dict[str, Snapshot] = {}  # in which lists were begun that may go on
        self._next: str | None = None  # the generation being built since `clear`
        self._writers: dict[Room, tantivy.IndexWriter] = {}
        self._writing: dict[Room, _Open] = {}
        self._put: set[int] = set()  # what rows put since the last commit can be found by, as hashes
        self._locked: int | None = None
        if rebuild:
            self.clear()
        else:
            self._refresh()

    # ------------------------------------------------------------ writing

    def put(self, documents: Iterable[DocumentRecord], targets: Iterable[TargetRecord] = ()) -> None:
        """Adds or replaces documents by id; their former targets give way to those among `targets`."""
        latest, goals = {d.id: d for d in documents}, {t.id: t for t in targets}
        self._drop("targets", "document", {*latest, *(t.document for t in goals.values())})
        self._drop("targets", "id", goals)
        self._drop("documents", "id", latest)
        self._drop("passages", "document", latest)
        for goal in goals.values():
            self._add("targets", source_of(goal))
        for document in latest.values():
            self._add("documents", source_of(document))
            for passage in passages_of(document.id, document.text):
                self._add("passages", passage)

    def delete(self, ids: Iterable[str]) -> None:
        """Removes documents by id, with their targets."""
        ids = list(ids)
        self._drop("documents", "id", ids)
        self._drop("targets", "document", ids)
        self._drop("passages", "document", ids)

    def _add(self, room: Room, source: dict[str, Any]) -> None:
        schema = self._writing[room].index.schema
        self._writers[room].add_document(document_of(source, self._mappings[room], schema))
        self._put.update(hash((room, field, source[field])) for field in DROPPED_BY[room])

    def _drop(self, room: Room, field: str, values: Iterable[str]) -> None:
        """Former rows with these values go; to see that there are none costs a hundredth of a delete."""
        writer = self._open_writers()[room]
        committed = None if self._next else self._latest().searchers.get(room)
        for value in values:
            if hash((room, field, value)) in self._put or (committed and committed.doc_freq(field, value)):
                writer.delete_documents_by_term(field, value)

    def clear(self) -> None:
        """Begins a new generation; what is current stays so until `commit`."""
        self._lock()
        self._drop_writers()
        names = [int(m[1]) for p in self.folder.iterdir() if (m := _GENERATION.fullmatch(p.name))]
        self._next = f"g{max(names, default=0) + 1:04}"
        self._open_writers()

    def commit(self) -> None:
        """Makes what was put durable and visible; after `clear`, in place of all that was there."""
        if not self._writers:
            return
        try:
            for room in reversed(ROOMS):  # documents last: one that is seen has its targets and passages
                self._writers[room].commit()
        except (OSError, ValueError) as error:
            self._drop_writers()
            raise IndexUnavailable(f"cannot write into {self.folder}: {error}; free its disk, put it again") from error
        self._put.clear()
        if self._next:
            self._make_current(self._next)
            self._next = None
        self._refresh()

    def close(self) -> None:
        """Finishes merges and lets the lock go; what was not committed is lost."""
        for writer in self._writers.values():
            writer.rollback()
            writer.wait_merging_threads()
        self._drop_writers()
        self._held.clear()
        if self._next:
            shutil.rmtree(self.folder / self._next, ignore_errors=True)
        self._next = None
        if self._locked is not None:
            os.close(self._locked)
            self._locked = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open_writers(self) -> dict[Room, tantivy.IndexWriter]:
        if not self._writers:
            self._lock()
            if not self._next:
                self._refresh()  # another writer may have rebuilt it since it was opened
            name = self._next or self._generation
            if name is None:
                name = self._next = "g0001"
            rooms = self._open_rooms(name, make=True) if name != self._generation else self._rooms
            try:
                self._writers = {room: rooms[room].index.writer(WRITER_MEMORY, WRITER_THREADS) for room in ROOMS}
            except ValueError as error:
                raise IndexUnavailable(f"cannot write into {self.folder / name}: {error}") from error
            self._writing = rooms
        return self._writers

    def _drop_writers(self) -> None:
        self._writers, self._writing = {}, {}
        self._put.clear()

    def _lock(self) -> None:
        """Becomes the one writer of the folder, until `close`."""
        if self._locked is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            locked = os.open(self.folder / "lock", os.O_CREAT | os.O_RDWR)
        except OSError as error:
            raise IndexUnavailable(f"cannot write into the index folder {self.folder}: {error}") from error
        try:
            fcntl.flock(locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(locked)
            message = f"another process is writing into {self.folder}: wait until it ends, or end it"
            raise IndexLocked(message) from error
        self._locked = locked

    def _make_current(self, name: str) -> None:
        written = self.folder / "current.new"
        with written.open("w", encoding="utf-8") as file:
            json.dump({"generation": name, "mappings": self._fingerprint}, file)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self.folder / "current")
        for path in self.folder.iterdir():
            if _GENERATION.fullmatch(path.name) and path.name != name:
                shutil.rmtree(path, ignore_errors=True)

    # ------------------------------------------------------------ reading

    def search(self, query: Query) -> Page:
        """One page of the documents a query finds."""
        snapshot = self._snapshot_for(query)
        return search_documents(snapshot.ask, query, snapshot.name)

    def search_targets(self, query: TargetQuery) -> TargetPage:
        """One page of the targets a query finds."""
        snapshot = self._snapshot_for(query)
        return search_targets(snapshot.ask, query, snapshot.name)

    def count(self) -> Count:
        """How many documents and targets were committed."""
        return self._latest().count()

    def _snapshot_for(self, query: Asking) -> Snapshot:
        """The latest state, or the one in which a list was begun while it is among the last that were."""
        cursor = cursor_of(query)
        if cursor is None:
            return self._latest()
        held = self._held.pop(cursor.snapshot, None) or self._latest()
        self._held[held.name] = held
        for name in list(self._held)[:-MOST_HELD]:
            self._held.pop(name, None)
        return held

    def _latest(self) -> Snapshot:
        """What was committed last, by whichever process."""
        self._refresh()
        states = [room.state() for room in self._rooms.values()]
        if states != self._states and None not in states:
            for room in self._rooms.values():
                room.index.reload()
            searchers = {name: room.index.searcher() for name, room in self._rooms.items()}
            schemas = {name: room.index.schema for name, room in self._rooms.items()}
            self._snapshot = Snapshot(f"{self._generation}.{hash(tuple(states)):x}", searchers, schemas)
            self._states = states
        return self._snapshot

    def _refresh(self) -> None:
        """Opens the generation that `current` names, if another one is open."""
        name = self._current()
        while name != self._generation and name is not None:
            try:
                self._rooms, self._generation, self._states = self._open_rooms(name, make=False), name, []
            except IndexUnavailable:
                if (now := self._current()) == name:
                    raise
                name = now  # a rebuild took its place while it was being opened

    def _current(self) -> str | None:
        """The generation in use; None in a folder that holds no index yet."""
        try:
            written = (self.folder / "current").read_bytes()
        except FileNotFoundError:
            return self._generation
        except OSError as error:
            raise IndexUnavailable(f"cannot read the index in {self.folder}: {error}; `vanban reindex`") from error
        if written != self._pointer[0]:
            try:
                current = json.loads(written)
            except ValueError as error:
                raise IndexUnavailable(f"cannot read the index in {self.folder}: {error}; `vanban reindex`") from error
            if current["mappings"] != self._fingerprint:
                raise MappingMismatch(f"the index in {self.folder} was built with other mappings: run `vanban reindex`")
            self._pointer = (written, str(current["generation"]))
        return self._pointer[1]

    def _open_rooms(self, name: str, *, make: bool) -> dict[Room, _Open]:
        rooms: dict[Room, _Open] = {}
        try:
            for room in ROOMS:
                path = self.folder / name / room
                if make:
                    path.mkdir(parents=True, exist_ok=True)
                elif not (path / "meta.json").exists():
                    raise OSError(f"{path} holds no index")
                rooms[room] = _Open(path, tantivy.Index(build_schema(self._mappings[room]), str(path)))
        except (OSError, ValueError) as error:
            raise IndexUnavailable(
                f"cannot open the index in {self.folder / name}: {error}; if it is damaged run `vanban reindex`"
            ) from error
        return rooms
