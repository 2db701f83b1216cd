"""The files as they came, under their SHA-256: written before anything reads them, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from .errors import OriginalDamaged


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

    def put(self, body: bytes) -> str:
        """Keep some bytes and give their hash; a kill at any instant leaves the whole file or none."""
        sha256 = hash_bytes(body)
        path = self.path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes with this hash; OriginalDamaged when they are gone or no longer have it."""
        try:
            body = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise OriginalDamaged(f"the original {sha256} is not in {self.folder}") from None
        if hash_bytes(body) != sha256:
            raise OriginalDamaged(f"the original {sha256} in {self.folder} was changed")
        return body
