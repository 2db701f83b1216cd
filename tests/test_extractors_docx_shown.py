"""DOCX as it is shown: capitals, hidden words, lists by style, merged cells, old fonts, and odd packages."""

from __future__ import annotations

import pytest

from extractors import extract_bytes
from tests.make_office import COMPAT, OFFICE, RELATIONS, RULED, WORD, make_docx, make_zip, p, table
from tests.test_extractors_docx import docx, item, numbering, part
from tests.test_extractors_plain import TCVN3, VNI

DECODED = "ủy ban nhân dân tỉnh ban hành kế hoạch phát triển kinh tế số đến năm 2025."


def run(text: str, properties: str) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def styled(name: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


CAPS = '<w:style w:type="paragraph" w:styleId="T"><w:rPr><w:caps/></w:rPr></w:style>'
CAPS += '<w:style w:type="paragraph" w:styleId="U"><w:basedOn w:val="T"/></w:style>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (run("Kế hoạch", "<w:caps/>"), "KẾ HOẠCH"),
        (run("Kế hoạch", '<w:caps w:val="0"/>'), "Kế hoạch"),
        (styled("U", "Kế hoạch"), "KẾ HOẠCH"),
        (p("a") + run("ẩn", "<w:vanish/>") + p("b"), "a\n\nb"),
        (p("a") + run("b", '<w:vanish w:val="false"/>'), "a\nb"),
        ("<w:p><w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>" + p("hộp cũ")
         + "</w:txbxContent></v:textbox></w:pict></w:r></w:p>", "hộp cũ"),
        ("<w:p><w:smartTag><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink></w:smartTag></w:p>", "liên kết"),
        ('<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>', "7"),
        ("<w:p><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo></w:p>",
         "mới"),
        ('<w:p><w:pPr><w:framePr w:w="9"/></w:pPr><w:r><w:t>khung</w:t></w:r></w:p>' + p("thân"), "khung\nthân"),
    ],
)  # fmt: skip
def test_what_is_shown(body: str, text: str) -> None:
    assert extract_bytes(docx(body, styles=part(CAPS, "styles"))).text == text


def test_merged_cells_keep_their_columns() -> None:
    merged = (
        f'<w:tbl>{RULED}<w:tr><w:tc>{p("TT")}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Năm")}</w:tc>'
        f"<w:tc>{p('Ghi chú')}</w:tc></w:tr><w:tr><w:tc>{p('')}</w:tc><w:tc>{p('2024')}</w:tc><w:tc>{p('2025')}</w:tc>"
        f'<w:tc>{p("x")}</w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{p("9")}</w:tc></w:tr>'
        "</w:tbl>"
    )
    assert extract_bytes(docx(merged)).text == "TT\tNăm\t\tGhi chú\n\t2024\t2025\tx\n\t9"


def test_content_controls_around_rows_and_cells() -> None:
    row = f"<w:tr><w:sdt><w:sdtContent><w:tc>{p('a')}</w:tc></w:sdtContent></w:sdt><w:tc>{p('b')}</w:tc></w:tr>"
    assert (
        extract_bytes(docx(f"<w:tbl>{RULED}<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>")).text == "a\tb"
    )


@pytest.mark.parametrize(
    ("footer", "kept"),
    [("Số: 12/KH-UBND", True), ("12/2021/QĐ-UBND", True), ("Trang 3", False), ("C:\\van ban\\ke hoach.docx", False)],
)
def test_a_footer_is_kept_where_it_carries_the_number(footer: str, kept: bool) -> None:
    got = extract_bytes(docx(p("thân"), footer1=part(p(footer), "ftr"))).text
    assert got == (f"thân\n{footer}" if kept else "thân")


# ---------------------------------------------------------------- lists


def test_a_list_may_come_from_the_style() -> None:
    style = '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    body = styled("D", "Phạm vi") + p("") + styled("D", "Hiệu lực")
    got = extract_bytes(docx(body, numbering=numbering(("decimal", "Điều %1.")), styles=part(style, "styles"))).text
    assert got == "Điều 1. Phạm vi\n\nĐiều 2. Hiệu lực"


