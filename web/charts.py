"""Bars for one indicator and for the nights of a portal: SVG made on the server, without a script, printed as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from documents.collation import collation_key
from web.language import Words, show_number

LABEL, ROW, WIDTH = 150, 22, 640  # points: room for names, height of a row, whole width
MOST = 60  # bars in one picture; the table beside it has them all
MOST_IN_CELL = 4
CROWD = 200  # targets of which a table shows only the surest of each place and year
NIGHTS, NIGHT_WIDTH, NIGHT_HEIGHT = 14, 7, 22  # of a portal's trend
Goal = Mapping[str, Any]


def draw_bars(goals: Sequence[Goal], results: Sequence[Goal], say: Words) -> Markup:
    """Year by year a bar for each province with a value, the best known one, and below it what was reached.

    `say` gives the words of the page. Nothing is drawn for less than two bars.
    """
    aimed, reached = _best(goals), _best(results)
    names = sorted({*aimed, *reached}, key=lambda name: (name[0], collation_key(name[1])))[:MOST]
    values = [abs(goal["plain_value"]) for goal in [*aimed.values(), *reached.values()]]
    top = max(values, default=0)
    if len(names) < 2 or not top:
        return Markup("")
    parts, y, year = [], 0.0, None
    for name in names:
        if name[0] != year:
            year = name[0]
            parts.append(f'<text class="year" x="0" y="{y + 17}">{escape(year)}</text>')
            y += ROW + 2
        if name in aimed:
            parts.append(_bar(aimed[name], name[1], y, top, "bar", say))
        if name in reached:
            y += ROW - 7 if name in aimed else 0
            label = "" if name in aimed else name[1]
            parts.append(_bar(reached[name], label, y, top, "reached", say))
        y += ROW
    about = escape(f"{say('bars_of')}: {goals[0]['group']}")
    head = f'<svg class="bars" viewBox="0 0 {WIDTH} {y + 4:.0f}" width="{WIDTH}" height="{y + 4:.0f}" role="img"'
    return Markup(f'{head} aria-label="{about}">{"".join(parts)}</svg>')


def _best(goals: Sequence[Goal]) -> dict[tuple[str, str], Goal]:
    """The surest value of each year and province."""
    best: dict[tuple[str, str], Goal] = {}
    for goal in goals:
        name = (goal["year"] or "", goal["province"] or "")
        shown = goal["plain_value"] is not None and goal["change"] == "level" and name[1]
        if shown and (name not in best or goal["confidence"] > best[name]["confidence"]):
            best[name] = goal
    return best


def _bar(goal: Goal, label: str, y: float, top: float, kind: str, say: Words) -> str:
    length = (WIDTH - LABEL - 110) * abs(goal["plain_value"]) / top
    thin = 5 if kind == "reached" else 0
    x, width, height = LABEL, max(length, 1), ROW - 8 - thin
    value = f"{show_number(goal['value'], say.language)} {goal['unit'] or ''}".strip()
    more = f' <tspan class="quiet-text">{escape(say("reached"))}</tspan>' if thin else ""
    return (
        f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(label)}</text>'
        f'<rect class="{kind}" x="{x}" y="{y + 4 + thin / 2}" width="{width:.1f}" height="{height}"/>'
        f'<text x="{LABEL + length + 6:.1f}" y="{y + 15}">{escape(value)}{more}</text>'
    )


def draw_trend(nights: Sequence[tuple[str, int, int]], about: str) -> Markup:
    """What each of the last nights brought, as (day, new, failed): a bar a night, the oldest first; nothing for one."""
    shown = nights[-NIGHTS:]
    top = max((new + failed for _, new, failed in shown), default=0)
    if len(shown) < 2 or not top:
        return Markup("")
    parts = []
    for at, (_, new, failed) in enumerate(shown):
        high, bad = (NIGHT_HEIGHT * count / top for count in (new + failed, failed))
        x, width = at * NIGHT_WIDTH, NIGHT_WIDTH - 1
        parts.append(f'<rect x="{x}" y="{NIGHT_HEIGHT - high:.1f}" width="{width}" height="{high:.1f}"/>')
        if failed:
            parts.append(
                f'<rect class="failed-bar" x="{x}" y="{NIGHT_HEIGHT - bad:.1f}" width="{width}" height="{bad:.1f}"/>'
            )
    wide = len(shown) * NIGHT_WIDTH
    head = f'<svg class="trend" viewBox="0 0 {wide} {NIGHT_HEIGHT}" width="{wide}" height="{NIGHT_HEIGHT}" role="img"'
    return Markup(f'{head} aria-label="{escape(about)}">{"".join(parts)}</svg>')


def lay_matrix(
    goals: Sequence[Goal], results: Sequence[Goal]
) -> tuple[list[str], list[tuple[str, list[tuple[list[Goal], list[Goal]]]]]]:
    """(years, rows): a row a province, a cell the values set for a year, the surest first, and the results."""
    years = sorted({goal["year"] for goal in (*goals, *results) if goal["year"]})
    aimed, reached = _cells(goals), _cells(results)
    places = sorted({place for place, _ in (*aimed, *reached)}, key=collation_key)
    rows = [(place, [(aimed.get((place, y), []), reached.get((place, y), [])) for y in years]) for place in places]
    return years, rows


def _cells(goals: Sequence[Goal]) -> dict[tuple[str, str], list[Goal]]:
    cells: dict[tuple[str, str], dict[tuple[Any, ...], Goal]] = {}
    for goal in sorted(goals, key=lambda goal: -goal["confidence"]):
        if goal["province"] and goal["year"] and goal["value"] is not None:
            said = (goal["comparator"], goal["change"], goal["value"], goal["value2"])
            cells.setdefault((goal["province"], goal["year"]), {}).setdefault(said, goal)
    most = MOST_IN_CELL if len(goals) < CROWD else 1
    return {place: list(cell.values())[:most] for place, cell in cells.items()}
