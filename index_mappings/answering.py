"""Answers an understood question; where nothing fits all that was read, without what nothing fits, and says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from index_mappings.errors import BadQuery
from index_mappings.index import Index, Page
from index_mappings.query import Query
from index_mappings.understanding import Reading, Understood, read_as, understand_query

# Taken off in this order where nothing fits them all: a misremembered year is likelier than a wrong province.
WEAKEST = (
    ("year", "issued_from", "issued_to"),
    ("issuer",),
    ("type",),
    ("province", "place"),
    ("implements", "cites"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an understood question found; `dropped` are the readings that were taken off since nothing fitted them."""

    page: Page
    understood: Understood
    dropped: tuple[Reading, ...] = ()


def answer_query(index: Index, query: Query, leave: Collection[str] = (), after: str | None = None) -> Answer:
    """The page for a query as it was understood; where nothing fits all readings, without those that nothing fits.

    Each is tried alone, the likeliest to be misremembered first, then more and more of them. `after` goes through all
    hits as `Query.after` does, whatever was understood and taken off. Errors are those of `Index.search`.
    """
    understood = understand_query(query, leave)
    if after:
        return _go_on(index, understood, after)
    if after is not None:
        understood = replace(understood, query=replace(understood.query, after=after))
    page = index.search(understood.query)
    if page.total or not understood.readings:
        return Answer(page, understood)
    for relaxed, dropped in _relaxed(understood):
        if (found := index.search(relaxed)).total:
            return Answer(found, _without(understood, relaxed, dropped), dropped)
    return Answer(page, understood)


def _go_on(index: Index, understood: Understood, after: str) -> Answer:
    """The next page of the one way of asking that a cursor belongs to."""
    refused: BadQuery | None = None
    for asked, dropped in [(understood.query, ()), *_relaxed(understood)]:
        try:
            going_on = replace(asked, after=after)
        except BadQuery as error:
            refused = refused or error
            continue
        return Answer(index.search(going_on), _without(understood, going_on, dropped), dropped)
    assert refused is not None
    raise refused


def _without(understood: Understood, relaxed: Query, dropped: tuple[Reading, ...]) -> Understood:
    kept = [r for r in understood.readings if r not in dropped]
    if relaxed.cites and not understood.query.cites:
        kept.append(read_as("cites", relaxed.cites, next(r.words for r in dropped if r.value == relaxed.cites)))
    return Understood(relaxed, tuple(kept), understood.typed)


def _relaxed(understood: Understood) -> Iterator[tuple[Query, tuple[Reading, ...]]]:
    """The query without one reading after the other, then without more and more of them, and which those are.

    A province of which there is nothing may be what it is about: it becomes words. Where nothing carries out a number,
    those that name it are asked for, then the document itself.
    """
    asked = understood.query
    read = {reading.parameter for reading in understood.readings}
    rows = [row for row in WEAKEST if read & set(row)]
    together = [sum(rows[:count], ()) for count in range(2, len(rows) + 1)]
    for parameters in [*rows, *together]:
        dropped = tuple(r for r in understood.readings if r.parameter in parameters)
        without: dict[str, Any] = dict.fromkeys(read & set(parameters))
        words = [r.words for r in dropped if r.parameter in ("province", "place")]
        if "implements" in without:
            yield replace(asked, **without | {"cites": asked.implements}), dropped
            yield replace(asked, **without | {"numbers": (asked.implements,)}), dropped
        elif asked.implements and words:  # `nghị quyết 8 tỉnh ủy Huế`: the place of its body
            yield replace(asked, **without), dropped
        elif text := " ".join(filter(None, [asked.text, *words])):
            yield replace(asked, text=text, **without), dropped
        elif len(dropped) < len(understood.readings):  # never all there is
            yield replace(asked, **without), dropped
