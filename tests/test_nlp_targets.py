"""Targets: the tuple, headings, tables, results that are no targets, and the floor that the gold texts must keep."""

import json
from pathlib import Path

import pytest

from documents.record import Header
from documents.text import normalize
from nlp.components.dates import tag_dates
from nlp.components.sentences import find_sentences
from nlp.components.target_values import find_quantities, parse_number
from nlp.components.targets import tag_targets
from nlp.draft import Draft
from nlp.phrases import read_phrases

GOLD = Path(__file__).parent / "gold" / "targets.jsonl"
FLOOR_FOUND, FLOOR_TUPLE = 0.98, 0.97  # may only rise


def tag(text, **header):
    draft = Draft(normalize(text), header=Header(**header))
    tag_dates(draft)
    tag_targets(draft)
    return draft.targets


def short(target):
    return (
        target.indicator,
        target.comparator,
        target.change,
        target.value,
        target.unit,
        target.deadline or target.period,
    )


ONE = [
    ("kinh tế số 15 % GRDP đến năm 2025", ("tỷ trọng kinh tế số trong GRDP", "eq", "level", 15, "%", "2025")),
    ("Phấn đấu đến năm 2030 tỷ lệ hộ nghèo còn dưới 1%.", ("tỷ lệ hộ nghèo", "lt", "level", 1, "%", "2030")),
    ("Phấn đấu mỗi năm giảm tỷ lệ hộ nghèo 1,5%.", ("tỷ lệ hộ nghèo", "eq", "decrease", 1.5, "%/năm", None)),
    (
        "Phấn đấu năng suất lao động tăng bình quân trên 7%/năm.",
        ("năng suất lao động", "gt", "increase", 7, "%/năm", None),
    ),
    (
        "Đến năm 2026 phấn đấu thêm 7 xã đạt chuẩn nông thôn mới.",
        ("xã đạt chuẩn nông thôn mới", "eq", "increase", 7, "xã", "2026"),
    ),
    (
        "Phấn đấu thu hút 2,5 triệu lượt khách vào năm 2025.",
        ("thu hút lượt khách", "eq", "level", 2_500_000, "lượt khách", "2025"),
    ),
    (
        "Mục tiêu đến năm 2030 giảm ít nhất 1/4 số hộ nghèo.",
        ("số hộ nghèo", "gte", "decrease", 0.25, "tỷ phần", "2030"),
    ),
    (
        "Đến năm 2030 phấn đấu thuộc nhóm ba tỉnh dẫn đầu về cải cách hành chính.",
        ("xếp hạng cải cách hành chính", "rank_top", "level", 3, "hạng", "2030"),
    ),
    (
        "Phấn đấu duy trì tỷ lệ che phủ rừng ở mức 54% đến năm 2025.",
        ("tỷ lệ che phủ rừng", "eq", "maintain", 54, "%", "2025"),
    ),
]

