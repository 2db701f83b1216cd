"""The files as they came, under their SHA-256: written before anything reads them, never changed."""

from __future__ import annotations

import ctypes
import hashlib
import itertools
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from .errors import OriginalDamaged

_FEW = 4  # files that are settled one by one; for more the file system is asked once
_COUNT = itertools.count()


def hash_bytes(body: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal: the name of everything we keep."""
    return hashlib.sha256(body).hexdigest()


class Originals:
    """A folder of files named by their hash, two levels deep."""

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash are, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def put(self, body: bytes, settled: bool = True) -> str:
        """Keep some bytes and give their hash; a kill at any instant leaves the whole file or none.

        Without `settled` a power cut may still take them: the caller calls `settle` before the catalog names them.
        """
        sha256 = hash_bytes(body)
        path = self.path(sha256)
        with suppress(FileNotFoundError):
            if path.stat().st_size == len(body):  # what a power cut left of a file is shorter
                return sha256
        temporary = _new_file(path, body)
        try:
            if settled:
                _settle_file(temporary)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return sha256

    def settle(self, hashes: Collection[str]) -> None:
        """See to it that files that were put are on the disk: one by one if they are few, else all at once."""
        if len(hashes) > _FEW and _settle_all(self.folder):
            return
        for sha256 in hashes:
            _settle_file(self.path(sha256))

    def get(self, sha256: str) -> bytes:
        """The bytes with this hash; OriginalDamaged when they are gone or no longer have it."""
        try:
            body = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise OriginalDamaged(f"the original {sha256} is not in {self.folder}") from None
        if hash_bytes(body) != sha256:
            raise OriginalDamaged(f"the original {sha256} in {self.folder} was changed")
        return body


def _new_file(path: Path, body: bytes) -> Path:
    """A file with these bytes beside where they belong, under a name that nobody else has."""
    temporary = path.with_name(f".part-{os.getpid()}-{next(_COUNT)}")
    try:
        temporary.write_bytes(body)
    except FileNotFoundError:  # the first of its folder
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(body)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _settle_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle_all(folder: Path) -> bool:
    """Everything written to the folder's file system is on the disk; False where this system cannot be asked that."""
    syncfs = getattr(ctypes.CDLL(None), "syncfs", None)  # Linux; Python has only os.sync, which waits for all disks
    if syncfs is None:
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        return bool(syncfs(handle) == 0)
    finally:
        os.close(handle)
