"""Sheets that lay askew, and paper on which light fell unevenly."""

from __future__ import annotations

from typing import Any

import pytest

from extractors import extract_bytes as extract
from extractors.ocr_paper import even_light, find_slope, remove_specks, slant_back, straighten
from tests.make_scans import box_of, needs_both, needs_tesseract, picture, saved, shaded, slanted, speckled, stamped

HEAD = "Số: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12 năm 2021"


@pytest.mark.parametrize("degrees", [-4.0, -2.0, 0.0, 1.25, 3.0])
def test_the_slope_of_a_page_is_found(degrees: float) -> None:
    assert find_slope(slanted(picture(), degrees)) == pytest.approx(-degrees, abs=0.3)


@pytest.mark.parametrize("degrees", [0.3, 90.0])
def test_a_page_that_is_as_good_as_level_or_on_its_side_has_none(degrees: float) -> None:
    assert find_slope(slanted(picture(), degrees)) == 0.0


def test_a_slanted_head_is_read_column_by_column() -> None:
    needs_both()
    level, got = (extract(saved(slanted(picture(), degrees)), boxes=True) for degrees in (0, 3))
    assert HEAD in got.text.split("\n")
    a, b = box_of(level, "Số"), box_of(got, "Số")
    assert (a[0] - b[0], a[1] - b[1]) == pytest.approx((18, 1), abs=4)  # where the line lies in the file


def test_boxes_are_laid_back() -> None:
    from PIL import Image

    page = Image.new("L", (400, 300), 255)
    page.paste(0, (300, 40, 340, 50))
    box = straighten(page, 5).point(lambda value: 255 - value).getbbox()
    x0, y0, x1, y1 = slant_back(box, 5, page.size)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((320, 45), abs=1)


def test_a_head_in_the_shadow_is_read() -> None:
    needs_both()
    assert HEAD in extract(saved(shaded(picture()), "PNG")).text.split("\n")


def test_even_paper_is_left_alone() -> None:
    page = picture()
    assert even_light(page) is page
    dark = even_light(shaded(page))
    assert dark.getpixel((page.width - 5, page.height // 2)) > 230


def test_specks_are_no_signs() -> None:
    needs_both()
    lines = extract(saved(speckled(picture(), 2500))).text.split("\n")
    assert HEAD in lines
    assert "Chuyển đổi số trong nông nghiệp đến năm 2025" in lines


def test_the_dot_below_a_letter_is_no_speck() -> None:
    page, dirty = picture(), speckled(picture(), 2000)
    assert sum(a != b for a, b in zip(page.tobytes(), remove_specks(page).tobytes(), strict=True)) < 30
    assert _dark(remove_specks(dirty)) - _dark(page) < 0.3 * (_dark(dirty) - _dark(page))


def _dark(image: Any) -> int:
    return sum(image.histogram()[:128])


def test_the_day_of_a_copy_is_not_the_day_of_the_document() -> None:
    needs_tesseract()
    page = stamped(picture(), ["SAO Y", "Ngày 30 tháng 12 năm 2022"], (0.6, 0.005))
    got = extract(saved(page)).text
    assert HEAD in got.split("\n")
