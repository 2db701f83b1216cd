"""Linking: captures become documents, and what documents mention becomes edges between them.

Everything written here is a function of the captures that are linked and of the decisions file, not of the order they
came in: readings that are connected are grouped anew together, a document is built anew from all its readings, and a
mention is resolved anew when a document that it could mean comes, changes or goes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from documents.aliases import alias_of, placed_alias
from documents.decisions import Decisions
from documents.grouping import Group, document_of, group_claims
from documents.identity import claim_document, is_local, place_of
from documents.record import Header, Text, TextPage, from_json, to_json
from documents.sameness import Claim
from documents.titles import heading_of
from extractors import READER_VERSIONS
from nlp import TAGGER_VERSION
from store import graph, readings, waiting
from store.graph import Built
from store.originals import hash_bytes
from store.readings import Appearance, Reading, Versions, Waiting
from store.results import load_bodies
from store.runs import Tally
from store.validity import settle_status

from .connect import connected_groups, crowds_turned, neighbours_of
from .decide import load_decisions, note_decisions
from .link_names import change_names, count_names, recount_names
from .link_resolve import Ends, candidates_of, resolve_mentions
from .link_rows import mention_rows, relation_rows, target_rows
from .work import Work

STAGE = "link"
LINK_VERSION = "8"
VERSIONS = Versions(READER_VERSIONS, TAGGER_VERSION, LINK_VERSION)
BATCH = 100


def link_documents(work: Work) -> Tally:
    """Link what is new or changed since the last time, and forget what is gone; each batch is kept whole or not at
    all."""
    decisions = load_decisions(work.settings)
    with work.store.catalog.write() as connection:
        _note_new_rules(connection, decisions)
        expected, _ = waiting.count_waiting(connection)
    done = looked = 0
    while True:
        with work.store.catalog.write() as connection:
            batch = readings.take_waiting(connection, VERSIONS, BATCH)
            if not batch.rows:
                break
            link_batch(connection, batch, decisions)
        done += len(batch.readings)
        looked += len(batch.rows)
        work.progress(STAGE, looked, max(looked, expected))
    with work.store.catalog.read() as connection:
        _, linked = waiting.count_waiting(connection)
    return work.finish(Tally(STAGE, done, linked - done, 0))


def _note_new_rules(connection: Connection, decisions: Decisions) -> None:
    """After a new version of a stage everything waits; after a changed decision what it is about."""
    if waiting.get_mark(connection, STAGE) != VERSIONS.name:
        waiting.note_everything(connection)
        recount_names(connection)
        waiting.set_mark(connection, STAGE, VERSIONS.name)
    note_decisions(connection, decisions)


def link_batch(connection: Connection, batch: Waiting, decisions: Decisions) -> None:
    """Bring the graph up to what became of some captures."""
    files = Files(connection, batch.readings)
    claims = [(reading, files.claim(reading, decisions)) for reading in batch.readings]
    seeds = _replace_claims(connection, batch, claims)
    regrouped = _regroup(connection, seeds, {claim.reading for _, claim in claims})
    acted_on = graph.nodes_acted_on(connection, regrouped.names)
    files.fetch({name for best in regrouped.best for name in (best.text, best.tags)})
    built = [_build(group, found, files) for group, found in regrouped.groups]
    held, named = candidates_of(connection, regrouped.names), count_names(connection, regrouped.names)
    graph.save_documents(connection, built, regrouped.gone)
    graph.save_maybes(connection, regrouped.near, regrouped.maybes)
    changed = Ends(held ^ candidates_of(connection, regrouped.names), change_names(connection, regrouped.names, named))
    acted_on |= resolve_mentions(connection, regrouped.names, changed, decisions)
    settle_status(connection, {b.document.id for b in built} | acted_on)


# ---------------------------------------------------------------- what was read


@dataclass
class Files:
    """The texts and tags of readings; those of a batch are loaded at once."""

    connection: Connection
    batch: Iterable[Reading]
    _bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fetch({name for reading in self.batch for name in (reading.text, reading.tags)})

    def fetch(self, names: Collection[str]) -> None:
        """Load outputs that are not loaded yet."""
        self._bodies |= load_bodies(self.connection, {name for name in names if name not in self._bodies})

    def body(self, name: str) -> dict[str, Any]:
        """The output with this hash as plain JSON."""
        if name not in self._bodies:
            self.fetch({name})
        return self._bodies[name]

    def claim(self, reading: Reading, decisions: Decisions) -> Claim:
        """What a reading says of the document it shows, a person's corrections in it."""
        text, tags = self.body(reading.text), self.body(reading.tags)
        header = decisions.correct(from_json(Header, tags["header"]), reading.capture)
        said = len(tags["references"]) + len(tags["targets"]) + len(tags["relations"])
        pages = tuple(TextPage(p["number"], p["start"], p["end"], p["method"]) for p in text["pages"])
        claim = claim_document(
            header,
            reading.capture,
            Text(text["sha256"], text["method"], text["text"], pages),
            said=said,
            effective=_effective(tags["dates"]),
        )
        return decisions.mark(claim, reading.capture)


