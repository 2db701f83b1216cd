"""Where reading processes are forked from: a process of its own that holds what most files need, and nothing else.

It says how each of them ended; when the one that opened it is gone, however that ended, it ends all of them with the
programs they started, and removes their folder.
"""

from __future__ import annotations

import os
import pickle
import select
import shutil
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.channel import Channel, open_channel

if TYPE_CHECKING:
    from extractors.allowance import Limits
    from extractors.worker import Read

# pdfium frees and takes the same small pieces all the time: kept at hand, pages load in 8 % less time (mallopt has no
# way to say it to a process that runs)
TUNABLES = ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=2000")
BEGIN = "import sys; sys.path[:] = {path!r}; from extractors.nursery import tend; tend({number}, {folder!r})"
LARGEST_ORDER = 1 << 16  # bytes
SMALL = 100 << 20  # bytes of addresses
PATIENCE = 5.0  # seconds that a process may take to be gone after SIGKILL


class Nursery:
    """The process that others are forked from, and what is asked of it.

    It is a fork of this one where this one is small and has no threads: nothing is loaded twice. Else it is begun anew,
    for what is forked counts as its own memory what it was born with, and must not wait for locks of threads it lost.
    """

    def __init__(self, folder: Path) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with there:
            self._process = _fork(there.fileno(), folder) if _is_small() else _begin(there.fileno(), folder)
        self._orders, self._lock = here, threading.Lock()

    def fork(self, limits: Limits, folder: Path, read: Read) -> Forked:
        """A new reading process that works in `folder`; raises OSError."""
        here, there = open_channel()
        told, tell = os.pipe()
        try:
            with self._lock:
                order = pickle.dumps((limits, folder, read))
                socket.send_fds(self._orders, [order], [there.fileno(), tell])
        except BaseException:
            here.close()
            os.close(told)
            raise
        finally:
            there.close()
            os.close(tell)
        return Forked(here, Channel(told))

    def close(self) -> None:
        """End it, and with it every process it forked."""
        with suppress(OSError):  # it ended by itself
            self._orders.shutdown(socket.SHUT_RDWR)  # also where a copy of this process holds it open
        self._orders.close()
        with suppress(ChildProcessError):  # somebody waited for it
            os.waitpid(self._process, 0)


class Forked:
    """A reading process: the channel to it, and what the nursery says of it."""

    def __init__(self, channel: Channel, news: Channel) -> None:
        self.channel, self._news = channel, news
        self.exitcode: int | None = None
        try:
            self.pid: int = news.recv()
            channel.recv()  # it is ready: what it has to load first is no file's time
        except EOFError:
            self.close()
            raise OSError("no process could be forked") from None

    def join(self, seconds: float) -> bool:
        """Whether it has ended, within so many seconds; then `exitcode` says how, -9 for a signal 9."""
        if self.exitcode is None and self._news.poll(seconds):
            try:
                self.exitcode = self._news.recv()
            except (EOFError, OSError):  # the nursery itself is gone, and it with it
                self.exitcode = -signal.SIGKILL
        return self.exitcode is not None

    def end(self) -> None:
        """End it with everything in its group; one that is dying may say of what."""
        if not self.join(0.2):
            end_group(self.pid)
            self.join(PATIENCE)

    def close(self) -> None:
        """Close what leads to it."""
        self.channel.close()
        self._news.close()


def _is_small() -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE") < SMALL and len([*Path("/proc/self/task").iterdir()]) == 1
    except (OSError, ValueError):  # not told on this system
        return False


def _fork(number: int, folder: Path) -> int:
    process = os.fork()
    if process == 0:
        try:
            for other in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
                if other > 2 and other != number:
                    with suppress(OSError):  # the one that was listed through
                        os.close(other)
            tend(number, str(folder))
        finally:
            os._exit(1)
    return process


def _begin(number: int, folder: Path) -> int:
    os.set_inheritable(number, True)
    code = BEGIN.format(path=sys.path, number=number, folder=str(folder))
    environment = dict([TUNABLES]) | os.environ
    return os.posix_spawn(sys.executable, [sys.executable, "-c", code], environment)


# ---------------------------------------------------------------- inside the nursery


def tend(number: int, folder: str) -> None:
    """Fork what is ordered and say how it ended, until nobody can order any more; then end all and clean up."""
    from extractors import preload  # noqa: F401  # what is forked has it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    ended, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, Channel] = {}
    with socket.socket(fileno=number) as orders:
        waiting = select.poll()
        waiting.register(orders, select.POLLIN)
        waiting.register(ended, select.POLLIN)
        while True:
            ready = {place for place, _ in waiting.poll()}
            if ended in ready:
                os.read(ended, 4096)
                _tell_of_ended(children)
            if number in ready and not _follow(orders, children, (ended, wake)):
                break
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for child in children:
        end_group(child)
    end_programs(Path(folder))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _follow(orders: socket.socket, children: dict[int, Channel], own: tuple[int, ...]) -> bool:
    """Fork one process as ordered; False when there are no more orders."""
    try:
        order, files, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 2)
    except ConnectionResetError:
        return False
    if not order:
        return False
    there, news = Channel(files[0]), Channel(files[1])
    child = os.fork()
    if child == 0:
        _become_reader(order, there, [orders.fileno(), news.fileno(), *own, *(x.fileno() for x in children.values())])
    there.close()
    children[child] = news
    _tell(news, child)
    return True


def _become_reader(order: bytes, channel: Channel, others: list[int]) -> None:
    """In the forked process: read files until there are no more; what goes wrong is its last complaint."""
    import traceback

    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number in others:
            os.close(number)
        # whoever was forked may have put something else in their places, or half a line into them
        sys.stdout, sys.stderr = (open(number, "w", 1, closefd=False) for number in (1, 2))  # noqa: SIM115
        from extractors.worker import serve

        limits, folder, read = pickle.loads(order)
        channel.send(None)
        serve(channel, limits, folder, read)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _tell_of_ended(children: dict[int, Channel]) -> None:
    while children:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        if news := children.pop(child, None):
            _tell(news, os.waitstatus_to_exitcode(status))
            news.close()


def _tell(news: Channel, message: int) -> None:
    try:
        news.send(message)
    except BrokenPipeError:  # nobody wants to know any more
        return


def end_group(group: int) -> None:
    """SIGKILL for a reading process and what stayed in its group."""
    for kill in (os.killpg, os.kill):  # before it has made its group, the process alone
        try:
            kill(group, signal.SIGKILL)
            return
        except (ProcessLookupError, PermissionError):
            continue


def end_programs(folder: Path) -> None:
    """SIGKILL for programs that work in the folder or below, whatever group and parent they have by now."""
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if entry.readlink().is_relative_to(folder):
                os.kill(int(entry.parent.name), signal.SIGKILL)
        except (OSError, ValueError):  # gone by now, or another user's
            continue
