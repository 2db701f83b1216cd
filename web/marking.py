"""A text with its tags: page by page and sentence by sentence, in pieces that carry the kinds of the tags over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from documents.record import Tags, Target, TextPage
from documents.sentences import find_sentences
from web.language import Words, show_day, show_value

PART = 10_000  # characters of text on one page of the site: it stays below 100 kB


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text with a meaning: what a reader is told of it, and where it leads."""

    start: int
    end: int
    kind: str
    note: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two boundaries, with all that is marked over it; `at` is where it starts in the whole text."""

    at: int
    text: str
    kinds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A sentence, or what stands between two: `span` is that of the sentence, None between."""

    span: tuple[int, int] | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of a text at a time: its pages as (page number, runs), and where parts before and after begin."""

    pages: tuple[tuple[int, tuple[Run, ...]], ...]
    start: int
    end: int
    before: int | None
    after: int | None


def marks_of(tags: Tags, links: dict[int, str], words: Words) -> list[Mark]:
    """The tags of a text as marks; `links` gives the address of the document that a reference at a place leads to."""
    marks = [
        Mark(
            r.start, r.end, "reference", " · ".join(filter(None, (r.canonical, show_day(r.date), r.title))),
            links.get(r.start),
        )
        for r in tags.references
    ]  # fmt: skip
    marks += [Mark(d.start, d.end, "date", f"{show_day(d.value)} ({words('role_' + d.role)})") for d in tags.dates]
    marks += [Mark(a.start, a.end, "agency", a.name) for a in tags.agencies]
    marks += [
        Mark(t.start, t.end, "target", f"{t.indicator}: {show_value(vars_of(t), words)}", _itself(t.start, t.end))
        for t in tags.targets
    ]
    marks += [
        Mark(r.start, r.end, "relation", f"{words('rel_' + r.type)} {r.target}", _itself(r.start, r.end))
        for r in tags.relations
        if r.type != "refers_to"
    ]
    return marks


def vars_of(goal: Target) -> dict[str, Any]:
    """A target as its fields by name, as the catalog keeps it."""
    return {name: getattr(goal, name) for name in ("value", "value2", "change", "comparator", "baseline", "unit")}


def _itself(start: int, end: int) -> str:
    """The address of a stretch within its own page: there it is framed on the picture, and the address can be sent."""
    return f"?at={start}-{end}#s{start}"


def cut_part(
    text: str, pages: Sequence[TextPage], marks: Iterable[Mark], at: int, sought: tuple[int, int] | None = None
) -> Part:
    """The part of a text that holds a place, whole pages where they are short; `sought` is marked besides the tags."""
    start, end = _bounds(text, pages, at)
    shown = [mark for mark in marks if mark.end > start and mark.start < end]
    if sought:
        shown.append(Mark(*sought, "sought", ""))
    shown.sort(key=lambda mark: mark.start)
    spans = [(start + first, start + last) for first, last in find_sentences(text[start:end])]
    cut = tuple(
        (page.number, tuple(_runs(text, max(page.start, start), min(page.end, end), spans, shown)))
        for page in (pages or [TextPage(1, 0, len(text), "")])
        if page.end > start and page.start < end
    )
    before = max(start - PART, 0) if start else None
    return Part(cut, start, end, before, end if end < len(text) else None)


def _runs(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[Run]:
    """A page in its sentences; one that goes over to the next page is told in two parts, each with the whole span."""
    marks = [mark for mark in marks if mark.end > start and mark.start < end]
    at = start
    for first, last in spans:
        if last <= start or first >= end:
            continue
        if first > at:
            yield Run(None, tuple(_pieces(text, at, first, marks)))
        at = min(last, end)
        yield Run((first, last), tuple(_pieces(text, max(first, start), at, marks)))
    if at < end:
        yield Run(None, tuple(_pieces(text, at, end, marks)))


def _bounds(text: str, pages: Sequence[TextPage], at: int) -> tuple[int, int]:
    """Whole pages from the one that holds a place, as many as fit; a page too long is cut at the ends of lines."""
    page = next((p for p in reversed(pages) if p.start <= at), None)
    start = page.start if page else 0
    if at - start > PART // 2:
        start = text.rfind("\n", start, at - PART // 4) + 1 or start
    end = start + PART
    if end >= len(text):
        return start, len(text)
    whole = [p.end for p in pages if start < p.end <= end]
    return start, (whole[-1] if whole else text.rfind("\n", start + 1, end) + 1 or end)


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The text between two places, cut wherever a mark begins or ends; `marks` are ordered by their start."""
    here = [mark for mark in marks if mark.end > start and mark.start < end]
    bounds = sorted({start, end, *(b for m in here for b in (m.start, m.end) if start < b < end)})
    for first, last in pairwise(bounds):
        over = [m for m in here if m.start <= first and m.end >= last]
        yield Piece(
            at=first,
            text=text[first:last],
            kinds=tuple(dict.fromkeys(m.kind for m in over)),
            notes=tuple(dict.fromkeys(m.note for m in over if m.note)),
            href=next((m.href for m in over if m.href), None),
        )
