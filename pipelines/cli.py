"""`vanban`: one command per thing people want, each printing for people, or with --json one object per line.

Only what a command needs is imported, when it runs: `vanban search` never pays for the tagger or the catalog.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .settings import SETTINGS, BadSetting, load_settings, read_settings

if TYPE_CHECKING:
    from .work import Work

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Search what Viet Nam's provinces decide: crawl or ingest, process, then ask.",
)

OK, FAILURES, USAGE, NOT_FOUND, BUSY, INDEX, SETTING = 0, 1, 2, 3, 4, 5, 6

# The only place where an error becomes an exit code; named as strings so that no room is loaded for it.
EXIT_CODES = {
    "BadSetting": SETTING,
    "StoreBusy": BUSY,
    "IndexLocked": BUSY,
    "StoreError": FAILURES,
    "BadQuery": USAGE,
    "IndexError": INDEX,
    "PortalFileError": USAGE,
    "ScraperError": FAILURES,
}

Json = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]
Paths = Annotated[list[Path], typer.Argument(help="Files, or folders of files.")]
Number = Annotated[str, typer.Argument(help="A document number in any spelling, or an id.")]


def main() -> None:
    """The command line; every error we know ends in one line that says what to do, and its exit code."""
    try:
        app()
    except KeyboardInterrupt:
        print("stopped; run the same command again to go on", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        names = [kind.__name__ for kind in type(error).__mro__]
        code = next((EXIT_CODES[name] for name in names if name in EXIT_CODES), None)
        if code is None:
            raise
        advice = getattr(error, "what_to_do", "")
        print(f"vanban: {error}. {advice}".rstrip(), file=sys.stderr)
        sys.exit(code)


# ---------------------------------------------------------------- files in


@app.command()
def ingest(paths: Paths, as_json: Json = False) -> None:
    """Take in files: `vanban ingest ~/van-ban scan.pdf`. Nothing is read yet: `vanban process` does that."""
    from .ingest import ingest_paths

    with _open_work() as work:
        tally, failures = ingest_paths(work, paths)
    _report([tally], as_json)
    for path, reason in failures:
        print(f"{path}: {reason}", file=sys.stderr)
    raise typer.Exit(FAILURES if failures else OK)


@app.command()
def crawl(
    portals: Annotated[list[str] | None, typer.Argument(help="Names of portals; none: all.")] = None,
    full: Annotated[bool, typer.Option(help="Walk the lists to their end, also where nothing is new.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch what is new on the portals, politely: `vanban crawl tien_giang`."""
    from .crawl import crawl_portals

    with _open_work() as work:
        tallies = crawl_portals(work, portals or [], full=full)
    _report(tallies, as_json)
    raise typer.Exit(FAILURES if any(t.failed for t in tallies) else OK)


@app.command()
def process(as_json: Json = False) -> None:
    """Read, tag, link and index everything that waits."""
    from .stages import process as run

    with _open_work() as work:
        tallies = run(work)
        new_failures = _failures_since(work)
    _report(tallies, as_json)
    for issue in new_failures:
        print(f"{issue['url'] or issue['file']}: {issue['reason']} {issue['detail']}".rstrip(), file=sys.stderr)
    raise typer.Exit(FAILURES if new_failures else OK)


@app.command()
def nightly(
    portals: Annotated[list[str] | None, typer.Argument(help="Names of portals; none: all.")] = None,
    prefect: Annotated[bool, typer.Option(help="Run it as a Prefect flow, with retries and run records.")] = False,
    as_json: Json = False,
) -> None:
    """Crawl, process and report: what the schedule runs every night."""
    if prefect:
        from .flows import nightly as run_flow

        run_flow(portals or [])
    else:
        from .stages import run_night

        with _open_work() as work:
            run_night(work, portals or [])
    status(as_json)


@app.command()
def reindex(as_json: Json = False) -> None:
    """Fill the search index anew from the catalog; searches see the old one until it is whole."""
    from .index import rebuild_index

    with _open_work() as work:
        tally = rebuild_index(work)
    _report([tally], as_json)


