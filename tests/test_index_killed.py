"""The writer of an embedded index killed at random instants: what it acknowledged is there, readers never notice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from index_shelf import document, target

from documents.record import DocumentRecord, TargetRecord
from index_mappings import Index, Query, TargetQuery, open_index

FORK = multiprocessing.get_context("fork")
KILLS = 16
KEPT = 24  # documents, put again and again in new versions
State = dict[str, int]  # from the id of a document to its version


def batch(number: int) -> tuple[list[DocumentRecord], list[TargetRecord], list[str]]:
    """What the writer does at a time: documents in a new version, one to three targets of each, and a delete."""
    ids = [f"d{(5 * number + i) % KEPT}" for i in range(5)]
    documents = [document(id=name, title=f"bản {number}", text=f"Kế hoạch bản {number}") for name in ids]
    targets = [
        target(id=f"{name}#{i}", document=name, indicator="kinh tế số", value=float(number))
        for name in ids
        for i in range(1 + number % 3)
    ]
    return documents, targets, [f"d{7 * number % KEPT}"] if number % 2 else []


def after(last: int) -> State:
    """What is there after all batches up to the last."""
    state: State = {}
    for number in range(last + 1):
        documents, _, gone = batch(number)
        state |= {each.id: number for each in documents}
        for name in gone:
            state.pop(name, None)
    return state


def write(place: str, first: int, acknowledge: Connection) -> None:
    """Batch after batch, each acknowledged when it is committed, until killed."""
    with open_index(place) as index:
        for number in range(first, 10_000):
            documents, targets, gone = batch(number)
            index.put(documents, targets)
            index.delete(gone)
            index.commit()
            acknowledge.send(number)


def documents_in(index: Index) -> State:
    return {hit.id: int(str(hit.title).split()[-1]) for hit in index.search(Query(size=100)).hits}


def passages_in(index: Index) -> State:
    """By the marked piece of each document's passage."""
    pieces = {hit.id: hit.highlights for hit in index.search(Query(text="kế hoạch", size=100)).hits}
    return {name: int(shown[0].split()[-1]) for name, shown in pieces.items() if shown}


def targets_in(index: Index) -> State:
    """The versions of documents by their targets; each has all of that version, and none of another."""
    found: dict[str, list[int]] = {}
    for page in range(1, 3):
        for hit in index.search_targets(TargetQuery(size=100, page=page)).hits:
            found.setdefault(hit.target.document, []).append(int(hit.target.value or 0))
    for versions in found.values():
        assert versions == [versions[0]] * (1 + versions[0] % 3)
    return {name: versions[0] for name, versions in found.items()}


def kill(place: str, first: int, acknowledged: int, share: float, reader: Index) -> int:
    """Writes from batch `first` on; kills the writer within a batch, some acknowledged; the last that was.

    `share` says how far into the time that a batch takes. Meanwhile the reader is asked, and must answer.
    """
    hears, says = FORK.Pipe(duplex=False)
    writer = FORK.Process(target=write, args=(place, first, says))
    begun = time.monotonic()
    writer.start()
    says.close()
    last = first - 1
    for _ in range(acknowledged):
        while not hears.poll():
            assert reader.count().documents > 0
        last = hears.recv()
    time.sleep(share * (time.monotonic() - begun) / max(acknowledged, 0.1))
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    with suppress(EOFError):
        while hears.poll():
            last = hears.recv()
    return last


def test_nothing_acknowledged_is_lost_and_putting_again_heals(tmp_path: Path) -> None:
    chance, place, last = random.Random(6), str(tmp_path / "index"), 0
    with open_index(place) as index:
        index.put(*batch(0)[:2])
        index.commit()
    with open_index(place) as reader:
        for turn in range(KILLS):
            last = kill(place, last + 1, turn % 3, chance.random(), reader)
            either = (after(last), after(last + 1))  # the batch it was at may be there and not yet acknowledged
            assert targets_in(reader) in either
            assert documents_in(reader) in either
            assert all(version in {state.get(n) for state in either} for n, version in passages_in(reader).items())
        with open_index(place) as writer:  # the batch that nobody acknowledged is put again
            documents, targets, gone = batch(last + 1)
            writer.put(documents, targets)
            writer.delete(gone)
            writer.commit()
        assert documents_in(reader) == targets_in(reader) == passages_in(reader) == after(last + 1)
        assert last >= KILLS // 3 * 3 - 3


def test_an_index_put_again_and_again_does_not_grow(tmp_path: Path) -> None:
    documents = [document(id=f"d{n}", text=f"Kế hoạch phát triển số {n} " * 100) for n in range(20)]
    sizes = []
    for _ in range(14):
        with open_index(str(tmp_path)) as index:
            index.put(documents)
            index.commit()
        sizes.append(sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()))
    assert max(sizes[7:]) < 2.5 * sizes[0]
