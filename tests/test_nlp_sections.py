"""Sections: what is a heading, where it ends, and what only looks like one."""

import time

import pytest

from nlp import tag_text
from nlp.components.sections import find_sections, section_at

PLAN = """KẾ HOẠCH
Trồng cây xanh
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Cụ thể hóa chủ trương, từ năm
2025. Tăng thêm
1.5 triệu cây, gấp
3. lần so với trước
2. Yêu cầu
a) Bảo đảm tiến độ
b) Tiết kiệm
II. MỤC TIÊU, CHỈ TIÊU
ĐẾN NĂM 2030
2.1. Mục tiêu chung
2.2. Mục tiêu cụ thể
2.2.1. Đô thị
- 100% đường phố có cây
III - TỔ CHỨC THỰC HIỆN
1/ Sở Xây dựng
2\tSở\t12
2/ Sở Tài chính
PHỤ LỤC I
DANH MỤC VIỆC
1. Việc một
"""

REGULATION = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
1. Quy định này nói về cây xanh.
2. Không áp dụng với
Điều 5 của Luật Cây và
Mục 2 Chương II Nghị định số 10
a) Cây rừng;
đ) Cây cổ thụ.
Chương II
QUẢN LÝ
Mục 1
TRỒNG CÂY
Điều 2. Giống cây
“Điều 9. Hiệu lực”
"""


def outline(text):
    sections = find_sections(text)
    return [(s.kind, s.label, s.title, sections[s.parent].label if s.parent is not None else None) for s in sections]


def test_a_plan():
    assert outline(PLAN) == [
        ("roman", "I", "MỤC ĐÍCH, YÊU CẦU", None),
        ("number", "1", "Mục đích", "I"),
        ("number", "2", "Yêu cầu", "I"),
        ("point", "a", "Bảo đảm tiến độ", "2"),
        ("point", "b", "Tiết kiệm", "2"),
        ("roman", "II", "MỤC TIÊU, CHỈ TIÊU ĐẾN NĂM 2030", None),
        ("number", "2.1", "Mục tiêu chung", "II"),
        ("number", "2.2", "Mục tiêu cụ thể", "II"),
        ("number", "2.2.1", "Đô thị", "2.2"),
        ("roman", "III", "TỔ CHỨC THỰC HIỆN", None),
        ("number", "1", "Sở Xây dựng", "III"),
        ("number", "2", "Sở Tài chính", "III"),
        ("annex", "PHỤ LỤC I", "DANH MỤC VIỆC", None),
        ("number", "1", "Việc một", "PHỤ LỤC I"),
    ]


def test_a_regulation():
    assert outline(REGULATION) == [
        ("chapter", "Chương I", "QUY ĐỊNH CHUNG", None),
        ("article", "Điều 1", "Phạm vi", "Chương I"),
        ("clause", "1", "Quy định này nói về cây xanh", "Điều 1"),
        ("clause", "2", "Không áp dụng với", "Điều 1"),
        ("point", "a", "Cây rừng", "2"),
        ("chapter", "Chương II", "QUẢN LÝ", None),
        ("subchapter", "Mục 1", "TRỒNG CÂY", "Chương II"),
        ("article", "Điều 2", "Giống cây", "Mục 1"),
    ]


@pytest.mark.parametrize(
    ("place", "label"),
    [("Cụ thể hóa", "1"), ("100% đường phố", "2.2.1"), ("KẾ HOẠCH", None), ("Việc", "1")],
)
def test_every_place_knows_its_section(place, label):
    innermost = section_at(find_sections(PLAN), PLAN.index(place))
    assert (innermost.label if innermost else None) == label


def test_sections_end_before_the_next_and_lie_inside_their_parents():
    for text in (PLAN, REGULATION):
        sections = find_sections(text)
        for section in sections:
            assert text[section.start :].startswith(section.label) and not text[section.end - 1].isspace()
            if section.parent is not None:
                over = sections[section.parent]
                assert over.start < section.start < section.end <= over.end


NO_HEADINGS = [
    "5. Việc thứ năm đứng một mình",
    "2.1 triệu đồng",
    "b) không có a)",
    "1 Sở Nội vụ\n2 Sở Tài chính",
    "1.\tSở Nội vụ\t12\n",
    "Phần lớn các xã; Chương trình; Mục tiêu; Phụ lục kèm theo Kế hoạch",
    "C. Mác",
]


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_what_is_no_heading(text):
    assert find_sections(text) == []


def test_sections_are_tags():
    assert [section.label for section in tag_text(PLAN).sections][:2] == ["I", "1"]


def test_long_texts_cost_no_more_per_line():
    def cost(text):
        start = time.process_time()
        find_sections(text)
        return (time.process_time() - start) / len(text)

    nested = "Điều 1. A\n1. B\na) C\n"
    assert min(cost(nested * 20000) for _ in range(3)) < 3 * min(cost(nested * 2000) for _ in range(3))
