"""Is this Vietnamese? The share of words that are syllables the language allows: initial + rime + tone.

No word list: a syllable is one of 28 initials and one of about 160 rimes (data/rimes.csv), and a rime that ends in c,
ch, p or t takes only sắc or nặng. Broken PDF fonts, OCR without Vietnamese and legacy encodings fail it; names do too,
so it is a share over many words, never a verdict on one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_TONES = dict.fromkeys("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\W\d_]{2,}")
_INITIALS = ("ngh", "ng", "nh", "gh", "gi", "kh", "ch", "th", "tr", "ph", "qu", *"bcdđghklmnprstvx")


@cache
def _rimes() -> tuple[frozenset[str], frozenset[str]]:
    """All rimes without tone, and those that are closed by a stop."""
    text = files("extractors").joinpath("data", "rimes.csv").read_text(encoding="utf-8")
    rimes = [row.split(",")[0] for row in text.splitlines()[1:]]
    return frozenset(rimes), frozenset(r for r in rimes if r.endswith(("c", "ch", "p", "t")))


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word in any case is a possible Vietnamese syllable with its tone mark."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONES else letters).append(char)
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(letters))
    rimes, stopped = _rimes()
    for initial in (*_INITIALS, ""):
        if not bare.startswith(initial):
            continue
        rime = bare[len(initial) :]
        if initial == "qu":
            rime = "u" + rime if "u" + rime in rimes else rime
        elif initial == "gi" and not rime:
            rime = "i"
        if rime in rimes and (rime not in stopped or "\u0301" in tones or "\u0323" in tones):
            return True
    return False


def syllable_share(text: str, enough: int = 20) -> float | None:
    """The share of valid syllables among words of two letters and more, or None when there are fewer than `enough`.

    Capitals of at most five letters are left out: they are abbreviations (UBND, QĐ, GRDP).
    """
    verdicts = list(map(_verdict, _WORD.findall(text)))
    words = len(verdicts) - verdicts.count(None)
    return verdicts.count(True) / words if words >= enough else None


@lru_cache(maxsize=50_000)
def _verdict(word: str) -> bool | None:
    """Whether a word is a possible syllable; None for one that does not count."""
    return None if len(word) <= 5 and word.isupper() else is_syllable(word)
