"""Names in the order of a Vietnamese dictionary."""

from __future__ import annotations

import pytest

from documents.collation import collation_key
from documents.provinces import provinces_today

ORDERED = [
    ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai"],
    ["Dak", "Đak", "E", "Ê", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Hồ Chí Minh", "Huế", "Hưng Yên"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "me"],
    ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế"],
    ["Quận 2", "Quận 10", "Quận Ba Đình"],
    ["Thái Nguyên", "Thanh Hóa", "Tuyên Quang", "Ủy ban nhân dân", "Vĩnh Long"],
]


@pytest.mark.parametrize("names", ORDERED, ids=lambda names: names[0])
def test_names_are_in_the_order_of_a_dictionary(names: list[str]) -> None:
    mixed = names[::-1]
    assert sorted(mixed, key=collation_key) == names


def test_it_tells_all_provinces_apart_and_knows_no_form_or_case() -> None:
    assert len({collation_key(name) for name in provinces_today()}) == 34
    assert collation_key("Hòa Bình") == collation_key("HO\u0300A BÌNH")
    assert collation_key(None) < collation_key("a")
