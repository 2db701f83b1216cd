"""Programmes, strategies and schemes by their names: the national ones of `named_documents.csv`, and all others.

In the title of a decision that approves it a scheme is not another document, so it is none there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from documents.doctypes import type_code
from documents.record import Reference
from documents.tables import read_table, split_cell
from documents.text import fold
from nlp.components.patterns import phrases
from nlp.draft import Draft

# a strategy with its horizon, a scheme with its name in quotation marks
_STRATEGY = re.compile(
    r"C(?<![^\W_].)hiến\s+lược\s+(?P<name>[^.;:()“”\"\n,]{10,140}?(?:\n[^.;:()“”\"\n,]{1,120}?)?)"
    r"\s+(?=(?:giai\s+đoạn|thời\s+kỳ|đến\s+năm|10\s+năm)\s+\d{4})"
)
_QUOTED = re.compile(
    rf"(?P<word>{phrases('Đề án | Chương trình | Chiến lược | Kế hoạch')})\s+[“\"](?P<name>[^“”\"]{{10,220}})[”\"]"
)


def find_schemes(draft: Draft, numbered: Sequence[Reference]) -> Iterator[Reference]:
    """Chiến lược bảo vệ môi trường quốc gia đến năm 2030, Đề án “...”; not where they are the title of a number."""
    for pattern in (_STRATEGY, _QUOTED):
        for found in pattern.finditer(draft.text):
            if not _in_title(numbered, found.start()):
                word = found["word"] if pattern is _QUOTED else "Chiến lược"
                title = f"{word} {' '.join(found['name'].split())}"
                start, end = found.start(), found.end() if pattern is _QUOTED else found.end("name")
                yield Reference(
                    start, end, draft.text[start:end], type=type_code(word) or word, title=title, rule="scheme"
                )


def _in_title(numbered: Sequence[Reference], place: int) -> bool:
    """Whether a place is inside the title of the numbered reference before it."""
    before = bisect_right(numbered, place, key=lambda reference: reference.end) - 1
    if before < 0:
        return False
    return place < numbered[before].end + 3 * len(numbered[before].title or "") // 2


def find_programmes(draft: Draft, numbered: Sequence[Reference]) -> Iterator[Reference]:
    """The national programmes and strategies of `named_documents.csv`; not where they are the title of a number."""
    text, names = draft.text, _programme_names()
    for found in _programme_pattern().finditer(draft.folded):
        start, end = found.span()
        if not text[start].isupper() or _in_title(numbered, start):
            continue
        name, kind = names[" ".join(found[0].split())]
        yield Reference(start, end, text[start:end], type=kind or None, title=name, rule="programme")


@cache
def _programme_names() -> dict[str, tuple[str, str]]:
    rows = read_table("named_documents", "nlp")
    return {
        fold(spelling): (row["name"], row["type"])
        for row in rows
        for spelling in (row["name"], *split_cell(row["also"]))
    }


@cache
def _programme_pattern() -> re.Pattern[str]:
    """All names at once, folded, blanks as any white space; gathered by their first words, so that a scan jumps."""
    heads: dict[str, list[str]] = {}
    for name in sorted(_programme_names(), key=len, reverse=True):
        first, second, rest = name.split(" ", 2)
        heads.setdefault(rf"{first[0]}(?<!\w.){first[1:]}\s+{second}", []).append(_any_blanks(rest))
    return re.compile("|".join(rf"{head}\s+(?:{'|'.join(rests)})(?!\w)" for head, rests in heads.items()))


def _any_blanks(words: str) -> str:
    return re.escape(words).replace("\\ ", r"\s+")
