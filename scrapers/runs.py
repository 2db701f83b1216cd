"""Runs of alike elements, each of which may be the list of a page: table rows, rows of grids, list entries, cards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scrapers.cards import read_card
from scrapers.fields import own_number
from scrapers.page import Element, Page, text_of
from scrapers.records import flat_records, read_records
from scrapers.rows import Row
from scrapers.table_rows import (
    Heads,
    is_foreign,
    read_grid_heads,
    read_heads,
    read_lone_heads,
    read_table_rows,
    rows_like,
    table_rows,
)

TYPED = 0.8  # share of titles that begin like documents from which on they are: of a list of news some do, too

_ASIDE = re.compile(
    r"(?:^|[-_ ])(menu|nav|navbar|navigation|breadcrumbs?|footer|sidebar|slider|carousel|banner|login|lang|weblink"
    r"|lienket)"
    r"(?:$|[-_ \d])",
    re.I,
)
_STATE = re.compile(
    r"^(odd|even|alt|alternate|first|last|active|selected|current|col(-\w+)*-?|clearfix|row_?|hidden)$", re.I
)
_SIDES = re.compile(r"[-_](?:odd|even|alt|alternate|first|last)$", re.I)
_NUMBERED = re.compile(r"\b(?:Số|SỐ|Số\s*(?:/\s*)?ký\s+hiệu|Số\s+hiệu)\s*:\s*\d")
_LEAST_COLUMNS = 3  # of a row of heads that stands apart
_NO_ROWS = frozenset({"span", "br", "th", "option", "img", "input"})
_CARD = re.compile(r"item|entry|article|asset|abstract|document|vanban|van-ban|vbpq|news|post|card|row", re.I)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of alike elements, its rows in page order."""

    shape: tuple[str, ...]
    box: tuple[str, ...]  # the shape of what holds it, and of what holds that
    rows: tuple[Row, ...]
    members: tuple[Element, ...]
    aside: bool = False  # in a column beside the page's own content

    @property
    def documents(self) -> int:
        """How many of its rows look like documents."""
        return sum(row.score >= 2.5 for row in self.rows)

    @property
    def share(self) -> float:
        """How many of its rows speak of documents."""
        return share_told(self.rows)

    @property
    def dated(self) -> int:
        """How many of its rows show a date."""
        return sum(row.dated for row in self.rows)

    @property
    def weight(self) -> float:
        """What its rows say, all together."""
        return sum(row.score for row in self.rows if row.score > 0)


def share_told(rows: Sequence[Row]) -> float:
    """How many of the rows speak of documents: what only begins like one counts where nearly all do."""
    firm = sum(row.firm and row.score >= 2.5 for row in rows)
    typed = sum(row.typed and not row.firm for row in rows)
    told = firm + typed if firm + typed >= TYPED * len(rows) else firm
    return told / len(rows) if rows else 0.0


@dataclass(slots=True)
class _Claimed:
    """What the walk over a page has seen: elements that belong to tables and grids, and heads that wait for rows."""

    rows: set[Element] = field(default_factory=set)
    around: set[Element] = field(default_factory=set)  # what holds a table of documents is no row itself
    heads: Heads | None = None
    columns: int = 0

    def wait(self, heads: Heads | None = None, columns: int = 0) -> None:
        """Heads that stand apart: their rows are in the next table or grid with as many columns."""
        self.heads, self.columns = heads, columns


def find_runs(page: Page, aside: bool = False) -> Iterator[Run]:
    """Every run of alike elements with at least one usable row: tables first, then grids, lists and cards.

    With `aside` those too that stand in boxes named like menus.
    """
    body = page.tree.find("body")
    if body is None:
        return
    claimed = _Claimed()
    for table in body.iter("table", "tbody"):
        inner = table.tag == "tbody" and table.getparent() is not None and table.getparent().tag == "table"
        if not inner and not _is_aside(table, aside):
            yield from _table_runs(table, page, claimed)
    claimed.wait()
    tables = set(claimed.rows)
    for parent in body.iter():
        if isinstance(parent.tag, str) and len(parent) and parent not in tables and not _is_aside(parent, aside):
            yield from _grid_runs(parent, page, claimed)


def _table_runs(table: Element, page: Page, claimed: _Claimed) -> Iterator[Run]:
    rows = table_rows(table)
    heads = read_heads(rows) if rows else None
    if heads and heads[1] == len(rows) - 1 <= 1 and len(rows[-1]) >= _LEAST_COLUMNS:
        claimed.wait(heads[0], len(rows[-1]))
        return
    if not heads and rows and claimed.heads and len(rows[0]) == claimed.columns:
        heads = claimed.heads, -1
    claimed.wait()
    records = [] if heads else read_records(rows)
    if heads or records or is_foreign(rows):
        claimed.rows.update(rows, (table,))
        claimed.around.update(table.iterancestors())
    if heads:
        yield from _run(table, rows[heads[1] + 1 :], page, heads[0])
    elif records:
        yield from _run(table, records, page, None)


