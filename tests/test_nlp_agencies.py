# ruff: noqa: E501 (a text on one line reads better)
"""Agencies in running text: spans, codes, standard names, levels and provinces."""

import pytest

from documents.record import Reference
from documents.tables import read_table
from nlp.components.agencies import tag_agencies
from nlp.draft import Draft
from nlp.phrases import read_phrases


def tag(text: str, province: str | None = None) -> Draft:
    draft = Draft(text, province)
    tag_agencies(draft)
    assert all(text[a.start : a.end] == a.text for a in draft.agencies)
    return draft


def texts(text: str, province: str | None = None) -> list[str]:
    return [agency.text for agency in tag(text, province).agencies]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Giao Sở Tài chính, Sở KH&CN tham mưu UBND tỉnh.", ["Sở Tài chính", "Sở KH&CN", "UBND tỉnh"]),
        ("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n-------", ["ỦY BAN NHÂN DÂN\nTỈNH SƠN LA"]),
        ("ỦY\nBAN NHÂN \n DÂN TỈNH\nHÀ TĨNH", ["ỦY\nBAN NHÂN \n DÂN TỈNH\nHÀ TĨNH"]),
        ("Uỷ ban nhân dân (UBND) tỉnh Hoà Bình họp", ["Uỷ ban nhân dân (UBND) tỉnh Hoà Bình"]),
        ("Ban Thường vụ Tỉnh uỷ Lai Châu ban hành", ["Ban Thường vụ Tỉnh uỷ Lai Châu"]),
        ("TT HĐND, UBND, UBMTTQ Thành phố;", ["TT HĐND", "UBND", "UBMTTQ Thành phố"]),
        ("VP HĐNDTP, VP UBNDTP;", ["VP HĐNDTP", "VP UBNDTP"]),
        ("Chánh Văn phòng Đoàn ĐBQH và HĐND tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh"]),
        ("Vụ Pháp chế - Bộ Nội vụ; Ủy ban Pháp luật của Quốc hội", ["Vụ Pháp chế", "Bộ Nội vụ", "Ủy ban Pháp luật", "Quốc hội"]),
        ("Cục Chuyển đổi số quốc gia thuộc Bộ Khoa học và Công nghệ", ["Cục Chuyển đổi số quốc gia", "Bộ Khoa học và Công nghệ"]),
        ("Quốc hội khóa XV thông qua; khóa XVII, HĐND tỉnh", ["Quốc hội khóa XV", "HĐND tỉnh"]),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", ["ỦY BAN NHÂN DÂN"]),
        ("UBND TP. Thủ Dầu Một và Công an thị xã Bến Cát", ["UBND TP. Thủ Dầu Một", "Công an thị xã Bến Cát"]),
        ("Tòa án nhân dân khu vực 3 - Nghệ An xét xử", ["Tòa án nhân dân khu vực 3 - Nghệ An"]),
        ("Ban Chỉ đạo phòng, chống tội phạm tỉnh tổ chức họp", ["Ban Chỉ đạo phòng, chống tội phạm tỉnh"]),
        ("như sau.\nỦy ban nhân dân tỉnh giao", ["Ủy ban nhân dân tỉnh"]),
        ("gửi Sở Xây dựng/Sở Công Thương thẩm định", ["Sở Xây dựng", "Sở Công Thương"]),
        ("BCSĐ UBND tỉnh, BTG Tỉnh ủy và UBMTTQVN tỉnh", ["BCSĐ UBND tỉnh", "BTG Tỉnh ủy", "UBMTTQVN tỉnh"]),
        ("Trung tâm Giám sát, điều hành đô thị thông minh (IOC) tỉnh", ["Trung tâm Giám sát, điều hành đô thị thông minh (IOC) tỉnh"]),
        ("Trung tâm Xúc tiến đầu tư, thương mại tỉnh phối hợp với Hội Nông dân tỉnh", ["Trung tâm Xúc tiến đầu tư, thương mại tỉnh", "Hội Nông dân tỉnh"]),
    ],
)  # fmt: skip
def test_spans(text: str, found: list[str]) -> None:
    assert texts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Các sở, ban, ngành; UBND các huyện, thị xã, thành phố; UBND cấp xã.",
        "Chủ tịch Ủy ban nhân dân các xã, phường có trách nhiệm thi hành.",
        "Huyện ủy, Thị ủy, HĐND, UBND các huyện, thành phố;",
        "Chủ tịch UBND xã, phường, thị trấn",
        "Căn cứ Luật Tổ chức Chính phủ và Luật Kiểm toán nhà nước ngày 24/6/2015;",
        "Luật ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân ngày 03/12/2004;",
        "phát triển Chính phủ điện tử, Chính phủ số",
        "Kế hoạch số 370/KH-UBND; Quyết định số 12/QĐ - UBND; 63/ 2006/QĐ-UBND",
        "Công ty Điện lực Sơn La và Bệnh viện Công an tỉnh",
        "Bộ chỉ số; Sở hữu trí tuệ; Ban hành quy chế; Cục bộ; Vụ việc; Hội nghị; Tổ chức",
        "tham gia bảo hiểm xã hội, bảo hiểm y tế; Thuế thu nhập cá nhân",
        "lực lượng Công an xã, phường",
        "tại Trung tâm Hội nghị tỉnh",
    ],
)
def test_whole_classes_laws_and_symbols_are_no_bodies(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Giám đốc các Sở: Tài chính, Kế hoạch - Đầu tư, NN&PTNT; Công an tỉnh", ["STC", "SKHĐT", "SNNPTNT", "CAT"]),
        ("- Các Sở: NNMT, CT, XD;", ["SNNMT", "SCT", "SXD"]),
        ("- Các Bộ: Tư pháp, Nội vụ, VHTTDL;", ["BTP", "BNV", "BVHTTDL"]),
        ("Sở Nội vụ, Tư pháp và Y tế", ["SNV", "STP", "SYT"]),
        ("UBND các phường: An Khê, Thanh Khê;", ["UBND", "UBND"]),
        ("- Các Ban HĐND tỉnh: KTNS, VHXH;", ["HĐND", None, None]),
        ("- Thường trực: Tỉnh ủy, HĐND tỉnh;", ["TU", "HĐND"]),
        ("Bộ Chính trị, Ban Bí thư; Thủ tướng Chính phủ", ["TW", "TW", "TTg"]),
        ("Nghị quyết số 36/2025/QH15 của Quốc hội", ["QH15"]),
        ("Quốc hội thảo luận", [None]),
    ],
)
def test_lists_that_share_a_word_and_codes(text: str, ids: list[str | None]) -> None:
    assert [agency.id for agency in tag(text).agencies] == ids


