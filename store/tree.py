"""Who carries out whom: the documents below and above a number, step by step, each with the words that say so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, union

from .edges import HEADER, list_edges
from .originals import Originals
from .schema import documents, references

_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_NODES = union(
    select(documents.c.id).where(documents.c.key.in_(_KEYS)),
    select(documents.c.id).where(documents.c.id.in_(_KEYS)),
    select(references.c.node).where(references.c.key.in_(_KEYS), references.c.node.is_not(None)),
    select(references.c.node).where(references.c.node.in_(_KEYS)),
)
_STATE_ORDER = {"resolved": 0, "unresolved": 1, "ambiguous": 2}


def list_implementers(
    connection: Connection, originals: Originals, keys: Collection[str], depth: int = 3
) -> list[dict[str, Any]]:
    """The documents that carry out a number, nearest first: each with the sentence that says so, and how sure it is.

    `depth` is how many steps are followed: 1 what implements it, 2 what implements that, and so on; a document that
    is reached twice stands where it was reached first, so circles end.
    """
    return _merge_undated(list(_climb(connection, originals, keys, depth, outward=False)))


def list_implemented(
    connection: Connection, originals: Originals, keys: Collection[str], depth: int = 3
) -> list[dict[str, Any]]:
    """The documents that a number carries out, nearest first, up to the Centre; evidence as in `list_implementers`."""
    return _merge_undated(list(_climb(connection, originals, keys, depth, outward=True)))


def nodes_of(connection: Connection, keys: Collection[str]) -> set[str]:
    """The documents with one of these number keys, or ids, and the red links."""
    return set(connection.execute(_NODES, {"keys": list(keys)}).scalars())


def _climb(
    connection: Connection, originals: Originals, keys: Collection[str], depth: int, *, outward: bool
) -> Iterator[dict[str, Any]]:
    near, far = ("source", "target") if outward else ("target", "source")
    reached = frontier = nodes_of(connection, keys)
    for step in range(1, depth + 1):
        edges = list_edges(connection, originals, sorted(frontier), outward=outward, kinds=("implements",))
        fresh: dict[str, dict[str, Any]] = {}
        for edge in sorted(edges, key=lambda e: (-e["confidence"], e["evidence"]["url"], e["evidence"]["text"])):
            if edge[far]["id"] not in reached:
                fresh.setdefault(edge[far]["id"], edge)
        for edge in sorted(fresh.values(), key=lambda edge: _nearness(edge, far)):
            yield {
                "document": _header(edge[far]),
                "type": "implements",
                "implemented_by" if outward else "implements": _header(edge[near]),
                "depth": step,
                "evidence": edge["evidence"],
                "confidence": edge["confidence"],
                "rule": edge["rule"],
                "state": edge[far]["state"],
            }
        frontier = set(fresh)
        reached = reached | frontier


def _header(node: dict[str, Any]) -> dict[str, Any]:
    return {name: node[name] for name in HEADER}


def _nearness(edge: dict[str, Any], end: str) -> tuple[Any, ...]:
    node = edge[end]
    return (_STATE_ORDER[node["state"]], -edge["confidence"], node["issued"] or "9999", node["id"])


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
