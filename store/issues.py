"""Issues: what went wrong with one subject in one stage, how often, when it is tried again, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)

from .catalog import upsert
from .schema import captures, issues

FIRST_WAIT = timedelta(hours=20)  # shorter than a day, so that the next night tries once
LONGEST_WAIT = timedelta(days=32)
MOST_ATTEMPTS = 9  # over some hundred days; then an issue is parked until somebody asks for another try


def open_issue(
    connection: Connection,
    stage: str,
    subject: str,
    *,
    now: str,
    reason: str,
    detail: str,
    what_to_do: str,
    retry: bool,
    portal: str | None = None,
    url: str | None = None,
    file: str | None = None,
    endless: bool = False,
) -> None:
    """Write down a failure; one more attempt if it is known already.

    `retry` says whether time may heal it: then the waits double from a night to a month, and after MOST_ATTEMPTS it is
    parked, unless it is `endless`: looked at every night anyway. Otherwise it is parked at once: only another file, a
    newer reader, or `try_again` can help. Parked is what has no `next_try`.
    """
    known = connection.execute(
        select(issues.c.attempts, issues.c.first).where(issues.c.stage == stage, issues.c.subject == subject)
    ).first()
    attempts = known.attempts + 1 if known else 1
    retry = retry and (endless or attempts < MOST_ATTEMPTS)
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    row = {
        "stage": stage,
        "subject": subject,
        "reason": reason,
        "detail": detail[:2000],
        "what_to_do": what_to_do,
        "portal": portal,
        "url": url,
        "file": file,
        "attempts": attempts,
        "first": known.first if known else now,
        "last": now,
        "next_try": (datetime.fromisoformat(now) + wait).isoformat(timespec="seconds") if retry else None,
    }
    upsert(connection, issues, [row])


def close_issue(connection: Connection, stage: str, subject: str) -> None:
    """Forget an issue: its subject was read, or is no longer wanted."""
    connection.execute(delete(issues).where(issues.c.stage == stage, issues.c.subject == subject))


def due_subjects(connection: Connection, stage: str, now: str, portal: str | None = None) -> list[str]:
    """The subjects of a stage (of one portal) whose time for another try has come."""
    query = select(issues.c.subject).where(issues.c.stage == stage, issues.c.next_try <= now)
    if portal is not None:
        query = query.where(issues.c.portal == portal)
    return list(connection.execute(query.order_by(issues.c.subject)).scalars())


def due_portals(connection: Connection, stage: str, now: str) -> set[str]:
    """The portals of which something may be tried again."""
    query = select(issues.c.portal).distinct().where(issues.c.stage == stage, issues.c.next_try <= now)
    return {portal for portal in connection.execute(query).scalars() if portal}


def try_again(connection: Connection, what: str, now: str) -> int:
    """Make issues due, parked ones as well: those of a reason, a portal, an address or a file; gives how many."""
    meant = or_(issues.c.reason == what, issues.c.portal == what, issues.c.url == what, issues.c.file == what)
    return connection.execute(update(issues).where(meant).values(next_try=now, attempts=0)).rowcount


def close_unwanted(
    connection: Connection, stage: str, is_wanted: Callable[[ColumnElement[str]], ColumnElement[bool]]
) -> list[str]:
    """Forget the issues of a stage whose subject is no longer wanted; gives their subjects."""
    query = select(issues.c.subject).where(issues.c.stage == stage, not_(is_wanted(issues.c.subject)))
    unwanted = list(connection.execute(query).scalars())
    for subject in unwanted:
        close_issue(connection, stage, subject)
    return unwanted


def close_issues(connection: Connection, stage: str, subjects: Iterable[str]) -> None:
    """Forget the issues of some subjects: they were read."""
    if rows := [{"name": subject} for subject in subjects]:
        connection.execute(delete(issues).where(issues.c.stage == stage, issues.c.subject == bindparam("name")), rows)


def list_issues(connection: Connection) -> list[dict[str, Any]]:
    """All open issues, the newest first; bytes that are shown at several addresses are told once for each.

    `parked` says why one is not tried again by itself: `as_it_is` (it would fail the same way) or `gave_up` (it was
    tried often enough).
    """
    shown = and_(captures.c.sha256 == issues.c.file, captures.c.current, captures.c.role != "listing")
    address = func.coalesce(captures.c.url, issues.c.url)
    columns = [column for column in issues.c if column.name not in ("url", "portal")]
    query = (
        select(*columns, address.label("url"), func.coalesce(captures.c.portal, issues.c.portal).label("portal"))
        .select_from(issues.outerjoin(captures, shown))
        .order_by(issues.c.last.desc(), issues.c.stage, issues.c.subject, address)
    )
    return [{**row._mapping, "parked": _parked(row)} for row in connection.execute(query)]


def _parked(row: Row[Any]) -> str | None:
    if row.next_try is not None:
        return None
    return "gave_up" if row.attempts >= MOST_ATTEMPTS else "as_it_is"


def count_issues(connection: Connection) -> dict[str, int]:
    """Open issues by reason."""
    query = select(issues.c.reason, func.count()).group_by(issues.c.reason).order_by(issues.c.reason)
    return dict(connection.execute(query).tuples().all())
