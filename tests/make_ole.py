"""Compound files ([MS-CFB]) made by hand: a tree of storages (dict) and streams (bytes), in sectors of 512 bytes."""

from __future__ import annotations

import struct
from typing import Any

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def make_ole(tree: dict[str, Any]) -> bytes:
    """The file; streams are never kept among small ones (the cutoff is 0)."""
    entries: list[list[Any]] = [["Root Entry", 5, FREE, END, 0]]
    bodies: list[bytes] = []
    _add(tree, 0, entries, bodies)
    directory_sectors = -(-len(entries) * 128 // SECTOR)
    fat = [FAT, *_chain(1, directory_sectors)]
    for body, entry in zip(bodies, (e for e in entries if e[1] == 2), strict=True):
        entry[3], entry[4] = (len(fat), len(body)) if body else (END, 0)
        fat += _chain(len(fat), -(-len(body) // SECTOR))
    assert len(fat) <= SECTOR // 4
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 0, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    directory = b"".join(map(_entry, entries)).ljust(directory_sectors * SECTOR, b"\0")
    table = struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat)))
    return head + table + directory + b"".join(body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\0") for body in bodies)


def _add(tree: dict[str, Any], parent: int, entries: list[list[Any]], bodies: list[bytes]) -> None:
    """Every entry of a storage hangs to the right of the one before: a tree, if a crooked one."""
    before = None
    for name, content in tree.items():
        at = len(entries)
        entries.append([name, 2 if isinstance(content, bytes) else 1, FREE, END, 0])
        if before is None:
            entries[parent].append(at)
        else:
            entries[before][2] = at
        before = at
        if isinstance(content, bytes):
            bodies.append(content)
        else:
            _add(content, at, entries, bodies)


def _chain(first: int, count: int) -> list[int]:
    return [first + i + 1 for i in range(count - 1)] + [END] * (count > 0)


def _entry(entry: list[Any]) -> bytes:
    name, kind, right, start, size, *child = entry
    raw = name.encode("utf-16-le")
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw) + 2, kind, 1)
        + struct.pack("<III", FREE, right, child[0] if child else FREE)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
