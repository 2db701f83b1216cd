"""Excel 2003 XML (`<Workbook>` of one file, as accounting and reporting programs write it): sheets as pages.

Values stand as typed (`ss:Type`), formats in styles: a percentage is shown as one. Source: Microsoft's XML Spreadsheet
Reference.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from extractors.errors import EmptyFile, TooLarge
from extractors.packages import parse_xml
from extractors.reading import PageReading, Reading
from extractors.sheet_formats import percent_decimals
from extractors.sheets import MAX_CELLS, MAX_SHEETS, MAX_TEXT, used_columns, write_cell
from extractors.warnings import warn

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
S = "{urn:schemas-microsoft-com:office:spreadsheet}"
X = "{urn:schemas-microsoft-com:office:excel}"
MAX_COLUMNS = 16_384
_PERCENT_NAMES = {"Percent": 2}  # a format by its name -> decimals shown
_ROOT = re.compile(rb"<(?:\w+:)?Workbook\b")


def is_sheets_xml(data: bytes) -> bool:
    """Whether bytes are a workbook in one XML file."""
    head = data[:4096]
    return NAMESPACE in head and bool(_ROOT.search(head))


def read_sheets_xml(data: bytes) -> Reading:
    """The sheets of an Excel 2003 XML file. Raises Damaged, TooLarge, EmptyFile."""
    root = parse_xml(data.lstrip(b"\xef\xbb\xbf \r\n\t"), "Excel XML")
    formats = _percent_formats(root)
    sheets = root.findall(f"{S}Worksheet")
    if len(sheets) > MAX_SHEETS:
        raise TooLarge(f"{len(sheets)} sheets, the limit is {MAX_SHEETS}")
    pages: list[PageReading] = []
    hidden: list[str] = []
    left = MAX_TEXT
    for sheet in sheets:
        name = sheet.get(f"{S}Name", "")
        if sheet.findtext(f"{X}WorksheetOptions/{X}Visible", "").startswith("SheetHidden"):
            hidden.append(name)
            continue
        lines = _sheet_lines(sheet, formats)
        left -= sum(map(len, lines))
        if left < 0:
            raise TooLarge(f"over {MAX_TEXT} characters")
        if any(lines):
            pages.append(PageReading(len(pages) + 1, "\n".join([name, *lines]), "excel-xml"))
    if not pages:
        raise EmptyFile("spreadsheet without a filled cell")
    return Reading("excel-xml", pages, [warn("hidden_sheets", ", ".join(hidden)[:200])] if hidden else [])


def _percent_formats(root: Any) -> dict[str, int]:
    """The styles that show percentages, with their decimals."""
    found: dict[str, int] = {}
    for style in root.iterfind(f"{S}Styles/{S}Style"):
        form = style.find(f"{S}NumberFormat")
        code = "" if form is None else form.get(f"{S}Format", "")
        decimals = _PERCENT_NAMES.get(code, percent_decimals(code))
        if decimals is not None:
            found[style.get(f"{S}ID", "")] = decimals
    return found


def _sheet_lines(sheet: Any, formats: dict[str, int]) -> list[str]:
    rows: list[list[str]] = []
    filled = 0
    for row in sheet.iterfind(f"{S}Table/{S}Row"):
        rows += [[]] if (at := _number(row, "Index")) and at > len(rows) + 1 and rows else []  # blank rows as one
        cells: list[str] = []
        for cell in row.iterfind(f"{S}Cell"):
            if (place := _number(cell, "Index")) and place > len(cells) + 1:
                cells += [""] * (min(place, MAX_COLUMNS) - 1 - len(cells))
            style = cell.get(f"{S}StyleID") or row.get(f"{S}StyleID") or ""
            cells.append(_value(cell.find(f"{S}Data"), formats.get(style)))
            cells += [""] * min(_number(cell, "MergeAcross"), MAX_COLUMNS - len(cells))
        rows.append(cells)
        if (filled := filled + len(cells)) > MAX_CELLS:
            raise TooLarge(f"a sheet of over {MAX_CELLS} cells")
    return used_columns(rows)


def _value(data: Any, decimals: int | None) -> str:
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{S}Type", "String")
    try:
        if kind == "Number":
            return write_cell(float(text), decimals)
        if kind == "DateTime":
            return write_cell(datetime.datetime.fromisoformat(text.partition(".")[0]))
    except (ValueError, OverflowError):
        return write_cell(text)
    return write_cell(text == "1") if kind == "Boolean" else write_cell(text)


def _number(element: Any, name: str) -> int:
    raw = element.get(f"{S}{name}", "")
    return min(int(raw), 1 << 20) if raw.isdecimal() and len(raw) < 9 else 0
