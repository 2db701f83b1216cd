"""What becomes of targets in the documents that carry them out."""

from __future__ import annotations

from typing import Any

import pytest

from documents.units import comparable
from store.chain import TargetDrift, _compare

OF, BY = {"id": "nq"}, {"id": "kh"}


def goal(
    indicator: str, value: float | None, due: str | None = "2025", unit: str | None = "%", **more: Any
) -> dict[str, Any]:
    told = {"indicator": indicator, "value": value, "value2": None, "unit": unit, "deadline": due, "period": None,
            "change": "level", "comparator": "gte"}  # fmt: skip
    return told | more


ABOVE = [
    goal("tỷ trọng kinh tế số trong GRDP", 10),
    goal("tỷ lệ hộ nghèo", 2),
    goal("tổng vốn đầu tư toàn xã hội", 1.5, unit="nghìn tỷ đồng"),
    goal("tỷ lệ xã đạt chuẩn nông thôn mới", 80),
    goal("tỷ lệ che phủ rừng", 45, "2030"),
]
CASES: list[tuple[str, list[dict[str, Any]], set[tuple[str, str]]]] = [
    ("the same in other words", [goal("kinh tế số chiếm trong GRDP", 10)],
     {("carried", "tỷ trọng kinh tế số trong GRDP")}),
    ("another value", [goal("tỷ lệ hộ nghèo toàn tỉnh", 1.5)], {("changed", "tỷ lệ hộ nghèo")}),
    ("another size of the unit", [goal("vốn đầu tư toàn xã hội", 1500, unit="tỷ đồng")],
     {("carried", "tổng vốn đầu tư toàn xã hội")}),
    ("a year on the way", [goal("tỷ lệ hộ nghèo", 3, "2023"), goal("tỷ lệ hộ nghèo", 2)],
     {("step", "tỷ lệ hộ nghèo"), ("carried", "tỷ lệ hộ nghèo")}),
    ("said twice", [goal("tỷ lệ hộ nghèo", 2), goal("tỉ lệ hộ nghèo", 2)], {("carried", "tỷ lệ hộ nghèo")}),
    ("narrower words are another indicator", [goal("tỷ lệ xã đạt chuẩn nông thôn mới nâng cao", 20)],
     {("added", "tỷ lệ xã đạt chuẩn nông thôn mới nâng cao")}),
    ("another unit is another measure", [goal("hộ nghèo", 2, unit="hộ")], {("added", "hộ nghèo")}),
    ("a change is not a level", [goal("tỷ lệ hộ nghèo", 2, change="decrease")], {("added", "tỷ lệ hộ nghèo")}),
]  # fmt: skip


@pytest.mark.parametrize(("below", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_drift(below: list[dict[str, Any]], expected: set[tuple[str, str]]) -> None:
    found = list(_compare(ABOVE, below, BY, OF))
    told = {(drift.drift, drift.indicator) for drift in found if drift.drift not in ("dropped", "later")}
    assert told == expected


def test_every_target_above_is_accounted_for_once() -> None:
    found = list(_compare(ABOVE, [goal("kinh tế số chiếm trong GRDP", 12)], BY, OF))
    drifts = {drift.indicator: drift.drift for drift in found}
    assert drifts == {
        "tỷ trọng kinh tế số trong GRDP": "changed",
        "tỷ lệ hộ nghèo": "dropped",
        "tổng vốn đầu tư toàn xã hội": "dropped",
        "tỷ lệ xã đạt chuẩn nông thôn mới": "dropped",
        "tỷ lệ che phủ rừng": "later",  # due in 2030, and the plan ends in 2025
    }
    assert all(isinstance(drift, TargetDrift) and drift.of is OF for drift in found)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.5, "nghìn tỷ đồng", (1.5e12, "đồng")),
        (95, "triệu đồng/người/năm", (95e6, "đồng/người/năm")),
        (95, "triệu đồng / người", (95e6, "đồng/người")),
        (7, "%", (7, "%")),
        (None, "tỷ đồng", (None, "đồng")),
        (3, None, (3, "")),
        (12, "giường/vạn dân", (12, "giường/vạn dân")),
    ],
)
def test_units(value: float | None, unit: str | None, expected: tuple[float | None, str]) -> None:
    assert comparable(value, unit) == expected
