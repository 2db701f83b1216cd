"""Files alone: read or tagged without a store, one answer per file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..settings import load_settings
from .common import FAILURES, OK, Json, Paths


def extract(
    paths: Paths,
    boxes: Annotated[bool, typer.Option(help="Also where each line stands on its page.")] = False,
    as_json: Json = False,
) -> None:
    """The text of some files, without keeping anything: `vanban extract plan.pdf`."""
    from ..files import extract_files

    _print_files(extract_files(load_settings(), paths, boxes), as_json)


def tag(
    paths: Paths,
    as_html: Annotated[bool, typer.Option("--html", help="The texts with their tags coloured, as one page.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the page goes; else it is printed.")] = None,
    as_json: Json = False,
) -> None:
    """The tags of some files, without keeping anything: `vanban tag plan.pdf --json`, `--html -o plan.html`."""
    from ..files import tag_files

    answers = tag_files(load_settings(), paths)
    if as_html or out:
        _write_page(answers, out)
    else:
        _print_files(answers, as_json)


def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(help="Gold files: JSON lines as `vanban tag --json` prints them.", exists=True, dir_okay=False),
    ],
    errors: Annotated[int, typer.Option(help="How many errors to show.", min=0)] = 20,
    as_json: Json = False,
) -> None:
    """How right the tags of some texts are, whose right tags are known: `vanban evaluate tests/gold/*.jsonl`."""
    from .. import printing
    from ..evaluation import evaluate_files, evaluation_rows, print_evaluation

    found = evaluate_files(gold)
    if as_json:
        printing.print_json(evaluation_rows(found, errors))
    else:
        print_evaluation(found, errors)


def _write_page(answers: Any, out: Path | None) -> None:
    """The page of all answers, to a file or to the terminal; the exit code says whether each file could be read."""
    from ..tag_page import tag_page

    kept = list(answers)
    page = "".join(tag_page(kept))
    if out:
        out.write_text(page, encoding="utf-8")
    else:
        print(page, end="")
    raise typer.Exit(FAILURES if any(answer["method"] is None for answer in kept) else OK)


def _print_files(answers: Any, as_json: bool) -> None:
    from .. import printing

    failed = False
    for answer in answers:
        failed |= answer["method"] is None
        if as_json:
            printing.print_json([answer])
        else:
            printing.print_file(answer)
    raise typer.Exit(FAILURES if failed else OK)