@pytest.mark.parametrize(
    ("text", "province", "name", "level", "place"),
    [
        ("UBND tỉnh giao", "Lào Cai", "Ủy ban nhân dân", "province", "Lào Cai"),
        ("UBND tỉnh Yên Bái", "Lào Cai", "Ủy ban nhân dân", "province", "Yên Bái"),
        ("Công an thành phố Đà Nẵng", None, "Công an thành phố", "force", "Đà Nẵng"),
        ("Văn phòng UBND Thành phố", "Cần Thơ", "Văn phòng Ủy ban nhân dân thành phố", "province", "Cần Thơ"),
        ("BTV Tỉnh ủy", "Cà Mau", "Ban Thường vụ Tỉnh ủy", "party_province", "Cà Mau"),
        ("UBND huyện Mai Châu", "Hòa Bình", "Ủy ban nhân dân huyện Mai Châu", "district", "Hòa Bình"),
        ("Đảng ủy xã Tân Lập", "Sơn La", "Đảng ủy xã Tân Lập", "party_commune", "Sơn La"),
        ("Huyện ủy Tân Kỳ", "Nghệ An", "Huyện ủy Tân Kỳ", "party_district", "Nghệ An"),
        ("Bộ Tài chính", "Nghệ An", "Bộ Tài chính", "central", None),
        ("Ban ATGT tỉnh", "Nghệ An", "Ban An toàn giao thông", "province", "Nghệ An"),
        ("Cục Thi hành án dân sự tỉnh", "Nghệ An", "Cục Thi hành án dân sự", "vertical", "Nghệ An"),
        ("Ban Quản lý dự án các công trình giao thông tỉnh", "Sơn La", "Ban Quản lý dự án các công trình giao thông", "province", "Sơn La"),
        ("Thành ủy Sơn La", "Sơn La", "Thành ủy Sơn La", "party_district", "Sơn La"),
        ("Ban Chỉ đạo 57 tỉnh", "Sơn La", "Ban Chỉ đạo 57", "steering", "Sơn La"),
        ("Chi cục Thuế khu vực VIII", "Sơn La", "Chi cục Thuế khu vực VIII", "vertical", None),
        ("Kiểm toán nhà nước khu vực VII", "Lào Cai", "Kiểm toán nhà nước khu vực VII", "vertical", None),
        ("Trung tâm PVHCC tỉnh", "Sơn La", "Trung tâm Phục vụ hành chính công", "province", "Sơn La"),
        ("BCĐ CĐS tỉnh", "Sơn La", "Ban Chỉ đạo Chuyển đổi số", "steering", "Sơn La"),
        ("UBND quận Ninh Kiều, thành phố Cần Thơ", "Sơn La", "Ủy ban nhân dân quận Ninh Kiều", "district", "Cần Thơ"),
        ("UBND xã Tân Lập, huyện Vũ Thư, tỉnh Thái Bình", None, "Ủy ban nhân dân xã Tân Lập", "commune", "Thái Bình"),
        ("Ban TG và DV TU", "Hà Nội", "Ban Tuyên giáo và Dân vận Thành ủy", "party_province", "Hà Nội"),
    ],
)  # fmt: skip
def test_names_levels_and_provinces(text: str, province: str | None, name: str, level: str, place: str | None) -> None:
    [agency] = tag(text, province).agencies
    assert (agency.name, agency.level, agency.province) == (name, level, place)


