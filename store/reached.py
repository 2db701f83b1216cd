"""Targets and what was reached of them: a document's targets beside the results that reports on it state.

A result belongs to a target when the report says that it reports on the document, and names the same indicator in the
same measure; `pair_results` asks for the same year too. Where no report says so, there is nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from documents.indicators import likeness
from documents.record import Target, Text, from_json, to_json

from .chain import ALIKE, due_year, measure_of
from .edges import list_edges
from .originals import Originals
from .readings import in_parts
from .results import load_bodies, load_output
from .schema import appearances, documents


def results_on(connection: Connection, originals: Originals, nodes: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """By document the results that reports on it state: target tuples with `year`, `sentence`, `page`, who says so."""
    edges = list_edges(connection, originals, sorted(nodes), outward=False, kinds=("reports_on",))
    reports: dict[str, set[str]] = {}
    for edge in edges:
        reports.setdefault(edge["source"]["id"], set()).add(edge["target"]["id"])
    stated = _stated_in(connection, reports)
    found: dict[str, list[dict[str, Any]]] = {}
    for report, meant in reports.items():
        for node in meant:
            found.setdefault(node, []).extend(stated.get(report, ()))
    return found


def _stated_in(connection: Connection, reports: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The results that each of some documents states; nothing of those that are not here."""
    stated: dict[str, list[dict[str, Any]]] = {}
    same = and_(documents.c.url == appearances.c.url, documents.c.sha256 == appearances.c.sha256)
    query = select(documents, appearances.c.tags).select_from(documents.join(appearances, same))
    for part in in_parts(reports):
        rows = connection.execute(query.where(documents.c.id.in_(part))).all()
        tags = load_bodies(connection, {row.tags for row in rows})
        for row in rows:
            if found := tags[row.tags].get("results"):
                text = load_output(connection, row.text, Text)
                stated[row.id] = [_told(row, from_json(Target, result), text) for result in found]
    return stated


def _told(row: Row[Any], result: Target, text: Text) -> dict[str, Any]:
    return {
        **to_json(result),
        "document": row.id,
        "number": row.number,
        "province": row.province,
        "issued": row.issued,
        "url": row.url,
        "year": result.deadline,
        "sentence": " ".join(text.text[result.sentence[0] : result.sentence[1]].split()),
        "page": next((page.number for page in reversed(text.pages) if page.start <= result.start), None),
    }


def is_result_of(goal: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    """Whether a result is of a target's indicator, in its measure; in whatever year."""
    return measure_of(goal) == measure_of(result) and likeness(goal["indicator"], result["indicator"]) >= ALIKE


def pair_results(
    goals: Sequence[Mapping[str, Any]], results: Sequence[dict[str, Any]]
) -> dict[int, list[dict[str, Any]]]:
    """By the place of a target the results of its indicator in the year by which it was due; of the most alike only."""
    pairs: dict[int, list[dict[str, Any]]] = {}
    for result in results:
        alike = {
            place: likeness(goal["indicator"], result["indicator"])
            for place, goal in enumerate(goals)
            if due_year(goal) == result["year"] and is_result_of(goal, result)
        }
        for place, likely in alike.items():
            if likely == max(alike.values()):
                pairs.setdefault(place, []).append(result)
    return pairs
