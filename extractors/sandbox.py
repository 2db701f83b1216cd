"""Reading files in killable processes: each with its own time and memory limit, a crash costs only its own file."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from documents.record import Text
from extractors.errors import Crashed, Damaged, ExtractError, OutOfMemory, TimedOut, TooLarge

MAX_FILE = 300 << 20  # bytes; the largest honest provincial PDF seen is a tenth of it
FILES_PER_PROCESS = 250  # then a fresh one: whatever a library leaks is given back
PRELOAD = ["extractors.formats", "extractors.preload"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: a key of your own, and its path or its bytes."""

    key: str
    path: str | Path | None = None
    data: bytes | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: exactly one of `text` and `error` is set."""

    key: str
    text: Text | None = None
    error: ExtractError | None = None
    seconds: float = 0.0


class Sandbox:
    """A pool of reading processes; made by `open_sandbox`."""

    def __init__(self, pool: Any, workers: int, timeout: float) -> None:
        self._pool, self._workers, self._timeout = pool, workers, timeout

    def extract(self, sources: Iterable[Source], boxes: bool = False) -> Iterator[Outcome]:
        """One outcome for each source, in the order they are ready; sources are taken as they are needed.

        With `boxes`, the texts' `lines` say where each line stands on its page.
        """
        from concurrent.futures import FIRST_COMPLETED, wait

        waiting: dict[Any, tuple[str, float]] = {}
        feed = iter(sources)
        while True:
            for source in islice(feed, 2 * self._workers + 1 - len(waiting)):
                future = self._pool.schedule(_read_source, args=[source, boxes], timeout=self._timeout)
                waiting[future] = (source.key, time.monotonic())
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                key, started = waiting.pop(future)
                yield self._outcome(key, future, time.monotonic() - started)

    def _outcome(self, key: str, future: Any, seconds: float) -> Outcome:
        from pebble import ProcessExpired

        try:
            result = future.result()
        except TimeoutError:
            return Outcome(key, error=TimedOut(f"over {self._timeout:g} s"), seconds=self._timeout)
        except ProcessExpired as expired:
            return Outcome(key, error=Crashed(_how_it_died(expired.exitcode)), seconds=seconds)
        except MemoryError:
            return Outcome(key, error=OutOfMemory(), seconds=seconds)
        got, seconds = result
        if isinstance(got, ExtractError):
            return Outcome(key, error=got, seconds=seconds)
        return Outcome(key, text=got, seconds=seconds)


@contextmanager
def open_sandbox(workers: int = 1, timeout: float = 60.0, memory: int = 2 << 30) -> Iterator[Sandbox]:
    """A pool of `workers` reading processes, each file with `timeout` seconds and `memory` bytes of address space.

    A script that opens one needs `if __name__ == "__main__":`, as with every pool of processes.
    """
    import multiprocessing

    from pebble import ProcessPool

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    pool: Any = ProcessPool(
        max_workers=workers, max_tasks=FILES_PER_PROCESS, initializer=_limit, initargs=[memory], context=context
    )
    try:
        yield Sandbox(pool, workers, timeout)
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.stop()
        pool.join()


def _limit(memory: int) -> None:
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _read_source(source: Source, boxes: bool) -> tuple[Text | ExtractError, float]:
    """In the worker: the text, or the error as a value (it comes back with its type), and the seconds it took."""
    started = time.monotonic()
    return _text_or_error(source, boxes), time.monotonic() - started


def _text_or_error(source: Source, boxes: bool) -> Text | ExtractError:
    from extractors import extract_bytes

    try:
        data = source.data if source.data is not None else _read_file(source.path)
        return extract_bytes(data, source.name or str(source.path or source.key), boxes)
    except ExtractError as error:
        return error
    except MemoryError:
        return OutOfMemory()


def _read_file(path: str | Path | None) -> bytes:
    if path is None:
        raise Damaged("neither path nor bytes were given")
    try:
        size = Path(path).stat().st_size
        if size > MAX_FILE:
            raise TooLarge(f"{size} bytes, the limit is {MAX_FILE}")
        return Path(path).read_bytes()
    except OSError as error:
        raise Damaged(f"cannot be opened: {error.strerror}") from None


def _how_it_died(exitcode: int | None) -> str:
    import signal

    if exitcode is not None and exitcode < 0:
        return f"killed by {signal.Signals(-exitcode).name}"
    return f"exit code {exitcode}"
