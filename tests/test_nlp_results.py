"""What a report says was reached: the level, its year, and what only looks like it."""

from __future__ import annotations

import pytest

from nlp import tag_text

HEAD = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH CÀ MAU\tĐộc lập - Tự do - Hạnh phúc
Số: {number}/{kind}-UBND\tCà Mau, ngày 12 tháng 12 năm 2023

{type}
{title}

Ủy ban nhân dân tỉnh như sau:
{body}
"""
RESULTS = "Kết quả thực hiện nhiệm vụ năm 2023"


def report(body: str, title: str = RESULTS, kind: tuple[str, str] = ("BC", "BÁO CÁO")) -> list[tuple[object, ...]]:
    """(indicator, value, unit, year) of the results in a report with this body."""
    text = HEAD.format(number=215, kind=kind[0], type=kind[1], title=title, body=body)
    tags = tag_text(text)
    for result in tags.results:
        assert text[result.start : result.end] == result.text
        assert result.rule.split("+")[1] == "reached"
    return [(r.indicator.lower(), r.value, r.unit, r.deadline) for r in tags.results]


STATED = [
    ("Tỷ lệ hộ nghèo năm 2022 còn 3,4%.", [("tỷ lệ hộ nghèo", 3.4, "%", "2022")]),
    ("Năm 2023, tỷ lệ che phủ rừng ước đạt 26,5%.", [("tỷ lệ che phủ rừng", 26.5, "%", "2023")]),
    ("Tỷ lệ hộ dùng nước sạch toàn tỉnh đạt 51,2%.", [("tỷ lệ hộ dùng nước sạch", 51.2, "%", "2023")]),
    ("Kết quả, tỷ lệ dân số có bảo hiểm y tế đạt 93,5%.", [("tỷ lệ dân số có bảo hiểm y tế", 93.5, "%", "2023")]),
    # no level of a whole year
    ("Thu ngân sách đạt 98% kế hoạch.", []),
    ("Thu ngân sách đạt 98% so với dự toán.", []),
    ("Tỷ lệ hộ nghèo giảm 1,2%.", []),
    ("Tỷ lệ hồ sơ trực tuyến tăng 14% so với năm 2022.", []),
    ("Sáu tháng đầu năm 2023, tỷ lệ giải ngân đạt 41%.", []),
    ("Đến tháng 6/2023, tỷ lệ giải ngân đạt 41%.", []),
    # what is still to come, or was asked for
    ("Phấn đấu năm 2024 tỷ lệ hộ nghèo còn 2%.", []),
    ("Năm 2024, tỷ lệ che phủ rừng đạt 27%.", []),
    ("Chỉ tiêu được giao năm 2023: tỷ lệ che phủ rừng đạt 27%.", []),
    ("Dự kiến năm 2023 tỷ lệ che phủ rừng đạt 27%.", []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "stated"), STATED)
def test_a_report_states_what_was_reached(body: str, stated: list[tuple[object, ...]]) -> None:
    assert report(body) == stated


def test_under_aims_nothing_was_reached() -> None:
    body = "I. KẾT QUẢ\nTỷ lệ hộ nghèo còn 3,4%.\nII. MỤC TIÊU NĂM 2024\n- Tỷ lệ hộ nghèo còn 2%."
    assert report(body) == [("tỷ lệ hộ nghèo", 3.4, "%", "2023")]


def test_only_reports_state_results() -> None:
    assert report("Tỷ lệ hộ nghèo năm 2022 còn 3,4%.", kind=("KH", "KẾ HOẠCH")) == []


def test_without_a_year_nothing_is_said() -> None:
    assert report("Tỷ lệ hộ nghèo còn 3,4%.", title="Kết quả thực hiện Nghị quyết về giảm nghèo") == []
