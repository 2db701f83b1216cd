"""Targets: the tuple, headings, tables, results that are no targets."""

import pytest

from documents.record import Header
from documents.sentences import find_sentences
from documents.text import normalize
from nlp import tag_text
from nlp.components.dates import tag_dates
from nlp.components.header import tag_header
from nlp.components.target_values import find_quantities, parse_number
from nlp.components.targets import tag_targets
from nlp.draft import Draft
from nlp.phrases import read_phrases


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

HEAD = "UBND TỈNH X\nSố: 12/KH-UBND\nX, ngày 05 tháng 01 năm 2022\n"
# text, and of each target (value, unit, comparator, change, deadline)
FORMS = [
    (
        "Phấn đấu đến năm 2030:\n- Tỷ lệ đô thị hóa đạt 45%;\n- Tỷ lệ lao động qua đào tạo đạt 75%, trong đó có bằng "
        "cấp đạt 35%;\n- 100% xã có bác sĩ.\n",
        [
            (45, "%", "eq", "level", "2030"),
            (75, "%", "eq", "level", "2030"),
            (35, "%", "eq", "level", "2030"),
            (100, "%", "eq", "level", "2030"),
        ],
    ),
    (  # the first bullet speaks for those after it
        "- Phấn đấu đến hết năm 2025 có 80% số xã đạt chuẩn.\n- Tỷ lệ đô thị hóa đạt 30%; có 03 đô thị loại IV.\n",
        [
            (80, "%", "eq", "level", "2025-12-31"),
            (30, "%", "eq", "level", "2025-12-31"),
            (3, "đô thị", "eq", "level", "2025-12-31"),
        ],
    ),
    (  # and the first sentence for its paragraph
        "Phấn đấu năm 2026 giảm tỷ lệ hộ nghèo 1%; 62% hộ dân dùng nước sạch. Tỷ lệ che phủ rừng duy trì ở mức 42,02%.",
        [
            (1, "điểm %", "eq", "decrease", "2026"),
            (62, "%", "eq", "level", "2026"),
            (42.02, "%", "eq", "maintain", "2026"),
        ],
    ),
    (
        "- Đến năm 2025 đào tạo 5.000 lao động, trong đó:\n+ Cao đẳng: 500 người;\n+ Trung cấp: 1.500 người;\n",
        [
            (5000, "lao động", "eq", "level", "2025"),
            (500, "người", "eq", "level", "2025"),
            (1500, "người", "eq", "level", "2025"),
        ],
    ),
    (
        "CÁC CHỈ TIÊU THUỘC KẾ HOẠCH CHUYỂN ĐỔI SỐ VÀ KINH TẾ SỐ CỦA TỈNH TRONG NĂM NAY\n"
        "Các chỉ tiêu năm 2023, như sau:\n"
        "(1) GRDP bình quân đầu người: 90 triệu đồng.\n(2) Tỷ lệ che phủ rừng: 57%.\n",
        [(90, "triệu đồng", "eq", "level", "2023"), (57, "%", "eq", "level", "2023")],
    ),
    (
        "Phấn đấu tỷ lệ bao phủ bảo hiểm y tế năm 2025 và năm 2030 tương ứng đạt 95% và 98%.",
        [(95, "%", "eq", "level", "2025"), (98, "%", "eq", "level", "2030")],
    ),
    (
        "Chỉ tiêu từng năm: năm 2022 đạt 30%, năm 2023 đạt 40%, năm 2024 đạt 50% số hộ có thiết bị số.",
        [(30, "%", "eq", "level", "2022"), (40, "%", "eq", "level", "2023"), (50, "%", "eq", "level", "2024")],
    ),
    (
        "Mục tiêu: Giai đoạn 2026 - 2030, xuất khẩu tăng bình quân 11%/năm, đến năm 2030 đạt 4,5 tỷ USD; thành lập mới "
        "900 doanh nghiệp/năm.",
        [
            (11, "%/năm", "eq", "increase", "2026-2030"),
            (4.5, "tỷ USD", "eq", "level", "2030"),
            (900, "doanh nghiệp/năm", "eq", "level", "2026-2030"),
        ],
    ),
    (
        "Nâng tỷ lệ dân số đô thị được cấp nước sạch từ 88% năm 2021 lên 96% năm 2025.",
        [(96, "%", "eq", "level", "2025")],
    ),
    ("Phấn đấu thu ngân sách năm 2024 đạt và vượt 12.500 tỷ đồng.", [(12500, "tỷ đồng", "gte", "level", "2024")]),
    ("Phấn đấu đến năm 2025 có từ 60% số xã trở lên đạt chuẩn.", [(60, "%", "gte", "level", "2025")]),
    ("Phấn đấu mỗi năm giải quyết việc làm cho 15.000 lao động.", [(15000, "lao động/năm", "eq", "level", None)]),
    ("Phấn đấu đến năm 2030 năng suất lao động gấp đôi so với năm 2020.", [(2, "lần", "eq", "level", "2030")]),
    ("Mục tiêu đến năm 2030 giảm một nửa số vụ cháy.", [(0.5, "tỷ phần", "eq", "decrease", "2030")]),
    ("Phấn đấu đến năm 2025 có 4/6 xã đạt chuẩn nâng cao.", [(4, "xã", "eq", "level", "2025")]),
    ("Mục tiêu đến năm 2020 có ít nhất 02 khu lâm viên ven sông.", [(2, "khu", "gte", "level", "2020")]),
    ("Mục tiêu đến năm 2020 có ít nhất 02 phim trường ngoài trời.", [(2, None, "gte", "level", "2020")]),
    ("Đến năm 2020 có hơn 50% số xã đạt 19 tiêu chí nông thôn mới.", [(50, "%", "gt", "level", "2020")]),
    (
        HEAD + "KẾ HOẠCH\nNăm An toàn giao thông 2022\n\nI. MỤC ĐÍCH\n1. Giảm từ 5% đến 10% số vụ so với năm 2021.\n",
        [(5, "%", "range", "decrease", "2022")],
    ),
    (
        "III. NHIỆM VỤ\n1. Hạ tầng\n- Đến năm 2025, phủ sóng 5G tại 100% khu công nghiệp.\n- Mở 05 lớp tập huấn.\n",
        [(100, "%", "eq", "level", "2025")],
    ),
]

