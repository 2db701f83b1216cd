"""The catalog on a real PostgreSQL: the same rules, the same graph and the same answers as on SQLite."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from made_world import make_world
from made_world_captures import REAL, capture_world, keep_captures
from postgresql_server import new_database
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError
from web_server import DEMO, VANBAN

from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.work import open_work
from store import CatalogNotReady, CatalogUnusable, StoreBusy, open_store
from store.schema import marks, metadata

HOLD = """
import sys
from pathlib import Path
from store import open_store
with open_store(Path(sys.argv[1]), sys.argv[2]).only_writer():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def catalog(postgresql_address: str) -> str:
    return new_database(postgresql_address)


def test_the_tables_are_those_of_the_schema(catalog: str, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_store(tmp_path, catalog).catalog.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_reader_changes_nothing_and_waits_for_a_writer_to_have_been(catalog: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogNotReady):
        open_store(tmp_path, catalog, read_only=True)
    writer = open_store(tmp_path, catalog)
    reader = open_store(tmp_path, catalog, read_only=True)
    for store, way in ((reader, "write"), (reader, "read"), (writer, "read")):
        with pytest.raises(DBAPIError, match="read-only"), getattr(store.catalog, way)() as connection:
            connection.execute(insert(marks).values(name="x", value=1))


def test_a_reader_sees_one_state(catalog: str, tmp_path: Path) -> None:
    store = open_store(tmp_path, catalog)
    with store.catalog.read() as reading:
        assert reading.execute(select(marks)).all() == []
        with store.catalog.write() as writing:
            writing.execute(insert(marks).values(name="x", value=1))
        assert reading.execute(select(marks)).all() == []
    with store.catalog.read() as reading:
        assert reading.execute(select(marks)).all() == [("x", 1)]


def test_writers_queue_up(catalog: str, tmp_path: Path) -> None:
    """Many that read a value and write it back plus one: none is lost."""
    stores = [open_store(tmp_path, catalog) for _ in range(4)]
    with stores[0].catalog.write() as connection:
        connection.execute(insert(marks).values(name="count", value=0))

    def count(store) -> None:
        for _ in range(10):
            with store.catalog.write() as connection:
                value = connection.execute(select(marks.c.value)).scalar_one()
                connection.execute(marks.update().values(value=value + 1))

    threads = [threading.Thread(target=count, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].catalog.read() as connection:
        assert connection.execute(select(marks.c.value)).scalar_one() == 40


def test_one_processes_at_a_time_on_whichever_machine(catalog: str, tmp_path: Path) -> None:
    """Another folder stands for another machine; a kill gives the right back."""
    here, there = open_store(tmp_path / "here", catalog), tmp_path / "there"
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(there), catalog], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert held.stdout and held.stdout.readline() == "held\n"
    with pytest.raises(StoreBusy, match="another machine"), here.only_writer():
        pass
    held.kill()
    held.communicate()
    for _ in range(100):  # the server notices the broken connection a moment later
        try:
            with here.only_writer():
                return
        except StoreBusy:
            time.sleep(0.05)
    pytest.fail("the right to process was not given back")


def test_a_database_that_sorts_otherwise_is_refused(postgresql_address: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogUnusable, match="ICU"):
        open_store(tmp_path, new_database(postgresql_address, "locale_provider icu icu_locale 'vi-VN'"))


def test_the_same_graph(catalog: str, tmp_path: Path) -> None:
    captured = capture_world(make_world(120), REAL)

    def link(home: Path, **settings: str) -> dict[str, list[str]]:
        work = open_work(load_settings({"VANBAN_HOME": str(home), "VANBAN_WORKERS": "1", **settings}))
        keep_captures(work, captured, tagged=True)
        link_documents(work)
        with work.store.catalog.read() as connection:
            tables = [table for table in metadata.tables.values() if table.name != "runs"]  # they tell the time
            return {table.name: sorted(map(repr, connection.execute(select(table)).all())) for table in tables}

    ours, theirs = link(tmp_path / "one"), link(tmp_path / "two", VANBAN_CATALOG=catalog)
    assert sum(map(len, ours.values())) > 1000
    assert [name for name in ours if ours[name] != theirs[name]] == []


FILES = [path for folder in ("pages", "files") for path in sorted((DEMO / folder).glob("tg-*nq-tu.*"))]
FILES += sorted((DEMO / "files").glob("tg-*kh-*.*"))
LOCAL = ("fetched", "checked", "file")
QUESTIONS = (
    "search chuyen doi so --facets",
    "implements 08-NQ/TU",
    "targets kinh tế số",
    "targets --along 08-NQ/TU",
    "gaps 08-NQ/TU",
)


def test_the_whole_way_gives_the_same_answers(catalog: str, tmp_path: Path) -> None:
    def answers(home: Path, **settings: str) -> dict[str, list[object]]:
        environment = {**os.environ, "VANBAN_HOME": str(home), "VANBAN_WORKERS": "1", **settings}

        def run(*words: str) -> str:
            done = subprocess.run(
                [VANBAN, *words], env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            assert done.returncode in (0, 3), done.stderr
            return done.stdout

        run("ingest", *map(str, FILES))
        run("process")
        told = {question: run(*question.split(), "--json").splitlines() for question in QUESTIONS}
        return {question: [without_places(json.loads(line)) for line in lines] for question, lines in told.items()}

    ours, theirs = answers(tmp_path / "one"), answers(tmp_path / "two", VANBAN_CATALOG=catalog)
    assert [question for question in QUESTIONS if not ours[question]] == []
    for question in QUESTIONS:
        assert ours[question] == theirs[question], question


def without_places(value: object) -> object:
    """An answer without when its files were taken in, and below which folder they lie."""
    if isinstance(value, dict):
        return {name: without_places(part) for name, part in value.items() if name not in LOCAL}
    return [without_places(part) for part in value] if isinstance(value, list) else value
