"""What the operator sees: the last night and those before, what stands open by reason, how well provinces are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from documents.collation import collation_key
from documents.provinces import province_today
from documents.record import to_json
from store.answers import count_holdings
from store.issues import list_issues
from store.night_report import find_night, load_report, load_reports
from store.nights import list_portals, list_provinces
from store.runs import latest_tallies
from store.series import Series, list_series
from web.site import Site
from web.views import NotFound

NIGHTS = 14  # told of on one page
SHOWN = 20  # issues of one reason


def show_night(site: Site, run: str | None = None) -> dict[str, Any]:
    """A night (`run`: a day or moment; else the last), the nights before it, and how it stands now; raises NotFound.

    `portals` are told only where no night has ended yet: a night's report has its own, and counting all costs a second
    among 100,000 documents.
    """
    return site.remember(("night", run), lambda: _tell_night(site, run))


def _tell_night(site: Site, run: str | None) -> dict[str, Any]:
    with site.store.catalog.read() as connection:
        if run:
            started = find_night(connection, run)
            report = load_report(connection, started) if started else None
            if report is None:
                raise NotFound(run)
        else:
            report = next(iter(load_reports(connection)), None)
        issues = list_issues(connection)
        coverage = _cover(list_series(connection))
        provinces = [{**asdict(place), **coverage.get(place.province, {})} for place in list_provinces(connection)]
        return {
            "night": to_json(report) if report else None,
            "nights": [
                {name: getattr(past, name) for name in ("started", "kind", "new", "changed", "gone", "failed")}
                for past in load_reports(connection, limit=NIGHTS)
            ],
            "runs": [
                {"stage": t.stage, "portal": t.portal or None, "started": started, "asked": t.asked, "done": t.done,
                 "unchanged": t.unchanged, "failed": t.failed}
                for started, t in latest_tallies(connection)
            ],
            "holdings": count_holdings(connection),
            "portals": [asdict(portal) for portal in (list_portals(connection) if report is None else ())],
            "provinces": sorted(provinces, key=lambda place: collation_key(place["province"])),
            "reasons": _by_reason(issues),
            "issues": issues,
        }  # fmt: skip


def _cover(series: Iterable[Series]) -> dict[str, dict[str, Any]]:
    """By province of today: documents held of series that are long enough to be estimated, and how long those are."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in series:
        if each.estimated and (name := province_today(each.province)):
            counts[name][0] += each.held
            counts[name][1] += each.estimated
    return {name: {"in_series": held, "estimated": whole} for name, (held, whole) in counts.items()}


def _by_reason(issues: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The open issues by stage and reason, the most frequent first: how many, where, the next try, examples."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for issue in issues:
        groups[issue["stage"], issue["reason"]].append(issue)
    return [
        {
            "stage": stage,
            "reason": reason,
            "count": len(members),
            "parked": sum(1 for issue in members if issue["parked"]),
            "portals": sorted({issue["portal"] for issue in members if issue["portal"]}),
            "next_try": min((issue["next_try"] for issue in members if issue["next_try"]), default=None),
            "what_to_do": members[0]["what_to_do"],
            "examples": members[:SHOWN],
        }
        for (stage, reason), members in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    ]


def seconds_between(started: str, finished: str | None) -> int | None:
    """How long a night took; None while it has no end."""
    if not finished:
        return None
    return round((datetime.fromisoformat(finished) - datetime.fromisoformat(started)).total_seconds())
