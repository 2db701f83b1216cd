"""Putting in: files and portals, and everything that waits through to the index."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from .common import FAILURES, OK, Json, failures_since, report, watched
from .operate import status


def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files, folders of files, or addresses.")], as_json: Json = False
) -> None:
    """Take in files: `vanban ingest ~/van-ban scan.pdf`. Nothing is read yet: `vanban process` does that."""
    from ..ingest import ingest_sources

    with watched() as work:
        tallies, failures = ingest_sources(work, sources)
    report(tallies, as_json)
    for source, reason in failures:
        print(f"{source}: {reason}", file=sys.stderr)
    raise typer.Exit(FAILURES if any(tally.failed for tally in tallies) else OK)


def crawl(
    portals: Annotated[list[str] | None, typer.Argument(help="Names of portals; none: all.")] = None,
    full: Annotated[bool, typer.Option(help="Walk the lists to their end, also where nothing is new.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch what is new on the portals, politely: `vanban crawl tien_giang`."""
    from ..crawl import crawl_portals
    from ..crawl_options import Reach

    with watched() as work:
        tallies = crawl_portals(work, portals or [], Reach(full=full))
    report(tallies, as_json)
    raise typer.Exit(FAILURES if any(t.failed for t in tallies) else OK)


def process(as_json: Json = False) -> None:
    """Read, tag, link and index everything that waits."""
    from ..stages import process as run

    with watched() as work:
        tallies = run(work)
        new_failures = failures_since(work)
    report(tallies, as_json)
    for issue in new_failures:
        print(f"{issue['url'] or issue['file']}: {issue['reason']} {issue['detail']}".rstrip(), file=sys.stderr)
    raise typer.Exit(FAILURES if new_failures else OK)


def nightly(
    portals: Annotated[list[str] | None, typer.Argument(help="Names of portals; none: all.")] = None,
    full: Annotated[bool, typer.Option(help="Walk the lists to their end, also where nothing is new.")] = False,
    look_back: Annotated[
        int | None, typer.Option(min=1, max=3660, help="Look again at the documents of so many days: 45 once a month.")
    ] = None,
    retry: Annotated[bool, typer.Option(help="Only what failed and is due; no list is walked.")] = False,
    prefect: Annotated[bool, typer.Option(help="Run it as a Prefect flow, with retries and run records.")] = False,
    as_json: Json = False,
) -> None:
    """Crawl, process and report: what the schedule runs every night. `vanban night` shows the report again."""
    from ..night import Plan, run_night
    from .nights import show_report

    plan = Plan(tuple(portals or ()), full, look_back, retry)
    with watched() as work:
        if prefect:
            # a server of its own is started where none is named: a busy machine needs longer than its 20 s
            os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
            from ..flows import nightly as run_flow

            run_flow(list(plan.portals), full, look_back, retry)
        else:
            run_night(work, plan)
    code = show_report("last", as_json)
    if as_json:
        status(as_json)
    raise typer.Exit(code)


def reindex(as_json: Json = False) -> None:
    """Fill the search index anew from the catalog; searches see the old one until it is whole."""
    from ..index import rebuild_index

    with watched() as work:
        tally = rebuild_index(work)
    report([tally], as_json)
