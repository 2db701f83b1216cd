"""What the catalog answers: a document with all that hangs on it, and who carries out whom, each with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from documents.doctypes import type_name
from documents.number import parse_number
from documents.record import Text

from .graph import readings_of, targets_of
from .originals import Originals
from .results import load_output
from .schema import captures, documents, references, relations

HEADER = ("id", "number", "type", "title", "issuer", "province", "issued")
_STATE_ORDER = {"resolved": 0, "unresolved": 1, "ambiguous": 2}


def find_keys(connection: Connection, key: str) -> list[str]:
    """The number keys in the catalog that start like this one, itself first: held or only cited."""
    held = select(documents.c.key).where(documents.c.key == key)
    cited = select(references.c.key).where(references.c.key == key)
    return list(connection.execute(held.union(cited)).scalars())


def find_keys_like(connection: Connection, number: int, kind: str | None, bodies: Collection[str]) -> list[str]:
    """The number keys in the catalog with this number, type code and bodies, ordered: for loosely typed numbers."""
    columns = (documents.c.key, references.c.key)
    rows = (
        select(columns[0])
        .where(_starts_with(columns[0], number))
        .union(select(columns[1]).where(_starts_with(columns[1], number)))
    )
    wanted = [{kind}] if kind else []
    wanted += [{body} for body in bodies]
    found = []
    for key in connection.execute(rows).scalars():
        parts = set(key.replace("-", "/").split("/")[1:])
        if all(part & parts for part in wanted):
            found.append(key)
    return sorted(found)


def _starts_with(column: Any, number: int) -> Any:
    return or_(column.like(f"{number}/%"), column.like(f"{number}-%"))


# ---------------------------------------------------------------- one document


def show_documents(
    connection: Connection, originals: Originals, keys: Collection[str], name: str, with_text: bool = False
) -> list[dict[str, Any]]:
    """The documents with one of these number keys or with this id, each with what it cites, relates and sets.

    A number that is only cited gives its red links: no appearances, but who cites it. A mention that may mean a
    document we hold is told with that document.
    """
    found = or_(documents.c.key.in_(keys), documents.c.id == name)
    rows = list(connection.execute(select(documents).where(found).order_by(documents.c.issued, documents.c.id)))
    shown = [_show(connection, originals, row, with_text) for row in rows]
    return shown + [_show_red_link(connection, node) for node in _red_links(connection, keys, name)]


def _show(connection: Connection, originals: Originals, row: Row[Any], with_text: bool) -> dict[str, Any]:
    header = {name: getattr(row, name) for name in (*HEADER, "kind", "signer", "signer_title")}
    shown: dict[str, Any] = {
        **header,
        "state": "resolved",
        "appearances": [
            {
                "url": reading.capture.url,
                "file": str(originals.path(reading.capture.sha256)),
                "sha256": reading.capture.sha256,
                "fetched": reading.capture.fetched,
            }
            for reading in readings_of(connection, row.id)
        ],
        "references": [_mention(r) for r in connection.execute(_mentions_in(row.id))],
        "cited_by": _citing(connection, and_(references.c.node == row.id, references.c.document != row.id)),
        "maybe_cited_by": _maybe_citing(connection, row),
        "relations": _edges(connection, originals, [row.id], outward=True)
        + _edges(connection, originals, [row.id], outward=False),
        "targets": [{**goal.body, "page": goal.page} for goal in targets_of(connection, row.id)],
    }
    if with_text:
        shown["text"] = load_output(connection, row.text, Text).text
    return shown


def _show_red_link(connection: Connection, node: str) -> dict[str, Any]:
    described = describe_nodes(connection, [node])[node]
    return {**described, "appearances": [], "cited_by": _citing(connection, references.c.node == node)}


def _citing(connection: Connection, mention: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The documents with such a mention, by their headers."""
    citing = select(documents).where(documents.c.id.in_(select(references.c.document).where(mention)))
    return [_header(row) for row in connection.execute(citing.order_by(documents.c.issued, documents.c.id))]


def _maybe_citing(connection: Connection, row: Row[Any]) -> list[dict[str, Any]]:
    """The documents with a mention that fits this one but says too little to be sure."""
    unsure = select(references).where(references.c.key == row.key, references.c.state == "ambiguous")
    citing = {mention.document for mention in connection.execute(unsure) if row.id in mention.candidates} - {row.id}
    return _citing(connection, references.c.document.in_(citing)) if citing else []


def _header(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in HEADER}


def _red_links(connection: Connection, keys: Collection[str], name: str) -> list[str]:
    query = select(references.c.node).where(
        or_(references.c.key.in_(keys), references.c.node == name),
        references.c.state == "unresolved",
    )
    return sorted(set(connection.execute(query).scalars()))


def _mentions_in(document: str) -> Select[Any]:
    return select(references).where(references.c.document == document).order_by(references.c.start)


def _mention(row: Row[Any]) -> dict[str, Any]:
    names = ("text", "canonical", "type", "date", "issuer", "province", "title", "page", "state", "node", "why")
    return {name: getattr(row, name) for name in names} | {"candidates": row.candidates}


# ---------------------------------------------------------------- who carries out whom


