"""Pictures of pages: drawn once from the original, in a process of its own, and kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from extractors import ExtractError
from web.site import Site

DPI = 110
MOST_PAGES = 5_000


class NoPicture(Exception):
    """The page cannot be drawn: there is no such page, or the file has none."""


def picture_of(site: Site, sha256: str, page: int) -> Path:
    """The picture of a page of an original as a PNG file; raises NoPicture, Busy."""
    path = site.pictures / sha256[:2] / f"{sha256}-{page}-{DPI}.png"
    if path.exists():
        return path
    original = site.store.originals.path(sha256)
    if not 1 <= page <= MOST_PAGES or not original.exists():
        raise NoPicture(f"{sha256}, page {page}")
    try:
        drawn = site.draw(original, page, DPI)
    except ExtractError as error:
        raise NoPicture(f"{sha256}, page {page}: {error}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(drawn)
    Path(temporary).replace(path)
    return path
