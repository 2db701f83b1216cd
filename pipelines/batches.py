"""Results written down some at a time: a transaction each costs more than many a result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

BATCH = 32
WAIT = 1.0  # seconds that a result waits for others at most, while others come


def in_batches(results: Iterable[T], is_dear: Callable[[T], bool] = lambda _: False) -> Iterator[list[T]]:
    """Results as they come, some at a time; one that was dear to make ends its batch, and so does time."""
    batch: list[T] = []
    began = 0.0
    for result in results:
        began = began if batch else time.monotonic()
        batch.append(result)
        if len(batch) >= BATCH or time.monotonic() - began > WAIT or is_dear(result):
            yield batch
            batch = []
    if batch:
        yield batch
