"""Mentions that point back: `Kế hoạch nêu trên`, `Nghị quyết này`, and bare numbers printed in full elsewhere.

What the document calls by its own kind (`Quyết định này` in a decision) is the document itself and no reference.
Where two documents could be meant, none is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.doctypes import type_code
from documents.record import Reference
from documents.text import fold
from nlp.components.patterns import phrases
from nlp.draft import Draft

_KIND = phrases(
    """Nghị quyết | Nghị định | Quyết định | Chỉ thị | Kết luận | Thông tư | Chương trình hành động | Chương trình
    | Kế hoạch | Đề án | Quy định | Hướng dẫn | Thông báo | Công văn | Công điện | Tờ trình | Báo cáo | Quy chế"""
)
# what points, and the kind that stands before it: a scan for the kinds would stop at every capital
_POINTS = re.compile(rf"\s(?P<points>này|{phrases('nêu trên | nói trên | kể trên | trên đây | vừa nêu')})(?!\w)")
_KIND_BEFORE = re.compile(rf"(?<![^\W_])(?P<word>{_KIND})\s*$")
_LONGEST_KIND = 24
# `này` speaks of another document only where this one carries it out or follows it
_CARRIED_OUT = re.compile(
    rf"(?:{phrases('thực hiện | triển khai | thi hành | cụ thể hóa | cụ thể hoá | quán triệt | theo')})\s+$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(?<!\w)(?:các|những|hai|ba|0[2-9])\s+$", re.IGNORECASE)
_FAR, _NEAR = 4000, 600  # characters back to the document meant; `này` points to what has just been named
_SENTENCE_ENDS = re.compile(r"[.;]\s|\n\s*\n")


def resolve_bare(references: Sequence[Reference]) -> list[Reference]:
    """`Nghị quyết 57` is the one document of its kind and number that the text prints in full, if there is one."""
    full: dict[tuple[str | None, int | None], dict[str, Reference]] = {}
    for reference in references:
        if reference.canonical and reference.key:
            full.setdefault((reference.type, reference.number), {})[reference.key] = reference
    return [_as_printed(reference, full.get((reference.type, reference.number), {})) for reference in references]


def _as_printed(bare: Reference, named: dict[str, Reference]) -> Reference:
    if bare.rule != "bare" or bare.type is None or len(named) != 1:
        return bare
    meant = next(iter(named.values()))
    if (bare.date and meant.date and bare.date != meant.date) or (bare.year and meant.year and bare.year != meant.year):
        return bare
    return _same(bare, meant, "bare, printed in full")


def find_back(draft: Draft, references: Sequence[Reference]) -> Iterator[Reference]:
    """The mentions that point back to a document printed with its number; `references` are in order of position."""
    text = draft.text
    own = fold(draft.header.type or "")
    places = [reference.start for reference in references]
    for found in _POINTS.finditer(text) if references else ():
        kind = _KIND_BEFORE.search(text, max(0, found.start() - _LONGEST_KIND), found.start())
        if kind is None:
            continue
        this, start = found["points"] == "này", kind.start()
        before = text[max(0, start - 24) : start]
        if _SEVERAL.search(before) or (this and (fold(kind["word"]) == own or not _CARRIED_OUT.search(before))):
            continue
        meant = _meant(text, start, kind["word"], references, bisect_left(places, start), _NEAR if this else _FAR)
        if meant:
            blank = Reference(start, found.end(), text[start : found.end()], type=meant.type)
            yield _same(blank, meant, "back")


def _meant(
    text: str, start: int, word: str, references: Sequence[Reference], before: int, reach: int
) -> Reference | None:
    """The last document of the kind before; None where another of its kind stands in the same sentence."""
    code = type_code(word)
    nearest: Reference | None = None
    for index in range(before - 1, -1, -1):
        reference = references[index]
        if start - reference.end > reach:
            break
        if reference.type != code or reference.canonical is None:
            continue
        if nearest is None:
            nearest = reference
        elif reference.key != nearest.key:
            apart = _SENTENCE_ENDS.search(text, reference.end, nearest.start)
            return nearest if apart else None
    return nearest


def _same(mention: Reference, meant: Reference, rule: str) -> Reference:
    """A mention with what is known of the document it means."""
    return replace(
        mention,
        canonical=meant.canonical,
        key=meant.key,
        number=meant.number,
        year=mention.year or meant.year,
        agency=meant.agency,
        date=mention.date or meant.date,
        issuer=mention.issuer or meant.issuer,
        province=meant.province,
        rule=rule,
    )
