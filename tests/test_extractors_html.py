"""HTML: the document whole and as lines, rows with tabs, the portal around it left away."""

from __future__ import annotations

import pytest

from extractors import EmptyFile, extract_bytes

LONG = "Ủy ban nhân dân tỉnh ban hành kế hoạch chuyển đổi số trong nông nghiệp đến năm 2025, định hướng đến năm 2030. "
ARTICLE = f"<p>{LONG}</p><p>{LONG}</p><p>Phấn đấu đến năm 2025 kinh tế số chiếm 15% GRDP.</p>"
MENU = "<ul>" + "".join(f'<li><a href="/{i}">Chuyên mục số {i} của cổng thông tin</a></li>' for i in range(9)) + "</ul>"


def read(html: str) -> str:
    return extract_bytes(f"<html><body>{html}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>một</p><p>hai</p>", "một\nhai"),
        ("<div>một<br>hai <b>ba</b></div>", "một\nhai ba"),
        ("<p>08<b>-NQ</b>/TU</p>", "08-NQ/TU"),
        ("<script>var a</script><style>p{}</style><p>chữ</p><!-- ghi chú -->", "chữ"),
        ('<p style="display: none">ẩn</p><p>hiện</p>', "hiện"),
        ("<table><tr><td>TT</td><td>A</td></tr><tr><td>1</td><td><p>Dân<p>số</td></tr></table>", "TT\tA\n1\tDân số"),
        ("<table><tr><td>a</td><td></td><td>c</td></tr></table>", "a\t\tc"),
        # the head: two columns of lines
        ("<table><tr><td><p>SỞ</p><p>KH</p></td><td><p>CỘNG</p><p>Độc</p></td></tr></table>", "SỞ\tCỘNG\nKH\tĐộc"),
        ('<table border="1"><tr><td><p>a</p><p>b</p></td><td><p>c</p><p>d</p></td></tr></table>', "a b\tc d"),
        # a layout table holding a data table
        ("<table><tr><td>trái</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>", "trái\n1\t2"),
    ],
)  # fmt: skip
def test_lines(html: str, text: str) -> None:
    assert read(html) == text


@pytest.mark.parametrize(
    "page",
    [
        f"<nav>{MENU}</nav><main><div id='c'>{ARTICLE}</div></main><footer>Bản quyền thuộc về cổng tỉnh</footer>",
        f"<div>{MENU}</div><div class='content'><div>{ARTICLE}</div></div><div id='footer'>Số 1 đường Trần Phú</div>",
        f"<table><tr><td>{MENU}</td><td>{ARTICLE}</td></tr></table>",
        f"<div class='breadcrumb'><a href='/'>Trang chủ</a></div>{ARTICLE}",
    ],
)
def test_no_document_is_lost_whatever_stands_around_it(page: str) -> None:
    text = read(page)
    assert text.count(LONG.strip()) == 2
    assert "kinh tế số chiếm 15% GRDP." in text
    assert "Bản quyền" not in text and "Trần Phú" not in text


def test_the_menu_is_left_away_when_the_document_has_its_own_container() -> None:
    assert "Chuyên mục" not in read(f"<div>{MENU}</div><div><div>{ARTICLE}</div></div>")


def test_a_heading_outside_the_container_is_kept() -> None:
    text = read(f"<div><h1>Kế hoạch chuyển đổi số</h1></div><div>{MENU}</div><div><div>{ARTICLE}</div></div>")
    assert text.startswith("Kế hoạch chuyển đổi số\nỦy ban nhân dân")


def test_a_page_of_links_is_read_as_what_it_is() -> None:
    assert read(MENU).count("Chuyên mục số") == 9


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("windows-1258", "cp1258"), ("", "utf-16")],
)
def test_the_encoding_is_proved_before_it_is_believed(declared: str, encoding: str) -> None:
    sentence = "Nghị quyết về phát triển kinh tế số của tỉnh đến năm 2025 và những năm tiếp theo"
    import unicodedata

    typed = unicodedata.normalize("NFD", sentence) if encoding == "cp1258" else sentence
    if encoding == "cp1258":  # this code page has the letters, and five marks to follow them
        for letter in "ăâêôơưđ":
            typed = typed.replace(unicodedata.normalize("NFD", letter), letter)
        typed = (
            typed.replace("e\u0323\u0302", "ê\u0323")
            .replace("a\u0323\u0306", "ă\u0323")
            .replace("o\u0323\u0302", "ô\u0323")
        )
    page = f'<html><head><meta charset="{declared}"></head><body><p>{typed}</p></body></html>'
    assert extract_bytes(page.encode(encoding)).text == sentence


def test_a_page_in_a_legacy_font_is_decoded() -> None:
    old = "KÕ ho¹ch ph¸t triÓn kinh tÕ sè ®Õn n¨m 2025 cña tØnh, c¸c huyÖn vµ thµnh phè trùc thuéc tØnh"
    assert read(f"<p><font face='.VnTime'>{old}</font></p>" * 2).startswith(
        "Kế hoạch phát triển kinh tế số đến năm 2025"
    )


def test_a_page_that_says_nothing_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        read("<script>1</script>")
