"""When each level acted: the documents of a tree on a line of time, level by level, drawn on the server as SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from documents.levels import LEVELS, level_of
from web.language import show_day

WIDTH, LEFT, ROW, HEAD = 1000, 150, 24, 26  # points: the whole width, room for levels, a document, the years on top
ROOM = 190  # right of the last day, for its name
MOST = 60  # documents in one picture; the list has them all
Header = Mapping[str, Any]


def group_levels(documents: Sequence[Header]) -> list[tuple[str, list[Header]]]:
    """(level, documents by day) from the Centre down, those of bodies that tell no level last, as `other`."""
    order = [*LEVELS, "other"]
    groups: dict[str, list[Header]] = {}
    for document in sorted(documents, key=lambda d: (d["issued"] or "9999", d["id"])):
        groups.setdefault(level_of(document["issuer"]) or "other", []).append(document)
    return sorted(groups.items(), key=lambda group: order.index(group[0]))


def days_between(first: str | None, last: str | None) -> int | None:
    """Days from one ISO day to another; None where one is not known to the day."""
    if not first or not last or len(first) != 10 or len(last) != 10:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def draw_timeline(
    documents: Sequence[Header], roots: Sequence[str], link: Callable[[str], str], say: Callable[..., str]
) -> Markup:
    """A dot for each document on its day, in the lane of its level; nothing for less than two days."""
    dated = [document for document in documents if document["issued"] and len(document["issued"]) == 10][:MOST]
    days = [date.fromisoformat(document["issued"]) for document in dated]
    if len(set(days)) < 2:
        return Markup("")
    first, span = min(days), (max(days) - min(days)).days

    def place(day: date) -> float:
        return LEFT + 10 + (WIDTH - LEFT - ROOM) * (day - first).days / span

    parts, y = [], float(HEAD)
    for level, members in group_levels(dated):
        parts.append(f'<line class="rule" x1="0" x2="{WIDTH}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="0" y="{y + 17}">{escape(say("level_" + level))}</text>')
        for document in members:
            parts.append(_dot(document, place(date.fromisoformat(document["issued"])), y, roots, link))
            y += ROW
    ticks = [
        f'<line class="rule" x1="{place(day):.1f}" x2="{place(day):.1f}" y1="18" y2="{y:.0f}"/>'
        f'<text class="quiet-text" x="{place(day):.1f}" y="14" text-anchor="middle">{day.year}</text>'
        for day in (date(year, 1, 1) for year in range(first.year + 1, max(days).year + 1))
    ]
    head = f'<svg class="times" viewBox="0 0 {WIDTH} {y + 4:.0f}" width="{WIDTH}" height="{y + 4:.0f}" role="group"'
    return Markup(f'{head} aria-label="{escape(say("timeline"))}">{"".join(ticks)}{"".join(parts)}</svg>')


def _dot(document: Header, x: float, y: float, roots: Sequence[str], link: Callable[[str], str]) -> str:
    name = document["number"] or document["title"] or document["id"]
    who = " · ".join(filter(None, (name, document["issuer"], show_day(document["issued"]))))
    kind = "dot root" if document["id"] in roots else "dot"
    return (
        f'<a href="{escape(link("/documents/" + document["id"]))}"><title>{escape(who)}</title>'
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y + 12}" r="5"/><text class="name" x="{x + 10:.1f}" y="{y + 16}">'
        f'{escape(name if len(name) < 22 else name[:20] + "…")} <tspan class="quiet-text">'
        f"{escape(show_day(document['issued']))}</tspan></text></a>"
    )
