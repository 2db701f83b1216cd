"""HTML elements as lines: a block is a line, a row of a table is a line with tabs, spanned cells keep their columns."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from extractors.reading import join_cells

MAX_SPAN = 60  # columns or rows that one cell is believed to cover
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li", "main", "noframes", "ol", "p", "pre", "section", "table", "tbody", "thead", "tfoot", "tr", "ul",
    "caption", "br", "html",
}  # fmt: skip
Spans = dict[int, list[Any | None]]  # a row by its id(): its cells, None where one is covered by a span


def block_lines(content: Any, spans: Spans | None = None) -> list[str]:
    """Text below an element as lines: one for each block, one for each row of a table, cells separated by tabs."""
    lines: list[str] = []
    inline: list[str] = []
    spans = _read_spans(content) if spans is None else spans
    outer_rows = _rows_around_tables(content)
    stack: list[tuple[Any, bool]] = [(content, False)]  # an explicit stack: pages nest deeper than Python recurses
    last_link: str | None = None  # of a link that ended with nothing after it yet

    def end_line() -> None:
        if text := " ".join("".join(inline).split()):
            lines.append(text)
        inline.clear()

    while stack:
        node, leaving = stack.pop()
        name = getattr(node, "name", None)
        if name is None:
            inline.append(str(node))
            last_link = last_link if not str(node) else None
        elif leaving and name == "a":
            last_link = str(node.get("href", ""))
        elif leaving:
            end_line()
        elif name == "tr" and id(node) not in outer_rows:
            end_line()
            lines.append(_row_line(node, spans))
        else:
            if name in BLOCKS or name in ("td", "th"):
                end_line()
                stack.append((node, True))
            elif name == "a":
                if last_link is not None and last_link != str(node.get("href", "")):
                    inline.append(" ")  # two links side by side are two words; one link cut in two is one
                stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.children)))
    end_line()
    return [line for line in lines if line.strip()]


def _rows_around_tables(content: Any) -> set[int]:
    """The id() of each row that holds a table of its own: a row of page layout, not of data."""
    rows: set[int] = set()
    for table in content.find_all("table"):
        for parent in table.parents:
            if parent is content or id(parent) in rows:
                break
            if parent.name == "tr":
                rows.add(id(parent))
    return rows


def _row_line(row: Any, spans: Spans) -> str:
    """A table row: cells joined by tabs; when two cells hold several lines each (the two-column head), line by line."""
    found = spans.get(id(row)) or row.find_all(["td", "th"], recursive=False)
    cells = [[] if cell is None else block_lines(cell, spans) for cell in found]
    filled = [cell for cell in cells if cell]
    if len(filled) == 2 and all(1 < len(cell) <= 12 for cell in filled) and not _is_ruled(row):
        return "\n".join("\t".join(x or "" for x in pair).rstrip("\t") for pair in zip_longest(*filled))
    return join_cells([" ".join(cell) for cell in cells])


def _is_ruled(row: Any) -> bool:
    table = row.find_parent("table")
    return bool(table is not None and str(table.get("border") or "0").strip() not in ("", "0"))


def _read_spans(content: Any) -> Spans:
    """The rows of tables that have cells over several columns or rows, with a place for each column."""
    spanning = content.find_all(
        lambda tag: tag.name in ("td", "th") and (_span(tag, "rowspan") > 1 or _span(tag, "colspan") > 1)
    )
    tables = {id(table): table for cell in spanning if (table := cell.find_parent("table")) is not None}
    spans: Spans = {}
    for table in tables.values():
        covered: dict[int, int] = {}  # column -> rows that a cell above still covers
        for row in table.find_all("tr"):
            if row.find_parent("table") is table:
                spans[id(row)] = _place_cells(row, covered)
    return spans


def _place_cells(row: Any, covered: dict[int, int]) -> list[Any | None]:
    places: list[Any | None] = []

    def skip_covered() -> None:
        while covered.get(len(places), 0) > 0:
            covered[len(places)] -= 1
            places.append(None)

    for cell in row.find_all(["td", "th"], recursive=False):
        skip_covered()
        down, across = _span(cell, "rowspan"), _span(cell, "colspan")
        for column in range(across):
            covered[len(places)] = down - 1
            places.append(cell if column == 0 else None)
    skip_covered()
    return places


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return max(1, min(int(value), MAX_SPAN)) if value.isascii() and value.isdigit() else 1
