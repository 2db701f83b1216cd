"""Fonts of the 1990s whose letters stand on the codes of others, told by their names (data/legacy_fonts.csv).

Where a file names the font of its words this is surer than judging syllables, and only the name tells that a font
shows small letters as capitals (`.VnTimeH`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from documents.tables import read_table
from extractors.legacy import DECODERS
from extractors.syllables import syllable_share

UNICODE_ONLY = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")  # letters that no code of a legacy font looks like
LEFT_OVER = 0.05  # share of such letters from which the words are Unicode and only the font's name is old
_ANY_NAME = re.compile(rb"\.Vn[A-Z]|VNI-[A-Z]|\.\0V\0n\0[A-Z]\0|V\0N\0I\0-\0[A-Z]\0")


class FontCode(NamedTuple):
    """How words in a font are to be read: the encoding's name, and whether it shows capitals only."""

    encoding: str
    capitals: bool = False


@cache
def font_code(name: str | None) -> FontCode | None:
    """The code of a legacy font by its name (`.VnTimeH`), None for any other font."""
    for begins, encoding, capitals in _rows():
        if name and name.startswith(begins) and len(name) > len(begins):
            return FontCode(encoding, bool(capitals) and name.rstrip("0123456789").endswith(capitals))
    return None


def names_legacy_font(data: bytes) -> bool:
    """Whether the bytes of a file name such a font anywhere, in 8 or 16 bits a character."""
    return bool(_ANY_NAME.search(data))


def decode_font_text(text: str, code: FontCode) -> str:
    """Words typed in a legacy font as Unicode; characters that no such font has are kept."""
    decoder = DECODERS[code.encoding]
    parts = [decoder(_bytes_of(part)) if _codes().issuperset(part) else part for part in _outside().split(text)]
    decoded = "".join(parts)
    return decoded.upper() if code.capitals else decoded


def is_really_legacy(texts: Iterable[tuple[str, FontCode]]) -> bool:
    """Whether words in legacy fonts are in their codes: a converted file often keeps the old font's name."""
    pairs = list(texts)
    raw = "\n".join(text for text, _ in pairs)
    letters = sum(map(str.isalpha, raw))
    if not letters or len(UNICODE_ONLY.findall(raw)) > LEFT_OVER * letters:
        return False
    before = syllable_share(raw, enough=8)
    after = syllable_share("\n".join(decode_font_text(text, code) for text, code in pairs), enough=8)
    return True if before is None or after is None else after >= before


@cache
def _rows() -> list[tuple[str, str, str]]:
    return [(row["begins"], row["encoding"], row["capitals"]) for row in read_table("legacy_fonts", "extractors")]


@cache
def _byte_of() -> dict[str, int]:
    """Each character that a byte of a legacy text becomes when it is taken for windows-1252."""
    return {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(256)}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_byte_of())


@cache
def _outside() -> re.Pattern[str]:
    return re.compile(f"([^{re.escape(''.join(_codes()))}]+)")


def _bytes_of(text: str) -> bytes:
    table = _byte_of()
    return bytes(table[char] for char in text)