NONE = [
    "Đến năm 2019, kim ngạch xuất khẩu đạt 57 triệu USD, hoàn thành chỉ tiêu Nghị quyết.",
    "Một số chỉ tiêu đạt thấp: tỷ lệ hộ nghèo 22% (mục tiêu 13%).",
    "Năm 2023, tỷ lệ hộ nghèo giảm còn 3,4%; thu ngân sách đạt 8.450 tỷ đồng, bằng 102% dự toán.",
    "Tính đến ngày 30/6/2024 đã có 78/110 xã đạt chuẩn, đạt 70,9%.",
    "Hỗ trợ tối đa 50% chi phí nhưng không quá 300 triệu đồng/hộ.",
    "Các xã có tỷ lệ hộ nghèo từ 25% trở lên được ưu tiên; trẻ em dưới 5 tuổi được khám miễn phí.",
    "Dự báo đến năm 2030, dân số của tỉnh khoảng 1,35 triệu người, nhu cầu đất ở tăng thêm 1.200 ha.",
    "Nhiệm kỳ qua, có 85% số xã đạt chuẩn, vượt 10% so với mục tiêu Nghị quyết đề ra; tỷ lệ hộ nghèo còn 2,1%.",
    "Kết quả, đến hết năm 2022 đã đạt 100% mục tiêu đề ra đến năm 2025; tỷ lệ tham gia bảo hiểm đạt 95,2%.",
    "Diện tích 1,69 ha hiện trạng đã được cho thuê đất; việc thành lập cụm với diện tích 60 ha đã đảm bảo quy hoạch.",
    "Kế hoạch gồm 5 chỉ tiêu về dữ liệu số và 12 chỉ tiêu về chính quyền số.",
    "Căn cứ Nghị quyết về mục tiêu phát triển năm 2023, dân số của tỉnh là 1,2 triệu người.",
    "MỤC TIÊU\n\nHỗ trợ vận hành các nền tảng số tại 126 xã, phường.",  # where, not how many
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_sentence(text, expected):
    assert [short(t) for t in tag(text)] == [expected]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text, expected):
    draft = Draft(normalize(text))
    for component in (tag_header, tag_dates, tag_targets):
        component(draft)
    assert [(t.value, t.unit, t.comparator, t.change) for t in draft.targets] == [e[:4] for e in expected]
    assert all(e[4] in (t.deadline, t.period) for t, e in zip(draft.targets, expected, strict=True))


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


