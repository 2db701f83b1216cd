"""Bytes of a file -> its frozen text, in this process or in killable ones.

    text = extract_bytes(data)                       # raises ExtractError
    with open_sandbox(workers=2) as sandbox:         # hostile files cost only their own limit
        for outcome in sandbox.extract(sources): ...

Pages of a text are separated by `\\n\\f\\n`; a tab separates a table row's cells and columns side by side.
"""

from __future__ import annotations

from documents.record import Text
from extractors.errors import (
    Crashed,
    Damaged,
    EmptyFile,
    Encrypted,
    ExtractError,
    NeedsOcr,
    NotADocument,
    NotVietnameseText,
    NotYetReadable,
    OutOfMemory,
    TimedOut,
    TooLarge,
    UnknownFormat,
)
from extractors.sandbox import Outcome, Sandbox, Source, open_sandbox
from extractors.versions import READER_VERSIONS, reader_version

__all__ = [
    "READER_VERSIONS",
    "Crashed",
    "Damaged",
    "EmptyFile",
    "Encrypted",
    "ExtractError",
    "NeedsOcr",
    "NotADocument",
    "NotVietnameseText",
    "NotYetReadable",
    "OutOfMemory",
    "Outcome",
    "Sandbox",
    "Source",
    "TimedOut",
    "TooLarge",
    "UnknownFormat",
    "extract_bytes",
    "open_sandbox",
    "reader_version",
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
        found = find_format(data)
        return freeze(data, found.read(data, boxes=True) if boxes and found.boxes else found.read(data))
    except RecursionError:
        raise TooLarge("nested too deep") from None
    except MemoryError:
        raise OutOfMemory(f"{name or 'file'}: {len(data)} bytes") from None
    except ExtractError as error:
        error.format = found.name if found else None
        raise
    except Exception as error:  # a library's own surprise about these bytes: the file's fault, the others go on
        raise Damaged(f"{type(error).__name__}: {error}"[:300]) from error
