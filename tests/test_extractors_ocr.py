"""Scans: what two readers agree on is said, what they do not agree on is left blank, turned pages are turned back."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from documents.record import Text
from extractors import Damaged, NeedsOcr, NotVietnameseText, ocr, ocr_digits, ocr_tesseract
from extractors import extract_bytes as extract
from extractors.ocr_agree import (
    DateReading,
    NumberReading,
    agree_on_date,
    agree_on_number,
    nearer,
    parse_date_line,
    parse_number_line,
    right_code,
    vote,
)
from extractors.ocr_layout import OcrLine, build_lines
from extractors.ocr_phrases import repair_phrases
from extractors.ocr_tesseract import OcrFailed, Word, read_words
from extractors.ocr_turn import turn, turn_back
from tests.requirements_for_tests import require_or_skip

FILES = Path(__file__).parent / "files"
HEAD = "Số: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12 năm 2021"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


# ---------------------------------------------------------------- what a line says


@pytest.mark.parametrize(
    ("line", "digits", "year", "code"),
    [
        ("Số: 370/KH-UBND", "370", None, "/KH-UBND"),
        ("Số:1050 /QĐ-SCT", "1050", None, "/QĐ-SCT"),
        ("S6: 370/KH-UBND", "370", None, "/KH-UBND"),
        ("Só;04/2025/QD-UBND", "04", "2025", "/QD-UBND"),
        ("S: 12 / 2024 / NQ-HDND", "12", "2024", "/NQ-HDND"),
        ("Số 08-NQ/TU", "08", None, "-NQ/TU"),
        ("số %2 /KH-SYT", None, None, "/KH-SYT"),
        ("Số: M_ /CT-UBND", None, None, "/CT-UBND"),
        ("Số:      /KH-UBND", None, None, "/KH-UBND"),
    ],
)
def test_a_line_that_so_opens_is_a_number(line: str, digits: str | None, year: str | None, code: str) -> None:
    found = parse_number_line(line)
    assert found is not None
    assert (found.digits, found.year, found.code) == (digits, year, code)


@pytest.mark.parametrize(
    "line",
    [
        "Thực hiện Kế hoạch số 4963/KH-UBND",  # cited
        "kèm theo công văn số 1043/UBND-TH",
        "S6851/KH-SYT",  # is the 6 a letter or a digit?
        "Sở Tư pháp",
        "số 15/2026",
    ],
)
def test_other_lines_are_no_number(line: str) -> None:
    assert parse_number_line(line) is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Tiền Giang, ngày 08 tháng 12 năm 2021", ("08", "12", "2021")),
        ("Hà Ni, ngày02tháng4năm 2026", ("02", "4", "2026")),
        ("Hà Nội, ngày-#† tháng 7 năm 2025", (None, "7", "2025")),
        ("Hồ Chí Minh, ngàyÚŸ tháng 02 năm 2021", (None, "02", "2021")),
        ("Hà Nội, ngày 45 tháng 13 năm 2025", (None, None, "2025")),
        ("ngày      tháng      năm 2025", (None, None, "2025")),
    ],
)
def test_a_date_line_by_its_parts(line: str, parts: tuple[str | None, ...]) -> None:
    found = parse_date_line(line)
    assert found is not None
    assert found[:3] == parts


@pytest.mark.parametrize("line", ["SỞ CÔNG THƯƠNG", "ngành nông nghiệp", "ngày 12/8/2025"])
def test_no_date_line(line: str) -> None:
    assert parse_date_line(line) is None


# ---------------------------------------------------------------- what two readers agree on


def number(digits: str | None, code: str = "/KH-UBND", year: str | None = None) -> NumberReading:
    return NumberReading(digits, year, code, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "text", "state"),
    [
        (number("370"), number("370"), "Số: 370/KH-UBND", "sure"),
        (number("04", "/QĐ-UBND", "2025"), number("04", "/QD-UBND", "2025"), "Số: 04/2025/QĐ-UBND", "sure"),
        (number("370"), number("376"), "Số: /KH-UBND", "disagrees"),
        (number("46"), number(None), "Số: /KH-UBND", "disagrees"),  # a scrawl of which one made digits
        (number(None), number("851"), "Số: 851/KH-UBND", "to_confirm"),
        (number("370"), None, "Số: 370/KH-UBND", "to_confirm"),
        (None, number("370", "/QD-UBND"), "Số: 370/QĐ-UBND", "to_confirm"),
        (number("370"), number("370", "/KH-SYT"), "Số: 370/KH-UBND", "to_confirm"),
        (number("04", year="2025"), number("04", year="2026"), "Số: /KH-UBND", "disagrees"),
        (number(None), number(None), "Số: /KH-UBND", "blank"),
    ],
)
def test_a_number_is_as_sure_as_its_readers(
    first: NumberReading | None, second: NumberReading | None, text: str, state: str
) -> None:
    assert agree_on_number(first, second) == (text, state)


def day(day: str | None, month: str | None = "12", year: str | None = "2021") -> DateReading:
    return DateReading(day, month, year, 0, 0)


BLANK_DAY = "ngày      tháng      năm 2021"


@pytest.mark.parametrize(
    ("first", "second", "signed", "text", "state"),
    [
        (day("08"), day("8"), None, "ngày 08 tháng 12 năm 2021", "sure"),
        (day("08"), day("03"), None, BLANK_DAY, "disagrees"),
        (day("08"), day("03"), "2021-12-08", "ngày 08 tháng 12 năm 2021", "sure"),  # the signature decides
        (day(None), day("08"), None, "ngày 08 tháng 12 năm 2021", "to_confirm"),
        (day(None), day("08"), "2021-12-08", "ngày 08 tháng 12 năm 2021", "sure"),
        (day("08"), day(None), None, BLANK_DAY, "disagrees"),
        (day("08"), None, None, "ngày 08 tháng 12 năm 2021", "to_confirm"),
        (day(None), day(None), "2021-12-08", "ngày      tháng 12 năm 2021", "blank"),  # never filled from a signature
        (day("31", "11"), day("31", "11"), None, BLANK_DAY, "disagrees"),
        (day("08"), day("08"), "2021-12-01", "ngày 08 tháng 12 năm 2021", "to_confirm"),  # signed before it was dated
        (day(None), day("08"), "2021-02-01", BLANK_DAY, "disagrees"),
    ],
)
def test_a_date_is_as_sure_as_its_readers(
    first: DateReading | None, second: DateReading | None, signed: str | None, text: str, state: str
) -> None:
    signatures = [date.fromisoformat(signed)] if signed else []
    assert agree_on_date(first, second, signatures) == (text, state)


@pytest.mark.parametrize(
    ("first", "again", "month"),
    [
        ("12", None, "12"),  # shared with the second reader
        ("7", "12", "12"),
        ("7", "7", "7"),
        ("7", "1", None),  # first this, then that: not read
        ("7", None, None),
        (None, None, None),
    ],
)
def test_a_second_look_counts_when_it_is_steady(first: str | None, again: str | None, month: str | None) -> None:
    assert nearer(day("08", first), day("08", again), day("08")).month == month


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("/QD-UBND", "/QĐ-UBND"),
        ("/NQ-HDND", "/NQ-HĐND"),
        ("/ND-CP", "/NĐ-CP"),
        ("-NQ/TU", "-NQ/TU"),
        ("/KH-X", "/KH-X"),
    ],
)
def test_codes_get_their_letters_back(read: str, right: str) -> None:
    assert right_code(read) == right


@pytest.mark.parametrize(
    ("readings", "said"),
    [(["687", "684", "687"], "687"), (["1", "2", "3"], None), ([None, None, "9"], None), ([], None)],
)
def test_the_majority_of_cuts_counts(readings: list[str | None], said: str | None) -> None:
    assert vote(readings) == said


# ---------------------------------------------------------------- from words to lines


def words(text: str, y: float = 0, x: float = 0, line: int = 0, confidence: float = 95) -> list[Word]:
    """Words 10 high, 6 a letter and 4 a blank wide; each further blank is 10 more."""
    made = []
    for part in text.split(" "):
        if part:
            made.append(Word(part, x, y, x + 6 * len(part), y + 10, confidence, (1, 1, line)))
            x += 6 * len(part) - 6
        x += 10
    return made


def test_columns_of_a_head_stand_on_one_line() -> None:
    left, right = words("Số: 370/KH-UBND", line=1), words("Tiền Giang, ngày 08 tháng 12", x=300, y=2, line=2)
    assert [line.text for line in build_lines([*right, *left])] == ["Số: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12"]


def test_blanks_of_a_form_are_no_columns() -> None:
    assert build_lines(words("Số:       /KH-UBND"))[0].text == "Số: /KH-UBND"


def test_a_seal_is_no_line() -> None:
    assert build_lines(words("TT T®—= —", confidence=1)) == []
    body = [*words("SỞ Y TẾ"), *words("TT —=—", x=300, confidence=1)]
    assert [line.text for line in build_lines(body)] == ["SỞ Y TẾ"]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("tại thành phô Hô Chí Minh,", "tại thành phố Hồ Chí Minh,"),
        ("hô chí minh", "hô chí minh"),  # a name has capitals
        ("quyết định", "quyết định"),
    ],
)
def test_fixed_phrases_get_their_marks_back(read: str, right: str) -> None:
    lines = build_lines(words(read))
    repair_phrases(lines, head=100)
    assert lines[0].text == right


def test_the_motto_is_known_under_a_seal() -> None:
    lines = [OcrLine(words("SỞ Y TẾ       CỘNG HOÀ XÃ THỦ NGHĨA VIỆT NAM"))]
    repair_phrases(lines, head=100)
    assert lines[0].text == f"SỞ Y TẾ\t{MOTTO}"


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_page_as_it_lies(degrees: int) -> None:
    from PIL import Image

    page = Image.new("L", (40, 30), 255)
    page.paste(0, (5, 6, 15, 9))
    box = turn(page, degrees).point(lambda value: 255 - value).getbbox()
    assert turn_back(box, degrees, page.size) == (5, 6, 15, 9)


# ---------------------------------------------------------------- whole scans


def needs_tesseract() -> None:
    if not ocr.is_installed():
        require_or_skip("ocr", "tesseract-ocr and tesseract-ocr-vie are not installed")


def needs_both() -> None:
    needs_tesseract()
    if not ocr_digits.is_installed():
        require_or_skip("ocr", "rapidocr is not installed")


@cache
def picture(name: str = "plain", dpi: int = 150) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(FILES / f"{name}.pdf")
    document.init_forms()
    return document[0].render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("L")


def saved(image: Any, kind: str = "PDF", dpi: int = 150) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, resolution=dpi)
    return out.getvalue()


def box_of(text: Text, opening: str) -> tuple[float, float, float, float]:
    line = next(line for line in text.lines if text.text[line.start : line.end].startswith(opening))
    return line.x0, line.y0, line.x1, line.y1


def with_text_layer(image: Any, layer: list[str]) -> bytes:
    """The picture as a page, and over it text that is not seen, as scanners with OCR write it."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    text = canvas.beginText(60, 780)
    text.setTextRenderMode(3)
    text.textLines(layer)
    canvas.drawText(text)
    canvas.save()
    return out.getvalue()


