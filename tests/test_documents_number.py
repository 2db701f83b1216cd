"""The grammar of document numbers: every form and fault, the look-alikes, and what people type."""

import time

import pytest

from documents.doctypes import body_codes, doc_types, type_code, type_codes, type_name
from documents.number import find_numbers, guess_numbers, may_be_number, number_key, parse_number
from documents.text import normalize

# text, canonical, system, agency, unit
NUMBERS = [
    ("TỈNH CÀ MAU\nSố: 447/KH-UBND", "447/KH-UBND", "state", "UBND", None),  # no `mẫu số`
    ("Số: 370/KH-UBND", "370/KH-UBND", "state", "UBND", None),
    ("Quyết định số 1205/QĐ-TTg ngày 03/6/2021", "1205/QĐ-TTg", "state", "TTg", None),
    ("Nghị quyết 71/NQ-CP của Chính phủ", "71/NQ-CP", "state", "CP", None),
    ("Báo cáo thẩm định số 18/BCTĐ-STP", "18/BCTĐ-STP", "state", "STP", None),
    ("1675/NQ-UBTVQH15", "1675/NQ-UBTVQH15", "state", "UBTVQH15", None),
    ("Kế hoạch số 12/KH-MTTQ-BTT", "12/KH-MTTQ-BTT", "state", "MTTQ", "BTT"),
    ("Quyết định số 476/QĐ-BNN-TY", "476/QĐ-BNN-TY", "state", "BNN", "TY"),
    ("141/KH-BCĐTKNQ18", "141/KH-BCĐTKNQ18", "state", "BCĐTKNQ18", None),
    ("Chỉ lệnh số 56/CL-BTL", "56/CL-BTL", "state", "BTL", None),
    ("UBND tỉnh Bình Dương số 31/KH-UBND", "31/KH-UBND", "state", "UBND", None),
    # letters
    ("957/SYT-KH", "957/SYT-KH", "letter", "SYT", "KH"),
    ("2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC", "letter", "SNV", "CCHC&PC"),
    ("Tờ trình số 126/SKHĐT ngày 23/01/2007", "126/SKHĐT", "letter", "SKHĐT", None),
    ("Công văn 1234/CT-TTHT của Cục Thuế", "1234/CT-TTHT", "letter", "CT", "TTHT"),
    ("109/UBND - VX", "109/UBND-VX", "letter", "UBND", "VX"),
    ("4413/VX-UBND", "4413/VX-UBND", "letter", "UBND", "VX"),
    ("Nghị định 24-CP", "24-CP", "letter", "CP", None),
    # normative, National Assembly, joint
    ("04/2025/QĐ-UBND", "04/2025/QĐ-UBND", "normative", "UBND", None),
    ("Nghị quyết 30a/2008/NQ-CP", "30a/2008/NQ-CP", "normative", "CP", None),
    ("Luật số 72/2025/QH15", "72/2025/QH15", "parliament", "QH15", None),
    ("528/2018/UBTVQH14", "528/2018/UBTVQH14", "parliament", "UBTVQH14", None),
    ("11/2004/TTLT-BNN-BNV", "11/2004/TTLT-BNN-BNV", "joint", "BNN-BNV", None),
    ("183/2010/TTLT/BTC-BNN", "183/2010/TTLT/BTC-BNN", "joint", "BTC-BNN", None),
    ("01/QCPH/UBND-UBMTTQ", "01/QCPH/UBND-UBMTTQ", "joint", "UBND-UBMTTQ", None),
    ("Nghị quyết số 66.9/2025/NQ-CP ngày", "66.9/2025/NQ-CP", "normative", "CP", None),
    # Party and Youth Union
    ("Nghị quyết số 08-NQ/TU", "08-NQ/TU", "party", "TU", None),
    ("36-HD/VPTW", "36-HD/VPTW", "party", "VPTW", None),
    ("01-KH/BCĐ", "01-KH/BCĐ", "party", "BCĐ", None),
    ("Số: 367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "youth", "TWĐTN", "VP"),
]

# faults of typing, extraction and scanning
FAULTS = [
    ("Tờ trình số\n42/TTr-VPUB", "42/TTr-VPUB"),
    ("473/TTr -\nNN&PTNT", "473/TTr-NN&PTNT"),
    ("10- CTr/TU", "10-CTr/TU"),
    ("số: 08 -NQ/TU", "08-NQ/TU"),
    ("2170 /QĐ - UBND ngày", "2170/QĐ-UBND"),
    ("63/ 2006/QĐ - UBND, ngày", "63/2006/QĐ-UBND"),
    ("979/QĐ-CĐVX- ĐT, ngày", "979/QĐ-CĐVX-ĐT"),
    ("số31-QĐ/TW", "31-QĐ/TW"),
    ("Số:01/KH-BCĐ", "01/KH-BCĐ"),
    ("217 KH-UBND ngày 24/6/2022", "217/KH-UBND"),
    ("84 QĐ/TWĐTN", "84-QĐ/TWĐTN"),
    ("3027/QĐUBND Nghệ An", "3027/QĐ-UBND"),
    ("61/2018/NĐCP", "61/2018/NĐ-CP"),
    ("365/TTrSNV", "365/TTr-SNV"),
    ("22/NQ-TU", "22-NQ/TU"),
    ("283 – KH/UBND", "283/KH-UBND"),
    ("38-CT/TTg", "38/CT-TTg"),
    ("01/1999/QĐ.UB", "01/1999/QĐ-UB"),
    ("57-NQ/TƯ", "57-NQ/TW"),
    ("10-CTR/TU", "10-CTr/TU"),
    ("kế hoạch 283/kh-ubnd", "283/KH-UBND"),
    ("3043/QÐ-UBND", "3043/QĐ-UBND"),
    ("713/Q0-UBND", "713/QĐ-UBND"),
    ("số O8-NQ/TU", "08-NQ/TU"),
    ("411/ỌĐ-TTg", "411/QĐ-TTg"),
    ("123/QD-UBND", "123/QĐ-UBND"),
    ("Luật số 42/2024/QH151 ngày", "42/2024/QH15"),
    ("Nghị định số 105/2025/NĐ-CP2", "105/2025/NĐ-CP"),
    ("22/NQ-HĐND8", "22/NQ-HĐND8"),
    ("NQ 12/2011/NQ-HĐND-K7", "12/2011/NQ-HĐND-K7"),
    ("Quyết định số 1234/QĐ-UBND.HC ngày", "1234/QĐ-UBND-HC"),
    ("Số: 123/QĐ - CT.UBND", "123/QĐ-CT-UBND"),
    ("Quy định 05-QĐi/TU", "05-QĐi/TU"),
    ("Kế hoạch 12/KH-UBND.UBND tỉnh giao", "12/KH-UBND"),
    ("Nghị quyết số 01/NĐ-CP ngày 8/1/2026", "01/NQ-CP"),
    ("NQ số 08-TU", "08-NQ/TU"),
    ("QD 713 UBND - CT CHUYEN DOI SO.pdf", "713/QĐ-UBND"),
    ("00.00.H57-155-KH-UBND-2026-PL1_signed.pdf", "155/KH-UBND"),
    ("000.00.00.K57-55-2025-NQ-HDND-2025-PL1.pdf", "55/2025/NQ-HĐND"),
    ("/so/36-2024-qd-ubnd/ngay/", "36/2024/QĐ-UBND"),
    ("11281_UBND-NNMT_ky", "11281/UBND-NNMT"),
    ("43/KH-UBND - UBND tỉnh", "43/KH-UBND"),
    ("theo Kế hoạch 12/KH-UBND. UBND tỉnh giao", "12/KH-UBND"),
    ("KẾ HOẠCH SỐ 15/KH-UBND VỀ VIỆC", "15/KH-UBND"),
]

NOT_NUMBERS = [
    "Quyết định số §1/QĐ-TTg",  # a scan lost the first digit
    "?2/KH-UBND",
    "Nghị quyết 57",
    "Nghị quyết số 51 ngày 22/7/2021 của Tỉnh uỷ",
    "08/12/2021",
    "ngày 14 và 13/8",
    "24/7",
    "4G/5G",
    "xếp thứ 11/63 tỉnh",
    "45.799/36.875 tỷ đồng",
    "83,2%/50% số xã",
    "34,7 giường bệnh/vạn dân",
    "0,7/1.000 dân",
    "10.370USD/người/năm",
    "1,5 – 2/%/năm",
    "giai đoạn 2021-2025",
    "giai đoạn 20112020",
    "UBND/HĐND",
    "5 UBND xã",
    "2/ UBND tỉnh",
    "3- UBND huyện",
    "1.011442.000.00.00.H38",
    "TCVN 6909:2001",
    "QCVN 14:2008/BTNMT",
    "Mẫu số 01/KH-UBND",
    "Số 67 (7.050)",
    "0273.3872.123",
    "GMT+7",
    "51F-123.45",
    "3 KH/năm",
    "tờ bản đồ số 5/BĐDC",
    "hóa đơn số 0012/HĐ-GTGT",
    "Quyết định số 2I/QĐ-UBND",
    "lô số 5/KCN Tân Hương",
    "CÔNG BÁO/Số 18/Ngày 15",
    "Covid-19/BYT",
    "giai đoạn 2021-2025/KH-UBND",
    "năm 2025 KH-UBND",
    "Số:      /2025/QĐ-UBND",
    "Số       -BC/TU",
    "Kế hoạch số        /KH-UBND ngày",
    "ngày 05/8/2022/KH-UBND",
]


@pytest.mark.parametrize(("text", "canonical", "system", "agency", "unit"), NUMBERS)
def test_reads_every_form(text, canonical, system, agency, unit):
    [found] = find_numbers(text)
    number = found.number
    assert (number.canonical, number.system, number.agency, number.unit) == (canonical, system, agency, unit)


@pytest.mark.parametrize(("text", "canonical"), FAULTS)
def test_reads_through_faults(text, canonical):
    assert [found.number.canonical for found in find_numbers(normalize(text))] == [canonical]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_refuses_look_alikes(text):
    assert find_numbers(normalize(text)) == []


def test_spans_are_exact():
    text = "Căn cứ Nghị quyết số 08 -NQ/TU ngày 06/10/2021 và Công văn 957/SYT-KH, các văn bản khác."
    found = find_numbers(text)
    assert [text[f.start : f.end] for f in found] == ["08 -NQ/TU", "957/SYT-KH"]
    assert [text[f.opens : f.end] for f in found] == ["Nghị quyết số 08 -NQ/TU", "Công văn 957/SYT-KH"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("08-NQ/TU", "8-nq/tu"),
        ("3043/QĐ-UBND", "3043/QD-UBND"),
        ("04/2025/QĐ-UBND", "4/2025/QD - UBND"),
        ("30a/NQ-CP", "30A/NQ-CP"),
    ],
)
def test_one_key_for_all_spellings(one, other):
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize("canonical", [row[1] for row in NUMBERS] + [row[1] for row in FAULTS])
def test_canonical_forms_read_back(canonical):
    number = parse_number(canonical)
    assert number is not None and number.canonical == canonical and number.key == number_key(canonical)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("10/NQ-TT HĐND", "10/NQ-TTHĐND"),
        ("90/TB-BCH PCTT-TKCN", "90/TB-BCHPCTT-TKCN"),
        ("12/KH-UBND BAN HÀNH", None),
    ],
)
def test_a_whole_string_may_have_blanks_in_its_code(text, canonical):
    number = parse_number(text)
    assert (number.canonical if number else None) == canonical


