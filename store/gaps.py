"""What is missing: provinces without a plan, resolutions not carried out, plans that carry out nothing, red links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from documents.provinces import find_province, predecessors, province_today, provinces_today

from .edges import HEADER, describe_nodes, header_of
from .originals import Originals
from .schema import documents, references, relations
from .tree import list_implementers, nodes_of

State = Literal["found", "cited_only", "missing", "not_crawled"]
PLANS = frozenset({
    "Kế hoạch", "Kế hoạch hành động", "Chương trình", "Chương trình hành động", "Đề án", "Nghị quyết", "Quyết định",
    "Chỉ thị", "Kế hoạch liên ngành", "Kế hoạch phối hợp",
})  # fmt: skip  # what decides to do something; reports, submissions and letters about it do not
DEPTH = 4  # steps from the Centre to a province: Party committee, council, people's committee, department


@dataclass(frozen=True, slots=True)
class Gap:
    """How one province of today stands to a document.

    `found`: a plan or decision we hold says that it carries it out. `cited_only`: only reports, letters or the like say
    so, or it is only cited there, or the plan itself is only cited. `missing`: none of these, although we hold `held`
    documents of that province from that time on. `not_crawled`: we hold none, so nothing can be said. `documents` are
    headers with `days`, the days after the document that is carried out (None where a date is missing).
    """

    province: str
    state: State
    documents: tuple[dict[str, Any], ...]
    held: int
    newest: str | None  # issue date of the newest document held of the province


def list_gaps(connection: Connection, originals: Originals, keys: Collection[str]) -> list[Gap]:
    """One line for each of the 34 provinces of today, in the order of their codes; () when nothing has these numbers.

    A province that was merged counts for its successor. Only documents from the day of the document on tell whether a
    province was crawled: files of older years cannot hold its plan.
    """
    nodes = nodes_of(connection, keys)
    if not nodes:
        return []
    issued = min(
        (node["issued"] for node in describe_nodes(connection, nodes).values() if node["issued"]), default=None
    )
    carrying = list_implementers(connection, originals, keys, DEPTH)
    plans = [a for a in carrying if a["state"] == "resolved" and a["document"]["type"] in PLANS]
    found = _by_province(answer["document"] for answer in plans)
    cited = _by_province(answer["document"] for answer in carrying if answer not in plans)
    for name, headers in _by_province(_citing(connection, nodes)).items():
        cited.setdefault(name, []).extend(headers)
    held = _held_since(connection, issued)
    return [_gap(name, found.get(name), cited.get(name), held.get(name), issued) for name in provinces_today()]


def _gap(
    name: str,
    found: list[dict[str, Any]] | None,
    cited: list[dict[str, Any]] | None,
    held: tuple[int, str | None] | None,
    issued: str | None,
) -> Gap:
    state: State = "found" if found else "cited_only" if cited else "missing" if held else "not_crawled"
    unique = {header["id"]: {**header, "days": _days(issued, header["issued"])} for header in found or cited or ()}
    count, newest = held or (0, None)
    return Gap(name, state, tuple(sorted(unique.values(), key=_order)), count, newest)


def _by_province(headers: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for header in headers:
        if today := province_today(header["province"]):
            grouped.setdefault(today, []).append({name: header[name] for name in HEADER})
    return grouped


def _citing(connection: Connection, nodes: Collection[str]) -> list[dict[str, Any]]:
    citing = select(references.c.document).where(references.c.node.in_(nodes))
    rows = connection.execute(select(documents).where(documents.c.id.in_(citing), documents.c.id.not_in(nodes)))
    return [header_of(row) for row in rows]


def _held_since(connection: Connection, issued: str | None) -> dict[str, tuple[int, str | None]]:
    """Per province of today how many documents we hold from a day on, and the day of the newest."""
    query = select(documents.c.province, func.count(), func.max(documents.c.issued)).group_by(documents.c.province)
    query = query.where(documents.c.province.is_not(None), documents.c.kind == "document")
    held: dict[str, tuple[int, str | None]] = {}
    for name, count, newest in connection.execute(query.where(documents.c.issued >= issued) if issued else query):
        if today := province_today(name):
            before = held.get(today, (0, None))
            held[today] = (before[0] + count, max(filter(None, (before[1], newest)), default=None))
    return held


def _days(first: str | None, last: str | None) -> int | None:
    if not first or not last or len(first) != 10 or len(last) != 10:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _order(header: Mapping[str, Any]) -> tuple[str, str]:
    return header["issued"] or "9999", header["id"]


# ---------------------------------------------------------------- over all that is held


After = tuple[str | None, str]  # day of issue and id of the last document that was told


def resolutions_without_plan(
    connection: Connection, province: str | None = None, limit: int = 100, after: After | None = None
) -> list[dict[str, Any]]:
    """Headers of resolutions that nothing here says to carry out, newest first, undated ones last."""
    carried = _exists_edge(references.c.node == documents.c.id)
    return _listed(connection, and_(documents.c.type == "Nghị quyết", ~carried), province, limit, after)


def plans_without_resolution(
    connection: Connection, province: str | None = None, limit: int = 100, after: After | None = None
) -> list[dict[str, Any]]:
    """Headers of plans and action programmes that say of nothing that they carry it out, newest first."""
    carrying = _exists_edge(and_(relations.c.document == documents.c.id, relations.c.source.is_(None)))
    plans = sorted(PLANS - {"Nghị quyết", "Quyết định", "Chỉ thị", "Đề án"})
    return _listed(connection, and_(documents.c.type.in_(plans), ~carrying), province, limit, after)


def list_red_links(
    connection: Connection, limit: int = 100, after: tuple[int, str] | None = None
) -> list[dict[str, Any]]:
    """What is cited but not here, by how many documents cite it (`cited_by`), most first; `after` is the count and id
    of the last that was told."""
    count = func.count(references.c.document.distinct()).label("cited_by")
    query = (
        select(references.c.node, count)
        .where(references.c.state == "unresolved", references.c.node.is_not(None))
        .group_by(references.c.node)
        .order_by(count.desc(), references.c.node)
        .limit(limit)
    )
    if after:
        query = query.having(or_(count < after[0], and_(count == after[0], references.c.node > after[1])))
    counts: dict[str, int] = {row.node: row.cited_by for row in connection.execute(query)}
    described = describe_nodes(connection, counts)
    return [{**described[node], "cited_by": times} for node, times in counts.items()]


def _exists_edge(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    joined = relations.join(
        references, and_(references.c.document == relations.c.document, references.c.start == relations.c.target)
    )
    edge = select(relations.c.document).select_from(joined).where(relations.c.type == "implements", condition)
    return edge.correlate(documents).exists()


def _listed(
    connection: Connection, condition: ColumnElement[bool], province: str | None, limit: int, after: After | None
) -> list[dict[str, Any]]:
    query = select(documents).where(condition, documents.c.kind == "document")
    if province:
        query = query.where(documents.c.province.in_(units_of(province)))
    day = func.coalesce(documents.c.issued, "")
    if after:
        last = after[0] or ""
        query = query.where(or_(day < last, and_(day == last, documents.c.id > after[1])))
    newest = query.order_by(day.desc(), documents.c.id).limit(limit)
    return [header_of(row) for row in connection.execute(newest)]


def units_of(province: str) -> tuple[str, ...]:
    """A province by any name, with those that were merged into it."""
    unit = find_province(province)
    return (unit.name, *predecessors(unit.name)) if unit else (province,)
