"""The pieces of a text that answer a query, marked on the text as it was written, diacritics and all.

Words are sought in the folded text, which is as long as the text itself, so what is found there can be marked here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import pairwise

from documents.text import fold

BEGIN, END = "\ue000", "\ue001"  # private letters stand for the marks until the text around them is escaped
PIECE = 220  # characters of a piece
PIECES = 3
CHUNK = 2_000  # folded at a time: a book is read only as far as needed
Occurrence = tuple[int, int, str]  # start, end, the folded word
_NEIGHBOURS = re.compile(f"{END}(\\s+){BEGIN}")
_Y = re.compile(r"^(h|k|l|m|s|t|qu)y$")
_BLANKS = re.compile(r"\s+")


def highlight(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three pieces of a text with the folded words marked, best first; () when none of them is there."""
    return tuple(mark_piece(text, start, end, words) for start, end in find_pieces(text, words))


def find_pieces(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where up to three pieces with the folded words stand, best first; cut at blanks."""
    wanted = _pattern(words)
    windows: list[tuple[int, int, int]] = []  # (what it is worth, start, end)
    for begin in range(0, len(text) if wanted else 0, CHUNK):
        windows += _windows(_occurrences(text[begin : begin + CHUNK], begin, wanted))
        if windows and max(windows)[0] >= 3 * min(len(words), 8) - 1:
            break  # as good as can be: all words, side by side
    pieces: list[tuple[int, int]] = []
    for _, start, end in sorted(windows, key=lambda w: (-w[0], w[1])):
        if all(end <= other[0] or start >= other[1] for other in pieces):
            pieces.append((start, end))
        if len(pieces) == PIECES:
            break
    return [_to_blanks(text, start, min(end, len(text))) for start, end in pieces]


def mark_piece(text: str, start: int, end: int, words: tuple[str, ...]) -> str:
    """`text[start:end]` as HTML with the folded words marked."""
    piece = text[start:end]
    out, at = [], 0
    for first, last, _ in _occurrences(piece, 0, _pattern(words)):
        out += [piece[at:first], BEGIN, piece[first:last], END]
        at = last
    return finish("".join([*out, piece[at:]]))


def finish(piece: str) -> str:
    """A piece with private marks as HTML: escaped, blanks made one, neighbouring marks joined."""
    one_line = _BLANKS.sub(" ", piece).strip()
    joined = _NEIGHBOURS.sub(r"\1", one_line)
    return escape(joined, quote=False).replace(BEGIN, "<mark>").replace(END, "</mark>")


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the folded words, whole; i and y are one letter where the index takes them for one."""
    forms = [_Y.sub(r"\1[iy]", re.escape(word)) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.ASCII) if forms else None


def _occurrences(text: str, begin: int, wanted: re.Pattern[str] | None) -> list[Occurrence]:
    """Where the wanted words stand."""
    if wanted is None:
        return []
    return [(m.start() + begin, m.end() + begin, m.group()) for m in wanted.finditer(fold(text))]


def _windows(found: list[Occurrence]) -> list[tuple[int, int, int]]:
    """A window at each place where words begin to gather, worth more the more different and adjacent they are."""
    windows = []
    previous_end = -PIECE
    for i, (start, end, _) in enumerate(found):
        if start - previous_end < PIECE // 4 and i:
            previous_end = end
            continue
        inside = [f for f in found[i : i + 40] if f[1] <= start + PIECE - 40]
        different = len({f[2] for f in inside})
        adjacent = len({(a[2], b[2]) for a, b in pairwise(inside) if b[0] - a[1] <= 2})
        windows.append((2 * different + adjacent, max(0, start - 40), start + PIECE - 40))
        previous_end = end
    return windows


def _to_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """A piece widened to whole words."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