def list_implementers(
    connection: Connection, originals: Originals, keys: Collection[str], depth: int = 3
) -> list[dict[str, Any]]:
    """The documents that carry out a number, nearest first: each with the sentence that says so, and how sure it is.

    `depth` is how many steps are followed: 1 what implements it, 2 what implements that, and so on.
    """
    start = (
        select(documents.c.id)
        .where(documents.c.key.in_(keys))
        .union(select(references.c.node).where(references.c.key.in_(keys), references.c.node.is_not(None)))
    )
    reached = frontier = set(connection.execute(start).scalars())
    answers: list[dict[str, Any]] = []
    for step in range(1, depth + 1):
        edges = _edges(connection, originals, sorted(frontier), outward=False, kinds=("implements",))
        fresh: dict[str, dict[str, Any]] = {}
        for edge in sorted(edges, key=lambda e: (-e["confidence"], e["evidence"]["url"], e["evidence"]["text"])):
            fresh.setdefault(edge["source"]["id"], edge)
        fresh = {node: edge for node, edge in fresh.items() if node not in reached}
        answers += [_answer(edge, step) for edge in sorted(fresh.values(), key=_nearness)]
        frontier = set(fresh)
        reached = reached | frontier
    return _merge_undated(answers)


def _answer(edge: dict[str, Any], depth: int) -> dict[str, Any]:
    source = {name: edge["source"][name] for name in HEADER}
    return {
        "document": source,
        "type": "implements",
        "implements": {name: edge["target"][name] for name in ("id", "number", "type", "province", "issued")},
        "depth": depth,
        "evidence": edge["evidence"],
        "confidence": edge["confidence"],
        "state": edge["source"]["state"],
    }


def _nearness(edge: dict[str, Any]) -> tuple[Any, ...]:
    source = edge["source"]
    return (_STATE_ORDER[source["state"]], -edge["confidence"], source["issued"] or "9999", source["id"])


def _merge_undated(answers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the answers that only repeat, undated, a dated document of the same number and place."""
    dated = {
        (a["depth"], a["document"]["number"], a["document"]["province"]) for a in answers if a["document"]["issued"]
    }
    return [
        a
        for a in answers
        if a["document"]["issued"] or (a["depth"], a["document"]["number"], a["document"]["province"]) not in dated
    ]


def _edges(
    connection: Connection,
    originals: Originals,
    nodes: Sequence[str],
    *,
    outward: bool,
    kinds: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """The edges that leave (`outward`) or reach some nodes, both ends described, with their evidence."""
    if not nodes:
        return []
    source, target, stating = references.alias("source"), references.alias("target"), documents.alias("stating")
    source_node = func.coalesce(source.c.node, relations.c.document)
    query = (
        select(
            relations,
            source_node.label("source_node"),
            target.c.node.label("target_node"),
            stating.c.url,
            stating.c.sha256,
        )
        .select_from(
            relations.join(stating, stating.c.id == relations.c.document)
            .join(target, and_(target.c.document == relations.c.document, target.c.start == relations.c.target))
            .outerjoin(source, and_(source.c.document == relations.c.document, source.c.start == relations.c.source))
        )
        .where((source_node if outward else target.c.node).in_(nodes))
        .order_by(relations.c.document, relations.c.ordinal)
    )
    if kinds:
        query = query.where(relations.c.type.in_(kinds))
    rows = list(connection.execute(query))
    described = describe_nodes(connection, {node for r in rows for node in (r.source_node, r.target_node) if node})
    return [
        {
            "type": row.type,
            "direction": "out" if outward else "in",
            "source": described[row.source_node],
            "target": described[row.target_node],
            "stated_in": row.document,
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


def describe_nodes(connection: Connection, nodes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is known of each node: the header of a document we hold, or what its mentions say of one we do not."""
    nodes = sorted(set(nodes))
    described = {
        row.id: {**_header(row), "state": "resolved"}
        for row in connection.execute(select(documents).where(documents.c.id.in_(nodes)))
    }
    cited: dict[str, list[Row[Any]]] = {}
    missing = [node for node in nodes if node not in described]
    query = select(references).where(references.c.node.in_(missing)).order_by(references.c.document, references.c.start)
    for row in connection.execute(query):
        cited.setdefault(row.node, []).append(row)
    return described | {node: _described_by_mentions(node, rows) for node, rows in cited.items()}


def _described_by_mentions(node: str, rows: Sequence[Row[Any]]) -> dict[str, Any]:
    def first(name: str) -> Any:
        return next((value for row in rows if (value := getattr(row, name))), None)

    ambiguous = any(row.state == "ambiguous" for row in rows)
    return {
        "id": node,
        "number": first("canonical"),
        "type": _type_name(first("canonical"), first("type")),
        "title": first("title"),
        "issuer": first("issuer"),
        "province": first("province"),
        "issued": first("date"),
        "state": "ambiguous" if ambiguous else "unresolved",
    }


def _type_name(number: str | None, code: str | None) -> str | None:
    parsed = parse_number(number) if number else None
    return type_name(code, parsed.system if parsed else None) if code else None


# ---------------------------------------------------------------- how it stands


def count_holdings(connection: Connection) -> dict[str, Any]:
    """Counts of files, documents by kind, mentions and implements-edges by state."""
    wanted = and_(captures.c.current, captures.c.role != "listing")
    files = connection.execute(select(func.count(captures.c.sha256.distinct())).where(wanted)).scalar_one()
    edges = (
        select(references.c.state, func.count())
        .select_from(
            relations.join(
                references,
                and_(references.c.document == relations.c.document, references.c.start == relations.c.target),
            )
        )
        .group_by(references.c.state)
    )
    return {
        "files": files,
        "documents": _counts(connection, select(documents.c.kind, func.count()).group_by(documents.c.kind)),
        "references": _counts(connection, select(references.c.state, func.count()).group_by(references.c.state)),
        "relations": _counts(connection, edges),
    }


def _counts(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return dict(sorted(connection.execute(query).tuples()))
