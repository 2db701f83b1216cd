"""Pictures of pages: drawn once from the original, in a process of its own, and kept."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from web.site import Site

DPI = 110
SECONDS = 20
MEMORY = 1 << 30  # bytes of address space beyond what drawing needs itself
_DRAW = (
    "import sys, resource; resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[4]),) * 2);"
    "from pathlib import Path; from extractors import render_page;"
    "sys.stdout.buffer.write(render_page(Path(sys.argv[1]).read_bytes(), int(sys.argv[2]), float(sys.argv[3])))"
)


class NoPicture(Exception):
    """The page cannot be drawn: there is no such page, or the file has none."""


def picture_of(site: Site, sha256: str, page: int) -> Path:
    """The picture of a page of an original as a PNG file; raises NoPicture."""
    path = site.pictures / sha256[:2] / f"{sha256}-{page}-{DPI}.png"
    if path.exists():
        return path
    original = site.store.originals.path(sha256)
    if not original.exists():
        raise NoPicture(sha256)
    command = [sys.executable, "-c", _DRAW, str(original), str(page), str(DPI), str(3 * MEMORY)]
    try:
        drawn = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NoPicture(f"{sha256}, page {page}: not drawn within {SECONDS} s") from None
    if drawn.returncode or not drawn.stdout.startswith(b"\x89PNG"):
        raise NoPicture(f"{sha256}, page {page}")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(drawn.stdout)
    Path(temporary).replace(path)
    return path
