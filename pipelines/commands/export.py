"""Taking out: the evidence of what was fetched, as a WARC file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from .common import NOT_FOUND, USAGE, Json, watched


def export(
    warc: Annotated[
        Path | None, typer.Option(help="A WARC file to write; `.warc.gz` packs it.", dir_okay=False)
    ] = None,
    run: Annotated[str | None, typer.Option(help="Of one night: how its start begins (2026-03-01), or `last`.")] = None,
    document: Annotated[str | None, typer.Option(help="Of one document: its number or id.")] = None,
    portal: Annotated[str | None, typer.Option(help="Of one portal.")] = None,
    as_json: Json = False,
) -> None:
    """What was fetched, with its evidence: `vanban export --warc night.warc.gz --run last`."""
    if warc is None:
        print("say what to write: --warc FILE", file=sys.stderr)
        raise typer.Exit(USAGE)
    if sum(choice is not None for choice in (run, document, portal)) > 1:
        print("choose one of --run, --document and --portal", file=sys.stderr)
        raise typer.Exit(USAGE)
    with watched() as work, work.store.catalog.read() as connection:
        count = _write_warc(work, connection, warc, run, document, portal)
    _report(warc, count, as_json)


def _write_warc(
    work: Any, connection: Any, path: Path, run: str | None, document: str | None, portal: str | None
) -> int:
    from store import evidence
    from store.lookup import keys_of

    from ..warc import write_warc

    window, found = None, evidence.all_captures(connection)
    if run is not None:
        window = evidence.find_window(connection, run)
        found = evidence.captures_of_run(connection, window) if window else iter(())
    elif document is not None:
        found = evidence.captures_of_documents(connection, keys_of(connection, document), document)
    elif portal is not None:
        found = evidence.captures_of_portal(connection, portal)
    return write_warc(path, found, work.store.originals, window)


def _report(path: Path, count: int, as_json: bool) -> None:
    from .. import printing

    if not count:
        print("nothing was fetched that fits; `vanban status` shows what there is", file=sys.stderr)
        raise typer.Exit(NOT_FOUND)
    size = path.stat().st_size
    if as_json:
        printing.print_json([{"file": str(path), "captures": count, "bytes": size}])
    else:
        print(f"{path}: {count} captures, {size:,} bytes")
