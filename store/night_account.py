"""The account of a night, read from the catalog: what happened at addresses, what the runs say, what is open.

It reads what is new since the night began, and the reports of the nights before: it costs what is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, select

from .night_report import (
    LAST_NIGHTS,
    STATES,
    Fault,
    Kind,
    NightReport,
    Oddity,
    Past,
    PortalNight,
    StageNight,
    load_reports,
)
from .results import load_bodies
from .schema import appearances, changes, documents, issues, results, runs

CRAWL = "crawl"
BY_HAND = "by-hand"  # the portal that addresses handed in are counted under
UNFINISHED = "unfinished"  # the issue of a portal whose lists were not walked to their end
ENOUGH = 3  # nights before that make something usual
MANY = 10  # times the usual, or a tenth of it, is said
FEW_NEW = 20  # new documents that are no matter of surprise whatever is usual
QUIET = 5  # nights without anything new that are said where something used to come
SHOWN = 10  # addresses that a report names
DETAIL = 300  # characters of a failure's detail


@dataclass(slots=True)
class _Brought:
    """What happened to the documents of one portal, by the page of their rows."""

    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    changed_urls: list[str] = field(default_factory=list)
    gone_urls: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Past:
    """What the nights before said, the newest first, and how many documents came since, by portal and end of night."""

    connection: Connection
    started: str
    reports: Sequence[NightReport]
    came: dict[str, Counter[str]] = field(default_factory=dict)  # since a moment, by portal

    @classmethod
    def of(cls, connection: Connection, started: str) -> _Past:
        return cls(connection, started, load_reports(connection, before=started, limit=2 * LAST_NIGHTS))

    def of_portal(self, name: str) -> list[tuple[NightReport, PortalNight]]:
        """The portal's nights before, the newest first."""
        return [(report, portal) for report in self.reports for portal in report.portals if portal.portal == name]

    def held(self, name: str) -> int:
        """Documents held of a portal by now: those of its last report, and what came since."""
        nights = self.of_portal(name)
        since, held = (nights[0][0].finished or "", nights[0][1].held) if nights else ("", 0)
        if since not in self.came:
            self.came[since] = Counter(portal for portal, _ in _fresh(self.connection, since))
        return held + self.came[since][name]


def tell_night(connection: Connection, started: str, kind: Kind, today: date) -> NightReport:
    """The report of a night so far, the worst portal first."""
    ran = connection.execute(select(runs).where(runs.c.started == started).order_by(runs.c.finished)).all()
    accounts = {row.portal: row.told or {} for row in ran if row.stage == CRAWL}
    lists = {name for name in accounts if kind != "retry" and name != BY_HAND}  # of these some should have been read
    faults = _faults(connection, started)
    brought = _brought(connection, started)
    past = _Past.of(connection, started)
    newest = _newest_read(connection, started, today)
    portals = []
    for name in sorted({*accounts, *brought}):
        told, gave = accounts.get(name, {}), brought.get(name, _Brought())
        seen = max(filter(None, (told.get("newest"), newest.get(name))), default=None)
        portals.append(_tell_portal(name, told, gave, faults, past, seen, today, name in lists))
    portals.sort(key=lambda p: (STATES.index(p.state), -p.failed, -len(p.oddities), p.portal))
    stages = [
        StageNight(row.stage, row.asked, row.done, row.unchanged, row.failed, faults.get((row.stage, None), ()))
        for row in ran
        if row.stage != CRAWL
    ]
    waiting, parked = _open_issues(connection)
    return NightReport(
        started=started,
        kind=kind,
        finished=None,
        new=sum(portal.new for portal in portals),
        changed=sum(portal.changed for portal in portals),
        gone=sum(portal.gone for portal in portals),
        failed=sum(portal.failed for portal in portals),
        waiting=waiting,
        parked=parked,
        portals=tuple(portals),
        stages=tuple(stages),
    )


def _tell_portal(
    name: str,
    told: dict[str, Any],
    brought: _Brought,
    faults: dict[tuple[str, str | None], tuple[Fault, ...]],
    past: _Past,
    seen: str | None,
    today: date,
    walked: bool,
) -> PortalNight:
    nights = past.of_portal(name)
    usual = [night.rows for report, night in nights if report.kind != "retry" and night.rows]
    newest = max(filter(None, (seen, nights[0][1].newest if nights else None)), default=None)
    mine = tuple(fault for (_, portal), some in faults.items() if portal == name for fault in some)
    new = len(brought.new)
    lost = sum(fault.count for fault in mine)
    trend = [
        Past(report.started, night.new, night.held, night.failed) for report, night in nights if report.kind != "retry"
    ]
    trend = [*trend[LAST_NIGHTS - 2 :: -1], Past(past.started, new, past.held(name), lost)]
    failed = walked and bool(told.get("failed_listings") or not told.get("listings"))
    oddities = tuple(_oddities(told, trend, usual)) if walked and not failed else ()
    return PortalNight(
        portal=name,
        state="failed" if failed else "warned" if mine or oddities else "fine",
        new=new,
        changed=len(brought.changed),
        gone=len(brought.gone),
        failed=lost,
        rows=told.get("first_rows", 0),
        usual_rows=round(median(usual)) if usual else None,
        newest=newest,
        age=(today - date.fromisoformat(newest)).days if newest else None,
        held=trend[-1].held,
        trend=tuple(trend),
        faults=tuple(sorted(mine, key=lambda fault: -fault.count)),
        oddities=oddities,
        gone_urls=tuple(brought.gone_urls[:SHOWN]),
        changed_urls=tuple(brought.changed_urls[:SHOWN]),
        left_out=dict(told.get("odd") or {}),
    )


