"""Verbs whose subject is the document itself: in its title, its issuing sentence, its articles."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.doctypes import type_code
from documents.number import number_key
from documents.record import SELF
from nlp.components import relation_patterns as shapes
from nlp.components.relation_clauses import ACTS, JOINED, read_clause
from nlp.components.relation_statements import Governor, Mention, Page, Statement


def read_subject(page: Page, statement: Statement, lead: str, mention: Mention) -> Governor | None:
    """The first document of a statement under a verb whose subject is this document (or nobody)."""
    probe = Mention(statement.start, statement.start, SELF, mention.reference)
    passive = read_clause(probe, lead)
    if passive is None or passive.rule.endswith("passive"):
        return None
    clause = replace(passive, source=SELF, start=statement.start, rule=passive.rule.removesuffix(JOINED))
    if statement.zone == "title":
        of_report = page.title is not None and page.title.kind == "BC"
        if of_report and (clause.relation == "implements" or shapes.CARRYING_OUT.search(lead)):
            clause = replace(clause, relation="reports_on")
        if clause.relation == "implements" and shapes.TWICE.search(lead):
            return None  # "thực hiện Chương trình của Tỉnh ủy thực hiện Nghị quyết số ...": the programme's own
        return replace(clause, rule=f"{clause.relation} title", confidence=0.96)
    if clause.relation == "refers_to":
        return None
    this = bool(shapes.THIS.search(lead)) or (
        page.own is not None and page.own in re.sub(r"\s", "", number_key(page.line[statement.start : mention.start]))
    )
    in_force = bool(shapes.IN_FORCE.search(lead))
    lead = lead.strip(" \n¶|")
    first_article = bool(shapes.ARTICLE_ONE.match(lead))
    at_once = bool(shapes.ACTS_AT_ONCE.match(lead)) and len(lead) < 260
    if (
        this
        and page.own is None
        and page.title is None
        and clause.relation in ACTS
        and not shapes.IN_ARTICLE.match(lead)
    ):
        meant = _last_of_type(page, lead, mention)
        if meant:
            return replace(clause, source=meant)
    if clause.relation in ACTS and clause.relation != "promulgates":
        alone = page.own is None and page.title is None and statement.start == 0
        own = this or in_force or (at_once and (first_article or alone or statement.zone != "opening"))
        return clause if own and not shapes.ONLY_TASK.search(lead) else None
    if clause.relation == "implements":
        return _own_plan(statement, clause, lead, first_article)
    if clause.relation == "reports_on" and statement.zone == "opening":
        return clause if page.title is None or page.title.kind in ("BC", None) else None
    return None


def _own_plan(statement: Statement, clause: Governor, lead: str, first_article: bool) -> Governor | None:
    """`UBND tỉnh ban hành Kế hoạch thực hiện ...` in the opening, `Điều 1. Triển khai thực hiện ...`, a title line."""
    opening = statement.zone == "opening"
    plan = shapes.PLAN_OF.search(lead)
    if opening and plan and (shapes.ISSUER_OF.search(lead) or shapes.PLAN_OF.match(lead)):
        return replace(clause, rule="implements issuing clause", confidence=0.93)
    if first_article and (plan or shapes.ARTICLE_ACTS.match(lead)):
        return replace(clause, rule="implements issuing clause", confidence=0.93)
    if opening and statement.start < 1500 and shapes.TITLE_START.match(lead) and not shapes.ISSUES.search(lead[:60]):
        return replace(clause, rule="implements title", confidence=0.85)
    return None


def _last_of_type(page: Page, lead: str, mention: Mention) -> str | None:
    """The document that `Kế hoạch này` means on a page about another document: the last one of its type."""
    words = [match[0] for match in shapes.THIS.finditer(lead)][-1].rsplit("này")[0].strip()
    code = type_code(words)
    for other in reversed([m for m in page.mentions if m.start < mention.start]):
        if other.canonical and other.reference.type == code:
            return other.canonical
    return None
