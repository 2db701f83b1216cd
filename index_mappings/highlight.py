"""The pieces of a text that answer a query, marked on the text as it was written, diacritics and all.

Words are sought in the folded text, which is as long as the text itself, so what is found there can be marked here.
Who typed `số` with its diacritics does not mean `sở`: what differs in them is marked only where nothing else is found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from itertools import pairwise

from documents.provinces import tone_key
from documents.text import fold

PIECE = 220  # characters of a piece
BEFORE = 40  # of them before the first word
PIECES = 3
CHUNK = 2_000  # folded at a time: a book is read only as far as needed
MOST_INSIDE = 40  # words of a piece that are weighed
Occurrence = tuple[int, int, str]  # start, end, the folded word
Window = tuple[int, int, int]  # what it is worth, start, end
Piece = tuple[int, int, str]  # start, end, HTML
Accents = Mapping[str, frozenset[str]]  # by folded word how it was typed, where that was with diacritics: `accent_key`s
_Y = re.compile(r"^(h|k|l|m|s|t|qu)y$")


def highlight(text: str, words: tuple[str, ...], accents: Accents | None = None) -> tuple[str, ...]:
    """Up to three pieces of a text with the folded words marked, best first; () when none of them is there."""
    found = (accents and marked_pieces(text, words, accents)) or marked_pieces(text, words)
    return tuple(html for *_, html in found)


def marked_pieces(text: str, words: tuple[str, ...], accents: Accents | None = None, most: int = PIECES) -> list[Piece]:
    """Up to `most` pieces with the folded words, best first, cut at blanks: where each stands, and its HTML.

    A word that `accents` knows counts only where it stands as it was typed.
    """
    wanted = _pattern(words)
    found: list[Occurrence] = []
    windows: list[Window] = []
    for begin in range(0, len(text) if wanted else 0, CHUNK):
        there = _occurrences(text[begin : begin + CHUNK], begin, wanted, accents)
        found += there
        windows += _windows(there)
        if windows and max(windows)[0] >= 3 * min(len(words), 8) - 1:
            break  # as good as can be: all words, side by side
    pieces: list[Piece] = []
    for _, first, last in _apart(windows)[:most]:
        start, end = _to_blanks(text, first, min(last, len(text)))
        inside = [f for f in found if start <= f[0] and f[1] <= end]
        if len(text) > CHUNK:  # it may reach beyond what was read, or over the edge of a chunk
            inside = _occurrences(text[start:end], start, wanted, accents)
        pieces.append((start, end, _marked(text, start, end, inside)))
    return pieces


def _apart(windows: Iterable[Window]) -> list[Window]:
    """Up to three windows that do not overlap, best first."""
    chosen: list[Window] = []
    for window in sorted(windows, key=lambda w: (-w[0], w[1])):
        if all(window[2] <= other[1] or window[1] >= other[2] for other in chosen):
            chosen.append(window)
        if len(chosen) == PIECES:
            break
    return chosen


def _marked(text: str, start: int, end: int, found: Iterable[Occurrence]) -> str:
    """`text[start:end]` as HTML, escaped, blanks made one, with what was found in <mark>; neighbours share a mark."""
    out: list[str] = []
    at = start
    for first, last, _ in found:
        between = text[at:first]
        if out and between.isspace():
            out[-1] = between  # the mark before goes on
        else:
            out += [escape(between, quote=False), "<mark>"]
        out += [text[first:last], "</mark>"]
        at = last
    return " ".join("".join([*out, escape(text[at:end], quote=False)]).split())


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the folded words, whole; i and y are one letter where the index takes them for one.

    That no letter goes before is looked at last, so that the search may skip to what words can begin with.
    """
    forms = [_Y.sub(r"\1[iy]", re.escape(word)) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(rf"{form}(?<!\w{form})\b" for form in forms), re.ASCII) if forms else None


def _occurrences(text: str, begin: int, wanted: re.Pattern[str] | None, accents: Accents | None) -> list[Occurrence]:
    """Where the wanted words stand."""
    if wanted is None:
        return []
    found = wanted.finditer(fold(text))
    if accents:
        return [
            (m.start() + begin, m.end() + begin, m[0])
            for m in found
            if (typed := accents.get(m[0])) is None or accent_key(text[m.start() : m.end()]) in typed
        ]
    return [(m.start() + begin, m.end() + begin, m[0]) for m in found]


@lru_cache(maxsize=10_000)
def accent_key(word: str) -> str:
    """A word with its diacritics in the form in which they are compared: `hoà` as `hòa`, `kỹ` as `kĩ`."""
    return tone_key(word).replace("y", "i")


def _windows(found: list[Occurrence]) -> list[Window]:
    """A window at each place where words begin to gather, worth more the more different and adjacent they are."""
    ends = [end for _, end, _ in found]
    neighbours = [(a[2], b[2]) if b[0] - a[1] <= 2 else None for a, b in pairwise(found)]
    windows: list[Window] = []
    previous_end = -PIECE
    for i, (start, end, _) in enumerate(found):
        if start - previous_end >= PIECE // 4 or not i:
            beyond = min(bisect_right(ends, start + PIECE - BEFORE, i), i + MOST_INSIDE)
            different = len({word for *_, word in found[i:beyond]})
            adjacent = len(set(neighbours[i : beyond - 1]) - {None})
            windows.append((2 * different + adjacent, max(0, start - BEFORE), start + PIECE - BEFORE))
        previous_end = end
    return windows


def _to_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """A piece widened to whole words."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
