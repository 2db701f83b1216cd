"""Text layers that lie (old fonts, broken ToUnicode, shifted codes, junk OCR): recognised, and the text right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from documents.record import Text
from extractors import extract_bytes
from extractors.legacy import DECODERS, restore_hyphens
from tests.hostile_pdf import one_page, stream
from tests.make_pdf import make_pdf
from tests.make_scans import needs_both, picture_of, with_text_layer

MOST = 0.02  # character errors that each class may have
HEAD = [
    ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("TỈNH TIỀN GIANG", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 370/KH-UBND", "Tiền Giang, ngày 08 tháng 12 năm 2021"),
]
HEAD_LINE = "\t".join(HEAD[-1])
BODY = [
    "Thực hiện Nghị quyết số 08-NQ/TU ngày 06 tháng 10 năm 2021 của Tỉnh ủy về chuyển đổi số, Ủy ban nhân dân tỉnh "
    "ban hành Kế hoạch chuyển đổi số tỉnh Tiền Giang đến năm 2025, định hướng đến năm 2030 như sau:",
    "1. Kinh tế số chiếm 20% tổng sản phẩm trên địa bàn; tỷ trọng kinh tế số trong từng ngành, lĩnh vực đạt 10%.",
    "2. Các sở, ban, ngành tỉnh và Ủy ban nhân dân các huyện, thành phố, thị xã căn cứ chức năng, nhiệm vụ được giao "
    "xây dựng kế hoạch cụ thể, gửi về Sở Thông tin và Truyền thông trước ngày 31 tháng 12 hằng năm để tổng hợp.",
    "3. Giao Sở Thông tin và Truyền thông chủ trì, phối hợp với các cơ quan liên quan hướng dẫn, theo dõi, đôn đốc, "
    "kiểm tra việc thực hiện Kế hoạch này; kịp thời đề xuất sửa đổi, bổ sung cho phù hợp với tình hình thực tế.",
]
BODY_TEXT = " ".join(BODY)
JUNK = ["CQNG HOA XA HQI CHU NGHTA VIFT NAM", *["ngdy thdng ndm crla thu<mg xuydn"] * 9]


def share_of_errors(right: str, text: str) -> float:
    """The fewest characters to change, put in or leave out until `right` stands in the text, per character of it."""
    text = " ".join(text.split())
    row = [0] * (len(text) + 1)
    for at, wanted in enumerate(right, 1):
        above, row = row, [at]
        for column, char in enumerate(text):
            row.append(min(above[column] + (char != wanted), above[column + 1] + 1, row[column] + 1))
    return min(row) / len(right)


def page_of(folder: Path, monkeypatch: pytest.MonkeyPatch, wrong: Callable[[int], int]) -> bytes:
    """A born-digital page whose fonts say `wrong(code)` for each letter's code."""
    from reportlab.pdfbase import ttfonts

    make_map = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(
        ttfonts, "makeToUnicodeCMap", lambda name, subset: make_map(name, [wrong(code) for code in subset])
    )
    return make_pdf(folder / "broken.pdf", HEAD, BODY, stamp=None, signed=None).read_bytes()


def legacy_page(encoding: str, fonts: Sequence[str], encode: Callable[[str], str]) -> bytes:
    """A page in two old fonts, the first for the body, the second for the head."""
    rows = [(1, f"{left}   {right}") for left, right in HEAD[:2]] + [(0, HEAD[2][0])] + [(0, text) for text in BODY]
    if encoding == "tcvn3":
        rows = [(font, text.lower() if font else text) for font, text in rows]
    shown = b"".join(b"/F%d 12 Tf (%s) Tj T* " % (font, _literal(encode(text))) for font, text in rows)
    font = (
        "<</Type/Font/Subtype/TrueType/BaseFont/{0}/Encoding/WinAnsiEncoding/FontDescriptor<</Type/FontDescriptor"
        "/FontName/{0}/Flags 32/FontBBox[0 0 999 999]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>"
    )
    content = stream(b"BT 16 TL 40 780 Td %sET" % shown)
    return one_page(content, b"<</Font<</F0 5 0 R/F1 6 0 R>>>>", [font.format(name).encode() for name in fonts])


def _literal(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def encoder(encoding: str) -> Callable[[str], str]:
    """From Unicode to what a font of that encoding shows for it, as the decoder's own opposite."""
    chars = [bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0x100)]
    single = {DECODERS[encoding](char.encode("cp1252")): char for char in chars if char}
    pairs = {
        DECODERS[encoding]((base + char).encode("cp1252")): base + char
        for base in "aeouyAEOUYôöÔÖ"
        for char in chars
        if char and encoding == "vni"
    }
    table = {**{key: value for key, value in pairs.items() if len(key) == 1}, **single}
    return lambda text: "".join(table.get(char, char) for char in text)


def check(got: Text, head: bool = True) -> None:
    assert share_of_errors(BODY_TEXT, got.text) <= MOST
    assert HEAD[2][0] in got.text
    assert not head or "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in got.text


