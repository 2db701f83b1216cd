"""The header of a document in every layout that extraction makes of it, and of pages that are no documents."""

import pytest

from documents.text import normalize
from nlp.components.header import tag_header
from nlp.draft import Draft


def header(text, province=None):
    draft = Draft(normalize(text), province=province)
    tag_header(draft)
    return draft.header


BODY = """Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 02 tháng 3 năm 2021,
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế.
Nơi nhận:\tTM. ỦY BAN NHÂN DÂN
- Như Điều 3;\tKT. CHỦ TỊCH
- Lưu: VT.\tPHÓ CHỦ TỊCH
\tTrần Văn Bình
"""

ONE_LINE = f"""ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẾN TRE\tĐộc lập - Tự do - Hạnh phúc
Số: 07/2021/QĐ-UBND\tBến Tre, ngày 08 tháng 3 năm 2021
QUYẾT ĐỊNH
Ban hành Quy chế quản lý hồ sơ
trên địa bàn tỉnh Bến Tre
ỦY BAN NHÂN DÂN TỈNH BẾN TRE
{BODY}"""

PIPES = f"""ỦY
BAN NHÂN DÂN
TỈNH BẾN TRE
-------
|
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số:
07/2021/QĐ-UBND
|
Bến
Tre, ngày 08 tháng 3 năm 2021
|
QUYẾT ĐỊNH
BAN HÀNH QUY CHẾ QUẢN LÝ HỒ SƠ
TRÊN ĐỊA BÀN TỈNH BẾN TRE
ỦY BAN NHÂN DÂN TỈNH BẾN TRE
{BODY}"""

LOST_LINES = f"""Đang tải nội dung...
ỦY BAN NHÂN DÂN | CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 07/2021/QĐ-UBND | Bến Tre, ngày 08 tháng 3 năm 2021 |
BAN HÀNH QUY CHẾ QUẢN LÝ HỒ SƠ TRÊN ĐỊA BÀN TỈNH BẾN TRE
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẾN TRE
{BODY}"""


ONE_BLANK = ONE_LINE.replace("\t", " ")
SCANNED = (
    ONE_LINE.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "CỌNG HOÀ XÃ HỌI CHÚ NGHĨA")
    .replace("Số:", "Sô :")
    .replace("07/2021/QĐ", "07 /2021/ QĐ")
)


@pytest.mark.parametrize("text", [ONE_LINE, PIPES, LOST_LINES, ONE_LINE.replace("\t", "        "), SCANNED])
def test_state_form_in_every_layout(text):
    found = header(text)
    assert (found.number, found.issued, found.type) == ("07/2021/QĐ-UBND", "2021-03-08", "Quyết định")
    assert (found.issuer, found.province) == ("Ủy ban nhân dân tỉnh Bến Tre", "Bến Tre")
    assert found.title.lower() == "ban hành quy chế quản lý hồ sơ trên địa bàn tỉnh bến tre"
    assert (found.signer, found.signer_title, found.draft) == ("Trần Văn Bình", "Phó Chủ tịch", False)


STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
PLACE = "Bến Tre, ngày 1 tháng 2 năm 2021"
ISSUERS = [
    (f"TỈNH ỦY BẾN TRE\n*\nSố 08-NQ/TU\t{PLACE}\n{PARTY}\nNGHỊ QUYẾT\nvề việc A", "Tỉnh ủy Bến Tre"),
    (f"UBND TỈNH BẾN TRE\t{STATE}\nSỞ NỘI VỤ\tĐộc lập\nSố: 12/KH-SNV\t{PLACE}\n", "Sở Nội vụ tỉnh Bến Tre"),
    (
        f"UBND TỈNH BẾN TRE\t{STATE}\nVĂN PHÒNG\nSố: 12/TB-VPUBND\t{PLACE}\n",
        "Văn phòng Ủy ban nhân dân tỉnh Bến Tre",
    ),
    (
        "HỘI ĐỒNG NHÂN\nDÂN\nTHÀNH PHỐ HÀ NỘI\tCỘNG HÒA XÃ HỘI\nSố: 12/NQ-HĐND\nHà Nội, ngày 1 tháng 2 năm 2021\n",
        "Hội đồng nhân dân thành phố Hà Nội",
    ),
    (
        f"ĐẢNG BỘ TỈNH BẾN TRE\nBAN CHẤP HÀNH\t{PARTY}\nSố 12-NQ/TU\t{PLACE}\n",
        "Ban Chấp hành Đảng bộ tỉnh Bến Tre",
    ),
    (f"BỘ TƯ PHÁP\t{STATE}\nSố: 12/QĐ-BTP\tHà Nội, ngày 1 tháng 2 năm 2021\n", "Bộ Tư pháp"),
    (f"UBND HUYỆN BA TRI\t{STATE}\nSố: 12/KH-UBND\t{PLACE}\n", "Ủy ban nhân dân huyện Ba Tri"),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_issuer_is_spelled_out_with_its_place(text, issuer):
    assert header(text).issuer == issuer


def test_letter_has_its_subject_as_title():
    found = header(
        "UBND TỈNH BẾN TRE\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 15/UBND-KT\tBến Tre, ngày 9 tháng 4 năm 2024\n"
        "V/v rà soát các dự án\nđầu tư công.\nKính gửi: Sở Tài chính\nThực hiện Công văn số 12/STC-NS"
    )
    assert (found.number, found.type, found.title) == ("15/UBND-KT", "Công văn", "V/v rà soát các dự án đầu tư công.")


def test_the_date_is_that_of_the_place_line():
    found = header(ONE_LINE.replace("ngày 08 tháng 3 năm 2021", "ngày      tháng      năm 2021", 1))
    assert (found.number, found.issued) == ("07/2021/QĐ-UBND", None)


@pytest.mark.parametrize("number", ["/QĐ-UBND", "     /2021/QĐ-UBND", "…… /QĐ-UBND"])
def test_a_blank_number_makes_a_draft(number):
    found = header(ONE_LINE.replace("07/2021/QĐ-UBND", number))
    assert (found.number, found.draft, found.type) == (None, True, "Quyết định")


def test_a_party_draft():
    found = header(
        f"TỈNH ỦY BẾN TRE\t{PARTY}\nSố       -BC/TU\tBến Tre, ngày    tháng    năm 2025\nBÁO CÁO\nKết quả năm\n"
    )
    assert (found.number, found.issued, found.draft, found.type, found.title) == (
        None,
        None,
        True,
        "Báo cáo",
        "Kết quả năm",
    )


def test_attributes_fill_what_the_form_lost():
    found = header(
        "Kế hoạch 91/KH-UBND năm 2021 phát triển văn hóa đọc tỉnh Đồng Tháp\n"
        "Số hiệu: 91/KH-UBND Loại văn bản: Kế hoạch\n"
        "Nơi ban hành: Tỉnh Đồng Tháp Người ký: Lê Thị Hoa\nNgày ban hành: 23/03/2021 Ngày hiệu lực: Đã biết\n"
        "ỦY BAN NHÂN DÂN |\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM |\nSố: 91/KH-UBND |\nThực hiện Quyết định số 329/QĐ-TTg"
    )
    assert (found.number, found.issued, found.type, found.signer) == (
        "91/KH-UBND",
        "2021-03-23",
        "Kế hoạch",
        "Lê Thị Hoa",
    )
    assert (found.issuer, found.title) == ("Ủy ban nhân dân tỉnh Đồng Tháp", "phát triển văn hóa đọc tỉnh Đồng Tháp")


NEWS = [
    "VĂN BẢN MỚI\nSố: 08/2016/TT-BTC\nNgày: 31/12/2016\n"
    "Thông tư thay thế Thông tư số 86/2011/TT-BTC, ngày 17/6/2011 của Bộ Tài chính\n"
    "Số: 53/QĐ-STC\nNgày: 01/02/2017\n",
    "Ngày 24/4/2023, UBND tỉnh ban hành Quyết định số 19/2023/QĐ-UBND về việc bãi bỏ văn bản.\nTheo đó, có 45 văn bản.",
    "TIN TỨC\nSở Nội vụ triển khai Kế hoạch số 12/KH-UBND ngày 1/2/2022 của UBND tỉnh.\n12/10/2021\nCác đại biểu dự.",
    "Nhiệm vụ trọng tâm của Nghị quyết số 09-NQ/TU về chuyển đổi số\nKinh tế số chiếm 20% GRDP.",
    "",
]


@pytest.mark.parametrize("text", NEWS)
def test_a_page_about_a_document_is_not_it(text):
    found = header(text, province="Bến Tre")
    assert (found.number, found.issued, found.draft) == (None, None, False)


def test_a_page_with_the_whole_text_is_the_document():
    found = header(
        "Nghị quyết về hạ tầng giao thông\n"
        "LTS: Ngày 14-11-2016, Ban Chấp hành Đảng bộ tỉnh khóa XIII đã ban hành Nghị quyết số 10-NQ/TU "
        "về hạ tầng giao thông. Chúng tôi giới thiệu toàn văn Nghị quyết.\nI- Tình hình\nNhững năm qua\nII- Mục tiêu\n"
    )
    assert (found.number, found.issued, found.type) == ("10-NQ/TU", "2016-11-14", "Nghị quyết")
    assert found.title == "về hạ tầng giao thông"


def test_the_signer_stands_before_the_annexes():
    found = header(ONE_LINE + "\nPHỤ LỤC I\nDANH SÁCH\nCHỦ TỊCH\nNguyễn Thị Không\n" + "dòng\n" * 50)
    assert found.signer == "Trần Văn Bình"


def test_columns_run_together_with_one_blank():
    found = header(ONE_BLANK)
    assert (found.number, found.issued, found.type) == ("07/2021/QĐ-UBND", "2021-03-08", "Quyết định")
    assert (found.issuer, found.province) == ("Ủy ban nhân dân tỉnh Bến Tre", "Bến Tre")


def test_the_signer_shares_a_table_cell_with_the_office():
    found = header(
        ONE_LINE[: ONE_LINE.index("Nơi nhận")]
        + "Nơi nhận: - Như trên; - Lưu: VT.\tKT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn Bình"
    )
    assert (found.signer, found.signer_title) == ("Trần Văn Bình", "Phó Chủ tịch")
