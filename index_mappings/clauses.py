"""The small language both backends understand: a question as a tree of clauses over indexed tokens.

Every text in a clause is already analysed, so that the two backends are asked for the very same terms.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Records with this token or value in a field, scored by BM25 times `boost`."""

    field: str
    value: str | int
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Records with these tokens next to each other in a field that keeps positions."""

    field: str
    words: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Like:
    """Records with a token one typing mistake away from this one (a letter more, less, other, or two swapped)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Records with a token or value that begins like this; not scored."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Records whose keyword field has one of these values; not scored."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartOf:
    """Passages of these documents, named as the rows found in the index name them; not scored."""

    documents: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Records whose date (`YYYY-MM-DD`) or number lies in a range, ends included; not scored."""

    field: str
    lower: str | float | None
    upper: str | float | None


@dataclass(frozen=True, slots=True)
class Constant:
    """What `clause` finds, with one fixed score."""

    clause: Clause
    score: float


@dataclass(frozen=True, slots=True)
class Both:
    """Every `must` holds; each `should` that holds adds its score; of `any_of` at least `at_least` hold."""

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    any_of: tuple[Clause, ...] = ()
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Everything:
    """All records."""


Clause = Term | Phrase | Like | Prefix | OneOf | PartOf | Between | Constant | Both | Everything


NOTHING = OneOf("id", ())  # what is asked for has not one letter or digit that the index knows


def filtered(clause: Clause) -> Constant:
    """A clause that decides but does not score."""
    return Constant(clause, 0.0)


def without_scores(clause: Clause) -> Clause:
    """The same records, for counting: without the parts that only score."""
    if isinstance(clause, Both):
        return Both(
            must=tuple(map(without_scores, clause.must)),
            any_of=tuple(map(without_scores, clause.any_of)),
            at_least=clause.at_least,
        )
    return without_scores(clause.clause) if isinstance(clause, Constant) else clause
