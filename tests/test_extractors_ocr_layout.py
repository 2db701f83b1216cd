"""Words of a scan become lines; fixed phrases get their marks back; a turned page is turned back."""

from __future__ import annotations

import pytest

from extractors.ocr_layout import OcrLine, build_lines
from extractors.ocr_phrases import repair_phrases
from extractors.ocr_tesseract import Word
from extractors.ocr_turn import turn, turn_back

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


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


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("THÔẤC TƯ.", "THÔNG TƯ"),
        ("NGHỊ QUYẾ", "NGHỊ QUYẾT"),
        ("- QUYẾT ĐỊNH:", "QUYẾT ĐỊNH"),
        ("UYẾT ĐỊNH", "QUYẾT ĐỊNH"),
        ("THÔNG TR", "THÔNG TR"),  # THÔNG TRI or THÔNG TƯ?
        ("TỈNH NAM ĐỊNH", "TỈNH NAM ĐỊNH"),
        ("Thông tr", "Thông tr"),  # no capitals
    ],
)
def test_the_name_of_the_kind_is_known_by_most_of_its_letters(read: str, right: str) -> None:
    lines = build_lines(words(read))
    repair_phrases(lines, head=100)
    assert lines[0].text == right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("TỈNH GI\\ LAI", "TỈNH GIA LAI"),
        ("UBND TỈNH NGIIỆ AN", "UBND TỈNH NGHỆ AN"),
        ("TỈNH ỦY BẮC KẠN", "TỈNH ỦY BẮC KẠN"),
        ("TỈNH ỦY LÂM ĐÔNC", "TỈNH ỦY LÂM ĐỒNG"),
        ("TỈNH HÀ NAI", "TỈNH HÀ NAI"),  # HÀ NAM or HÀ NỘI?
        ("Tỉnh Gi\\ Lai", "Tỉnh Gi\\ Lai"),  # running text is left alone
    ],
)
def test_a_province_in_the_head_is_known_by_most_of_its_letters(read: str, right: str) -> None:
    lines = build_lines(words(read))
    repair_phrases(lines, head=100)
    assert lines[0].text == right


def test_signs_that_nobody_believes_in_are_specks() -> None:
    line = [*words("Hội đồng"), *words("--", x=46, confidence=20), *words("nhân dân", x=60)]
    assert build_lines(line)[0].text == "Hội đồng nhân dân"
    assert build_lines(words("2021 - 2025"))[0].text == "2021 - 2025"


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("V/ rà soát hạ tầng mạng", "V/v rà soát hạ tầng mạng"),
        ("Viv rà soát", "V/v rà soát"),
        ("V/w rà soát", "V/v rà soát"),
        ("Vì vậy", "Vì vậy"),
    ],
)
def test_the_subject_of_a_letter_keeps_its_opening(read: str, right: str) -> None:
    lines = build_lines(words(read))
    repair_phrases(lines, head=100)
    assert lines[0].text == right


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_page_as_it_lies(degrees: int) -> None:
    from PIL import Image

    page = Image.new("L", (40, 30), 255)
    page.paste(0, (5, 6, 15, 9))
    box = turn(page, degrees).point(lambda value: 255 - value).getbbox()
    assert turn_back(box, degrees, page.size) == (5, 6, 15, 9)
