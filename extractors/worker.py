"""The inside of a reading process: one file after the other, each within its limits, in a folder of its own.

temporary files go to tempfile.gettempdir(), which is the process's own folder: emptied after each file, but for
names that begin with KEPT (the profile of a program that later files use again).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from documents.record import Text
from extractors.allowance import Limits, begin_file, end_file
from extractors.errors import Damaged, ExtractError, OutOfMemory, TooLarge
from extractors.member import Member

if TYPE_CHECKING:
    from extractors.channel import Channel
    from extractors.sandbox import Source

MAX_FILE = 300 << 20  # bytes; the largest honest provincial PDF seen is a tenth of it
FILES_PER_PROCESS = 250  # then a fresh one: whatever a library leaks is given back
KEPT = "keep-"
COMPLAINTS = KEPT + "complaints"  # the file that stands for standard error: a hostile file must not fill the terminal


Made = tuple[bytes | None, ...]  # the DOCX of each file of a batch, None where there is none
Result = Text | bytes | list[Member] | Made | ExtractError


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one file; `last` when the process ends after it."""

    result: Result
    seconds: float
    last: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a file: its text, with boxes or without, or the picture of one page, or its members.

    `defer`: the text, unless LibreOffice is needed for it; `made`: what that made of it. `batch`: the DOCX of these
    files with their suffixes, all at once.
    """

    boxes: bool = False
    page: int | None = None
    dpi: float = 150.0
    members: bool = False
    defer: bool = False
    made: bytes | None = None
    batch: tuple[tuple[Source, str], ...] = ()


Read = Callable[["Source", Wish], Result]


def serve(channel: Channel, limits: Limits, folder: Path, read: Read) -> None:
    """Answer every (source, wish) that comes through the channel, until it is closed."""
    settle(limits, folder)
    for count in range(1, FILES_PER_PROCESS + 1):
        try:
            source, wish = channel.recv()
        except EOFError:
            return
        except MemoryError:
            channel.send(Answer(OutOfMemory("the file alone is too large for it"), 0.0, last=True))
            return
        started = time.monotonic()
        begin_file(limits, channel.send)
        result = read(source, wish)
        end_file()
        worn = count == FILES_PER_PROCESS or isinstance(result, OutOfMemory) or _is_bloated(limits)
        _send(channel, Answer(result, time.monotonic() - started, last=worn))
        if worn:
            return
        empty_folder(folder)


def _send(channel: Channel, answer: Answer) -> None:
    try:
        channel.send(answer)
    except MemoryError:
        channel.send(Answer(OutOfMemory("its text is too large for it"), answer.seconds, answer.last))


def settle(limits: Limits, folder: Path) -> None:
    """Make this process one that can do no harm: its own group, folder and limits, no network, no writing elsewhere."""
    import gc
    import resource
    import signal
    import tempfile

    from extractors.confinement import die_with_parent, forbid_network, forbid_writing_outside

    gc.freeze()  # what was loaded before the fork stays shared, and is not looked through again and again
    gc.set_threshold(50_000, 20, 20)  # a page is thousands of characters at once, none of them in a circle
    os.setpgid(0, 0)  # what it starts is ended with it
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for name in (signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
        signal.signal(name, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    folder.mkdir(mode=0o700)
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    os.chdir(folder)
    os.dup2(os.open(folder / COMPLAINTS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    forbid_network()
    forbid_writing_outside(folder)


def empty_folder(folder: Path) -> None:
    """Remove what the last file left behind."""
    os.truncate(folder / COMPLAINTS, 0)
    for path in folder.iterdir():
        if path.name.startswith(KEPT):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def measure_folder(folder: Path, most: int) -> tuple[int, int]:
    """How many files lie in a folder and below, and their bytes on the disk; counting ends soon after `most` files."""
    files = size = 0
    for place, _, names in os.walk(folder):
        files += len(names)
        for name in names[:most]:
            with suppress(OSError):  # gone by now
                size += os.lstat(os.path.join(place, name)).st_blocks * 512  # noqa: PTH118  # a path object costs ten times more
        if files > most:
            break
    return files, size


def last_complaint(folder: Path) -> str:
    """The last line a process wrote to its standard error."""
    try:
        with (folder / COMPLAINTS).open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 2000))
            lines = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")


def read_source(source: Source, wish: Wish) -> Result:
    """The text, picture or members, or the error as a value: it comes back with its type."""
    from extractors import extract_bytes, office, render_page, unpack_bytes

    try:
        if wish.batch:
            return tuple(office.convert_together([(_bytes_of(one), suffix) for one, suffix in wish.batch]))
        data = _bytes_of(source)
        if wish.page is not None:
            return render_page(data, wish.page, wish.dpi)
        if wish.members:
            return unpack_bytes(data)
        with office.planned(data, defer=wish.defer, made=wish.made):
            return extract_bytes(data, source.name or str(source.path or source.key), wish.boxes)
    except ExtractError as error:
        return error
    except MemoryError:
        return OutOfMemory()


def _bytes_of(source: Source) -> bytes:
    if source.data is not None:
        return source.data
    path = source.path
    if path is None:
        raise Damaged("neither path nor bytes were given")
    try:
        size = Path(path).stat().st_size
        if size > MAX_FILE:
            raise TooLarge(f"{size} bytes, the limit is {MAX_FILE}")
        return Path(path).read_bytes()
    except OSError as error:
        raise Damaged(f"cannot be opened: {error.strerror}") from None


def _is_bloated(limits: Limits) -> bool:
    """Whether the files so far left the process with so much address space that an honest one may not fit."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):  # not told on this system
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > limits.memory * 3 // 4