def _grid_runs(parent: Element, page: Page, claimed: _Claimed) -> Iterator[Run]:
    heads = read_grid_heads(parent)
    if heads:
        rows = list(parent)[heads[1] + 1 :]
        claimed.rows.update(rows)
        yield from _run(parent, rows, page, heads[0])
    if lone := read_lone_heads(parent):
        claimed.wait(*lone)
    elif claimed.heads and (rows := rows_like(parent, claimed.columns)):
        claimed.rows.update(rows)
        yield from _run(parent, rows, page, claimed.heads)
        claimed.wait()
    elif records := flat_records(parent):
        claimed.rows.update(parent)
        yield from _run(parent, records, page, None)
    else:
        for members in _groups(parent, claimed):
            yield from _run(parent, members, page, None)


def _groups(parent: Element, claimed: _Claimed) -> Iterator[list[Element]]:
    """The alike among an element's children; one alone only if it calls itself an entry."""
    groups: dict[tuple[str, ...], list[Element]] = defaultdict(list)
    for child in parent:
        known = child in claimed.rows or child in claimed.around
        if isinstance(child.tag, str) and child.tag not in _NO_ROWS and not known and _may_be_row(child):
            groups[_shape(child)].append(child)
    for members in _joined(list(groups.values())):
        if len(members) > 1 or _is_card(members[0]):
            yield members


def _joined(groups: list[list[Element]]) -> list[list[Element]]:
    """Two groups that take turns are one, whatever their classes are called: rows of two colours."""
    if len(groups) != 2 or groups[0][0].tag != groups[1][0].tag or min(map(len, groups)) < 2:
        return groups
    first, second = groups
    order = sorted((*first, *second), key=lambda element: element.getparent().index(element))
    turns = all((one in first) != (other in first) for one, other in pairwise(order))
    return [order] if turns else groups


def _may_be_row(element: Element) -> bool:
    """A paragraph is a row only if it is hardly more than its link: running text cites documents too.

    A link is one if it holds a whole card, a cell of a table if it holds more than a line, a paragraph that tells its
    document's number, first or by a label, if it leads somewhere.
    """
    if element.tag == "a":
        return len(element) > 1
    if element.tag == "td":
        return bool(element.xpath("./div|./p|./table|./ul")) and bool(element.xpath(".//a[@href]"))
    if element.tag != "p":
        return True
    told = text_of(element)
    if element.xpath(".//a[@href]") and (own_number(told)[0] or _NUMBERED.search(told)):
        return True
    linked = sum(len(text_of(a)) for a in element.iter("a"))
    return linked > 12 and linked >= 0.6 * len(told)


def _is_card(element: Element) -> bool:
    """True for an element alone among its kind that calls itself, or its parts, an entry of a list."""
    return any(_CARD.search(" ".join(_shape(part))) for part in (element, *element) if isinstance(part.tag, str))


def _run(parent: Element, members: list[Element], page: Page, heads: Heads | None) -> Iterator[Run]:
    if heads:
        found = read_table_rows(members, page, heads)
    else:
        found = [(member, row) for member in members if (row := read_card(member, page)) is not None]
    if found:
        kind = "table" if heads else "run"
        used, rows = zip(*found, strict=True)
        aside = any(up.tag == "aside" for up in (parent, *parent.iterancestors()))
        around = parent.getparent()
        box = (*_shape(parent), *(_shape(around) if around is not None else ()))
        yield Run((kind, *_shape(parent)[:1], *_shape(members[0])), box, rows, used, aside)


def _shape(element: Element) -> tuple[str, ...]:
    """What makes elements alike: tag and classes, without counts and states (odd, even, first)."""
    classes = (_SIDES.sub("", re.sub(r"\d+", "", c)) for c in (element.get("class") or "").split())
    return (element.tag, *sorted({c for c in classes if c and not _STATE.match(c)}))


def _is_aside(element: Element, named: bool = False) -> bool:
    """True inside menus, footers, sliders and other places where no list of documents stands.

    With `named` the names of boxes say nothing, only elements that are made for menus and footers do.
    """
    for up in (element, *element.iterancestors()):
        if up.tag in ("nav", "footer"):
            return True
        if not named and up.tag != "body" and _ASIDE.search(f"{up.get('class') or ''} {up.get('id') or ''}"):
            return True
    return False
