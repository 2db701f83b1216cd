"""What a reader of a document's tags should be warned of: things written that cannot be."""

from __future__ import annotations

from documents.record import Tags, Warning

IMPOSSIBLE = "impossible"  # the rule of a date that no calendar has, as 31/02; its value is None


def find_oddities(tags: Tags) -> tuple[Warning, ...]:
    """One warning for each date that cannot be, in order."""
    return tuple(Warning("impossible_date", date.text) for date in tags.dates if date.rule == IMPOSSIBLE)
