"""Reading files in killable processes: each within its own limits, a crash costs only its own file.

One thread for each process keeps it busy, waits for its answer and replaces it when it dies. The limits themselves are
kept in the process by the kernel (`allowance`, `confinement`), so they hold while the caller is busy elsewhere.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count, islice, repeat
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from documents.record import Text
from extractors.allowance import Limits
from extractors.errors import Crashed, Deferred, ExtractError, OutOfMemory, TimedOut, TooLarge
from extractors.member import Member
from extractors.nursery import Forked, Nursery, end_group, end_programs
from extractors.worker import MAX_FILE, Answer, Made, Wish, last_complaint, measure_folder, read_source

TOGETHER = 16  # old office files that LibreOffice converts in one call
LOOK = 0.25  # seconds between two looks at what a process has written
LATE = 1.0  # seconds: a process this far over its limit, although the kernel should have ended it, is ended from here


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: a key of your own, and its path or its bytes."""

    key: str
    path: str | Path | None = None
    data: bytes | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: its `text`, or its `error`; `limit` is what its time had grown to.

    Of a page that was to be drawn, `picture` instead of the text; of a container to be unpacked, `members`; of a batch
    of old office files, what LibreOffice `made` of each.
    """

    key: str
    text: Text | None = None
    error: ExtractError | None = None
    seconds: float = 0.0
    limit: float = 0.0
    picture: bytes | None = None
    members: list[Member] | None = None
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    source: Source
    wish: Wish
    done: Done


Done = SimpleQueue[tuple[_Job, Outcome]]


def _placed(source: Source) -> Source:
    """The process works in a folder of its own."""
    return source if source.path is None else replace(source, path=Path(source.path).absolute())


def _together(put_off: list[tuple[Source, str]], boxes: bool, done: Done) -> list[_Job]:
    """One call of LibreOffice for some files; a single one needs no batch."""
    if len(put_off) == 1:
        return [_Job(put_off[0][0], Wish(boxes), done)]
    return [_Job(Source("batch"), Wish(batch=tuple(put_off)), done)]


class Sandbox:
    """A pool of reading processes; made by `open_sandbox`."""

    def __init__(self, workers: int, start: Callable[[], _Process], limits: Limits) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._room = 2 * workers + 1  # files that are handed out at a time
        self._readers = [_Reader(self._jobs, start, limits) for _ in range(workers)]

    def extract(self, sources: Iterable[Source], boxes: bool = False) -> Iterator[Outcome]:
        """One outcome for each source, in the order they are ready; sources are taken as they are needed.

        With `boxes`, the texts' `lines` say where each line stands on its page.
        """
        feed, waiting = iter(sources), 0
        put_off: list[tuple[Source, str]] = []
        done: Done = SimpleQueue()
        while True:
            jobs = [_Job(_placed(x), Wish(boxes, defer=True), done) for x in islice(feed, max(0, self._room - waiting))]
            if len(put_off) >= TOGETHER or (put_off and not waiting and not jobs):
                jobs += _together(put_off, boxes, done)
                put_off = []
            for job in jobs:
                self._jobs.put(job)
            waiting += len(jobs)
            if not waiting:
                return
            job, outcome = done.get()
            waiting -= 1
            if isinstance(outcome.error, Deferred):
                put_off.append((job.source, outcome.error.detail))
            elif job.wish.batch:  # where it gave none, or died of one of them, each is converted by itself
                for (source, _), made in zip(job.wish.batch, outcome.made or repeat(None), strict=False):
                    self._jobs.put(_Job(source, Wish(boxes, made=made), done))
                    waiting += 1
            else:
                yield outcome

    def render(self, source: Source, number: int, dpi: float = 150.0) -> bytes:
        """The picture of page `number` (from 1) as PNG, as `render_page` gives it; raises ExtractError."""
        done: Done = SimpleQueue()
        self._jobs.put(_Job(source, Wish(page=number, dpi=dpi), done))
        _, outcome = done.get()
        if outcome.picture is None:
            raise outcome.error or ExtractError("no picture")
        return outcome.picture

    def unpack(self, source: Source) -> list[Member] | ExtractError:
        """The files in an archive or a letter, as `unpack_bytes` gives them, or why there are none."""
        done: Done = SimpleQueue()
        self._jobs.put(_Job(source, Wish(members=True), done))
        _, outcome = done.get()
        return outcome.members if outcome.members is not None else outcome.error or ExtractError("no members")

    def close(self) -> None:
        """End every reading process, also one that reads."""
        for reader in self._readers:
            reader.closed = True
            self._jobs.put(None)
        for reader in self._readers:
            while reader.thread.is_alive():
                reader.stop()
                reader.thread.join(0.05)


class _Reader:
    """A thread and the process it keeps busy."""

    def __init__(self, jobs: SimpleQueue[_Job | None], start: Callable[[], _Process], limits: Limits) -> None:
        self._jobs, self._start, self._limits = jobs, start, limits
        self._process: _Process | None = None
        self.closed = False
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self.closed:
            try:
                outcome = self._read(job)
            except Exception as error:  # no process could be started: the caller still gets an outcome for each source
                outcome = Outcome(job.source.key, error=Crashed(f"{type(error).__name__}: {error}"))
                self._drop()
            job.done.put((job, outcome))
        self._drop()

    def _read(self, job: _Job) -> Outcome:
        source = job.source
        if source.data is not None and len(source.data) > MAX_FILE:
            return Outcome(source.key, error=TooLarge(f"{len(source.data)} bytes, the limit is {MAX_FILE}"))
        process = self._send((_placed(source), job.wish))
        started, limit = time.monotonic(), self._limits.seconds
        with suppress(EOFError, OSError):  # it died
            while (left := started + limit + LATE - time.monotonic()) > 0:
                if not process.channel.poll(min(left, LOOK)):
                    process.check_folder(self._limits)
                    if process.overfull:
                        break
                    continue
                answer = process.channel.recv()
                if isinstance(answer, Answer):
                    if answer.last:
                        self._drop()
                    return _outcome(source.key, answer, limit)
                limit += answer
        process.end()  # also one that is late: an honest end of its own is seen first
        seconds = time.monotonic() - started
        self._drop()
        error = process.overfull or _how_it_died(process, seconds, limit)
        return Outcome(source.key, error=error, seconds=seconds, limit=limit)

    def _send(self, message: Any) -> _Process:
        """Hand the message to a process: the one there is, or a new one when that died since."""
        if self._process is not None:
            try:
                self._process.channel.send(message)
                return self._process
            except OSError:
                self._drop()
        self._process = self._start()
        self._process.channel.send(message)
        return self._process

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def stop(self) -> None:
        """End the process whatever it does; its thread notices."""
        if process := self._process:
            end_group(process.pid)


class _Process:
    """One reading process and the folder it works in."""

    def __init__(self, forked: Forked, folder: Path) -> None:
        self._forked, self._folder = forked, folder
        self.channel, self.pid = forked.channel, forked.pid
        self.exitcode: int | None = None
        self.complaint = ""
        self.overfull: TooLarge | None = None
        self._over = False

    def check_folder(self, limits: Limits) -> None:
        """Note where its temporary files are too many: no limit of the kernel's is on all of them together."""
        files, size = measure_folder(self._folder, limits.files)
        if files > limits.files or size > limits.folder:
            said = f"{files} temporary files of {size >> 20} MB together"
            self.overfull = TooLarge(f"{said}, the limit is {limits.files} of {limits.folder >> 20} MB")

    def end(self) -> None:
        """End it with everything it started, and keep its exit code and last words."""
        if self._over:
            return
        self._over = True
        self._forked.end()
        self.exitcode = self._forked.exitcode
        end_programs(self._folder)
        self.complaint = last_complaint(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._forked.close()


@contextmanager
def open_sandbox(
    workers: int = 1,
    timeout: float = 60.0,
    memory: int = 2 << 30,
    page_seconds: float = 5.0,
    most_seconds: float = 1800.0,
    folder: int = 1 << 30,
) -> Iterator[Sandbox]:
    """A pool of `workers` reading processes, each file with `timeout` seconds and `memory` bytes of address space.

    A file with pages that are read slowly (OCR) gets `page_seconds` more for each, up to `most_seconds` in all. Its
    temporary files may take `folder` bytes together, and what is written in a quarter of a second.
    The processes have no network and write nothing outside a folder that is removed at the end; what they start ends
    with them, and they with this one.
    """
    import tempfile

    limits = Limits(timeout, page_seconds, max(timeout, most_seconds), memory, folder=folder)
    place = Path(tempfile.mkdtemp(prefix="vanban-"))
    nursery, numbers, read = Nursery(place), count(1), read_source

    def start() -> _Process:
        own = place / str(next(numbers))
        return _Process(nursery.fork(limits, own, read), own)

    sandbox = Sandbox(workers, start, limits)
    try:
        yield sandbox
    finally:
        sandbox.close()
        nursery.close()
        shutil.rmtree(place, ignore_errors=True)


def _outcome(key: str, answer: Answer, limit: float) -> Outcome:
    if isinstance(answer.result, ExtractError):
        return Outcome(key, error=answer.result, seconds=answer.seconds, limit=limit)
    if isinstance(answer.result, bytes):
        return Outcome(key, picture=answer.result, seconds=answer.seconds, limit=limit)
    if isinstance(answer.result, list):
        return Outcome(key, members=answer.result, seconds=answer.seconds, limit=limit)
    if isinstance(answer.result, tuple):
        return Outcome(key, made=answer.result, seconds=answer.seconds, limit=limit)
    return Outcome(key, text=answer.result, seconds=answer.seconds, limit=limit)


def _how_it_died(process: _Process, seconds: float, limit: float) -> ExtractError:
    """Of its time when a timer of its own or the sandbox ended it, of the machine's memory, else of a crash."""
    import signal

    if process.exitcode is None or process.exitcode >= 0:
        return Crashed(f"exit code {process.exitcode}: {process.complaint}")
    name = signal.Signals(-process.exitcode).name
    if name == "SIGALRM" or (name == "SIGKILL" and seconds >= limit):
        return TimedOut(f"over {limit:g} s")
    if name == "SIGKILL":
        return OutOfMemory("ended from outside, as the system does when its memory runs out")
    if name == "SIGXCPU":
        return TimedOut(f"over the CPU time of {limit:g} s")
    return Crashed(f"killed by {name}")
