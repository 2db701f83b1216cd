"""The time one file may take, kept by the kernel: a C library that hangs cannot hold its own end up.

Only reading processes have a limit; in any other process these functions do nothing.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

CROWDED = 6.0  # times: a machine more crowded than that reads its scans at a better hour
CPU_SHARE = 2  # seconds of CPU time for each second: an OCR engine may use two threads


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; seconds are wall-clock, CPU_SHARE times as many of CPU time; `memory` is addresses."""

    seconds: float = 60.0
    page_seconds: float = 5.0  # more for each page that is read slowly
    most_seconds: float = 1800.0  # with all its pages
    memory: int = 2 << 30  # bytes
    written: int = 300 << 20  # bytes of one temporary file
    folder: int = 1 << 30  # bytes of all temporary files of a process together, as they lie on the disk
    files: int = 20_000  # temporary files of a process
    open_files: int = 256


@dataclass(slots=True)
class _Allowance:
    limits: Limits
    tell: Callable[[float], None]
    given: float
    ends: float


_current: list[_Allowance] = []


def begin_file(limits: Limits, tell: Callable[[float], None]) -> None:
    """From now on the process lives `limits.seconds`, unless it ends the file before; `tell` hears of seconds more."""
    _current[:] = [_Allowance(limits, tell, limits.seconds, time.monotonic() + limits.seconds)]
    _set_timers(limits.seconds)


def end_file() -> None:
    """The file is read: no limit until the next."""
    import resource
    import signal

    signal.setitimer(signal.ITIMER_REAL, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    _current.clear()


def allow_page() -> None:
    """Call it before each page that is read slowly (OCR): the file gets `page_seconds` more, up to `most_seconds`.

    A long scan is honest work and may take longer than a text; a file that hangs on one page does not get more. Where
    more processes than cores want to run, a page gets as many times the seconds, up to CROWDED.
    """
    for allowance in _current:
        wanted = allowance.limits.page_seconds * min(max(1.0, _waiting_per_core()), CROWDED)
        more = min(wanted, allowance.limits.most_seconds - allowance.given)
        if more > 0:
            allowance.given += more
            allowance.ends += more
            allowance.tell(more)
            _set_timers(allowance.ends - time.monotonic())


def _waiting_per_core() -> float:
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def seconds_left() -> float | None:
    """How long this file may still take, for the timeout of a program that is called; None without a limit."""
    return max(0.1, _current[0].ends - time.monotonic()) if _current else None


def _set_timers(seconds: float) -> None:
    """SIGALRM after so many seconds, SIGXCPU after CPU_SHARE times as many of CPU time: neither is caught."""
    import resource
    import signal

    signal.setitimer(signal.ITIMER_REAL, max(0.01, seconds))
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = math.ceil(used.ru_utime + used.ru_stime + CPU_SHARE * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.RLIM_INFINITY))
