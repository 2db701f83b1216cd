"""What we keep: the original files under their hash, and the catalog of everything made from them."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .catalog import Catalog, open_catalog
from .databases import PROCESSING
from .errors import CatalogNotReady, CatalogTooNew, CatalogUnusable, OriginalDamaged, StoreBusy, StoreError
from .originals import Originals

__all__ = [
    "CatalogNotReady",
    "CatalogTooNew",
    "CatalogUnusable",
    "OriginalDamaged",
    "Store",
    "StoreBusy",
    "StoreError",
    "open_store",
]


@dataclass(frozen=True, slots=True)
class Store:
    """An open store: its folder, its catalog and its original files."""

    home: Path
    catalog: Catalog
    originals: Originals

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the right to process; StoreBusy when another process has it. The kernel gives it back after a kill."""
        with (self.home / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusy(f"another process is working on {self.home}") from None
            with self.catalog.hold(
                PROCESSING, lambda: "another process is working on this catalog, here or on another machine"
            ):
                yield


def open_store(home: Path, catalog_url: str | None = None, read_only: bool = False) -> Store:
    """The store below a folder, made when it is not there; the catalog may be elsewhere (an SQLAlchemy address).

    `read_only`: nothing is made, migrated or changed; CatalogNotReady when there is nothing to read yet.
    """
    if not read_only:
        home.mkdir(parents=True, exist_ok=True)
    catalog = open_catalog(catalog_url or f"sqlite:///{home / 'catalog.db'}", read_only)
    return Store(home, catalog, Originals(home / "originals"))
