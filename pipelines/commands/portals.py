"""`vanban portals`: which there are, finding the lists of a new one, and seeing whether they are as their files say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from ..settings import load_settings
from .common import FAILURES, NOT_FOUND, Json

if TYPE_CHECKING:
    from scrapers import CrawlOptions

    from ..settings import Settings

portals_app = typer.Typer(
    name="portals",
    help="The portals that are crawled, with the evidence for each; discover and check them.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@portals_app.callback(invoke_without_command=True)
def portals(context: typer.Context, as_json: Json = False) -> None:
    """The portals that are crawled, with the evidence for each."""
    from .. import printing
    from ..crawl import known_portals

    if context.invoked_subcommand is not None:
        return
    rows = known_portals(load_settings())
    if as_json:
        printing.print_json(rows)
    else:
        printing.print_table(tuple(rows[0]) if rows else ("portal",), [tuple(row.values()) for row in rows])


@portals_app.command()
def discover(
    url: Annotated[str, typer.Argument(metavar="URL|HOST", help="The portal's front page, its host, or one list.")],
    write: Annotated[Path | None, typer.Option(help="Write the proposed portal to this file (YAML).")] = None,
    province: Annotated[str | None, typer.Option(help="Whose portal it is, where the site does not say.")] = None,
    pages: Annotated[int, typer.Option(help="Requests at most, the lists' second pages apart.")] = 40,
    browser: Annotated[bool, typer.Option("--browser", help="Have the site's pages filled by their scripts.")] = False,
    tls: Annotated[str, typer.Option(help="strict, legacy or unverified: what is put up with.")] = "strict",
    as_json: Json = False,
) -> None:
    """Find a portal's lists of documents and propose its file, with sample rows for a person to look at."""
    from scrapers import Discovery, discover_lists, propose_portal
    from scrapers.portal import Tls
    from scrapers.proposal import as_record, as_yaml

    from .. import printing
    from ..printing_portals import print_discovery

    tell = printing.warn if sys.stderr.isatty() else lambda line: None
    if tls not in get_args(Tls):
        raise typer.BadParameter(f"--tls must be one of {', '.join(get_args(Tls))}")
    address = url if "://" in url else f"https://{url}"
    seen = Discovery(address, most=pages, browser=browser, tls=cast("Tls", tls), tell=tell)
    discover_lists(seen, _options(load_settings()))
    portal = propose_portal(seen, province)
    text = as_yaml(portal, seen) if portal else ""
    if as_json:
        printing.print_json([as_record(portal, seen)])
    else:
        print_discovery(as_record(portal, seen), text)
    if portal is None:
        raise typer.Exit(NOT_FOUND)
    if write is not None:
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(text, "utf-8")
        printing.warn(f"written to {write}: crawl it with VANBAN_PORTALS={write.parent} vanban crawl {write.stem}")


@portals_app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="All that are crawled if none.")
    ] = None,
    as_json: Json = False,
) -> None:
    """See whether portals are as their files say: reach, robots, rows, age, numbers, paging, a file; what to do."""
    from scrapers import check_portals

    from .. import printing
    from ..crawl import choose_portals
    from ..printing_portals import finding_rows, print_findings

    settings = load_settings()
    findings = check_portals(choose_portals(settings, names or []), _options(settings))
    if as_json:
        printing.print_json(finding_rows(findings))
    else:
        print_findings(findings)
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(FAILURES)


def _options(settings: Settings, **more: Any) -> CrawlOptions:
    """How a site is looked at: as at night, with less patience."""
    from scrapers import CrawlOptions

    return CrawlOptions(
        contact=settings.contact,
        delay=settings.crawl_delay,
        allowed_networks=settings.allow_networks,
        timeout=30.0,
        retries=1,
        longest_wait=60.0,
        **more,
    )
