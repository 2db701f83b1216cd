"""The level of a body, from its name."""

from __future__ import annotations

import pytest

from documents.levels import level_of
from documents.tables import read_table

EXAMPLES = [(row["example"], row["level"]) for row in read_table("level_words")]
MORE = [
    ("Ban Tuyên giáo Tỉnh ủy Vĩnh Long", "department"),
    ("Phòng Tư pháp huyện Cái Bè", "district"),
    ("Bộ Lao động - Thương binh và Xã hội", "centre"),
    ("Bộ Chính trị", "centre"),
    ("Báo Ấp Bắc", None),
    (None, None),
    ("", None),
]


@pytest.mark.parametrize(("issuer", "level"), EXAMPLES + MORE)
def test_a_body_tells_its_level(issuer: str | None, level: str | None) -> None:
    assert level_of(issuer) == level
