"""Everything that is known, a row at a time: all documents, relations or targets, or those of some documents.

Documents are taken in the order of their ids, a part at a time and each part in a short look of its own: memory stays
flat, nothing waits for the reader, and what is written meanwhile is told as it is when its turn comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, select

from documents.doctypes import type_name
from documents.record import Text
from documents.text import fold
from documents.units import comparable

from .catalog import Catalog
from .errors import BadChoice
from .gaps import units_of
from .results import load_output
from .schema import documents, references, relations, targets

Kind = Literal["documents", "relations", "targets"]
Bulk = Iterator[dict[str, Any]]
PART = 200  # documents looked at together

# What a row of each kind has, in this order: name -> type of its values, as SQL calls it.
COLUMNS: dict[Kind, dict[str, str]] = {
    "documents": {
        "id": "VARCHAR", "kind": "VARCHAR", "number": "VARCHAR", "key": "VARCHAR", "type": "VARCHAR",
        "title": "VARCHAR", "issuer": "VARCHAR", "province": "VARCHAR", "issued": "VARCHAR", "year": "INTEGER",
        "term": "VARCHAR", "signer": "VARCHAR", "signer_title": "VARCHAR", "effective": "VARCHAR",
        "status": "VARCHAR", "url": "VARCHAR", "sha256": "VARCHAR",
    },
    "relations": {
        "document": "VARCHAR", "ordinal": "INTEGER", "type": "VARCHAR", "source": "VARCHAR", "target": "VARCHAR",
        "target_number": "VARCHAR", "state": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "text": "VARCHAR",
        "page": "INTEGER", "url": "VARCHAR", "rule": "VARCHAR", "scope": "VARCHAR", "confidence": "DOUBLE",
    },
    "targets": {
        "document": "VARCHAR", "number": "VARCHAR", "document_type": "VARCHAR", "issuer": "VARCHAR",
        "province": "VARCHAR", "issued": "VARCHAR", "indicator": "VARCHAR", "comparator": "VARCHAR",
        "change": "VARCHAR", "value": "DOUBLE", "value2": "DOUBLE", "unit": "VARCHAR", "plain_value": "DOUBLE",
        "plain_unit": "VARCHAR", "deadline": "VARCHAR", "period": "VARCHAR", "baseline": "VARCHAR",
        "scope": "VARCHAR", "agency": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "text": "VARCHAR",
        "sentence": "VARCHAR", "page": "INTEGER", "url": "VARCHAR", "rule": "VARCHAR", "confidence": "DOUBLE",
    },
}  # fmt: skip
KINDS: tuple[Kind, ...] = tuple(COLUMNS)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
TEXT_COLUMN = {"text": "VARCHAR"}  # of documents, where it is asked for


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents: those that fit all that is given.

    `province` means its territory of today, so that those merged into it count; `type` is a name or a code (`KH`);
    `issuer` some words of its name, with or without diacritics; `issued_from` and `issued_to` are ISO days, months or
    years, both included; `status` and `kind` as the catalog has them.
    """

    province: str | None = None
    issuer: str | None = None
    type: str | None = None
    issued_from: str | None = None
    issued_to: str | None = None
    year: int | None = None
    status: str | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        for name in ("issued_from", "issued_to"):
            if not _DAY.fullmatch(given := getattr(self, name) or "2000"):
                raise BadChoice(f"`{given}` is no ISO day, month or year")

    def condition(self) -> ColumnElement[bool]:
        """What the database can tell by itself."""
        asked: list[ColumnElement[bool]] = []
        if self.province:
            asked.append(documents.c.province.in_(units_of(self.province)))
        if self.type:
            asked.append(documents.c.type == (type_name(self.type.strip()) or self.type.strip()))
        if self.issued_from:
            asked.append(documents.c.issued >= self.issued_from[:4])
        if self.issued_to:
            asked.append(documents.c.issued <= self.issued_to[:4] + "~")  # sorts behind all of that year
        for name in ("year", "status", "kind"):
            if getattr(self, name) is not None:
                asked.append(documents.c[name] == getattr(self, name))
        return and_(documents.c.id.is_not(None), *asked)

    def fits(self, row: Row[Any]) -> bool:
        """The rest of it."""
        if self.issuer and f" {fold(self.issuer.strip())} " not in f" {fold(row.issuer or '')} ":
            return False
        day = (row.issued or "") + "-01-01"[: max(10 - len(row.issued or ""), 0)]
        if self.issued_from and day < (self.issued_from + "-01-01"[: 10 - len(self.issued_from)]):
            return False
        return not self.issued_to or day[: len(self.issued_to)] <= self.issued_to


