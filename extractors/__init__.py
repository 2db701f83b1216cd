"""Bytes of a file -> its frozen text, in this process or in killable ones.

    text = extract_bytes(data)                       # raises ExtractError
    with open_sandbox(workers=2) as sandbox:         # hostile files cost only their own limit
        for outcome in sandbox.extract(sources): ...
    members = unpack_bytes(data)                     # an archive is no text (error Container): its files are

Pages of a text are separated by `\\n\\f\\n`; a tab separates a table row's cells and columns side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from documents.record import Text
from extractors.errors import (
    Container,
    Crashed,
    Damaged,
    EmptyFile,
    Encrypted,
    ExtractError,
    MissingProgram,
    NeedsOcr,
    NoSuchPage,
    NotADocument,
    NotVietnameseText,
    NotYetReadable,
    OutOfMemory,
    ReaderFailed,
    TimedOut,
    TooLarge,
    UnknownFormat,
)
from extractors.member import Member
from extractors.sandbox import Outcome, Sandbox, Source, open_sandbox
from extractors.versions import READER_VERSIONS, reader_version, version_of

__all__ = [
    "READER_VERSIONS",
    "Container",
    "Crashed",
    "Damaged",
    "EmptyFile",
    "Encrypted",
    "ExtractError",
    "Member",
    "MissingProgram",
    "NeedsOcr",
    "NoSuchPage",
    "NotADocument",
    "NotVietnameseText",
    "NotYetReadable",
    "OutOfMemory",
    "Outcome",
    "ReaderFailed",
    "Sandbox",
    "Source",
    "TimedOut",
    "TooLarge",
    "UnknownFormat",
    "extract_bytes",
    "is_container",
    "open_sandbox",
    "reader_version",
    "render_page",
    "unpack_bytes",
    "version_of",
]


def extract_bytes(data: bytes, name: str = "", boxes: bool = False) -> Text:
    """The frozen text of a file's bytes, read in this process; `name` is only for messages.

    With `boxes`, `lines` says where each line stands on its page, for files that have pages (PDF, pictures).
    Raises ExtractError. A hostile file can hang or kill this process: give files from outside to `open_sandbox`.
    """
    from extractors.formats import find_format
    from extractors.reading import freeze

    found = None
    try:
        with _errors_named(data, name):
            found = find_format(data)
            return freeze(data, found.read(data, boxes=True) if boxes and found.boxes else found.read(data))
    except ExtractError as error:
        error.format = found.name if found else None
        raise


def render_page(data: bytes, number: int, dpi: float = 150) -> bytes:
    """The picture of page `number` (from 1) of a PDF or a picture file, as PNG with `dpi` pixels an inch, stamps drawn.

    A line's box in points times dpi / 72 lies on it. Raises ExtractError (NoSuchPage, TooLarge and others); a hostile
    file can hang or kill this process: draw files from outside with `Sandbox.render`.
    """
    from extractors.render import draw_page

    with _errors_named(data, f"page {number}"):
        return draw_page(data, number, dpi)


@contextmanager
def _errors_named(data: bytes, name: str) -> Iterator[None]:
    """Whatever goes wrong inside becomes an ExtractError."""
    try:
        yield
    except ExtractError:
        raise
    except RecursionError:
        raise TooLarge("nested too deep") from None
    except MemoryError:
        raise OutOfMemory(f"{name or 'file'}: {len(data)} bytes") from None
    except Exception as error:  # a surprise to us, not a finding about the file; the others go on
        raise ReaderFailed(f"{type(error).__name__}: {error}"[:300]) from error


def is_container(data: bytes) -> bool:
    """Whether bytes are an archive, or a letter with files in it: for `unpack_bytes`, not for `extract_bytes`."""
    from extractors.archives import is_container

    return is_container(data)


def unpack_bytes(data: bytes) -> list[Member]:
    """The files in an archive or a letter, in memory and within limits; archives in it are unpacked too, two deep.

    A member that cannot be had carries its own error. Raises ExtractError where the whole cannot be opened; an archive
    from outside belongs into `open_sandbox`: `Sandbox.unpack`.
    """
    from extractors.archives import unpack_bytes

    try:
        return unpack_bytes(data)
    except (RecursionError, MemoryError):
        raise OutOfMemory(f"archive of {len(data)} bytes") from None
    except ExtractError:
        raise
    except Exception as error:  # as in extract_bytes
        raise ReaderFailed(f"{type(error).__name__}: {error}"[:300]) from error
