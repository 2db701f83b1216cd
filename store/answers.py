"""What the catalog answers: which numbers it knows, a document with all that hangs on it, and how much is held."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, or_, select, union

from documents.record import Capture, Text

from .captures import history_of
from .edges import HEADER, describe_nodes, header_of, list_edges
from .graph import maybes_of, targets_of
from .originals import Originals
from .readings import readings_of
from .results import load_output
from .schema import captures, documents, references, relations

_KEYS_BETWEEN = union(
    *(
        select(column).where(column >= bindparam("low"), column < bindparam("high"))
        for column in (documents.c.key, references.c.key)
    )
)

_DAY = func.coalesce(documents.c.issued, "")  # undated ones first, on every database


def find_keys(connection: Connection, key: str) -> list[str]:
    """The number keys in the catalog that start like this one, itself first: held or only cited."""
    held = select(documents.c.key).where(documents.c.key == key)
    cited = select(references.c.key).where(references.c.key == key)
    return list(connection.execute(held.union(cited)).scalars())


def find_keys_like(connection: Connection, number: int, kind: str | None, bodies: Collection[str]) -> list[str]:
    """The number keys in the catalog with this number, type code and bodies, ordered: for loosely typed numbers."""
    given = {"low": f"{number}-", "high": f"{number}0"}  # what begins "30-", "30." or "30/": texts sort by bytes
    wanted = [{kind}] if kind else []
    wanted += [{body} for body in bodies]
    found = []
    for key in connection.execute(_KEYS_BETWEEN, given).scalars():
        parts = set(key.replace("-", "/").split("/")[1:])
        if key[len(str(number))] != "." and all(part & parts for part in wanted):
            found.append(key)
    return sorted(found)


# ---------------------------------------------------------------- one document


def show_documents(
    connection: Connection,
    originals: Originals,
    keys: Collection[str],
    name: str,
    with_text: bool = False,
    most: int | None = None,
) -> list[dict[str, Any]]:
    """The documents with one of these number keys or with this id, each with what it cites, relates and sets.

    A number that is only cited gives its red links: no appearances, but who cites it. A mention that may mean a
    document we hold is told with that document. `most`: a law is cited by all there is, and only so many of those that
    cite it, the newest, and so many of their edges are told; `cited_by_count` is how many there are.
    """
    told_apart = and_(documents.c.id >= f"{name}/", documents.c.id < f"{name}0")  # of one identity; "0" follows "/"
    found = or_(documents.c.key.in_(keys), documents.c.id == name, told_apart)
    rows = list(connection.execute(select(documents).where(found).order_by(_DAY, documents.c.id)))
    shown = [_show(connection, originals, row, with_text, most) for row in rows]
    return shown + [_show_red_link(connection, node, most) for node in _red_links(connection, keys, name)]


def _show(
    connection: Connection, originals: Originals, row: Row[Any], with_text: bool, most: int | None
) -> dict[str, Any]:
    citing = and_(references.c.node == row.id, references.c.document != row.id)
    header = {name: getattr(row, name) for name in (*HEADER, "kind", "signer", "signer_title")}
    shown: dict[str, Any] = {
        **header,
        "state": "resolved",
        "appearances": _appearances(connection, originals, row.id),
        "references": [_mention(r) for r in connection.execute(_mentions_in(row.id))],
        "cited_by": _citing(connection, citing, most),
        "cited_by_count": _count_citing(connection, citing),
        "maybe_cited_by": _maybe_citing(connection, row),
        "maybe_same": [maybe._asdict() for maybe in maybes_of(connection, row.id)],
        "relations": list_edges(connection, originals, [row.id], outward=True)
        + list_edges(connection, originals, [row.id], outward=False, most=most),
        "targets": [{**goal.body, "page": goal.page} for goal in targets_of(connection, row.id)],
    }
    if with_text:
        shown["text"] = load_output(connection, row.text, Text).text
    return shown


def _appearances(connection: Connection, originals: Originals, document: str) -> list[dict[str, Any]]:
    """Where a document was found; since when it is gone from there, and what the address gave before."""
    shown = [reading.capture for reading in readings_of(connection, document)]
    history = history_of(connection, [capture.url for capture in shown])
    return [
        {
            **_bytes_of(capture, originals),
            "gone": history[capture.url][0],
            "earlier": [_bytes_of(before, originals) for before in history[capture.url][1]],
        }
        for capture in shown
    ]


def _bytes_of(capture: Capture, originals: Originals) -> dict[str, Any]:
    sha256 = capture.sha256
    return {"url": capture.url, "file": str(originals.path(sha256)), "sha256": sha256, "fetched": capture.fetched}


def _show_red_link(connection: Connection, node: str, most: int | None) -> dict[str, Any]:
    citing = references.c.node == node
    told = {"cited_by": _citing(connection, citing, most), "cited_by_count": _count_citing(connection, citing)}
    return {**describe_nodes(connection, [node])[node], "appearances": [], **told}


def _citing(connection: Connection, mention: ColumnElement[bool], most: int | None = None) -> list[dict[str, Any]]:
    """The documents with such a mention, by their headers, the oldest first; of more than `most` the newest."""
    citing = select(documents).where(documents.c.id.in_(select(references.c.document).where(mention)))
    newest = citing.order_by(_DAY.desc(), documents.c.id.desc()).limit(most)
    return [header_of(row) for row in connection.execute(newest)][::-1]


def _count_citing(connection: Connection, mention: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count(references.c.document.distinct())).where(mention)).scalar_one()


def _maybe_citing(connection: Connection, row: Row[Any]) -> list[dict[str, Any]]:
    """The documents with a mention that fits this one but says too little to be sure."""
    unsure = select(references).where(references.c.key == row.key, references.c.state == "ambiguous")
    citing = {mention.document for mention in connection.execute(unsure) if row.id in mention.candidates} - {row.id}
    return _citing(connection, references.c.document.in_(citing)) if citing else []


def _red_links(connection: Connection, keys: Collection[str], name: str) -> list[str]:
    query = select(references.c.node).where(
        or_(references.c.key.in_(keys), references.c.node == name),
        references.c.state == "unresolved",
    )
    return sorted(set(connection.execute(query).scalars()))


def _mentions_in(document: str) -> Select[Any]:
    return select(references).where(references.c.document == document).order_by(references.c.start)


def _mention(row: Row[Any]) -> dict[str, Any]:
    names = (
        "start", "end", "text", "canonical", "type", "date", "issuer", "province", "title", "page", "state", "node",
        "confidence", "why",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"candidates": row.candidates}


# ---------------------------------------------------------------- how it stands


def count_holdings(connection: Connection) -> dict[str, Any]:
    """Counts of files, documents by kind, mentions and implements-edges by state."""
    wanted = and_(captures.c.current, captures.c.role != "listing")
    files = connection.execute(select(func.count(captures.c.sha256.distinct())).where(wanted)).scalar_one()
    edges = (
        select(references.c.state, func.count())
        .select_from(
            relations.join(
                references,
                and_(references.c.document == relations.c.document, references.c.start == relations.c.target),
            )
        )
        .group_by(references.c.state)
    )
    return {
        "files": files,
        "documents": _counts(connection, select(documents.c.kind, func.count()).group_by(documents.c.kind)),
        "references": _counts(connection, select(references.c.state, func.count()).group_by(references.c.state)),
        "relations": _counts(connection, edges),
    }


def _counts(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return dict(sorted(connection.execute(query).tuples()))
