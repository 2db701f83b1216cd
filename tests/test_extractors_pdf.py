"""PDFs: heads come out complete and in order, tables as rows, and pages that cannot be trusted are named."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from documents.text import normalize
from extractors import Damaged, EmptyFile, NeedsOcr, NotVietnameseText, extract_bytes, pdf_pages
from extractors.pdf_annotations import parse_pdf_time
from extractors.pdf_chars import Char
from extractors.pdf_furniture import drop_furniture
from extractors.pdf_layout import join_lines, layout_lines, line_text
from extractors.pdf_overlay import EmptyPages
from extractors.pdf_quality import is_scrambled, repair_code_points
from extractors.pdf_rulings import Ruling
from extractors.pdf_tables import find_tables, lines_with_tables, may_hold_table
from extractors.reading import PAGE_BREAK, PageReading
from tests.hostile_pdf import one_page, pdf, stream

FILES = Path(__file__).parent / "files"
FILLED = "Số: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12 năm 2021"
BLANK = "Số: /KH-UBND\tTiền Giang, ngày tháng năm 2021"


def read(name: str):
    return extract_bytes((FILES / f"{name}.pdf").read_bytes())


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("plain", FILLED),
        ("stamped", FILLED),
        ("stamped-twice", FILLED),
        ("stamped-above", FILLED),
        ("stamped-over-draft", FILLED),
        ("stamped-on-dots", FILLED),
        ("head-drawn-last", FILLED),
        ("unsigned", BLANK),
    ],
)
def test_the_head_is_complete_and_in_order(name: str, line: str) -> None:
    lines = read(name).text.split("\n")
    assert lines[:5] == [
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH TIỀN GIANG\tĐộc lập - Tự do - Hạnh phúc",
        line,
        "KẾ HOẠCH",
        "Chuyển đổi số trong nông nghiệp đến năm 2025",
    ]
    assert lines[-2:] == ["Nơi nhận:\tTM. ỦY BAN NHÂN DÂN", "- Như trên;\tCHỦ TỊCH"]


STAMPED = ["stamped", "stamped-twice", "stamped-above", "stamped-over-draft", "stamped-on-dots", "stamped-second-page"]


@pytest.mark.parametrize("name", STAMPED)
def test_stamps_read_apart_stand_where_they_stand_on_the_flattened_page(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, loaded = (FILES / f"{name}.pdf").read_bytes(), []
    load = EmptyPages.load

    def spy(self: EmptyPages, index: int, flattened: bool = False) -> object:
        loaded.append((index, flattened))
        return load(self, index, flattened)

    monkeypatch.setattr(EmptyPages, "load", spy)
    monkeypatch.setattr(pdf_pages, "MUCH_TEXT", 0)
    apart = extract_bytes(data, boxes=True)
    assert any(flattened for _, flattened in loaded)
    monkeypatch.setattr(EmptyPages, "load", lambda *_: None)
    assert extract_bytes(data, boxes=True) == apart


def test_a_superscript_drawn_later_finds_its_place_within_words_that_are_joined() -> None:
    first = b"BT /H 10 Tf 72 700 Td (Tong dien tich 500 m cua xa sau khi sap xep) Tj ET "
    raised = b"BT /H 5 Tf %.2f 704 Td (2) Tj ET" % (72 + stringWidth("Tong dien tich 500 m", "Helvetica", 10))
    data = one_page(stream(first + raised), b"<</Font<</H 5 0 R>>>>", [FONT])
    assert "500 m2" in extract_bytes(data).text


def test_a_page_whose_contents_cannot_be_taken_away_is_flattened_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MUCH_TEXT", 0)
    data = (FILES / "stamped.pdf").read_bytes()
    hidden = data.replace(b"/Contents", b"/#43ontents")  # the same name to pdfium, not to a search of the bytes
    assert hidden != data and extract_bytes(hidden).text == extract_bytes(data).text


def test_a_table_comes_as_rows_with_tabs_between_the_paragraphs() -> None:
    text = read("tables")
    assert text.pages[0].method == "tables"
    rows = [line.split("\t") for line in text.text.split("\n")]
    at = rows.index(["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025"])
    assert rows[at + 1] == ["1", "Tỷ lệ hộ gia đình có cáp quang", "%", "80"]
    assert rows[at + 2] == ["2", "Hồ sơ công việc cấp tỉnh xử lý trên mạng", "%", "90"]
    assert rows[at - 1] == ["Phấn đấu đến năm 2025 kinh tế số chiếm 15% GRDP."]
    assert rows[at + 3][0] == "Nơi nhận:"


def test_a_later_stamped_page_is_read_with_its_stamps_and_without_its_page_number() -> None:
    text = read("stamped-second-page")
    first, second = text.pages
    assert text.text[first.end : second.start] == PAGE_BREAK
    assert text.text == normalize(text.text)
    assert "có hiệu lực kể từ ngày 18 tháng 12 năm 2021." in text.text[second.start : second.end]
    assert not text.text[second.start : second.end].startswith("2\n")


def test_signing_times_are_kept() -> None:
    assert [w.detail for w in read("stamped").warnings if w.code == "signed"] == ["2021-12-08T09:30:00+07:00"]
    assert not [w for w in read("plain").warnings if w.code == "signed"]


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("D:20211208093000+07'00'", "2021-12-08T09:30:00+07:00"),
        ("D:20211208023000Z", "2021-12-08T02:30:00+00:00"),
        ("20211208093000", "2021-12-08T09:30:00"),
        ("D:20211308093000Z", None),
        ("D:2021", None),
        ("", None),
    ],
)
def test_pdf_times(raw: str, iso: str | None) -> None:
    assert parse_pdf_time(raw) == iso


# ------------------------------------------------------------ pages without usable text

PICTURE = stream(
    zlib.compress(bytes(1000)),
    b"/Type/XObject/Subtype/Image/Width 80/Height 100/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode",
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
DRAW = b"q 595 0 0 842 0 0 cm /P Do Q "


def picture_page(text: bytes = b"") -> bytes:
    """One page that is a black picture, with `text` (a content stream) drawn after it."""
    resources = b"<</XObject<</P 5 0 R>>/Font<</H 6 0 R>>>>"
    return one_page(stream(DRAW + text), resources, [PICTURE, FONT])


def lines_of(text: str, mode: int = 0) -> bytes:
    shown = b"".join(b"(%s) Tj T* " % line.encode("latin-1") for line in text.split("\n"))
    return b"BT /H 12 Tf %d Tr 14 TL 60 780 Td %sET" % (mode, shown)


JUNK_OCR = "CQNG HOA XA HQI CHU NGHTA VIFT NAM\nDQc lgp Tg do H4nh phric\n" + "ngdy thdng ndm crla thu<mg xuydn\n" * 6


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr.is_installed", lambda: False)


@pytest.mark.usefixtures("without_ocr")
def test_a_scan_needs_ocr() -> None:
    with pytest.raises(NeedsOcr) as error:
        extract_bytes(picture_page())
    assert not isinstance(error.value, NotVietnameseText)


@pytest.mark.usefixtures("without_ocr")
def test_a_scan_whose_only_text_is_its_signature_needs_ocr() -> None:
    with pytest.raises(NeedsOcr):
        extract_bytes(
            picture_page(lines_of("Digitally signed by: So Noi vu\nEmail: snv@example.org.vn 02.04.2026 14:24:26"))
        )


def test_short_text_on_a_picture_is_text() -> None:
    assert "Trang bia" in extract_bytes(picture_page(lines_of("Trang bia cua ban ke hoach nam 2025"))).text


@pytest.mark.usefixtures("without_ocr")
def test_an_invisible_text_layer_made_without_vietnamese_is_refused() -> None:
    with pytest.raises(NotVietnameseText, match="OCR layer"):
        extract_bytes(picture_page(lines_of(JUNK_OCR, mode=3)))


def text_page(text: str) -> bytes:
    return one_page(stream(lines_of(text)), b"<</Font<</H 5 0 R>>>>", [FONT])


@pytest.mark.usefixtures("without_ocr")
def test_letters_with_wrong_codes_are_refused() -> None:
    with pytest.raises(NotVietnameseText, match="wrong codes"):
        extract_bytes(text_page("Kj ho1ch ph!t tri3n kjnh tj sô´ ðjn nãm cû`a tjnh\n" * 8))


def test_text_in_a_legacy_font_is_decoded() -> None:
    got = extract_bytes(text_page("KÕ ho¹ch ph¸t triÓn kinh tÕ sè ®Õn n¨m 2025 cña tØnh\n" * 8), boxes=True)
    assert got.text.split("\n")[0] == "Kế hoạch phát triển kinh tế số đến năm 2025 của tỉnh"
    assert [got.text[line.start : line.end] for line in got.lines] == got.text.split("\n")
    assert got.pages[0].width and all(0 < line.x0 < line.x1 < got.pages[0].width for line in got.lines)
    assert [w.code for w in got.warnings] == ["legacy_encoding"]


def test_an_english_page_is_not_refused() -> None:
    words = "The provincial committee approved this programme for the years shown below\n" * 6
    assert "programme" in extract_bytes(text_page(words)).text


def test_a_blank_page_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        extract_bytes(one_page(stream(b"")))


@pytest.mark.usefixtures("without_ocr")
def test_a_scanned_page_among_others_is_a_warning() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources %s>>"
    resources = b"<</XObject<</P 7 0 R>>/Font<</H 8 0 R>>>>"
    text = stream(lines_of("Danh sach kem theo, trang mot, cua van ban nay.\n" * 2))
    pages = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", pages, page % (5, resources), page % (6, resources)]
    got = extract_bytes(pdf([*objects, text, stream(DRAW), PICTURE, FONT]))
    assert got.text.startswith("Danh sach")
    assert [(p.number, p.method, p.start == p.end) for p in got.pages] == [(1, "layout", False), (2, "unread", True)]
    assert [(w.code, w.detail) for w in got.warnings] == [("needs_ocr", "page 2: a picture without text")]


def test_a_page_cut_out_of_the_tree_is_damage() -> None:
    with pytest.raises((Damaged, EmptyFile)):
        extract_bytes(pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[9 0 R]/Count 1>>"]))


@pytest.mark.parametrize(
    ("text", "scrambled"),
    [
        ("Ng i dân ườ t nh nà ỉ y v i ớ các đ a ị ph ng ươ và ở m i ọ n i ơ đ u ề ", True),
        ("Người dân tỉnh này với các địa phương ở mọi nơi và ý kiến của họ đều được ghi nhận", False),
    ],
)
def test_scrambled_order(text: str, scrambled: bool) -> None:
    assert is_scrambled(text * 3) is scrambled


def test_code_points_of_old_fonts() -> None:
    assert repair_code_points("CỘNG HÕA, VÕ THỊ HÕA") == "CỘNG HÒA, VÕ THỊ HÒA"


# ------------------------------------------------------------ layout alone


def layout_text(chars: list[Char]) -> str:
    return join_lines([line_text(line.chars) for line in layout_lines(chars)])


def line(text: str, x: float, y: float, stamp: bool = False, size: float = 10) -> list[Char]:
    """Characters of a line, 5 points wide each; blanks leave room."""
    chars, spaced = [], False
    for i, char in enumerate(text):
        if char == " ":
            spaced = True
            continue
        chars.append(Char(char, x + 5 * i, x + 5 * i + 5, y, y - 2, y - 2 + size, spaced, stamp, size, size))
        spaced = False
    return chars


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        # columns drawn one after the other
        ([("UBND", 0, 90), ("Số: 1/KH", 0, 80), ("CỘNG", 100, 90), ("Độc", 100, 80)], "UBND\tCỘNG\nSố: 1/KH\tĐộc"),
        # blanks of the form are not columns
        (
            [("Số:", 0, 0), ("/KH", 60, 0), ("ngày", 200, 0), ("tháng", 250, 0), ("năm", 310, 0)],
            "Số: /KH\tngày tháng năm",
        ),
        # nor is what is left of a blank before or after a mark
        ([("2025", 0, 0), (",", 60, 0), ("VT (", 120, 0), ("bản)", 170, 0)], "2025 ,\tVT ( bản)"),
        # a long agency's name close to the motto's column
        ([("TỈNH", 0, 0), ("CỘNG HÒA XÃ", 28, 0)], "TỈNH\tCỘNG HÒA XÃ"),
        ([("TỈNH", 0, 0), ("CỘNG ĐỒNG", 28, 0)], "TỈNH CỘNG ĐỒNG"),
        # bold made by drawing twice
        ([("KẾ", 0, 0), ("KẾ", 0.4, 0)], "KẾ"),
        # a number broken at its hyphen is one number
        ([("Nghị định 39/2010/NĐ-", 0, 20), ("CP của", 0, 8)], "Nghị định 39/2010/NĐ-CP của"),
        ([("Độc lập -", 0, 20), ("Tự do", 0, 8)], "Độc lập -\nTự do"),
        # marks drawn after the letters they stand between
        ([("Ng  i", 0, 0), ("ườ", 10, 0)], "Người"),
    ],
)
def test_layout(pieces: list[tuple[str, float, float]], text: str) -> None:
    assert layout_text([c for piece in pieces for c in line(*piece)]) == text


@pytest.mark.parametrize(
    ("own", "stamps", "text"),
    [
        ("Số:      /QĐ", [("12", 20, 0)], "Số: 12/QĐ"),
        ("Số:      /QĐ", [("12", 20, 0), ("12", 20.5, 0.5)], "Số: 12/QĐ"),  # stamped twice
        ("Số: 11   /QĐ", [("11", 20, 0)], "Số: 11/QĐ"),
        ("Số: ...../QĐ", [("12", 22, 0)], "Số: 12/QĐ"),  # dots under and beside it
        ("Số: 07/QĐ", [("70", 16, 3)], "Số: 70/QĐ"),  # a drafted number, half of it beside the stamp
        ("ngày    tháng   năm", [("5", 25, 4), ("6", 65, 4)], "ngày 5 tháng 6 năm"),
        ("từ ngày    tháng 7.", [("20", 40, 0)], "từ ngày 20 tháng 7."),  # the full stop stays
        ("Hà Nội, ngày", [("Ký bởi: Sở", 0, 2)], "Ký bởi: Sở\nHà Nội, ngày"),  # no room: a line of its own
    ],
)
def test_stamps(own: str, stamps: list[tuple[str, float, float]], text: str) -> None:
    chars = line(own, 0, 0)
    for stamp in stamps:
        chars += line(*stamp, stamp=True)
    assert layout_text(chars) == text


def rulings(xs: list[float], ys: list[float]) -> list[Ruling]:
    across = [Ruling(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Ruling(False, x, ys[0], ys[-1]) for x in xs]


def test_cells_without_a_line_between_them_are_one() -> None:
    lines = rulings([0, 100, 200, 300], [0, 20, 40])
    lines.remove(Ruling(False, 100, 0, 40))
    lines.append(Ruling(False, 100, 0, 20))  # only in the lower row: the upper one spans two columns
    chars = line("chung", 10, 30) + line("c", 210, 30) + line("a", 10, 10) + line("b", 110, 10) + line("d", 210, 10)
    rows = [row.text for row in lines_with_tables(chars, find_tables(lines))]
    assert rows == ["chung\t\tc", "a\tb\td"]


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        (rulings([0, 50, 100], [0, 20, 40]), True),
        (rulings([0, 100], [0, 20, 40]), False),  # a frame
        ([Ruling(True, y, 0, 60) for y in range(5)], False),  # underlines
    ],
)
def test_what_may_be_a_table(lines: list[Ruling], holds: bool) -> None:
    assert may_hold_table(lines) is holds


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["một\ntrang", "2\nhai\ntrang", "3\nba\ntrang"], ["một\ntrang", "hai\ntrang", "ba\ntrang"]),
        (["a\nb", "c\n- 2 -"], ["a\nb", "c"]),
        (["a\n7", "b\n8"], ["a", "b"]),  # an excerpt: numbers start at 7, but count on
        (["năm\n2025", "x\ny"], ["năm\n2025", "x\ny"]),
        (["1", "2"], ["1", "2"]),
        (["a\nTrang 1/12", "b\nTrang 2/12"], ["a", "b"]),
        (["a\n1 | Trang", "b\n2 | Trang"], ["a", "b"]),
        (["a\nx", "Trang 2\nb"], ["a\nx", "b"]),
        (["a\nx", "Mẫu số 2\nb"], ["a\nx", "Mẫu số 2\nb"]),
        (["a\nx", "2/9/2025\nb"], ["a\nx", "2/9/2025\nb"]),
        (
            ["CÔNG BÁO/Số 27 + 28/Ngày 15-8-2022\t3\na", "4\tCÔNG BÁO/Số 27 + 28/Ngày 15-8-2022\nb"],
            ["CÔNG BÁO/Số 27 + 28/Ngày 15-8-2022\t3\na", "b"],
        ),
        (["a\nx", "Công báo số 27 ngày 15/8/2022 đăng\nb"], ["a\nx", "Công báo số 27 ngày 15/8/2022 đăng\nb"]),
    ],
)
def test_page_numbers(texts: list[str], expected: list[str]) -> None:
    pages = [PageReading(i, text, "pdfium") for i, text in enumerate(texts, 1)]
    drop_furniture(pages)
    assert [page.text for page in pages] == expected