def scrawled(image: Any) -> Any:
    """The digits of the number covered by strokes that are no digits."""
    from PIL import ImageDraw

    copy = image.copy()
    line = next(x for x in build_lines(read_words(copy, 150)) if x.text.startswith("Số"))
    digits = next(word for word in line.words if "370" in word.text)
    x0, y0, x1, y1 = digits.x0, digits.y0 - 3, digits.x0 + 0.34 * (digits.x1 - digits.x0), digits.y1 + 3
    draw = ImageDraw.Draw(copy)
    draw.rectangle((x0, y0, x1, y1), fill=255)
    steps = [(x0 + (x1 - x0) * i / 8, y0 if i % 2 else y1) for i in range(9)]
    draw.line(steps, fill=0, width=3)
    return copy


def test_a_scan_reads_like_the_page_it_was_made_from() -> None:
    needs_both()
    got = extract(saved(picture()), boxes=True)
    assert HEAD in got.text.split("\n")
    assert [page.method for page in got.pages] == ["ocr"]
    assert not got.warnings
    assert got.pages[0].quality is None or got.pages[0].quality > 0.95
    printed = extract((FILES / "plain.pdf").read_bytes(), boxes=True)
    for a, b in zip(box_of(got, "Số"), box_of(printed, "Số"), strict=True):
        assert a == pytest.approx(b, abs=6)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_scan_is_turned_back(degrees: int) -> None:
    needs_both()
    got = extract(saved(turn(picture(), degrees)))
    assert HEAD in got.text.split("\n")
    assert [warning.code for warning in got.warnings] == ["page_turned"]


