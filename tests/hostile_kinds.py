"""What a hostile file is, and the ends that are right for it: a text, or the codes of typed errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

MB = 1 << 20

TEXT = frozenset({"text"})
EMPTY = frozenset({"empty_file"})
DAMAGED = frozenset({"damaged"})
ENCRYPTED = frozenset({"encrypted"})
TOO_LARGE = frozenset({"too_large"})
SCAN = frozenset({"needs_ocr"})
UNREADABLE = frozenset({"unusable_text"})
UNKNOWN = frozenset({"unknown_format"})
NO_DOCUMENT = frozenset({"not_a_document"})
CONTAINER = frozenset({"container"})  # its members are to be read, each on its own
NOT_YET = frozenset({"not_yet_readable", "missing_program"})  # its reader does not exist, or not on this machine
LONG = frozenset({"timed_out"})  # honest work, but much of it: on a slow machine its own time is all it costs
BUSY = frozenset({"timed_out", "crashed", "out_of_memory"})  # only its own process suffers, for its own time


class Hostile(NamedTuple):
    """A file's name, how it is made, its right ends, and what its text must hold when it has one."""

    name: str
    make: Callable[[], bytes]
    ends: frozenset[str]
    says: str = ""
