"""The statements of a text that name documents, and where each stands: title, opening, grounds, article or body."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from documents.number import number_key
from documents.record import SELF, Reference, RelationType
from nlp.components.patterns import LineStart
from nlp.components.relation_cues import cues
from nlp.components.relation_patterns import (
    BOUNDARY,
    BREAKS,
    CLAUSE_ENDS,
    CLAUSE_STARTS,
    FIRST_ARTICLE,
    NUMBERED,
    OPENING_ENDS,
    SECTION_ENDS,
    SECTION_MARK,
)
from nlp.components.relation_titles import find_title
from nlp.draft import Draft

_DIGIT = re.compile(r"\d")  # a name with figures would be taken for a number
_BY_NAME = ("law", "constitution", "congress", "programme", "scheme")  # the rules of references that give a name
_NUMBER_FOLLOWS = re.compile(r"[ \n]?\(?")
_OPENING = 6000  # characters in which a document says what it implements, at most
_OPENING_OF_NEWS = 1500  # and in a page that has no title of its own


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in the squeezed text: its canonical number, SELF, or None for a name without a number.

    `name` is what a law or a resolution without a number is called; `target` is what an edge can point to.
    """

    start: int
    end: int
    canonical: str | None
    reference: Reference
    name: str | None = None

    @property
    def target(self) -> str | None:
        """The number, else the name."""
        return self.canonical or self.name


@dataclass(frozen=True, slots=True)
class Governor:
    """What ties the next joined document: the relation, whose it is, where its evidence begins."""

    relation: RelationType
    source: str
    start: int
    rule: str
    confidence: float


@dataclass(slots=True)
class Statement:
    """`line[start:end]` and the documents named in it; `zone` is title, opening, basis, article or body."""

    start: int
    end: int
    zone: str
    references: list[Mention] = field(default_factory=list)


class Page:
    """One text as the rules for relations see it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.squeezed = draft.squeezed
        self.line, self.plain = self.squeezed.line, self.squeezed.plain
        self.own = number_key(draft.header.number) if draft.header.number else None
        self.title = find_title(self.squeezed, draft.header)
        self.mentions = self._read_mentions()

    def _read_mentions(self) -> list[Mention]:
        """The references in squeezed places; a bare `Nghị quyết 57` gets the number printed in full before."""
        here = self.squeezed.here
        by_number: dict[tuple[str | None, int], str] = {}
        mentions = []
        for reference in self.draft.references:
            canonical = reference.canonical
            if canonical and reference.number is not None:
                by_number.setdefault((reference.type, reference.number), canonical)
            elif canonical is None and reference.number is not None:
                canonical = by_number.get((reference.type, reference.number))
            own = canonical is not None and self.own is not None and number_key(canonical) == self.own
            start, end = here(reference.start), here(reference.end - 1) + 1
            name = reference.title if reference.rule in _BY_NAME and not _DIGIT.search(reference.title or "") else None
            mentions.append(Mention(start, end, SELF if own else canonical, reference, name))
        return self._join_names(mentions)

    def _join_names(self, mentions: list[Mention]) -> list[Mention]:
        """A name with its number behind it is one mention: `Luật Đất đai số 31/2024/QH15`."""
        joined: list[Mention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if (
                last
                and last.name
                and mention.canonical
                and _NUMBER_FOLLOWS.fullmatch(self.line, last.end, mention.start)
            ):
                joined[-1] = replace(mention, start=last.start)
            else:
                joined.append(mention)
        return joined

    @cached_property
    def bounds(self) -> list[int]:
        """Where statements begin, and the end of the text; the title is one statement."""
        line, bounds, last = self.line, [0], 0
        for mark in BREAKS.finditer(line):
            if mark.start() < last:
                continue
            match = BOUNDARY.match(line, mark.start())
            if match is None or self._inside_mention(match.start()):
                continue
            dot = "." in line[max(0, match.start() - 1) : match.start() + 1]
            if not (dot and NUMBERED.search(line[max(0, match.start() - 12) : match.start() + 1])):
                last = match.end()
                bounds.append(last)
        if self.title:
            bounds = [b for b in bounds if not self.title.start < b < self.title.end]
            bounds = sorted({*bounds, self.title.start, self.title.end})
        return [*bounds, len(line)]

    def _inside_mention(self, place: int) -> bool:
        index = bisect_right(self.mentions, place, key=lambda mention: mention.start)
        return index > 0 and place < self.mentions[index - 1].end

    def statements(self) -> list[Statement]:
        """The statements that name a document, in the order of the text."""
        found: dict[int, Statement] = {}
        for mention in self.mentions:
            index = bisect_right(self.bounds, mention.start) - 1
            start, end = self.bounds[index], self.bounds[index + 1]
            if start not in found:
                found[start] = Statement(start, end, self._zone(start))
            found[start].references.append(mention)
        return list(found.values())

    def _zone(self, start: int) -> str:
        if self.title and self.title.start <= start < self.title.end:
            return "title"
        if any(low <= start < high for low, high in self._basis_sections):
            return "basis"
        if start >= self.opening_end:
            return "body"
        return "article" if start >= self._first_article else "opening"

    @cached_property
    def opening_end(self) -> int:
        """Where the opening ends: at the first section heading after the title, or after the first pages."""
        start = self.title.end if self.title else 0
        longest = _OPENING if self.title or self.own else _OPENING_OF_NEWS
        for match in OPENING_ENDS.finditer(self.line[start : start + longest]):
            if match.start() > 30:  # a number next to the title is no section
                return start + match.start()
        return start + longest

    @cached_property
    def _first_article(self) -> int:
        match = FIRST_ARTICLE.search(self.line, self.title.end if self.title else 0)
        return match.start() if match else len(self.line)

    @cached_property
    def _basis_sections(self) -> list[tuple[int, int]]:
        """Sections headed `CĂN CỨ XÂY DỰNG KẾ HOẠCH`, up to the next heading."""
        sections = []
        for heading in _basis_headings():
            for match in heading.finditer(self.plain):
                end = SECTION_ENDS.search(self.line, match.end())
                sections.append((match.end(), end.start() if end else len(self.line)))
        return sections

    def around(self, mention: Mention) -> tuple[int, int]:
        """The clause around a mention, in places of the text."""
        low, high = max(0, mention.start - 160), min(len(self.line), mention.end + 100)
        before = [match.end() for match in CLAUSE_STARTS.finditer(self.line[low : mention.start])]
        after = CLAUSE_ENDS.search(self.line[mention.end : high])
        if before:
            low += before[-1]
        elif low and " " in self.line[low : mention.start]:
            low = self.line.index(" ", low) + 1
        return self.squeezed.span(low, mention.end + (after.start() if after else 0))


@cache
def _basis_headings() -> tuple[LineStart, ...]:
    patterns = (cue.pattern.pattern for cue in cues("section"))
    return tuple(LineStart(r"\n¶|", rf"{SECTION_MARK}(?:{each})[^\n¶;.]{{0,80}}(?=[\n¶:])") for each in patterns)
