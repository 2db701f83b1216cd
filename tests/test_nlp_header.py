"""The header of a document in every layout that extraction makes of it, and of pages that are no documents."""

import pytest

from documents.issuers import name_issuer
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
        ("HỘI ĐỒNG NHÂN\nDÂN\nTHÀNH PHỐ HÀ NỘI\tCỘNG HÒA XÃ HỘI\nSố: 12/NQ-HĐND\nHà Nội, ngày 1 tháng 2 năm 2021\n"),
        "Hội đồng nhân dân thành phố Hà Nội",
    ),
    (
        f"ĐẢNG BỘ TỈNH BẾN TRE\nBAN CHẤP HÀNH\t{PARTY}\nSố 12-NQ/TU\t{PLACE}\n",
        "Ban Chấp hành Đảng bộ tỉnh Bến Tre",
    ),
    (f"BỘ TƯ PHÁP\t{STATE}\nSố: 12/QĐ-BTP\tHà Nội, ngày 1 tháng 2 năm 2021\n", "Bộ Tư pháp"),
    (f"TỈNH ỦY BẾN TRE\nBAN TUYÊN GIÁO\n*\nSố 12-HD/BTGTU\t{PARTY}\n{PLACE}\n", "Ban Tuyên giáo Tỉnh ủy Bến Tre"),
    (f"HUYỆN ỦY BA TRI\nBAN THƯỜNG VỤ\n*\nSố 12-QĐ/HU\t{PARTY}\n{PLACE}\n", "Ban Thường vụ Huyện ủy Ba Tri"),
    (f"ĐẢNG BỘ TỈNH BẾN TRE\nĐẢNG ỦY XÃ AN HIỆP\n*\nSố 12-KH/ĐU\t{PARTY}\n{PLACE}\n", "Đảng ủy xã An Hiệp"),
    (
        f"UBND TỈNH BẾN TRE\nBAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ\t{STATE}\nSố: 12/KH-BCĐ\t{PLACE}\n",
        "Ban Chỉ đạo Chuyển đổi số tỉnh Bến Tre",
    ),
    (f"BỘ CÔNG AN\nCÔNG AN TỈNH BẾN TRE\t{STATE}\nSố: 12/KH-CAT\t{PLACE}\n", "Công an tỉnh Bến Tre"),
    (
        f"BỘ TƯ PHÁP\nCỤC BỔ TRỢ TƯ PHÁP\t{STATE}\nSố: 12/KH-BTTP\tHà Nội, ngày 1 tháng 2 năm 2021\n",
        "Cục Bổ trợ tư pháp",
    ),
    (f"VĂN PHÒNG CHÍNH PHỦ\t{STATE}\nSố: 12/TB-VPCP\tHà Nội, ngày 1 tháng 2 năm 2021\n", "Văn phòng Chính phủ"),
    (
        f"UBND HUYỆN BA TRI\nPHÒNG VĂN HÓA VÀ THÔNG TIN\t{STATE}\nSố: 12/KH-VHTT\t{PLACE}\n",
        "Phòng Văn hóa và Thông tin huyện Ba Tri",
    ),
    (
        f"ỦY BAN MTTQ VIỆT NAM\nTỈNH BẾN TRE\nBAN THƯỜNG TRỰC\t{STATE}\nSố: 12/KH-MTTQ-BTT\t{PLACE}\n",
        "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bến Tre",
    ),
    (
        f"SỞ GIÁO DỤC VÀ ĐÀO TẠO - CÔNG AN\nTỈNH BẾN TRE\t{STATE}\nSố: 12/KHLN-SGDĐT-CAT\t{PLACE}\n",
        "Sở Giáo dục và Đào tạo - Công an tỉnh Bến Tre",
    ),
    (
        f"HỎA TỐC\nUBND TỈNH BẾN TRE\nCÔNG VĂN ĐẾN Số: 55 Ngày: 3/2/2021\t{STATE}\nSố: 12/KH-UBND\t{PLACE}\n",
        "Ủy ban nhân dân tỉnh Bến Tre",
    ),
    (
        f"HỘI NÔNG DÂN VIỆT NAM\nBCH HỘI NÔNG DÂN TỈNH BẾN TRE\t{STATE}\nSố: 3-KH/HNDT\n{PLACE}\n",
        "Ban Chấp hành Hội Nông dân tỉnh Bến Tre",
    ),
    (
        f"BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH BẾN TRE\t{STATE}\nSố: 3/BHXH-TCKT\n{PLACE}\n",
        "Bảo hiểm xã hội tỉnh Bến Tre",
    ),
    (
        f"VĂN PHÒNG UBND TỈNH\nĐẾN\nSố: 5567\nNgày: 07/6/2023\nUBND TỈNH BẾN TRE\t{STATE}\nSố: 12/KH-UBND\n{PLACE}\n",
        "Ủy ban nhân dân tỉnh Bến Tre",
    ),
    (f"UBND HUYỆN BA TRI\t{STATE}\nSố: 12/KH-UBND\t{PLACE}\n", "Ủy ban nhân dân huyện Ba Tri"),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_issuer_is_spelled_out_with_its_place(text, issuer):
    assert header(text).issuer == issuer


