"""Compound files (OLE, `D0 CF 11 E0`): what stands in the root, and one stream of it (.doc, .xls, locked files).

Source: [MS-CFB]. Only what tells the formats apart: a Word file may hold an Excel sheet, and the other way round.
"""

from __future__ import annotations

import struct
from functools import cached_property
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # and above: end of chain, free, tables
_STREAM = 2


class Entry(NamedTuple):
    """One entry of the directory."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The directory of a compound file; damaged parts are simply missing from it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        header = data[:512].ljust(512, b"\0")
        self._sector = 1 << min(struct.unpack_from("<H", header, 30)[0], 16)
        self._directory, self._cutoff = struct.unpack_from("<I", header, 48)[0], struct.unpack_from("<I", header, 56)[0]
        self._small_table, self._block = struct.unpack_from("<I", header, 60)[0], 1 << min(header[32], 12)
        self._fat = self._read_fat(header)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _read_fat(self, header: bytes) -> list[int]:
        places = [x for x in struct.unpack_from("<109I", header, 76) if x < _END]
        following, seen = struct.unpack_from("<I", header, 68)[0], set[int]()
        while following < _END and following not in seen and (block := self._at(following)):
            seen.add(following)
            numbers = struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
            places += [x for x in numbers[:-1] if x < _END]
            following = numbers[-1] if numbers else _END
        fat: list[int] = []
        for place in places:
            block = self._at(place)
            fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        return fat

    def _small(self, start: int, size: int) -> bytes:
        """A stream kept among small ones: blocks of the root's own stream, chained by a table of their own."""
        table = self._chain(self._small_table)
        links = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        blocks = self._chain(self.entries[0].start, self.entries[0].size)
        out: list[bytes] = []
        seen, number = set[int](), start
        while number < len(links) and number not in seen and len(out) * self._block < size:
            seen.add(number)
            out.append(blocks[number * self._block : (number + 1) * self._block])
            number = links[number]
        return b"".join(out)[:size]

    def _chain(self, start: int, size: int | None = None) -> bytes:
        out, seen, number, length = [], set[int](), start, 0
        while number < len(self._fat) and number not in seen and (size is None or length < size):
            seen.add(number)
            out.append(self._at(number))
            length += len(out[-1])
            number = self._fat[number]
        return b"".join(out)[:size]

    @cached_property
    def entries(self) -> list[Entry]:
        """All entries, in the directory's order."""
        raw, found = self._chain(self._directory), []
        for at in range(0, len(raw) - 127, 128):
            length = struct.unpack_from("<H", raw, at + 64)[0]
            name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<3I", raw, at + 68)
            start, size = struct.unpack_from("<II", raw, at + 116)
            found.append(Entry(name, raw[at + 66], left, right, child, start, size))
        return found

    @cached_property
    def root(self) -> dict[str, Entry]:
        """The streams and storages that stand in the root, by name."""
        return self.inside(self.entries[0]) if self.entries else {}

    def inside(self, storage: Entry) -> dict[str, Entry]:
        """The streams and storages that stand in a storage, by name."""
        found: dict[str, Entry] = {}
        waiting = [storage.child]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop()
            if at < len(self.entries) and at not in seen:
                seen.add(at)
                entry = self.entries[at]
                found[entry.name] = entry
                waiting += [entry.left, entry.right]
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a stream in the root; b'' when there is none."""
        return self.read_entry(self.root.get(name))

    def read_entry(self, entry: Entry | None) -> bytes:
        """The bytes of a stream; b'' of anything else."""
        if entry is None or entry.kind != _STREAM:
            return b""
        read = self._chain if entry.size >= self._cutoff else self._small
        return read(entry.start, entry.size)


def root_names(data: bytes) -> frozenset[str]:
    """The names in the root of a compound file; nothing for other bytes, or when the directory is broken."""
    return frozenset(CompoundFile(data).root) if data.startswith(MAGIC[:4]) else frozenset()
