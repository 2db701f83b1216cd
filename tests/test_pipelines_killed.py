"""Killed at any instant and run again, everything is as after an undisturbed run.

The run is forked off this process, counts its own transactions and index commits, and kills itself with SIGKILL before
the one it is told; the instants are spread evenly over all of them, so every stage is hit.
"""

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path

import pytest
from sqlalchemy import event, select

from documents.record import to_json
from index_mappings import Query, TargetQuery
from nlp.language import load_language
from pipelines import batches, index, link
from pipelines.ingest import ingest_paths
from pipelines.settings import load_settings
from pipelines.stages import process
from pipelines.work import open_work
from store import tree
from store.schema import metadata

INSTANTS = 24
FORK = multiprocessing.get_context("fork")
TIMES = {"fetched", "checked", "first", "last", "next_try"}

PLAN = """ỦY BAN NHÂN DÂN
TỈNH {place}
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: {number}/KH-UBND
{city}, ngày {day:02d} tháng 5 năm 2022

KẾ HOẠCH
Phát triển kinh tế số trên địa bàn tỉnh năm {year}

Thực hiện Kế hoạch số {cited}/KH-UBND ngày {cited_day:02d} tháng 5 năm 2022 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân \
tỉnh ban hành Kế hoạch như sau:
Đến năm 2025, kinh tế số chiếm {share}% GRDP.
"""


def write_input(folder: Path) -> None:
    folder.mkdir()
    for i in range(10):
        place, city = (("VĨNH LONG", "Vĩnh Long"), ("TÂY NINH", "Tây Ninh"))[i % 2]
        fields = {
            "number": 100 + i,
            "day": 1 + i,
            "cited": 98 + i,
            "cited_day": i - 1 if i > 1 else 20,
            "share": 10 + i,
        }
        text = PLAN.format(place=place, city=city, year=2023 + i % 3, **fields)
        (folder / f"plan-{i}.txt").write_text(text, encoding="utf-8")
    (folder / "copy.html").write_text(f"<html><body><pre>{text}</pre></body></html>", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken off")


def run(home: Path, job: str, source: Path, kill_before: int | None, count: Callable[[int], None]) -> None:
    """In the fork: do the job with small batches, and die before the given event."""
    forkserver._forkserver._forkserver_pid = None  # one that an earlier test started is not this process's child
    link.BATCH = index.BATCH = batches.BATCH = 3
    work = open_work(load_settings({"VANBAN_HOME": str(home), "VANBAN_WORKERS": "1"}))
    seen = 0

    def happened(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_before:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("begin", "commit"):
        event.listen(work.store.catalog.engine, name, happened)
    opened = index.open_working_index

    def open_counted(settings: object) -> object:
        working = opened(settings)
        commit = working.commit
        working.commit = lambda: (happened(), commit(), happened())
        return working

    index.open_working_index = open_counted
    if job == "ingest":
        ingest_paths(work, [source])
    else:
        process(work)
    count(seen)


def in_fork(home: Path, job: str, source: Path, kill_before: int | None = None) -> int:
    """How many events a run had, or the signal it died of."""
    reader, writer = FORK.Pipe(duplex=False)
    child = FORK.Process(target=run, args=(home, job, source, kill_before, writer.send))
    child.start()
    child.join(timeout=120)
    if child.exitcode:
        return child.exitcode
    return reader.recv()


def state_of(home: Path) -> dict[str, object]:
    """All that is known, without clock times: the catalog row by row, the originals, and some answers."""
    work = open_work(load_settings({"VANBAN_HOME": str(home)}))
    state: dict[str, object] = {}
    with work.store.catalog.read() as connection:
        for table in metadata.sorted_tables:
            if table.name == "runs":
                continue
            columns = [c for c in table.c if c.name not in TIMES and (table.name, c.name) != ("indexed", "index")]
            state[table.name] = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
        keys = ["104/KH-UBND", "103/KH-UBND"]
        state["implementers"] = tree.list_implementers(connection, work.store.originals, keys)
    with index.open_working_index(work.settings) as searcher:
        # by id and without scores: what is deleted still counts in an index's word statistics until it merges
        hits = searcher.search(Query(text="kinh te so", size=50)).hits
        state["hits"] = to_json(sorted((replace(hit, score=0.0) for hit in hits), key=lambda hit: hit.id))
        goals = searcher.search_targets(TargetQuery(text="kinh tế số", size=50)).hits
        state["goals"] = to_json(sorted((hit.target for hit in goals), key=lambda goal: goal.id))
        state["count"] = to_json(searcher.count())
    work.store.catalog.close()
    state["files"] = sorted(str(p.relative_to(home)) for p in (home / "originals").rglob("*") if p.is_file())
    return json.loads(json.dumps(state).replace(str(home), "HOME"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source") / "in"
    write_input(folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path, int, int]:
    """What an undisturbed run ends with, a home that is only ingested, and how many events each job has."""
    load_language()  # once, for all forks
    home = tmp_path_factory.mktemp("undisturbed") / "var"
    ingest_events = in_fork(home, "ingest", source)
    ingested = tmp_path_factory.mktemp("ingested") / "var"
    shutil.copytree(home, ingested)
    process_events = in_fork(home, "process", source)
    assert ingest_events > 20 and process_events > 60
    state = state_of(home)
    assert len(state["hits"]) == 10 and state["implementers"] and state["goals"]
    return state, ingested, ingest_events, process_events


@pytest.mark.parametrize("instant", range(INSTANTS))
def test_process_killed(instant: int, undisturbed, source: Path, tmp_path: Path) -> None:
    expected, ingested, _, events = undisturbed
    home = tmp_path / "var"
    shutil.copytree(ingested, home)
    kill_before = 1 + instant * (events - 1) // (INSTANTS - 1)
    assert in_fork(home, "process", source, kill_before) == -signal.SIGKILL
    assert in_fork(home, "process", source) > 0
    assert state_of(home) == expected


@pytest.mark.parametrize("instant", range(4))
def test_ingest_killed(instant: int, undisturbed, source: Path, tmp_path: Path) -> None:
    expected, _, events, _ = undisturbed
    home = tmp_path / "var"
    assert in_fork(home, "ingest", source, 1 + instant * (events - 1) // 3) == -signal.SIGKILL
    assert in_fork(home, "ingest", source) > 0
    assert in_fork(home, "process", source) > 0
    assert state_of(home) == expected


def test_a_second_run_does_nothing(undisturbed, source: Path, tmp_path: Path) -> None:
    expected, ingested, _, events = undisturbed
    home = tmp_path / "var"
    shutil.copytree(ingested, home)
    in_fork(home, "process", source)
    assert in_fork(home, "process", source) < events / 2
    assert state_of(home) == expected
