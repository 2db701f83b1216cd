"""Answers an understood question; where nothing fits all that was read, without what nothing fits, and says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

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


def answer_query(index: Index, query: Query, leave: Collection[str] = ()) -> Answer:
    """The page for a query as it was understood; where nothing fits all readings, without those that nothing fits.

    Each is tried alone, the likeliest to be misremembered first, then more and more of them. Errors are
    those of `Index.search`.
    """
    understood = understand_query(query, leave)
    page = index.search(understood.query)
    if page.total or not understood.readings:
        return Answer(page, understood)
    for relaxed, dropped in _relaxed(understood):
        if (found := index.search(relaxed)).total:
            kept = [r for r in understood.readings if r not in dropped]
            if relaxed.cites and not understood.query.cites:
                kept.append(read_as("cites", relaxed.cites, next(r.words for r in dropped if r.value == relaxed.cites)))
            return Answer(found, Understood(relaxed, tuple(kept), query.text), dropped)
    return Answer(page, understood)


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
