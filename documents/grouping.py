"""From captures to documents: which captures that may be the same are, and which stay apart with a link between them.

The answer is a function of the claims alone, in whatever order they are given: where two readings of a fact would
each be possible, neither is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import combinations

from .record import Document
from .sameness import Claim, Verdict, compare, decided_same, decided_sides

_MOST = 150  # claims compared each with each; a heap of more is a fault of a list, and only equal ones meet


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one document, the best reading first, and its identity."""

    id: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """Two documents that may be one, and the verdict that says why."""

    one: str
    other: str
    verdict: Verdict


def group_claims(claims: Iterable[Claim]) -> tuple[list[Group], list[Maybe]]:
    """The documents that connected claims show, and which of them may be the same."""
    alike: dict[Claim, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.reading):
        alike.setdefault(replace(claim, reading=0, rank=""), []).append(claim)
    firsts = [same[0] for same in alike.values()]
    members = {same[0].reading: same for same in alike.values()}
    if len(firsts) > _MOST:
        clusters, verdicts = _merge_equal(firsts), {}
    else:
        verdicts = {(a, b): compare(firsts[a], firsts[b]) for a, b in combinations(range(len(firsts)), 2)}
        clusters = _merge([{i} for i in range(len(firsts))], verdicts)
    clusters = _unite_decided(_split_decided(clusters, firsts), firsts)
    groups = _name([[c for i in cluster for c in members[firsts[i].reading]] for cluster in clusters])
    return groups, _maybes(firsts, groups, verdicts)


def _merge(clusters: list[set[int]], verdicts: dict[tuple[int, int], Verdict]) -> list[set[int]]:
    """Unite what is the same, the surest first; what would unite documents that differ is left out of it."""
    weights = sorted({v.weight for v in verdicts.values() if v.judgement == "same"}, reverse=True)
    for weight in weights:
        pairs = [pair for pair, v in verdicts.items() if v.judgement == "same" and v.weight == weight]
        clusters = _merge_tier(clusters, pairs, verdicts)
    return clusters


def _merge_tier(
    clusters: list[set[int]], pairs: Sequence[tuple[int, int]], verdicts: dict[tuple[int, int], Verdict]
) -> list[set[int]]:
    def differ(one: int, other: int) -> bool:
        return any(_differ(verdicts, a, b) for a in clusters[one] for b in clusters[other])

    home = {i: at for at, cluster in enumerate(clusters) for i in cluster}
    joined = {(min(home[a], home[b]), max(home[a], home[b])) for a, b in pairs if home[a] != home[b]}
    links = [link for link in sorted(joined) if not differ(*link)]
    if not links:
        return clusters
    near: dict[int, set[int]] = {}
    for a, b in links:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    # Whoever is linked to two that differ belongs to neither for sure.
    torn = {at for at, around in near.items() if any(differ(a, b) for a, b in combinations(sorted(around), 2))}
    merged: list[set[int]] = []
    for together in _components(range(len(clusters)), [link for link in links if torn.isdisjoint(link)]):
        if any(differ(a, b) for a, b in combinations(together, 2)):
            merged += [clusters[at] for at in together]
        else:
            merged.append(set().union(*(clusters[at] for at in together)))
    return merged


def _differ(verdicts: dict[tuple[int, int], Verdict], a: int, b: int) -> bool:
    """Whether something speaks against it: that nothing speaks for it keeps nobody apart."""
    verdict = verdicts[min(a, b), max(a, b)]
    return verdict.judgement == "different" and verdict.weight > 0


