"""Indicators in other words are one; a word that narrows makes them two."""

from __future__ import annotations

import pytest

from documents.indicators import ALIKE, group_indicators, likeness
from documents.tables import read_table

ROWS = read_table("indicator_words")
SAME = [row["example"] for row in ROWS if row["example"]] + [
    "Tỷ trọng kinh tế số trong GRDP = kinh tế số chiếm GRDP",
    "Tỷ trọng kinh tế số trong GRDP = tỷ trọng kinh tế số đóng góp trong GRDP tỉnh Vĩnh Long",
    "tỷ lệ hồ sơ thủ tục hành chính được giải quyết trực tuyến = tỷ lệ hồ sơ TTHC giải quyết trực tuyến",
    "tỷ lệ thu gom chất thải rắn sinh hoạt = tỷ lệ chất thải rắn sinh hoạt được thu gom",
    "tỷ lệ đô thị hóa = tỷ lệ đô thị hoá",
    "Tỷ lệ hộ gia đình có đường truyền cáp quang = tỷ lệ hộ dân có đường truyền cáp quang",
    "diện tích cây xanh đô thị bình quân đầu người = diện tích cây xanh bình quân đầu người ở đô thị",
]
DIFFERENT = [row["counter_example"] for row in ROWS if row["counter_example"]] + [
    "tỷ trọng kinh tế số trong GRDP = tỷ trọng công nghiệp trong GRDP",
    "tỷ lệ hộ nghèo = tỷ lệ hộ có cáp quang",
    "số bác sĩ trên 1 vạn dân = số giường bệnh trên 1 vạn dân",
    "tỷ lệ xã đạt chuẩn tiếp cận pháp luật = tỷ lệ xã đạt chuẩn nông thôn mới",
    "tỷ lệ dân số có tài khoản thanh toán = tỷ lệ dân số có chữ ký số",
    "số lượt khách du lịch = doanh thu du lịch",
    "tỷ lệ = tỷ lệ",
]


@pytest.mark.parametrize("pair", SAME)
def test_same(pair: str) -> None:
    one, other = pair.split(" = ")
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize("pair", DIFFERENT)
def test_different(pair: str) -> None:
    one, other = pair.split(" = ")
    assert likeness(one, other) < ALIKE


def test_a_group_is_led_by_its_most_frequent_name() -> None:
    names = ["tỷ lệ hộ nghèo"] * 3 + ["hộ nghèo toàn tỉnh", "tỷ lệ hộ cận nghèo", "tỉ lệ hộ nghèo"]
    assert group_indicators(names) == {
        "tỷ lệ hộ nghèo": "tỷ lệ hộ nghèo",
        "hộ nghèo toàn tỉnh": "tỷ lệ hộ nghèo",
        "tỉ lệ hộ nghèo": "tỷ lệ hộ nghèo",
        "tỷ lệ hộ cận nghèo": "tỷ lệ hộ cận nghèo",
    }
