"""From the catalog to the index: what search needs to know of a document, and of each of its targets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from documents.provinces import province_today
from documents.record import DocumentRecord, Tags, TargetRecord, Text
from store import graph
from store.captures import portals_of
from store.results import load_output

RECORD_VERSION = "4"  # raise it when a record is made differently from the same catalog


def build_records(connection: Connection, document: Row[Any]) -> tuple[DocumentRecord, list[TargetRecord]]:
    """A row of `documents` as its record, with the records of its targets."""
    text = load_output(connection, document.text, Text).text
    tags = load_output(connection, graph.tags_of(connection, document.id), Tags)
    edges = graph.relations_of(connection, document.id)
    goals = graph.targets_of(connection, document.id)
    today = province_today(document.province) if document.province else None
    record = DocumentRecord(
        id=document.id,
        kind=document.kind,
        number=document.number,
        key=document.key,
        type=document.type,
        title=document.title,
        issuer=document.issuer,
        province=document.province,
        province_today=today,
        issued=document.issued,
        year=document.year,
        text=text,
        url=document.url,
        file=document.sha256,
        status=document.status,
        agencies=_distinct(agency.name for agency in tags.agencies),
        implements=_distinct(e.target_key for e in edges if e.type == "implements" and e.source is None),
        cites=_distinct(reference.key for reference in tags.references),
        targets=_distinct(goal.body["indicator"] for goal in goals),
        term=document.term,
        portals=_distinct(portals_of(connection, document.id)),
    )
    return record, [_target_record(document, today, goal, text) for goal in goals]


def _target_record(document: Row[Any], today: str | None, goal: Row[Any], text: str) -> TargetRecord:
    body = {name: value for name, value in goal.body.items() if name not in ("start", "end", "sentence")}
    first, last = goal.body["sentence"]
    return TargetRecord(
        id=f"{document.id}#{goal.start}.{goal.ordinal}",
        document=document.id,
        number=document.number,
        type=document.type,
        issuer=document.issuer,
        province=document.province,
        province_today=today,
        issued=document.issued,
        sentence=" ".join(text[first:last].split()),
        page=goal.page,
        url=document.url,
        **body,
    )


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
