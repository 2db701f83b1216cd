"""Why a document is what it is: who decided that its captures are one, what may be the same, where its mentions lead.

Nothing here is remembered from linking: the same functions are asked again, so what is told is what would be decided.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from documents.sameness import FACTS, Verdict, compare, decided_same
from documents.validity import Act
from store import graph
from store.readings import Appearance, appearances_of
from store.validity import validities

from .link_resolve import BY_A_PERSON, explain_mention


def explain_document(connection: Connection, document: str) -> dict[str, Any]:
    """What decided on a document: `identity`, `readings` each with what joined it to the others, `maybe_same`, `status`
    with the acts behind it, and `references` with every candidate and the facts for and against it."""
    readings = appearances_of(connection, [document])
    validity = validities(connection, [document]).get(document)
    mentions = graph.mentions_to_resolve(connection, [document], (), (), ())
    return {
        "identity": document,
        "readings": [_explain_reading(reading, readings) for reading in readings],
        "maybe_same": [row._asdict() for row in graph.maybes_of(connection, document)],
        "status": validity.status if validity else None,
        "acts": [_tell_act(act) for act in (validity.acts if validity else ())],
        "references": [_explain_reference(connection, mention) for mention in mentions],
    }


def _tell_act(act: Act) -> dict[str, Any]:
    says = {"type": act.type, "by": act.by, "number": act.number, "from": act.day, "part": act.partial}
    return says | {"text": act.text, "confidence": act.confidence}


def _explain_reading(reading: Appearance, all_: list[Appearance]) -> dict[str, Any]:
    claim = reading.claim
    names = ("number", "issued", "issuer", "province", "title")
    return {
        "url": reading.url,
        "sha256": reading.sha256,
        "alone": claim.document.id,
        "says": {name: getattr(claim.document, name) for name in names},
        "printed": claim.printed,
        "doubtful": claim.doubtful,
        "decided": list(claim.decided),
        "joined": _joined(reading, all_),
    }


def _joined(reading: Appearance, all_: list[Appearance]) -> dict[str, Any] | None:
    """The surest verdict between a reading and another of the same document, with its facts; None for a lone one."""
    others = [other for other in all_ if other is not reading]
    if chosen := next((other for other in others if decided_same(reading.claim, other.claim)), None):
        return {"with": chosen.url, "rule": BY_A_PERSON, "weight": 1.0, "agrees": [], "against": []}
    verdicts = [(compare(reading.claim, other.claim), other) for other in others]
    same = [(verdict, other) for verdict, other in verdicts if verdict.judgement == "same"]
    if not same:
        return None
    verdict, other = max(same, key=lambda pair: (pair[0].weight, pair[1].url))
    return {"with": other.url, "rule": verdict.rule, "weight": verdict.weight, **_sides(verdict)}


def _sides(verdict: Verdict) -> dict[str, list[str]]:
    """The facts for and against, by name."""
    return {
        "agrees": [fact for fact in FACTS if verdict.facts.get(fact) in ("same", "like")],
        "against": [fact for fact in FACTS if verdict.facts.get(fact) == "other"],
    }


def _explain_reference(connection: Connection, mention: Any) -> dict[str, Any]:
    cited, compared = explain_mention(connection, mention)
    return {
        "text": mention.text,
        "state": mention.state,
        "document": mention.node if mention.state == "resolved" else None,
        "why": mention.why,
        "confidence": mention.confidence,
        "looked_for": cited and {name: getattr(cited, name) for name in ("key", "place", "date", "year", "issuer")},
        "candidates": [
            {"id": found.candidate.id, "agrees": list(found.agrees), "against": list(found.against)}
            for found in compared
        ],
    }


def print_why(why: dict[str, Any]) -> None:
    """The same for people, under the document."""
    print("  why it is one document:")
    for reading in why["readings"]:
        print(f"    {reading['url']}  sha256 {reading['sha256'][:12]}")
        print(f"      alone it would be {reading['alone']}" + "".join(f"  [{name}]" for name in reading["decided"]))
        if joined := reading["joined"]:
            against = f"; against: {', '.join(joined['against'])}" if joined["against"] else ""
            print(f"      same by {joined['rule']} ({', '.join(joined['agrees'])}{against})")
    for maybe in why["maybe_same"]:
        other = ", ".join(name for name, value in maybe["facts"].items() if value == "other")
        print(f"    may be the same as {maybe['document']}: {maybe['rule']}; against: {other or 'nothing'}")
    for act in why["acts"]:
        part = " in part" if act["part"] else ""
        print(f"  {act['type']}{part} by {act['number'] or act['by']} from {act['from'] or '?'}: “{act['text']}”")
    for reference in why["references"]:
        print(f"  {' '.join(reference['text'].split())}: {reference['state']} ({reference['why']})")
        for candidate in reference["candidates"]:
            sides = ", ".join(candidate["agrees"]) or "nothing"
            against = f"; against: {', '.join(candidate['against'])}" if candidate["against"] else ""
            print(f"    {candidate['id']}: {sides}{against}")
