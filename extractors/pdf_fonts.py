"""Pages set in TCVN3 fonts that the PDF names (`.VnTime`, `.VnTimeH`): each letter decoded by its own font.

Judging syllables tells the encoding of a whole page; only the font's name tells which letters are shown as capitals.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache

from extractors import pdfium
from extractors.legacy import restore_hyphens
from extractors.legacy_fonts import FontCode, decode_font_text, font_code
from extractors.pdf_pages import PdfPage

ENCODING = "tcvn3"  # one code a letter; a letter of VNI is two, and has capitals of its own
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SYMBOLS = range(0xF020, 0xF100)  # where a font without an encoding puts its codes


def decode_named_fonts(page: PdfPage) -> bool:
    """Make the page's letters those that its TCVN3 fonts show; False, and nothing done, where no letter is changed."""
    letters = [
        _decode(char, code) if not char.isspace() and (code := _code_at(page, index)) else char
        for index, char in enumerate(page.letters)
    ]
    decoded = restore_hyphens("".join(letters))
    if letters == list(page.letters) or len(decoded) != len(page.letters):
        return False
    page.say(decoded)
    return True


def _code_at(page: PdfPage, index: int) -> FontCode | None:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    textpage = page.textpage
    if page.apart and index >= page.apart.first:
        textpage, index = page.apart.textpage, index - page.apart.first
    size = pdfium.FPDFText_GetFontInfo(textpage, index, buffer, len(buffer), flags)
    return _code_named(buffer.value) if 0 < size <= len(buffer) else None


@cache
def _code_named(raw: bytes) -> FontCode | None:
    code = font_code(_SUBSET.sub("", raw.decode("utf-8", "replace")).replace("#20", " "))
    return code if code and code.encoding == ENCODING else None


@cache
def _decode(char: str, code: FontCode) -> str:
    plain = chr(ord(char) - 0xF000) if ord(char) in _SYMBOLS else char
    return decode_font_text(plain, code)
