"""Plain text, formats by their bytes, and how a reading is frozen."""

from __future__ import annotations

import pickle
from importlib.resources import files

import pytest

from documents.record import Warning
from extractors import (
    Damaged,
    EmptyFile,
    ExtractError,
    NotYetReadable,
    ReaderFailed,
    UnknownFormat,
    errors,
    extract_bytes,
)
from extractors.formats import FORMATS, Format, find_format
from extractors.legacy import repair_legacy_text
from extractors.reading import PAGE_BREAK, PageReading, Reading, freeze, tidy
from extractors.syllables import is_syllable, syllable_share
from tests.hostile_files import HOSTILE_FILES, good_docx
from tests.make_ole import make_ole

SENTENCE = "Ủy ban nhân dân tỉnh ban hành kế hoạch phát triển kinh tế số đến năm 2025."
TCVN3 = "ñy ban nh©n d©n tØnh ban hµnh kÕ ho¹ch ph¸t triÓn kinh tÕ sè ®Õn n¨m 2025."
VNI = "uûy ban nhaân daân tænh ban haønh keá hoaïch phaùt trieån kinh teá soá ñeán naêm 2025."
VIQR = "u?y ban nha^n da^n ti?nh ban ha`nh ke^' hoa.ch pha't trie^?n kinh te^' so^' dde^'n na(m 2025."


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        (SENTENCE.encode(), SENTENCE, None),
        (SENTENCE.encode("utf-8-sig"), SENTENCE, None),
        (SENTENCE.encode("utf-16"), SENTENCE, None),
        (SENTENCE.encode("utf-16-le"), SENTENCE, None),
        (SENTENCE.encode("utf-16-be"), SENTENCE, None),
        (SENTENCE.encode() * 20 + b"\xff", SENTENCE * 20 + "\ufffd", "utf-8 with broken bytes"),
        (TCVN3.encode("cp1252"), "ủ" + SENTENCE[1:], "tcvn3"),
        (VNI.encode("cp1252"), "ủ" + SENTENCE[1:], "vni"),
        ((VIQR + "\n").encode() * 3, "\n".join(["ủ" + SENTENCE[1:]] * 3), "viqr"),
        ((TCVN3 + "\n").encode() * 3, "\n".join(["ủ" + SENTENCE[1:]] * 3), "tcvn3"),  # its codes saved as letters
        ("một\r\nhai".encode(), "một\nhai", None),
        ("trang một\ftrang hai".encode(), "trang một\n\f\ntrang hai", None),
    ],
)
def test_plain_text(data: bytes, text: str, warned: str | None) -> None:
    got = extract_bytes(data)
    assert (got.method, got.text) == ("plain", text)
    assert [w.detail for w in got.warnings if w.code == "legacy_encoding"] in ([], [warned])


@pytest.mark.parametrize(("old", "name"), [(TCVN3, "tcvn3"), (VNI, "vni"), (VIQR, "viqr")])
def test_text_of_legacy_fonts_is_told_by_the_syllables_it_gives(old: str, name: str) -> None:
    assert repair_legacy_text(old) == ("ủ" + SENTENCE[1:], name)


