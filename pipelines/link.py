"""Linking: captures become documents, and what documents mention becomes edges between them.

Everything written here is a function of the captures that are linked, not of the order they came in: a document is
built anew from all its readings, and every mention of a number is resolved anew when a document with it comes or goes.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, Row

from documents.identity import identify, is_local, party_term, red_link
from documents.issuers import name_issuer
from documents.number import number_key, parse_number
from documents.provinces import find_provinces
from documents.record import SELF, Document, Reference, Relation, Tags, Target, Text, TextPage, to_json
from extractors import READER_VERSIONS
from nlp import TAGGER_VERSION
from nlp.resolve import Candidate, Cited, resolve_reference
from store import graph
from store.graph import Reading, Versions
from store.originals import hash_bytes
from store.results import load_output
from store.runs import Tally

from .work import Work

STAGE = "link"
LINK_VERSION = "2"
VERSIONS = Versions(READER_VERSIONS, TAGGER_VERSION, LINK_VERSION)
BATCH = 100

Known = dict[Reading, tuple[Document, Text, Tags]]


def link_documents(work: Work) -> Tally:
    """Link what was tagged since the last time, and forget what is gone; each batch is kept whole or not at all."""
    done = 0
    with work.store.catalog.read() as connection:
        waiting, readable = graph.count_to_link(connection, VERSIONS)
    while True:
        with work.store.catalog.write() as connection:
            readings = graph.readings_to_link(connection, VERSIONS, BATCH)
            lost = [] if readings else graph.lost_appearances(connection, VERSIONS)
            if not readings and not lost:
                break
            _link_batch(connection, readings, lost)
        done += len(readings)
        work.progress(STAGE, done, waiting)
    return work.finish(Tally(STAGE, done, readable - done, 0))


def _link_batch(connection: Connection, readings: Iterable[Reading], lost: Iterable[Row[Any]]) -> None:
    touched: set[str] = set()
    known: Known = {}
    for reading in readings:
        document, _, tags = _read(connection, reading, known)
        before = graph.save_appearance(connection, reading, document.id, LINK_VERSION, _rank(reading, tags))
        touched |= {document.id} | ({before} if before else set())
    for row in lost:
        graph.drop_appearance(connection, row.url, row.sha256)
        touched.add(row.document)
    keys: set[str | None] = set()
    for document_id in sorted(touched):
        keys |= _rebuild(connection, document_id, known)
    _resolve(connection, {key for key in keys if key}, touched)


def _read(connection: Connection, reading: Reading, known: Known) -> tuple[Document, Text, Tags]:
    """A reading as the document it shows, with its text and tags; `known` holds what this batch has read already."""
    if reading not in known:
        text = load_output(connection, reading.text, Text)
        tags = load_output(connection, reading.tags, Tags)
        known[reading] = identify(tags.header, reading.capture, text.text), text, tags
    return known[reading]


def _rank(reading: Reading, tags: Tags) -> str:
    """Sorts the readings of one document: own number and date first, a file before a page, then what says most."""
    header = tags.header
    marks = (header.number is not None, header.issued is not None, reading.capture.role == "file")
    said = len(tags.references) + len(tags.targets) + len(tags.relations)
    return "".join(str(int(mark)) for mark in marks) + f"{said:06d}{reading.capture.size:012d}"


# ---------------------------------------------------------------- one document from all its readings


def _rebuild(connection: Connection, document_id: str, known: Known) -> set[str | None]:
    """Write a document anew from its readings; gives the number it had and the number it has."""
    before = graph.key_of(connection, document_id)
    readings = graph.readings_of(connection, document_id)
    if not readings:
        graph.drop_document(connection, document_id)
        return {before}
    document, text, tags = _read(connection, readings[0], known)
    for reading in readings[1:]:
        document = _complete(document, _read(connection, reading, known)[0])
    revision = [LINK_VERSION, to_json(document), [[r.capture.url, r.text, r.tags] for r in readings]]
    digest = hash_bytes(json.dumps(revision, ensure_ascii=False).encode())
    graph.save_document(connection, document, readings[0], digest)
    mentions = _mention_rows(document, tags.references, text.pages)
    graph.save_parts(
        connection,
        mentions,
        _relation_rows(document, tags.relations, mentions, text.pages),
        _target_rows(document, tags.targets, text.pages),
    )
    return {before, document.key}


def _complete(document: Document, other: Document) -> Document:
    """The document with what its best reading lacks taken from another reading."""
    lacking = {f.name: getattr(other, f.name) for f in fields(Document) if getattr(document, f.name) is None}
    return replace(document, **lacking)


def _mention_rows(
    document: Document, references: Sequence[Reference], pages: Sequence[TextPage]
) -> list[dict[str, Any]]:
    dates = _said_once(references, lambda reference: reference.date)
    places = _said_once(references, lambda reference: _printed_place(document, reference))
    return [
        {
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
            "page": _page_at(pages, reference.start),
            "node": None,
            "state": "unresolved",
            "candidates": [],
            "confidence": 0.0,
            "why": "named without a number" if reference.key is None else "not looked up yet",
        }
        for reference in references
        for place in [places.get(reference.key) or _place(document, reference)]
        for date in [reference.date or dates.get(reference.key)]
    ]


def _issuer(reference: Reference, place: str | None, date: str | None) -> str | None:
    """The issuer that a mention names, in full: `UBND tỉnh` as `Ủy ban nhân dân tỉnh Tiền Giang`."""
    if not reference.issuer or not reference.canonical:
        return reference.issuer
    return name_issuer(reference.issuer, parse_number(reference.canonical), date).in_province(place, date)


def _printed_place(document: Document, reference: Reference) -> str | None:
    """The province that a mention names with its number: as such, in the issuer, or on a page in the title."""
    issuer = find_provinces(reference.issuer or "")
    title = find_provinces(reference.title or "") if document.kind == "page" and _is_local(reference) else []
    named = {name for _, _, name in issuer or title}
    return reference.province or (named.pop() if len(named) == 1 else None)


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


def _relation_rows(
    document: Document, edges: Sequence[Relation], mentions: Sequence[dict[str, Any]], pages: Sequence[TextPage]
) -> list[dict[str, Any]]:
    rows = []
    for ordinal, edge in enumerate(edges):
        source = None if edge.source == SELF else _mention_at(mentions, edge.source, edge)
        target = _mention_at(mentions, edge.target, edge)
        if target is None or (source is None and edge.source != SELF):
            continue
        rows.append(
            {
                "document": document.id,
                "ordinal": ordinal,
                "type": edge.type,
                "source": source,
                "target": target,
                "start": edge.start,
                "end": edge.end,
                "text": edge.text,
                "page": _page_at(pages, edge.start),
                "rule": edge.rule,
                "confidence": edge.confidence,
            }
        )
    return rows


def _mention_at(mentions: Sequence[dict[str, Any]], canonical: str, edge: Relation) -> int | None:
    """Where the mention of a number stands that an edge means: the nearest to its words."""
    key = number_key(canonical)
    starts = [row["start"] for row in mentions if row["key"] == key]
    return min(starts, key=lambda start: max(edge.start - start, start - edge.end, 0), default=None)


def _target_rows(document: Document, goals: Sequence[Target], pages: Sequence[TextPage]) -> list[dict[str, Any]]:
    return [
        {
            "document": document.id,
            "start": target.start,
            "ordinal": ordinal,
            "page": _page_at(pages, target.start),
            "body": to_json(target),
        }
        for ordinal, target in enumerate(goals)
    ]


def _page_at(pages: Sequence[TextPage], position: int) -> int | None:
    at = bisect_right([page.start for page in pages], position) - 1
    return pages[at].number if at >= 0 else None


# ---------------------------------------------------------------- mentions to documents


def _resolve(connection: Connection, keys: Collection[str], document_ids: Collection[str]) -> None:
    """Resolve every mention of numbers whose documents came or went, and the mentions in documents written anew."""
    mentions = graph.mentions_to_resolve(connection, keys, document_ids)
    candidates: dict[str, list[Candidate]] = {}
    for row in graph.documents_with_keys(connection, {mention.key for mention in mentions}):
        candidate = Candidate(row.id, row.province, row.issued, row.year, row.term, row.issuer)
        candidates.setdefault(row.key, []).append(candidate)
    graph.save_resolutions(connection, [_resolution_row(m, candidates.get(m.key, [])) for m in mentions])


def _resolution_row(mention: Row[Any], candidates: Sequence[Candidate]) -> dict[str, Any]:
    cited = _cited(mention)
    found = resolve_reference(cited, candidates)
    place = cited.place if cited.local else "trung ương"
    year = cited.year or (int(cited.date[:4]) if cited.date else None)
    return {
        "document_": mention.document,
        "start_": mention.start,
        "node_": found.document or red_link(mention.key, place, year),
        "state_": found.state,
        "candidates_": list(found.candidates),
        "confidence_": found.confidence,
        "why_": found.why,
    }


def _cited(mention: Row[Any]) -> Cited:
    number = parse_number(mention.canonical)
    party = number is not None and number.system == "party"
    return Cited(
        key=mention.key,
        place=mention.province,
        local=is_local(mention.canonical),
        date=mention.date,
        year=mention.year,
        issuer=mention.issuer,
        party=party,
        citing_term=mention.citing_term or (party_term(mention.citing_issued) if mention.citing_issued else None),
    )
