"""Targets beside each other: what belongs together, and what was asked for first."""

import pytest
from index_shelf import target

from documents.comparison import compare_targets, year_due

TARGETS = [
    target(id="1", indicator="năng suất lao động", value=7.0, unit="%", deadline="2025", province="Cà Mau"),
    target(id="2", indicator="năng suất lao động", value=8.0, unit="%", deadline="2030", province="Cà Mau"),
    target(id="3", indicator="tỷ trọng kinh tế số", value=20.0, unit="%", deadline="2030-12", province="Đồng Tháp"),
    target(id="4", indicator="Tỷ trọng kinh tế số", value=10.0, unit="%", period="2021-2025", province="Vĩnh Long"),
    target(id="5", indicator="vốn đầu tư", value=1.5, unit="nghìn tỷ đồng", province="An Giang"),
    target(id="6", indicator="vốn đầu tư", value=900.0, unit="tỷ đồng", province="Cà Mau"),
]


def shown(asked: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one.indicator.lower(), one.unit, [member.target.id for member in one.members])
        for one in compare_targets(TARGETS, asked)
    ]


def test_one_indicator_stands_under_one_name_by_year() -> None:
    assert ("tỷ trọng kinh tế số", "%", ["4", "3"]) in shown("")


def test_sizes_of_a_unit_are_made_one() -> None:
    (money,) = [one for one in compare_targets(TARGETS) if one.unit == "đồng"]
    assert [(member.target.id, member.value) for member in money.members] == [("5", 1.5e12), ("6", 9e11)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [("kinh tế số", "tỷ trọng kinh tế số"), ("von dau tu", "vốn đầu tư"), ("năng suất", "năng suất lao động")],
)
def test_what_was_asked_for_comes_first(asked: str, first: str) -> None:
    assert next(name for name, *_ in shown(asked)) == first


def test_a_sentence_that_names_another_is_not_left_out() -> None:
    assert {name for name, *_ in shown("kinh tế số")} == {"tỷ trọng kinh tế số", "vốn đầu tư", "năng suất lao động"}


@pytest.mark.parametrize(
    ("given", "year"),
    [({"deadline": "2030-12"}, "2030"), ({"period": "2021-2025"}, "2025"), ({}, None)],
)
def test_the_year_that_a_target_is_due_in(given: dict[str, str], year: str | None) -> None:
    assert year_due(target(**given)) == year