NONE = [
    "Năm 2023, tỷ lệ hộ nghèo giảm còn 3,4%; thu ngân sách đạt 8.450 tỷ đồng, bằng 102% dự toán.",
    "Tính đến ngày 30/6/2024 đã có 78/110 xã đạt chuẩn, đạt 70,9%.",
    "Hỗ trợ tối đa 50% chi phí nhưng không quá 300 triệu đồng/hộ.",
    "Các xã có tỷ lệ hộ nghèo từ 25% trở lên được ưu tiên; trẻ em dưới 5 tuổi được khám miễn phí.",
    "Kế hoạch gồm 5 chỉ tiêu về dữ liệu số và 12 chỉ tiêu về chính quyền số.",
    "Căn cứ Nghị quyết về mục tiêu phát triển năm 2023, dân số của tỉnh là 1,2 triệu người.",
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_sentence(text, expected):
    assert [short(t) for t in tag(text)] == [expected]


@pytest.mark.parametrize("text", NONE)
def test_results_norms_and_look_alikes_are_no_targets(text):
    assert tag(text) == []


def test_from_to_gives_value_and_baseline():
    (target,) = tag("Phấn đấu đến năm 2025 tỷ lệ lao động qua đào tạo tăng từ 40 % lên 60 %.")
    assert (target.value, target.baseline, target.change, target.deadline) == (60, "40 %", "level", "2025")


def test_a_heading_gives_its_deadline_and_ends_with_the_next():
    text = (
        "II. MỤC TIÊU\n1. Đến năm 2025:\n- Tỷ lệ A đạt 80%.\n2. Đến năm 2030:\n- Tỷ lệ A đạt "
        "95%.\nIII. NHIỆM VỤ\n- Giảm 10% chi phí.\n"
    )
    assert [(t.value, t.deadline) for t in tag(text)] == [(80, "2025"), (95, "2030")]


def test_each_figure_keeps_its_own_year_and_borrows_the_name():
    targets = tag("Chỉ tiêu 1: Tỷ lệ thôn có nhà văn hóa đạt 70% vào năm 2025 và 100% vào năm 2030.")
    assert [(t.indicator, t.value, t.deadline) for t in targets] == [
        ("Tỷ lệ thôn có nhà văn hóa", 70, "2025"),
        ("Tỷ lệ thôn có nhà văn hóa", 100, "2030"),
    ]


def test_years_before_the_document_are_results():
    text = "Mục tiêu đến năm 2020 đạt 50%; đến năm 2030 tỷ lệ đô thị hóa đạt 60%."
    assert [t.value for t in tag(text, issued="2024-05-01")] == [60]


def test_the_title_lends_its_year():
    text = "II. MỤC TIÊU\n- Giảm tối thiểu 5% số vụ tai nạn giao thông.\n"
    (target,) = tag(text, title="Kế hoạch bảo đảm an toàn giao thông năm 2024", issued="2024-01-10")
    assert (target.deadline, target.rule) == ("2024", "right+title")


def test_tables():
    text = (
        "TT\tChỉ tiêu\tĐVT\tThực hiện 2020\tNăm 2025\tCơ quan chủ trì\n"
        "1\tTỷ lệ bao phủ bảo hiểm y tế\t%\t88\t≥ 95\tBảo hiểm xã hội\n2\tSố xã nông thôn mới\txã\t40\t-\tSở\n"
    )
    (target,) = tag(text)
    assert short(target) == ("Tỷ lệ bao phủ bảo hiểm y tế", "gte", "level", 95, "%", "2025")
    assert (target.baseline, target.agency) == ("88", "Bảo hiểm xã hội")
    assert target.text.startswith("Tỷ lệ bao phủ") and target.text.endswith("95")


def test_the_same_target_is_kept_once():
    text = (
        "Phấn đấu đến năm 2025 kinh tế số chiếm 20% GRDP.\n\nTheo đó, phấn đấu kinh tế số chiếm 20% GRDP đến năm 2025."
    )
    assert len(tag(text)) == 1


def test_spans_are_the_text():
    text = normalize("Mục tiêu: đến năm 2025 tỷ lệ A đạt 80% (đến năm 2030 đạt 95%); tỷ lệ B đạt 70%, tỷ lệ C đạt 60%.")
    targets = tag(text)
    assert [t.value for t in targets] == [80, 95, 70, 60]
    assert all(text[t.start : t.end] == t.text for t in targets)


@pytest.mark.parametrize(
    ("figure", "value"), [("12.000", 12000), ("9,4", 9.4), ("5.500.000", 5_500_000), ("1.250,5", 1250.5), ("8.5", 8.5)]
)
def test_numbers(figure, value):
    assert parse_number(figure) == value


@pytest.mark.parametrize("row", read_phrases("target_units"), ids=lambda row: row["form"])
def test_every_unit_reads_its_example(row):
    units = [q.unit for q in find_quantities(row["example"].lower(), 0, len(row["example"])) if q.unit]
    assert any(row["unit"].lower() in unit.lower() for unit in units)


@pytest.mark.parametrize("row", read_phrases("target_phrases"), ids=lambda row: row["kind"] + " " + row["phrase"])
def test_every_phrase_stands_in_its_example(row):
    assert row["phrase"].lower() in row["example"].lower()


def test_sentences_follow_lists_and_soft_breaks():
    text = (
        "1. Mục tiêu\na) Tỷ lệ hồ sơ được xử lý trên môi trường mạng của toàn tỉnh đạt ít "
        "nhất\n80%. Câu sau.\n- Mục khác;\n"
    )
    assert [text[a:b] for a, b in find_sentences(text)] == [
        "Mục tiêu",
        "Tỷ lệ hồ sơ được xử lý trên môi trường mạng của toàn tỉnh đạt ít nhất\n80%.",
        "Câu sau.",
        "Mục khác;",
    ]


@pytest.mark.parametrize(
    "junk", ["phấn đấu 5% ", "đạt 1 - ", "mục tiêu ( ", "nhóm a ", "12.000.", "1/3 số ", "- 5 xã\n", "a\t5\n"]
)
@pytest.mark.timeout(10)
def test_no_pattern_explodes(junk):
    assert isinstance(tag(junk * 5000), list)


def test_gold_floor():
    found = right = got = want = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        targets = tag(row["text"])
        got, want = got + len(targets), want + len(row["targets"])
        found += _matches(targets, row["targets"], ("value", "value2"))
        right += _matches(targets, row["targets"], ("value", "value2", "comparator", "change", "unit", "deadline"))
    assert 2 * found / (got + want) >= FLOOR_FOUND
    assert 2 * right / (got + want) >= FLOOR_TUPLE


def _matches(targets, expected, names):
    left, hits = list(targets), 0
    for one in expected:
        hit = next((t for t in left if all(_same(getattr(t, n), one[n], n) for n in names)), None)
        if hit is not None:
            left.remove(hit)
            hits += 1
    return hits


def _same(got, want, name):
    return (want is None and name == "deadline") or got == want  # a deadline that was not read is not asked
