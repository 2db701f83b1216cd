"""Asking what is missing: plans, resolutions, numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .common import Json, exit_if_none, watched

if TYPE_CHECKING:
    from store.gaps import Gap
    from store.series import Series


class Over(StrEnum):
    """What `gaps` without a number looks for over all that is held."""

    resolutions = "resolutions"
    plans = "plans"
    red_links = "red-links"
    series = "series"


def gaps(
    number: Annotated[
        str | None, typer.Argument(help="A document of the Centre or the Party, in any spelling.")
    ] = None,
    over: Annotated[
        Over, typer.Option(help="Without a number: resolutions with no plan, plans with no resolution, ...")
    ] = Over.red_links,
    province: Annotated[str | None, typer.Option(help="Only this province (resolutions, plans).")] = None,
    issuer: Annotated[str | None, typer.Option(help="Only this issuing body, its name in full (series).")] = None,
    year: Annotated[str | None, typer.Option(help="Only this year or term (series).")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many lines.")] = 100,
    as_json: Json = False,
) -> None:
    """Where a plan is missing: `vanban gaps 57-NQ/TW`; without a number, what else is: `vanban gaps --over series`.

    A province of which nothing is held from that time on is `not_crawled`, never `missing`.
    """
    from store import gaps as held
    from store.lookup import keys_of
    from store.series import list_series

    from .. import printing

    with watched() as work, work.store.catalog.read() as connection:
        if number:
            found = held.list_gaps(connection, work.store.originals, keys_of(connection, number))
            exit_if_none(found, number)
            _show([_gap_row(gap) for gap in found], as_json, _print_gaps)
        elif over is Over.series:
            series = list_series(connection, issuer, year)[:limit]
            _show([_series_row(each) for each in series], as_json, _print_series)
        elif over is Over.red_links:
            _show(held.list_red_links(connection, limit), as_json, _print_red_links)
        else:
            ask = held.resolutions_without_plan if over is Over.resolutions else held.plans_without_resolution
            _show(ask(connection, province, limit), as_json, lambda rows: [print(printing.headline(r)) for r in rows])


def _show(rows: list[dict[str, Any]], as_json: bool, print_rows: Any) -> None:
    from .. import printing

    if as_json:
        printing.print_json(rows)
    else:
        print_rows(rows)


def _gap_row(gap: Gap) -> dict[str, Any]:
    return {
        "province": gap.province,
        "state": gap.state,
        "documents": list(gap.documents),
        "held": gap.held,
        "newest": gap.newest,
    }


def _print_gaps(rows: list[dict[str, Any]]) -> None:
    from .. import printing

    lines = []
    for row in rows:
        first = row["documents"][0] if row["documents"] else None
        days = f"{first['days']} days after" if first and first["days"] is not None else ""
        more = f"and {len(row['documents']) - 1} more" if len(row["documents"]) > 1 else ""
        if row["state"] != "not_crawled":
            name = printing.headline(first) if first else ""
            lines.append((row["province"], row["state"], name, days, more, row["held"]))
    if lines:
        printing.print_table(("province", "state", "first document", "", "", "held since then"), lines)
    unknown = [row["province"] for row in rows if row["state"] == "not_crawled"]
    if unknown:
        print(f"not_crawled (nothing held from that time on, so nothing is said): {', '.join(unknown)}")


def _series_row(series: Series) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(series), "missing": [list(hole) for hole in series.missing]}


def _print_series(rows: list[dict[str, Any]]) -> None:
    from .. import printing

    lines = [
        (
            row["issuer"], row["form"], row["period"], row["held"], row["cited"], row["highest"],
            f"{row['estimated']} (≤ {row['at_most']})" if row["estimated"] else "too few to say",
            f"{row['share']:.0%}" if row["share"] is not None else "", _ranges(row["missing"]),
        )
        for row in rows
    ]  # fmt: skip
    columns = ("issuer", "form", "period", "held", "cited", "highest", "in all, estimated", "share held", "missing")
    printing.print_table(columns, lines)


def _ranges(holes: list[list[int]]) -> str:
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in holes)


def _print_red_links(rows: list[dict[str, Any]]) -> None:
    from .. import printing

    for row in rows:
        title = f"  {row['title']}" if row["number"] and row["title"] else ""  # without a number it is in the headline
        print(f"{row['cited_by']:>5} ×  {printing.headline(row)}{title}")
