"""Linking beside the truth of a made world, small; and the same graph whatever the order, the batches and the kills.

The floors only rise. `make bench-links` measures the same on thousands of documents, noise by noise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from made_world import World, make_world
from made_world_captures import NOISE, REAL, Captured, capture_world, keep_captures
from made_world_measure import (
    Score,
    read_linked,
    score_drift,
    score_edges,
    score_identity,
    score_resolution,
    score_series,
    score_validity,
)
from sqlalchemy import event, select

from pipelines import link
from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.stages import tag_texts
from pipelines.work import Work, open_work
from store.schema import metadata

HARSH = {noise.name: min(noise.alone, 4 * noise.real) for noise in NOISE}
ALL = {noise.name: noise.alone for noise in NOISE}


def open_store(home: Path) -> Work:
    return open_work(load_settings({"VANBAN_HOME": str(home), "VANBAN_WORKERS": "1"}))


def link_world(home: Path, world: World, noise: Mapping[str, float], *, tagged: bool) -> dict[str, Score]:
    captured = capture_world(world, noise)
    work = open_store(home)
    keep_captures(work, captured, tagged=tagged)
    if not tagged:
        tag_texts(work)
    link_documents(work)
    linked = read_linked(work, captured)
    edges = score_edges(work, linked, world)
    numbered, _ = score_resolution(work, linked)
    drift = score_drift(work, linked, world)
    kinds = {f"edges {kind}": score for kind, score in edges.items()}
    validity = score_validity(work, linked, world)
    return {"identity": score_identity(linked), "resolution": numbered, "validity": validity, "drift": drift, **kinds}


NAMES = ("identity", "resolution", "edges all", "edges implements", "validity", "drift")
# precision and recall of each of them
FLOORS = {
    "straight, no noise": ({}, True, [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)]),
    "straight, as real": (REAL, True, [(1, 1), (1, 0.96), (1, 0.95), (1, 0.91), (1, 1), (1, 1)]),
    "straight, harsh": (HARSH, True, [(1, 1), (1, 0.86), (1, 0.73), (1, 0.68), (1, 0.6), (1, 1)]),
    "through the tagger, no noise": ({}, False, [(1, 1), (1, 1), (1, 0.99), (1, 0.98), (1, 1), (0.98, 0.98)]),
}


@pytest.mark.parametrize("trial", FLOORS)
def test_floors(trial: str, tmp_path: Path) -> None:
    noise, tagged, floors = FLOORS[trial]
    world = make_world(150 if tagged else 80, repeated=noise.get("number_repeated", 0.0))
    scores = link_world(tmp_path, world, noise, tagged=tagged)
    got = {name: (scores[name].precision, scores[name].recall) for name in NAMES}
    assert all(scores[name].wanted > 5 for name in NAMES[1:]), "there is something to find"
    low = [name for name, (p, r) in zip(NAMES, floors, strict=True) if got[name][0] < p or got[name][1] < r]
    assert not low, {name: str(scores[name]) for name in low}


def test_share_of_series(tmp_path: Path) -> None:
    world = make_world(300, territories=1, untold=0.0)
    captured = capture_world(world, {"held_back": 0.3})
    work = open_store(tmp_path)
    keep_captures(work, captured, tagged=True)
    link_documents(work)
    shares = score_series(work, read_linked(work, captured), world)
    assert shares.series >= 5
    assert abs(shares.estimated - shares.true) <= 0.05


def test_world_is_what_it_says() -> None:
    """The same seed gives the same world; every cited paper is there and older; tags are where they say."""
    world = make_world(300)
    assert world == make_world(300) != make_world(300, seed=8)
    for document in world.documents.values():
        assert all(world.documents[cited].issued <= document.issued for _, cited in document.cites)
    assert {d.series[2] for d in world.documents.values() if d.body.level == "party"} == {
        "2015-2020",
        "2020-2025",
        "2025-2030",
    }
    for captured in capture_world(world, ALL):
        text, tags = captured.written.text, captured.written.tags
        for kind in (tags.references, tags.relations, tags.targets):
            same = [text[tag.start : tag.end] == tag.text for tag in kind]
            assert all(same) or ("ocr" in ALL and len(text) > 0)


# ---------------------------------------------------------------- any order, any batches, kills between


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it, and what is not committed is lost."""


def arrive(home: Path, deliveries: Sequence[Sequence[Captured]], chance: Random | None) -> dict[str, list[str]]:
    """The graph after these deliveries, linked after each; with `chance`, in odd batches and killed now and then."""
    work = open_store(home)
    for delivery in deliveries:
        keep_captures(work, delivery, tagged=True)
        if chance is not None:
            link.BATCH = chance.choice((1, 3, 7, 20, 100))
            _link_and_die(work, chance)
        link_documents(work)
    return graph_of(work)


def _link_and_die(work: Work, chance: Random) -> None:
    instant = chance.randint(1, 12)

    def count(*_: Any) -> None:
        nonlocal instant
        instant -= 1
        if instant == 0:
            raise Killed

    engine = work.store.catalog.engine
    event.listen(engine, "commit", count)
    try:
        link_documents(work)
    except Killed:
        pass
    finally:
        event.remove(engine, "commit", count)


def graph_of(work: Work) -> dict[str, list[str]]:
    """Every table that linking writes, row by row."""
    given = {"captures", "results", "outputs", "issues", "runs", "indexed"}
    with work.store.catalog.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
            if table.name not in given
        }


@pytest.fixture(scope="module")
def delivered() -> list[Captured]:
    """A small world with every kind of noise, so that copies, drafts and repeated numbers meet."""
    return capture_world(make_world(70, territories=2, repeated=0.1), ALL)


@pytest.fixture(scope="module")
def expected(delivered: list[Captured], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The graph when all comes at once."""
    return arrive(tmp_path_factory.mktemp("once") / "var", [delivered], None)


@pytest.mark.parametrize("seed", range(6))
def test_order_does_not_matter(
    seed: int,
    delivered: list[Captured],
    expected: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link, "BATCH", link.BATCH)  # put back at the end
    chance = Random(seed)
    captured = chance.sample(delivered, len(delivered))
    cuts = sorted(chance.sample(range(1, len(captured)), chance.randint(1, 5)))
    deliveries = [captured[a:b] for a, b in zip([0, *cuts], [*cuts, len(captured)], strict=True)]
    got = arrive(tmp_path, deliveries, chance)
    assert got["documents"] and got["mentions"] and got["relations"]
    assert not [table for table, rows in expected.items() if got[table] != rows]
