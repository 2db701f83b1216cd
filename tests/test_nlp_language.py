"""The pipeline as a whole: what it is made of, what it keeps, how fast it is."""

import subprocess
import sys
import time

import pytest

from documents.record import Tags, from_json, to_json
from documents.text import normalize
from nlp import TAGGER_VERSION, tag_text, tag_texts
from nlp.language import COMPONENTS, load_language

PLAN = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẾN TRE\tĐộc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND\tBến Tre, ngày 08 tháng 3 năm 2022
KẾ HOẠCH
Thực hiện Nghị quyết về chuyển đổi số năm 2022

Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy về chuyển đổi số, Ủy ban nhân dân tỉnh ban hành
Kế hoạch như sau:
I. MỤC TIÊU
Đến năm 2025, phấn đấu kinh tế số chiếm 20% GRDP.
"""


def test_components_in_order():
    language = load_language()
    assert language.pipe_names == [name for name, _ in COMPONENTS]
    assert language.pipe_names == [
        "sections",
        "header",
        "references",
        "dates",
        "agencies",
        "targets",
        "results",
        "relations",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n", "một dòng", "hai\n\ndòng\n", "trang 1\ftrang 2\r", PLAN])
def test_the_document_keeps_its_text(text):
    assert load_language().make_doc(text).text == text


def test_all_kinds_of_tags_come_out():
    tags = tag_text(PLAN)
    assert tags.header.number == "12/KH-UBND"
    assert [r.canonical for r in tags.references if r.canonical] == ["08-NQ/TU"]
    assert tags.dates and tags.agencies and tags.targets and tags.relations
    for kind in (tags.references, tags.dates, tags.agencies, tags.targets, tags.relations):
        assert [tag.start for tag in kind] == sorted(tag.start for tag in kind)
        assert all(PLAN[tag.start : tag.end] == tag.text for tag in kind)


def test_tags_survive_json():
    tags = tag_text(PLAN)
    assert from_json(Tags, to_json(tags)) == tags


def test_one_text_does_not_leak_into_the_next():
    first, empty, again = tag_texts([PLAN, "", PLAN])
    assert first == again
    assert empty.references == () and empty.header.number is None


def test_texts_may_be_tagged_while_others_are():
    assert [tag_text(PLAN) == tags for tags in tag_texts([PLAN, PLAN])] == [True, True]


def test_province_of_the_caller_is_used():
    assert tag_text("theo Kế hoạch số 12/KH-UBND", province="Cà Mau").references[0].province == "Cà Mau"


def test_importing_nlp_does_not_load_spacy():
    code = "import nlp, sys; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_version_is_a_string():
    assert TAGGER_VERSION and isinstance(TAGGER_VERSION, str)


def test_fast_enough():
    """150 documents of 8 kB a second is the bar on a quiet machine; here with a wide margin for a busy one."""
    text = normalize(
        PLAN + "Các sở, ban, ngành triển khai thực hiện nhiệm vụ được giao theo quy định hiện hành.\n" * 60
    )
    size = len(text.encode())
    list(tag_texts([text]))
    started = time.process_time()
    list(tag_texts([text] * 20))
    assert 20 * size / 8192 / (time.process_time() - started) > 40
