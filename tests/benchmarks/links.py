"""Linking beside the truth of a made world, noise by noise, and what 100,000 documents and a night after them cost.

make bench-links                                    # all of it (half an hour)
python tests/benchmarks/links.py --only ocr,real    # some trials; --through-tagger reads the texts with the tagger
python tests/benchmarks/links.py --size 100000      # only the time and memory of a big one and its night
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_world import World, make_world
from made_world_captures import NOISE, REAL, Captured, capture_world, keep_captures
from made_world_measure import (
    Linked,
    read_linked,
    score_drift,
    score_edges,
    score_identity,
    score_resolution,
    score_series,
    score_validity,
    worst,
)

from pipelines.link import link_documents
from pipelines.settings import load_settings
from pipelines.stages import tag_texts
from pipelines.work import Work, open_work

TRIALS: dict[str, Mapping[str, float]] = {"none": {}, **{n.name: {n.name: n.alone} for n in NOISE}, "real": REAL}
TRIALS["harsh"] = {noise.name: min(noise.alone, 4 * noise.real) for noise in NOISE}
TRIALS["series"] = {"held_back": 0.3}  # few territories, many papers of each: what share of them is held?
NIGHT = 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=3000, help="true documents in each trial")
    options.add_argument("--only", type=lambda s: s.split(","), help="names of trials")
    options.add_argument("--errors", type=int, default=0, help="how many kinds of errors are shown")
    options.add_argument("--through-tagger", action="store_true", help="texts go through the tagger (slow)")
    options.add_argument("--size", type=int, default=0, help="time linking so many documents, then a night")
    asked = options.parse_args()
    if asked.size:
        measure_size(asked.size)
        return
    for name in asked.only or TRIALS:
        measure_trial(name, TRIALS[name], asked.documents, asked.through_tagger, asked.errors)


def measure_trial(name: str, noise: Mapping[str, float], documents: int, tagger: bool, errors: int) -> None:
    """Make, link and score one world."""
    few = {"territories": 2, "untold": 0.0} if name == "series" else {}
    world = make_world(documents, repeated=noise.get("number_repeated", 0.0), **few)  # type: ignore[arg-type]
    captured = capture_world(world, noise)
    with tempfile.TemporaryDirectory() as home:
        work = open_trial(home)
        seconds = link_all(work, captured, tagger)
        linked = read_linked(work, captured)
        print_scores(name, work, linked, world, errors)
        print(f"    {len(captured)} captures -> {len(linked.best)} documents, {seconds:.1f} s CPU to link", flush=True)


def open_trial(home: str) -> Work:
    """An empty store."""
    return open_work(load_settings({"VANBAN_HOME": home, "VANBAN_WORKERS": "2"}))


def link_all(work: Work, captured: Sequence[Captured], tagger: bool) -> float:
    """Captures into the store and linked; gives the CPU seconds of linking alone."""
    keep_captures(work, captured, tagged=not tagger)
    if tagger:
        tag_texts(work)
    before = time.process_time()
    link_documents(work)
    return time.process_time() - before


def print_scores(name: str, work: Work, linked: Linked, world: World, errors: int) -> None:
    """One block of lines a trial."""
    numbered, nameless = score_resolution(work, linked)
    edges = score_edges(work, linked, world)
    rows = {"identity": score_identity(linked), "resolution": numbered, "without number": nameless}
    rows |= {f"edges {kind}": edges[kind] for kind in sorted(edges, key=lambda k: (k != "all", k))}
    rows["validity"] = score_validity(work, linked, world)
    rows["drift of targets"] = score_drift(work, linked, world)
    for what, score in rows.items():
        if score.wanted or score.given:
            print(f"{name:<24} {what:<20} {score}")
        for kind, counts in (("wrong", score.wrong), ("missed", score.missed)):
            for line in worst(counts, errors):
                print(f"{'':<26}{kind}: {line}")
    shares = score_series(work, linked, world)
    held = f"estimated {shares.estimated:.3f} true {shares.true:.3f}, mean fault of a series {shares.fault:.3f}"
    print(f"{name:<24} {'share held':<20} {held} ({shares.series} series)")


# ---------------------------------------------------------------- cost


def measure_size(size: int) -> None:
    """Link a big world from nothing, then a night's worth more."""
    captured = capture_world(make_world(size + NIGHT), REAL)
    with tempfile.TemporaryDirectory() as home:
        work = open_trial(home)
        keep_captures(work, captured[:-NIGHT], tagged=True)
        through = time_linking(work, len(captured) - NIGHT)
        keep_captures(work, captured[-NIGHT:], tagged=True)
        night = time_linking(work, NIGHT)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"night / all = 1/{through / max(night, 0.01):.0f}; peak memory {peak:,.0f} MB (the made world's own too)")


def time_linking(work: Work, captures: int) -> float:
    """CPU seconds of linking what waits; says on the way what each tenth cost, so that growth is seen."""
    print(f"{captures:>7} captures, s CPU of each tenth:", end="", flush=True)
    began, clock, tenth = time.process_time(), time.perf_counter(), max(captures // 10, 1)
    last, through = began, 0

    def progress(_stage: str, looked: int, _all: int) -> None:
        nonlocal last, through
        if looked // tenth > through:
            through, before, last = looked // tenth, last, time.process_time()
            print(f" {last - before:.1f}", end="", flush=True)

    link_documents(replace(work, progress=progress))
    cpu = time.process_time() - began
    print(f"; all {cpu:.1f} s CPU, {time.perf_counter() - clock:.1f} s on the clock", flush=True)
    return cpu


if __name__ == "__main__":
    main()