# ---------------------------------------------------------------- answers


@app.command()
def search(
    query: Annotated[list[str] | None, typer.Argument(help="Words, with or without diacritics, or a number.")] = None,
    province: Annotated[str | None, typer.Option(help="Province, of today or of the past.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Issuing body.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Type of document, as `kế hoạch`.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Issued on or after: day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Issued on or before.")] = None,
    target: Annotated[str | None, typer.Option(help="Words of a target it sets.")] = None,
    implements: Annotated[str | None, typer.Option(help="Number of a document it implements.")] = None,
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=0, max=100)] = 10,
    sort: Annotated[str, typer.Option(help="relevance, newest or oldest.")] = "relevance",
    facets: Annotated[bool, typer.Option(help="Also count hits by province, type, issuer and year.")] = False,
    as_json: Json = False,
) -> None:
    """Find documents: `vanban search "kinh te so" --province "Đồng Tháp" --from 2022`."""
    from index_mappings import Query, describe_query, open_index

    from . import printing

    settings = load_settings()
    asked = Query(
        text=" ".join(query or []),
        province=province,
        issuer=issuer,
        type=kind,
        issued_from=since,
        issued_to=until,
        target=target,
        implements=implements,
        page=page,
        size=size,
        sort=sort,  # type: ignore[arg-type]  # checked by Query
        facets=facets,
    )
    with open_index(settings.index_place, api_key=settings.elasticsearch_api_key) as index:
        found = index.search(asked)
    if as_json:
        from documents.record import to_json

        printing.print_json(to_json(found.hits))
        if facets:
            printing.print_json([{"facets": found.facets, "total": found.total}])
        return
    printing.print_hits(found.hits, found.total, describe_query(asked))
    for name, values in found.facets.items():
        print(f"\n{name}: " + ", ".join(f"{value} ({count})" for value, count in list(values.items())[:12]))


@app.command()
def show(
    number: Number,
    text: Annotated[bool, typer.Option(help="Also its whole text.")] = False,
    as_json: Json = False,
) -> None:
    """Everything known of a document: `vanban show 04/2025/QĐ-UBND`."""
    from store.answers import show_documents

    from . import printing
    from .lookup import keys_of

    with _open_work() as work, work.store.catalog.read() as connection:
        keys = keys_of(connection, number)
        found = show_documents(connection, work.store.originals, keys, number, with_text=text)
    _exit_if_none(found, number)
    if as_json:
        printing.print_json(found)
    for document in [] if as_json else found:
        printing.print_document(document)


@app.command()
def implements(
    number: Number,
    depth: Annotated[int, typer.Option(min=1, max=10, help="How many steps are followed.")] = 3,
    as_json: Json = False,
) -> None:
    """Which documents carry this one out, nearest first: `vanban implements 08-NQ/TU`."""
    from store.answers import list_implementers

    from . import printing
    from .lookup import keys_of

    with _open_work() as work, work.store.catalog.read() as connection:
        keys = keys_of(connection, number)
        answers = list_implementers(connection, work.store.originals, keys, depth)
    if as_json:
        printing.print_json(answers)
        return
    if not keys:
        print(f"{number} is neither here nor cited by anything that is here.")
        raise typer.Exit(NOT_FOUND)
    if not answers:
        print(f"{', '.join(keys)}: known, but nothing here says that it implements it.")
    printing.print_implementers(answers)


