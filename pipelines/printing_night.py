"""The night's report on a terminal, read in a minute: the worst first, and all that is fine in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from documents.moments import in_vietnam
from scrapers.errors import RECOGNISED
from store.night_report import Fault, NightReport, Past, PortalNight, StageNight

from .printing import BOLD, DIM, paint

_BARS = "▁▂▃▄▅▆▇█"
_NAMED = 6  # portals with something new that the line of all that is fine names


def print_night(report: NightReport) -> None:
    """Head, portals that failed, portals with something to look at, one line for the rest, stages, what is open."""
    print(paint(_headline(report), BOLD))
    for portal in report.portals:
        if portal.state != "fine":
            print("\n" + "\n".join(_portal_lines(portal)))
    print()
    for line in (_fine_line(report.portals), _stages_line(report.stages), _issues_line(report)):
        if line:
            print(line)
    for url in _gone_quietly(report.portals):
        print(f"gone    {url}")
    for stage in report.stages:
        for fault in stage.faults:
            print(f"  {stage.stage}: " + "\n    ".join(_fault_lines(fault)))


def _headline(report: NightReport) -> str:
    began = in_vietnam(report.started)
    took = ""
    if report.finished:
        seconds = (datetime.fromisoformat(report.finished) - datetime.fromisoformat(report.started)).total_seconds()
        took = f", {seconds / 60:.0f} min" if seconds >= 90 else f", {seconds:.0f} s"
    broken = sum(portal.state == "failed" for portal in report.portals)
    told = f"{broken} of {len(report.portals)} portals failed" if broken else _many(len(report.portals), "portal")
    return f"Night of {began:%d/%m/%Y %H:%M} ({report.kind}{took}): {told}; {_counts(report)}"


def _counts(one: NightReport | PortalNight) -> str:
    told = (f"{one.new} new", f"{one.changed} changed", f"{one.gone} gone", f"{one.failed} failed")
    return ", ".join(part for part in told if part == told[0] or not part.startswith("0 "))


def _portal_lines(portal: PortalNight) -> Iterator[str]:
    state = paint("FAILED" if portal.state == "failed" else "look  ", BOLD)
    yield f"{state}  {paint(portal.portal, BOLD)}: {_counts(portal)}; {_age(portal)}; {_trend(portal.trend)}"
    for fault in portal.faults:
        yield from (f"        {line}" for line in _fault_lines(fault))
    for oddity in portal.oddities:
        yield f"        {oddity.sentence()}"
    for code, count in portal.left_out.items():
        yield f"        {count} × {code}: {RECOGNISED.get(code, '')}".rstrip(": ")
    for told, urls, count in (
        ("gone", portal.gone_urls, portal.gone),
        ("changed", portal.changed_urls, portal.changed),
    ):
        if urls:
            yield f"        {told}: {urls[0]}" + (f" and {count - 1} more" if count > 1 else "")


def _fault_lines(fault: Fault) -> Iterator[str]:
    again = f"tried again from {_moment(fault.next_try)}" if fault.next_try else "parked: not tried again as it is"
    times = f", {fault.attempts} times since {_moment(fault.since)}" if fault.attempts > 1 else ""
    yield f"{fault.count} × {fault.reason}{times}: {fault.url or ''} {fault.detail}".rstrip()
    yield f"  {fault.what_to_do} ({again})"


def _fine_line(portals: Sequence[PortalNight]) -> str:
    fine = [portal for portal in portals if portal.state == "fine"]
    if not fine:
        return ""
    brought = sorted((portal for portal in fine if portal.new), key=lambda portal: -portal.new)
    named = ", ".join(f"{portal.portal} {portal.new}" for portal in brought[:_NAMED])
    more = f", and {len(brought) - _NAMED} others" if len(brought) > _NAMED else ""
    new, changed, gone = (sum(getattr(portal, name) for portal in fine) for name in ("new", "changed", "gone"))
    told = f"{new} new" + (f", {changed} changed" if changed else "") + (f", {gone} gone" if gone else "")
    return f"fine    {_many(len(fine), 'portal')}: {told}" + (f" ({named}{more})" if named else "")


def _gone_quietly(portals: Sequence[PortalNight]) -> list[str]:
    """The first addresses that went from portals without anything else to say of them."""
    return [url for portal in portals if portal.state == "fine" for url in portal.gone_urls][:_NAMED]


def _stages_line(stages: Sequence[StageNight]) -> str:
    told = [f"{stage.stage} {stage.done}" + (f" ({stage.failed} failed)" if stage.failed else "") for stage in stages]
    return f"then    {', '.join(told)}" if told else ""


def _issues_line(report: NightReport) -> str:
    if not report.waiting and not report.parked:
        return "open    nothing"
    return f"open    {report.waiting} to be tried again, {report.parked} parked (vanban issues --parked)"


def _age(portal: PortalNight) -> str:
    if portal.newest is None:
        return f"{portal.held} held, no dates"
    day = "/".join(reversed(portal.newest.split("-")))
    return f"{portal.held} held, the newest of {day} ({_many(portal.age or 0, 'day')})"


def _trend(trend: Sequence[Past]) -> str:
    """What the last nights brought, the newest last: a bar for each, and the number of this one."""
    most = max((night.new for night in trend), default=0)
    bars = "".join(_BARS[-(-night.new * 7 // most)] if most else _BARS[0] for night in trend)
    return paint(f"last nights {bars}", DIM)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _moment(iso: str) -> str:
    return f"{in_vietnam(iso):%d/%m %H:%M}"