def lists(*links: str) -> str:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    return part(f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>' + "".join(links), "numbering")


def link(name: int, inside: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="0"/>{inside}</w:num>'


ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("second", "text"),
    [
        (link(8), "1. a\n2. b\n3. c\n4. d"),  # two lists of one pattern count on
        (link(8, ANEW), "1. a\n2. b\n1. c\n2. d"),
    ],
)
def test_lists_of_one_pattern(second: str, text: str) -> None:
    other = [item(x).replace('w:numId w:val="7"', 'w:numId w:val="8"') for x in "cd"]
    body = item("a") + item("b") + "".join(other)
    assert extract_bytes(docx(body, numbering=lists(link(7), second))).text == text


def test_an_empty_paragraph_of_a_list_counts_too() -> None:
    got = extract_bytes(docx(item("a") + item("") + item("c"), numbering=lists(link(7)))).text
    assert got == "1. a\n\n3. c"


# ---------------------------------------------------------------- fonts


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(TCVN3, ".VnTime"), DECODED),
        (p("KÕ ho¹ch", ".VnTimeH"), "KẾ HOẠCH"),
        (p(VNI, "VNI-Times"), DECODED),
        # a letter and its mark in two runs
        (p("kinh teá so", "VNI-Times").replace("</w:p>", p("á ñeán", "VNI-Times")[5:]), "kinh tế số đến"),
        # Word keeps the code of ư as a hyphen that is not shown
        (p("Thñ t", ".VnTime").replace("</w:r></w:p>", "<w:softHyphen/><w:t>íng</w:t></w:r></w:p>"), "Thủ tướng"),
        # only the font's name is old
        (p("Ủy ban nhân dân tỉnh ban hành kế hoạch", ".VnTime"), "Ủy ban nhân dân tỉnh ban hành kế hoạch"),
        (p("Kế hoạch", "Times New Roman") + p("Ủy ban", ".VnTimeH"), "Kế hoạch\nỦy ban"),
    ],
)
def test_words_in_old_fonts(body: str, text: str) -> None:
    got = extract_bytes(make_docx(body))
    assert got.text == text
    assert [w.code for w in got.warnings] == ([] if "Ủy ban" in body else ["legacy_encoding"])


def test_the_font_may_come_from_the_style() -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr>'
    style = f'<w:style w:type="paragraph" w:default="1" w:styleId="N">{font}</w:style>'
    assert extract_bytes(docx(p("kÕ ho¹ch"), styles=part(style, "styles"))).text == "KẾ HOẠCH"


# ---------------------------------------------------------------- packages


def relations(target: str) -> str:
    link = f'<Relationship Id="h1" Type="{OFFICE}/officeDocument" Target="{target}"/>'
    return f'<Relationships xmlns="{RELATIONS}">{link}</Relationships>'


@pytest.mark.parametrize(
    "members",
    [
        {"word/document7.xml": part(p("chữ")), "_rels/.rels": relations("word/document7.xml"),
         "word/styles.xml": part("", "styles")},
        {"word/document.xml": part(p("chữ")).replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")},
        {"word\\document.xml": part(p("chữ")), "word/styles.xml": part("", "styles")},
    ],
)  # fmt: skip
def test_what_other_programs_write(members: dict[str, str]) -> None:
    assert extract_bytes(make_zip(dict(members))).text == "chữ"


def test_a_document_made_from_a_web_page_embeds_it() -> None:
    chunk = f'<w:altChunk xmlns:r="{OFFICE}" r:id="h1"/>'
    page = "<html><body><p>Kế hoạch</p><p>năm 2025</p></body></html>"
    members = {"word/document.xml": part(p("trước") + chunk), "word/a.html": page}
    members["word/_rels/document.xml.rels"] = relations("/word/a.html")
    assert extract_bytes(make_zip(dict(members))).text == "trước\nKế hoạch\nnăm 2025"


@pytest.mark.parametrize(
    "data",
    [
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w='
        '"http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        f"{p('Kế hoạch')}{table('', ['a', 'b'])}</w:body></w:wordDocument>",
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part>'
        f"<pkg:xmlData><w:document {WORD} {COMPAT}><w:body>{p('Kế hoạch')}{table('', ['a', 'b'])}</w:body></w:document>"
        "</pkg:xmlData></pkg:part></pkg:package>",
    ],
)
def test_word_files_in_one_xml(data: str) -> None:
    got = extract_bytes(data.encode())
    assert (got.method, got.text) == ("wordml", "Kế hoạch\na\tb")
