"""Reading a list of documents off any page, without selectors.

A list is a run of alike elements: table rows, list entries, cards. Each run is judged by what its members say:
a document's own number, its date of issue, a document type, a file. The run with most of that is the list. Where no
run speaks of documents, dated titles of the main column are taken with low confidence (many portals publish their
documents as articles), and menus, which have neither, never are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.record import Item
from scrapers.cards import read_card
from scrapers.fields import NUMBER_SHAPE
from scrapers.page import Element, Page, read_page, text_of
from scrapers.page_request import PageRequest
from scrapers.pager import find_next, has_script_pager
from scrapers.postback import find_postback
from scrapers.records import flat_records, read_records
from scrapers.rows import Row
from scrapers.script_rows import script_rows
from scrapers.table_rows import Heads, is_foreign, read_grid_heads, read_heads, read_table_rows, table_rows

SCRIPT_PAGER = "further pages are reached by script only"
TYPED = 0.8  # share of titles that begin like documents from which on they are: of a list of news some do, too
DOCUMENTS = 0.5  # a confidence from here on means: rows that speak of documents

_ASIDE = re.compile(
    r"(?:^|[-_ ])(menu|nav|navbar|navigation|breadcrumbs?|footer|sidebar|slider|carousel|banner|login|lang|weblink"
    r"|lienket)"
    r"(?:$|[-_ \d])",
    re.I,
)
_STATE = re.compile(
    r"^(odd|even|alt|alternate|first|last|active|selected|current|col(-\w+)*-?|clearfix|row_?|hidden)$", re.I
)
_NO_ROWS = frozenset({"span", "br", "th", "option", "img", "input"})
_CARD = re.compile(r"item|entry|article|asset|abstract|document|vanban|van-ban|vbpq|news|post|card|row", re.I)


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one listing page in page order, the pages that follow, and how sure we are that they are documents.

    `confidence` is the share of rows that speak of documents, 0 where nothing was found; below DOCUMENTS the rows
    are dated titles that may be news. `next` is the request for the following page where an address alone does not
    reach it (a form posted back, a pager's own service). `notes` are oddities for people.
    """

    items: tuple[Item, ...] = ()
    next_urls: tuple[str, ...] = ()
    next: PageRequest | None = None
    confidence: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of alike elements, its rows in page order."""

    shape: tuple[str, ...]
    box: tuple[str, ...]  # the shape of what holds it, and of what holds that
    rows: tuple[Row, ...]
    members: tuple[Element, ...]
    aside: bool = False  # in a column beside the page's own content

    @property
    def documents(self) -> int:
        return sum(row.score >= 2.5 for row in self.rows)

    @property
    def is_firm(self) -> bool:
        return _share(self.rows) >= DOCUMENTS

    @property
    def dated(self) -> int:
        return sum(row.dated for row in self.rows)

    @property
    def weight(self) -> float:
        return sum(row.score for row in self.rows if row.score > 0)


def read_rows(html: str | bytes | Page, base_url: str = "") -> Listing:
    """The documents a page lists: each row's number, date of issue, title, type, detail address and files.

    A number is the document's own, in canonical form where the grammar knows it; a date is one the page calls the
    date of issue. Rows keep page order; a row is given once.
    """
    page = html if isinstance(html, Page) else read_page(html, base_url)
    drawn = _drawn(page)
    if drawn.confidence >= DOCUMENTS:
        return drawn
    kept = script_rows(page)  # for the browser to draw
    return replace(drawn, items=kept, confidence=1.0) if kept else drawn


def _drawn(page: Page) -> Listing:
    """The list that the page's elements show."""
    runs = list(_runs(page))
    best = max((r for r in runs if _is_list(r)), key=lambda r: (r.is_firm, r.weight, len(r.rows)), default=None)
    if best is None:
        best = max((r for r in runs if _is_dated(r)), key=lambda r: (r.dated, r.weight), default=None)
        if best is None:
            named = _runs(page, aside=True) if NUMBER_SHAPE.search(page.text()) else ()
            best = max((r for r in named if _is_sure(r)), key=lambda r: r.weight, default=None)
            return _listing(page, best.rows if best else ())
    best = _innermost(best, [run for run in runs if _alike(run)])
    return _listing(page, [row for run in runs if run is best or _belongs(run, best) for row in run.rows])


