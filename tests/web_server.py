"""The site over real documents: made once for all tests, and served on loopback for those with a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from web_nights import add_nights

from web import Site, create_app

VANBAN = str(Path(sys.executable).parent / "vanban")
DEMO = Path(__file__).parent / "demo" / "site"


def make_home(folder: Path, *paths: Path) -> Path:
    """A data folder with the demo's files, or with some others, taken in and processed."""
    run("ingest", *map(str, paths or (DEMO / "files", DEMO / "pages")), home=folder)
    run("process", home=folder)
    if not paths:
        add_nights(folder)
    return folder


def copy_home(home: Path, folder: Path, *left_out: str) -> None:
    """A copy of a data folder that others only read: what SQLite keeps beside the catalog comes and goes with them."""
    shutil.copytree(home, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", *left_out))


def run(*words: str, home: Path) -> None:
    """A command over a data folder."""
    environment = {**os.environ, "VANBAN_HOME": str(home)}
    subprocess.run([VANBAN, *words], env=environment, capture_output=True, timeout=240, check=True)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a site that is served from here."""
    app = create_app(Site(home, str(home / "index"), requests_per_minute=0))
    with running(uvicorn.Config(app, port=0, log_level="error")) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(config: uvicorn.Config) -> Iterator[int]:
    """The port of a server in a thread of its own."""
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)
