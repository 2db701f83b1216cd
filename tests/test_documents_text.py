"""Normalising once, and folding that keeps every offset."""

import unicodedata

import pytest

from documents.text import fold, normalize, strip_marks

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("QÐ-UBND", "QĐ-UBND"),  # Eth for Đ
        ("2021\u20132025", "2021-2025"),
        ("Số:\u00a0\u202f08", "Số:  08"),
        ("thông\u00ad tin\u200b", "thông tin"),
        ("Ƣu tiên, ƣu", "Ưu tiên, ưu"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("trang 1\ftrang 2", "trang 1\ftrang 2"),
        ("kế ho\u0323ach", "kế họach"),
        ("KH\u0002UBND", "KH-UBND"),
    ],
)
def test_normalize(raw: str, text: str) -> None:
    assert normalize(raw) == text
    assert normalize(text) == text


@pytest.mark.parametrize("letter", [v + t for v in VOWELS for t in TONES])
def test_every_letter_folds_to_its_base(letter: str) -> None:
    composed = unicodedata.normalize("NFC", letter)
    base = unicodedata.normalize("NFD", letter)[0]
    assert (fold(composed), fold(composed.upper())) == (base, base)
    assert (strip_marks(composed), strip_marks(composed.upper())) == (base, base.upper())


def test_a_text_is_folded_as_its_characters_are() -> None:
    """Two ways of folding, for usual and unusual characters, are one."""
    unusual = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    one_by_one = "".join(map(fold, unusual))
    assert fold(unusual) == one_by_one
    for mark in "ẾđƠ“–":
        assert fold(mark + unusual) == fold(mark) + one_by_one
    assert "".join(fold("ệ" + character + "Ặ")[1:-1] for character in unusual) == one_by_one


def test_folding_keeps_the_length() -> None:
    text = "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK – đường dây nóng: İ ß ﬁ 😀"
    assert len(fold(text)) == len(strip_marks(text)) == len(text)
    assert fold("Đắk Lắk") == "dak lak"