def test_a_place_printed_once_serves_both_bodies_that_share_it() -> None:
    agencies = tag("HĐND - UBND xã Tân Lập", "Sơn La").agencies
    assert [(a.text, a.level) for a in agencies] == [("HĐND", "commune"), ("UBND xã Tân Lập", "commune")]


def test_the_place_printed_in_the_head_is_the_province_of_the_rest() -> None:
    agencies = tag("ỦY BAN NHÂN DÂN\nTỈNH BẮC KẠN\n\nKẾ HOẠCH\n\nGiao Sở Y tế chủ trì.").agencies
    assert [a.province for a in agencies] == ["Bắc Kạn", "Bắc Kạn"]


def test_a_short_name_that_the_document_defines_is_found_again() -> None:
    text = "Quỹ của Trung tâm Khuyến nông tỉnh (sau đây gọi tắt là Trung tâm) do UBND tỉnh giao. Trung tâm báo cáo."
    assert texts(text) == ["Trung tâm Khuyến nông tỉnh", "Trung tâm", "UBND tỉnh", "Trung tâm"]


def test_a_short_name_that_is_a_body_too_means_what_it_was_defined_for() -> None:
    text = "Ban Quản lý dự án đường sắt tỉnh (sau đây gọi tắt là Ban Quản lý dự án). Ban Quản lý dự án lập hồ sơ."
    assert {agency.name for agency in tag(text).agencies} == {"Ban Quản lý dự án đường sắt"}


def test_bodies_inside_references_are_left_to_the_references() -> None:
    draft = Draft("Nghị quyết số 12-NQ/BCSĐ UBND tỉnh ngày 01/02/2020")
    draft.references = [Reference(0, len(draft.text), draft.text, canonical="12-NQ/BCSĐ")]
    tag_agencies(draft)
    assert draft.agencies == []


def test_every_head_has_an_example_that_is_found_and_counter_examples_are_not() -> None:
    for row in read_phrases("agency_heads"):
        assert row["example"], row["pattern"]
        found = tag(row["example"], "Sơn La").agencies
        wanted = {"QH": None, "UBTVQH": None}.get(row["id"], row["id"] or None)
        assert any(a.id == wanted or (a.id or "").startswith(row["id"] or "-") for a in found), row["example"]
        if row["counter_example"]:
            body = [a for a in tag(row["counter_example"], "Sơn La").agencies if a.id == (row["id"] or None)]
            assert not body or row["id"] == "" or row["counter_example"].startswith("đại biểu"), row["counter_example"]


def test_the_example_of_every_agency_is_found_with_its_code() -> None:
    for row in read_table("agencies"):
        if row["level"] != "drafting_unit":
            found = [agency.id for agency in tag(row["example"], "Sơn La").agencies]
            assert row["id"] in found, (row["id"], row["example"], found)


def test_every_stop_word_row_has_an_example_that_it_ends() -> None:
    for row in read_phrases("agency_stops"):
        [first, *_] = texts(row["example"])
        assert len(first) < len(row["example"]), row["example"]
