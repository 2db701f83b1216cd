"""Rows that a page keeps in its scripts for the browser to draw: lists of objects with a number and a title.

What their fields are called is data: data/json_keys.csv.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from documents.record import Item
from documents.tables import read_table
from scrapers import fields
from scrapers.json_days import read_day
from scrapers.page import Page, absolute, is_file

_SCRIPT = re.compile(r"<script\b[^>]*>(.{20,4000000}?)</script>", re.I | re.S)
_OPENING = re.compile(r'[\[{]\s*[\[{"]')
_LEAST = 2  # rows
_MOST_TRIES = 40  # places of one script where JSON may begin


def script_rows(page: Page) -> tuple[Item, ...]:
    """The documents told by the longest list of them in the page's scripts; none where no list tells numbers."""
    lists = (found for script in _SCRIPT.finditer(page.html) for told in _json(script[1]) for found in _lists(told))
    read = ([_item(row, page) for row in rows] for rows in lists)
    told = [[item for item in items if item is not None] for items in read]
    best = max(told, key=len, default=[])
    return tuple(best) if len(best) >= _LEAST else ()


def _json(script: str) -> Iterator[Any]:
    decoder, start = json.JSONDecoder(), 0
    for _ in range(_MOST_TRIES):
        opening = _OPENING.search(script, start)
        if opening is None:
            return
        try:
            told, start = decoder.raw_decode(script, opening.start())
        except (ValueError, RecursionError):
            start = opening.start() + 1
        else:
            yield told


def _lists(told: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    """Every list of objects within; a string that is itself JSON is not opened."""
    if depth > 12:
        return
    if isinstance(told, list):
        rows = [one for one in told if isinstance(one, dict)]
        if len(rows) >= _LEAST:
            yield rows
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    for one in inner:
        yield from _lists(one, depth + 1)


@cache
def _keys() -> dict[str, str]:
    return {row["key"]: row["field"] for row in read_table("json_keys", "scrapers")}


def _item(row: dict[str, Any], page: Page) -> Item | None:
    said: dict[str, Any] = {}
    for key, value in row.items():
        name = _keys().get(re.sub(r"[^a-z]", "", key.lower()))
        if name and value not in (None, "", [], {}):
            said.setdefault(name, value)
    title = said.get("title") if isinstance(said.get("title"), str) else None
    number = fields.read_number(str(said.get("number", "")))
    if not title or not number or not fields.NUMBER_SHAPE.search(number):
        return None
    detail = _address(said.get("detail"), page)
    file = _address(said.get("file"), page)
    return Item(
        number=number,
        issued=read_day(said.get("issued")),
        title=" ".join(title.split()),
        type=_named(said.get("type")) or fields.told_type(title, number),
        issuer=_named(said.get("issuer")),
        detail_url=detail if detail and not is_file(detail) else None,
        file_urls=tuple(dict.fromkeys(url for url in (detail, file) if url and is_file(url))),
    )


def _named(told: Any) -> str | None:
    """A name, told as text or within an object."""
    if isinstance(told, dict):
        told = next((told[key] for key in ("ten", "name", "title") if isinstance(told.get(key), str)), None)
    return told if isinstance(told, str) and not told.isdigit() else None


def _address(told: Any, page: Page) -> str | None:
    if isinstance(told, list):
        told = told[0]
    if isinstance(told, dict):
        told = next((told[key] for key in ("url", "link", "href", "path") if isinstance(told.get(key), str)), None)
    return absolute(page.base, told) if isinstance(told, str) and "/" in told else None
