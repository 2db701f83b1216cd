"""Provinces: 63 and 34 units with their dates, every spelling, and where they stand in running text."""

import pytest

from documents.provinces import (
    all_provinces,
    find_province,
    find_provinces,
    predecessors,
    province_today,
    provinces_today,
)
from documents.tables import read_table, split_cell


@pytest.mark.parametrize(
    ("on", "count"), [("2008-08-01", 63), ("2025-06-30", 63), ("2025-07-01", 34), ("2026-10-01", 34)]
)
def test_number_of_units_on_a_day(on: str, count: int) -> None:
    assert len(all_provinces(on)) == count
    assert len({unit.name for unit in all_provinces(on)}) == count


def test_today_has_34_units_each_its_own_successor() -> None:
    assert len(provinces_today()) == 34
    assert all(province_today(name) == name for name in provinces_today())
    assert {province_today(unit.name) for unit in all_provinces("2025-06-30")} == set(provinces_today())


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Tiền Giang", "Tiền Giang"),
        ("tien giang", "Tiền Giang"),
        ("tiengiang", "Tiền Giang"),
        ("TỈNH TIỀN GIANG", "Tiền Giang"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("tp hcm", "Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Sài Gòn", "Hồ Chí Minh"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("baria-vungtau", "Bà Rịa - Vũng Tàu"),
        ("BR-VT", "Bà Rịa - Vũng Tàu"),
        ("Đăk Nông", "Đắk Nông"),
        ("TT-Huế", "Thừa Thiên Huế"),
        ("TP. Huế", "Huế"),
        ("H57", "Huế"),
        ("HD", None),
        ("QN", None),
        ("ĐN", None),
        ("LC", None),
        ("TB", None),
        ("CT", None),
        ("Atlantis", None),
        ("", None),
        (None, None),
    ],
)
def test_every_spelling_finds_its_province_and_ambiguous_ones_none(spelling: str | None, name: str | None) -> None:
    unit = find_province(spelling)
    assert (unit.name if unit else None) == name


def test_a_date_chooses_between_units_of_one_name() -> None:
    old, new = find_province("Lào Cai", "2024-05-01"), find_province("Lào Cai", "2025-08-01")
    assert old and new and (old.code, new.code) == ("10", "15")
    assert find_province("Lào Cai") == new
    gone = find_province("Yên Bái", "2026-01-01")
    assert gone and gone.valid_to == "2025-06-30"


@pytest.mark.parametrize(
    ("name", "today"),
    [("Tiền Giang", "Đồng Tháp"), ("Thừa Thiên Huế", "Huế"), ("Bình Dương", "Hồ Chí Minh"), ("nowhere", None)],
)
def test_province_today(name: str, today: str | None) -> None:
    assert province_today(name) == today


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("Đồng Tháp", {"Tiền Giang", "Đồng Tháp"}),
        ("Lâm Đồng", {"Lâm Đồng", "Đắk Nông", "Bình Thuận"}),
        ("Huế", {"Thừa Thiên Huế"}),
        ("Sơn La", set()),
    ],
)
def test_predecessors(name: str, old: set[str]) -> None:
    assert set(predecessors(name)) == old


@pytest.mark.parametrize(
    ("name", "on", "full"),
    [
        ("Đồng Nai", "2026-04-29", "tỉnh Đồng Nai"),
        ("Đồng Nai", "2026-04-30", "thành phố Đồng Nai"),
        ("Quảng Ninh", "2026-09-01", "thành phố Quảng Ninh"),
        ("Cần Thơ", "2020-01-01", "thành phố Cần Thơ"),
    ],
)
def test_provinces_that_became_cities(name: str, on: str, full: str) -> None:
    unit = find_province(name, on)
    assert unit and unit.full_name(on) == full


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND TỈNH\nTIỀN GIANG", ["Tiền Giang"]),
        ("Tỉnh ủy Thanh Hoá và Tỉnh ủy Hoà Bình", ["Thanh Hóa", "Hòa Bình"]),
        ("hai tỉnh Quảng Nam - Đà Nẵng", ["Quảng Nam", "Đà Nẵng"]),
        ("TP.Hồ Chí Minh, TPHCM, TP. HCM", ["Hồ Chí Minh"] * 3),
        ("tinh Tien Giang", ["Tiền Giang"]),
        ("tỉnh Bà Rịa-Vũng Tàu", ["Bà Rịa - Vũng Tàu"]),
        ("Thừa Thiên Huế", ["Thừa Thiên Huế"]),
        ("tư tưởng Hồ Chí Minh; Đoàn TNCS Hồ Chí Minh", []),
        ("khu vực châu Á - Thái Bình Dương", []),
        ("xã Hòa Bình, phường Yên Bái, đường Điện Biên Phủ", []),
        ("yêu chuộng hòa bình; Hòa bình và ổn định", []),
        ("huyện Điện Biên Đông", []),
    ],
)
def test_provinces_in_running_text(text: str, names: list[str]) -> None:
    found = find_provinces(text)
    assert [name for _, _, name in found] == names
    assert all(text[start:end].strip() == text[start:end] for start, end, _ in found)


def test_every_row_has_examples_and_each_is_found() -> None:
    for row in read_table("provinces"):
        examples = split_cell(row["examples"])
        assert examples, row["name"]
        for example in examples:
            assert [name for _, _, name in find_provinces(example)] == [row["name"]], example
