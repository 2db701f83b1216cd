"""The night's report, again."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .common import FAILURES, NOT_FOUND, OK, Json, watched


def night(
    run: Annotated[str, typer.Argument(help="How its start begins: a day, or a moment; else the newest.")] = "last",
    as_json: Json = False,
) -> None:
    """What a night brought, what failed and why, and what to do: `vanban night`, `vanban night 2026-03-01`."""
    raise typer.Exit(show_report(run, as_json))


def show_report(run: str, as_json: bool) -> int:
    """Print a night's report, and give the exit code: whether a portal's lists could not be read."""
    from documents.record import to_json
    from store.night_report import find_night, load_report

    from .. import printing
    from ..printing_night import print_night

    with watched() as work, work.store.catalog.read() as connection:
        started = find_night(connection, run)
        report = load_report(connection, started) if started else None
    if report is None:
        told = f"the night of {started} has not ended" if started else f"no night began at {run}"
        print(f"{told}; `vanban status` shows how it stands", file=sys.stderr)
        return NOT_FOUND
    if as_json:
        printing.print_json([to_json(report)])
    else:
        print_night(report)
    return FAILURES if any(portal.state == "failed" for portal in report.portals) else OK