def test_a_junk_text_layer_is_read_anew() -> None:
    needs_both()
    got = extract(
        with_text_layer(picture(), ["CQNG HOA XA HQI CHU NGHTA VIFT NAM", *["ngdy thdng ndm crla thu<mg"] * 9])
    )
    assert HEAD in got.text.split("\n")
    assert "ngdy" not in got.text


def test_a_scan_with_a_stamp_of_text_is_a_scan() -> None:
    needs_both()
    got = extract(with_text_layer(picture(), ["SAO Y; VAN PHONG UBND; 10/12/2021 10:25:14 +07:00"]))
    assert HEAD in got.text.split("\n")


def test_a_scrawl_is_no_number() -> None:
    needs_both()
    got = extract(saved(scrawled(picture())))
    line = next(line for line in got.text.split("\n") if line.startswith("Số"))
    assert not any(char.isdigit() for char in line.split("\t")[0]), line


def test_a_picture_file_is_read_like_a_scan() -> None:
    needs_both()
    got = extract(saved(picture(), "PNG"))
    assert HEAD in got.text.split("\n")
    assert got.method == "picture"
    assert [page.method for page in got.pages] == ["ocr"]


def test_one_reader_alone_is_to_be_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_tesseract()
    monkeypatch.setattr(ocr_digits, "is_installed", lambda: False)
    got = extract(saved(picture()))
    assert HEAD in got.text.split("\n")
    assert [warning.code for warning in got.warnings] == ["number_to_confirm", "date_to_confirm"]


def test_a_photograph_is_no_document() -> None:
    needs_tesseract()
    from PIL import Image

    with pytest.raises(NotVietnameseText):
        extract(saved(Image.effect_noise((400, 300), 90).convert("L"), "PNG"))


def test_without_tesseract_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_tesseract, "is_installed", lambda: False)
    for kind in ("PDF", "PNG"):
        with pytest.raises(NeedsOcr) as error:
            extract(saved(picture(), kind))
        assert error.value.code == "needs_ocr"
        assert "tesseract-ocr-vie" in error.value.what_to_do


def test_a_damaged_picture_is_damaged() -> None:
    with pytest.raises(Damaged):
        extract(saved(picture(), "PNG")[:2000])


def test_a_page_over_its_time_is_given_up() -> None:
    needs_tesseract()
    with pytest.raises(OcrFailed, match="over"):
        read_words(picture(), 150, seconds=0.01)
