"""Whole scans: what is read of them, what is left blank, and what is said about it."""

from __future__ import annotations

import pytest

from extractors import Damaged, NeedsOcr, NotVietnameseText, ocr, ocr_digits, ocr_head, ocr_tesseract
from extractors import extract_bytes as extract
from extractors.ocr_tesseract import OcrFailed, read_words
from extractors.ocr_turn import turn
from tests.make_scans import (
    FILES,
    box_of,
    needs_both,
    needs_tesseract,
    picture,
    saved,
    scrawled,
    sealed,
    with_signature,
    with_text_layer,
)

NUMBER_AT = (0.19, 0.112)  # shares of the page's width and height
HEAD = "Số: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12 năm 2021"


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


@pytest.mark.parametrize("colour", [(205, 40, 50), (70, 70, 190)])
def test_a_number_under_a_seal_is_read_without_its_ink(colour: tuple[int, int, int]) -> None:
    needs_both()
    got = extract(saved(sealed(picture(), NUMBER_AT, 0.06, colour)))
    assert HEAD in got.text.split("\n")


def test_a_faint_scan_is_no_blank_page() -> None:
    needs_both()
    faint = picture().point([150 + value * 105 // 255 for value in range(256)])
    assert HEAD in extract(saved(faint)).text.split("\n")


def test_a_visible_signature_is_no_part_of_the_text() -> None:
    needs_both()
    signature = ["Digitally signed by: VAN PHONG", "2021-12-10 10:25:14"]
    got = extract(with_signature(picture(), signature))
    assert HEAD in got.text.split("\n")
    assert "igned" not in got.text and "10:25" not in got.text


def test_a_stamp_that_fills_in_the_form_is_part_of_the_text() -> None:
    needs_tesseract()
    got = extract(with_signature(picture(), ["So den 4821 ngay 10/12/2021"]))
    assert "4821" in got.text


def test_a_line_that_the_second_reader_sees_but_once_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_both()
    strip = ocr_digits.Strip("Số: 12/KH-UBND", (10.0, 10.0, 90.0, 20.0), 0.9)
    monkeypatch.setattr(ocr_head, "find_strips", lambda picture, place: [strip])
    monkeypatch.setattr(ocr_head, "look_closer", lambda picture, found, enough: ["", "", strip.text])
    monkeypatch.setattr(ocr_head, "look_tightly", lambda picture, box: ["", "", ""])
    monkeypatch.setattr(ocr_head, "look_above", lambda picture, found: ["", "", ""])
    head = ocr_head.Head([], picture(), 150, lambda: None)
    assert ocr_head.check_head(head, 1, [], look=True) == []


def test_a_page_with_hardly_a_word_may_lie_on_its_side() -> None:
    few = [ocr_tesseract.Word("ta", 0, 0, 9, 9, 95.0, (1, 1, 1))] * 3
    assert ocr._is_poor(few)
    assert not ocr._is_poor(few * 10)