@app.command()
def targets(
    query: Annotated[list[str] | None, typer.Argument(help="Words of the indicator.")] = None,
    province: Annotated[str | None, typer.Option(help="Province, of today or of the past.")] = None,
    number: Annotated[str | None, typer.Option(help="Only those of the document with this number.")] = None,
    deadline: Annotated[str | None, typer.Option(help="Only those due in this year.")] = None,
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=100)] = 50,
    as_json: Json = False,
) -> None:
    """Compare targets between provinces and years: `vanban targets "kinh tế số"`."""
    from index_mappings import TargetQuery, describe_query, open_index

    from . import printing

    settings = load_settings()
    asked = TargetQuery(
        text=" ".join(query or []), province=province, number=number, deadline=deadline, page=page, size=size
    )
    with open_index(settings.index_place, api_key=settings.elasticsearch_api_key) as index:
        found = index.search_targets(asked)
    if as_json:
        printing.print_json(printing.target_row(hit.target) for hit in found.hits)
        return
    print(f"{describe_query(asked)}: {found.total}")
    printing.print_targets([hit.target for hit in found.hits])


# ---------------------------------------------------------------- the operator


@app.command()
def status(as_json: Json = False) -> None:
    """What came, what was done with it, and what is open."""
    from store.answers import count_holdings
    from store.issues import count_issues
    from store.runs import latest_tallies

    from . import printing

    with _open_work() as work, work.store.catalog.read() as connection:
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


@app.command()
def issues(as_json: Json = False) -> None:
    """What went wrong, where, how often, when it is tried again, and what to do."""
    from store.issues import list_issues

    from . import printing

    with _open_work() as work, work.store.catalog.read() as connection:
        rows = list_issues(connection)
    if as_json:
        printing.print_json(rows)
    else:
        printing.print_issues(rows)


@app.command()
def portals(as_json: Json = False) -> None:
    """The portals that are crawled, with the evidence for each."""
    from . import printing
    from .crawl import known_portals

    rows = known_portals(load_settings())
    if as_json:
        printing.print_json(rows)
    else:
        printing.print_table(tuple(rows[0]) if rows else ("portal",), [tuple(row.values()) for row in rows])


@app.command()
def settings(as_json: Json = False) -> None:
    """Every setting with its value; set them as environment variables VANBAN_..."""
    from . import printing

    values = read_settings()
    rows = [
        {"name": f"VANBAN_{s.name}", "value": values[s.name], "default": s.default, "help": s.help} for s in SETTINGS
    ]
    if as_json:
        printing.print_json(rows)
    else:
        printing.print_table(("name", "value", "help"), [(r["name"], r["value"], r["help"]) for r in rows])


# ---------------------------------------------------------------- files alone


@app.command()
def extract(paths: Paths, as_json: Json = False) -> None:
    """The text of some files, without keeping anything: `vanban extract plan.pdf`."""
    from .files import extract_files

    _print_files(extract_files(load_settings(), paths), as_json)


@app.command()
def tag(paths: Paths, as_json: Json = False) -> None:
    """The tags of some files, without keeping anything: `vanban tag plan.pdf --json`."""
    from .files import tag_files

    _print_files(tag_files(load_settings(), paths), as_json)


def _print_files(answers: Any, as_json: bool) -> None:
    from . import printing

    failed = False
    for answer in answers:
        failed |= answer["method"] is None
        if as_json:
            printing.print_json([answer])
        else:
            printing.print_file(answer)
    raise typer.Exit(FAILURES if failed else OK)


# ---------------------------------------------------------------- shared


def _open_work() -> Any:
    from .progress import watched_work

    return watched_work(load_settings())


def _report(tallies: list[Any], as_json: bool) -> None:
    from . import printing

    if as_json:
        printing.print_json({"stage": t.stage, "portal": t.portal or None, **printing.tally_row(t)} for t in tallies)
    else:
        printing.print_tallies(tallies)


def _failures_since(work: Work) -> list[dict[str, Any]]:
    """The issues of this run."""
    from store.issues import list_issues

    with work.store.catalog.read() as connection:
        return [issue for issue in list_issues(connection) if issue["last"] >= work.started]


def _exit_if_none(found: list[Any], asked: str) -> None:
    if not found:
        print(f"{asked}: nothing here has or cites that number. Try `vanban search`.", file=sys.stderr)
        raise typer.Exit(NOT_FOUND)


__all__ = ["BadSetting", "app", "main"]
