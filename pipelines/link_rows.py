"""The tags of a document as rows of the graph: what it mentions, relates and sets as targets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from documents.aliases import alias_of, asked_alias, placed_alias
from documents.identity import is_local, parsed_number, place_of
from documents.issuers import name_issuer
from documents.number import number_key
from documents.provinces import find_provinces
from documents.record import SELF, Document, Reference, Relation, from_json
from documents.validity import ACTS, acts_on_part

Row = dict[str, Any]
_STATEMENT = 160  # characters before a number that can say that only a part of it is meant


def mention_rows(document: Document, tags: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The mentions of other documents, each with what the whole document says of what it mentions."""
    references = _bind_bare([from_json(Reference, reference) for reference in tags["references"]])
    dates = _said_once(references, lambda reference: reference.date)
    places = _said_once(references, lambda reference: _printed_place(document, reference))
    starts = [page["start"] for page in pages]
    rows = []
    for reference in references:
        place = _printed_place(document, reference) or places.get(reference.key) or _place(document, reference)
        date = reference.date or dates.get(reference.key)
        rows.append(_mention_row(document, reference, place, date) | {"page": _page(pages, starts, reference.start)})
    return rows


def _mention_row(document: Document, reference: Reference, place: str | None, date: str | None) -> Row:
    alias = alias_of(reference.title or (None if reference.key else reference.text))
    local = _is_local(reference)
    return {
        "document": document.id,
        "start": reference.start,
        "end": reference.end,
        "text": reference.text,
        "canonical": reference.canonical,
        "key": reference.key,
        "type": reference.type,
        "agency": reference.agency,
        "date": date,
        "year": None if date else reference.year,  # beside a date, a year behind a number is the year of the task
        "issuer": _issuer(reference, place, date),
        "province": place,
        "title": reference.title,
        "place": place_of(reference.key, place, local) if reference.key else None,
        "name": placed_alias(alias, place, local) if reference.key else asked_alias(alias, document.province),
        "node": None,
        "state": "unresolved",
        "candidates": [],
        "confidence": 0.0,
        "why": "not looked up yet",
    }


def _bind_bare(references: Sequence[Reference]) -> list[Reference]:
    """`Nghị quyết 57` as the one `Nghị quyết số 57-NQ/TW` of the same document."""
    full: dict[tuple[str | None, int | None], dict[str, Reference]] = {}
    for reference in references:
        if reference.key:
            full.setdefault((reference.type, reference.number), {})[reference.key] = reference
    bound = []
    for reference in references:
        meant = list(full.get((reference.type, reference.number), {}).values()) if reference.number else []
        if reference.key is None and len(meant) == 1 and reference.date in (None, meant[0].date):
            bound.append(_bound(reference, meant[0]))
        else:
            bound.append(reference)
    return bound


def _bound(bare: Reference, meant: Reference) -> Reference:
    place = {"start": bare.start, "end": bare.end, "text": bare.text}
    return Reference(**{name: getattr(meant, name) for name in Reference.__dataclass_fields__} | place)


def _issuer(reference: Reference, place: str | None, date: str | None) -> str | None:
    """The issuer that a mention names, in full: `UBND tỉnh` as `Ủy ban nhân dân tỉnh Tiền Giang`."""
    if not reference.issuer or not reference.canonical:
        return reference.issuer
    return name_issuer(reference.issuer, parsed_number(reference.canonical), date).in_province(place, date)


def _printed_place(document: Document, reference: Reference) -> str | None:
    """The province that a mention names with its number: as such, in the issuer, or on a page in the title."""
    if reference.province:
        return reference.province
    issuer = find_provinces(reference.issuer or "")
    title = find_provinces(reference.title or "") if document.kind == "page" and _is_local(reference) else []
    named = {name for _, _, name in issuer or title}
    return named.pop() if len(named) == 1 else None


def _place(document: Document, reference: Reference) -> str | None:
    """Where a number without a printed place belongs: to the province of the document that cites it, if to any."""
    return document.province if _is_local(reference) else None


def _is_local(reference: Reference) -> bool:
    return reference.canonical is not None and is_local(reference.canonical)


def _said_once(references: Sequence[Reference], fact: Callable[[Reference], str | None]) -> dict[str | None, str]:
    """A fact of each number that is stated in one way only: it holds for its other mentions in the document."""
    said: dict[str | None, set[str]] = {}
    for reference in references:
        if reference.key and (value := fact(reference)):
            said.setdefault(reference.key, set()).add(value)
    return {key: values.pop() for key, values in said.items() if len(values) == 1}


def relation_rows(
    document: Document, text: str, tags: Mapping[str, Any], mentions: Sequence[Row], pages: Sequence[Mapping[str, Any]]
) -> list[Row]:
    """The edges, each between the document or a mention and a mention; an edge to nothing mentioned is left out."""
    places: dict[str | None, list[Row]] = {}
    for mention in mentions:
        places.setdefault(mention["key"] or mention["title"], []).append(mention)
    starts = [page["start"] for page in pages]
    rows = []
    for ordinal, body in enumerate(tags["relations"]):
        edge = from_json(Relation, body)
        source = None if edge.source == SELF else _mention_at(places, edge.source, edge)
        target = _mention_at(places, edge.target, edge)
        if target is None or (source is None and edge.source != SELF):
            continue
        rows.append(
            {
                "document": document.id,
                "ordinal": ordinal,
                "type": edge.type,
                "source": source["start"] if source else None,
                "target": target["start"],
                "start": edge.start,
                "end": edge.end,
                "text": edge.text,
                "page": _page(pages, starts, edge.start),
                "rule": edge.rule,
                "scope": _scope(edge, target["start"], text),
                "confidence": edge.confidence,
            }
        )
    return rows


def _mention_at(places: Mapping[str | None, Sequence[Row]], canonical: str, edge: Relation) -> Row | None:
    """The mention of a number, or of a name, that an edge means: the nearest to its words."""
    rows = places.get(number_key(canonical)) or places.get(canonical, ())
    return min(rows, key=lambda row: max(edge.start - row["start"], row["start"] - edge.end, 0), default=None)


def _scope(edge: Relation, target: int, text: str) -> str | None:
    """`part` where the words before the number say that only a part of the document is repealed or replaced."""
    if edge.type not in ACTS:
        return None
    first = max(min(edge.start, target), target - _STATEMENT)
    return "part" if acts_on_part(edge.type, " ".join(text[first:target].split())) else None


def target_rows(document: Document, tags: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The targets as they were tagged, each with its page."""
    starts = [page["start"] for page in pages]
    return [
        {
            "document": document.id,
            "start": goal["start"],
            "ordinal": ordinal,
            "page": _page(pages, starts, goal["start"]),
            "body": goal,
        }
        for ordinal, goal in enumerate(tags["targets"])
    ]


def _page(pages: Sequence[Mapping[str, Any]], starts: Sequence[int], position: int) -> int | None:
    at = bisect_right(starts, position) - 1
    return pages[at]["number"] if at >= 0 else None
