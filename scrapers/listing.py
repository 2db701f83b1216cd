"""Reading a list of documents off any page, without selectors.

A list is a run of alike elements: table rows, list entries, cards. Each run is judged by what its members say:
a document's own number, its date of issue, a document type, a file. The run with most of that is the list. Where no
run speaks of documents, dated titles of the main column are taken with low confidence (many portals publish their
documents as articles), and menus, which have neither, never are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.record import Item
from scrapers.cards import read_card
from scrapers.fields import NUMBER_SHAPE
from scrapers.page import Element, Page, read_page
from scrapers.page_request import PageRequest
from scrapers.pager import find_next, has_script_pager
from scrapers.postback import find_postback
from scrapers.rows import Row
from scrapers.runs import Run, find_runs, share_told
from scrapers.script_rows import script_rows
from scrapers.table_rows import read_heads, read_table_rows, table_rows

SCRIPT_PAGER = "further pages are reached by script only"
DOCUMENTS = 0.5  # a confidence from here on means: rows that speak of documents


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
    runs = list(find_runs(page))
    best = max(
        (r for r in runs if _is_list(r)), key=lambda r: (r.share >= DOCUMENTS, r.weight, len(r.rows)), default=None
    )
    if best is None:
        best = max((r for r in runs if _is_dated(r)), key=lambda r: (r.dated, r.weight), default=None)
        if best is None:
            named = find_runs(page, aside=True) if NUMBER_SHAPE.search(page.text()) else ()
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
    return Listing(_once(row.item for row in rows), following, posted, round(share_told(rows), 2), notes)


def _is_list(run: Run) -> bool:
    return run.documents >= 1 and run.documents >= len(run.rows) / 2


def _is_sure(run: Run) -> bool:
    """A list even where a menu's name stands on its box: several rows, each with its number, most with their day."""
    dated = sum(row.item.issued is not None for row in run.rows)
    numbered = all(row.item.number and row.score >= 2.5 for row in run.rows)
    return len(run.rows) > 1 and numbered and dated * 2 > len(run.rows)


def _is_dated(run: Run) -> bool:
    return not run.aside and run.dated >= 1 and run.dated >= len(run.rows) * 0.6


def _innermost(best: Run, runs: list[Run]) -> Run:
    """A run inside a member of `best` that has more rows than `best`: then `best` is the box around the list.

    So it is where runs of one make, with a number in every row, stand in several of its members.
    """
    boxes = set(best.members)
    inside = [run for run in runs if not boxes.isdisjoint(run.members[0].iterancestors())]
    silent = {run.shape for run in inside if not all(row.item.number for row in run.rows)}
    told = Counter(run.shape for run in inside if run.shape not in silent for _ in run.rows)
    inner = [run for run in inside if len(run.rows) > len(best.rows) or told[run.shape] > len(best.rows)]
    return max(inner, key=lambda run: (run.weight, len(run.rows)), default=best)


def _alike(run: Run) -> bool:
    return _is_list(run) or _is_dated(run)


def _belongs(run: Run, best: Run) -> bool:
    """True for a further part of the list: of the same make, and of documents too, or dated in a box like its own.

    A further table with heads of documents is one, whatever its make.
    """
    if not set(best.members).isdisjoint(run.members[0].iterancestors()):
        return False  # within its rows
    if run.shape[0] == best.shape[0] == "table" and run.share >= DOCUMENTS and not run.aside:
        return True
    return run.shape == best.shape and (
        _is_list(run) or (_is_dated(run) and (run.box == best.box or best.share < DOCUMENTS))
    )


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items without repetitions: a row may stand on a page twice (phone and desktop form)."""
    seen: dict[tuple[object, ...], Item] = {}
    for item in items:
        address = item.detail_url or (item.file_urls[0] if item.file_urls else None)
        seen.setdefault((address, item.title if address is None else None, item.number), item)
    return tuple(seen.values())
