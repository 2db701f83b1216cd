"""Any text at all: no crash, spans that are the text, the same tags twice, and no text that takes for ever."""

import time

import pytest
from adversarial import PIECES
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.record import Tags, from_json, to_json
from documents.text import normalize
from nlp import tag_text

KINDS = ("references", "dates", "agencies", "targets", "relations")
LENGTH = 15_000  # characters of a text that is one piece again and again
MOST = 80  # times the cost of prose of the same length; the dearest takes 40, what grows with the square hundreds

HEAD = (
    "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BẾN TRE\nSố: 12/KH-UBND\t"
    "Bến Tre, ngày 8 tháng 3 năm 2022\nKẾ HOẠCH\nNăm 2022\n"
)
PHRASES = (
    HEAD, "Thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy, UBND tỉnh ban hành Kế hoạch số 370/KH-UBND.",
    "các Quyết định số 21, 22 và 23/2020/QĐ-UBND", "trước ngày 15 hằng tháng", "quý III, quý IV/2025", "nêu trên",
    "tăng từ 40 % lên 60 %", "ít nhất 3 doanh nghiệp", "thuộc nhóm 15 tỉnh đứng đầu", "giai đoạn 2021-2025",
    "TT\tChỉ tiêu\tĐVT\tNăm 2025\n1\tTỷ lệ A\t%\t≥ 95\n", "Nghị quyết này thay thế ",
)  # fmt: skip
# letters that grow in lower case, marks that combine, digits that are none of ours
ODD = ("\r\n", "\x0b", "\u0301", "İ", "ﬁ", "ß", "Ǆ", "😀", "\u202e", "\x00", "\ufffd", "１２", "½", "²", "٣")

fragments = st.sampled_from(PIECES) | st.sampled_from(PHRASES) | st.sampled_from(ODD)
structured = st.lists(fragments | st.text(max_size=12), max_size=40).map("".join)


def check(raw: str) -> None:
    text = normalize(raw)
    tags = tag_text(text)
    for kind in KINDS:
        found = getattr(tags, kind)
        for tag in found:
            assert 0 <= tag.start < tag.end <= len(text), (kind, tag)
            assert text[tag.start : tag.end] == tag.text, (kind, tag)
        assert [(tag.start, tag.end) for tag in found] == sorted((tag.start, tag.end) for tag in found), kind
    assert all(0 < tag.confidence <= 1 for tag in (*tags.targets, *tags.relations))
    assert tag_text(text) == tags
    assert from_json(Tags, to_json(tags)) == tags


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.text(max_size=400))
def test_any_characters(raw):
    check(raw)


@settings(max_examples=250, derandomize=True, deadline=None, database=None)
@given(structured)
def test_pieces_of_documents_in_any_order(raw):
    check(raw)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.lists(fragments, min_size=1, max_size=3).map("".join), st.integers(2, 400))
def test_the_same_again_and_again(piece, times):
    check(piece * min(times, 1 + 4000 // len(piece)))


@pytest.fixture(scope="module")
def prose() -> float:
    """Seconds that ordinary text takes, of the length of the texts below."""
    sentence = (
        "Các cơ quan, đơn vị, địa phương chủ động tổ chức triển khai nhiệm vụ được giao; báo cáo kết quả hằng năm. "
    )
    text = normalize(sentence * (LENGTH // len(sentence)))
    tag_text(text)
    return min(cost(text) for _ in range(3))


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_no_text_takes_for_ever(piece, prose):
    text = normalize((piece * (LENGTH // len(piece) + 1))[:LENGTH])
    cheapest = cost(text)
    if cheapest > MOST * prose:
        cheapest = min(cheapest, cost(text))  # once more: a busy machine is no fault of the text
    assert cheapest <= MOST * prose


GAPS = (" ", "\n", "\t", ".", "…", "_")
BEFORE_GAPS = (
    "Quyết định số 1/QĐ-UBND", "Luật sửa đổi, bổ sung ", "Luật Đất đai", "ngày 1", "tháng 1", "năm", "Số:",
    "Số: 1/KH-UBND", "UBND", "Sở", "tỷ lệ đạt", "từ 5%", "giai đoạn", "quý I", "Nghị quyết Đại hội", "Căn cứ", "của",
    "(sau đây", "Hà Nội,", "KẾ HOẠCH", "thay thế", "Chiến lược a", "Nghị quyết này", "II. MỤC TIÊU", "21, 22 và",
)  # fmt: skip


@pytest.mark.parametrize("gap", GAPS, ids=ascii)
def test_no_gap_takes_for_ever(gap, prose):
    for before in BEFORE_GAPS:
        text = normalize(before + gap * (LENGTH // 2) + "a")
        cheapest = min(cost(text) for _ in range(2)) if cost(text) > MOST * prose else 0
        assert cheapest <= MOST * prose, before


def cost(text: str) -> float:
    before = time.process_time()
    tag_text(text)
    return time.process_time() - before
