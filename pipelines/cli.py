"""`vanban`: one command per thing people want, each printing for people, or with --json one object per line.

Only what a command needs is imported, when it runs: `vanban search` never pays for the tagger or the catalog.
"""

from __future__ import annotations

import sys

import typer

from .commands.alone import evaluate, extract, tag
from .commands.ask import implements, search, show
from .commands.common import BUSY, FAILURES, INDEX, SETTING, USAGE
from .commands.export import export
from .commands.goals import targets
from .commands.intake import crawl, ingest, nightly, process, reindex
from .commands.missing import gaps
from .commands.nights import night
from .commands.operate import issues, settings, status
from .commands.portals import portals_app
from .commands.site import serve

COMMANDS = (
    ingest, crawl, process, nightly, night, reindex,
    search, show, implements, targets, gaps,
    status, issues, settings,
    extract, tag, export, serve, evaluate,
)  # fmt: skip

# The only place where an error becomes an exit code; named as strings so that no room is loaded for it.
EXIT_CODES = {
    "BadSetting": SETTING,
    "BadDecisions": SETTING,
    "CrawlRefused": SETTING,
    "StoreBusy": BUSY,
    "IndexLocked": BUSY,
    "BadChoice": USAGE,
    "CannotExport": USAGE,
    "StoreError": FAILURES,
    "BadQuery": USAGE,
    "SearchIndexError": INDEX,
    "PortalFileError": USAGE,
    "GoldError": USAGE,
    "OptionsError": SETTING,
    "ScraperError": FAILURES,
}


def make_app(name: str = "") -> typer.Typer:
    """All commands, or that of a name alone: to describe the others takes longer than most commands take to run."""
    made = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Search what Viet Nam's provinces decide: crawl or ingest, process, then ask.",
    )
    asked = [command for command in COMMANDS if command.__name__ == name]
    for command in asked or COMMANDS:
        made.command()(command)
    if asked:
        made.callback()(lambda: None)  # a command that is the only one is called by its name all the same
    else:
        made.add_typer(portals_app)
    return made


app = make_app()


def main() -> None:
    """The command line; every error we know ends in one line that says what to do, and its exit code."""
    try:
        make_app(*sys.argv[1:2])()
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
