"""The page of coloured tags: nothing of the text is lost, everything is escaped, and every tag can be found on it."""

import re
from html import unescape

import pytest

from documents.record import to_json
from nlp import tag_text
from pipelines.tag_page import KINDS, tag_page

PLAN = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẾN TRE\tĐộc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND\tBến Tre, ngày 08 tháng 3 năm 2022
KẾ HOẠCH
Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy <b>& "những" 'việc'</b>

I. MỤC TIÊU
Đến năm 2025, phấn đấu kinh tế số chiếm 20% GRDP.
"""


def answer(text, **more):
    printed = {"file": "a<b>.txt", "sha256": "0", "method": "plain", "text": text, "warnings": []}
    return {**printed, **to_json(tag_text(text)), **more}


def page(*answers):
    return "".join(tag_page(answers))


def shown(html):
    """The text that a reader sees of the last document."""
    return unescape(re.sub(r"<[^>]*>", "", html.rpartition('<div class="text">')[2].partition("</div>")[0]))


@pytest.mark.parametrize("text", [PLAN, "", "không có gì", "<script>alert(1)</script> năm 2025 &amp;"])
def test_the_text_is_whole_and_escaped(text):
    html = page(answer(text))
    assert shown(html) == text
    assert "<script" not in html and "<b>" not in html and "a&lt;b&gt;.txt" in html


def test_every_tag_is_on_the_page():
    printed = answer(PLAN)
    html = page(printed)
    for kind, (letter, name, _) in KINDS.items():
        assert printed[kind], kind
        assert name in html and re.search(rf'class="p [a-z ]*\b{letter}\b', html), kind
    for tag in (*printed["targets"], *printed["relations"]):
        assert tag["rule"] in html
    places = set(re.findall(r'<a id="([tl]1-\d+)"', html))
    assert places == set(re.findall(r'href="#([^"]+)"', html)) and len(places) >= 2


def test_a_date_in_a_reference_in_a_relation_shows_all_three():
    html = page(answer(PLAN))
    (piece,) = re.findall(r'<span class="([^"]+)"[^>]*>ngày 06/10/2021</span>', html)
    assert {"r", "d", "l"} <= set(piece.split())


def test_a_tooltip_names_the_rule_and_the_values():
    html = unescape(page(answer(PLAN)))
    assert "canonical 08-NQ/TU" in html and "rule number" in html and "value 2021-10-06" in html


def test_a_file_that_could_not_be_read_says_why():
    html = page(answer("x", method=None, warnings=[{"code": "empty_file", "detail": "no <bytes>"}]), answer(PLAN))
    assert "empty_file: no &lt;bytes&gt;" in html
    assert shown(html) == PLAN


def test_the_page_fetches_nothing():
    assert not re.search(r"src=|https?://|@import|url\(", page(answer(PLAN)))
