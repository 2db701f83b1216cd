"""Titles of documents: what the type line is followed by, and where that ends."""

import pytest
from test_nlp_header import ONE_LINE, PARTY, PLACE, STATE, header


def test_who_stands_under_the_type_line_is_not_the_title():
    found = header(
        f"BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 99-NQ/TW\t{PARTY}\n{PLACE}\nNGHỊ QUYẾT\nCỦA BỘ CHÍNH TRỊ\nvề cây xanh\n"
    )
    assert (found.issuer, found.title) == ("Ban Chấp hành Trung ương", "về cây xanh")


TITLES = [
    (
        ("QUY CHẾ\nPhối hợp trồng cây\n(Ban hành kèm theo Quyết định số 2/QĐ-UBND)\nChương I\nQUY ĐỊNH CHUNG"),
        "Phối hợp trồng cây",
    ),
    ("THÔNG BÁO\nKết luận về cây\nngày 10 tháng 3\nNgày 10 tháng 3, tại tỉnh", "Kết luận về cây ngày 10 tháng 3"),
    ("NGHỊ QUYẾT\ncủa Ban Chấp hành Đảng bộ tỉnh\nvề cây xanh\n-----\n", "về cây xanh"),
    ("NGHỊ QUYẾT\nHỘI NGHỊ BAN CHẤP HÀNH ĐẢNG BỘ TỈNH LẦN THỨ NĂM\nvề cây xanh\n", "về cây xanh"),
    ("QUYẾT ĐỊNH\nPhê duyệt Đề án cây xanh\nTHỦ TƯỚNG CHÍNH PHỦ\nCăn cứ Luật", "Phê duyệt Đề án cây xanh"),
    ("KẾ HOẠCH\n„Thực hiện “45 ngày trồng cây” trên địa bàn", "Thực hiện “45 ngày trồng cây” trên địa bàn"),
    ("KẾ HOẠCH\n„Chung tay vì cây xanh” năm 2025", "„Chung tay vì cây xanh” năm 2025"),
]


@pytest.mark.parametrize(("below", "title"), TITLES)
def test_a_title_ends_where_something_else_begins(below, title):
    assert header(f"UBND TỈNH BẾN TRE\t{STATE}\nSố: 12/TB-UBND\n{PLACE}\n{below}").title == title


def test_a_number_below_the_title():
    found = header(f"UBND TỈNH BẾN TRE\t{STATE}\n{PLACE}\nKẾ HOẠCH\nTrồng cây năm 2021\nSố: 12/KH-UBND\n")
    assert (found.number, found.title, found.issuer) == (
        "12/KH-UBND",
        "Trồng cây năm 2021",
        "Ủy ban nhân dân tỉnh Bến Tre",
    )


def test_letter_has_its_subject_as_title():
    found = header(
        "UBND TỈNH BẾN TRE\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 15/UBND-KT\tBến Tre, ngày 9 tháng 4 năm 2024\n"
        "V/v rà soát các dự án\nđầu tư công.\nKính gửi: Sở Tài chính\nThực hiện Công văn số 12/STC-NS"
    )
    assert (found.number, found.type, found.title) == ("15/UBND-KT", "Công văn", "V/v rà soát các dự án đầu tư công.")


@pytest.mark.parametrize(
    ("after", "title"),
    [
        ("Kết quả công tác năm 2022\nỦy ban nhân dân tỉnh báo cáo như sau:", "Kết quả công tác năm 2022"),
        ("Kết quả năm 2022 của\nỦy ban nhân dân tỉnh\n\nNăm qua", "Kết quả năm 2022 của Ủy ban nhân dân tỉnh"),
        ("Kết quả công tác năm 2022.\nNăm qua, toàn ngành nỗ lực.", "Kết quả công tác năm 2022."),
        ("Kết quả công tác năm 2022\nĐể đánh giá kết quả, Sở Y tế báo cáo:", "Kết quả công tác năm 2022"),
    ],
)  # fmt: skip
def test_a_title_ends_where_a_sentence_begins(after, title):
    assert header(ONE_LINE.split("QUYẾT ĐỊNH", maxsplit=1)[0] + "BÁO CÁO\n" + after).title == title


def test_a_cited_day_that_begins_a_line_of_the_title_is_not_the_documents():
    found = header(
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH PHÚ THỌ\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 36/2024/QĐ-UBND\nQUYẾT ĐỊNH\nSửa đổi Quy định ban hành kèm theo Quyết định số 12/2020/QĐ-UBND\n"
        "ngày 04 tháng 5 năm 2020 của Ủy ban nhân dân tỉnh\nCăn cứ Luật Tổ chức chính quyền địa phương;"
    )
    assert (found.number, found.issued) == ("36/2024/QĐ-UBND", None)


def test_a_letter_may_say_what_it_is_about_without_v_v():
    found = header(
        "UBND TỈNH BẾN TRE\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ TƯ PHÁP\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 87/STP-VB\tBến Tre, ngày 25 tháng 02 năm 2021\nVề Chương trình hỗ trợ pháp lý\ncho doanh nghiệp nhỏ\n"
        "Kính gửi: Các sở, ban, ngành\nSở Tư pháp nhận được công văn về việc chuyển Quyết định số 12/QĐ-TTg."
    )
    assert (found.number, found.title) == ("87/STP-VB", "Về Chương trình hỗ trợ pháp lý cho doanh nghiệp nhỏ")
