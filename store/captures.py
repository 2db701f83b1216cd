"""Captures: what was fetched or handed in, and which of it is the newest at its address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    not_,
    or_,
    select,
    update,
)

from documents.record import Capture, Exchange, Item, from_json, to_json

from .catalog import upsert
from .queues import EXTRACT, enqueue, queued
from .results import result_of
from .schema import appearances, captures, changes, exchanges, results
from .waiting import INSIDE, is_inside, note_addresses

Arrival = tuple[Capture, Exchange | None]  # what came, and how


def keep_capture(connection: Connection, capture: Capture, exchange: Exchange | None = None) -> bool:
    """Write a capture down, with how it came; True when these bytes are new at this address.

    Bytes seen before at the address only get a new `checked` time, and what the listing now says of them. What a
    portal's address gave before stays beside the new bytes.
    """
    return keep_captures(connection, [(capture, exchange)])[0]


def keep_captures(connection: Connection, arrivals: Sequence[Arrival]) -> list[bool]:
    """The same for several, each at an address of its own: as many statements as for one."""
    here = select(captures).where(captures.c.url.in_([capture.url for capture, _ in arrivals]), captures.c.current)
    known = {row.url: row for row in connection.execute(here)}
    rows, heads, changed, to_read, to_link, news = [], [], [], [], [], []
    for capture, exchange in arrivals:
        before = known.get(capture.url)
        is_new = before is None or before.sha256 != capture.sha256
        rows.append(_to_row(capture) if before is None or is_new else {**_to_row(capture), "fetched": before.fetched})
        if before is not None and is_new:
            _retire(connection, capture.url)
        if exchange is not None and is_new:
            heads.append({"url": capture.url, "sha256": capture.sha256, "body": to_json(exchange)})
        if capture.role != "listing" and (before is None or is_new or before.role != capture.role):
            to_read.append(capture.sha256)
        if before is None or is_new or to_capture(before).item != capture.item:
            to_link.append(capture.url)  # new bytes, or the listing says something new of the old ones
        changed += _change(capture, before)
        news.append(is_new)
    upsert(connection, captures, rows)
    upsert(connection, exchanges, heads)
    upsert(connection, changes, changed)
    enqueue(connection, EXTRACT, to_read)
    note_addresses(connection, to_link)
    return news


def _retire(connection: Connection, url: str) -> None:
    """What an address gave, and what that held, is no longer the newest."""
    here = and_(captures.c.url == url, captures.c.current)
    inside = is_inside(connection, captures.c.url, url)
    connection.execute(update(captures).where(or_(here, inside)).values(current=False))


def check_capture(connection: Connection, url: str, checked: str) -> None:
    """Note that the newest bytes at an address were found unchanged, and that they are there."""
    here = and_(captures.c.url == url, captures.c.current)
    row = connection.execute(select(captures).where(here)).first()
    connection.execute(update(captures).where(here).values(checked=checked, gone=None))
    if row is not None and row.gone:
        upsert(connection, changes, _change_row("back", to_capture(row), checked))


def note_gone(connection: Connection, url: str, at: str) -> bool | None:
    """Note that an address answers 404 or 410; what it gave is kept. None when that is nothing, True when news."""
    here = and_(captures.c.url == url, captures.c.current)
    row = connection.execute(select(captures).where(here)).first()
    if row is None:
        return None
    connection.execute(update(captures).where(here).values(checked=at, gone=row.gone or at))
    if not row.gone:
        upsert(connection, changes, _change_row("gone", to_capture(row), at))
    return not row.gone


def _change(capture: Capture, before: Row[Any] | None) -> list[dict[str, Any]]:
    """What a capture is to its address: `new`, `replaced`, `back`, or nothing worth a line."""
    if before is None:
        return _change_row("new", capture, capture.fetched)
    if before.sha256 != capture.sha256:
        return _change_row("replaced", capture, capture.fetched, before.sha256)
    return _change_row("back", capture, capture.fetched) if before.gone else []


def _change_row(kind: str, capture: Capture, at: str, before: str | None = None) -> list[dict[str, Any]]:
    if capture.portal is None or capture.role == "listing" or INSIDE in capture.url:
        return []  # a member changes with its container
    item = capture.item
    row = {
        "url": capture.url,
        "at": at,
        "kind": kind,
        "portal": capture.portal,
        "role": capture.role,
        "listed": (item and (item.detail_url or next(iter(item.file_urls), None))) or capture.url,
        "sha256": capture.sha256,
        "before": before,
    }
    return [row]


def last_capture(connection: Connection, url: str) -> Capture | None:
    """The newest capture at an address, or None."""
    row = connection.execute(_compiled_last(connection.dialect), {"url": url}).first()
    return None if row is None else to_capture(row)


@lru_cache(4)
def _compiled_last(dialect: Dialect) -> Any:
    """`last_capture` as this database reads it, put together once: it is asked for every row of every list."""
    here = and_(captures.c.url == bindparam("url"), captures.c.current)
    return select(captures).where(here).compile(dialect=dialect)


def addresses_since(connection: Connection, since: str) -> dict[str, list[str]]:
    """The addresses of documents that gave something after a moment, by portal."""
    query = select(changes.c.portal, changes.c.url).where(changes.c.at >= since, changes.c.kind != "gone")
    found: dict[str, list[str]] = {}
    for portal, url in sorted({(row.portal, row.url) for row in connection.execute(query)}):
        found.setdefault(portal, []).append(url)
    return found


def wanted_hashes() -> Select[tuple[str]]:
    """The hashes of the files that current captures show, listings left out."""
    return select(captures.c.sha256).distinct().where(captures.c.current, captures.c.role != "listing")


def history_of(connection: Connection, urls: Collection[str]) -> dict[str, tuple[str | None, list[Capture]]]:
    """Of each address since when it is gone (None: it is there), and what it gave before, the newest first.

    A member of a container is gone when its container is.
    """
    outer = {url: url.split(INSIDE, 1)[0] for url in urls}
    query = select(captures).where(captures.c.url.in_({*urls, *outer.values()})).order_by(captures.c.fetched.desc())
    rows = list(connection.execute(query))
    gone = {row.url: row.gone for row in rows if row.current}
    earlier: dict[str, list[Capture]] = {}
    for row in rows:
        if not row.current:
            earlier.setdefault(row.url, []).append(to_capture(row))
    return {url: (gone.get(outer[url]), earlier.get(url, [])) for url in urls}


def is_shown(sha256: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that some bytes are wanted: a current capture shows them, and is no listing."""
    return exists().where(captures.c.sha256 == sha256, captures.c.current, captures.c.role != "listing")


