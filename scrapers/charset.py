"""The characters of a web page, whatever its sender claims: headers and pages are often wrong about their charset.

What speaks for a reading is how many of the commonest words of Vietnamese offices it has (data/common_words.csv);
claims decide only between readings that have as many.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from documents.tables import read_table

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_TWICE = re.compile("á[º»]|Ã[¡-ý]|Ä[\u2018\u0090ƒ‚]|Æ[°¡]")  # UTF-8 of Vietnamese letters, read as windows-1252
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 100_000  # bytes that are judged
_BYTES = {char: code for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}


def decode(body: bytes, media_type: str | None = None) -> str:
    """The text of a page: UTF-8 if it is that, else the reading that is most Vietnamese; written twice, unwound."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    if body[:2000].count(0) > len(body[:2000]) // 4:
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return _unwind(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _best(body, media_type)


def _best(body: bytes, media_type: str | None) -> str:
    header, meta = _HEADER.search(media_type or ""), _META.search(body[:4096])
    claims = ([header[1]] if header else []) + ([meta[1].decode("ascii")] if meta else [])
    readings: dict[str, int] = {}
    for name in (*claims, "windows-1258", "utf-8"):
        try:
            readings.setdefault(name, _words_in(body[:_SAMPLE].decode(name, "replace")))
        except LookupError:
            continue
    best = max(readings, key=lambda name: readings[name])
    text = body.decode(best, "replace")
    return unicodedata.normalize("NFC", text) if best.lower() in ("windows-1258", "cp1258") else text


def _unwind(text: str) -> str:
    """Text that was UTF-8 taken for windows-1252 and written as UTF-8 once more, as it was meant."""
    if len(_TWICE.findall(text[:_SAMPLE])) < 5:
        return text
    raw = b"".join(_byte(char) for char in text)
    meant = raw.decode("utf-8", "replace")
    return meant if _words_in(meant) > _words_in(text) else text


def _byte(char: str) -> bytes:
    code = _BYTES.get(char, ord(char))
    return bytes([code]) if code < 0x100 else char.encode()


def _words_in(text: str) -> int:
    """How often the commonest words stand in a text."""
    return len(_common().findall(unicodedata.normalize("NFC", text).lower()))


@cache
def _common() -> re.Pattern[str]:
    words = sorted((row["word"] for row in read_table("common_words", "scrapers")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
