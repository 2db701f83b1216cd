"""Edges between documents with both ends described: what is stated, in which words, by which file, and how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, func, select

from documents.doctypes import type_name
from documents.number import parse_number

from .originals import Originals
from .schema import documents, references, relations

HEADER = ("id", "number", "type", "title", "issuer", "province", "issued", "status")


def list_edges(
    connection: Connection,
    originals: Originals,
    nodes: Sequence[str],
    *,
    outward: bool,
    kinds: Collection[str] | None = None,
    most: int | None = None,
) -> list[dict[str, Any]]:
    """The edges that leave (`outward`) or reach some nodes, at most so many, both ends described, with evidence."""
    given = {"nodes": list(nodes), "kinds": list(kinds or ())}
    queries = _edge_queries(outward, bool(kinds)) if nodes else ()
    rows = [row for query in queries for row in connection.execute(query.limit(most) if most else query, given)]
    rows.sort(key=lambda row: (row.document, row.ordinal))
    described = describe_nodes(connection, {node for r in rows for node in (r.source_node, r.target_node) if node})
    return [
        {
            "type": row.type,
            "direction": "out" if outward else "in",
            "source": described[row.source_node],
            "target": described[row.target_node],
            "stated_in": row.document,
            "start": row.start,
            "end": row.end,
            "evidence": {
                "text": " ".join(row.text.split()),
                "file": str(originals.path(row.sha256)),
                "page": row.page,
                "url": row.url,
            },
            "rule": row.rule,
            "confidence": row.confidence,
        }
        for row in rows
        if row.target_node is not None and row.source_node != row.target_node
    ]


_HEADERS = select(*(documents.c[name] for name in HEADER)).where(documents.c.id.in_(bindparam("nodes", expanding=True)))
_MENTIONS = (
    select(*(references.c[n] for n in ("node", "canonical", "type", "title", "issuer", "province", "date", "state")))
    .where(references.c.node.in_(bindparam("nodes", expanding=True)))
    .order_by(references.c.document, references.c.start)
)
_SOURCE, _TARGET = references.alias("source"), references.alias("target")


@cache
def _edge_queries(outward: bool, by_kind: bool) -> tuple[Select[Any], ...]:
    """Written once, because putting them together costs more than asking them.

    Outward it is two, because each finds its rows by an index and their union would find them by none.
    """
    nodes: BindParameter[Any] = bindparam("nodes", expanding=True)
    if outward:
        own = _stated(joined=True).where(relations.c.source.is_(None), relations.c.document.in_(nodes))
        queries: tuple[Select[Any], ...] = (own, _stated(joined=False).where(_SOURCE.c.node.in_(nodes)))
    else:
        queries = (_stated(joined=True).where(_TARGET.c.node.in_(nodes)),)
    kinds: BindParameter[Any] = bindparam("kinds", expanding=True)
    return tuple(query.where(relations.c.type.in_(kinds)) for query in queries) if by_kind else queries


def _stated(*, joined: bool) -> Select[Any]:
    """Relations with both their nodes; `joined`: also those whose source is the document that states them."""
    stating = documents.alias("stating")
    is_source = and_(_SOURCE.c.document == relations.c.document, _SOURCE.c.start == relations.c.source)
    is_target = and_(_TARGET.c.document == relations.c.document, _TARGET.c.start == relations.c.target)
    rows = relations.join(_SOURCE, is_source, isouter=joined).join(_TARGET, is_target)
    return select(
        relations,
        func.coalesce(_SOURCE.c.node, relations.c.document).label("source_node"),
        _TARGET.c.node.label("target_node"),
        stating.c.url,
        stating.c.sha256,
    ).select_from(rows.join(stating, stating.c.id == relations.c.document))


def describe_nodes(connection: Connection, nodes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is known of each node: the header of a document we hold, or what its mentions say of one we do not."""
    asked = sorted(set(nodes))
    found = connection.execute(_HEADERS, {"nodes": asked}) if asked else ()
    described = {row.id: {**header_of(row), "state": "resolved"} for row in found}
    cited: dict[str, list[Row[Any]]] = {}
    missing = [node for node in asked if node not in described]
    for row in connection.execute(_MENTIONS, {"nodes": missing}) if missing else ():
        cited.setdefault(row.node, []).append(row)
    return described | {node: _described_by_mentions(node, rows) for node, rows in cited.items()}


def _described_by_mentions(node: str, rows: Sequence[Row[Any]]) -> dict[str, Any]:
    def usual(name: str) -> Any:
        """What most mentions say, those that print the number before those that only name it; the first of equals."""
        for part in ([row for row in rows if row.canonical], rows):
            if told := Counter(value for row in part if (value := getattr(row, name))):
                return told.most_common(1)[0][0]
        return None

    ambiguous = any(row.state == "ambiguous" for row in rows)
    return {
        "id": node,
        "number": usual("canonical"),
        "type": _type_name(usual("canonical"), usual("type")),
        "title": usual("title"),
        "issuer": usual("issuer"),
        "province": usual("province"),
        "issued": usual("date"),
        "status": None,
        "state": "ambiguous" if ambiguous else "unresolved",
    }


def _type_name(number: str | None, code: str | None) -> str | None:
    parsed = parse_number(number) if number else None
    return type_name(code, parsed.system if parsed else None) if code else None


def header_of(row: Row[Any]) -> dict[str, Any]:
    """A row of `documents` as people are told of it."""
    return {name: getattr(row, name) for name in HEADER}
