"""How a discovery and a check of portals look to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .printing import BOLD, DIM, paint

if TYPE_CHECKING:
    from scrapers.check import Finding


def print_discovery(told: Mapping[str, Any], text: str) -> None:
    """The proposed file, rows included; then what was left out and what could not be had."""
    print(text or f"no list of documents was found on {told['url']}")
    for note in told["notes"]:
        print(note)
    if told["left_out"]:
        print(paint("Left out", BOLD))
        for one in told["left_out"]:
            print(f"  {one['url']}  {one['rows']} rows: {one['why']}")
    failed = [one for one in told["asked"] if ":" in one["came"]]
    print(paint(f"{len(told['asked'])} requests, {len(failed)} without a page", BOLD))
    for one in failed:
        print(paint(f"  {one['url']}  {one['came']}", DIM))


def print_findings(findings: Sequence[Finding]) -> None:
    """Each list with what is right in one line, then a line for each thing that is not; portals in trouble first."""
    wrong = {one.portal for one in findings if one.state == "wrong"}
    by_list = [(key, list(group)) for key, group in groupby(findings, key=lambda one: (one.portal, one.url))]
    for (portal, url), group in sorted(by_list, key=lambda pair: pair[0][0] not in wrong):
        print(f"{paint(portal, BOLD)}  {url}")
        if right := [f"{one.check}: {one.told}" for one in group if one.state == "right"]:
            print(f"  right  {' · '.join(right)}")
        for one in group:
            if one.state != "right":
                print(f"  {one.state:5}  {one.check}: {one.told}")
                print(paint(f"         → {one.what_to_do}", DIM))
    portals = {one.portal for one in findings}
    print(f"{len(portals)} portals looked at, {len(portals - wrong)} as their files say, {len(wrong)} not")


def finding_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings for programs, one each."""
    return [asdict(one) for one in findings]
