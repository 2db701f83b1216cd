"""What the columns of a table of targets hold, as its head rows say: one row, or several with merged cells.

A cell that spans columns is printed in the first of them, the others are empty: an empty cell beside a filled one
belongs to it where the row below has words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["name", "unit", "aim", "past", "agency", "when", ""]


@dataclass(frozen=True, slots=True)
class Cell:
    """`text[start:end]` without outer blanks, in lower case."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds, and the year or period that its head names."""

    kind: Kind
    deadline: str | None = None
    period: str | None = None


_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?(?!\d)")
_NAME = re.compile(r"chỉ tiêu|nội dung|tên|mục tiêu|danh mục|chỉ số|lĩnh vực|tiêu chí|nhiệm vụ|diễn giải")
_UNIT = re.compile(r"đơn vị(?: tính)?$|đvt|đơn vị tính|đ/v tính|^đv tính|^đơn vị tính|^đv$")
_COMPARED = re.compile(
    r"so sánh|so với|so (?:kh|th|cùng)|tăng/giảm|tăng, giảm|tăng \(|tốc độ|%\s*(?:kh|th)|tỷ lệ %"
    r"|(?:kh|th|kế hoạch|thực hiện)[^/]{0,12}/\s*(?:kh|th|kế hoạch|thực hiện|ước)"
)
_PAST = re.compile(
    r"thực hiện(?! đến)|ước|kết quả|hiện trạng|đã đạt|hiện tại|hiện nay|xuất phát|cơ sở|năm gốc|(?<!\w)th(?!\w)|đến nay"
)
_AIM = re.compile(
    r"mục tiêu|kế hoạch|chỉ tiêu|phấn đấu|đến năm|đến|giai đoạn|năm|dự kiến|lộ trình|(?<!\w)kh(?!\w)|^\W*(?:19|20)\d\d"
)
_PLANNED = re.compile(r"mục tiêu|kế hoạch|phấn đấu|(?<!\w)kh(?!\w)|chỉ tiêu")
_AGENCY = re.compile(r"chủ trì|cơ quan|đơn vị (?:thực hiện|phụ trách|theo dõi|báo cáo|đầu mối)|phụ trách|phân công")
_HELPERS = re.compile(r"phối hợp")
_WHEN = re.compile(r"thời gian|thời hạn|hoàn thành|tiến độ")
_NO_COLUMN = re.compile(r"ghi chú|^(?:stt|tt|số tt|số thứ tự)$")
_BARE_AIM = re.compile(
    r"(?:mục tiêu|kế hoạch|chỉ tiêu(?: phấn đấu| kế hoạch| giao)?|giá trị|chỉ tiêu cần đạt|mức phấn đấu)"
)
_GOALS = re.compile(r"mục tiêu|chỉ tiêu")
_LONGEST = 60  # characters of a head


def split_cells(low: str, start: int, end: int) -> list[Cell]:
    """The cells of a row; a frame of pipes around it is no cell."""
    separator = "\t" if "\t" in low[start:end] else "|"
    cells, at = [], start
    for part in low[start:end].split(separator):
        text = part.strip()
        begin = at + len(part) - len(part.lstrip())
        cells.append(Cell(begin, begin + len(text), " ".join(text.split())))
        at += len(part) + 1
    if separator == "|" and len(cells) > 2 and not cells[0].text and not cells[-1].text:
        cells = cells[1:-1]
    return cells


def read_columns(rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """The columns that head rows describe; nothing unless they name indicators with something to reach, or goals."""
    if sum(len(cell.text) for cell in rows[-1]) > 600:
        return []
    for first in range(len(rows) - 1, -1, -1):
        heads = _joined(rows[first:])
        columns: list[Column] = []
        named = False
        for head in heads:
            columns.append(_column(head, named))
            named = named or columns[-1].kind == "name"
        kinds = {c.kind for c in columns}
        goals = any(_GOALS.search(head) and c.kind == "name" for head, c in zip(heads, columns, strict=True))
        if "name" in kinds and ("aim" in kinds or (goals and kinds & {"agency", "when"})):
            return columns
    return []


def _joined(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The words over each column, from top to bottom."""
    width = max(len(row) for row in rows)
    heads = [""] * width
    for index, row in enumerate(rows):
        spanning = ""
        below = rows[index + 1] if index + 1 < len(rows) else ()
        for i in range(width):
            text = row[i].text if i < len(row) else ""
            spanning = text or (spanning if i < len(below) and below[i].text else "")
            heads[i] = f"{heads[i]} {spanning}".strip()
    return heads


def _column(head: str, named: bool) -> Column:
    """What one column holds; `named` says that the column of names has been met."""
    return _read_head(head, named) if len(head) <= 2 * _LONGEST else Column("")


@lru_cache(10_000)  # tables use the same heads over and over
def _read_head(head: str, named: bool) -> Column:
    years = list(_YEARS.finditer(head))
    if _NO_COLUMN.search(head):
        return Column("")
    if _UNIT.search(head):
        return Column("unit")
    if _AGENCY.search(head):
        return Column("" if _HELPERS.search(head) and "chủ trì" not in head else "agency")
    if _COMPARED.search(head):
        return Column("")
    if _PAST.search(head) and not _PLANNED.search(head) and not _WHEN.search(head):
        return Column("past")
    if _WHEN.search(head) and not years:
        return Column("when")
    if years and len(head) < _LONGEST and _AIM.search(head) and not _THE_NAMES.match(head):
        year = years[-1]
        return Column("aim", year[2] or year[1], f"{year[1]}-{year[2]}" if year[2] else None)
    if not named and _NAME.search(head) and len(head) < _LONGEST:
        return Column("name")
    return Column("aim") if _BARE_AIM.fullmatch(head) else Column("")


_THE_NAMES = re.compile(r"(?:tên\s|các\s|nội dung|danh mục)")
