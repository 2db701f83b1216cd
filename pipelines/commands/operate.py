"""Looking after: how it stands, what went wrong, what is set."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..settings import SETTINGS, read_settings
from .common import NOT_FOUND, OK, Json, watched


def status(as_json: Json = False) -> None:
    """What came, what was done with it, and what is open."""
    from store.answers import count_holdings
    from store.issues import count_issues
    from store.runs import latest_tallies

    from .. import printing

    with watched() as work, work.store.catalog.read() as connection:
        tallies = [tally for _, tally in latest_tallies(connection)]
        holdings = count_holdings(connection)
        open_issues = count_issues(connection)
    if as_json:
        stages = {f"{t.stage}:{t.portal}" if t.portal else t.stage: printing.tally_row(t) for t in tallies}
        printing.print_json([{"stages": stages, **holdings, "issues": open_issues}])
        return
    printing.print_tallies(tallies)
    for name, counts in {**holdings, "open issues": open_issues}.items():
        shown = ", ".join(f"{k} {v}" for k, v in counts.items()) if isinstance(counts, dict) else counts
        print(f"{name}: {shown or 'none'}")


def issues(
    parked: Annotated[bool, typer.Option(help="Only those that are not tried again by themselves.")] = False,
    again: Annotated[
        str | None, typer.Option(help="Have those of a reason, a portal, an address or a file tried again.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What went wrong, where, how often, when it is tried again, and what to do."""
    from store.issues import list_issues, try_again

    from .. import printing
    from ..work import now

    with watched() as work:
        if again is not None:
            with work.store.catalog.write() as connection:
                count = try_again(connection, again, now())
            print(f"{count} will be tried again by the next `vanban nightly --retry`, or any night", file=sys.stderr)
            raise typer.Exit(OK if count else NOT_FOUND)
        with work.store.catalog.read() as connection:
            rows = [issue for issue in list_issues(connection) if issue["parked"] or not parked]
    if as_json:
        printing.print_json(rows)
    else:
        printing.print_issues(rows)


def settings(as_json: Json = False) -> None:
    """Every setting with its value; set them as environment variables VANBAN_..."""
    from .. import printing

    values = read_settings()
    rows = [
        {"name": f"VANBAN_{s.name}", "value": values[s.name], "default": s.default, "help": s.help} for s in SETTINGS
    ]
    if as_json:
        printing.print_json(rows)
    else:
        printing.print_table(("name", "value", "help"), [(r["name"], r["value"], r["help"]) for r in rows])
