"""RTF: words, rows of tables, boxes and footnotes; letters in any of the ways that RTF has for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import EmptyFile, Encrypted, TooLarge, extract_bytes
from tests.make_office import PLAN, PLAN_TEXT, convert, make_docx


def rtf(body: str) -> bytes:
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Times New Roman;}}}}\pard {body}}}".encode("cp1252")


def u(text: str) -> str:
    return "".join(char if char.isascii() else rf"\u{ord(char)}?" for char in text)


ROW = r"\trowd{0}\cellx2000{0}\cellx4000 \pard\intbl a\cell b\cell\row "
LINE = r"\clbrdrt\brdrs\brdrw10"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (u("Kế hoạch") + r"\par " + u("số 370/KH-UBND"), "Kế hoạch\nsố 370/KH-UBND"),
        (r"K\u7871\'3f ho\u7841\'3fch", "Kế hoạch"),
        (r"c\'f4ng v\u259\'61n", "công văn"),
        (u("trước") + r"\par " + ROW.format(LINE) + r"\pard sau", "trước\na\tb\nsau"),
        # columns without lines between them: line by line
        (r"\trowd\cellx1\cellx2\pard\intbl a\par b\cell c\par d\cell\row", "a\tc\nb\td"),
        (rf"\trowd{LINE}\cellx1{LINE}\cellx2\pard\intbl a\par b\cell c\par d\cell\row", "a b\tc d"),
        (rf"\trowd{LINE}\cellx1\cellx2\cellx3\pard\intbl a\cell\cell c\cell\row", "a\t\tc"),
        # Word writes a row's definition once more before its end
        (rf"\trowd{LINE}\cellx1\cellx2\pard\intbl a\cell b\cell\trowd{LINE}\cellx1\cellx2\row", "a\tb"),
        (
            r"{\shp{\*\shpinst\shpleft1{\shptxt\pard " + u("Dự thảo") + r"\par}}{\shprslt\pard x\par}}sau",
            "Dự thảo\n\nsau",
        ),
        (r"a{\footnote\pard " + u("Ghi chú") + r"} b\par c", "a b\nc\nGhi chú"),
        (r"{\header\pard " + u("DỰ THẢO") + r"\par}{\footer 3}a", "DỰ THẢO\n\na"),
        (r"{\header\pard 2\par}a", "a"),
        (r"{\pict\wmetafile8 0102ab}a", "a"),
        (r"a \{b\} c", "a {b} c"),
    ],
)
def test_text(body: str, text: str) -> None:
    got = extract_bytes(rtf(body))
    assert (got.method, got.text) == ("rtf", text)


def test_what_a_word_processor_writes(tmp_path: Path) -> None:
    made = convert(tmp_path, {"plan": make_docx(PLAN)}, "rtf:Rich Text Format")
    assert [line for line in extract_bytes(made["plan"]).text.split("\n") if line] == PLAN_TEXT.split("\n")


def test_words_in_an_old_encoding_are_decoded_without_a_font_s_name() -> None:
    old = "KÕ ho¹ch ph¸t triÓn kinh tÕ sè ®Õn n¨m 2025 cña tØnh, c¸c huyÖn vµ thµnh phè trùc thuéc tØnh. "
    got = extract_bytes(rtf("".join(c if c.isascii() else rf"\'{c.encode('cp1252').hex()}" for c in old * 2)))
    assert got.text.startswith("Kế hoạch phát triển kinh tế số đến năm 2025 của tỉnh")
    assert [(w.code, w.detail) for w in got.warnings] == [("legacy_encoding", "tcvn3")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (rtf(""), EmptyFile),
        (rtf("{" * 3000 + "a" + "}" * 3000), TooLarge),
        (rb"{\rtf1{\*\passwordhash 01}a}", Encrypted),
    ],
)
def test_what_gives_no_text(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        extract_bytes(data)


@pytest.mark.parametrize("code", [r"\u99999999 ", r"\u4294967295?", r"\u-99999?", "\\u" + "9" * 5000 + "?"])
def test_a_code_of_no_character_costs_only_itself(code: str) -> None:
    got = extract_bytes((r"{\rtf1\ansi S\u7889? 370/KH-UBND " + code + r" chuy\u7875?n \u273?\u7893?i}").encode())
    assert got.text.startswith("Số 370/KH-UBND")
    assert got.text.endswith("chuyển đổi")
