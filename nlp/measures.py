"""When a tag is right: the table of measures for each kind of tag, and how two values are compared.

`exact` asks for the same span, `overlap` for a common character; these are the boundary measures of SemEval 2013 task 9
(`exact` and `partial`, the latter counted whole). Every other measure asks for values too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from documents.number import number_key
from documents.record import SELF, to_json
from documents.text import fold
from nlp.gold import GoldTag

Where = Literal["exact", "overlap", "anywhere"]
SAME_TITLE = 0.8  # share of words that two titles have in common when one is a misprint or a cut of the other


@dataclass(frozen=True, slots=True)
class Measure:
    """A tag counts as right where it lies so and has these values; without `values_tell`, only spans can tell."""

    name: str
    where: Where
    fields: tuple[str, ...] = ()
    values_tell: bool = False


_EDGE = ("type", "source", "target")
# The first of a kind says that a tag was found at all: its other fields are counted over these.
MEASURES: dict[str, tuple[Measure, ...]] = {
    "references": (
        Measure("overlap", "overlap"),
        Measure("exact", "exact"),
        Measure("canonical", "overlap", ("canonical", "key")),
    ),
    "dates": (
        Measure("overlap", "overlap"),
        Measure("exact", "exact"),
        Measure("value", "overlap", ("value", "value2", "precision")),
    ),
    "agencies": (
        Measure("overlap", "overlap"),
        Measure("exact", "exact"),
        Measure("name", "overlap", ("id", "name", "level")),
    ),
    "targets": (
        Measure("found", "overlap", ("value", "value2"), values_tell=True),
        Measure("exact", "exact", ("value", "value2")),
        Measure("tuple", "overlap", ("value", "value2", "unit", "comparator", "change", "deadline"), values_tell=True),
    ),
    "relations": (
        Measure("edge", "anywhere", _EDGE, values_tell=True),
        Measure("evidence", "overlap", _EDGE),
    ),
}  # fmt: skip
# `confidence` promises this measure
PROMISED = {"targets": "tuple", "relations": "edge"}


def is_right(measure: Measure, want: GoldTag, got: Any) -> bool:
    """Whether a tag is right by a measure; a span or a field that the gold does not give is not asked for."""
    return _lies(measure.where, want, got) and not wrong_fields(want, got, measure.fields)


def wrong_fields(want: GoldTag, got: Any, names: tuple[str, ...] | None = None) -> list[str]:
    """The judged fields (of these names) in which a tag differs from the gold."""
    asked = want.fields if names is None else [name for name in names if name in want.fields]
    return [name for name in asked if not _same(name, want.fields, got)]


def same_header_value(name: str, want: Any, got: Any) -> bool:
    """Whether a field of the header is as it should be, marks, case and blanks of names aside."""
    return _comparison(name)(want, got)


def similar_titles(want: str | None, got: str | None) -> bool:
    """Whether two titles share most of their words (Jaccard index)."""
    first, second = set(_words(want).split()), set(_words(got).split())
    return len(first & second) >= SAME_TITLE * len(first | second)


def _lies(where: Where, want: GoldTag, got: Any) -> bool:
    if where == "anywhere" or want.start is None or want.end is None:
        return True
    if where == "exact":
        return bool((got.start, got.end) == (want.start, want.end))
    return bool(got.start < want.end and want.start < got.end)


def _same(name: str, want: Mapping[str, Any], got: Any) -> bool:
    if name == "deadline" and want[name] is not None:  # a target for a period is due at its end
        return want[name] in (got.deadline, got.period)
    return _comparison(name)(want[name], getattr(got, name))


def _comparison(name: str) -> Callable[[Any, Any], bool]:
    return _COMPARISONS.get(name, _equal)


def _equal(want: Any, got: Any) -> bool:
    return bool(want == to_json(got))  # a list in JSON is a tuple in a record


def _same_number(want: str | None, got: str | None) -> bool:
    return _key(want) == _key(got)


def _key(number: str | None) -> str | None:
    return number if number in (None, SELF) else number_key(number)


def _same_words(want: str | None, got: str | None) -> bool:
    return _words(want) == _words(got)


def _holds_words(want: str | None, got: str | None) -> bool:
    return _words(want) in _words(got) if want else want == got


def _words(printed: str | None) -> str:
    return " ".join(fold(printed or "").split())


def _same_value(want: float | None, got: float | None) -> bool:
    if want is None or got is None or isinstance(want, str):
        return want == got
    return abs(want - got) <= 1e-6 * max(1.0, abs(want))


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "number": lambda want, got: _same_number(want, got) if isinstance(want, str) else want == got,
    "canonical": _same_number, "key": _same_number, "source": _same_number, "target": _same_number,
    "indicator": _holds_words,  # a gold indicator may be short: its words must be there
    "value": _same_value, "value2": _same_value,
    **dict.fromkeys(
        ("title", "issuer", "name", "signer", "signer_title", "unit", "scope", "agency"), _same_words
    ),
}  # fmt: skip
