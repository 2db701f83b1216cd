"""What every stage is handed: the store, the settings, the clock of the run, and where to say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from store import Store, open_store
from store.runs import Tally, add_tally

from .settings import Settings

Progress = Callable[[str, int, int], None]  # stage, how many are through, how many there are (0: not known yet)


def now() -> str:
    """This moment in UTC as ISO text, to the microsecond: it also names runs."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _silent(_stage: str, _through: int, _all: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Work:
    """One run over one store."""

    store: Store
    settings: Settings
    progress: Progress = _silent
    started: str = field(default_factory=now)

    def finish(self, tally: Tally, told: Mapping[str, Any] | None = None) -> Tally:
        """Write down how a stage, or a batch of it, ended; gives the account of the run so far."""
        with self.store.catalog.write() as connection:
            return add_tally(connection, self.started, now(), tally, told)


def open_work(settings: Settings, progress: Progress | None = None) -> Work:
    """A run over the store that the settings name."""
    return Work(open_store(settings.home, settings.catalog), settings, progress or _silent)
