"""Reads the mappings beside it and says what they mean: fields, their analysis, and the source of a record.

Both backends are made from this: Elasticsearch takes the JSON as it stands, the embedded index takes `Field`s.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from documents.number import parse_number
from documents.record import DocumentRecord, TargetRecord, to_json
from index_mappings.analysis import Analyzer, Normalizer

Room = Literal["documents", "targets", "passages"]
ROOMS: tuple[Room, ...] = ("documents", "targets", "passages")


@dataclass(frozen=True, slots=True)
class Field:
    """One searchable field: its full name (`province.folded`), the sources it is filled from, and its kind."""

    name: str
    sources: tuple[str, ...]
    kind: str  # keyword, text, date, integer, long (to sort by), double
    analyzer: str | None
    normalizer: str | None
    positions: bool


class Mapping:
    """One mapping file, with its analysis ready for use."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.body: dict[str, Any] = json.loads(files(__package__).joinpath(f"{room}.json").read_text("utf-8"))
        analysis = self.body["settings"]["analysis"]
        self.analyzers = {name: Analyzer(analysis, name) for name in analysis["analyzer"]}
        self.normalizers = {name: Normalizer(analysis, name) for name in analysis["normalizer"]}

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The indexed fields by full name, with `copy_to` turned round into sources."""
        properties: dict[str, Any] = self.body["mappings"]["properties"]
        return {field.name: field for name in properties for field in _fields(name, properties)}

    @cached_property
    def kept_out(self) -> frozenset[str]:
        """The fields that are searched and never given back."""
        return frozenset(self.body["mappings"].get("_source", {}).get("excludes", ()))

    @cached_property
    def fingerprint(self) -> str:
        """Twelve characters that change whenever the mapping does."""
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()[:12]

    def tokens(self, field: str, text: str) -> list[str]:
        """The tokens under which a text would be found in a text field."""
        analyzer = self.fields[field].analyzer
        assert analyzer is not None, f"{field} is not a text field"
        return self.analyzers[analyzer].tokens(text)

    def value(self, field: str, text: str) -> str:
        """The form under which a value is kept in a keyword field."""
        normalizer = self.fields[field].normalizer
        return self.normalizers[normalizer].value(text) if normalizer else text


@cache
def load_mapping(room: Room) -> Mapping:
    """The mapping of documents or of targets, read once."""
    return Mapping(room)


def _fields(name: str, properties: dict[str, Any]) -> Iterator[Field]:
    spec = properties[name]
    copied = tuple(other for other, its in properties.items() if name in its.get("copy_to", ()))
    for full, its in ((name, spec), *((f"{name}.{sub}", its) for sub, its in spec.get("fields", {}).items())):
        if its.get("index", True) or its.get("doc_values", True):
            positions = its.get("index_options") in {"positions", "offsets"}
            sources = copied or (name,)
            yield Field(full, sources, its["type"], its.get("analyzer"), its.get("normalizer"), positions)


def source_of(record: DocumentRecord | TargetRecord) -> dict[str, Any]:
    """What is given to the index for a record: its fields, and what filters and facets need that follows from them."""
    source: dict[str, Any] = to_json(record)
    source["province_today"] = record.province_today or record.province
    source["newest"], source["oldest"] = _places_in_time(record.id, record.issued)
    if isinstance(record, TargetRecord):
        source["year"] = _year(record.issued)
        source["deadline_year"] = _year(record.deadline)
    else:
        source["year"] = record.year or _year(record.issued)
        source["years"] = sorted({source["year"], *_years_in(record.title)} - {None})
        source["implements"] = _with_short(record.implements)
        source["cites"] = _with_short(record.cites)
    return source


def _places_in_time(record_id: str, issued: str | None) -> tuple[int, int]:
    """Two figures to sort by, greatest first: newest first, oldest first; undated last in both.

    Those of one day are told apart by a figure made from their id, so that pages never overlap.
    """
    one_of_a_day = int.from_bytes(hashlib.blake2b(record_id.encode(), digest_size=5).digest(), "big")
    try:
        day = date.fromisoformat((issued or "") + "-01-01"[: max(0, 10 - len(issued or ""))]).toordinal()
    except ValueError:
        return one_of_a_day, one_of_a_day
    return (day << 40) + one_of_a_day, ((date.max.toordinal() + 1 - day) << 40) + one_of_a_day


def _years_in(title: str | None) -> set[int]:
    return {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", title or "")}


def _with_short(keys: tuple[str, ...]) -> list[str]:
    """Number keys, and each without its body or year: people ask for `nghị quyết 57`, `nghị quyết 98 Quốc hội`."""
    parsed = [number for key in keys if (number := parse_number(key))]
    short = {f"{number.number}-{number.type}" for number in parsed if number.type}
    assembly = {f"{number.number}-QH" for number in parsed if (number.agency or "").startswith("QH")}
    return sorted({*keys, *short, *assembly})


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day and day[:4].isdecimal() and len(day) >= 4 else None