@pytest.mark.parametrize(
    "text", [SENTENCE, "The committee approved this programme for the years shown below, in full."]
)
def test_good_text_is_left_alone(text: str) -> None:
    assert repair_legacy_text(text) is None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (good_docx(), "docx"),
        (HOSTILE_FILES["truncated.docx"].make(), "docx"),
        (b"PK\x03\x04 something", "zip"),
        (b"\xd0\xcf\x11\xe0" + bytes(60) + "WordDocument".encode("utf-16-le"), "doc"),
        (b"\xd0\xcf\x11\xe0" + bytes(60) + "Workbook".encode("utf-16-le"), "xls"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (HOSTILE_FILES["html.pdf"].make(), "html"),
        (b"\xef\xbb\xbf <!-- x --><div>a</div>", "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        ("<html>".encode("utf-16"), "html"),
        ("Kế hoạch a < b".encode(), "plain"),
        (b'{"a": 1}', "json"),
        (b"a,b,c,d\n1,2,3,4\n", "csv"),
        ("Các sở, ban, ngành, địa phương\nvà các tổ chức, đoàn thể".encode(), "plain"),
    ],
)
def test_formats_are_told_by_content(data: bytes, name: str) -> None:
    assert find_format(data).name == name


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (HOSTILE_FILES["noise.bin"].make(), UnknownFormat),
        (make_ole({"VisioDocument": b"x"}), NotYetReadable),
        (b"\x89PNG\r\n", Damaged),
        (HOSTILE_FILES["truncated.docx"].make(), Damaged),
        (b"\x80\x81\x8d\x8f" * 9 + b"a" * 30, Damaged),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error) as raised:
        extract_bytes(data)
    assert type(raised.value) is error
    assert raised.value.what_to_do


def test_a_library_s_surprise_is_ours_with_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def surprised(data: bytes) -> bool:
        raise ValueError("odd bytes")

    monkeypatch.setattr("extractors.formats.FORMATS", (Format("odd", surprised, lambda data: Reading("odd", [])),))
    with pytest.raises(ReaderFailed, match="ValueError: odd bytes") as raised:
        extract_bytes(b"x")
    assert isinstance(raised.value.__cause__, ValueError)


def test_errors_have_their_own_codes_and_travel_between_processes() -> None:
    tree = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, ExtractError)]
    assert len({e.code for e in tree}) == len(tree)
    for kind in tree:
        back = pickle.loads(pickle.dumps(kind("page 3")))
        assert (type(back), back.detail, str(back)) == (kind, "page 3", f"{kind.code}: page 3")


def test_formats_have_names_of_their_own() -> None:
    assert len({row.name for row in FORMATS}) == len(FORMATS)


def test_pages_point_into_the_frozen_text() -> None:
    pages = [PageReading(1, " U\u0309y ban \n", "a"), PageReading(2, "", "unread"), PageReading(3, "hai  từ\t", "b")]
    text = freeze(b"x", Reading("pdf", pages, [Warning("needs_ocr", "page 2")]))
    assert text.text == f"Ủy ban{PAGE_BREAK}{PAGE_BREAK}hai từ"
    assert [text.text[p.start : p.end] for p in text.pages] == ["Ủy ban", "", "hai từ"]
    with pytest.raises(EmptyFile):
        freeze(b"x", Reading("pdf", [PageReading(1, " \n ", "a")]))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a  b\u00a0 c", "a b c"),
        ("a \t b\t\nc", "a\tb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("\tb", "b"),
        ("a\n\tb", "a\n\tb"),  # a row whose first cell is empty
        ("370/KH\u2011UBND \u00d0", "370/KH-UBND Đ"),
    ],
)
def test_tidy(raw: str, text: str) -> None:
    assert tidy(raw) == text


@pytest.mark.parametrize(
    ("words", "valid"),
    [
        ("nghiệp quyết giữa gì khuỷu thuở quốc hoạch ngoằn Đắk yêu oanh xoong Ủy", True),
        ("hoc phat cach thjnh CQNG chӭc congg ãá zao wan", False),
    ],
)
def test_syllables(words: str, valid: bool) -> None:
    assert [w for w in words.split() if is_syllable(w) is not valid] == []


def test_every_rime_has_an_example_that_is_one() -> None:
    text = files("extractors").joinpath("data", "rimes.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    assert [row for row in rows if not row[1] or not all(map(is_syllable, row[1].split()))] == []
    assert len({row[0] for row in rows}) == len(rows)


def test_the_share_needs_enough_words_and_skips_abbreviations() -> None:
    assert syllable_share("Kế hoạch") is None
    assert syllable_share("kế hoạch UBND QĐ " * 20) == 1.0
    assert syllable_share("kế xqz " * 20) == 0.5
