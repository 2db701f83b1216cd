"""The verb between two documents: what ties the second to the first, if anything does."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.record import SELF
from nlp.components import relation_patterns as shapes
from nlp.components.relation_cues import cues
from nlp.components.relation_statements import Governor, Mention

JOINED = " joined"  # the end of the rule of a verb that follows another verb after và
AGAIN = " again"  # and after a semicolon
_TAIL = 260  # characters before a document in which its verb stands
LONGEST_ISSUING = 260  # characters from who issues to the document
ACTS = ("amends", "replaces", "repeals", "promulgates", "approves")
_LONGEST_CLAUSE = 240  # characters between a document and what it implements
_ASKING = ("TTr", "BC", "CV", "TB", "GM", "PA", "BB", "")  # kinds of document that propose or report


def is_issued(gap: str) -> bool:
    """Whether a document after these words is what somebody issues here: `UBND tỉnh đã ban hành Kế hoạch số ...`."""
    match = shapes.ISSUES.search(gap)
    return bool(match and shapes.ISSUER_OF.search(gap[: match.start()][-160:]))


def read_clause(previous: Mention, gap: str) -> Governor | None:
    """The verb at the end of the gap between two documents."""
    tail = gap[-_TAIL:]
    for cue in cues("passive"):
        if cue.relation == "promulgates" and not shapes.ISSUED_WITH.fullmatch(gap):
            continue
        if ";" not in tail and cue.pattern.search(tail) and shapes.BY.search(tail):
            return Governor(cue.relation, "", previous.start, f"{cue.relation} passive", cue.confidence)
    best: tuple[int, Governor] | None = None
    for cue in cues("nested"):
        match = cue.pattern.search(tail)
        if match is None or (best and match.start() >= best[0] and best[1].relation != "refers_to"):
            continue
        if best and best[1].relation == "refers_to" and match.start() > best[0]:
            continue
        if match.start() == 0 and len(tail) == _TAIL:
            continue
        joined = JOINED if shapes.JOINED_BEFORE.search(tail[: match.start() + 3]) else ""
        best = (
            match.start(),
            Governor(cue.relation, "", previous.start, f"{cue.relation} clause{joined}", cue.confidence),
        )
    if best is None:
        return None
    if re.search(r";[^)]*$", tail[: best[0]]):
        # "bãi bỏ A; thay thế B": the subject goes on; anything else behind a semicolon begins anew
        if best[1].relation not in ACTS or not re.search(r";[ \n](?:và[ \n])?$", tail[: best[0]]):
            return None
        best = (best[0], replace(best[1], rule=f"{best[1].relation} clause{AGAIN}"))
    if best[1].relation in ACTS and (
        shapes.SUFFERED.search(tail[: best[0]]) or not _acts(previous, gap, tail[best[0] :])
    ):
        return None
    if best[1].relation in ACTS and previous.canonical != SELF and shapes.MAIN_CLAUSE.search(tail[best[0] :]):
        return None
    if best[1].relation == "implements" and (len(gap) > _LONGEST_CLAUSE or shapes.MAIN_CLAUSE.search(gap)):
        return None
    if best[1].relation == "promulgates" and is_issued(gap):
        return None
    negative = best[1].relation == "implements" and any(
        cue.pattern.search(tail[max(0, best[0] - 24) : best[0] + 4]) for cue in cues("negative")
    )
    return replace(best[1], relation="refers_to", confidence=0.5) if negative else best[1]


def _acts(previous: Mention, gap: str, verb: str) -> bool:
    """Whether a document can do this: proposals and drafts only ask for it, `phê duyệt tại` is passive."""
    kind = previous.reference.type
    if previous.canonical != SELF and (kind in _ASKING or kind is None):
        return False
    if shapes.ASKED_FOR.search(gap):
        return False
    if verb.startswith(("ban hành", "ban\nhành", "phê", "về việc ban", "về việc phê")):
        return len(gap) < 160 and not re.search(r"[ \n](?:tại|theo)(?!\w)", verb)
    return True
