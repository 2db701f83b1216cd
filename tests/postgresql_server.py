"""A real PostgreSQL for tests: one that is given, or a cluster of Debian's programs made and started here.

The server does not run as root: then it runs as the user `postgres` that Debian's package makes, or as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from requirements_for_tests import Missing
from sqlalchemy import create_engine, make_url, text

DRIVER = "postgresql+pg8000"
PATIENCE = 60  # seconds to start
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # its data are gone with the test


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a server with the right to make databases: VANBAN_POSTGRESQL_URL, or one started here."""
    if given := os.environ.get("VANBAN_POSTGRESQL_URL"):
        yield given
        return
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="vanban-postgresql-"))
    try:
        user = _owner(folder)
        data, port = folder / "data", _free_port()
        # bytes decide what sorts first, as in SQLite: the same questions give the same answers
        _run(user, programs / "initdb", "-D", data, "-U", "vanban", "-A", "trust", "--locale=C", "--encoding=UTF8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 " + " ".join(f"-c {one}" for one in QUICK)
        start = (programs / "pg_ctl", "-D", data, "-w", "-t", str(PATIENCE), "-l", folder / "log")
        _run(user, *start, "-o", options, "start")
        try:
            yield f"{DRIVER}://vanban@127.0.0.1:{port}/postgres"
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, how: str = "") -> str:
    """The address of an empty database on a server, made for one test."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name} template template0 {how}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def find_programs() -> Path:
    """The folder of the newest initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if program := shutil.which("initdb"):
        return Path(program).resolve().parent
    raise Missing("no VANBAN_POSTGRESQL_URL, and no initdb (Debian: apt-get install postgresql)")


def _owner(folder: Path) -> str | None:
    """Who runs the server, and owns its folder; None for ourselves."""
    if os.getuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    owner = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, owner)
    return owner


def _run(user: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=user, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, timeout=2 * PATIENCE, check=False, cwd="/",
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