def example_of(connection: Connection, sha256: str) -> Capture | None:
    """A current capture that shows these bytes: the first by address."""
    query = select(captures).where(captures.c.sha256 == sha256, captures.c.current).order_by(captures.c.url)
    row = connection.execute(query.limit(1)).first()
    return None if row is None else to_capture(row)


def unlisted_containers(connection: Connection, stage: str, versions: Collection[str]) -> list[tuple[Capture, str]]:
    """Current containers in a stage's queue whose members are known but not listed as captures, with their contents."""
    waiting = queued(connection, stage)  # asked for by name: SQLite would rather begin with all results
    member = captures.alias("member")
    listed = exists().where(member.c.current, is_inside(connection, member.c.url, captures.c.url))
    query = (
        select(captures, results.c.output.label("contents"))
        .select_from(captures.join(results, result_of(stage, versions, captures.c.sha256)))
        .where(results.c.input.in_(waiting), captures.c.current, captures.c.role != "listing", not_(listed))
        .order_by(captures.c.url)
    )
    return [(to_capture(row), row.contents) for row in connection.execute(query)] if waiting else []


def portals_of(connection: Connection, document: str) -> list[str]:
    """The portals that show a document."""
    shown = and_(captures.c.url == appearances.c.url, captures.c.sha256 == appearances.c.sha256)
    query = select(captures.c.portal).distinct().select_from(appearances.join(captures, shown))
    query = query.where(appearances.c.document == document, captures.c.portal.is_not(None))
    return list(connection.execute(query.order_by(captures.c.portal)).scalars())


def to_capture(row: Row[Any]) -> Capture:
    """The capture that a row of the table holds."""
    fields = {name: getattr(row, name) for name in Capture.__dataclass_fields__ if name != "item"}
    return Capture(**fields, item=None if row.item is None else from_json(Item, row.item))


def _to_row(capture: Capture) -> dict[str, Any]:
    return {**to_json(capture), "checked": capture.fetched, "current": True, "gone": None}
