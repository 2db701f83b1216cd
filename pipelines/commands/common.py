"""What the commands share: their options, their exit codes, a watched run, and how accounts are printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..settings import load_settings

if TYPE_CHECKING:
    from ..work import Work

OK, FAILURES, USAGE, NOT_FOUND, BUSY, INDEX, SETTING = 0, 1, 2, 3, 4, 5, 6

Json = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]
Paths = Annotated[list[Path], typer.Argument(help="Files, or folders of files.")]
Number = Annotated[str, typer.Argument(help="A document number in any spelling, or an id.")]


def watched() -> Any:
    """A run over the store that the settings name, its progress shown."""
    from ..progress import watched_work

    return watched_work(load_settings())


def report(tallies: list[Any], as_json: bool) -> None:
    """Print the accounts of some stages."""
    from .. import printing

    if as_json:
        printing.print_json({"stage": t.stage, "portal": t.portal or None, **printing.tally_row(t)} for t in tallies)
    else:
        printing.print_tallies(tallies)


def failures_since(work: Work) -> list[dict[str, Any]]:
    """The issues of this run."""
    from store.issues import list_issues

    with work.store.catalog.read() as connection:
        return [issue for issue in list_issues(connection) if issue["last"] >= work.started]


def exit_if_none(found: list[Any], asked: str) -> None:
    """End with NOT_FOUND when there is nothing to show."""
    if not found:
        print(f"{asked}: nothing here has or cites that number. Try `vanban search`.", file=sys.stderr)
        raise typer.Exit(NOT_FOUND)
