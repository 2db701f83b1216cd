"""The rows of a table, or of a grid of elements, under heads that are known words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from documents.record import Item
from scrapers import dates, fields
from scrapers.issue_day import column_date, headed_date, labelled_date
from scrapers.page import Element, Page, files_of, text_of
from scrapers.rows import SKIPPED_ROW, Row, detail_link, lone_number, page_links

Heads = dict[int, str]  # column -> field
_MANY_HEADS = 4
_BARE_HEAD = len("Văn bản")
_LEAST_TITLE = 20  # characters


def table_rows(table: Element) -> list[Element]:
    """The table's own rows, not those of tables inside it."""
    found: list[Element] = table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
    return found


def read_heads(rows: list[Element]) -> tuple[Heads, int] | None:
    """(column -> field, index of the head row) of a table whose head speaks of documents, within its first rows.

    The index is -1 where every cell carries its own head (`data-label`), as tables made for phones do.
    """
    labels = _own_labels(rows)
    if labels:
        return labels, -1
    told = [(_heads_of(cells), index) for index, (_, cells) in enumerate(_grid(rows[:4]))]
    known = [(found, index) for found, index in told if found]
    # a head in two rows is told best by the second, into which the cells of the first reach down
    return max(known, key=lambda head: (len(set(head[0].values())), -head[1]), default=None)


def is_foreign(rows: list[Element]) -> bool:
    """True for a table whose heads say that it lists something else: procedures, tenders, projects, people.

    So do four heads and more of which none is a document's number or title.
    """
    for row, cells in _grid(rows[:3]):
        texts = [text_of(cell) for cell in cells.values()]
        told = {text: fields.header_field(text) for text in texts if text}
        numbered = [
            text for text, name in told.items() if name in ("number", "digits") and not fields.is_weak_head(text)
        ]
        if numbered or any(dates.read_date(text) for text in texts):
            continue
        heads = len(row.xpath("./th")) == len(row) and len(told) >= _MANY_HEADS
        if ("foreign" in told.values() and len(cells) >= 3) or (heads and "title" not in told.values()):
            return True
    return False


def _heads_of(cells: dict[int, Element]) -> Heads | None:
    """column -> field of a row of heads; None for any other row."""
    if any(dates.read_date(text_of(cell)) for cell in cells.values()):
        return None  # labels with their values beside them: the attributes of one document
    texts = {column: text_of(cell) for column, cell in sorted(cells.items()) if not cell.xpath(".//tr")}
    found: Heads = {}
    for column, text in texts.items():
        name = fields.header_field(text)
        loose = next(
            (c for c, known in found.items() if known == name == "title" and len(texts[c]) <= _BARE_HEAD), None
        )
        if loose is not None and "number" not in found.values():
            found[loose] = "number"  # "Văn bản" beside "Trích yếu" is what the document is called by
            found[column] = "title"
        elif name and (name in ("other", "file", "foreign") or name not in found.values()):
            found[column] = name
    weak = [column for column in found if fields.is_weak_head(texts[column])]
    if "foreign" in found.values() and all(c in weak for c, name in found.items() if name in ("number", "digits")):
        return None  # a register: products, monuments, licences, each with the decision that made it one
    return found if _are_heads(found, weak) else None


def _are_heads(found: Heads, weak: Sequence[int] = ()) -> bool:
    """True if at least two heads are known, a number or title among them, and not only words any table may have."""
    kinds = set(found.values()) - {"other", "foreign"}
    firm = {name for column, name in found.items() if column not in weak} - {"other", "published", "foreign"}
    return len(kinds) >= 2 and bool(kinds & {"number", "digits", "title"}) and bool(firm)


def _own_labels(rows: list[Element]) -> Heads | None:
    for row in rows[:3]:
        told = {c: cell.get("data-label") or cell.get("data-title") or "" for c, cell in _columns(row)}
        found = {c: name for c, label in told.items() if label and (name := fields.header_field(label))}
        if _are_heads(found):
            return found
    return None


