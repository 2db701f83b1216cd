"""Mentions to documents: those in documents written anew, and those that what came or went could concern."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from documents.aliases import askers_of
from documents.decisions import NOBODY, Decisions
from documents.identity import is_local, named_link, parsed_number, party_term, place_of, red_link
from nlp.resolve import Candidate, Cited, Comparison, Resolution, compare_candidates, resolve_reference
from store import graph

from .link_names import Namesake, bare_name, names_asked, namesake_of, namesakes

_NAMED = 0.8  # confidence of a document meant by its name alone
BY_A_PERSON = "decided by a person"


Facts = tuple[str | int | None, ...]  # of a document: key and place first, then the rest of a candidate


@dataclass(frozen=True, slots=True)
class Ends:
    """What may lead elsewhere than before: documents that came, changed or went, and names that stand for others."""

    held: frozenset[Facts]
    named: frozenset[str]


def candidates_of(connection: Connection, documents: Collection[str]) -> frozenset[Facts]:
    """All of some documents that a mention is compared with, as the catalog has them now."""
    rows = [row for row in graph.rows_of(connection, documents) if row.key]
    return frozenset((r.key, r.place, r.id, r.province, r.issued, r.year, r.term, r.issuer, r.title) for r in rows)


def resolve_mentions(connection: Connection, citing: Collection[str], ends: Ends, decisions: Decisions) -> set[str]:
    """Resolve the mentions in some documents and those that lead to some ends; gives the documents that these say are
    amended, replaced or repealed."""
    keys = {str(key) for key, place, *_ in ends.held if place == _anywhere(str(key))}
    places = {str(place) for _, place, *_ in ends.held} | {_anywhere(str(key)) for key, *_ in ends.held}
    aliases = {asker for name in ends.named for asker in askers_of(name)}
    mentions = graph.mentions_to_resolve(connection, citing, places, keys, aliases)
    affected = {mention.document for mention in mentions}
    acted_on = graph.nodes_acted_on(connection, affected)
    meant = _meant(connection, mentions)
    held = _held(connection, {_place(cited) for cited in meant if cited})
    rows = []
    for mention, cited in zip(mentions, meant, strict=True):
        decided = decisions.meaning(mention.document, mention.text, mention.canonical)
        found = _decided(decided) or _resolve(mention, cited, held)
        node = found.document or (None if decided == NOBODY else _red_link(mention, cited))
        rows.append(_resolution_row(mention, cited, found, node))
    graph.save_resolutions(connection, rows)
    return acted_on | graph.nodes_acted_on(connection, affected)


def explain_mention(connection: Connection, mention: Row[Any]) -> tuple[Cited | None, list[Comparison]]:
    """What a mention (a row of `mentions_to_resolve`) is taken to say, and every candidate with the facts for and
    against it."""
    cited = _meant(connection, [mention])[0]
    if cited is None:
        return None, []
    return cited, compare_candidates(cited, _held(connection, {_place(cited)})(cited))


def _resolve(mention: Row[Any], cited: Cited | None, held: Callable[[Cited], list[Candidate]]) -> Resolution:
    if cited is None:
        return Resolution("unresolved", None, (), 0.0, "named without a number")
    found = resolve_reference(cited, held(cited))
    if mention.key is not None:
        return found
    if found.document == mention.document:
        return Resolution("unresolved", None, (), 0.0, "its own name")
    confidence = min(found.confidence, _NAMED)
    return Resolution(found.state, found.document, found.candidates, confidence, f"name of {cited.key}; {found.why}")


def _decided(meaning: str | None) -> Resolution | None:
    if meaning is None:
        return None
    if meaning == NOBODY:
        return Resolution("unresolved", None, (), 1.0, f"{BY_A_PERSON}: no document")
    return Resolution("resolved", meaning, (meaning,), 1.0, BY_A_PERSON)


def _resolution_row(mention: Row[Any], cited: Cited | None, found: Resolution, node: str | None) -> dict[str, Any]:
    return {
        "document_": mention.document,
        "start_": mention.start,
        "place_": _place(cited) if cited else None,  # where to look again when something comes
        "node_": node,
        "state_": found.state,
        "candidates_": list(found.candidates),
        "confidence_": found.confidence,
        "why_": found.why,
    }


def _red_link(mention: Row[Any], cited: Cited | None) -> str | None:
    """The node of what is not here: by number, place and year, else by its name."""
    if cited is None and mention.name is None:
        return None
    if cited is None:
        return named_link(bare_name(mention), mention.citing_province, mention.date or mention.year)
    year = cited.year or (int(cited.date[:4]) if cited.date else None)
    return red_link(cited.key, cited.place if cited.local else "trung ương", year)


# ---------------------------------------------------------------- what a mention says


def _meant(connection: Connection, mentions: Sequence[Row[Any]]) -> list[Cited | None]:
    """What each mention says of its document: by its number, or by the number that its name stands beside elsewhere."""
    named = [mention for mention in mentions if mention.key is None and mention.name]
    known = namesakes(connection, {name for mention in named for name in names_asked(mention)})
    return [_cited(m, m) if m.key else _cited_by_name(m, known) for m in mentions]


def _cited_by_name(mention: Row[Any], known: dict[str, frozenset[Namesake]]) -> Cited | None:
    found = namesake_of(mention, known) if mention.name else None
    return _cited(mention, found) if found else None


def _cited(mention: Row[Any], said: Row[Any] | Namesake) -> Cited:
    """The number that a mention means, with the facts that `said` (the mention itself, or its namesake) gives."""
    number = parsed_number(said.canonical)
    term = mention.citing_term or (party_term(mention.citing_issued) if mention.citing_issued else None)
    return Cited(
        key=said.key,
        place=said.province,
        local=is_local(said.canonical),
        date=said.date,
        year=said.year,
        issuer=said.issuer,
        party=number is not None and number.system == "party",
        citing_term=term,
        citing_date=mention.citing_issued,
        title=mention.title,
        numbered_by_year=number is not None and number.year is not None,
    )


# ---------------------------------------------------------------- what we hold


def _place(cited: Cited) -> str:
    return place_of(cited.key, cited.place, cited.local)


def _anywhere(key: str) -> str:
    return place_of(key, None, local=True)


def _held(connection: Connection, places: Collection[str]) -> Callable[[Cited], list[Candidate]]:
    """The documents that a mention may mean, by where its number belongs; those of an unknown place may be anywhere."""
    keys = {place.rpartition("@")[0]: place for place in places}
    unplaced = {key for key in keys if _anywhere(key) in places}
    wanted = set(places) | {_anywhere(key) for key in keys}
    by_key: dict[str, list[tuple[str, Candidate]]] = {}
    for row in graph.documents_at(connection, wanted, unplaced):
        candidate = Candidate(row.id, row.province, row.issued, row.year, row.term, row.issuer, row.title)
        by_key.setdefault(row.key, []).append((row.place, candidate))

    def held(cited: Cited) -> list[Candidate]:
        place, anywhere = _place(cited), _anywhere(cited.key)
        found = by_key.get(cited.key, ())
        return [candidate for at, candidate in found if place == anywhere or at in (place, anywhere)]

    return held
