"""Asking for targets: found by words, compared between provinces and years, followed along the chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..settings import load_settings
from .common import Json, exit_if_none, watched

if TYPE_CHECKING:
    from documents.record import TargetRecord
    from index_mappings import TargetQuery
    from store.chain import TargetDrift

MOST_COMPARED = 5_000  # targets of one comparison; more is a question too wide to be read
PAGE = 100
HEADER = ("number", "type", "issuer", "province", "issued")


def targets(
    query: Annotated[list[str] | None, typer.Argument(help="Words of the indicator.")] = None,
    province: Annotated[str | None, typer.Option(help="Province, of today or of the past.")] = None,
    number: Annotated[str | None, typer.Option(help="Only those of the document with this number.")] = None,
    document: Annotated[str | None, typer.Option(help="Only those of the document with this id.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Issuing body.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Type of document, as `kế hoạch`.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only those in this unit, as `%` or `ha`.")] = None,
    at_least: Annotated[str | None, typer.Option("--value-from", help="Value, in its unit: `7,5` or more.")] = None,
    at_most: Annotated[str | None, typer.Option("--value-to", help="Value, in its unit: `7,5` or less.")] = None,
    year: Annotated[str | None, typer.Option(help="Year its document was issued in.")] = None,
    deadline: Annotated[str | None, typer.Option(help="Only those due in this year.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Issued on or after: day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Issued on or before.")] = None,
    along: Annotated[str | None, typer.Option(help="Number: what became of its targets in what implements it.")] = None,
    compare: Annotated[
        bool, typer.Option(help="All that is found, one indicator under one name, units alike.")
    ] = False,
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=100)] = 50,
    sort: Annotated[str, typer.Option(help="relevance, newest or oldest.")] = "relevance",
    as_csv: Annotated[bool, typer.Option("--csv", help="A table for a spreadsheet.")] = False,
    as_json: Json = False,
) -> None:
    """Compare targets: `vanban targets "kinh tế số"`, along a chain: `vanban targets --along 08-NQ/TU`."""
    from .. import printing

    if along:
        rows = [_drift_row(drift) for drift in _drift(along)]
        if not (rows or as_json or as_csv):
            print(f"No target of {along} was read, or nothing that implements it is here.")
        _show(rows, as_json, as_csv, printing.print_drift)
        return
    from index_mappings import TargetQuery, describe_query, open_index

    settings = load_settings()
    asked = TargetQuery(
        text=" ".join(query or []), province=province, number=number, document=document, issuer=issuer, type=kind,
        unit=unit, value_from=at_least, value_to=at_most, year=year, deadline=deadline, issued_from=since,
        issued_to=until, page=1 if compare else page, size=PAGE if compare else size,
        sort=sort,  # type: ignore[arg-type]  # checked by TargetQuery
    )  # fmt: skip
    with open_index(settings.index_place, api_key=settings.elasticsearch_api_key) as index:
        found = index.search_targets(asked)
        goals = list(_every(index, asked)) if compare else [hit.target for hit in found.hits]
    if not (as_json or as_csv):
        print(f"{describe_query(asked)}: {found.total}")
    if compare:
        _show(_compared(goals, asked.text), as_json, as_csv, printing.print_compared)
    elif as_json or as_csv:
        _show([printing.target_row(goal) for goal in goals], as_json, as_csv, None)
    else:
        printing.print_targets(goals)


def _show(rows: list[dict[str, Any]], as_json: bool, as_csv: bool, print_rows: Any) -> None:
    from .. import printing

    if as_json:
        printing.print_json(rows)
    elif as_csv:
        printing.print_csv(rows)
    else:
        print_rows(rows)


def _every(index: Any, asked: TargetQuery) -> Iterator[TargetRecord]:
    """All targets that a query finds, page by page, up to what can be read."""
    from dataclasses import replace

    for page in range(1, MOST_COMPARED // PAGE + 1):
        hits = index.search_targets(replace(asked, page=page)).hits
        yield from (hit.target for hit in hits)
        if len(hits) < PAGE:
            return


def _compared(goals: list[TargetRecord], words: str) -> list[dict[str, Any]]:
    """Each target with the one name of its indicator and its value in a plain unit, those to be compared together."""
    from documents.comparison import compare_targets

    from .. import printing

    return [
        {
            "group": one.indicator,
            "plain_value": member.value,
            "plain_unit": one.unit,
            **printing.target_row(member.target),
        }
        for one in compare_targets(goals, words)
        for member in one.members
    ]


def _drift(number: str) -> list[TargetDrift]:
    from store.chain import list_drift
    from store.lookup import keys_of

    with watched() as work, work.store.catalog.read() as connection:
        keys = keys_of(connection, number)
        exit_if_none(keys, number)
        return list_drift(connection, work.store.originals, keys)


def _drift_row(drift: TargetDrift) -> dict[str, Any]:
    return {
        "drift": drift.drift,
        "indicator": drift.indicator,
        "above": drift.above,
        "below": drift.below,
        "document": drift.document,
        "of": drift.of,
    }