def read_grid_heads(parent: Element) -> tuple[Heads, int] | None:
    """The same for a grid of elements that are no table: a child whose parts are heads, and children like it."""
    if parent.tag in ("table", "thead", "tbody", "tr", "ul", "ol", "nav"):
        return None
    children = [child for child in parent if isinstance(child.tag, str)]
    for index, child in enumerate(children[:3]):
        if not 3 <= len(child) <= 12 or child.tag == "tr" or child.xpath(".//a[@href]"):
            continue
        alike = [other for other in children[index + 1 :] if len(other) == len(child) and other.tag == child.tag]
        if alike and (heads := read_heads([child])):
            return heads[0], list(parent).index(child)
    return None


def read_lone_heads(element: Element) -> tuple[Heads, int] | None:
    """(column -> field, number of columns) of a row of heads that stands apart from the rows of its grid."""
    if element.tag in ("tr", "ul", "ol", "nav", "dl") or not 3 <= len(element) <= 12 or element.xpath(".//table"):
        return None
    heads = read_heads([element])
    return (heads[0], len(element)) if heads and len(heads[0]) >= 3 else None


def rows_like(parent: Element, columns: int) -> list[Element]:
    """The children of an element, if each has as many parts as the heads that stand apart."""
    children = [child for child in parent if isinstance(child.tag, str)]
    alike = len(children) > 1 and all(len(child) == columns and child.tag != "tr" for child in children)
    return children if alike else []


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        if cell.tag in ("td", "th") or (row.tag != "tr" and isinstance(cell.tag, str)):
            yield column, cell
            column += _span(cell, "colspan")


def read_table_rows(rows: Iterable[Element], page: Page, heads: Heads) -> list[tuple[Element, Row]]:
    """The documents of a table's rows; one spread over two rows, a single wide cell below, is one."""
    found: list[tuple[Element, Row]] = []
    before: Element | None = None
    for row, cells in _grid(rows):
        read = _read_table_row(row, cells, page, heads)
        if read is not None:
            found.append((row, read))
        elif found and found[-1][0] is before:
            found[-1] = (before, _with_below(found[-1][1], row, page))
        before = row
    return found


def _with_below(above: Row, row: Element, page: Page) -> Row:
    """A row with what the single wide cell below it says besides: its title, its day of issue, its files."""
    cells = [cell for _, cell in _columns(row)]
    told = text_of(cells[0]) if len(cells) == 1 else ""
    if not told or SKIPPED_ROW.search(row.get("class") or ""):
        return above
    item, files = above.item, files_of(row, page.base)
    issued = item.issued or labelled_date(cells[0], told)
    item = replace(item, issued=issued, file_urls=tuple(dict.fromkeys((*item.file_urls, *files))))
    if item.title is None:
        links = page_links(row, page, files)
        item = replace(
            item,
            title=_main_title(links, told),
            type=item.type or fields.told_type(told, item.number),
            detail_url=detail_link(links) or item.detail_url,
        )
    return replace(above, item=item)


def _grid(rows: Iterable[Element]) -> Iterator[tuple[Element, dict[int, Element]]]:
    """The rows with their cells by column; a cell that reaches down (rowspan) stands in each row it reaches."""
    reaching: dict[int, tuple[Element, int]] = {}  # column -> cell from above, rows that it still reaches
    for row in rows:
        cells = {column: cell for column, (cell, _) in reaching.items()}
        below = {column: (cell, left - 1) for column, (cell, left) in reaching.items() if left > 1}
        column = 0
        for _, cell in _columns(row):
            while column in reaching:
                column += 1
            cells[column] = cell
            if _span(cell, "rowspan") > 1:
                below[column] = (cell, _span(cell, "rowspan") - 1)
            column += _span(cell, "colspan")
        reaching = below
        yield row, cells


def _span(cell: Element, name: str) -> int:
    told = cell.get(name) or ""
    return min(int(told), 200) if told.isdigit() and int(told) > 0 else 1


