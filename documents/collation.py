"""Vietnamese collation: lists of names in the order in which a Vietnamese dictionary has them.

The alphabet is a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, with f j w z at their Latin places; syllables
are compared one after the other, of two that differ in the tone only: ngang, huyền, hỏi, ngã, sắc, nặng.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SYLLABLE = re.compile(r"\d+|[^\W\d_]+")

Syllable = tuple[int, int, tuple[int, ...], int]  # figures before letters; the figure, or letters and tone


@lru_cache(10_000)
def collation_key(name: str | None) -> tuple[Syllable, ...]:
    """What to sort names by: `sorted(names, key=collation_key)`; an empty or unknown name comes first."""
    return tuple(_read(found[0]) for found in _SYLLABLE.finditer(unicodedata.normalize("NFC", name or "").lower()))


def _read(syllable: str) -> Syllable:
    if syllable.isdigit():
        return 0, int(syllable), (), 0
    letters, tone = [], 0
    for letter in syllable:
        marks = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in marks if mark in _TONES), tone)
        bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        letters.append(_PLACE.get(bare, len(_ALPHABET) + ord(bare[0])))
    return 1, 0, tuple(letters), tone