@pytest.mark.parametrize(
    ("encoding", "fonts"),
    [
        ("tcvn3", [".VnTime", ".VnTimeH"]),
        ("tcvn3", ["ABCDEF+.VnArial", "ABCDEG+.VnArialH"]),
        ("vni", ["VNI-Times", "VNI-Times"]),
    ],
)
def test_pages_in_old_fonts_are_decoded(encoding: str, fonts: Sequence[str]) -> None:
    got = extract_bytes(legacy_page(encoding, fonts, encoder(encoding)))
    assert [page.method for page in got.pages] == ["legacy"]
    assert [(warning.code, warning.detail) for warning in got.warnings] == [("legacy_encoding", f"page 1: {encoding}")]
    assert share_of_errors(BODY_TEXT, got.text) == 0
    check(got)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda code: 0x400 + code % 0x100,  # Cyrillic look-alikes
        lambda code: code + 3 if code > 0x40 else code,  # each letter three further
    ],
)
def test_fonts_whose_codes_lie_are_read_by_their_picture(
    wrong: Callable[[int], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_both()
    got = extract_bytes(page_of(tmp_path, monkeypatch, wrong))
    assert [page.method for page in got.pages] == ["ocr"]
    check(got)


@pytest.mark.parametrize("under", [False, True])
def test_a_junk_layer_is_read_by_its_picture(tmp_path: Path, under: bool) -> None:
    needs_both()
    page: Any = picture_of(make_pdf(tmp_path / "page.pdf", HEAD, BODY, stamp=None, signed=None))
    got = extract_bytes(with_text_layer(page, JUNK, under=under))
    assert [page.method for page in got.pages] == ["ocr"]
    check(got)


def test_a_font_that_lost_its_letters_with_marks_is_read_by_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_both()
    got = extract_bytes(page_of(tmp_path, monkeypatch, lambda code: code if code < 0x80 else 0x41))
    assert [page.method for page in got.pages] == ["ocr"]
    check(got)


PLAIN = {
    "English": "The Parties shall cooperate for the protection of the environment and shall inform each other of the "
    "measures that are taken by the competent authorities of the provinces in accordance with their laws. ",
    "names of goods": "Paracetamol 500mg, Amoxicillin 250mg, Ciprofloxacin 500mg, Metronidazole 250mg, "
    "Omeprazole 20mg, Salbutamol 2mg, Prednisolone 5mg, Furosemide 40mg, Captopril 25mg, Nifedipine 10mg; ",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_honest_text_without_marks_is_kept(text: str, tmp_path: Path) -> None:
    needs_both()
    got = extract_bytes(make_pdf(tmp_path / "plain.pdf", [], [text * 3], stamp=None, signed=None).read_bytes())
    assert "ocr" not in [page.method for page in got.pages]
    assert " ".join(text.split()) in " ".join(got.text.split())


def test_a_good_layer_does_not_vouch_for_number_and_day(tmp_path: Path) -> None:
    needs_both()
    page: Any = picture_of(make_pdf(tmp_path / "page.pdf", HEAD, BODY, stamp=None, signed=None))
    layer = ["Số: 378/KH-UBND", "Tiền Giang, ngày 03 tháng 12 năm 2021", *BODY]
    got = extract_bytes(with_text_layer(page, layer, font="DejaVuSerif"))
    assert HEAD_LINE in got.text
    assert "378" not in got.text


def test_wrong_code_points_are_put_right(tmp_path: Path) -> None:
    head = [(left, right.replace("HÒA", "HÕA")) for left, right in HEAD]
    body = [text.replace("Ư", "\u01a2").replace("ư", "\u01a3") for text in BODY]
    got = extract_bytes(make_pdf(tmp_path / "page.pdf", head, body, stamp=None, signed=None).read_bytes())
    assert "code_points_repaired" in [warning.code for warning in got.warnings]
    assert share_of_errors(BODY_TEXT, got.text) == 0
    check(got)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("h-ớng, nh- sau", "hướng, như sau"),
        ("-u tiên, -ớc đạt", "ưu tiên, ước đạt"),
        ("Sở T- pháp, SỞ T- PHÁP", "Sở Tư pháp, SỞ TƯ PHÁP"),
        ("Th-ờng trực, TR-ỜNG", "Thường trực, TRƯỜNG"),
        ("- Các sở, kinh tế - xã hội, kinh tế-xã hội", "- Các sở, kinh tế - xã hội, kinh tế-xã hội"),
        ("số 08-NQ/TU, 370/KH-UBND, 2021-2025", "số 08-NQ/TU, 370/KH-UBND, 2021-2025"),
        ("08-NQ/T-", "08-NQ/TƯ"),
    ],
)
def test_hyphens_of_old_fonts_are_letters_where_they_can_be(shown: str, meant: str) -> None:
    assert restore_hyphens(shown) == meant
