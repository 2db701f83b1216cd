"""Agencies and abbreviations: every spelling of a code or a name, dates, successors."""

import pytest

from documents.agencies import (
    abbreviations,
    agency_name,
    all_agencies,
    expand_abbreviation,
    find_agency,
)
from documents.tables import read_table


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("SKHĐT", "SKHĐT"),
        ("SKH&ĐT", "SKHĐT"),
        ("skhdt", "SKHĐT"),
        ("Sở Kế hoạch và Đầu tư", "SKHĐT"),
        ("Sở Kế hoạch & Đầu tư", "SKHĐT"),
        ("Sở KH&ĐT", "SKHĐT"),
        ("SNN&MT", "SNNMT"),
        ("HDND", "HĐND"),
        ("UBND", "UBND"),
        ("Uỷ ban nhân dân", "UBND"),
        ("Tỉnh ủy", "TU"),
        ("Thành ủy", "TU"),
        ("VPUB", "VPUBND"),
        ("BTC", "BTC"),
        ("Công an", "CAT"),
        ("VX", "VX"),
        ("nothing", None),
        ("", None),
        (None, None),
    ],
)
def test_find_agency(spelling: str | None, code: str | None) -> None:
    body = find_agency(spelling)
    assert (body.id if body else None) == code


def test_agency_name_is_the_name_behind_a_code() -> None:
    assert agency_name("STT&TT") == "Sở Thông tin và Truyền thông"
    assert agency_name("KHONGCO") is None


@pytest.mark.parametrize(
    ("code", "today"), [("STTTT", "SKHCN"), ("BTNMT", "BNNMT"), ("BTGTU", "BTGDVTU"), ("UBND", "UBND")]
)
def test_successors(code: str, today: str) -> None:
    body = find_agency(code)
    assert body and (body.successor or body.id) == today


def test_merged_departments_end_when_their_successors_begin() -> None:
    old, new = find_agency("SNNPTNT"), find_agency("SNNMT")
    assert old and new
    assert old.is_valid("2025-02-28") and not old.is_valid("2025-03-01")
    assert new.is_valid("2025-03-01") and not new.is_valid("2025-02-28")


def test_every_row_has_an_example_and_every_successor_exists() -> None:
    for row in read_table("agencies"):
        assert row["example"], row["id"]
    ids = {body.id for body in all_agencies()}
    assert len(ids) == len(all_agencies())
    assert all(body.successor in ids for body in all_agencies() if body.successor)


@pytest.mark.parametrize(("short", "expansion"), [("CĐS", "chuyển đổi số"), ("KT", None), ("TT", None), ("ZZZ", None)])
def test_only_abbreviations_of_one_reading_expand(short: str, expansion: str | None) -> None:
    assert expand_abbreviation(short) == expansion


def test_abbreviations_say_which_are_safe_for_search() -> None:
    rows = {row.short: row for row in abbreviations()}
    assert len(rows) == len(abbreviations())
    assert rows["GPMB"].search and not rows["CT"].search and not rows["HD"].search
    assert all(not row.search for row in abbreviations() if row.other_readings)
    assert all(row["example"] and row["short"] in row["example"] for row in read_table("abbreviations"))