def _oddities(told: dict[str, Any], trend: Sequence[Past], usual_rows: Sequence[int]) -> Iterator[Oddity]:
    """What is unusual beside the nights before; nothing is usual before there were some."""
    rows, news = told.get("first_rows", 0), [night.new for night in trend[:-1]]
    if len(usual_rows) >= ENOUGH:
        usual = median(usual_rows)
        if rows * MANY <= usual:
            yield Oddity("rows_few", rows, round(usual))
        elif rows >= usual * MANY:
            yield Oddity("rows_many", rows, round(usual))
    if len(news) >= ENOUGH and trend[-1].new > FEW_NEW and trend[-1].new >= MANY * max(median(news), 1):
        yield Oddity("new_many", trend[-1].new, round(median(news)))
    if quiet := _quiet(trend):
        yield Oddity("quiet", QUIET, quiet)
    if told.get("complete") is False:
        yield Oddity("cut_short")


def _quiet(trend: Sequence[Past]) -> int | None:
    """Every how many nights a portal that is silent now used to bring something; None where it is not silent."""
    before, last = trend[:-QUIET], trend[-QUIET:]
    busy = sum(night.new > 0 for night in before)
    if len(before) < ENOUGH or busy * 4 < len(before) * 3 or any(night.new for night in last):
        return None
    return round(len(before) / busy)


def _brought(connection: Connection, started: str) -> dict[str, _Brought]:
    """What happened since a night began, by portal."""
    found: defaultdict[str, _Brought] = defaultdict(_Brought)
    for portal, listed in _fresh(connection, started):
        found[portal].new.add(listed)
    query = select(changes).where(changes.c.at >= started).order_by(changes.c.at, changes.c.url)
    for row in connection.execute(query).all():
        here = found[row.portal]
        if row.kind == "gone":
            here.gone.add(row.listed)
            here.gone_urls.append(row.url)
        elif row.listed not in here.new and _is_other(connection, row):
            here.changed.add(row.listed)
            here.changed_urls.append(row.url)
    return found


def _fresh(connection: Connection, since: str) -> list[tuple[str, str]]:
    """The documents that came after a moment, as (portal, page of the row); those with an older file are none."""
    older = changes.alias("older")
    known = exists().where(older.c.listed == changes.c.listed, older.c.at < since, older.c.kind == "new")
    query = select(changes.c.portal, changes.c.listed).distinct()
    query = query.where(changes.c.at >= since, changes.c.kind == "new", ~known)
    return [(row.portal, row.listed) for row in connection.execute(query)]


def _is_other(connection: Connection, change: Row[Any]) -> bool:
    """Whether a document we had reads otherwise now: a file was added, or other bytes also have another text.

    Many pages change a counter each time they are shown.
    """
    if change.kind != "replaced":
        return bool(change.kind == "new")
    query = select(results.c.input, results.c.output).where(
        results.c.stage == "extract", results.c.state == "done", results.c.input.in_((change.before, change.sha256))
    )
    read = connection.execute(query).all()
    bodies = load_bodies(connection, [row.output for row in read])
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for row in read:
        texts[row.input].add(bodies[row.output]["text"])
    return not texts[change.before] & texts[change.sha256]


def _newest_read(connection: Connection, started: str, today: date) -> dict[str, str]:
    """The newest date of what came this night, by portal, as its own text says; dates to come are none."""
    shown = and_(appearances.c.url == changes.c.url, appearances.c.sha256 == changes.c.sha256)
    query = (
        select(changes.c.portal, func.max(documents.c.issued))
        .select_from(changes.join(appearances, shown).join(documents, documents.c.id == appearances.c.document))
        .where(changes.c.at >= started, documents.c.issued <= today.isoformat())
        .group_by(changes.c.portal)
    )
    return dict(connection.execute(query).tuples().all())


def _faults(connection: Connection, started: str) -> dict[tuple[str, str | None], tuple[Fault, ...]]:
    """What went wrong since a night began, by stage and portal, one fault for each reason."""
    groups: defaultdict[tuple[str, str | None, str], list[Row[Any]]] = defaultdict(list)
    query = select(issues).where(issues.c.last >= started).order_by(issues.c.url, issues.c.subject)
    for row in connection.execute(query):
        if row.reason != UNFINISHED:  # told by what cut the walk short
            groups[row.stage, row.portal, row.reason].append(row)
    found: defaultdict[tuple[str, str | None], list[Fault]] = defaultdict(list)
    for (stage, portal, reason), rows in groups.items():
        fault = Fault(
            stage=stage,
            reason=reason,
            count=len(rows),
            since=min(row.first for row in rows),
            attempts=max(row.attempts for row in rows),
            url=rows[0].url,
            detail=rows[0].detail[:DETAIL],
            what_to_do=rows[0].what_to_do,
            next_try=min((row.next_try for row in rows if row.next_try), default=None),
        )
        found[stage, portal].append(fault)
    return {key: tuple(some) for key, some in found.items()}


def _open_issues(connection: Connection) -> tuple[int, int]:
    """How many issues wait for another try, and how many are parked."""
    query = select(func.count(issues.c.next_try), func.count()).select_from(issues)
    waiting, every = connection.execute(query).one()
    return waiting, every - waiting
