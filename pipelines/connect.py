"""Which readings have to be grouped anew when some came, changed or went: all that are connected with them.

Two readings are connected when they share a block that is no crowd, and are the same, may be, or would have one
identity. A change reaches no further than its connected readings, so the rest of the graph is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from documents.sameness import Claim, compare, decided_same
from store.readings import Appearance, appearances_with, block_ids, count_members, members_of, tells


class Neighbours:
    """The readings beside others, as the catalog has them now; each is loaded once."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._known: dict[int, Appearance] = {}
        self._members: dict[int, list[int]] = {}

    def load(self, readings: Collection[int]) -> dict[int, Appearance]:
        """The readings with these ids that are still there."""
        missing = {reading for reading in readings if reading not in self._known}
        for found in appearances_with(self._connection, missing):
            self._known[found.claim.reading] = found
        return {reading: self._known[reading] for reading in readings if reading in self._known}

    def beside(self, claims: Sequence[Claim]) -> dict[int, set[int]]:
        """For each claim the readings that are connected with it."""
        blocks = {claim.reading: block_ids(claim) for claim in claims}
        self._fetch({block for own in blocks.values() for block in own})
        mates = {
            claim.reading: {mate for block in blocks[claim.reading] for mate in self._members[block]} - {claim.reading}
            for claim in claims
        }
        known = self.load({mate for found in mates.values() for mate in found})
        return {
            claim.reading: {
                mate for mate in mates[claim.reading] if mate in known and _connected(claim, known[mate].claim)
            }
            for claim in claims
        }

    def _fetch(self, blocks: Iterable[int]) -> None:
        missing = {block for block in blocks if block not in self._members}
        counts = count_members(self._connection, missing)
        small = {block for block in missing if tells(block, counts.get(block, 0))}
        members = members_of(self._connection, small)
        self._members.update({block: members.get(block, []) for block in missing})


def connected_groups(connection: Connection, seeds: Collection[int]) -> list[list[Appearance]]:
    """The connected readings that some seeds belong to, each set once, as the catalog has them now."""
    neighbours = Neighbours(connection)
    frontier = neighbours.load(seeds)
    links: dict[int, set[int]] = {}
    while frontier:
        links.update(neighbours.beside([found.claim for found in frontier.values()]))
        reached = {mate for reading in frontier for mate in links[reading]}
        frontier = neighbours.load(reached - links.keys())
    return [list(neighbours.load(group).values()) for group in _components(links)]


def neighbours_of(connection: Connection, claims: Sequence[Claim]) -> set[int]:
    """The readings that are connected with some claims, those of the claims themselves too where they are there."""
    return {mate for mates in Neighbours(connection).beside(claims).values() for mate in mates}


def crowds_turned(connection: Connection, before: dict[int, int]) -> set[int]:
    """The readings in blocks that became a crowd, or ceased to be one, since the counts taken before."""
    after = count_members(connection, before.keys())
    turned = {
        block
        for block, count in before.items()
        if count > 1 and after.get(block, 0) > 1 and tells(block, count) != tells(block, after[block])
    }
    return {reading for members in members_of(connection, turned).values() for reading in members}


def _connected(one: Claim, other: Claim) -> bool:
    sure = one.document.id == other.document.id or decided_same(one, other)
    return sure or compare(one, other).judgement != "different"


def _components(links: dict[int, set[int]]) -> list[list[int]]:
    groups, seen = [], set()
    for start in sorted(links):
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            reading = waiting.pop()
            group.append(reading)
            fresh = links[reading] - seen
            seen |= fresh
            waiting += fresh
        groups.append(sorted(group))
    return groups