def list_all(catalog: Catalog, kind: Kind, chosen: Chosen | None = None, *, with_text: bool = False) -> Bulk:
    """The rows of a kind, as COLUMNS says, ordered by document; `with_text` adds the texts of documents."""
    for part in list_parts(catalog, kind, chosen, with_text=with_text):
        yield from part


def list_parts(
    catalog: Catalog, kind: Kind, chosen: Chosen | None = None, *, with_text: bool = False
) -> Iterator[list[dict[str, Any]]]:
    """The same rows, those of some documents together."""
    chosen, after = chosen or Chosen(), ""
    while True:
        with catalog.read() as connection:
            part = connection.execute(_after(chosen, after, PART)).all()
            rows = list(_TELLERS[kind](connection, [row for row in part if chosen.fits(row)], with_text))
        yield rows
        if len(part) < PART:
            return
        after = part[-1].id


def list_page(connection: Connection, chosen: Chosen, after: str, size: int) -> list[dict[str, Any]]:
    """The next so many documents behind an id, as COLUMNS says."""
    found: list[Row[Any]] = []
    while len(found) < size:
        part = connection.execute(_after(chosen, after, PART)).all()
        found += [row for row in part if chosen.fits(row)]
        if len(part) < PART:
            break
        after = part[-1].id
    return list(_tell_documents(connection, found[:size], False))


def _after(chosen: Chosen, after: str, size: int) -> Select[Any]:
    query = select(documents).where(chosen.condition(), documents.c.id > after)
    return query.order_by(documents.c.id).limit(size)


def _tell_documents(connection: Connection, part: Sequence[Row[Any]], with_text: bool) -> Bulk:
    for row in part:
        told = {name: getattr(row, name) for name in COLUMNS["documents"]}
        yield told | {"text": load_output(connection, row.text, Text).text} if with_text else told


def _tell_relations(connection: Connection, part: Sequence[Row[Any]], _: bool) -> Bulk:
    urls = {row.id: row.url for row in part}
    for row in connection.execute(_RELATIONS, {"names": list(urls)}):
        told = {name: getattr(row, name) for name in COLUMNS["relations"] if name != "url"}
        yield {name: urls[row.document] if name == "url" else told[name] for name in COLUMNS["relations"]}


def _relations() -> Select[Any]:
    source, target = references.alias("source"), references.alias("target")
    is_source = and_(source.c.document == relations.c.document, source.c.start == relations.c.source)
    is_target = and_(target.c.document == relations.c.document, target.c.start == relations.c.target)
    own = ("document", "ordinal", "type", "start", "end", "text", "page", "rule", "scope", "confidence")
    return (
        select(
            *(relations.c[name] for name in own),
            func.coalesce(source.c.node, relations.c.document).label("source"),
            target.c.node.label("target"),
            target.c.canonical.label("target_number"),
            target.c.state,
        )
        .select_from(relations.join(source, is_source, isouter=True).join(target, is_target))
        .where(relations.c.document.in_(bindparam("names", expanding=True)))
        .order_by(relations.c.document, relations.c.ordinal)
    )


_RELATIONS = _relations()


def _tell_targets(connection: Connection, part: Sequence[Row[Any]], _: bool) -> Bulk:
    by_name, texts = {row.id: row for row in part}, dict[str, str]()
    query = select(targets).where(targets.c.document.in_(list(by_name)))
    for goal in connection.execute(query.order_by(targets.c.document, targets.c.start, targets.c.ordinal)):
        document = by_name[goal.document]
        if goal.document not in texts:
            texts = {goal.document: load_output(connection, document.text, Text).text}
        yield _told(document, goal.body, goal.page, texts[goal.document])


def _told(document: Row[Any], body: Mapping[str, Any], page: int | None, text: str) -> dict[str, Any]:
    value, unit = comparable(body["value"], body["unit"])
    first, last = body["sentence"]
    told = dict(body) | {
        "document": document.id,
        "number": document.number,
        "document_type": document.type,
        "issuer": document.issuer,
        "province": document.province,
        "issued": document.issued,
        "plain_value": value,
        "plain_unit": unit,
        "sentence": " ".join(text[first:last].split()),
        "page": page,
        "url": document.url,
    }
    return {name: told[name] for name in COLUMNS["targets"]}


_TELLERS: dict[Kind, Callable[[Connection, Sequence[Row[Any]], bool], Bulk]] = {
    "documents": _tell_documents,
    "relations": _tell_relations,
    "targets": _tell_targets,
}
