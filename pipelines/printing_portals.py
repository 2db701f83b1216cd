"""How a discovery and a check of portals look to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .printing import BOLD, DIM, paint


def print_discovery(told: Mapping[str, Any], text: str) -> None:
    """The proposed file, rows included; then what was left out and what could not be had."""
    print(text or f"no list of documents was found on {told['url']}")
    if told["left_out"]:
        print(paint("Left out", BOLD))
        for one in told["left_out"]:
            print(f"  {one['url']}  {one['rows']} rows: {one['why']}")
    failed = [one for one in told["asked"] if ":" in one["came"]]
    print(paint(f"{len(told['asked'])} requests, {len(failed)} without a page", BOLD))
    for one in failed:
        print(paint(f"  {one['url']}  {one['came']}", DIM))
