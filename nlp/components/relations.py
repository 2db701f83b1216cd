"""Relations: which document implements, is based on, amends or replaces which, with the clause that says so.

A statement (a căn cứ line, a title, an opening sentence) is read from left to right. A phrase at its beginning governs
all documents that are joined by `;`, `,` or `và`; a phrase between two documents ties the second to the first, the
nearest name, not to the page. What no phrase ties is only referred to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from documents.doctypes import type_code
from documents.record import SELF, Relation
from nlp.components import relation_patterns as shapes
from nlp.components.relation_clauses import ACTS, AGAIN, JOINED, LONGEST_ISSUING, is_issued, read_clause
from nlp.components.relation_cues import cues
from nlp.components.relation_edges import Edges, rank_of
from nlp.components.relation_statements import Governor, Mention, Page, Statement
from nlp.components.relation_subjects import read_subject
from nlp.components.relation_titles import link_names
from nlp.draft import Draft

# a submission or a report opens with what it acts on, like a plan; it prepares or tells, and carries out nothing itself
_PREPARING = ("Tờ trình", "Báo cáo", "Công văn", "Giấy mời", "Thông báo")
_MOST_PARTNERS = 20  # documents that do something together


def tag_relations(draft: Draft) -> None:
    """Put the typed edges of the text on the draft, each once, with its evidence; references must be there."""
    if not draft.references:
        draft.relations = []
        return
    page = Page(draft)
    reader = _Reader(page)
    for statement in page.statements():
        reader.read(statement)
    reader.read_names()
    reader.read_rest()
    draft.relations = reader.edges.finish()


class _Reader:
    """One text on its way to relations."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line, self.plain, self.squeezed = page.line, page.plain, page.squeezed
        self.edges = Edges(page)
        self.changed: Mention | None = None  # the document that was last said to be changed by another

    # -------------------------------------------------------- one statement

    def read(self, statement: Statement) -> None:
        """Tie the documents of one statement."""
        plain = self.plain
        first = statement.references[0]
        lead = plain[statement.start : first.start]
        governor = self._lead(statement, lead)
        top, previous, nested = governor, None, None
        carried: list[Relation] = []  # what the documents that this statement issues implement
        for mention in statement.references:
            gap = plain[previous.end if previous else statement.start : mention.start]
            if previous is not None and (switched := self._switch(statement, gap, previous.end)):
                top, nested = switched, None
                self.edges.tie(top, mention, statement)
            elif previous is None and governor is None:
                nested = read_subject(self.page, statement, lead, mention) or self._from_intro(statement, lead, mention)
                if nested:
                    self.edges.tie(nested, mention, statement)
                    top = nested
            elif is_issued(gap) and mention.canonical and (carried or (top and top.relation == "implements")):
                carried = self._issue_too(carried, mention) if carried else self._issue(top, mention) if top else []
                top = None
            elif previous is None:
                if top:
                    self.edges.tie(top, mention, statement)
            else:
                top, nested = self._between(statement, previous, gap, mention, top, nested)
            previous = mention
        self._gone(statement)

    def _lead(self, statement: Statement, lead: str) -> Governor | None:
        """The relation that the beginning of a statement governs with, None when it is another sentence."""
        text = re.match(rf"(?:{shapes.MARKER})", lead)
        begin = text.end() if text else 0
        words = lead[begin:].lstrip(' \n“"(')
        begin = statement.start + lead.find(words) if words else statement.start
        if statement.zone == "basis" and len(words) < 40 and not words.startswith(("theo", "thực hiện")):
            return Governor("legal_basis", SELF, begin, "basis section", 0.95)
        if statement.zone == "title":
            return None
        capital = self.line[begin : begin + 1].isupper()
        for cue in cues("lead"):
            match = cue.pattern.match(words)
            if not match or not (capital or self._lower_ground(cue.relation, statement, words, begin)):
                continue
            if cue.relation == "implements":
                return self._implements(statement, words, begin, match.end(), cue.confidence)
            if cue.relation == "proposed_by" and not self._is_proposal(words, statement):
                continue
            if cue.relation == "legal_basis" and statement.zone == "body" and not self._is_ground(words, statement):
                continue
            return Governor(cue.relation, SELF, begin, f"{cue.relation} line", cue.confidence)
        return None

    def _implements(self, statement: Statement, words: str, begin: int, end: int, confidence: float) -> Governor | None:
        """`Thực hiện ...` at the beginning: of the document in its opening, else of what the sentence issues."""
        rest = self.plain[begin : statement.end]
        if statement.zone == "body" and not (
            shapes.MAIN_CLAUSE.search(rest) and re.search(r"ban[ \n]hành|xây[ \n]dựng", rest)
        ):
            return None
        if any(cue.pattern.search(words[end : end + 40]) for cue in cues("negative")) or shapes.ACCORDING.search(
            words, end
        ):
            return None
        issued = next((m for m in statement.references if m.canonical and self._is_issued(begin, m)), None)
        if issued is None and (statement.zone == "body" or shapes.MAIN_CLAUSE.search(words) or len(words) > 260):
            return None
        if (self.page.draft.header.type or "") in _PREPARING:
            return Governor("implements", SELF, begin, "opening sentence of a paper that prepares", 0.7)
        return Governor("implements", SELF, begin, "opening sentence", confidence if issued is None else 0.93)

    def _is_issued(self, begin: int, mention: Mention) -> bool:
        return is_issued(self.plain[max(begin, mention.start - LONGEST_ISSUING) : mention.start])

    def _lower_ground(self, relation: str, statement: Statement, words: str, begin: int) -> bool:
        """A căn cứ line in small letters: it begins its line, in the opening, and the document follows at once."""
        opens = begin == 0 or self.line[begin - 1] in "\n¶|"
        return relation == "legal_basis" and statement.zone == "opening" and opens and len(words) < 40

    def _is_proposal(self, words: str, statement: Statement) -> bool:
        return statement.zone == "opening" and bool(shapes.PROPOSES.match(words))

    def _is_ground(self, words: str, statement: Statement) -> bool:
        """A căn cứ line deep in the text counts when it begins an annex's grounds: the number follows at once."""
        return len(words) < 60

    def _switch(self, statement: Statement, gap: str, at: int) -> Governor | None:
        """A new governing phrase after a separator: `...; Căn cứ Kế hoạch số ...`."""
        found = list(shapes.SWITCH.finditer(gap))
        match = found[-1] if found else None
        if match is None:
            return None
        word = re.sub(r"\s", " ", match[1])
        begin = at + match.start(1)
        if gap[match.end() :].count(",") > 1 or len(gap) - match.end() > 120:
            return None
        if word == "căn cứ" and (self.line[begin].isupper() or gap[match.start()] == ";"):
            return Governor("legal_basis", SELF, begin, "legal_basis line", 0.95)
        if word in ("theo đề nghị", "xét đề nghị"):
            return Governor("proposed_by", SELF, begin, "proposed_by line", 0.93)
        if word.endswith("thực hiện") and gap[match.start()] == ";" and statement.zone == "opening":
            return Governor("implements", SELF, begin, "opening sentence", 0.9)
        return None

    def _between(
        self,
        statement: Statement,
        previous: Mention,
        gap: str,
        mention: Mention,
        top: Governor | None,
        nested: Governor | None,
    ) -> tuple[Governor | None, Governor | None]:
        """Two documents one after the other: a verb ties them, a joint continues, anything else only refers."""
        clause = read_clause(previous, gap)
        if clause and clause.relation == "refers_to" and top and shapes.GUIDED.search(gap):
            clause = None
        ruling = nested or top
        if clause and clause.rule.endswith(AGAIN) and not (ruling and ruling.relation in ACTS):
            clause = None
        if clause and clause.rule.endswith((JOINED, AGAIN)):
            if clause.relation == "reports_on":
                return top, nested
            if ruling and clause.relation in ACTS and ruling.relation in ACTS:
                # "Nghị quyết này thay thế A và bãi bỏ B": the second verb has the subject of the first
                clause = replace(clause, source=ruling.source, start=ruling.start)
                self.edges.tie(clause, mention, statement)
                return top, clause
        if clause:
            clause = replace(clause, source=previous.canonical or "", rule=clause.rule.removesuffix(JOINED))
            if clause.rule.endswith("passive"):
                self.edges.tie_passive(clause, previous, mention)
                self.changed = previous
            else:
                self.edges.tie(clause, mention, statement)
                if clause.relation in ("amends", "replaces", "repeals"):
                    for partner in self._partners(statement, previous):
                        self.edges.tie(
                            replace(clause, source=partner.canonical or "", start=partner.start), mention, statement
                        )
            return top, clause
        joined = shapes.JOINT.search(gap) or (shapes.GUIDED.search(gap) if top else None)
        if joined:
            close = ";" not in gap and len(gap) < 70 and not re.search(r"[ \n]về[ \n]", gap)
            alike = mention.reference.type == previous.reference.type or (nested and nested.relation == "implements")
            if nested and self._beside_source(nested, previous, mention):
                nested = None
            if nested and close and alike and nested.rule.endswith("passive"):
                self.edges.tie_passive(nested, self.changed or previous, mention)
            elif nested and close and alike:
                self.edges.tie(nested, mention, statement)
            elif top:
                self.edges.tie(top, mention, statement)
                return top, None
        return top, nested

    def _beside_source(self, nested: Governor, previous: Mention, mention: Mention) -> bool:
        """`Kế hoạch A thực hiện Nghị quyết B và Kế hoạch C`: C stands beside A where A is no lower than C."""
        source = next((m.reference for m in self.page.mentions if m.canonical == nested.source), None)
        kind = mention.reference.type
        if source is None or kind != source.type or kind == previous.reference.type:
            return False
        return rank_of(mention.reference.agency) <= rank_of(source.agency)

    def _partners(self, statement: Statement, mention: Mention) -> list[Mention]:
        """The documents joined to this one by a tight `và`, of its type: `Thông tư A và Thông tư B sửa đổi C`."""
        partners: list[Mention] = []
        before = bisect_right(statement.references, mention.start, key=lambda other: other.end)
        for other in reversed(statement.references[max(0, before - _MOST_PARTNERS) : before]):
            gap = self.plain[other.end : (partners[-1] if partners else mention).start]
            if not re.fullmatch(r",?[ \n](?:và[ \n])?", gap) or other.reference.type != mention.reference.type:
                break
            partners.append(other)
        return partners

    def _from_intro(self, statement: Statement, lead: str, mention: Mention) -> Governor | None:
        """The verb of the line that a list stands under: `Bãi bỏ các Quyết định sau đây:`, `Căn cứ các văn bản:`."""
        if not re.fullmatch(rf"{shapes.MARKER}[“\"(]?", lead):
            return None
        index = bisect_right(self.page.bounds, statement.start) - 1
        for place in range(index - 1, max(-1, index - 60), -1):
            start, end = self.page.bounds[place], self.page.bounds[place + 1]
            words = self.plain[start:end].strip(" \n¶|")
            if words.endswith(":"):
                intro = Statement(start, statement.end, statement.zone, statement.references)
                governor = self._lead(intro, words[:-1]) or read_subject(self.page, intro, words, mention)
                if governor is None and shapes.GONE.search(words) and shapes.THIS.search(words):
                    governor = Governor("repeals", SELF, start, "repeals effect", 0.85)
                return governor if governor and len(words) < 400 else None
            if words and not shapes.MARKED.match(words):
                return None
        return None

    # -------------------------------------------------------- issuing sentences

    def _issue(self, top: Governor, issued: Mention) -> list[Relation]:
        """`Thực hiện A, UBND tỉnh ban hành Kế hoạch số B`: B implements A, not the page; the edges of B."""
        start, end = self.squeezed.span(top.start, issued.end)
        moved = []
        for edge in self.edges.found:
            if (
                edge.type == "implements"
                and edge.source == SELF
                and self.squeezed.here(edge.start) >= top.start
                and edge.rule == top.rule
            ):
                moved.append(
                    self.edges.edge(
                        "implements", issued.canonical or SELF, edge.target, start, end, "issued in the sentence", 0.93
                    )
                )
        if moved:
            self.edges.found = [
                e
                for e in self.edges.found
                if not (e.source == SELF and e.rule == top.rule and self.squeezed.here(e.start) >= top.start)
            ]
            self.edges.found += moved
            return moved
        if issued.canonical:
            meant = self._back_reference(top.start, issued)
            if meant and meant != issued.canonical:
                self.edges.found.append(
                    self.edges.edge("implements", issued.canonical, meant, start, end, "back reference", 0.88)
                )
        return []

    def _issue_too(self, carried: list[Relation], issued: Mention) -> list[Relation]:
        """`... HĐND ban hành Nghị quyết B và UBND ban hành Kế hoạch C`: C implements what B does."""
        end = self.squeezed.span(issued.start, issued.end)[1]
        for edge in carried:
            if issued.canonical and issued.canonical not in (SELF, edge.target):
                self.edges.found.append(
                    self.edges.edge("implements", issued.canonical, edge.target, edge.start, end, edge.rule, 0.88)
                )
        return carried

    def _back_reference(self, start: int, issued: Mention) -> str | None:
        """The document that a bare `Nghị quyết` means: the nearest one of its type before."""
        for match in shapes.BARE_TYPE.finditer(self.line, start, issued.start):
            code = type_code(match[1])
            for mention in reversed(self.page.mentions):
                if mention.start >= start or not mention.canonical:
                    continue
                title = mention.reference.title or ""
                if mention.reference.type == code or ((code is None or code == "ĐA") and match[1] in title):
                    return mention.canonical
        return None

    def _gone(self, statement: Statement) -> None:
        """`Quyết định số X hết hiệu lực kể từ ngày Quyết định này có hiệu lực`, in either order: this one repeals X."""
        last = statement.references[-1]
        if not last.canonical or last.canonical == SELF:
            return
        if shapes.EFFECT_GONE.match(self.plain, last.end, statement.end) or (
            shapes.FROM_THIS_DAY.search(self.plain, statement.start, last.start)
            and shapes.ENDS.match(self.plain, last.end, statement.end)
        ):
            start, end = self.squeezed.span(statement.start, min(statement.end, last.end + 200))
            self.edges.found.append(
                self.edges.edge("repeals", SELF, last.canonical, start, end, "repeals effect", 0.85)
            )

    # -------------------------------------------------------- what the title names, and the rest

    def read_names(self) -> None:
        """A title that names a scheme whose number stands only in the opening: this document implements it."""
        known = {e.target for e in self.edges.found if e.source == SELF and e.type == "implements"}
        for mention, start, end in link_names(
            self.page.title, self.squeezed, self.page.mentions, self.page.opening_end
        ):
            if mention.canonical and mention.canonical not in known and mention.canonical != SELF:
                low, high = self.squeezed.span(start, end)
                self.edges.found.append(
                    self.edges.edge("implements", SELF, mention.canonical, low, high, "title name", 0.85)
                )
                known.add(mention.canonical)

    def read_rest(self) -> None:
        """Every document that nothing ties to this one is referred to, once."""
        tied = {e.target for e in self.edges.found if e.source == SELF}
        source = SELF
        if self.page.own is None:
            first = next((m for m in self.page.mentions if m.canonical), None)
            if first and first.start < 3000 and is_issued(self.plain[max(0, first.start - 200) : first.start]):
                source = first.canonical or SELF
                self._refer(SELF, first)
        for mention in self.page.mentions:
            target = mention.target
            if target and target not in tied and target not in (SELF, source):
                tied.add(target)
                self._refer(source, mention)

    def _refer(self, source: str, mention: Mention) -> None:
        """A document that a page or its document only mentions."""
        if mention.target and mention.target != source:
            start, end = self.page.around(mention)
            self.edges.found.append(self.edges.edge("refers_to", source, mention.target, start, end, "mention", 0.5))
