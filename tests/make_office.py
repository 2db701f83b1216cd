"""Office files made in a few lines: DOCX, ODT and XLSX by hand, DOC and RTF by LibreOffice where there is one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from extractors.errors import MissingProgram
from extractors.office import convert_batch
from tests.requirements_for_tests import require_or_skip

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPAT = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RULED = '<w:tblPr><w:tblBorders><w:top w:val="single"/><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'
OPEN = '<w:tblPr><w:tblBorders><w:top w:val="nil"/></w:tblBorders></w:tblPr>'
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_zip(members: dict[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_docx(body: str) -> bytes:
    """A DOCX that other programs open too."""
    link = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    return make_zip({
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{link}</Relationships>',
        "word/document.xml": f"<w:document {WORD} {COMPAT}><w:body>{body}</w:body></w:document>",
    })  # fmt: skip


def p(text: str, font: str = "") -> str:
    """A paragraph of one run."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:p><w:r>{fonts}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(properties: str, *rows: list[str]) -> str:
    """A table; line ends in a cell divide its paragraphs."""
    width = '<w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>'
    cells = ["".join(f"<w:tc>{width}{''.join(map(p, cell.split(chr(10))))}</w:tc>" for cell in row) for row in rows]
    grid = "<w:tblGrid>" + '<w:gridCol w:w="3000"/>' * len(rows[0]) + "</w:tblGrid>"
    return f"<w:tbl>{properties}{grid}" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


HEAD = table(
    OPEN,
    ["ỦY BAN NHÂN DÂN\nTỈNH TIỀN GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
    ["Số: 370/KH-UBND", "Tiền Giang, ngày 08 tháng 12 năm 2021"],
)
SENTENCE = "Thực hiện Nghị quyết số 11-NQ/TU của Tỉnh ủy về chuyển đổi số, Ủy ban nhân dân tỉnh ban hành kế hoạch."
PLAN = (
    HEAD
    + p("KẾ HOẠCH")
    + p(SENTENCE)
    + table(RULED, ["TT", "Chỉ tiêu", "2025"], ["1", "Kinh tế số", "15%"])
    + p("Trân trọng./.")
)
PLAN_TEXT = (
    "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH TIỀN GIANG\tĐộc lập - Tự do - Hạnh phúc\n"
    f"Số: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12 năm 2021\nKẾ HOẠCH\n{SENTENCE}\n"
    "TT\tChỉ tiêu\t2025\n1\tKinh tế số\t15%\nTrân trọng./."
)


def convert(folder: Path, documents: dict[str, bytes], to: str) -> dict[str, bytes]:
    """Each DOCX as LibreOffice saves it in another format, by name; the test is skipped without LibreOffice."""
    sources = {name: folder / f"{name}.docx" for name in documents}
    for name, path in sources.items():
        path.write_bytes(documents[name])
    try:
        made = convert_batch(list(sources.values()), folder / "made", to)
    except MissingProgram as missing:
        require_or_skip("office", str(missing))
    return {name: made[path].read_bytes() for name, path in sources.items()}
