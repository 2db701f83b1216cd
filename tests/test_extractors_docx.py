"""DOCX: every word once, in order; the head line by line, data tables row by row, lists with their numbers."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors import Damaged, EmptyFile, Encrypted, extract_bytes
from tests.hostile_office import WORD

COMPAT = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
LINES = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
NO_LINES = '<w:tblPr><w:tblBorders><w:top w:val="nil"/></w:tblBorders></w:tblPr>'


def part(body: str, root: str = "document") -> str:
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    return f"<w:{root} {WORD} {COMPAT}>{inner}</w:{root}>"


def docx(body: str, **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", part(body))
        for name, xml in more.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def p(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def table(properties: str, *rows: list[list[str]]) -> str:
    cells = ["".join("<w:tc>" + "".join(map(p, cell)) + "</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{properties}" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


HEAD = table(
    NO_LINES,
    [["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"], [""], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]],
    [["Số:    /KH-UBND"], ["Lào Cai, ngày   tháng   năm 2026"]],
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("Điều 1. ", "Phạm vi"), "Điều 1. Phạm vi"),
        (p("một") + p("hai"), "một\nhai"),
        (
            HEAD + p("KẾ HOẠCH"),
            "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LÀO CAI\tĐộc lập - Tự do - Hạnh phúc\n"
            "Số: /KH-UBND\tLào Cai, ngày tháng năm 2026\nKẾ HOẠCH",
        ),
        # the head stays line by line where somebody gave its table borders
        (HEAD.replace(NO_LINES, LINES).replace('"nil"', '"single"'), None),
        # data: a row is a line, whatever stands in its cells
        (
            table(LINES, [["TT"], ["Chỉ tiêu"], ["2025"]], [["1"], ["Kinh tế số", "trong GRDP"], ["15%"]]),
            "TT\tChỉ tiêu\t2025\n1\tKinh tế số trong GRDP\t15%",
        ),
        (p("trước") + table(LINES, [["a"], [""], ["c"]]) + p("sau"), "trước\na\t\tc\nsau"),
        # what Word keeps for others, and what was deleted
        (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>' + p("hộp") + "</w:txbxContent>"
            "</mc:Choice><mc:Fallback><w:txbxContent>" + p("hộp") + "</w:txbxContent></mc:Fallback>"
            "</mc:AlternateContent><w:t>ngoài</w:t></w:r></w:p>",
            "ngoài\nhộp",
        ),
        (
            "<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p>",
            "mới",
        ),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>3</w:t></w:r></w:p>", "3"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:r><w:t>08</w:t><w:noBreakHyphen/><w:t>NQ/TU</w:t></w:r></w:p>", "08-NQ/TU"),
        ("<w:sdt><w:sdtContent>" + p("trong") + "</w:sdtContent></w:sdt>", "trong"),
        # letters typed as letter and mark
        (p("U\u0309y ban"), "Ủy ban"),
    ],
)
def test_body(body: str, text: str | None) -> None:
    got = extract_bytes(docx(body))
    assert got.method == "docx"
    if text is None:
        assert "TỈNH LÀO CAI\tĐộc lập - Tự do - Hạnh phúc\n" in got.text
        assert "Số: /KH-UBND\tLào Cai, ngày tháng năm 2026" in got.text
    else:
        assert got.text == text


def item(text: str, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbering(*levels: tuple[str, str]) -> str:
    rows = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    link = '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    return part(f'<w:abstractNum w:abstractNumId="0">{rows}</w:abstractNum>{link}', "numbering")


@pytest.mark.parametrize(
    ("levels", "body", "text"),
    [
        ([("decimal", "Điều %1.")], item("Phạm vi") + item("Đối tượng"), "Điều 1. Phạm vi\nĐiều 2. Đối tượng"),
        (
            [("upperRoman", "%1."), ("lowerLetter", "%2)")],
            item("Mục tiêu") + item("a", 1) + item("b", 1) + item("Nhiệm vụ") + item("c", 1),
            "I. Mục tiêu\na) a\nb) b\nII. Nhiệm vụ\na) c",
        ),
        ([("decimal", "%1."), ("decimal", "%1.%2.")], item("a") + item("b", 1) + item("c", 1), "1. a\n1.1. b\n1.2. c"),
        ([("bullet", "\uf0b7")], item("a"), "- a"),
    ],
)
def test_automatic_numbers(levels: list[tuple[str, str]], body: str, text: str) -> None:
    assert extract_bytes(docx(body, numbering=numbering(*levels))).text == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (f'<w:style w:styleId="Grid">{LINES}</w:style>', "a b\tc d"),
        ('<w:style w:styleId="Grid"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"/>', "a\tc\nb\td"),
    ],
)  # fmt: skip
def test_a_style_says_whether_a_table_has_lines(style: str, text: str) -> None:
    body = table('<w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>', [["a", "b"], ["c", "d"]])
    assert extract_bytes(docx(body, styles=part(style, "styles"))).text == text


def test_header_and_footnotes_are_kept_page_numbers_not() -> None:
    header, note = (
        part(p("DỰ THẢO"), "hdr"),
        part(f"<w:footnote>{p('Theo Nghị quyết 08-NQ/TU')}</w:footnote>", "footnotes"),
    )
    got = extract_bytes(docx(p("KẾ HOẠCH"), header1=header, header2=part(p("2"), "hdr"), footnotes=note))
    assert got.text == "DỰ THẢO\nKẾ HOẠCH\nTheo Nghị quyết 08-NQ/TU"


def test_a_docx_without_a_word_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        extract_bytes(docx(p("")))


def test_text_in_a_legacy_font_is_decoded_beside_unicode() -> None:
    old = p("KÕ ho¹ch ph¸t triÓn kinh tÕ sè ®Õn n¨m 2025 cña tØnh, c¸c huyÖn vµ thµnh phè trùc thuéc tØnh") * 3
    got = extract_bytes(docx(p("KẾ HOẠCH") + old))
    assert got.text.startswith("KẾ HOẠCH\nKế hoạch phát triển kinh tế số đến năm 2025 của tỉnh")
    assert [w.code for w in got.warnings] == ["legacy_encoding"]


def test_broken_xml_is_damage() -> None:
    with pytest.raises(Damaged):
        extract_bytes(docx("<w:p>"))


def test_an_encrypted_member_is_told_from_damage() -> None:
    data = bytearray(docx(p("kín")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption, in both places
        data[data.index(signature) + offset] |= 1
    with pytest.raises(Encrypted):
        extract_bytes(bytes(data))