@pytest.mark.parametrize("name", [issuer for _, issuer in ISSUERS])
def test_a_name_in_full_is_read_as_itself(name):
    read = name_issuer(name, None, "2021-02-01")
    assert read.in_province(read.province, "2021-02-01") == name


HEADS = [
    (f"QUỐC HỘI\t{STATE}\nLuật số: 171/2025/QH15\nHà Nội, ngày 1 tháng 2 năm 2025\nLUẬT\nCÂY XANH\n", "171/2025/QH15"),
    (f"CHÍNH PHỦ\t{STATE}\nSố: 66.9/2025/NQ-CP\nHà Nội, ngày 1 tháng 2 năm 2025\nNGHỊ QUYẾT\n", "66.9/2025/NQ-CP"),
    (
        (
            "UY BAN NHAN DAN\nTINH BEN TRE\tCỌNG HOÀ XÁ HỘI\nSó: 17/KH-UBND\n"
            "Bén Tre, ngay 1 tháng 2 nam 2025\nKE HOACH\n"
        ),
        "17/KH-UBND",
    ),
]


@pytest.mark.parametrize(("text", "number"), HEADS)
def test_heads_of_the_centre_and_of_scans(text, number):
    found = header(text)
    assert (found.number, found.issued) == (number, "2025-02-01")
    assert found.type in ("Luật", "Nghị quyết", "Kế hoạch")


SIGNERS = [
    ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNGUYỄN VĂN TÁM\n", "Nguyễn Văn Tám", "Phó Chủ tịch"),
    ("Q. GIÁM ĐỐC\n\nPhạm Văn Hùng\n", "Phạm Văn Hùng", "Quyền Giám đốc"),
    ("T/M TỈNH ỦY\nPHÓ BÍ THƯ\n(đã ký)\nĐinh Thị Lụa\n", "Đinh Thị Lụa", "Phó Bí thư"),
    ("PHÓ CHỦ TỊCH\nTrần Văn Bình\nQUY CHẾ\nphối hợp\nTRƯỞNG BAN\nLê Văn Ba\n", "Trần Văn Bình", "Phó Chủ tịch"),
]


@pytest.mark.parametrize(("block", "signer", "office"), SIGNERS)
def test_signers(block, signer, office):
    top = f"UBND TỈNH BẾN TRE\t{STATE}\nSố: 12/TB-UBND\n{PLACE}\nKẾ HOẠCH\nTrồng cây\n"
    found = header(f"{top}Nơi nhận:\n- Lưu: VT.\n{block}")
    assert (found.signer, found.signer_title) == (signer, office)


def test_a_table_of_attributes_names_the_issuer_and_the_signer():
    found = header(
        "Số/Ký hiệu\n155/KH-UBND\nNgày ban hành\n14-07-2022\nCơ quan ban hành\nUBND tỉnh Bến Tre\nLoại văn bản\n"
        "Kế hoạch\nNgười ký\nTrần Văn Bình\nTrích yếu\nPhát triển cây xanh tỉnh Bến Tre\n"
    )
    assert (found.number, found.issued, found.type, found.signer) == (
        "155/KH-UBND",
        "2022-07-14",
        "Kế hoạch",
        "Trần Văn Bình",
    )
    assert (found.issuer, found.province) == ("Ủy ban nhân dân tỉnh Bến Tre", "Bến Tre")


