"""What comes out of a container: one member, and a name that leads nowhere."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from extractors.errors import ExtractError

LONGEST = 200  # characters of a name that are kept
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container: its name there and its bytes, or the error that says why it has none."""

    name: str
    data: bytes = b""
    error: ExtractError | None = None


def safe_name(raw: str) -> str:
    """A member's name as a relative path without `..`, drives and control characters; its end, when it is too long."""
    path = _UNPRINTABLE.sub("", unicodedata.normalize("NFC", raw)).replace("\\", "/")
    parts = [part.strip() for part in re.sub(r"^[A-Za-z]:", "", path).split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-LONGEST:].lstrip("/") or "unnamed"
