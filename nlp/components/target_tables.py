"""Targets in tables: one row an indicator, one column a year, cells separated by tabs or by ` | `.

The head row says what each column holds: the name, the unit, a year to reach something by, a year that is past
("Thực hiện năm 2020"), the agency in charge. A table without such a head row is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from documents.record import Comparator
from nlp.components.sentences import Sentence
from nlp.components.target_values import find_quantities, parse_number

Column = Literal["name", "unit", "aim", "past", "agency", ""]


@dataclass(frozen=True, slots=True)
class Cell:
    """`text[start:end]` without outer blanks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What one column holds, and the year or period its head names."""

    kind: Column
    deadline: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One value cell of a table, with its row's name, unit and agency; `base` is a past value of the same row."""

    cell: Cell
    row: tuple[int, int]
    name: str
    unit: str | None
    head: Head
    comparator: Comparator
    value: float
    value2: float | None
    base: str | None
    agency: str | None


_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?")
_NAME = re.compile(r"chỉ tiêu|nội dung|tên|mục tiêu|danh mục|chỉ số|lĩnh vực")
_UNIT = re.compile(r"đơn vị(?: tính)?$|đvt|đơn vị tính|đ/v tính|^đv tính")
_PAST = re.compile(
    r"thực hiện|ước|kết quả|hiện trạng|đã đạt|hiện tại|xuất phát|cơ sở|năm gốc|tỷ lệ (?:%|so sánh)|so sánh|so với"
    r"|tăng/giảm|%\s*(?:kh|th)"
)
_AIM = re.compile(r"mục tiêu|kế hoạch|chỉ tiêu|phấn đấu|đến năm|đến|giai đoạn|năm|^kh\b|^\W*(?:19|20)\d\d")
_AGENCY = re.compile(r"chủ trì|cơ quan|đơn vị thực hiện|phụ trách|theo dõi|phân công|đơn vị báo cáo")
_VALUE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|>|<|trên|dưới|tối thiểu|ít nhất|khoảng|không quá|tối đa"
    r"|từ)?\s*(?P<a>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:\s*%?\s*(?:[-–]|đến)\s*(?P<b>\d{1,3}(?:\.\d{3})+(?:,\d+)?"
    r"|\d+(?:[.,]\d+)?))?\s*(?P<percent>%)?\s*(?P<after>trở lên|trở xuống)?$"
)
_SIGNS: dict[str, Comparator] = {
    "≥": "gte", ">=": "gte", "tối thiểu": "gte", "ít nhất": "gte", "≤": "lte", "<=": "lte", "không quá": "lte",
    "tối đa": "lte", ">": "gt", "trên": "gt", "<": "lt", "dưới": "lt", "khoảng": "approx",
    "trở lên": "gte", "trở xuống": "lte",
}  # fmt: skip
_IN_BRACKETS = re.compile(r"\(([^()]{1,30})\)\s*$")


def read_tables(low: str, sentences: Sequence[Sentence]) -> Iterator[Entry]:
    """The value cells of all tables of a text (in lower case) whose head row names what the columns hold."""
    heads: list[Head] = []
    last = -1
    for sentence in sentences:
        if not sentence.row:
            continue
        if last >= 0 and low[last : sentence.start].count("\n") > 2:
            heads = []
        last = sentence.end
        cells = _cells(low, sentence.start, sentence.end)
        found = _heads(cells)
        if found:
            heads = found
        elif heads and len(cells) <= len(heads):
            yield from _entries(cells, heads, (sentence.start, sentence.end))


def _cells(low: str, start: int, end: int) -> list[Cell]:
    separator = "\t" if "\t" in low[start:end] else "|"
    cells, at = [], start
    for part in low[start:end].split(separator):
        text = part.strip()
        begin = at + len(part) - len(part.lstrip())
        cells.append(Cell(begin, begin + len(text), text))
        at += len(part) + 1
    return cells


def _heads(cells: list[Cell]) -> list[Head]:
    """The columns of a head row: it names an indicator column and at least one year or aim; else nothing."""
    heads: list[Head] = []
    named = False
    for cell in cells:
        years = _YEARS.search(cell.text)
        if _UNIT.search(cell.text):
            heads.append(Head("unit"))
        elif _AGENCY.search(cell.text):
            heads.append(Head("agency"))
        elif _PAST.search(cell.text) and not re.search(r"mục tiêu|kế hoạch", cell.text):
            heads.append(Head("past"))
        elif years and len(cell.text) < 60 and _AIM.search(cell.text):
            period = f"{years[1]}-{years[2]}" if years[2] else None
            heads.append(Head("aim", years[2] or years[1], period))
        elif not named and _NAME.search(cell.text) and len(cell.text) < 60:
            heads.append(Head("name"))
            named = True
        elif re.fullmatch(r"(?:mục tiêu|kế hoạch|chỉ tiêu(?: phấn đấu)?|giá trị)", cell.text):
            heads.append(Head("aim"))
        else:
            heads.append(Head(""))
    kinds = [h.kind for h in heads]
    return heads if "name" in kinds and "aim" in kinds else []


def _entries(cells: list[Cell], heads: list[Head], row: tuple[int, int]) -> Iterator[Entry]:
    by_kind = {h.kind: c for h, c in reversed(list(zip(heads, cells, strict=False)))}
    name, unit_cell, agency = by_kind.get("name"), by_kind.get("unit"), by_kind.get("agency")
    if name is None or not re.search(r"[^\W\d_]{2}", name.text):
        return
    title = re.sub(r"\s+", " ", name.text)
    unit = unit_cell.text if unit_cell and unit_cell.text not in ("", "-", "nt", '"', "//") else None
    if unit is None and (inside := _IN_BRACKETS.search(title)):
        unit, title = inside[1], title[: inside.start()].strip()
    past = next(
        (c.text for h, c in zip(heads, cells, strict=False) if h.kind == "past" and re.search(r"\d", c.text)), None
    )
    for head, cell in zip(heads, cells, strict=False):
        if head.kind != "aim":
            continue
        value = _VALUE.match(cell.text)
        if value is None:
            yield from _written(cell, head, row, title, agency)
            continue
        cell_unit = "%" if value["percent"] else unit
        comparator = _SIGNS.get(value["after"] or value["sign"] or "", "eq")
        second = parse_number(value["b"]) if value["b"] else None
        kind: Comparator = "range" if second is not None else comparator
        first, in_charge = parse_number(value["a"]), agency.text or None if agency else None
        yield Entry(cell, row, title, cell_unit, head, kind, first, second, past, in_charge)


def _written(cell: Cell, head: Head, row: tuple[int, int], title: str, agency: Cell | None) -> Iterator[Entry]:
    """A cell with number and unit in words: "tối thiểu 20 triệu đồng"."""
    found = [q for q in find_quantities(cell.text, 0, len(cell.text)) if q.unit]
    if len(found) == 1 and len(cell.text) < 40:
        q = found[0]
        sign = cell.text[: q.start].strip()
        comparator: Comparator = "range" if q.value2 is not None else _SIGNS.get(sign, "eq")
        yield Entry(
            cell, row, title, q.unit, head, comparator, q.value, q.value2, None, agency.text or None if agency else None
        )