def _components(nodes: Iterable[int], links: Iterable[tuple[int, ...]]) -> list[list[int]]:
    root = {node: node for node in nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b in links:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    found: dict[int, list[int]] = {}
    for node in root:
        found.setdefault(find(node), []).append(node)
    return list(found.values())


def _merge_equal(firsts: Sequence[Claim]) -> list[set[int]]:
    found: dict[tuple[str, str | None, str | None], set[int]] = {}
    for i, claim in enumerate(firsts):
        found.setdefault((claim.document.id, claim.document.issued, claim.document.title), set()).add(i)
    return list(found.values())


# ---------------------------------------------------------------- what a person decided


def _split_decided(clusters: Sequence[set[int]], claims: Sequence[Claim]) -> list[set[int]]:
    """Without what a person said is another document; the rest stays with the best of those kept apart."""
    found = list(clusters)
    for name in sorted({name for claim in claims for name in decided_sides(claim)}):
        found = [part for cluster in found for part in _sides(cluster, name, claims)]
    return found


def _sides(cluster: set[int], name: str, claims: Sequence[Claim]) -> list[set[int]]:
    sides: dict[str | None, set[int]] = {}
    for i in cluster:
        sides.setdefault(decided_sides(claims[i]).get(name), set()).add(i)
    rest = sides.pop(None, set())
    if len(sides) < 2:
        return [cluster]
    parts = sorted(sides.values(), key=lambda part: max((claims[i].complete, claims[i].rank, i) for i in part))
    parts[-1] |= rest
    return parts


def _unite_decided(clusters: list[set[int]], claims: Sequence[Claim]) -> list[set[int]]:
    """With those in one that a person said are one document."""
    home = {i: at for at, cluster in enumerate(clusters) for i in cluster}
    named = [i for i, claim in enumerate(claims) if claim.decided]
    links = [(home[a], home[b]) for a, b in combinations(named, 2) if decided_same(claims[a], claims[b])]
    together = _components(range(len(clusters)), [link for link in links if link[0] != link[1]])
    return [set().union(*(clusters[at] for at in places)) for places in together]


# ---------------------------------------------------------------- names


def _name(clusters: Sequence[Sequence[Claim]]) -> list[Group]:
    """Each cluster with its identity; where a number is repeated within its period, the day tells them apart."""
    named = [(_identity(cluster), cluster) for cluster in clusters]
    taken = Counter(identity for identity, _ in named)
    groups = []
    for identity, cluster in named:
        ordered = sorted(cluster, key=lambda c: (c.document.id == identity, c.rank, c.reading), reverse=True)
        day = next((c.document.issued for c in ordered if c.document.issued), None)
        groups.append((identity, day, tuple(ordered)))
    days = Counter((identity, day) for identity, day, _ in groups)
    return sorted(
        (
            Group(
                identity if taken[identity] == 1 else _apart(identity, day, days[identity, day] > 1, ordered), ordered
            )
            for identity, day, ordered in groups
        ),
        key=lambda group: group.id,
    )


def _identity(cluster: Sequence[Claim]) -> str:
    """The identity that most readings have by themselves, a readable one before one that is only a text."""
    votes = Counter(claim.document.id for claim in cluster)
    first = {claim.document.id: claim for claim in cluster}
    kinds = {"document": 2, "draft": 1, "page": 0}

    def order(identity: str) -> tuple[int, int, int, int, str]:
        claim = first[identity]
        printed = sum(c.printed and not c.doubtful for c in cluster if c.document.id == identity)
        return (-claim.complete, -kinds[claim.document.kind], -printed, -votes[identity], identity)

    return min(votes, key=order)


def _apart(identity: str, day: str | None, shared: bool, ordered: Sequence[Claim]) -> str:
    if day and not shared:
        return f"{identity}/{day}"
    said = min(f"{c.document.title}|{(c.signature or b'').hex()}|{c.document.issuer}|{c.reading}" for c in ordered)
    return f"{identity}/{day or 'undated'}-{sha256(said.encode()).hexdigest()[:8]}"


def _maybes(firsts: Sequence[Claim], groups: Sequence[Group], verdicts: dict[tuple[int, int], Verdict]) -> list[Maybe]:
    """The surest reason why two documents may be one: a maybe, or a same that something else forbade."""
    home = {claim.reading: group.id for group in groups for claim in group.claims}
    sides = {group.id: {k: v for claim in group.claims for k, v in decided_sides(claim).items()} for group in groups}
    found: dict[tuple[str, str], Verdict] = {}
    for (a, b), verdict in verdicts.items():
        ends = home[firsts[a].reading], home[firsts[b].reading]
        if verdict.judgement == "different" or ends[0] == ends[1]:
            continue
        pair = min(ends), max(ends)
        if any(sides[pair[1]].get(name, side) != side for name, side in sides[pair[0]].items()):
            continue  # a person knows better
        if pair not in found or (verdict.weight, verdict.rule) > (found[pair].weight, found[pair].rule):
            found[pair] = verdict
    return [Maybe(*pair, verdict) for pair, verdict in sorted(found.items())]


def document_of(group: Group) -> Document:
    """What all readings of a document say together: the best one's word, what it lacks from the others."""
    best = group.claims[0].document
    found = {name: getattr(best, name) for name in Document.__dataclass_fields__}
    for claim in group.claims[1:]:
        for name, value in found.items():
            if value is None:
                found[name] = getattr(claim.document, name)
    return Document(**{**found, "id": group.id})
