"""From what people type for a number to the number keys that the catalog knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from documents.number import guess_numbers, may_be_number, number_key, parse_number

from .answers import find_keys, find_keys_like
from .edges import describe_nodes
from .tree import nodes_of


def keys_of(connection: Connection, typed: str) -> list[str]:
    """The keys a typed number may mean: the exact one when it is known, else those that a loose reading fits; of an id
    itself."""
    if "/" in typed and typed == typed.lower() and nodes_of(connection, [typed]) == {typed}:
        return [typed]
    exact = parse_number(typed)
    if exact is not None and (found := find_keys(connection, exact.key)):
        return found
    found = []
    for guess in guess_numbers(typed):
        bodies = [number_key(body) for body in (guess.agency, guess.unit) if body]
        found += find_keys_like(connection, guess.number, number_key(guess.type) if guess.type else None, bodies)
    return list(dict.fromkeys(found))


def red_links_of(connection: Connection, typed: str) -> list[dict[str, Any]]:
    """What a typed number means that is cited but not here; nothing for words without a figure."""
    if not may_be_number(typed):
        return []
    keys = keys_of(connection, typed)
    described = describe_nodes(connection, nodes_of(connection, keys)) if keys else {}
    return [node for node in described.values() if node["state"] == "unresolved"]
