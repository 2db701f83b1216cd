"""HTML as portals write it: links side by side, spanned cells, other news, pagers, frames, charsets, old fonts."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from extractors import EmptyFile, extract_bytes
from extractors.page_furniture import _bare, _pattern
from tests.test_extractors_html import ARTICLE, LONG, read
from tests.test_extractors_plain import TCVN3

NEWS = "".join(f'<li><a href="/{i}">Hội nghị giao ban số {i} của cổng</a> (0{i}/12/2021)</li>' for i in range(1, 6))
HEAD = (
    "<table><tr><td align=center>ỦY BAN NHÂN DÂN<br>TỈNH TIỀN GIANG<br>-----<br>Số: 370/KH-UBND</td><td>CỘNG HÒA XÃ "
    "HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>-----<br>Tiền Giang, ngày 08 tháng 12 năm 2021</td></tr>"
    "</table>"
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p><a href="/1">Tin tức</a><a href="/2">Văn bản</a></p>', "Tin tức Văn bản"),
        ('<p><span><a href="/1">Tin</a></span><span><a href="/2">Bài</a></span></p>', "Tin Bài"),
        ('<p><a href="/1">08-</a><a href="/1">NQ/TU</a></p>', "08-NQ/TU"),  # one link cut in two
        ('<p><a href="/1">08</a>-NQ/TU</p>', "08-NQ/TU"),
        ("<p>Kế&nbsp;hoạch &nbsp; số</p>", "Kế hoạch số"),
        (HEAD, "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH TIỀN GIANG\tĐộc lập - Tự do - Hạnh phúc\n"
               "-----\t-----\nSố: 370/KH-UBND\tTiền Giang, ngày 08 tháng 12 năm 2021"),
        ("<table><tr><td rowspan=2>TT</td><td colspan=2>Năm</td></tr><tr><td>2024</td><td>2025</td></tr>"
         "<tr><td>1</td><td>a</td><td>b</td></tr></table>", "TT\tNăm\n\t2024\t2025\n1\ta\tb"),
        ("<table><tr><td>a</td><td rowspan='0'>b</td><td colspan='x'>c</td></tr></table>", "a\tb\tc"),
        ('<p hidden>ẩn</p><span class="hide-accessible">ẩn</span><p>hiện</p>', "hiện"),
        ("<div class='ms-rtestate-field'><div>\u200bĐiều 1.</div><div>Phạm vi<div>Hẹp</div></div></div>",
         "Điều 1.\nPhạm vi\nHẹp"),
    ],
)  # fmt: skip
def test_lines(html: str, text: str) -> None:
    assert read(html) == text


@pytest.mark.parametrize(
    "related",
    [
        f"<div><h3>Tin liên quan</h3><ul>{NEWS}</ul></div>",
        f"<b>Các tin khác:</b><ul>{NEWS}</ul>",
        f"<p><strong>Tin đã đưa</strong></p><ul>{NEWS}</ul>",
        f"<div class=x><div><span>Bài viết khác</span></div><table>{NEWS}</table></div>",
    ],
)
def test_other_news_inside_the_content_are_left_away(related: str) -> None:
    text = read(f"<div><div>{ARTICLE}{related}</div></div>")
    assert "giao ban" not in text
    assert text.count(LONG.strip()) == 2 and "15% GRDP" in text


def test_words_that_only_look_like_a_heading_stay() -> None:
    text = read(f"<div>{ARTICLE}<p>Tin khác</p><p>{LONG}</p><p>Trang 12</p><p>Nguồn tin liên quan đến đề án</p></div>")
    assert text.count(LONG.strip()) == 3
    assert "Tin khác" in text and "Trang 12" in text and "Nguồn tin liên quan" in text


def test_pagers_and_tools_are_left_away() -> None:
    pager = "<div>Trang</div><div>1</div><div>2</div><a>Trang sau</a><div>Hiển thị 1 - 20 trên 36 kết quả</div>"
    tools = "<div>In trang</div><div>Lượt xem: 1.234</div>"
    assert read(f"{ARTICLE}{tools}{pager}").endswith("kinh tế số chiếm 15% GRDP.")


def test_numbers_without_a_pager_stay() -> None:
    assert read("<p>Kế hoạch của tỉnh</p><p>1</p><p>2</p>") == "Kế hoạch của tỉnh\n1\n2"


def test_frames() -> None:
    got = extract_bytes(
        b"<html><frameset><frame src='a.htm'><noframes><p>K\xe1\xba\xbf ho\xe1\xba\xa1ch</p></noframes></html>"
    )
    assert got.text == "Kế hoạch"
    with pytest.raises(EmptyFile, match="only frames"):
        extract_bytes(b"<html><frameset><frame src='a.htm'></frameset></html>")


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "windows-1252"), ("utf-16", "utf-8"), ("utf-8-sig", "iso-8859-1")]
)
def test_what_a_page_declares_is_not_believed(encoding: str, declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = f"<html><head>{head}</head><p>{LONG}</p></html>"
    assert extract_bytes(page.encode(encoding)).text == LONG.strip()


def test_utf_8_that_was_misread_once_is_turned_back() -> None:
    misread = b"".join(
        bytes([b]).decode("cp1252", "ignore").encode() or chr(b).encode()
        for b in f"<html><p>{LONG}</p></html>".encode()
    )
    got = extract_bytes(misread)
    assert got.text == LONG.strip()
    assert [w.code for w in got.warnings] == ["legacy_encoding"]


@pytest.mark.parametrize(
    "font", ["<font face='.VnTimeH'>{}</font>", '<span style="font-family: .VnTimeH; color: red">{}</span>']
)
def test_a_font_of_capitals_shows_capitals(font: str) -> None:
    page = f"<p>{font.format('KÕ ho¹ch')}</p><p><font face='.VnTime'>{TCVN3}</font></p>"
    assert read(page) == "KẾ HOẠCH\nủy ban nhân dân tỉnh ban hành kế hoạch phát triển kinh tế số đến năm 2025."


def rows() -> list[dict[str, str]]:
    text = files("extractors").joinpath("data", "page_furniture.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["examples"])
def test_every_pattern_has_examples_and_a_counter_example(row: dict[str, str]) -> None:
    pattern = _pattern(row["kind"])
    examples = row["examples"].split(" | ")
    assert [x for x in examples if not pattern.fullmatch(_bare(x))] == []
    assert not pattern.fullmatch(_bare(row["not"]))