def rows_listing(page: Page, elements: Sequence[Element]) -> Listing:
    """The listing of a page whose rows an engine has found: every element that says anything is a row."""
    return _listing(page, [row for element in elements if (row := read_card(element, page)) is not None])


def table_listing(page: Page, table: Element) -> Listing:
    """The listing of a page whose table an engine has found; without known heads its rows are read as cards."""
    rows = table_rows(table)
    heads = read_heads(rows)
    if heads is None:
        return rows_listing(page, rows)
    return _listing(page, [row for _, row in read_table_rows(rows[heads[1] + 1 :], page, heads[0])])


def items_listing(items: Iterable[Item | None]) -> Listing:
    """The listing of rows that a program's format (JSON, a feed) tells outright."""
    found = _once(item for item in items if item is not None)
    told = sum(bool(item.number or item.type or item.file_urls) for item in found)
    return Listing(found, confidence=round(told / len(found), 2) if found else 0.0)


def known_listing(page: Page, items: Iterable[Item | None]) -> Listing:
    """The listing of a page whose rows an engine has read itself; the page's pager still tells what follows."""
    following = _listing(page, ())
    found = items_listing(items)
    return replace(following, items=found.items, confidence=found.confidence)


def disagreement(engine: Listing, reader: Listing) -> str | None:
    """How an engine's listing and the reader's differ in their documents, or None where they agree well enough.

    A reader that is not sure, or saw hardly any row, is no witness.
    """
    if reader.confidence < DOCUMENTS or len(reader.items) < 3:
        return None
    ours, theirs = ({_identity(item) for item in listing.items} for listing in (engine, reader))
    shared = len(ours & theirs)
    if shared * 2 >= max(len(ours), len(theirs)):
        return None
    return f"engine and reader disagree: {len(ours)} and {len(theirs)} rows, {shared} shared"


def _identity(item: Item) -> str:
    return item.detail_url or next(iter(item.file_urls), None) or item.number or item.title or ""


def _listing(page: Page, rows: Sequence[Row]) -> Listing:
    following = find_next(page)
    posted = None if following else find_postback(page)
    notes = (SCRIPT_PAGER,) if not following and posted is None and has_script_pager(page) else ()
    return Listing(_once(row.item for row in rows), following, posted, round(_share(rows), 2), notes)


def _share(rows: Sequence[Row]) -> float:
    """How many of the rows speak of documents: what only begins like one counts where nearly all do."""
    firm = sum(row.firm and row.score >= 2.5 for row in rows)
    typed = sum(row.typed and not row.firm for row in rows)
    told = firm + typed if firm + typed >= TYPED * len(rows) else firm
    return told / len(rows) if rows else 0.0


def _is_list(run: _Run) -> bool:
    return run.documents >= 1 and run.documents >= len(run.rows) / 2


def _is_sure(run: _Run) -> bool:
    """A list even where a menu's name stands on its box: several rows, and each tells its number."""
    return len(run.rows) > 1 and all(row.item.number and row.score >= 2.5 for row in run.rows)


def _is_dated(run: _Run) -> bool:
    return not run.aside and run.dated >= 1 and run.dated >= len(run.rows) * 0.6


def _innermost(best: _Run, runs: list[_Run]) -> _Run:
    """The run inside one member of `best` that has more rows than `best`: then `best` is the box around the list."""
    boxes = set(best.members)
    inner = [
        run for run in runs if len(run.rows) > len(best.rows) and not boxes.isdisjoint(run.members[0].iterancestors())
    ]
    return max(inner, key=lambda run: (run.weight, len(run.rows)), default=best)


def _alike(run: _Run) -> bool:
    return _is_list(run) or _is_dated(run)