def test_figure_and_symbol_in_cells_of_their_own_and_cards_of_a_list():
    one = "Số văn bản: 155\nKý hiệu: KH-UBND\nNgày ban hành: 14/07/2022\nTên văn bản: Kế hoạch trồng cây\n"
    assert (header(one).number, header(one).title) == ("155/KH-UBND", "Kế hoạch trồng cây")
    cards = "Số ký hiệu: 155/KH-UBND\nNgày ban hành: 14/07/2022\nSố ký hiệu: 156/KH-UBND\nNgày ban hành: 15/07/2022\n"
    assert header(cards).number is None


def test_the_date_is_that_of_the_place_line():
    found = header(ONE_LINE.replace("ngày 08 tháng 3 năm 2021", "ngày      tháng      năm 2021", 1))
    assert (found.number, found.issued) == ("07/2021/QĐ-UBND", None)


@pytest.mark.parametrize("number", ["/QĐ-UBND", "     /2021/QĐ-UBND", "…… /QĐ-UBND"])
def test_a_blank_number_makes_a_draft(number):
    text = ONE_LINE.replace("07/2021/QĐ-UBND", number)
    blank_day = header(text.replace("ngày 08 tháng 3", "ngày    tháng   ", 1))
    assert (blank_day.number, blank_day.draft, blank_day.type) == (None, True, "Quyết định")
    # a day and no number: signed, and the figures were not read
    assert (header(text).number, header(text).issued, header(text).draft) == (None, "2021-03-08", False)
    assert header(text.replace("Số:", "DỰ THẢO\nSố:")).draft


@pytest.mark.parametrize("mark", ["SAO Y\n", "Ký bởi: Ủy ban nhân dân tỉnh Bến Tre\n"])
def test_a_signed_paper_whose_figures_were_not_read_is_no_draft(mark):
    text = ONE_LINE.replace("07/2021/QĐ-UBND", "     /QĐ-UBND").replace("ngày 08 tháng 3", "ngày    tháng   ", 1)
    assert header(text).draft
    found = header(mark + text)
    assert (found.draft, found.issuer) == (False, "Ủy ban nhân dân tỉnh Bến Tre")
    draft = Draft(normalize(text), scanned=True)
    tag_header(draft)
    assert not draft.header.draft


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
        "ỦY BAN NHÂN DÂN |\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM |\n"
        "Số: 91/KH-UBND |\nThực hiện Quyết định số 329/QĐ-TTg"
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
    (
        "Ngày 24/4/2023, UBND tỉnh ban hành Quyết định số 19/2023/QĐ-UBND về việc bãi bỏ văn bản.\n"
        "Theo đó, có 45 văn bản."
    ),
    ("TIN TỨC\nSở Nội vụ triển khai Kế hoạch số 12/KH-UBND ngày 1/2/2022 của UBND tỉnh.\n12/10/2021\nCác đại biểu dự."),
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
        "về hạ tầng giao thông. Chúng tôi giới thiệu toàn văn Nghị quyết.\n"
        "I- Tình hình\nNhững năm qua\nII- Mục tiêu\n"
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


def test_the_day_of_a_copy_above_the_frame_is_not_the_documents():
    stamp = "SAO Y BẢN CHÍNH\nNgày 30 tháng 12 năm 2024\n"
    assert header(stamp + ONE_LINE).issued == header(ONE_LINE).issued
    assert header("SAO Y\n" + ONE_LINE).type == header(ONE_LINE).type


def test_neither_specks_nor_a_code_alone_belong_to_the_issuer():
    found = header(
        "THÀNH ỦY ĐÀ NẴNG\tĐẢNG CỘNG SẢN VIỆT NAM\nBAN TỔ CHỨC :\n-BC/BTCTU\tĐà Nẵng, ngày 25 tháng 12 năm 2023\n"
        "BÁO CÁO\ncông tác tổ chức xây dựng Đảng năm 2023\n"
    )
    assert (found.number, found.issuer) == (None, "Ban Tổ chức Thành ủy Đà Nẵng")
