"""How right the tags are: precision, recall and F1 of each kind, the errors, and whether `confidence` keeps its word.

Each right tag is paired with at most one of the tagger's, the pair that agrees in most measures first; all figures are
counted over these pairs. TP, FP, FN are pairs that are right, tags left over (or wrong), and right tags not met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from documents.record import Header, Tags
from nlp.gold import GoldTag, GoldText
from nlp.measures import MEASURES, PROMISED, Measure, is_right, same_header_value, similar_titles, wrong_fields

ALL = "all"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)  # lower ends; the last one ends with 1
AROUND = 60  # characters shown on each side of an error


@dataclass(slots=True)
class Score:
    """Counts of one measure; the rates are None where nothing was asked."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float | None:
        """Of what was tagged, the share that is right."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Of what should be tagged, the share that is."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Their harmonic mean."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)


@dataclass(frozen=True, slots=True)
class ScoreKey:
    """What a score is about: all relations or one type of them, by a measure, in one class of texts (None: in all)."""

    kind: str
    label: str
    measure: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """A tag that is missing, spurious, of another boundary, or wrong in some fields; with the text around it."""

    id: str
    group: str | None
    kind: str
    error: Literal["missing", "spurious", "boundary", "wrong"]
    fields: tuple[str, ...]
    expected: Any
    got: Any
    rule: str | None
    context: str


@dataclass(frozen=True, slots=True)
class Bin:
    """The tags whose confidence lies in [low, high): how many, how many right, and what they said on average."""

    low: float
    high: float
    count: int
    right: int
    said: float


@dataclass(slots=True)
class Evaluation:
    """Everything measured over some gold texts."""

    texts: int = 0
    scores: dict[ScoreKey, Score] = field(default_factory=lambda: defaultdict(Score))
    fields: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    promises: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    errors: list[Error] = field(default_factory=list)

    def score(self, kind: str, measure: str, label: str = ALL, group: str | None = None) -> Score:
        """One score; all zero where nothing was asked."""
        return self.scores.get(ScoreKey(kind, label, measure, group), Score())

    def calibration(self, kind: str) -> list[Bin]:
        """The reliability table of a kind's `confidence`, empty bins left out."""
        said = self.promises.get(kind, [])
        table = []
        for low, high in zip(BINS, (*BINS[1:], 1.0), strict=True):
            inside = [(c, right) for c, right in said if low <= c and (c < high or high == 1.0)]
            if inside:
                mean = sum(c for c, _ in inside) / len(inside)
                table.append(Bin(low, high, len(inside), sum(right for _, right in inside), mean))
        return table

    def calibration_error(self, kind: str) -> float | None:
        """Expected calibration error: how far confidence and rightness lie apart, averaged over all tags."""
        bins = self.calibration(kind)
        return _share(sum(abs(b.said * b.count - b.right) for b in bins), sum(b.count for b in bins))


def evaluate_gold(gold: Iterable[GoldText], tag: Callable[[GoldText], Tags]) -> Evaluation:
    """Measure a tagger against gold texts; only the kinds and fields that a text judges are asked."""
    found = Evaluation()
    texts = list(gold)
    spanned = {kind: all(t.start is not None for text in texts for t in text.tags.get(kind, ())) for kind in MEASURES}
    for text in texts:
        tags = tag(text)
        found.texts += 1
        if text.header is not None:
            _judge_header(found, text, tags.header)
        for kind, wanted in text.tags.items():
            measures = [m for m in MEASURES[kind] if m.values_tell or spanned[kind]]
            _judge_kind(found, text, kind, wanted, getattr(tags, kind), measures)
    return found


# ---------------------------------------------------------------- tags


def _judge_kind(
    found: Evaluation,
    text: GoldText,
    kind: str,
    wanted: tuple[GoldTag, ...],
    got: tuple[Any, ...],
    measures: list[Measure],
) -> None:
    pairs = _pair(wanted, got, measures)
    left = set(range(len(got))) - set(pairs.values())
    for index, want in enumerate(wanted):
        tag = got[pairs[index]] if index in pairs else None
        _count_pair(found, text, kind, want, tag, measures)
    for index in sorted(left):
        tag = got[index]
        for measure in measures:
            _add(found, text, kind, _label(kind, tag.type if kind == "relations" else ALL), measure.name, fp=1)
        found.errors.append(_error(text, kind, "spurious", (), None, tag))
        if kind in PROMISED:
            found.promises[kind].append((tag.confidence, False))


