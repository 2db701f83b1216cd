"""Whose turn it is at a host: one request at a time, and when it may be asked again, for all processes that crawl.

A host may give the files of several portals, and those may be crawled by several processes. Each host has a file that
is locked while it is asked, which the kernel gives back after a kill, and which tells when it is free again.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote

_LOOK = 0.02  # seconds until it is looked again whether another process has ended its turn


class Turns:
    """The turns of this process; with a folder, taken in turn with every process that names the same one.

    What a host asked for in another run (`run` is its name) is over.
    """

    def __init__(self, folder: Path | None = None, run: str = ""):
        self._folder = folder
        self._run = run
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: defaultdict[str, float] = defaultdict(float)
        self._files: dict[str, int] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    async def take(self, host: str) -> float:
        """Wait until nobody asks the host; gives the seconds that it must be left alone yet (less than 0: none)."""
        await self._locks[host].acquire()
        if self._folder is not None:
            try:
                await self._lock_file(host, self._folder)
            except BaseException:
                self._locks[host].release()
                raise
        return self._free_at[host] - time.monotonic()

    def give(self, host: str, pause: float | None = None) -> None:
        """Let the next one ask, after a pause in seconds (None: as it was before)."""
        if pause is not None:
            self._free_at[host] = time.monotonic() + pause
        if self._folder is not None:
            file = self._files[host]
            moment = time.time() + self._free_at[host] - time.monotonic()  # a clock that all processes share
            os.pwrite(file, f"{moment:020.6f} {self._run}\n".encode(), 0)
            fcntl.flock(file, fcntl.LOCK_UN)
        self._locks[host].release()

    def close(self) -> None:
        """End all turns of this process."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    async def _lock_file(self, host: str, folder: Path) -> None:
        if host not in self._files:
            self._files[host] = os.open(folder / quote(host, safe=""), os.O_RDWR | os.O_CREAT, 0o644)
        file = self._files[host]
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_LOOK)
        moment, _, run = os.pread(file, 200, 0).partition(b"\n")[0].decode().partition(" ")
        if run == self._run and moment:
            self._free_at[host] = max(self._free_at[host], time.monotonic() + float(moment) - time.time())
