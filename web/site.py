"""What the web shows: one catalog, its originals, one index; opened once, read by many requests at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index_mappings import Index, open_index
from store import Store, open_store


@dataclass
class Site:
    """Where the data are and how the site is served.

    `root_path` is the path below which a proxy shows it (`/vanban`), `password` is `user:password` for basic
    authentication, `requests_per_minute` is the limit for one address on the API (0: none).
    """

    home: Path
    index_place: str
    catalog: str | None = None
    api_key: str | None = None
    root_path: str = ""
    password: str | None = None
    requests_per_minute: int = 600
    _local: threading.local = field(default_factory=threading.local)

    @cached_property
    def store(self) -> Store:
        """The catalog and the originals."""
        return open_store(self.home, self.catalog)

    @property
    def index(self) -> Index:
        """The index, opened once for each thread: an open index keeps the state of its last look."""
        index: Index | None = getattr(self._local, "index", None)
        if index is None:
            index = self._local.index = open_index(self.index_place, api_key=self.api_key)
        return index

    @property
    def pictures(self) -> Path:
        """A folder for pictures of pages; it can be emptied at any time."""
        return self.home / "pictures"
