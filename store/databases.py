"""What each database needs to keep the catalog's rules; the rest of `store` asks both the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from .errors import CatalogUnusable, StoreBusy

_TO_WRITE = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "cache_size=-65536")
_TO_READ = ("query_only=ON", "busy_timeout=5000", "cache_size=-32768")

# PostgreSQL's advisory locks are told apart by a number: any will do that nobody else uses in this database.
_WRITING, PROCESSING, NIGHT = 0x76616E01, 0x76616E02, 0x76616E03
_SORTED_BY_BYTES = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})


def prepare_sqlite(engine: Engine, read_only: bool = False) -> None:
    """Every connection gets its settings; a transaction that writes begins with the right to."""

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions on its own
        for pragma in _TO_READ if read_only else _TO_WRITE:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: two writers queue up instead of failing half way when both have read first
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")


def prepare_postgresql(engine: Engine, read_only: bool = False) -> None:
    """The same rules as SQLite's: readers see one state, writers queue up; CatalogUnusable if text sorts otherwise."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not read_only and _is_writing(connection):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITING})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    with engine.connect().execution_options(read_only=True) as connection:
        # the provider has a column of its own since PostgreSQL 15
        query = (
            "SELECT datcollate, to_jsonb(d)->>'datlocprovider' FROM pg_database d WHERE datname = current_database()"
        )
        collation, provider = connection.execute(text(query)).one()
    if collation not in _SORTED_BY_BYTES or provider == "i":
        told = "ICU" if provider == "i" else collation
        raise CatalogUnusable(f"the database sorts text by the rules of {told}, not by its bytes")


@contextmanager
def hold_right(engine: Engine, right: int, busy: Callable[[], str]) -> Iterator[None]:
    """Hold a right (PROCESSING, NIGHT) on PostgreSQL, whichever machine asks; StoreBusy, told, when another has it.

    The server gives it back when the connection ends, a kill included.
    """
    with engine.connect().execution_options(read_only=True) as connection:
        if not connection.execute(text(f"SELECT pg_try_advisory_lock({right})")).scalar_one():
            raise StoreBusy(busy())
        connection.commit()  # the lock is the session's: no transaction need stay open for it
        try:
            yield
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({right})"))
            connection.commit()


def _is_writing(connection: Connection) -> bool:
    return not connection.get_execution_options().get("read_only", False)