@pytest.mark.parametrize("text", ["", "Kế hoạch", "08-NQ/TU và 09-NQ/TU", "xem 08-NQ/TU", "08-NQ/TU ngày 1/2/2021"])
def test_parse_wants_the_whole_string(text):
    assert parse_number(text) is None


GUESSES = [
    ("nq 08", ("08", None, "NQ", None, None)),
    ("NQ57", ("57", None, "NQ", None, None)),
    ("nghi quyet so 8", ("8", None, "NQ", None, None)),
    ("08 nq tu", ("08", None, "NQ", "TU", "8-NQ/TU")),
    ("08-nq-tu", ("08", None, "NQ", "TU", "8-NQ/TU")),
    ("nq 08 tinh uy", ("08", None, "NQ", "TU", "8-NQ/TU")),
    ("370 kh ubnd", ("370", None, "KH", "UBND", "370/KH-UBND")),
    ("370/KHUBND", ("370", None, "KH", "UBND", "370/KH-UBND")),
    ("kế hoạch 283 đồng tháp", ("283", None, "KH", None, None)),
    ("04 2025 qd ubnd", ("04", 2025, "QĐ", "UBND", "4/2025/QD-UBND")),
    ("thong tu 02 2022 bldtbxh", ("02", 2022, "TT", "BLĐTBXH", "2/2022/TT-BLDTBXH")),
    ("luat 72 2025 qh15", ("72", 2025, None, "QH15", "72/2025/QH15")),
    ("957 syt kh", ("957", None, None, "SYT", "957/SYT-KH")),
    ("QĐ 749", ("749", None, "QĐ", None, None)),
]


