"""Targets in tables: one row an indicator, one column a year, cells separated by tabs or by ` | `.

The head rows say what each column holds (`target_columns`). A cell with a figure is a value of its row's indicator; a
cell in words ("giảm 1%/năm", "Top 30") and the goals of a table without columns of values are handed on as statements,
to be read like sentences. A table without head rows is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.record import Comparator
from documents.sentences import Sentence
from nlp.components.dates import find_dates
from nlp.components.target_columns import Cell, Column, read_columns, split_cells
from nlp.components.target_values import NUMBER, parse_number, unit_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its span, where its table begins, its name (`name` in words, with its parent's), its agency."""

    start: int
    end: int
    table: int
    title: Cell
    name: str
    agency: Cell | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell with a figure; `base` is a past value of the same row."""

    row: Row
    cell: Cell
    column: Column
    unit: str | None
    comparator: Comparator
    value: float
    value2: float | None
    base: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A cell to be read like a sentence: about its row's name, or (`own`) a goal that is the name itself."""

    row: Row
    cell: Cell
    column: Column
    own: bool


_VALUE = re.compile(
    rf"(?P<sign>≥|>=|≤|<=|>|<|~|đạt trên|đạt|trên|dưới|tối thiểu|ít nhất|khoảng|không quá|tối đa|từ)?\s*"
    rf"(?P<a>{NUMBER})(?:\s*%?\s*(?:[-–÷]|đến)\s*(?P<b>{NUMBER}))?\s*(?P<percent>%)?"
    r"\s*(?P<after>trở lên|trở xuống)?(?:\s*\(\d\))?$"
)
_SIGNS: dict[str, Comparator] = {
    "≥": "gte", ">=": "gte", "tối thiểu": "gte", "ít nhất": "gte", "≤": "lte", "<=": "lte", "không quá": "lte",
    "tối đa": "lte", ">": "gt", "trên": "gt", "đạt trên": "gt", "<": "lt", "dưới": "lt", "khoảng": "approx",
    "~": "approx", "trở lên": "gte", "trở xuống": "lte",
}  # fmt: skip
_PLAIN = re.compile(rf"{NUMBER}\s*%?$")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,30})\)\s*$")
_INDEX = re.compile(r"\d{1,3}(?:\.\d+)*\.?|[ivx]+\.?|[a-z]\.?|\(\d+\)")
_COLUMN_NUMBER = re.compile(r"\(?[\d=+/a-z*x()]{1,9}\)?")
_BELOW = re.compile(r"[-+•–*]\s*|trong đó:?\s*")
_SAME_UNIT = frozenset({"nt", '"', "''", "//", "-nt-", "“", "”", "như trên"})
_FIRST_HEADS = 4  # rows of a table in which its head may stand
_SHORTEST, _LONGEST = 12, 300  # characters of a statement


def read_tables(low: str, sentences: Sequence[Sentence]) -> Iterator[Entry | Statement]:
    """What all tables of a text (in lower case) say whose head rows name what the columns hold."""
    table: _Table | None = None
    last = -1
    for sentence in sentences:
        if not sentence.row:
            continue
        if table is None or low[last : sentence.start].count("\n") > 2:
            table = _Table(sentence.start)
        last = sentence.end
        yield from table.read(split_cells(low, sentence.start, sentence.end), sentence)


class _Table:
    """One table read row by row: its columns, and what its rows hand down to those below them."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._columns: list[Column] = []
        self._waiting: list[list[Cell]] = []  # rows that may belong to the head
        self._unit: str | None = None
        self._parent = ""

    def read(self, cells: list[Cell], sentence: Sentence) -> Iterator[Entry | Statement]:
        """What one row says; nothing while the head is being read."""
        found = read_columns([*self._waiting, cells]) if _is_head(cells) else []
        if found:
            self._columns, self._waiting = found, [*self._waiting[1 - _FIRST_HEADS :], cells]
        elif self._columns and len(cells) <= len(self._columns):
            self._waiting = []
            yield from self._values(cells, sentence)
        else:
            self._waiting = [*self._waiting[1 - _FIRST_HEADS :], cells]

    def _values(self, cells: list[Cell], sentence: Sentence) -> Iterator[Entry | Statement]:
        pairs = list(zip(self._columns, cells, strict=False))
        by_kind = {column.kind: cell for column, cell in reversed(pairs)}
        title, agency = by_kind.get("name"), by_kind.get("agency")
        if title is None or not re.search(r"[^\W\d_]{2}", title.text):
            return
        unit, title = self._unit_of(by_kind.get("unit"), title)
        row = Row(
            sentence.start,
            sentence.end,
            self._start,
            title,
            self._name(title),
            agency if agency and agency.text else None,
        )
        when = _when(by_kind.get("when"))
        if not any(column.kind == "aim" for column in self._columns):
            if _SHORTEST < len(title.text) < _LONGEST:
                yield Statement(row, title, Column("aim", when), own=True)
            return
        past = [cell.text for column, cell in pairs if column.kind == "past" and _PLAIN.match(cell.text)]
        for column, cell in pairs:
            if column.kind != "aim" or not cell.text:
                continue
            column = column if column.deadline else replace(column, deadline=when)  # noqa: PLW2901
            if value := _VALUE.match(cell.text):
                yield _entry(value, row, cell, column, unit, past[-1] if past else None)
            elif len(cell.text) < _LONGEST:
                yield Statement(row, cell, column, own=False)

    def _unit_of(self, cell: Cell | None, title: Cell) -> tuple[str | None, Cell]:
        """The unit that a row names in its cell or behind its name; the one above where marks repeat it."""
        if cell is not None and cell.text not in ("", "-"):
            self._unit = self._unit if cell.text in _SAME_UNIT else cell.text
            return self._unit, title
        inside = _IN_BRACKETS.search(title.text)
        if inside and unit_of(inside[1]):
            return inside[1], Cell(title.start, title.start + inside.start(), title.text[: inside.start()])
        return None, title

    def _name(self, title: Cell) -> str:
        """The row's name; behind that of the row it stands under, when a dash says so."""
        below = _BELOW.match(title.text)
        if below is None:
            self._parent = title.text
            return title.text
        return f"{self._parent}: {title.text[below.end() :]}" if self._parent else title.text[below.end() :]


def _is_head(cells: list[Cell]) -> bool:
    """Whether a row can be part of a head: no value stands in it but years and the numbers of columns."""
    filled = [cell.text for cell in cells if cell.text]
    if len(filled) > 1 and _INDEX.fullmatch(filled[0]):
        return "%" not in filled and all(_COLUMN_NUMBER.fullmatch(text) for text in filled)
    return not any(_VALUE.match(text) and not re.search(r"(?:19|20)\d\d", text) for text in filled)


def _when(cell: Cell | None) -> str | None:
    """The time by which a row is to be done, from the cell of its own."""
    found = find_dates(cell.text) if cell else []
    return (found[-1].value2 or found[-1].value) if found else None


def _entry(found: re.Match[str], row: Row, cell: Cell, column: Column, unit: str | None, base: str | None) -> Entry:
    """A plain value cell: "≥ 95", "7,0 - 7,5", "90 %"; figures in thousands of things are counted out."""
    first, second = parse_number(found["a"]), parse_number(found["b"]) if found["b"] else None
    known = ("%", 1) if found["percent"] else unit_of(unit) if unit else None
    times = known[1] if known else 1
    kind: Comparator = "range" if second is not None else _SIGNS.get(found["after"] or found["sign"] or "", "eq")
    second = second * times if second is not None else None
    return Entry(row, cell, column, known[0] if known else unit, kind, first * times, second, base)
