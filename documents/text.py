"""Text, once: everything that rewrites characters happens in `normalize`, before anything points into the text.

After that the text is frozen. `fold` keeps the length, so an offset found in folded text is an offset in the text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

# Eth and African D are typed for Đ on old keyboards; U+01A2/3 and U+0002 come out of PDF fonts (old glyph name of
# Ư, and the hyphen at a line's end). Dashes become one hyphen and odd blanks one blank, so that rules see one form.
_SAME = {
    "Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ",
    "\u01a2": "Ư", "\u01a3": "ư", "\u0002": "-", "\u2212": "-",
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    "\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x85": "\n",
    **{chr(c): "-" for c in range(0x2010, 0x2016)},
    **{chr(c): " " for c in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)},
}  # fmt: skip
_ODD = re.compile("[" + "".join(re.escape(k) for k in _SAME if len(k) == 1) + "]")  # few in a text: faster than a table
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# for character classes of patterns: every upper-case letter of Vietnamese, and of Latin beside it
UPPERCASE = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1F00))) if c.isupper())


def normalize(raw: str) -> str:
    """The text in NFC with one form of Đ, hyphen, blank and line end; form feeds stay, they separate pages."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n"))
    return _CONTROL.sub("", _ODD.sub(lambda odd: _SAME[odd[0]], text))


def _fold_table() -> dict[int, str]:
    table = {ord("Đ"): "D", ord("đ"): "d"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_FOLD = _fold_table()
_LOWER = {ord(c): c.lower() for c in (chr(i) for i in range(0x250)) if len(c.lower()) == 1} | {
    code: base.lower() for code, base in _FOLD.items()
}


# A byte for each character that Vietnamese documents are full of, so that two tables of 256 rewrite a text, in a sixth
# of the time that str.translate takes.
USUAL = (
    "\0\t\n\r\f" + "".join(map(chr, range(0x20, 0x7F))) + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    + "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư“”‘’…–—•§°±×²³≥≤€"
).ljust(256, "\ufffe")  # fmt: skip
_BYTES = codecs.charmap_build(USUAL)
_FOLDED = USUAL.translate(_LOWER)


def fold(text: str) -> str:
    """NFC text without diacritics, đ as d, in lower case: the same length, character for character."""
    if text.isascii():
        return text.lower()
    folded = rewrite_usual(text, _FOLDED)
    return text.translate(_LOWER) if folded is None else folded


def rewrite_usual(text: str, table: str) -> str | None:
    """A text with each character as `table` has it at its place in USUAL; None when another character occurs in it."""
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _BYTES)[0], "strict", table)[0]
    except UnicodeEncodeError:
        return None


def strip_marks(text: str) -> str:
    """NFC text without diacritics, case kept: the same length, character for character."""
    return text.translate(_FOLD)
