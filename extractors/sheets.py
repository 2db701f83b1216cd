"""Spreadsheets (XLSX, XLS; ODS is in `odt`): each sheet a page, its name first, then its rows, cells between tabs.

Numbers are written as the sheet's readers see them: decimals with a comma, dates as day/month/year, percentages with
their sign (the values alone would read 0,15 for 15%).
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from extractors.errors import Damaged, EmptyFile, Encrypted, ExtractError, TooLarge
from extractors.legacy import repair_legacy_lines
from extractors.packages import open_package
from extractors.reading import PageReading, Reading
from extractors.sheet_formats import read_percentages
from extractors.sheet_formats_xls import read_xls_percentages
from extractors.warnings import warn

MAX_SHEETS = 200
MAX_CELLS = 2_000_000  # of one file: 20,000 rows of 100 columns
MAX_TEXT = 30 << 20  # characters of one file
DIGITS = 12  # of a number: what follows is noise of binary fractions

Percentages = dict[tuple[int, int], int]  # row, column -> decimals shown


def read_xlsx(data: bytes) -> Reading:
    """The sheets of an XLSX (or XLSB). Raises Damaged, Encrypted, TooLarge."""
    with open_package(data, "XLSX") as package:
        for name in package.names:
            if name.startswith("xl/") and name.endswith((".xml", ".bin")):
                package.check(name)
        percentages = read_percentages(package, MAX_CELLS)
    return _read(data, "xlsx", percentages)


def read_xls(data: bytes) -> Reading:
    """The sheets of an XLS (Excel 97 to 2003). Raises Damaged, Encrypted, TooLarge."""
    return _read(data, "xls", read_xls_percentages(data))


def _read(data: bytes, method: str, percentages: dict[str, Percentages]) -> Reading:
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        sheets = [x for x in book.sheets_metadata if str(x.typ).endswith("WorkSheet")]
        hidden = [x.name for x in sheets if x.visible != SheetVisibleEnum.Visible]
        shown = [x.name for x in sheets if x.visible == SheetVisibleEnum.Visible]
        if len(shown) > MAX_SHEETS:
            raise TooLarge(f"{len(shown)} sheets, the limit is {MAX_SHEETS}")
        pages, cells, length = [], 0, 0
        for number, name in enumerate(shown, 1):
            lines, seen = _sheet_lines(book.get_sheet_by_name(name), percentages.get(name, {}))
            cells, length = cells + seen, length + sum(map(len, lines))
            if cells > MAX_CELLS or length > MAX_TEXT:
                raise TooLarge(f"over {MAX_CELLS} cells or {MAX_TEXT} characters")
            pages.append(PageReading(number, "\n".join([name, *lines] if lines else []), method))
    except PasswordError:
        raise Encrypted("spreadsheet with a password") from None
    except ExtractError:
        raise
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise Damaged(f"{method.upper()}: {error}"[:300]) from None
    except BaseException as error:  # the library's own alarm is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(f"{method.upper()}: {error}"[:300]) from None
    if not any(page.text for page in pages):
        raise EmptyFile("spreadsheet without a filled cell")
    return _decoded(method, pages, hidden)


def _decoded(method: str, pages: list[PageReading], hidden: Sequence[str]) -> Reading:
    warnings = [warn("hidden_sheets", ", ".join(hidden)[:200])] if hidden else []
    for page in pages:
        if repaired := repair_legacy_lines(page.text):
            page.text = repaired[0]
            warnings.append(warn("legacy_encoding", f"page {page.number}: {repaired[1]}"))
    return Reading(method, pages, warnings)


def _sheet_lines(sheet: Any, percentages: Percentages) -> tuple[list[str], int]:
    """The rows of one sheet as lines, columns empty from top to bottom left away; and how many cells there were."""
    if sheet.start is None:
        return [], 0
    top, left = sheet.start
    if sheet.height * sheet.width > MAX_CELLS:
        raise TooLarge(f"a sheet of {sheet.height} rows and {sheet.width} columns")
    rows = [
        [write_cell(value, percentages.get((at, place))) for place, value in enumerate(row, left)]
        for at, row in enumerate(sheet.to_python(skip_empty_area=True), top)
    ]
    return used_columns(rows), sheet.height * sheet.width


def used_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, columns empty from top to bottom left away; rows may differ in length."""
    used = [any(column) for column in zip_longest(*rows, fillvalue="")]
    kept = (_pick(row, used) for row in rows)
    return ["\t".join(row) if any(row) else "" for row in kept]


def _pick(row: Sequence[str], used: Iterable[bool]) -> list[str]:
    return [cell for cell, keep in zip(row, used, strict=False) if keep]


def write_cell(value: Any, decimals: int | None = None) -> str:
    """A cell as text on one line; `decimals`: it is shown as a percentage with so many of them."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, (int, float)):
        return write_number(value * 100, decimals) + "%" if decimals is not None else write_number(value)
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        return f"{value:%H:%M %d/%m/%Y}"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, datetime.timedelta):
        return str(value)
    return re.sub(r"\s+", " ", str(value)).strip()


def write_number(value: float, decimals: int | None = None) -> str:
    """A number with a decimal comma and without the noise of binary fractions; `decimals` rounds it."""
    if decimals is not None:
        value = round(value, decimals)
    text = f"{value:.{DIGITS}g}"
    if "e" in text:
        text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.{DIGITS}f}".rstrip("0")
    return text.replace(".", ",")
