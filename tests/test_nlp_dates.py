"""Dates: spellings, values, roles, look-alikes."""

from itertools import pairwise

import pytest

from documents.record import Warning
from nlp import find_oddities, tag_text
from nlp.components.dates import find_dates, tag_dates
from nlp.draft import Draft

SPELLINGS = [
    ("ngày 06 tháng 10 năm 2021", [("ngày 06 tháng 10 năm 2021", "2021-10-06", None, "day")]),
    ("ngày 30\ntháng 5 năm 2025", [("ngày 30\ntháng 5 năm 2025", "2025-05-30", None, "day")]),
    ("ngày 15 tháng 01năm 2025", [("ngày 15 tháng 01năm 2025", "2025-01-15", None, "day")]),
    ("ngày … 27 tháng……01 năm 2025", [("ngày … 27 tháng……01 năm 2025", "2025-01-27", None, "day")]),
    ("vào 31/3/2022", [("31/3/2022", "2022-03-31", None, "day")]),
    ("ngày 15/ 12/2024", [("ngày 15/ 12/2024", "2024-12-15", None, "day")]),
    ("ngày 31-3-2022", [("ngày 31-3-2022", "2022-03-31", None, "day")]),
    ("ngày 10.11.2021", [("ngày 10.11.2021", "2021-11-10", None, "day")]),
    (
        "quý II/2026 và quý 3 năm 2026",
        [("quý II/2026", "2026-Q2", None, "quarter"), ("quý 3 năm 2026", "2026-Q3", None, "quarter")],
    ),
    ("tháng 9/2023", [("tháng 9/2023", "2023-09", None, "month")]),
    ("6 tháng cuối năm 2025", [("6 tháng cuối năm 2025", "2025-07", "2025-12", "period")]),
    ("giai đoạn 2021 - 2025", [("giai đoạn 2021 - 2025", "2021", "2025", "period")]),
    ("giai đoạn 20212025", [("giai đoạn 20212025", "2021", "2025", "period")]),
    ("05 năm 2026 - 2030", [("2026 - 2030", "2026", "2030", "period")]),
    ("nhiệm kỳ V (2024 - 2029)", [("nhiệm kỳ V (2024 - 2029)", "2024", "2029", "term")]),
    ("năm học 2023-2024", [("năm học 2023-2024", "2023", "2024", "period")]),
    ("đến 2030, tầm nhìn 2045", [("2030", "2030", None, "year"), ("2045", "2045", None, "year")]),
    ("ngày 5 và 6/7/2022", [("ngày 5", "2022-07-05", None, "day"), ("6/7/2022", "2022-07-06", None, "day")]),
    (
        "các năm 2021, 2022 và 2023",
        [("năm 2021", "2021", None, "year"), ("2022", "2022", None, "year"), ("2023", "2023", None, "year")],
    ),
    ("ngày 15 hằng tháng", [("ngày 15 hằng tháng", None, None, "day")]),
    ("ngày 31/02/2021", [("ngày 31/02/2021", None, None, "day")]),
    ("ngày 3/14/2021", [("ngày 3/14/2021", None, None, "day")]),
    ("ngày 29/02/2024", [("ngày 29/02/2024", "2024-02-29", None, "day")]),
    ("ngày mùng 5 tháng 5 năm 2023", [("ngày mùng 5 tháng 5 năm 2023", "2023-05-05", None, "day")]),
    ("01 - 7 - 2022", [("01 - 7 - 2022", "2022-07-01", None, "day")]),
    (
        "ngày 05/6/2023-10/6/2023",
        [("ngày 05/6/2023", "2023-06-05", None, "day"), ("10/6/2023", "2023-06-10", None, "day")],
    ),
    ("15/5 - 20/5/2023", [("15/5", "2023-05-15", None, "day"), ("20/5/2023", "2023-05-20", None, "day")]),
    ("trước 30/6 và 31/12 hằng năm", [("30/6", None, None, "day"), ("31/12 hằng năm", None, None, "day")]),
    ("trước ngày 20 của tháng cuối quý", [("ngày 20", None, None, "day")]),
    ("9 tháng năm 2024", [("9 tháng năm 2024", "2024-01", "2024-09", "period")]),
    ("từ 2021 đến 2025", [("2021", "2021", None, "year"), ("2025", "2025", None, "year")]),
    ("năm ngân sách 2024", [("năm ngân sách 2024", "2024", None, "year")]),
    ("giai đoạn 2 (2024 - 2025)", [("2024 - 2025", "2024", "2025", "period")]),
    ("đếnnăm 2025", [("năm 2025", "2025", None, "year")]),
    ("trong tháng 5, 6 năm 2023", [("tháng 5", "2023-05", None, "month"), ("6 năm 2023", "2023-06", None, "month")]),
]

