"""A text with its tags: cut into pieces that carry the kinds of the tags over them, page by page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.record import Tags, TextPage

PART = 24_000  # characters of text on one page of the site: it stays below 100 kB


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
class Part:
    """What is shown of a text at a time: its pages as (page number, pieces), and where parts before and after begin."""

    pages: tuple[tuple[int, tuple[Piece, ...]], ...]
    start: int
    end: int
    before: int | None
    after: int | None


def marks_of(tags: Tags, links: dict[int, str]) -> list[Mark]:
    """The tags of a text as marks; `links` gives the address of the document that a reference at a place leads to."""
    marks = [
        Mark(r.start, r.end, "reference", " · ".join(filter(None, (r.canonical, r.date, r.title))), links.get(r.start))
        for r in tags.references
    ]
    marks += [Mark(d.start, d.end, "date", f"{d.value} ({d.role})") for d in tags.dates]
    marks += [Mark(a.start, a.end, "agency", a.name) for a in tags.agencies]
    marks += [
        Mark(t.start, t.end, "target", f"{t.indicator} · {t.rule} · {t.confidence:.2f}", _itself(t.start, t.end))
        for t in tags.targets
    ]
    marks += [
        Mark(
            r.start, r.end, "relation", f"{r.type}: {r.target} · {r.rule} · {r.confidence:.2f}", _itself(r.start, r.end)
        )
        for r in tags.relations
        if r.type != "refers_to"
    ]
    return marks


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
    cut = tuple(
        (page.number, tuple(_pieces(text, max(page.start, start), min(page.end, end), shown)))
        for page in (pages or [TextPage(1, 0, len(text), "")])
        if page.end > start and page.start < end
    )
    before = max(start - PART, 0) if start else None
    return Part(cut, start, end, before, end if end < len(text) else None)


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
    here = [mark for mark in marks if mark.end > start and mark.start < end]
    bounds = sorted({start, end, *(b for m in here for b in (m.start, m.end) if start < b < end)})
    starting = sorted(here, key=lambda m: m.start)
    starts = [mark.start for mark in starting]
    for first, last in pairwise(bounds):
        over = [m for m in starting[: bisect_left(starts, last)] if m.start <= first and m.end >= last]
        yield Piece(
            at=first,
            text=text[first:last],
            kinds=tuple(dict.fromkeys(m.kind for m in over)),
            notes=tuple(dict.fromkeys(m.note for m in over if m.note)),
            href=next((m.href for m in over if m.href), None),
        )