@pytest.mark.parametrize(("query", "expected"), GUESSES)
def test_guesses_what_people_type(query, expected):
    [guess] = guess_numbers(query)
    assert (guess.number_text, guess.year, guess.type, guess.agency, guess.key) == expected


@pytest.mark.parametrize(
    "query",
    ["chuyển đổi số 2025", "kế hoạch 5 năm 2021-2025", "kế hoạch 2025", "15 % GRDP đến năm 2025", "57", "kh ubnd", ""],
)
def test_guesses_nothing_in_other_queries(query):
    assert guess_numbers(query) == []


@pytest.mark.parametrize("kind", [kind for kind in doc_types() if kind.code and "số " in kind.example.lower()])
def test_doc_type_examples(kind):
    [found] = find_numbers(kind.example)
    assert found.number.type == kind.code
    assert type_name(kind.code) is not None


@pytest.mark.parametrize(
    "row", list({id(row): row for row in body_codes().values()}.values()), ids=lambda row: row.code
)
def test_body_code_examples(row):
    number = parse_number(row.example)
    assert number is not None and number.canonical == row.example


def test_types_by_name():
    assert [type_code(word) for word in ("KẾ HOẠCH", "nghi quyet", "Luật", "bài báo")] == ["KH", "NQ", "", None]
    assert type_codes()["CTR"] == "CTr"
    assert (type_name("TT", "party"), type_name("TT", "normative")) == ("Thông tri", "Thông tư")


@pytest.mark.parametrize(
    "hostile", ["1" * 50_000, "1 -" * 20_000, "12/A-" * 20_000, "12/" + "A-" * 20_000, "1" + " " * 50_000 + "/"]
)
def test_no_text_is_slow(hostile):
    started = time.process_time()
    find_numbers(hostile)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("typed", "may"), [("nq 08", True), ("chuyển đổi số", False), ("", False), ("08-NQ/TU " * 20, False)]
)
def test_words_without_a_figure_and_whole_texts_are_no_numbers(typed, may):
    assert may_be_number(typed) is may
