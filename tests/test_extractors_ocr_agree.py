"""What a line of a scanned head says, and what two readers agree on."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.ocr_agree import (
    DateReading,
    NumberReading,
    agree_on_date,
    agree_on_number,
    is_date_line,
    likeliest_code,
    nearer,
    parse_date_line,
    parse_number_line,
    parse_stamped_line,
    right_code,
    vote,
)


@pytest.mark.parametrize(
    ("line", "digits", "year", "code"),
    [
        ("Số: 370/KH-UBND", "370", None, "/KH-UBND"),
        ("Số:1050 /QĐ-SCT", "1050", None, "/QĐ-SCT"),
        ("S6: 370/KH-UBND", "370", None, "/KH-UBND"),
        ("Só;04/2025/QD-UBND", "04", "2025", "/QD-UBND"),
        ("S: 12 / 2024 / NQ-HDND", "12", "2024", "/NQ-HDND"),
        ("Số 08-NQ/TU", "08", None, "-NQ/TU"),
        ("Số:l7 _ 2025/QĐ-UBND", "17", "2025", "/QĐ-UBND"),  # the slash is lost
        ("số %2 /KH-SYT", None, None, "/KH-SYT"),
        ("Số: M_ /CT-UBND", None, None, "/CT-UBND"),
        ("Số:      /KH-UBND", None, None, "/KH-UBND"),
    ],
)
def test_a_line_that_so_opens_is_a_number(line: str, digits: str | None, year: str | None, code: str) -> None:
    found = parse_number_line(line)
    assert found is not None
    assert (found.digits, found.year, found.code) == (digits, year, code)


@pytest.mark.parametrize(
    "line",
    [
        "Thực hiện Kế hoạch số 4963/KH-UBND",  # cited
        "kèm theo công văn số 1043/UBND-TH",
        "S6851/KH-SYT",  # is the 6 a letter or a digit?
        "S6 59-CT/TU",
        "Sở Tư pháp",
        "số 15/2026",
    ],
)
def test_other_lines_are_no_number(line: str) -> None:
    assert parse_number_line(line) is None


@pytest.mark.parametrize(
    ("line", "digits", "code"),
    [
        ("S2.2 6 5BCT-ATMT", "2265", "/BCT-ATMT"),
        ("số.” b TBCT-ATMT -", None, "/BCT-ATMT"),  # the slash read as a letter
        ("Số 15 KH-UBND", "15", "/KH-UBND"),
    ],
)
def test_a_line_under_a_numbering_stamp_is_told_by_its_code(line: str, digits: str | None, code: str) -> None:
    found = parse_stamped_line(line)
    assert found is not None
    assert (found.digits, found.code) == (digits, code)


@pytest.mark.parametrize("line", ["Sở XYZ-QWK", "SỞ TƯ PHÁP", "Số 12", "2 6 5BCT-ATMT", "Số 12 tháng 5-2021"])
def test_other_lines_are_not_stamped(line: str) -> None:
    assert parse_stamped_line(line) is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Tiền Giang, ngày 08 tháng 12 năm 2021", ("08", "12", "2021")),
        ("Hà Ni, ngày02tháng4năm 2026", ("02", "4", "2026")),
        ("Hà Nội, ngày-#† tháng 7 năm 2025", (None, "7", "2025")),
        ("Hồ Chí Minh, ngàyÚŸ tháng 02 năm 2021", (None, "02", "2021")),
        ("Hà Nội, ngày 45 tháng 13 năm 2025", (None, None, "2025")),
        ("ngày      tháng      năm 2025", (None, None, "2025")),
        ("Quảng Ngãi, ngày 09 tháng 10 năm 2024", ("09", "10", "2024")),  # a place that begins as ngày does
    ],
)
def test_a_date_line_by_its_parts(line: str, parts: tuple[str | None, ...]) -> None:
    found = parse_date_line(line)
    assert found is not None
    assert found[:3] == parts


@pytest.mark.parametrize("line", ["SỞ CÔNG THƯƠNG", "ngành nông nghiệp", "ngày 12/8/2025"])
def test_no_date_line(line: str) -> None:
    assert parse_date_line(line) is None


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Phú Thọ, ngày 11 tháng 12 năm 2024", True),
        ("Phú Tho, ngày 11 tháng 12 năm 2024.", True),
        ("Ngày 11 tháng 12 năm 2024", True),
        ("Quyết định số 12/2020/QĐ-UBND ngày 04 tháng 5 năm 2020", False),
        ("Quyêt dinh s 12/2020/QD-UBND ngày 04 tháng 5 năm 2020", False),
        ("ngày 04 tháng 5 năm 2020 của Chính phủ", False),
    ],
)
def test_a_cited_day_is_no_day_of_the_head(line: str, is_one: bool) -> None:
    assert is_date_line(line) is is_one


# ---------------------------------------------------------------- what two readers agree on


def number(digits: str | None, code: str = "/KH-UBND", year: str | None = None) -> NumberReading:
    return NumberReading(digits, year, code, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "text", "state"),
    [
        (number("370"), number("370"), "Số: 370/KH-UBND", "sure"),
        (number("04", "/QĐ-UBND", "2025"), number("04", "/QD-UBND", "2025"), "Số: 04/2025/QĐ-UBND", "sure"),
        (number("370"), number("376"), "Số: /KH-UBND", "disagrees"),
        (number("46"), number(None), "Số: /KH-UBND", "disagrees"),  # a scrawl of which one made digits
        (number(None), number("851"), "Số: 851/KH-UBND", "to_confirm"),
        (number("370"), None, "Số: 370/KH-UBND", "to_confirm"),
        (None, number("370", "/QD-UBND"), "Số: 370/QĐ-UBND", "to_confirm"),
        (number("370"), number("370", "/KH-SYT"), "Số: 370/KH-UBND", "to_confirm"),
        (number("04", year="2025"), number("04", year="2026"), "Số: /KH-UBND", "disagrees"),
        (number(None), number(None), "Số: /KH-UBND", "blank"),
        (number("376"), number("370")._replace(steady=True), "Số: 370/KH-UBND", "to_confirm"),  # in every cut
        (number("117")._replace(firm=False), number("17"), "Số: 17/KH-UBND", "to_confirm"),  # lI7 against 17
        (number("117")._replace(firm=False), number("17")._replace(firm=False), "Số: /KH-UBND", "disagrees"),
        (number("68", "/QĐĐ-UBND"), number("68", "/QD-UBND"), "Số: 68/QĐ-UBND", "sure"),  # no type is QĐĐ
    ],
)
def test_a_number_is_as_sure_as_its_readers(
    first: NumberReading | None, second: NumberReading | None, text: str, state: str
) -> None:
    assert agree_on_number(first, second) == (text, state)


def day(day: str | None, month: str | None = "12", year: str | None = "2021") -> DateReading:
    return DateReading(day, month, year, 0, 0)


BLANK_DAY = "ngày      tháng      năm 2021"


@pytest.mark.parametrize(
    ("first", "second", "signed", "text", "state"),
    [
        (day("08"), day("8"), None, "ngày 08 tháng 12 năm 2021", "sure"),
        (day("08"), day("03"), None, BLANK_DAY, "disagrees"),
        (day("08"), day("03"), "2021-12-08", "ngày 08 tháng 12 năm 2021", "sure"),  # the signature decides
        (day(None), day("08"), None, "ngày 08 tháng 12 năm 2021", "to_confirm"),
        (day(None), day("08"), "2021-12-08", "ngày 08 tháng 12 năm 2021", "sure"),
        (day("08"), day(None), None, BLANK_DAY, "disagrees"),
        (day("08"), None, None, "ngày 08 tháng 12 năm 2021", "to_confirm"),
        (day(None), day(None), "2021-12-08", "ngày      tháng 12 năm 2021", "blank"),  # never filled from a signature
        (day("31", "11"), day("31", "11"), None, BLANK_DAY, "disagrees"),
        (day("08"), day("08"), "2021-12-01", "ngày 08 tháng 12 năm 2021", "to_confirm"),  # signed before it was dated
        (day(None), day("08"), "2021-02-01", BLANK_DAY, "disagrees"),
        (day("08"), day("03")._replace(steady=True), None, "ngày 03 tháng 12 năm 2021", "to_confirm"),  # in every cut
        (day("08", "9"), day("08", None), "2021-12-08", "ngày 08 tháng 12 năm 2021", "to_confirm"),  # month by hand
        (day("08", "9"), day("07", None), "2021-12-08", BLANK_DAY, "disagrees"),
    ],
)
def test_a_date_is_as_sure_as_its_readers(
    first: DateReading | None, second: DateReading | None, signed: str | None, text: str, state: str
) -> None:
    signatures = [date.fromisoformat(signed)] if signed else []
    assert agree_on_date(first, second, signatures) == (text, state)


@pytest.mark.parametrize(
    ("first", "again", "month"),
    [
        ("12", None, "12"),  # shared with the second reader
        ("7", "12", "12"),
        ("7", "7", "7"),
        ("7", "1", None),  # first this, then that: not read
        ("7", None, None),
        (None, None, None),
    ],
)
def test_a_second_look_counts_when_it_is_steady(first: str | None, again: str | None, month: str | None) -> None:
    assert nearer(day("08", first), day("08", again), day("08")).month == month


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("/QD-UBND", "/QĐ-UBND"),
        ("/NQ-HDND", "/NQ-HĐND"),
        ("/ND-CP", "/NĐ-CP"),
        ("-NQ/TU", "-NQ/TU"),
        ("/KH-X", "/KH-X"),
        ("/UBNĐ-VX", "/UBND-VX"),
    ],
)
def test_codes_get_their_letters_back(read: str, right: str) -> None:
    assert right_code(read) == right


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (["/K11-BCD", "/KH-BCD", "/K1-BCD"], "/KH-BCD"),
        (["/XX-YY", "/XZ-YY", "/XZ-YY"], "/XZ-YY"),
    ],
)
def test_of_several_codes_a_known_one_is_likeliest(codes: list[str], code: str) -> None:
    assert likeliest_code(codes) == code


@pytest.mark.parametrize(
    ("readings", "said"),
    [(["687", "684", "687"], "687"), (["1", "2", "3"], None), ([None, None, "9"], None), ([], None)],
)
def test_the_majority_of_cuts_counts(readings: list[str | None], said: str | None) -> None:
    assert vote(readings) == said
