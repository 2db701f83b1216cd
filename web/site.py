"""What the web shows: one catalog, its originals, one index; opened once, read by many requests at a time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from index_mappings import Index, IndexUnavailable, open_index
from store import Store, open_store

if TYPE_CHECKING:
    from fastapi import Request

    from extractors import Sandbox

T = TypeVar("T")

PICTURE_SECONDS = 20
PICTURE_MEMORY = 2 << 30  # bytes of address space
PICTURES_WAITING = 6  # requests that may wait for a picture at a time; the others are told to come again
PICTURE_PATIENCE = 10.0  # seconds that a request waits for its turn
LOOK_AGAIN = 0.5  # seconds for which data are taken to be as they were
SLOT = 600  # seconds after which pages are made anew whatever happens: some tell how long ago a thing was
TIMES = 20
MOST_REMEMBERED = 500
BLIND_SLOT = 5  # the same where the data are on a server, whose changes are not seen from here


class Busy(Exception):
    """Too many pages are being drawn: come again in a moment."""


@dataclass
class Site:
    """Where the data are and how the site is served.

    `root_path` is the path below which a proxy shows it (`/vanban`), `password` is `user:password` for basic
    authentication, `user_header` the header in which a proxy names whom it let in (the site must be reachable through
    it only), `requests_per_minute` is the limit for one address on the API (0: none).
    """

    home: Path
    index_place: str
    catalog: str | None = None
    api_key: str | None = None
    root_path: str = ""
    password: str | None = None
    user_header: str | None = None
    requests_per_minute: int = 600
    _local: threading.local = field(default_factory=threading.local)
    _opening: threading.Lock = field(default_factory=threading.Lock)
    _turns: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(PICTURES_WAITING))
    _open: ExitStack = field(default_factory=ExitStack)
    _painter: Sandbox | None = None
    _looked: float = 0.0
    _state: Hashable = None
    _remembered: dict[Hashable, tuple[Hashable, float, Any]] = field(default_factory=dict)

    @cached_property
    def store(self) -> Store:
        """The catalog and the originals, opened so that nothing can be written; raises StoreError."""
        return open_store(self.home, self.catalog, read_only=True)

    @property
    def index(self) -> Index:
        """The index, opened once for each thread: an open index keeps the state of its last look."""
        index: Index | None = getattr(self._local, "index", None)
        if index is None:
            if "://" not in self.index_place and not Path(self.index_place).is_dir():
                raise IndexUnavailable(f"there is no index at {self.index_place} yet: run `vanban process`")
            index = self._local.index = open_index(self.index_place, api_key=self.api_key)
        return index

    def state(self) -> Hashable:
        """Something that is another one as soon as catalog or index were written to: what pages are kept under."""
        now = time.monotonic()
        if now - self._looked >= LOOK_AGAIN:
            self._state, self._looked = self._look(), now
        return self._state

    def _look(self) -> Hashable:
        blind = "://" in self.index_place or (self.catalog and not self.catalog.startswith("sqlite:///"))
        seen = [(path, stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in self._written_files()]
        return (int(time.time() // (BLIND_SLOT if blind else SLOT)), *seen)

    def _written_files(self) -> Iterator[tuple[str, os.stat_result]]:
        """The files that change with every change of a catalog or index that is kept in files."""
        catalog = (self.catalog or f"sqlite:///{self.home / 'catalog.db'}").removeprefix("sqlite:///")
        paths = [Path(catalog), Path(f"{catalog}-wal")]
        if "://" not in self.index_place:
            paths += [Path(self.index_place, "current"), *sorted(Path(self.index_place).glob("*/*/meta.json"))]
        for path in paths:
            with suppress(OSError):
                yield path.name, path.stat()

    def remember(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, kept while nothing is written, and for TIMES as long as it took to make even then.

        For overviews of all that is held: while the night writes, they may be some time old, and cost little.
        """
        state, kept = self.state(), self._remembered.get(name)
        if kept is not None and (kept[0] == state or time.monotonic() < kept[1]):
            return cast("T", kept[2])
        began = time.monotonic()
        value = make()
        ended = time.monotonic()
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[name] = (state, ended + TIMES * (ended - began), value)
        return value

    @property
    def pictures(self) -> Path:
        """A folder for pictures of pages; it can be emptied at any time."""
        return self.home / "pictures"

    def draw(self, original: Path, page: int, dpi: float) -> bytes:
        """A page of an original as PNG, drawn by a process that stays warm and can be ended; ExtractError, Busy."""
        from extractors import Source

        if not self._turns.acquire(timeout=PICTURE_PATIENCE):
            raise Busy("pages are being drawn for others: come again in a moment")
        try:
            return self._get_painter().render(Source(original.name, path=original), page, dpi)
        finally:
            self._turns.release()

    def _get_painter(self) -> Sandbox:
        from extractors import open_sandbox

        with self._opening:
            if self._painter is None:
                sandbox = open_sandbox(workers=1, timeout=PICTURE_SECONDS, memory=PICTURE_MEMORY)
                self._painter = self._open.enter_context(sandbox)
            return self._painter

    def close(self) -> None:
        """End the process that draws, give up the catalog."""
        with self._opening:
            self._painter = None
            self._open.close()
        if "store" in self.__dict__:
            self.__dict__.pop("store").catalog.close()


def site_of(request: Request) -> Site:
    """What is shown to a request."""
    site: Site = request.app.state.site
    return site
