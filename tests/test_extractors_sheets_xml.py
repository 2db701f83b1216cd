"""Excel 2003 XML: one XML file, sheets as pages, cells as they are shown."""

from __future__ import annotations

import pytest

from extractors import Damaged, EmptyFile, extract_bytes

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)
STYLES = (
    '<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0.0%"/></Style>'
    '<Style ss:ID="s2"><NumberFormat ss:Format="Percent"/></Style></Styles>'
)


def cell(value: object, kind: str = "String", more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def sheet(name: str, *rows: str, hidden: bool = False) -> str:
    unseen = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>" if hidden else ""
    table = "".join(f"<Row>{row}</Row>" for row in rows)
    return f'<Worksheet ss:Name="{name}"><Table>{table}</Table>{unseen}</Worksheet>'


def workbook(*sheets: str) -> bytes:
    return f"{HEAD}{STYLES}{''.join(sheets)}</Workbook>".encode()


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([cell("Chỉ tiêu") + cell(0.155, "Number", ' ss:StyleID="s1"')], ["Chỉ tiêu\t15,5%"]),
        ([cell(0.2, "Number", ' ss:StyleID="s2"')], ["20%"]),
        ([cell("2021-12-08T00:00:00.000", "DateTime") + cell(1, "Boolean")], ["08/12/2021\tx"]),
        ([cell("a") + cell("c", more=' ss:Index="3"'), cell("d") + cell("e") + cell("f")], ["a\t\tc", "d\te\tf"]),
        ([cell("a", more=' ss:MergeAcross="1"') + cell("c"), cell("d") + cell("e") + cell("f")], ["a\t\tc", "d\te\tf"]),
        ([cell("không phải số", "Number")], ["không phải số"]),
    ],
)
def test_cells_read_as_they_are_shown(rows: list[str], lines: list[str]) -> None:
    assert extract_bytes(workbook(sheet("Biểu 1", *rows))).text.split("\n") == ["Biểu 1", *lines]


def test_hidden_sheets_are_left_out() -> None:
    got = extract_bytes(workbook(sheet("Biểu 1", cell("a")), sheet("Nháp", cell("b"), hidden=True)))
    assert got.text == "Biểu 1\na"
    assert [(warning.code, warning.detail) for warning in got.warnings] == [("hidden_sheets", "Nháp")]
    assert got.method == "excel-xml"


@pytest.mark.parametrize(
    ("data", "error"), [(workbook(sheet("Biểu 1")), EmptyFile), (f"{HEAD}<Worksheet>".encode(), Damaged)]
)
def test_what_gives_no_text(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        extract_bytes(data)
