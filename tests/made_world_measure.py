"""What linking made of the made world, beside the truth: identity, resolution, edges, each as precision and recall."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from made_world import Made, World, read_data
from made_world_captures import PAPERS, Captured
from sqlalchemy import select

from documents.number import number_key
from documents.text import fold
from pipelines.work import Work
from store.chain import list_drift
from store.schema import appearances, documents, references, relations
from store.series import list_series


@dataclass
class Score:
    """How many were wanted, given and right; `wrong` and `missed` hold some of the others for a look."""

    wanted: int = 0
    given: int = 0
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of what was given that is right; 1 where nothing was."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f} R {self.recall:.3f} (wanted {self.wanted}, given {self.given}, right {self.right})"
        )


@dataclass
class Linked:
    """The state of a linked store, in terms of the truth."""

    captured: dict[tuple[str, str], Captured]
    shown: dict[tuple[str, str], str]  # capture -> document of ours
    best: dict[str, Captured]  # document of ours -> the capture it is known from

    def meaning(self, node: str | None) -> str | None:
        """Which true paper a node is; None for a red link, a page of news or a draft."""
        best = self.best.get(node or "")
        return best.shows if best is not None and best.kind in PAPERS else None


def read_linked(work: Work, captured: Iterable[Captured]) -> Linked:
    """The documents of a store and the captures they show."""
    by_key = {c.key: c for c in captured}
    with work.store.catalog.read() as connection:
        shown = {(r.url, r.sha256): r.document for r in connection.execute(select(appearances))}
        best = {r.id: by_key[r.url, r.sha256] for r in connection.execute(select(documents))}
    return Linked(by_key, shown, best)


def score_identity(linked: Linked) -> Score:
    """Pairs of captures in one document. A draft with its own paper is neither wanted nor wrong; news is no paper."""
    score, truth, ours = Score(), defaultdict(list), defaultdict(list)
    for key, captured in linked.captured.items():
        if captured.kind in PAPERS:
            truth[captured.shows].append(key)
        ours[linked.shown[key]].append(captured)
    for keys in truth.values():
        for pair in combinations(keys, 2):
            score.wanted += 1
            if len({linked.shown[key] for key in pair}) == 2:
                score.missed[_kinds(linked.captured[key] for key in pair)] += 1
    for together in ours.values():
        for one, other in combinations(together, 2):
            if one.shows == other.shows and "draft" in (one.kind, other.kind):
                continue
            score.given += 1
            same = one.shows == other.shows and "news" not in (one.kind, other.kind)
            score.right += same
            if not same:
                score.wrong[f"{_kinds((one, other))}: {one.shows} = {other.shows}"] += 1
    return score


def _kinds(captured: Iterable[Captured]) -> str:
    return " + ".join(sorted(c.kind for c in captured))


def score_resolution(work: Work, linked: Linked) -> tuple[Score, Score]:
    """Mentions that lead to their document: those with a number, and those without. Wanted is what is held."""
    held = {captured.shows for captured in linked.captured.values() if captured.kind in PAPERS}
    numbered, nameless = Score(), Score()
    with work.store.catalog.read() as connection:
        rows = connection.execute(select(references)).all()
    found: dict[str, list[tuple[int, int, str | None, str]]] = defaultdict(list)
    for row in rows:
        node = linked.meaning(row.node) if row.state == "resolved" else None
        found[row.document].append(
            (row.start, row.end, node or (row.state if row.state != "resolved" else "?"), row.why)
        )
    for document, best in linked.best.items():
        mentions = found[document]
        for start, end, meant in best.written.said:
            score = (
                numbered if "số" in best.written.text[start:end] or "/" in best.written.text[start:end] else nameless
            )
            over = [m for m in mentions if m[0] < end and m[1] > start]
            score.wanted += meant in held
            given = [m for m in over if m[2] not in ("unresolved", "ambiguous")]
            score.given += bool(given)
            right = any(m[2] == meant for m in given)
            score.right += right
            if given and not right:
                score.wrong[given[0][3]] += 1
            elif meant in held and not right:
                score.missed[f"{over[0][2]}: {over[0][3]}" if over else "not tagged"] += 1
    return numbered, nameless


def score_edges(work: Work, linked: Linked, world: World) -> dict[str, Score]:
    """Edges between documents that are both here, by relation type and `all` (without refers_to, which any may be)."""
    held = {captured.shows for captured in linked.captured.values() if captured.kind in PAPERS}
    truth = {(d.id, relation, target) for d in world.documents.values() for relation, target in d.cites}
    wanted = {edge for edge in truth if edge[0] in held and edge[2] in held}
    given = _edges(work, linked)
    scores: dict[str, Score] = defaultdict(Score)
    for names, edge in [((e[1], *(["all"] * (e[1] != "refers_to"))), e) for e in sorted(wanted | given)]:
        for name in names:
            scores[name].wanted += edge in wanted
            scores[name].given += edge in given
            scores[name].right += edge in given and edge in truth
            if edge in given and edge not in truth:
                scores[name].wrong[" ".join(edge)] += 1
            elif edge not in given:
                scores[name].missed[edge[1]] += 1
    return dict(scores)


def _edges(work: Work, linked: Linked) -> set[tuple[str, str, str]]:
    """(source, relation, target) of all edges whose ends are both resolved, in terms of the truth."""
    with work.store.catalog.read() as connection:
        nodes = {
            (r.document, r.start): r.node if r.state == "resolved" else None
            for r in connection.execute(select(references))
        }
        rows = connection.execute(select(relations)).all()
    edges = set()
    for row in rows:
        best = linked.best[row.document]
        if best.kind not in PAPERS:
            continue
        source = row.document if row.source is None else nodes[row.document, row.source]
        ends = linked.meaning(source), linked.meaning(nodes[row.document, row.target])
        if ends[0] and ends[1] and ends[0] != ends[1]:
            edges.add((ends[0], row.type, ends[1]))
    return edges


def score_validity(work: Work, linked: Linked, world: World) -> Score:
    """Papers that papers here amend, replace or repeal: by the strongest that was done to them."""
    strength = {"in_force": 0, "amended": 1, "replaced": 2, "repealed": 3}
    done = {"amends": "amended", "replaces": "replaced", "repeals": "repealed"}
    held = {captured.shows for captured in linked.captured.values() if captured.kind in PAPERS}
    truth: dict[str, str] = {}
    for document in world.documents.values():
        for relation, target in document.cites:
            if relation in done and document.id in held and target in held:
                truth[target] = max(truth.get(target, "in_force"), done[relation], key=lambda s: strength[s])
    score = Score(wanted=len(truth))
    with work.store.catalog.read() as connection:
        rows = connection.execute(select(documents.c.id, documents.c.status)).all()
    seen = {paper: row.status for row in rows if (paper := linked.meaning(row.id)) and row.status in strength}
    seen = {paper: status for paper, status in seen.items() if status != "in_force"}
    wrong = {paper: status for paper, status in seen.items() if truth.get(paper) != status}
    score.given, score.right = len(seen), len(seen) - len(wrong)
    score.wrong.update(f"{status}, is {truth.get(paper, 'in_force')}" for paper, status in wrong.items())
    score.missed.update(status for paper, status in truth.items() if paper not in seen)
    return score


def score_drift(work: Work, linked: Linked, world: World, most: int = 200) -> Score:
    """What became of each target along the implements edges that were found, for the first `most` cited papers."""
    by_name = {fold(name): key for key, known in read_data()["indicators"].items() for name in known["names"]}
    edges = {(s, t) for s, relation, t in _edges(work, linked) if relation == "implements"}
    documents_ = world.documents
    parents = sorted({t for s, t in edges if documents_[s].drift and documents_[s].goals})[:most]
    wanted = {
        (child, parent, *fate)
        for child, parent in edges
        if parent in parents and documents_[child].goals and _parent(documents_[child], documents_) == parent
        for fate in documents_[child].drift
    }
    pairs = {pair[:2] for pair in wanted}
    score = Score()
    given = set()
    with work.store.catalog.read() as connection:
        for parent in parents:
            for found in list_drift(connection, work.store.originals, {number_key(documents_[parent].number)}):
                ends = linked.meaning(found.document["id"]), linked.meaning(found.of["id"])
                if ends in pairs:
                    given.add((*ends, by_name.get(fold(found.indicator), found.indicator), found.drift))
    score.wanted, score.given, score.right = len(wanted), len(given), len(wanted & given)
    score.wrong.update(f"{fate[3]}: {fate[2]}" for fate in given - wanted)
    score.missed.update(f"{fate[3]}: {fate[2]}" for fate in wanted - given)
    return score


def _parent(child: Made, all_of_them: Mapping[str, Made]) -> str | None:
    """Whose targets a paper took over: the first that it implements."""
    return next((t for relation, t in child.cites if relation == "implements" and all_of_them[t].goals), None)


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of the papers of all series that is held, as estimated and in truth, and the mean fault of a series."""

    estimated: float
    true: float
    fault: float
    series: int