def _belongs(run: _Run, best: _Run) -> bool:
    """True for a further part of the list: of the same make, and of documents too, or dated in a box like its own."""
    return run.shape == best.shape and (_is_list(run) or (_is_dated(run) and (run.box == best.box or not best.is_firm)))


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items without repetitions: a row may stand on a page twice (phone and desktop form)."""
    seen: dict[tuple[object, ...], Item] = {}
    for item in items:
        address = item.detail_url or (item.file_urls[0] if item.file_urls else None)
        seen.setdefault((address, item.title if address is None else None, item.number), item)
    return tuple(seen.values())


# ---------------------------------------------------------------- runs of alike elements


def _runs(page: Page, aside: bool = False) -> Iterator[_Run]:
    """Every run of alike elements with at least one usable row: tables first, then lists and cards.

    With `aside` those too that stand in boxes named like menus.
    """
    body = page.tree.find("body")
    if body is None:
        return
    waiting: tuple[Heads, int] | None = None  # heads of a table without rows: these are in the next one
    in_tables: set[Element] = set()
    around: set[Element] = set()  # what holds such a table is no row itself
    for table in body.iter("table", "tbody"):
        if table.tag == "tbody" and table.getparent() is not None and table.getparent().tag == "table":
            continue
        rows = table_rows(table)
        if not rows or _is_aside(table, aside):
            continue
        heads = read_heads(rows)
        if heads and heads[1] == len(rows) - 1:
            waiting = heads[0], len(rows[-1])
            continue
        if not heads and waiting and len(rows[0]) == waiting[1]:
            heads = waiting[0], -1
        waiting = None
        records = [] if heads else read_records(rows)
        if heads or records or is_foreign(rows):
            in_tables.update(rows)
            in_tables.add(table)
            around.update(table.iterancestors())
        if heads:
            yield from _run(table, rows[heads[1] + 1 :], page, heads[0])
        elif records:
            yield from _run(table, records, page, None)
    tables = around | in_tables
    for parent in body.iter():
        if not isinstance(parent.tag, str) or len(parent) == 0 or parent in in_tables or _is_aside(parent, aside):
            continue
        heads = read_grid_heads(parent)
        if heads:
            rows = list(parent)[heads[1] + 1 :]
            tables.update(rows)
            yield from _run(parent, rows, page, heads[0])
        if records := flat_records(parent):
            tables.update(parent)
            yield from _run(parent, records, page, None)
            continue
        groups: dict[tuple[str, ...], list[Element]] = defaultdict(list)
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in _NO_ROWS and child not in tables and _may_be_row(child):
                groups[_shape(child)].append(child)
        for members in groups.values():
            if len(members) > 1 or _is_card(members[0]):
                yield from _run(parent, members, page, None)


def _may_be_row(element: Element) -> bool:
    """A paragraph is a row only if it is hardly more than its link: running text cites documents too.

    A link is one if it holds a whole card, a cell of a table if it holds more than a line.
    """
    if element.tag == "a":
        return len(element) > 1
    if element.tag == "td":
        return bool(element.xpath("./div|./p|./table|./ul")) and bool(element.xpath(".//a[@href]"))
    if element.tag != "p":
        return True
    linked = sum(len(text_of(a)) for a in element.iter("a"))
    return linked > 12 and linked >= 0.6 * len(text_of(element))


def _is_card(element: Element) -> bool:
    """True for an element alone among its kind that calls itself, or its parts, an entry of a list."""
    return any(_CARD.search(" ".join(_shape(part))) for part in (element, *element) if isinstance(part.tag, str))


def _run(parent: Element, members: list[Element], page: Page, heads: Heads | None) -> Iterator[_Run]:
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
        yield _Run((kind, *_shape(parent)[:1], *_shape(members[0])), box, rows, used, aside)


def _shape(element: Element) -> tuple[str, ...]:
    """What makes elements alike: tag and classes, without counts and states (odd, even, first)."""
    classes = (re.sub(r"\d+", "", c) for c in (element.get("class") or "").split())
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