def _pair(wanted: tuple[GoldTag, ...], got: tuple[Any, ...], measures: list[Measure]) -> dict[int, int]:
    """Which right tag goes with which of the tagger's: most measures first, then in the order of the text."""
    offers = []
    for i, want in enumerate(wanted):
        for j, tag in enumerate(got):
            agreed = sum(is_right(measure, want, tag) for measure in measures)
            if agreed:
                offers.append((-agreed, len(wrong_fields(want, tag)), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(offers):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _count_pair(
    found: Evaluation, text: GoldText, kind: str, want: GoldTag, tag: Any | None, measures: list[Measure]
) -> None:
    labels = _label(kind, want.fields.get("type", ALL) if kind == "relations" else ALL)
    right = {measure.name: tag is not None and is_right(measure, want, tag) for measure in measures}
    for name, is_so in right.items():
        _add(found, text, kind, labels, name, tp=is_so, fn=not is_so, fp=tag is not None and not is_so)
    if tag is None:
        found.errors.append(_error(text, kind, "missing", (), want, None))
        return
    wrong = tuple(wrong_fields(want, tag))
    if right[measures[0].name]:
        for name in want.fields:
            found.fields[kind, name][0] += name not in wrong
            found.fields[kind, name][1] += 1
    if wrong:
        found.errors.append(_error(text, kind, "wrong", wrong, want, tag))
    elif not right.get("exact", True):
        found.errors.append(_error(text, kind, "boundary", (), want, tag))
    if kind in PROMISED:
        found.promises[kind].append((tag.confidence, right[PROMISED[kind]]))


def _label(kind: str, label: str) -> tuple[str, ...]:
    return (ALL, label) if label != ALL else (ALL,)


# ---------------------------------------------------------------- header


def _judge_header(found: Evaluation, text: GoldText, got: Header) -> None:
    """Each judged field as a tag of its own: a value that should not be there is spurious, a lost one missing."""
    wanted = text.header or {}
    for name, want in wanted.items():
        value = getattr(got, name)
        right = same_header_value(name, want, value)
        measures = {"exact": right}
        if name == "title":
            measures["overlap"] = right or bool(want and value and similar_titles(want, value))
        for measure, is_so in measures.items():
            asked, given = want not in (None, False), value not in (None, False)
            counts = {"tp": is_so and asked, "fn": asked and not is_so, "fp": given and not is_so}
            _add(found, text, "header", (ALL, name) if measure == "exact" else (name,), measure, **counts)
        if not right:
            error: Literal["missing", "spurious", "wrong"] = "wrong"
            if want is None or value is None:
                error = "spurious" if want is None else "missing"
            head = " ".join(text.text[: 3 * AROUND].split())
            found.errors.append(Error(text.id, text.group, "header", error, (name,), want, value, None, head))


# ---------------------------------------------------------------- counting and showing


def _add(found: Evaluation, text: GoldText, kind: str, labels: Iterable[str], measure: str, **counts: int) -> None:
    for label in labels:
        for group in {None, text.group}:
            score = found.scores[ScoreKey(kind, label, measure, group)]
            for name, count in counts.items():
                setattr(score, name, getattr(score, name) + count)


def _error(
    text: GoldText,
    kind: str,
    error: Literal["missing", "spurious", "boundary", "wrong"],
    wrong: tuple[str, ...],
    want: GoldTag | None,
    got: Any | None,
) -> Error:
    """An error with what was expected and got: only the wrong fields, the words where a tag is all wrong."""
    names = wrong or tuple(want.fields if want else _told(kind))
    expected = None if want is None else {"text": _words(text, want), **{n: want.fields.get(n) for n in names}}
    given = None if got is None else {"text": got.text, **{name: getattr(got, name) for name in names}}
    start, end = (want.start, want.end) if want and want.start is not None else (None, None)
    if start is None and got is not None:
        start, end = got.start, got.end
    context = _around(text.text, start or 0, end or 0)
    return Error(text.id, text.group, kind, error, wrong, expected, given, getattr(got, "rule", None), context)


def _told(kind: str) -> Iterable[str]:
    """The values a spurious tag is told by."""
    return dict.fromkeys(name for measure in MEASURES[kind] for name in measure.fields)


def _words(text: GoldText, tag: GoldTag) -> str | None:
    return None if tag.start is None else text.text[tag.start : tag.end]


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if not end:
        return " ".join(text[: 2 * AROUND].split())
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
