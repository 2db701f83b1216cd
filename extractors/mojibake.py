"""Text that was UTF-8, read as windows-1252 and saved again (`Káº¿ hoáº¡ch`): turned back where that surely helps."""

from __future__ import annotations

import re

FEWEST = 5  # pairs of letters that no Vietnamese text holds
KEPT = 0.98  # of the characters must come back as text

_PAIRS = re.compile("á»|áº|Æ°|Ä‘|Ã[\u00a0-\u00bf]|Ä\u0083|Æ¡")


def repair_mojibake(text: str) -> str | None:
    """The text before it was misread, or None when it is not such a text."""
    if len(_PAIRS.findall(text)) < FEWEST:
        return None
    raw = b"".join(_byte(char) for char in text)
    fixed = raw.decode("utf-8", "replace")
    return fixed if fixed.count("\ufffd") <= (1 - KEPT) * len(fixed) and not _PAIRS.search(fixed) else None


def _byte(char: str) -> bytes:
    """The byte a character was read from; one that comes from no byte stays as it is."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return char.encode(encoding)
        except UnicodeEncodeError:
            continue
    return char.encode()
