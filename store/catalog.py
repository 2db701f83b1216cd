"""The catalog: one SQL database and how to read and write it safely.

SQLite in WAL mode by default, PostgreSQL by address; both keep the same rules: a reader sees one state, writers queue
up, text sorts by its bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, inspect, text
from sqlalchemy.dialects import postgresql, sqlite

from .databases import hold_right, prepare_postgresql, prepare_sqlite
from .errors import CatalogNotReady, CatalogTooNew

NEWEST = "0007"  # the newest migration in store/migrations/versions


class Catalog:
    """An open catalog: `read()` and `write()` give a connection inside one transaction."""

    def __init__(self, engine: Engine):
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the catalog."""
        with self.engine.connect().execution_options(read_only=True) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection whose changes are all kept at the end, or none of them."""
        with self.engine.begin() as connection:
            yield connection

    def hold(self, right: int, busy: Callable[[], str]) -> AbstractContextManager[None]:
        """Hold a right of `databases` against other machines; a folder's own lock does it where the catalog is a file.

        StoreBusy, with the words that `busy` gives, when another has it.
        """
        return hold_right(self.engine, right, busy) if self.engine.dialect.name == "postgresql" else nullcontext()

    def close(self) -> None:
        """Give up the connections."""
        self.engine.dispose()


def open_catalog(url: str, read_only: bool = False) -> Catalog:
    """The catalog at an SQLAlchemy address, made or brought up to the newest migration first.

    `read_only`: the database itself refuses every change; CatalogNotReady where a writer must come first.
    """
    if read_only:
        return _open_to_read(url)
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, json_serializer=lambda value: json.dumps(value, ensure_ascii=False))
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    else:
        prepare_postgresql(engine)
    _migrate(engine)
    return Catalog(engine)


def _open_to_read(url: str) -> Catalog:
    path = url.removeprefix("sqlite:///")
    if path == url:
        engine = create_engine(url)
        prepare_postgresql(engine, read_only=True)
    elif not Path(path).exists():
        raise CatalogNotReady(f"there is no catalog at {path} yet")
    else:
        engine = create_engine(f"sqlite:///file:{quote(path)}?mode=ro&uri=true")
        prepare_sqlite(engine, read_only=True)
    version = _version_of(engine)
    if version is not None and version > NEWEST:
        raise CatalogTooNew(f"the catalog is at version {version}, this program knows {NEWEST}")
    if version != NEWEST:
        raise CatalogNotReady(f"the catalog is at version {version}, this program reads {NEWEST}")
    return Catalog(engine)


def upsert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows, or replace those with the same primary key."""
    rows = list(rows)
    if rows:
        connection.execute(_compiled_upsert(connection.dialect, table, tuple(rows[0])), rows)


@lru_cache(100)
def _compiled_upsert(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> Any:
    """The statement as this database reads it; SQLAlchemy keeps no ON CONFLICT and would compile each one anew."""
    insert = (sqlite if dialect.name == "sqlite" else postgresql).insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in columns if name not in keys}
    statement = (
        insert.on_conflict_do_update(index_elements=keys, set_=changed) if changed else insert.on_conflict_do_nothing()
    )
    return statement.compile(dialect=dialect, column_keys=list(columns))


def _version_of(engine: Engine) -> str | None:
    """The migration a catalog is at; None for an empty one."""
    with engine.connect().execution_options(read_only=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    version = _version_of(engine)
    if version == NEWEST:
        return
    if version is not None and version > NEWEST:
        raise CatalogTooNew(f"the catalog is at version {version}, this program knows {NEWEST}")
    from alembic import command
    from alembic.config import Config

    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
