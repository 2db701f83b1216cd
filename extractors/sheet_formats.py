"""Which cells of an XLSX are shown as percentages, and whether its sheets are as big as they claim.

The reader of values knows neither; both stand in the XML beside the values.
"""

from __future__ import annotations

import io
import posixpath
import re
from typing import Any

from extractors.errors import Damaged, TooLarge
from extractors.packages import Package

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LONGEST_CODE = 255  # characters of a number format
BUILT_IN = {9: 0, 10: 2}  # numFmtId -> decimals: 0% and 0.00% ([ECMA-376] 18.8.30)

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z")
_PERCENT = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^"\\\[%])*?(?P<decimals>\.[0#?]+)?%')


def read_percentages(package: Package, max_cells: int) -> dict[str, dict[tuple[int, int], int]]:
    """For each sheet by name: (row, column) from 0 -> decimals, of cells shown as percentages.

    Raises TooLarge where the filled cells of a sheet span more than `max_cells`: two cells in far corners.
    """
    formats = _percent_formats(package.optional_xml("xl/styles.xml"))
    found = {}
    for name, part in _sheets(package).items():
        found[name] = _scan(package.read(part), formats, max_cells)
    return found


def _sheets(package: Package) -> dict[str, str]:
    """The sheets' names and parts; none for a binary workbook."""
    book, relations = (package.optional_xml(f"xl/{x}") for x in ("workbook.xml", "_rels/workbook.xml.rels"))
    if book is None or relations is None:
        return {}
    targets = {
        x.get("Id"): posixpath.normpath(posixpath.join("/xl", x.get("Target", ""))).lstrip("/") for x in relations
    }
    sheets = {x.get("name", ""): targets.get(x.get(f"{R}id"), "") for x in book.iter(f"{S}sheet")}
    return {name: part for name, part in sheets.items() if part in package.names and part.endswith(".xml")}


def _percent_formats(styles: Any | None) -> dict[str, int]:
    """The cell formats (index as written in a cell's `s`) that show percentages, with their decimals."""
    if styles is None:
        return {}
    codes = {x.get("numFmtId"): x.get("formatCode", "") for x in styles.iterfind(f"{S}numFmts/{S}numFmt")}
    found = {}
    for index, format_ in enumerate(styles.iterfind(f"{S}cellXfs/{S}xf")):
        number = format_.get("numFmtId", "0")
        if (decimals := percent_decimals(codes.get(number, ""))) is not None:
            found[str(index)] = decimals
        elif number.isdigit() and int(number) in BUILT_IN and number not in codes:
            found[str(index)] = BUILT_IN[int(number)]
    return found


def percent_decimals(code: str) -> int | None:
    """The decimals of a number format's code that shows a percentage, None for any other."""
    percent = _PERCENT.match(code[:LONGEST_CODE].partition(";")[0])
    return len(percent["decimals"] or ".") - 1 if percent else None


def _scan(raw: bytes, formats: dict[str, int], max_cells: int) -> dict[tuple[int, int], int]:
    from lxml import etree

    found: dict[tuple[int, int], int] = {}
    rows, columns = [1 << 30, -1], [1 << 30, -1]
    tags = [
        f"{S}c",
        S.replace("schemas.openxmlformats.org/spreadsheetml/2006", "purl.oclc.org/ooxml/spreadsheetml") + "c",
    ]
    try:
        for _, cell in etree.iterparse(
            io.BytesIO(raw), tag=tags, resolve_entities=False, load_dtd=False, no_network=True
        ):
            place = _PLACE.match(cell.get("r") or "")
            if place and len(cell):
                row, column = int(place[2]) - 1, _column(place[1])
                rows, columns = (
                    [min(rows[0], row), max(rows[1], row)],
                    [min(columns[0], column), max(columns[1], column)],
                )
                if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > max_cells:
                    raise TooLarge(f"a sheet of {rows[1] + 1} rows and {columns[1] + 1} columns")
                if (decimals := formats.get(cell.get("s", ""))) is not None:
                    found[row, column] = decimals
            _forget(cell)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"XLSX: {error}"[:300]) from None
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _forget(cell: Any) -> None:
    """Free a cell that was seen, and the ones before it."""
    cell.clear()
    parent = cell.getparent()
    while parent is not None and cell.getprevious() is not None:
        del parent[0]