def _effective(dates: Iterable[dict[str, Any]]) -> str | None:
    """The one day that a document says it takes effect on."""
    days = {date["value"] for date in dates if date["role"] == "effect" and date["precision"] == "day"}
    return days.pop() if len(days) == 1 else None


# ---------------------------------------------------------------- which readings are one document


def _replace_claims(connection: Connection, batch: Waiting, claims: Sequence[tuple[Reading, Claim]]) -> dict[int, str]:
    """Write the claims of a batch in place of what stood there; gives the readings to group anew, with the document
    that those which are gone or changed showed."""
    old = readings.appearances_at(connection, batch.rows)
    blocks = {b for found in old for b in readings.block_ids(found.claim)}
    blocks |= {b for _, claim in claims for b in readings.block_ids(claim)}
    counts = readings.count_members(connection, blocks)
    seeds = dict.fromkeys(neighbours_of(connection, [found.claim for found in old]), "")
    readings.forget_claims(connection, old)
    readings.save_claims(connection, claims, LINK_VERSION)
    seeds |= dict.fromkeys(crowds_turned(connection, counts), "")
    seeds |= {claim.reading: "" for _, claim in claims}
    return seeds | {found.claim.reading: found.document for found in old}


@dataclass
class Regrouped:
    """The documents whose readings changed, those that nothing shows any more, and what they may be the same as."""

    groups: list[tuple[Group, dict[int, Appearance]]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)  # all whose maybes were looked at anew
    maybes: list[Any] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The documents that were written anew or dropped."""
        return {group.id for group, _ in self.groups} | self.gone

    @property
    def best(self) -> list[Appearance]:
        """The reading that each document is known from."""
        return [found[group.claims[0].reading] for group, found in self.groups]


def _regroup(connection: Connection, seeds: dict[int, str], changed: Collection[int]) -> Regrouped:
    """Group anew whoever is connected with the seeds, and note where each reading belongs now."""
    found = Regrouped()
    left = {name for name in seeds.values() if name}  # documents that lost a reading
    grouped: list[tuple[Group, dict[int, Appearance]]] = []
    for connected in connected_groups(connection, seeds):
        by_reading = {appearance.claim.reading: appearance for appearance in connected}
        groups, maybes = group_claims(appearance.claim for appearance in connected)
        found.maybes += maybes
        grouped += [(group, by_reading) for group in groups]
    for group, by_reading in grouped:
        left |= {old for c in group.claims if (old := by_reading[c.reading].document) not in ("", group.id)}
    for group, by_reading in grouped:
        here = {claim.reading for claim in group.claims}
        came = any(by_reading[reading].document != group.id for reading in here)
        if came or group.id in left or not here.isdisjoint(changed):
            found.groups.append((group, by_reading))
    kept = {group.id for group, _ in grouped}
    found.gone = left - kept
    found.near = left | kept
    readings.save_homes(connection, [home for group, _ in found.groups for home in _homes(group)])
    return found


def _homes(group: Group) -> list[tuple[int, str, str]]:
    """Each reading of a document with its rank there."""
    ranks = range(len(group.claims), 0, -1)
    return [(claim.reading, group.id, f"{rank:06d}") for rank, claim in zip(ranks, group.claims, strict=True)]


# ---------------------------------------------------------------- one document from all its readings


def _build(group: Group, by_reading: dict[int, Appearance], files: Files) -> Built:
    """A document with what its best reading mentions, relates and sets."""
    document = document_of(group)
    best = by_reading[group.claims[0].reading]
    text, tags = files.body(best.text), files.body(best.tags)
    if document.kind == "page" and document.title is None:
        document = replace(document, title=heading_of(text["text"]))  # for people; nothing is told apart by it
    mentions = mention_rows(document, tags, text["pages"])
    local = document.number is not None and is_local(document.number)
    kept = [[a.url, a.text, a.tags] for c in group.claims for a in [by_reading[c.reading]]]
    revision = json.dumps([LINK_VERSION, to_json(document), kept], ensure_ascii=False)
    return Built(
        document,
        place=place_of(document.key, document.province, local) if document.key else None,
        name=placed_alias(alias_of(document.title), document.province, local) if document.key else None,
        reading=best,
        revision=hash_bytes(revision.encode()),
        mentions=mentions,
        edges=relation_rows(document, text["text"], tags, mentions, text["pages"]),
        goals=target_rows(document, tags, text["pages"]),
    )
