"""Showing how far a run is: a bar on a terminal, else a line per stage, always on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .settings import Settings
from .work import Work, open_work

REDRAW = 0.2  # seconds between two drawings


class Progress:
    """Called by the stages as they go on."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._drawn = 0.0
        self._stage = ""

    def __call__(self, stage: str, through: int, total: int) -> None:
        """Draw the bar, not too often; without a terminal only the end of a stage is worth a line."""
        last = 0 < total <= through
        if self._terminal and (last or stage != self._stage or time.monotonic() - self._drawn > REDRAW):
            filled = 30 * through // total if total else 0
            bar = "█" * filled + "·" * (30 - filled)
            count = f"{through}/{total}" if total else str(through)
            print(f"\r{stage:<8} {bar} {count}", end="\n" if last else "", file=sys.stderr, flush=True)
            self._drawn = time.monotonic()
        elif last and not self._terminal:
            print(f"{stage}: {through}/{total}", file=sys.stderr, flush=True)
        self._stage = stage


@contextmanager
def watched_work(settings: Settings) -> Iterator[Work]:
    """A run whose progress is shown, closed at the end."""
    work = open_work(settings, Progress())
    try:
        yield work
    finally:
        work.store.catalog.close()
