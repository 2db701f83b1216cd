"""Sentences of official texts: numbered and bulleted lists, hard-wrapped lines, headings and table rows.

A soft line break inside a paragraph does not end a sentence; a marker (`I.`, `1.2.`, `a)`, `-`), an empty line or a
closed line does. Each sentence knows how deep its paragraph stands, so that a reader can follow headings.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Sentence(NamedTuple):
    """`text[start:end]` without marker and outer blanks; `level` is the depth of its paragraph, 0 the outermost.

    `opens` says that it is the first of its paragraph; `row` that it is a table row with tab- or pipe-separated cells.
    """

    start: int
    end: int
    level: int
    opens: bool
    row: bool


PLAIN = 65  # the level of a paragraph without marker: below `a)`, above `-`
# an article holds numbered clauses, so it stands above them
_LEVELS = {
    "part": 0,
    "chapter": 10,
    "capital": 15,
    "roman": 20,
    "article": 25,
    "letter": 60,
    "dash": 70,
    "plus": 80,
}
_MARKER = re.compile(
    r"[ \f]*(?:(?P<part>(?:Phần|PHẦN)\s+(?:thứ\s+)?\w+)[.:]?\s|(?P<chapter>(?:Chương|CHƯƠNG|Mục|MỤC)\s+(?:\d+"
    r"|[IVX]+))[.:]?\s"
    r"|(?P<article>Điều\s+\d+[a-z]?)[.:]?\s|(?P<capital>[A-G])[.)]\s|(?P<roman>[IVX]{1,5})\s?(?:[./)]|\s?-)\s"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)/]\s|(?<=\.\d)\s|-\s(?=[^\W\d_]))"
    r"|(?P<letter>[a-zđ]|\(\w{1,2}\))\s?[).]?(?<=[).])\s?|(?P<dash>[-–—•●■▪·*\uf0b7\uf0a7\uf0d8►➢❖✓])\s*(?=\S)|(?P<plus>[+○◦]\s*|o\s+)(?=\S))"
)
_BREAK = re.compile(r"[.!?…][\"”)]*\s+(?=[\"“(]?([^\W_a-z]))")
_ABBREVIATION = re.compile(r"(?:\b(?:TP|Tp|TX|ThS|TS|PGS|GS|BS|Đ|ĐT|v\.v|St|No|P|Q|H)|\s\d{1,2})$")


def find_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text in order; a table row counts as one."""
    return [(s.start, s.end) for s in read_sentences(text)]


def read_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, with level, paragraph start and whether they are table rows."""
    sentences: list[Sentence] = []
    for start, end, level, row in _paragraphs(text):
        if row:
            sentences.append(Sentence(start, end, level, True, True))
            continue
        opens, at = True, start
        for stop in _BREAK.finditer(text, start, end):
            if not stop[1].islower() and not _ABBREVIATION.search(text, max(start, stop.start() - 6), stop.start()):
                sentences.append(Sentence(at, stop.start() + 1, level, opens, False))
                opens, at = False, stop.end()
        if at < end:
            sentences.append(Sentence(at, end, level, opens, False))
    return sentences


def _paragraphs(text: str) -> list[tuple[int, int, int, bool]]:
    """(start, end, level, is a table row) of every paragraph, soft-wrapped lines joined."""
    found: list[tuple[int, int, int, bool]] = []
    position, joins, width, capitals = 0, False, 0, False
    for line in text.split("\n"):
        body = line.strip()
        start = position + len(line) - len(line.lstrip())
        end = start + len(body)
        position += len(line) + 1
        if not body:
            joins = False
            continue
        row = "\t" in body or " | " in body
        if row:
            start = end - len(line.rstrip())  # empty cells before the first filled one count
        marker = None if row else _MARKER.match(body + " ")
        shouted = body.isupper()
        joined = joins and not row and marker is None and (width > 60 or not body[0].isupper())
        if joined and (shouted == capitals or not body[0].isupper()):
            found[-1] = (found[-1][0], end, found[-1][2], False)
        else:
            level = _level(marker) if marker else PLAIN
            found.append((start + (min(marker.end(), len(body)) if marker else 0), end, level, row))
        joins, width, capitals = not row and body[-1] not in ".:;!?", len(body), shouted
    return found


def _level(marker: re.Match[str]) -> int:
    kind = marker.lastgroup or ""
    if kind == "number":
        return 30 + 5 * marker["number"].count(".")
    return _LEVELS[kind]
