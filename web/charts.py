"""Bars for one indicator: drawn on the server as SVG, so that they need no script and print as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from web.language import show_number

LABEL, ROW, WIDTH = 190, 22, 640  # points: room for names, height of a row, whole width
MOST = 40
MOST_IN_CELL = 4
REPORT = "Báo cáo"  # what it states was reached, or is reported to be


def draw_bars(goals: Sequence[Mapping[str, Any]]) -> Markup:
    """One bar for each province and year with a value, the best known one; nothing for less than two."""
    best: dict[tuple[str, str], Mapping[str, Any]] = {}
    for goal in goals:
        name = (goal["province"] or "", goal["year"] or "")
        shown = goal["plain_value"] is not None and goal["change"] == "level" and name[0]
        if shown and (name not in best or goal["confidence"] > best[name]["confidence"]):
            best[name] = goal
    rows = sorted(best.items())[:MOST]
    top = max((abs(goal["plain_value"]) for _, goal in rows), default=0)
    if len(rows) < 2 or not top:
        return Markup("")
    years = sorted({year for (_, year), _ in rows})
    parts = []
    for at, ((province, year), goal) in enumerate(rows):
        y = at * ROW
        length = (WIDTH - LABEL - 80) * abs(goal["plain_value"]) / top
        later = " later" if years.index(year) % 2 else ""
        parts.append(
            f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(province)} {escape(year)}</text>'
            f'<rect class="bar{later}" x="{LABEL}" y="{y + 4}" width="{length:.1f}" height="{ROW - 8}"/>'
            f'<text x="{LABEL + length + 6:.1f}" y="{y + 15}">{escape(show_number(goal["value"]))} '
            f"{escape(goal['unit'] or '')}</text>"
        )
    about = escape(goals[0]["group"])
    head = f'<svg class="bars" viewBox="0 0 {WIDTH} {len(rows) * ROW + 4}" role="img" aria-label="{about}">'
    return Markup(head + "".join(parts) + "</svg>")


def lay_matrix(goals: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[tuple[str, list[list[Mapping[str, Any]]]]]]:
    """(years, rows): a row a province, a cell the values set there for a year, each value once, the surest first."""
    years = sorted({goal["year"] for goal in goals if goal["year"]})
    places: dict[str, dict[str, dict[tuple[Any, ...], Mapping[str, Any]]]] = {}
    for goal in sorted(goals, key=lambda goal: -goal["confidence"]):
        if goal["province"] and goal["year"] and goal["value"] is not None:
            cell = places.setdefault(goal["province"], {}).setdefault(goal["year"], {})
            said = (goal["comparator"], goal["change"], goal["value"], goal["value2"], goal["type"] == REPORT)
            cell.setdefault(said, goal)
    rows = [
        (place, [list(cells.get(year, {}).values())[:MOST_IN_CELL] for year in years])
        for place, cells in sorted(places.items())
    ]
    return years, rows