# rows of a table, and of each target (indicator, comparator, value, unit, deadline)
TABLES = {
    "head of two rows": (
        ["TT\tChỉ tiêu\tĐVT\tMục tiêu\t\tChủ trì", "\t\t\tNăm 2025\tNăm 2030", "1\tSố trạm BTS\tTrạm\t12\t18\tSở"],
        [("Số trạm BTS", "eq", 12, "trạm", "2025"), ("Số trạm BTS", "eq", 18, "trạm", "2030")],
    ),
    "numbered columns, compared values": (
        ["TT\tChỉ tiêu\tĐVT\tTH 2023\tKH 2024\tKH 2024/TH 2023", "1\t2\t3\t4\t5\t6", "1\tThóc\tNghìn tấn\t5\t6\t120"],
        [("Thóc", "eq", 6000, "tấn", "2024")],
    ),
    "a column of time": (
        ["STT\tMục tiêu\tĐVT\tChỉ tiêu\tThời gian hoàn thành", "1\tTỷ lệ hồ sơ số hóa\t%\t100\t31/12/2024"],
        [("Tỷ lệ hồ sơ số hóa", "eq", 100, "%", "2024-12-31")],
    ),
    "the year above the table": (
        ["PHỤ LỤC", "CHỈ TIÊU CHUYỂN ĐỔI SỐ NĂM 2024", "TT\tTên chỉ tiêu\tĐVT\tChỉ tiêu", "1\tHồ sơ điện tử\t%\t90"],
        [("Hồ sơ điện tử", "eq", 90, "%", "2024")],
    ),
    "cells in words": (
        ["TT\tChỉ tiêu\tNăm 2025", "1\tXếp hạng PCI\tTop 30", "2\tHộ nghèo\tGiảm 1%/năm", "3\tThu nhập\t75 triệu đồng"],
        [
            ("Xếp hạng pci", "rank_top", 30, "hạng", "2025"), ("Hộ nghèo", "eq", 1, "%/năm", "2025"),
            ("Thu nhập", "eq", 75, "triệu đồng", "2025"),
        ],
    ),
    "goals as rows": (
        ["TT\tMục tiêu\tĐơn vị chủ trì", "1\tĐến năm 2025, 100% cơ quan dùng nền tảng số\tSở"],
        [("cơ quan dùng nền tảng số", "eq", 100, "%", "2025")],
    ),
    "rows below a row": (
        ["TT\tChỉ tiêu\tĐVT\tNăm 2025", "1\tTỷ lệ hộ nghèo\t%\t3", "\t- Nông thôn\t%\t4"],
        [("Tỷ lệ hộ nghèo", "eq", 3, "%", "2025"), ("Tỷ lệ hộ nghèo: nông thôn", "eq", 4, "%", "2025")],
    ),
    "results": (["KẾT QUẢ THỰC HIỆN", "TT\tChỉ tiêu\tĐVT\tNăm 2021", "1\tTỷ lệ hộ nghèo\t%\t4"], []),
    "money to spend": (["TT\tNội dung\tĐVT\tNăm 2024", "1\tKinh phí tuyên truyền\ttriệu đồng\t200"], []),
    "places as columns": (["TT\tChỉ tiêu\tĐVT\tHuyện A\tHuyện B", "1\tSố xã\txã\t5\t6"], []),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_kinds_of_tables(name):
    rows, expected = TABLES[name]
    got = [(t.indicator, t.comparator, t.value, t.unit, t.deadline) for t in tag("\n".join(rows) + "\n")]
    assert got == expected


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("- Phấn đấu đến năm 2025, 100% hồ sơ được số hóa (Sở Nội vụ chủ trì).\n", "Sở Nội vụ"),
        ("Giao Sở Y tế phấn đấu năm 2024 đạt 32 giường bệnh/vạn dân.", "Sở Y tế"),
        ("Mục tiêu năm 2025: bao phủ bảo hiểm y tế đạt 95%. Cơ quan chủ trì: Sở Y tế.", "Sở Y tế"),
        ("Phấn đấu năm 2025 bao phủ bảo hiểm y tế đạt 95%; Sở Y tế phối hợp thực hiện.", None),
    ],
)
def test_the_agency_in_charge(text, agency):
    (target,) = tag_text(normalize(text)).targets
    assert target.agency == agency


def test_the_sentence_is_kept():
    text = "I. MỤC TIÊU\n- Đến năm 2025 tỷ lệ hộ nghèo\ncòn 2%; tỷ lệ đô thị hóa đạt 30%.\n- Mục khác."
    sentence = "Đến năm 2025 tỷ lệ hộ nghèo\ncòn 2%; tỷ lệ đô thị hóa đạt 30%."
    assert {text[slice(*t.sentence)] for t in tag(text)} == {sentence}


@pytest.mark.parametrize("row", read_phrases("target_confidence"), ids=lambda row: f"{row['rule']} {row['ground']}")
def test_every_confidence_follows_from_its_counts_and_shows_in_its_example(row):
    confidence = round((int(row["right"]) + 3.4) / (int(row["of"]) + 4), 2)
    assert float(row["confidence"]) == confidence
    targets = tag(row["example"].replace(" | ", "\n").replace("\\t", "\t"))
    assert confidence in {t.confidence for t in targets}


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
