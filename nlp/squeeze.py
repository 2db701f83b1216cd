"""A text with every run of blanks as one character, for rules about names that break over lines.

Tags point into the frozen text, so the way back is kept: `where(i)` is the place in the text of a place here.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_BLANKS = re.compile(r"\s(?:\s+|(?<=[\t\f]))")
# New orthography: the tone sits on the first vowel of oa, oe, uy (hòa, khỏe, thủy); qu is a consonant.
_OLD_TONE = re.compile(r"[ou](?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)(?<!qu)[ỳýỷỹỵ])(?!\w)")
_NEW_TONE = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)


class Squeezed:
    """`line` keeps the case; `plain` is lower case with tone marks in one place; both have the same length.

    A run of blanks is one blank, a run with one line end is one line end, a run with more is `¶`.
    """

    def __init__(self, text: str) -> None:
        parts, starts, shifts = [], [0], [0]
        last = shift = length = 0
        for match in _BLANKS.finditer(text):
            start, end = match.span()
            lines = text.count("\n", start, end)
            parts.append(text[last:start])
            parts.append("\n" if lines == 1 else "¶" if lines else " ")
            length += start - last + 1
            shift += end - start - 1
            starts.append(length)
            shifts.append(shift)
            last = end
        parts.append(text[last:])
        self.line = "".join(parts)
        self.plain = one_tone(lower(self.line))
        self._starts, self._shifts = starts, shifts

    def where(self, index: int) -> int:
        """The place in the text of a character here."""
        return index + self._shifts[bisect_right(self._starts, index) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text of a span here."""
        return self.where(start), self.where(end - 1) + 1

    def here(self, place: int) -> int:
        """The character here that shows a place of the text (the blank itself inside a run of blanks)."""
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] + self._shifts[middle] <= place:
                low = middle + 1
            else:
                high = middle
        found = max(0, low - 1)
        index = place - self._shifts[found]
        if low < len(self._starts):
            index = min(index, self._starts[low] - 1)
        return index


def lower(text: str) -> str:
    """Lower case, character for character."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def one_tone(small: str) -> str:
    """Lower-case text with the tone marks of oa, oe, uy where the new orthography puts them; same length."""
    return _OLD_TONE.sub(lambda match: _NEW_TONE[match[0]], small)
