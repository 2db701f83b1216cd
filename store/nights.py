"""What the nights brought: for each portal how new its newest document is, for each province how well it is read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from documents.provinces import province_today

from .issues import list_issues
from .schema import appearances, captures, documents, runs

LAST_RUNS = 10  # crawls of a portal that its trend is told over


@dataclass(frozen=True, slots=True)
class PortalState:
    """What a portal has given: files and documents held, the newest by its date, the last fetch, its last crawls.

    `trend` is what each of the last crawls brought, the oldest first, as (started, new, failed).
    """

    portal: str
    files: int
    documents: int
    newest: str | None
    fetched: str | None
    trend: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class ProvinceState:
    """How well a province of today is read: documents held, how many with a number and a date; files not read."""

    province: str
    documents: int
    numbered: int
    dated: int
    newest: str | None
    unread: int


def list_portals(connection: Connection) -> list[PortalState]:
    """One line for each portal that anything came from or that was crawled, by name."""
    shown = and_(appearances.c.url == captures.c.url, appearances.c.sha256 == captures.c.sha256)
    query = (
        select(
            captures.c.portal,
            func.count(captures.c.sha256.distinct()).label("files"),
            func.count(documents.c.id.distinct()).label("documents"),
            func.max(documents.c.issued).label("newest"),
            func.max(captures.c.fetched).label("fetched"),
        )
        .select_from(
            captures.outerjoin(appearances, shown).outerjoin(documents, documents.c.id == appearances.c.document)
        )
        .where(captures.c.portal.is_not(None), captures.c.role != "listing")
        .group_by(captures.c.portal)
    )
    held = {row.portal: row for row in connection.execute(query)}
    crawled: dict[str, list[tuple[str, int, int]]] = {}
    for run in connection.execute(select(runs).where(runs.c.portal != "").order_by(runs.c.started)):
        crawled.setdefault(run.portal, []).append((run.started, run.done, run.failed))
    states = []
    for name in sorted({*held, *crawled}):
        trend = tuple(crawled.get(name, ())[-LAST_RUNS:])
        row = held.get(name)
        if row is None:
            states.append(PortalState(name, 0, 0, None, None, trend))
        else:
            states.append(PortalState(name, row.files, row.documents, row.newest, row.fetched, trend))
    return states


def list_provinces(connection: Connection) -> list[ProvinceState]:
    """One line for each province of today that anything is held of, by name; files no portal claims are left out."""
    query = (
        select(
            documents.c.province,
            func.count().label("documents"),
            func.count(documents.c.number).label("numbered"),
            func.count(documents.c.issued).label("dated"),
            func.max(documents.c.issued).label("newest"),
        )
        .where(documents.c.province.is_not(None), documents.c.kind == "document")
        .group_by(documents.c.province)
    )
    places: dict[str, list[ProvinceState]] = {}
    for row in connection.execute(query):
        if name := province_today(row.province):
            state = ProvinceState(name, row.documents, row.numbered, row.dated, row.newest, 0)
            places.setdefault(name, []).append(state)
    unread = _unread(connection)
    return [_together(name, places.get(name, []), unread.get(name, 0)) for name in sorted({*places, *unread})]


def _together(name: str, parts: list[ProvinceState], unread: int) -> ProvinceState:
    """The provinces that were merged into one, as one."""
    return ProvinceState(
        name,
        sum(part.documents for part in parts),
        sum(part.numbered for part in parts),
        sum(part.dated for part in parts),
        max((part.newest for part in parts if part.newest), default=None),
        unread,
    )


def _unread(connection: Connection) -> dict[str, int]:
    """Files by province that could not be read."""
    unread = {issue["file"] for issue in list_issues(connection) if issue["stage"] == "extract" and issue["file"]}
    counts: dict[str, set[str]] = {}
    query = select(captures.c.sha256, captures.c.province).where(captures.c.current, captures.c.province.is_not(None))
    for row in connection.execute(query) if unread else ():
        if row.sha256 in unread and (name := province_today(row.province)):
            counts.setdefault(name, set()).add(row.sha256)
    return {name: len(files) for name, files in counts.items()}
