"""From the parameters of an address to a query, and back: every filter has an address that takes it off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from index_mappings import Query, Understood
from index_mappings.filters import FILTERS
from web.language import Words
from web.saying import say_filter

FILTER_NAMES = tuple(row.parameter for row in FILTERS)
PAGE_SIZE = 10
SORTS = ("relevance", "newest", "oldest")
# A facet's value sets this filter; a year is that of issue, so it sets both ends.
FACET_FILTERS = {"province": "province", "type": "type", "issuer": "issuer", "year": "year"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: its sentence, the words it was read from (None when it was set), the address without it."""

    parameter: str
    sentence: str
    words: str | None
    off: str


def read_query(params: Mapping[str, Any], facets: bool = True) -> Query:
    """The query of an address; raises BadQuery for what no index can answer."""
    given = {name: value for name in FILTER_NAMES if (value := str(params.get(name) or "").strip())}
    return Query(
        text=str(params.get("q") or "").strip(),
        page=_whole(params.get("page"), 1),
        size=min(_whole(params.get("size"), PAGE_SIZE), 100),
        sort=params.get("sort") or "relevance",
        facets=facets,
        **given,  # type: ignore[arg-type]  # names of FILTERS
    )


def _whole(value: Any, default: int) -> int:
    return int(value) if value and str(value).isdecimal() and len(str(value)) < 7 else default


def left_as_words(params: Any) -> tuple[str, ...]:
    """The parameters that the person wants read as words."""
    given = params.getlist("leave") if hasattr(params, "getlist") else params.get("leave", ())
    return tuple(name for name in given if name in FILTER_NAMES)


def address(path: str, params: Iterable[tuple[str, str]], **changed: Any) -> str:
    """The address with some parameters set anew (None: taken out); whatever changes, it begins at the first page."""
    kept = [(name, value) for name, value in params if name not in changed and name != "page" and value]
    kept += [(name, str(value)) for name, value in changed.items() if value is not None]
    return f"{path}?{_encode(kept)}" if kept else path


def _encode(pairs: Iterable[tuple[str, str]]) -> str:
    """As urlencode does; a page has some forty addresses made of the same few names and values."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


@lru_cache(2_000)
def _quoted(text: str) -> str:
    return quote_plus(text)


def list_chips(
    path: str, params: list[tuple[str, str]], asked: Query, understood: Understood, words: Words
) -> list[Chip]:
    """The filters in force in the reader's language, those that were set and those that were read out of the text."""
    set_by_hand = [
        Chip(name, say_filter(name, str(getattr(asked, name)), words), None, address(path, params, **{name: None}))
        for name in FILTER_NAMES
        if getattr(asked, name)
    ]
    read = [
        Chip(r.parameter, say_filter(r.parameter, r.value, words), r.words, _with_word(path, params, r.parameter))
        for r in understood.readings
    ]
    return set_by_hand + read


def _with_word(path: str, params: list[tuple[str, str]], parameter: str) -> str:
    kept = [(name, value) for name, value in params if name != "page"]
    return f"{path}?{_encode([*kept, ('leave', parameter)])}"
