"""Vietnamese encodings of the 1990s: TCVN3 (ABC), VNI, VISCII, VIQR, windows-1258, told by the syllables they give.

Tables: data/encodings.csv (TCVN 5712:1993, RFC 1456) and the rule of VNI: a letter followed by one sign for its mark.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from extractors.syllables import is_syllable, syllable_share

SURE = 0.85  # valid syllables after decoding
SAMPLE = 20_000  # characters that are judged
GAIN = 0.15  # and so many more than before

_UNICODE_ONLY = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")  # letters that no code of a legacy font looks like

_CAPITALS = re.compile(r"[^\W\d_a-zà-ỹ]\W{0,2}[^\W\d_a-zà-ỹ]|/")  # two capitals in a row: T- alone is Tư or TƯ
_HYPHENATED = re.compile(r"(?<![\w-])(?P<before>[^\W\d_]{0,4})-(?P<after>[^\W\d_]{0,4})(?![\w-])")
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "î": "ỵ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì"}
_VIQR_MARKS = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}


def guess_encoding(data: bytes) -> tuple[str, str] | None:
    """Text and name of the legacy encoding that turns bytes into Vietnamese, or None when none surely does."""
    sample = data[:SAMPLE]
    found = [(_share(decoder(sample)), name) for name, decoder in DECODERS.items()]
    best, name = max(found)
    return (DECODERS[name](data), name) if best >= SURE else None


def repair_legacy_text(text: str) -> tuple[str, str] | None:
    """Unicode text whose letters are codes of a legacy font (`Céng hßa x· héi`), decoded, and the encoding's name.

    None unless the share of valid syllables rises by GAIN to SURE.
    """
    before = _share(text)
    raw = text.encode("cp1252", "ignore").replace(b"\x81", b"")
    best, name, fixed = max(
        (_share(new := decoder(raw)), name, new) for name, decoder in DECODERS.items() if name != "cp1258"
    )
    return (fixed, name) if best >= SURE and best - before >= GAIN else None


def repair_legacy_lines(text: str) -> tuple[str, str] | None:
    """As `repair_legacy_text`, for text that also holds good Unicode: lines with its letters are left as they are."""
    if (syllable_share(text[:SAMPLE]) or 1.0) >= SURE:
        return None
    old = [line for line in text.split("\n") if not _UNICODE_ONLY.search(line)]
    found = repair_legacy_text("\n".join(old)[:SAMPLE])
    if found is None:
        return None
    return "\n".join(repair_line(line, found[1]) for line in text.split("\n")), found[1]


def repair_line(line: str, encoding: str) -> str:
    """A line in a legacy encoding as Unicode; one that holds letters of Unicode is left as it is."""
    if _UNICODE_ONLY.search(line):
        return line
    decoded = DECODERS[encoding](line.encode("cp1252", "ignore"))
    return restore_hyphens(decoded) if encoding == "tcvn3" else decoded


def restore_hyphens(text: str) -> str:
    """Text of a TCVN3 font with `ư` for each hyphen that is one, a character for each: `h-ớng` is hướng, 08-NQ stays.

    The code of `ư` is AD, which PDF fonts with the usual encoding call a hyphen (ISO 32000-1, annex D.2, note 6).
    """
    return _HYPHENATED.sub(_restore_hyphen, text) if "-" in text else text


def _restore_hyphen(word: re.Match[str]) -> str:
    before, after = word["before"], word["after"]
    if not before and (not after or (is_syllable(after) and after.lower() != "u")):
        return word[0]  # a dash, alone or before a word
    around = word.string[max(0, word.start() - 1) : word.start()] + before + after + word.string[word.end() :][:3]
    capitals = (before + after).isupper() and _CAPITALS.search(around)
    horned = "Ư" if capitals else "ư"
    whole = before + horned + after
    return whole if is_syllable(whole) and not (is_syllable(before) and is_syllable(after)) else word[0]


def is_vietnamese(text: str) -> bool:
    """Whether enough of the words are possible syllables."""
    return _share(text) >= SURE


def _share(text: str) -> float:
    return syllable_share(text, enough=8) or 0.0


@cache
def _table(encoding: str) -> dict[int, str]:
    """The characters of codes 80-FF."""
    raw = files("extractors").joinpath("data", "encodings.csv").read_text(encoding="utf-8")
    rows = {row["encoding"]: row["codes_80_to_ff"] for row in csv.DictReader(raw.splitlines())}
    return {0x80 + i: char for i, char in enumerate(rows[encoding].split(" "))}


def _by_table(encoding: str) -> Callable[[bytes], str]:
    def decode(data: bytes) -> str:
        return unicodedata.normalize("NFC", data.decode("latin-1").translate(_table(encoding)))

    return decode


def _decode_vni(data: bytes) -> str:
    out: list[str] = []
    for char in data.decode("cp1252", "replace"):
        low = char.lower()
        if low in _VNI_MARKS and out and out[-1][0] in "aeouyAEOUYơƠưƯ":
            out[-1] = unicodedata.normalize("NFC", out[-1] + _VNI_MARKS[low])
        elif low in _VNI_LETTERS:
            letter = _VNI_LETTERS[low]
            out.append(letter if char == low else letter.upper())
        else:
            out.append(char)
    return "".join(out)


def _decode_viqr(data: bytes) -> str:
    text = data.decode("latin-1")
    text = re.sub(r"\\?([dD])\1", lambda m: "đ" if m[1] == "d" else "Đ", text)

    def combine(match: re.Match[str]) -> str:
        shape, mark = _VIQR_SHAPES.get(match[2] or "", ""), _VIQR_MARKS.get(match[3] or "", "")
        return unicodedata.normalize("NFC", match[1] + shape + mark)

    return re.sub(r"([aeiouyAEIOUY])([\^(+]?)(['`?~.]?)(?=[\w\s.,;:!?)]|$)", combine, text)


def _decode_cp1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


DECODERS: dict[str, Callable[[bytes], str]] = {
    "cp1258": _decode_cp1258,
    "tcvn3": _by_table("tcvn3"),
    "viscii": _by_table("viscii"),
    "vni": _decode_vni,
    "viqr": _decode_viqr,
}
