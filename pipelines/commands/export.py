"""Taking out: what is known as rows for other programs, and the evidence of what was fetched as a WARC file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from .common import NOT_FOUND, USAGE, Json, watched


def export(
    to: Annotated[
        Path | None, typer.Option(help="Folder or file to write what is known into; `-` is the screen.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="jsonl, or parquet; else as --to ends.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="documents, relations or targets; else all three.")] = None,
    province: Annotated[str | None, typer.Option(help="Rows of this province's documents only.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Of this issuer's.")] = None,
    doc_type: Annotated[str | None, typer.Option("--type", help="Of documents of this type: its name, or KH.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Issued from this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(help="Issued until then, which counts too.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Documents with their texts.")] = False,
    warc: Annotated[
        Path | None, typer.Option(help="A WARC file to write; `.warc.gz` packs it.", dir_okay=False)
    ] = None,
    run: Annotated[str | None, typer.Option(help="Of one night: how its start begins (2026-03-01), or `last`.")] = None,
    document: Annotated[str | None, typer.Option(help="Of one document: its number or id.")] = None,
    portal: Annotated[str | None, typer.Option(help="Of one portal.")] = None,
    as_json: Json = False,
) -> None:
    """What is known: `vanban export --to DIR`; what was fetched: `vanban export --warc night.warc.gz --run last`."""
    if (warc is None) == (to is None):
        print("say what to write: --to DIR, or --warc FILE", file=sys.stderr)
        raise typer.Exit(USAGE)
    if to is not None:
        from store.bulk import Chosen

        chosen = Chosen(province, issuer, doc_type, since, until)
        _export_rows(to, form or _form_of(to), kind or [], chosen, text, as_json)
        return
    assert warc is not None
    if sum(choice is not None for choice in (run, document, portal)) > 1:
        print("choose one of --run, --document and --portal", file=sys.stderr)
        raise typer.Exit(USAGE)
    with watched() as work, work.store.catalog.read() as connection:
        count = _write_warc(work, connection, warc, run, document, portal)
    _report(warc, count, as_json)


def _form_of(to: Path) -> str:
    return "parquet" if to.suffix == ".parquet" else "jsonl"


def _export_rows(to: Path, form: str, kinds: list[str], chosen: Any, text: bool, as_json: bool) -> None:
    from dataclasses import asdict

    from store.bulk import KINDS

    from .. import printing
    from ..bulk import FORMS, export_bulk

    if form not in FORMS or not set(kinds) <= set(KINDS):
        print(f"--format is one of {', '.join(FORMS)}; --kind one of {', '.join(KINDS)}", file=sys.stderr)
        raise typer.Exit(USAGE)
    with watched() as work:
        asked = [name for name in KINDS if name in kinds or not kinds]
        written = export_bulk(work.store.catalog, to, form, asked, chosen, with_text=text)
    if as_json:
        printing.print_json(asdict(file) for file in written)
    else:
        for file in written:
            print(f"{file.file}: {file.rows:,} {file.kind}, {file.bytes:,} bytes")
    if written and not any(file.rows for file in written):
        print("no document fits; `vanban status` shows what there is", file=sys.stderr)
        raise typer.Exit(NOT_FOUND)


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
