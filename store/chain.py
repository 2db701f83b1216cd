"""Targets along the chain: what became of a document's targets in those that carry it out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, or_, select

from documents.indicators import likeness
from documents.record import Text
from documents.units import comparable

from .edges import header_of
from .originals import Originals
from .results import load_output
from .schema import documents, targets
from .tree import list_implementers

Drift = Literal["carried", "changed", "step", "added", "dropped", "later"]
DRIFTS: tuple[Drift, ...] = get_args(Drift)  # in the order in which people are told of them
ALIKE = 0.5  # within two documents of one chain, where few indicators can be meant, half of the words are enough
_SAME_VALUE = 1e-9


@dataclass(frozen=True, slots=True)
class TargetDrift:
    """One target in a document (`above`) and in one that carries it out (`below`); None where it is not there.

    `carried`: same value; `changed`: another value by the same time; `step`: the same indicator by another time;
    `added`, `dropped`: only in the one below, only in the one above; `later`: only above, and due after the last year
    that the one below speaks of, so that it need not name it. Targets are their tuples with `sentence`, `page`
    and `url`; `document` is the header of the one below, `of` that of the one above.
    """

    drift: Drift
    indicator: str
    above: dict[str, Any] | None
    below: dict[str, Any] | None
    document: dict[str, Any]
    of: dict[str, Any]


def list_drift(connection: Connection, originals: Originals, keys: Collection[str]) -> list[TargetDrift]:
    """What became of the targets of the documents with these number keys, or ids, in each held that implements one.

    Only documents that set targets themselves are compared: one without any says nothing about those above.
    """
    found: list[TargetDrift] = []
    meant = or_(documents.c.key.in_(keys), documents.c.id.in_(keys))
    held = connection.execute(select(documents).where(meant).order_by(documents.c.id)).all()
    carrying = list_implementers(connection, originals, keys, depth=1) if held else []
    for row in held:
        goals = goals_of(connection, row.id)
        for answer in carrying:
            if goals and answer["implements"]["id"] == row.id and answer["state"] == "resolved":
                below = goals_of(connection, answer["document"]["id"])
                found += _compare(goals, below, answer["document"], header_of(row)) if below else ()
    return found


def goals_of(connection: Connection, document: str) -> list[dict[str, Any]]:
    """The targets of a document in its order: their tuples, each with its `sentence`, `page` and `url`."""
    query = (
        select(targets.c.body, targets.c.page, documents.c.url, documents.c.text)
        .join(documents, documents.c.id == targets.c.document)
        .where(targets.c.document == document)
        .order_by(targets.c.start, targets.c.ordinal)
    )
    rows = connection.execute(query).all()
    text = load_output(connection, rows[0].text, Text).text if rows else ""
    return [_goal(row.body, text, row.page, row.url) for row in rows]


def _goal(body: Mapping[str, Any], text: str, page: int | None, url: str) -> dict[str, Any]:
    first, last = body["sentence"]
    told = {name: value for name, value in body.items() if name not in ("start", "end", "sentence")}
    return {**told, "sentence": " ".join(text[first:last].split()), "page": page, "url": url}


def _compare(
    above: Sequence[dict[str, Any]], below: Sequence[dict[str, Any]], document: dict[str, Any], of: dict[str, Any]
) -> Iterator[TargetDrift]:
    pairs = _pair(above, below)
    others = {j: i for j in range(len(below)) if j not in pairs.values() for i in _same_indicator(above, below[j])[:1]}
    horizon = max(filter(None, map(due_year, below)), default="9999")
    for i, goal in enumerate(above):
        if i in pairs:
            yield TargetDrift(_change(goal, below[pairs[i]]), goal["indicator"], goal, below[pairs[i]], document, of)
        elif i not in others.values():
            drift: Drift = "later" if (due_year(goal) or "") > horizon else "dropped"
            yield TargetDrift(drift, goal["indicator"], goal, None, document, of)
    for j, goal in enumerate(below):
        if j in others:
            one = above[others[j]]
            at_once = due_year(one) == due_year(goal)
            if not (at_once and _same_value(one, goal)):  # said twice
                yield TargetDrift("changed" if at_once else "step", one["indicator"], one, goal, document, of)
        elif j not in pairs.values():
            yield TargetDrift("added", goal["indicator"], None, goal, document, of)


def _change(goal: Mapping[str, Any], other: Mapping[str, Any]) -> Drift:
    return "carried" if _same_value(goal, other) else "changed"


def _pair(above: Sequence[Mapping[str, Any]], below: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Which target below is which above: the most alike first, each once; same measure, same time if both tell it."""
    choices = [
        (likeness(a["indicator"], b["indicator"]), _same_value(a, b), -i, -j)
        for i, a in enumerate(above)
        for j, b in enumerate(below)
        if measure_of(a) == measure_of(b) and _fits(due_year(a), due_year(b))
    ]
    pairs: dict[int, int] = {}
    for alike, _, i, j in sorted(choices, reverse=True):
        if alike >= ALIKE and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def _same_indicator(above: Sequence[Mapping[str, Any]], goal: Mapping[str, Any]) -> list[int]:
    """Which targets above have the indicator of one below, the most alike first, whatever their time."""
    alike = [
        (likeness(a["indicator"], goal["indicator"]), -i)
        for i, a in enumerate(above)
        if measure_of(a) == measure_of(goal)
    ]
    return [-i for likely, i in sorted(alike, reverse=True) if likely >= ALIKE]


def measure_of(goal: Mapping[str, Any]) -> tuple[str, str]:
    """What must be equal for two values to be compared: the unit, and whether a level or a change is meant."""
    return comparable(None, goal["unit"])[1], goal["change"] if goal["change"] in ("increase", "decrease") else "level"


def due_year(goal: Mapping[str, Any]) -> str | None:
    """The year by which a target is due: that of its deadline, or the last of its period."""
    if goal["deadline"]:
        return str(goal["deadline"])[:4]
    return str(goal["period"])[-4:] if goal["period"] else None


def _fits(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _same_value(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(
        _equal(comparable(one[name], one["unit"])[0], comparable(other[name], other["unit"])[0])
        for name in ("value", "value2")
    )


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME_VALUE * max(abs(one), abs(other), 1.0)
