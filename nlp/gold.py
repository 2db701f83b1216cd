"""Gold texts: JSON lines in which a person has said what the tags of a text should be (docs/gold.md).

A line is what `vanban tag --json` prints, corrected by hand. A kind that is missing is not judged, nor is a field that
is missing; null says that nothing should be read there. Who corrects need not count characters: words alone are
enough, and offsets that no longer fit their words are found anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from documents.record import Agency, Date, Header, Reference, Relation, Target
from documents.text import normalize
from nlp.errors import GoldError

RECORDS: dict[str, type[Any]] = {
    "references": Reference,
    "dates": Date,
    "agencies": Agency,
    "targets": Target,
    "relations": Relation,
}
NOT_JUDGED = {
    "start",
    "end",
    "text",
    "sentence",
    "rule",
    "confidence",
}  # where it is, and what the tagger says of itself


@dataclass(frozen=True, slots=True)
class GoldTag:
    """One right tag: its span (None where the line does not say) and the fields that are judged."""

    start: int | None
    end: int | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldText:
    """One text with its right tags; `province` is what the tagger may know of where it is from."""

    id: str
    text: str
    group: str | None
    province: str | None
    header: Mapping[str, Any] | None
    tags: Mapping[str, tuple[GoldTag, ...]]


def read_gold(lines: Iterable[str | bytes], name: str = "gold") -> Iterator[GoldText]:
    """The gold texts of some JSON lines, blank ones left out; a line that cannot be read is a GoldError."""
    for index, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _read_text(json.loads(line), f"{name}:{index}")
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                raise GoldError(f"{name}, line {index}: {error}") from error


def _read_text(row: Mapping[str, Any], place: str) -> GoldText:
    if not isinstance(row.get("text"), str):
        raise ValueError("it has no text")
    text = normalize(row["text"])
    header = row.get("header")
    return GoldText(
        id=str(row.get("id") or row.get("file") or place),
        text=text,
        group=row.get("class"),
        province=row.get("province"),
        header=None if header is None else _judged(Header, header),
        tags={kind: tuple(_read_tags(text, kind, row[kind])) for kind in RECORDS if row.get(kind) is not None},
    )


def _judged(record: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(record)}
    if unknown := row.keys() - known:
        raise ValueError(f"{record.__name__} has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}")
    return {name: value for name, value in row.items() if name not in NOT_JUDGED}


def _read_tags(text: str, kind: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[GoldTag]:
    reached = 0
    for row in rows:
        start, end = _find_span(text, row, reached)
        reached = reached if start is None else start + 1
        yield GoldTag(start, end, _judged(RECORDS[kind], row))


def _find_span(text: str, row: Mapping[str, Any], reached: int) -> tuple[int | None, int | None]:
    """The span as given where it fits its words, else the nearest place with these words, else the next one."""
    start, end, words = row.get("start"), row.get("end"), normalize(row.get("text") or "")
    if not words:
        return (start, end) if start is not None and end is not None else (None, None)
    if start is not None and text[start : start + len(words)] == words:
        return start, start + len(words)
    places = _places(text, words)
    if not places:
        raise ValueError(f"the text has no {words[:60]!r}")
    if start is not None:
        near = int(start)
        found = min(places, key=lambda place: abs(place - near))
    else:
        found = next((place for place in places if place >= reached), places[0])
    return found, found + len(words)


def _places(text: str, words: str) -> list[int]:
    places, place = [], text.find(words)
    while place >= 0:
        places.append(place)
        place = text.find(words, place + 1)
    return places
