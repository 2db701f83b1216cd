"""Targets and what was reached of them: a document's targets beside the results that reports on it state.

A result belongs to a target when the report says that it reports on the document, and names the same indicator in the
same measure; `pair_results` asks for the same year too. Where no report says so, there is nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from documents.indicators import likeness
from documents.record import Tags, Text, to_json

from .chain import ALIKE, due_year, measure_of
from .edges import list_edges
from .graph import tags_of
from .originals import Originals
from .results import load_output
from .schema import documents


def results_on(connection: Connection, originals: Originals, nodes: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """By document the results that reports on it state: target tuples with `year`, `sentence`, `page`, who says so."""
    edges = list_edges(connection, originals, sorted(nodes), outward=False, kinds=("reports_on",))
    reports: dict[str, set[str]] = {}
    for edge in edges:
        reports.setdefault(edge["source"]["id"], set()).add(edge["target"]["id"])
    found: dict[str, list[dict[str, Any]]] = {}
    for report, meant in reports.items():
        stated = results_of(connection, report)
        for node in meant:
            found.setdefault(node, []).extend(stated)
    return found


def results_of(connection: Connection, report: str) -> list[dict[str, Any]]:
    """The results that one document states; () for one that is not here."""
    row = connection.execute(select(documents).where(documents.c.id == report)).one_or_none()
    if row is None:
        return []
    stated = load_output(connection, tags_of(connection, report), Tags).results
    if not stated:
        return []
    text = load_output(connection, row.text, Text)
    said = {"document": row.id, "number": row.number, "province": row.province, "issued": row.issued, "url": row.url}
    return [
        {
            **to_json(result),
            **said,
            "year": result.deadline,
            "sentence": " ".join(text.text[result.sentence[0] : result.sentence[1]].split()),
            "page": next((page.number for page in reversed(text.pages) if page.start <= result.start), None),
        }
        for result in stated
    ]


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
