"""The edges found so far, each with the words that carry it."""

from __future__ import annotations

import re
from bisect import bisect_right

from documents.number import number_key
from documents.record import SELF, Relation, RelationType
from nlp.components import relation_patterns as shapes
from nlp.components.relation_statements import Governor, Mention, Page, Statement

_PROPOSING = ("TTr", "BC", "BCTĐ", "CV", "TB", "ĐA", "PA", "BB", "BBH", "YK", "", None)
_LETTERS = ("CV", "TTr", "BC", "GM", "")  # these are not amended, replaced or repealed
_READABLE = 900  # longer evidence is cut to the clause of the document itself
_LONGEST = 420  # characters of evidence after the document's name


_CENTRE = re.compile(r"CP|TTg|VPCP|CTN|\w*TW|B[A-ZĐ]{2,}|(?:UBTV)?QH\d*|NHNN|TTCP")


def rank_of(agency: str | None) -> int:
    """How high the body of a code stands: centre, provincial committee, council, people's committee, all others."""
    code = agency or ""
    if _CENTRE.fullmatch(code) and not code.startswith(("BCĐ", "BQL", "BTG", "BCH")):
        return 4
    return {"TU": 3, "HĐND": 2, "UBND": 1}.get(code, 0)


class Edges:
    """Edges as they are found; `finish` gives each once."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line, self.plain, self.squeezed = page.line, page.plain, page.squeezed
        self.found: list[Relation] = []

    def tie(self, governor: Governor, mention: Mention, statement: Statement) -> None:
        """Add the edge of a governed document, unless it is this document or cannot be the object of the verb."""
        target = mention.target
        if target is None or target == SELF or governor.source in ("", target):
            return
        if self.plain[statement.start] == "(" and shapes.ANNEX_LINE.search(
            self.plain[max(0, mention.start - 20) : mention.start]
        ):
            return
        if governor.relation in ("amends", "replaces", "repeals") and mention.reference.type in _LETTERS:
            return
        if governor.relation == "proposed_by" and mention.reference.type not in _PROPOSING:
            return
        begin, stop = governor.start, self._evidence_end(mention, statement)
        if stop - begin > _READABLE:
            begin = max(statement.start, self.plain.rfind(";", governor.start, mention.start) + 2)
        start, end = self.squeezed.span(begin, stop)
        self.found.append(
            self.edge(governor.relation, governor.source, target, start, end, governor.rule, governor.confidence)
        )

    def tie_passive(self, governor: Governor, previous: Mention, mention: Mention) -> None:
        """`A đã được thay thế bởi B`: B replaces A."""
        if mention.canonical and previous.canonical and mention.canonical != previous.canonical:
            start, end = self.squeezed.span(previous.start, mention.end)
            self.found.append(
                self.edge(
                    governor.relation,
                    mention.canonical,
                    previous.canonical,
                    start,
                    end,
                    governor.rule,
                    governor.confidence,
                )
            )

    def _evidence_end(self, mention: Mention, statement: Statement) -> int:
        """Past the document's issuer and title, up to the next separator, so that people can read it."""
        stop = shapes.EVIDENCE_ENDS.search(self.plain, mention.end, min(statement.end, mention.end + _LONGEST))
        later = bisect_right(statement.references, mention.start, key=lambda other: other.start)
        end = stop.start() if stop else min(statement.end, mention.end + _LONGEST)
        if later < len(statement.references) and statement.references[later].start < end:
            return mention.end
        return mention.end + len(self.line[mention.end : end].rstrip(" \n.,;"))

    def edge(
        self, kind: RelationType, source: str, target: str, start: int, end: int, rule: str, confidence: float
    ) -> Relation:
        """An edge with its evidence `text[start:end]`, places of the text."""
        return Relation(kind, source, target, start, end, self.page.draft.text[start:end], rule, confidence)

    def finish(self) -> list[Relation]:
        """Each edge once, the surest; a mere reference only where no other edge has its target."""
        best: dict[tuple[str, str, str], Relation] = {}
        for edge in self.found:
            key = (edge.type, edge.source, number_key(edge.target))
            if key not in best or edge.confidence > best[key].confidence:
                best[key] = edge
        tied = {(e.source, number_key(e.target)) for e in best.values() if e.type != "refers_to"}
        kept = [
            edge
            for edge in best.values()
            if not (edge.type == "refers_to" and (edge.source, number_key(edge.target)) in tied)
        ]
        return sorted(kept, key=lambda edge: (edge.start, edge.end))