NO_DATES = [
    "Nghị định số 126/2024/NĐ-CP và Quyết định 19/2023/QĐ-UBND",
    "QCVN 40:2025/BTNMT, TCVN 5945:2005",
    "đường dây nóng 24/7, mạng 4G/5G, đường 30/4, điện thoại 0200.3.555.015",
    "2025 hộ, 2.025 tỷ đồng, đến 2030 hộ nghèo",
    "khóa XV, kỳ họp thứ 8, sau 10 ngày kể từ ngày ký",
    "ngày      tháng      năm 2026",
    "ngày    tháng 6 năm 2026",
    "ngày /01/2025",
    "Đề án 06, tờ (1/2), Mẫu số 01/2021",
]

ROLES = [
    ("Số: 12/KH-UBND\nCao Bằng, ngày 5 tháng 6 năm 2023\nKẾ HOẠCH", ["issue"]),
    ("Ngày ban hành: 26/05/2017", ["issue"]),
    ("có hiệu lực kể từ ngày 01/7/2025", ["effect"]),
    ("Quyết định số 5/QĐ-UBND ngày 01/7/2024", ["cited"]),
    ("Ngày 24/4/2023, UBND tỉnh ban hành Quyết định số 19/2023/QĐ-UBND", ["cited"]),
    ("hoàn thành trước ngày 30/6/2026", ["deadline"]),
    ("xong trong quý II/2026", ["deadline"]),
    ("đạt 90% vào năm 2025", ["deadline"]),
    ("tính đến ngày 30/6/2023", ["other"]),
    ("từ ngày 01/01/2020 đến ngày 31/12/2024", ["other", "other"]),
    ("Ngày đăng: 15/03/2023", ["publication"]),
    ("Luật Thú y năm 2015", ["cited"]),
    ("QUYẾT ĐỊNH\nCăn cứ Luật Tổ chức chính quyền địa phương\nngày 19/6/2015;", ["cited"]),
    ("Ngày ban hành:\n|\n21/07/2021\n|", ["issue"]),
    ("họp lần thứ hai ngày 10/02/2023", ["other"]),
    ("phấn đấu đến năm 2025, 2030", ["deadline", "deadline"]),
    ("từ 07 giờ 30 ngày 19/5/2024 đến 17 giờ 00 ngày 20/5/2024", ["other", "other"]),
    ("TT\tNhiệm vụ\tChủ trì\tTiến độ\n1\tTrình đề án\tSở Y tế\tQuý III/2026\n", ["deadline"]),
    ("TT\tNhiệm vụ\tChủ trì\tGhi chú\n1\tDanh mục\tSở Y tế\tQuý III/2026\n", ["other"]),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_spellings(text, expected):
    assert [(text[d.start : d.end], d.value, d.value2, d.precision) for d in find_dates(text)] == expected


@pytest.mark.parametrize("text", ["ngày 31/02/2021", "ngày 31 tháng 4 năm 2023", "ngày 29/02/2023", "ngày 3/14/2021"])
def test_impossible_dates_say_so(text):
    assert [(d.value, d.rule) for d in find_dates(text)] == [(None, "impossible")]
    assert find_oddities(tag_text(text)) == (Warning("impossible_date", text),)


@pytest.mark.parametrize("text", NO_DATES)
def test_look_alikes_are_no_dates(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_roles(text, expected):
    draft = Draft(text)
    tag_dates(draft)
    assert [d.role for d in draft.dates] == expected


def test_spans_are_the_text_and_in_order():
    text = "Căn cứ Nghị định số 78/2025/NĐ-CP ngày 01/4/2025; đến năm 2030; ngày 5/5/2025. " * 40
    found = find_dates(text)
    assert len(found) == 120
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert {text[d.start : d.end] for d in found} == {"ngày 01/4/2025", "năm 2030", "ngày 5/5/2025"}


@pytest.mark.parametrize("junk", ["1/", "ngày ", "ngày 1 ", "năm 2", "quý i, ", "1.1.", "12 tháng ", "… ", "2021-"])
@pytest.mark.timeout(5)
def test_no_pattern_explodes(junk):
    assert isinstance(find_dates(junk * 20_000), list)
