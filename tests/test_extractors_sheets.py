"""Spreadsheets: each sheet a page, rows with tabs, numbers as they are shown; ODT beside them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from extractors import Damaged, EmptyFile, Encrypted, NotYetReadable, TooLarge, extract_bytes
from extractors.sheets import write_cell
from tests.make_office import PLAN, PLAN_TEXT, convert, make_docx, make_zip

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


N = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
    "fo": "xsl-fo-compatible",
}  # fmt: skip
SPACES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in N.items())


def cell(place: str, value: str | float, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def xlsx(*sheets: tuple[str, str, list[str]]) -> bytes:
    """Sheets as (name, state, rows of cells)."""
    members = {"xl/styles.xml": STYLES}
    rows = links = types = ""
    for number, (name, state, content) in enumerate(sheets, 1):
        data = "".join(f"<row>{row}</row>" for row in content)
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{S}"><sheetData>{data}</sheetData></worksheet>'
        )
        rows += f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        links += f'<Relationship Id="r{number}" Type="{R}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    members["xl/workbook.xml"] = f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{rows}</sheets></workbook>'
    package = "http://schemas.openxmlformats.org/package/2006"
    members["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
    link = f'<Relationship Id="w" Type="{R}/officeDocument" Target="xl/workbook.xml"/>'
    members["_rels/.rels"] = f'<Relationships xmlns="{package}/relationships">{link}</Relationships>'
    members["[Content_Types].xml"] = f'<Types xmlns="{package}/content-types">{types}</Types>'
    return make_zip(dict(members))


ANNEX = [
    cell("B2", "TT") + cell("C2", "Chỉ tiêu") + cell("D2", "Năm 2025"),
    cell("B3", 1.0) + cell("C3", "Kinh tế số trong GRDP") + cell("D3", 0.15, 1),
    cell("B4", 2.0) + cell("D4", 0.125, 2),
    cell("B5", 3.0) + cell("C5", "Thu nhập (triệu đồng)") + cell("D5", 67.2),
]


def test_a_sheet_is_a_page_with_its_name_and_rows() -> None:
    got = extract_bytes(xlsx(("Phụ lục I", "visible", ANNEX), ("Phụ lục II", "visible", [cell("A1", "Hộ nghèo")])))
    assert got.text == (
        "Phụ lục I\nTT\tChỉ tiêu\tNăm 2025\n1\tKinh tế số trong GRDP\t15%\n2\t\t12,5%\n3\tThu nhập (triệu đồng)\t67,2"
        "\n\f\nPhụ lục II\nHộ nghèo"
    )
    assert [(page.number, page.method) for page in got.pages] == [(1, "xlsx"), (2, "xlsx")]


def test_hidden_sheets_are_left_out_and_named() -> None:
    got = extract_bytes(xlsx(("A", "visible", [cell("A1", "chữ")]), ("nháp", "hidden", [cell("A1", "bỏ")])))
    assert got.text == "A\nchữ"
    assert [(w.code, w.detail) for w in got.warnings] == [("hidden_sheets", "nháp")]


def test_an_old_sheet_shows_its_percentages_too() -> None:
    """`annex.xls` was saved by LibreOffice Calc: a merged head, a percentage of one decimal, a date, a fraction."""
    got = extract_bytes((Path(__file__).parent / "files" / "annex.xls").read_bytes())
    assert got.text == "Phụ lục 1\nCHỈ TIÊU\n1\tKinh tế số\t15,5%\n2\t08/12/2021\t67,2"


def ods(*tables: str, styles: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    return make_zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def sheet(name: str, *rows: str, style: str = "") -> str:
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}</table:table>'


def shown(*texts: str) -> str:
    return "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)


def test_opendocument_sheets_are_read_as_shown() -> None:
    wide = '<table:table-cell table:number-columns-repeated="1000"/>'
    unseen = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    got = extract_bytes(
        ods(
            sheet("Phụ lục", shown("TT", "Năm 2025") + wide, shown("1", "15,5%"), wide),
            sheet("nháp", shown("bỏ"), style="h"),
            styles=unseen,
        )
    )
    assert (got.method, got.text) == ("ods", "Phụ lục\nTT\tNăm 2025\n1\t15,5%")
    assert [(w.code, w.detail) for w in got.warnings] == [("hidden_sheets", "nháp")]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (15.0, None, "15"), (7.5, None, "7,5"), (0.1 + 0.2, None, "0,3"), (1234567890123.0, None, "1234567890123"),
        (0.15, 0, "15%"), (0.155, 1, "15,5%"), (0.29, 0, "29%"), (12, None, "12"), ("a\n b ", None, "a b"),
        (0.0000001, None, "0,0000001"), (1e20, None, "100000000000000000000"),
        (datetime.date(2021, 12, 8), None, "08/12/2021"), (datetime.datetime(2021, 12, 8), None, "08/12/2021"),
        (datetime.datetime(2021, 12, 8, 14, 30), None, "14:30 08/12/2021"), (True, None, "x"), ("", None, ""),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_is_shown(value: object, decimals: int | None, text: str) -> None:
    assert write_cell(value, decimals) == text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (xlsx(("A", "visible", [])), EmptyFile),
        (xlsx(("A", "visible", [cell("A1", "a"), cell("XFD1048576", "z")])), TooLarge),  # the far corners
        (make_zip({"xl/workbook.xml": "<broken"}), Damaged),
        (make_zip({"xl/workbook.xml": " " * (101 << 20)}), TooLarge),
    ],
)
def test_what_gives_no_text(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        extract_bytes(data)
    assert type(raised.value) is error


# ---------------------------------------------------------------- OpenDocument

MIME = "application/vnd.oasis.opendocument.text"


def odt(body: str, styles: str = "", kind: str = MIME, **more: str) -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return make_zip({"mimetype": kind, "content.xml": content} | {f"META-INF/{k}.xml": v for k, v in more.items()})


def level(number: int, form: str, suffix: str, shown: int = 1) -> str:
    settings = f'text:level="{number}" style:num-format="{form}" style:num-suffix="{suffix}"'
    return f'<text:list-level-style-number {settings} text:display-levels="{shown}"/>'


NUMBERS = f'<text:list-style style:name="L">{level(1, "I", ".")}{level(2, "1", ".", 2)}</text:list-style>'
ITEM = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
CELLS = '<table:table-cell table:style-name="c"><text:p>{}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("body", "styles", "text"),
    [
        ("<text:p>Kế hoạch<text:s text:c='2'/>số<text:tab/>1<text:line-break/>hai</text:p>", "", "Kế hoạch số\t1\nhai"),
        ("<text:h>Điều <text:span>1</text:span>.</text:h>", "", "Điều 1."),
        ("<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú</text:p>"
         "</text:note-body></text:note>b</text:p><text:p>c</text:p>", "", "ab\nc\nchú"),
        ("<text:p>a<draw:frame><draw:text-box><text:p>hộp</text:p></draw:text-box></draw:frame></text:p>", "",
         "a\nhộp"),
        ("<text:tracked-changes><text:deletion><text:p>cũ</text:p></text:deletion></text:tracked-changes>"
         "<text:p>mới</text:p>", "", "mới"),
        (f"<text:list text:style-name='L'>{ITEM.format('a', '<text:list>' + ITEM.format('b', '') + '</text:list>')}"
         f"{ITEM.format('c', '')}</text:list>", NUMBERS, "I. a\nI.1. b\nII. c"),
        (f"<table:table><table:table-row>{CELLS.format('a')}<table:covered-table-cell/>{CELLS.format('c')}"
         "</table:table-row></table:table>",
         "<style:style style:name='c' style:family='table-cell'><style:table-cell-properties "
         "fo:border='1pt solid #000'/></style:style>", "a\t\tc"),
    ],
)  # fmt: skip
def test_opendocument_text(body: str, styles: str, text: str) -> None:
    got = extract_bytes(odt(body, styles))
    assert (got.method, got.text) == ("odt", text)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (odt("<text:p/>"), EmptyFile),
        (ods(sheet("A", shown(""))), EmptyFile),
        (odt("<text:p>"), Damaged),
        (odt("<text:p>a</text:p>", kind="application/vnd.oasis.opendocument.presentation"), NotYetReadable),
        (odt("<text:p>a</text:p>", manifest=(
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:encryption-data/></m:manifest>'
        )), Encrypted),
    ],
)  # fmt: skip
def test_opendocument_that_gives_no_text(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        extract_bytes(data)
    assert type(raised.value) is error


def test_what_a_word_processor_writes(tmp_path: Path) -> None:
    assert extract_bytes(convert(tmp_path, {"plan": make_docx(PLAN)}, "odt")["plan"]).text == PLAN_TEXT