def score_series(work: Work, linked: Linked, world: World) -> Shares:
    """Series long enough for an estimate, each beside the number of papers it really has."""
    held = {captured.shows for captured in linked.captured.values() if captured.kind in PAPERS}
    numbers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    totals: dict[tuple[str, str, str], int] = {}
    for document in world.documents.values():
        name, kind, period = document.series
        form = number_key(document.number).lstrip("0123456789").removeprefix(f"/{period}")
        group = (name.rsplit(", ", 1)[0], f"/{period}{form}" if kind.endswith("*") else form, period)
        totals[group] = world.series[document.series]
        if document.id in held:
            numbers[group].add(document.number)
    with work.store.catalog.read() as connection:
        known = [(one, (one.issuer, one.form, one.period)) for one in list_series(connection) if one.share is not None]
    both = [
        (one.held, one.estimated or 1, len(numbers[group]), totals[group]) for one, group in known if group in totals
    ]
    if not both:
        return Shares(0.0, 0.0, 0.0, 0)
    held_, estimated, truly, total = (sum(column) for column in zip(*both, strict=True))
    fault = sum(abs(h / e - t / n) for h, e, t, n in both) / len(both)
    return Shares(held_ / estimated, truly / total, fault, len(both))


def worst(counts: Counter[str], size: int = 5) -> Sequence[str]:
    """The commonest errors as lines."""
    return [f"{times} x {what}" for what, times in counts.most_common(size)]