def _read_table_row(row: Element, cells: dict[int, Element], page: Page, heads: Heads) -> Row | None:
    """A row under known heads; group headings, pagers and empty rows are None."""
    if SKIPPED_ROW.search(row.get("class") or "") or len(cells) < 2:
        return None
    said = {heads[c]: text_of(cell) for c, cell in reversed(cells.items()) if c in heads}
    titles = _title_cells(cells, heads)
    title = said.get("title") or " ".join(map(text_of, titles)) or None
    own = fields.own_number(title) if title else (None, None, None)
    beside = fields.own_number(said.get("number", ""))  # "Số 12/KH-UBND ngày 05/01/2024" in one cell
    numbered = bool({"number", "digits"} & set(heads.values()))
    foreign = "foreign" in heads.values() and not numbered
    number = fields.read_number(_number_text(said)) or beside[0] or own[0]
    if not number and not numbered and not foreign:
        number = lone_number(row)
    issued = _day(row, cells, heads, bool(number)) or own[1]
    if not number and not title:
        return None
    files = files_of(row, page.base)
    links = page_links(row, page, files)
    inside = [link for cell in titles for link in page_links(cell, page, files)]
    detail = detail_link(inside) or detail_link(links)
    if not (detail or files or row.xpath(".//*[@onclick]|.//a") or row.get("onclick") or (number and issued)):
        return None
    item = Item(
        number=number,
        issued=issued,
        title=_main_title(inside, title),
        type=said.get("type") or fields.told_type(title, number),
        issuer=said.get("issuer") or None,
        detail_url=detail,
        file_urls=files,
    )
    firm = not foreign and bool(number or not (title and fields.is_other(title)))
    return Row(item, 1.0 if foreign else 3.0 + bool(number) + bool(issued), bool(issued), firm)


def _title_cells(cells: dict[int, Element], heads: Heads) -> list[Element]:
    """The cells of the title; where no head says title, the one that tells most under a head that says nothing."""
    if "title" in heads.values():
        return [cell for c, cell in cells.items() if heads.get(c) == "title"]
    rest = [cell for c, cell in cells.items() if c not in heads and len(text_of(cell)) >= _LEAST_TITLE]
    return [max(rest, key=lambda cell: len(text_of(cell)))] if rest else []


def _number_text(said: dict[str, str]) -> str:
    """The number's own cell, or its two halves where "Số" and "Ký hiệu" stand in columns of their own."""
    digits, symbol = said.get("digits", ""), said.get("number", "")
    if digits.isdigit() and symbol:
        return f"{digits}{'' if symbol[0] in '/-' else '/'}{symbol}"
    return symbol or digits


def _day(row: Element, cells: dict[int, Element], heads: Heads, alone: bool) -> str | None:
    """The day of issue: of its column, else what a cell or the row, or a heading above it, calls so."""
    cell = next((cell for c, cell in cells.items() if heads.get(c) == "issued"), None)
    if cell is not None:
        return column_date(cell)
    beside = next((cell for c, cell in cells.items() if heads.get(c) == "number"), None)
    told = column_date(beside) if beside is not None else None
    beside_title = (cell for c, cell in cells.items() if heads.get(c) != "title")
    told = told or next((day for cell in beside_title if (day := labelled_date(cell, text_of(cell)))), None)
    told = told or labelled_date(row, text_of(row)) or headed_date(row, alone)
    return told or (_unnamed_day(cells, heads) if alone else None)


def _unnamed_day(cells: dict[int, Element], heads: Heads) -> str | None:
    """The one day below heads that say nothing, in a row that has its number; no time of day beside it."""
    if {"published", "effect"} & set(heads.values()):
        return None
    days = [day for c, cell in cells.items() if c not in heads for day in dates.told_days(text_of(cell))]
    return days[0].iso if len(days) == 1 and days[0].role is None else None


def _main_title(links: list[tuple[str, str]], title: str | None) -> str | None:
    """The title's own link text where a cell holds more than the title."""
    texts = [t for _, t in links if not fields.is_noise(t)]
    return max(texts, key=len) if texts and title and len(max(texts, key=len)) >= len(title) / 2 else title
