"""Names of bodies in capitals as running text writes them."""

import pytest

from documents.body_names import spell_body
from documents.tables import read_table

NAMES = [
    ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Sở Thông tin và Truyền thông"),
    ("UBND XÃ AN HIỆP", "Ủy ban nhân dân xã An Hiệp"),
    ("HĐND THỊ TRẤN MỎ CÀY", "Hội đồng nhân dân thị trấn Mỏ Cày"),
    ("UỶ BAN NHÂN DÂN THÀNH PHỐ MỸ THO", "Ủy ban nhân dân thành phố Mỹ Tho"),
    ("CHI CỤC KIỂM LÂM", "Chi cục Kiểm lâm"),
    ("TRUNG TÂM KHUYẾN NÔNG", "Trung tâm Khuyến nông"),
    ("PHÒNG KINH TẾ VÀ HẠ TẦNG", "Phòng Kinh tế và Hạ tầng"),
    ("BẢO HIỂM XÃ HỘI", "Bảo hiểm xã hội"),
    ("BAN QUẢN LÝ KHU KINH TẾ", "Ban Quản lý Khu kinh tế"),
    ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
    ("*", None),
]


@pytest.mark.parametrize(("printed", "name"), NAMES)
def test_names(printed, name):
    assert spell_body(printed) == name


@pytest.mark.parametrize("row", read_table("body_words"), ids=lambda row: row["phrase"])
def test_every_phrase_is_met_in_its_example(row):
    assert row["phrase"] in (spell_body(row["example"]) or "")
