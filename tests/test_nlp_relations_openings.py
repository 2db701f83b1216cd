"""Relations in the openings of plans, decisions, letters and programmes, and in their last articles."""

import pytest

from tests.relation_documents import S, check_edges, doc

EDGES = [
    (
        doc(
            "QUYẾT ĐỊNH",
            "9/2024/QĐ-UBND",
            "Quy định giá đất",
            (
                "Điều 2. Quyết định này có hiệu lực kể từ ngày 15/5/2024 và bãi bỏ các quyết định sau:\n"
                "- Quyết định số 14/2012/QĐ-UBND ngày 06/6/2012;\n- Quyết định số 20/2019/QĐ-UBND ngày "
                "1/4/2019.\n"
            ),
        ),
        {(S, "repeals", "14/2012/QĐ-UBND"), (S, "repeals", "20/2019/QĐ-UBND")},
    ),
    (
        "Căn cứ Văn bản hợp nhất số 03/VBHN-VPQH ngày 1/2/2022 hợp nhất Luật Đầu tư số 61/2020/QH14;",
        {(S, "legal_basis", "03/VBHN-VPQH")},
    ),
    (
        ("Căn cứ Hiến pháp năm 2013;\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
        {(S, "legal_basis", "Hiến pháp"), (S, "legal_basis", "Luật Tổ chức chính quyền địa phương")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            "Triển khai thi hành Luật Đất đai",
            (
                "Thực hiện Quyết định số 222/QĐ-TTg ngày 5/3/2024 của Thủ tướng Chính phủ ban hành Kế hoạch "
                "triển khai thi hành Luật Đất đai số 31/2024/QH15, Ủy ban nhân dân tỉnh ban hành Kế hoạch như "
                "sau:\nI. MỤC ĐÍCH\n"
            ),
        ),
        {
            (S, "implements", "222/QĐ-TTg"),
            (S, "implements", "31/2024/QH15"),
            (S, "implements", "Luật Đất đai"),
            ("222/QĐ-TTg", "implements", "31/2024/QH15"),
        },
    ),
    (
        doc(
            "CHỈ THỊ",
            "5/CT-UBND",
            "Về việc tăng cường quản lý đất đai",
            (
                "Thực hiện Chỉ thị số 11/CT-TTg ngày 5/3/2024 của Thủ tướng Chính phủ về tăng cường quản lý đất "
                "đai. Để tiếp tục thực hiện hiệu quả, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n"
                "1. Giám đốc các sở tiếp tục thực hiện Chỉ thị số 2/CT-UBND ngày 5/5/2023."
            ),
        ),
        {(S, "implements", "11/CT-TTg")},
    ),
    ("Đính chính Quyết định số 12/QĐ-UBND ngày 1/2/2024 của UBND tỉnh", set()),
    (
        "Thu hồi Quyết định số 12/QĐ-UBND ngày 1/2/2024 của UBND tỉnh do không còn phù hợp",
        {(S, "repeals", "12/QĐ-UBND")},
    ),
    (
        doc(
            "QUYẾT ĐỊNH",
            "9/QĐ-UBND",
            "Về việc hủy bỏ Quyết định số 12/QĐ-UBND ngày 1/2/2024 của Ủy ban nhân dân tỉnh",
            "Điều 1. Hủy bỏ Quyết định số 12/QĐ-UBND ngày 1/2/2024 của Ủy ban nhân dân tỉnh.\n",
        ),
        {(S, "repeals", "12/QĐ-UBND")},
    ),
    (
        doc(
            "QUYẾT ĐỊNH",
            "9/QĐ-UBND",
            "Điều chỉnh nội dung Quyết định số 12/QĐ-UBND ngày 1/2/2024 về phê duyệt dự án",
            (
                "Điều 1. Điều chỉnh khoản 3 Điều 1 Quyết định số 12/QĐ-UBND ngày 1/2/2024 như sau:\n"
                "Điều 2. Các nội dung khác thực hiện theo Quyết định số 12/QĐ-UBND.\n"
                "Điều 3. Quyết định này là một bộ phận không tách rời của Quyết định số 12/QĐ-UBND.\n"
            ),
        ),
        {(S, "amends", "12/QĐ-UBND")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-SNV",
            "Triển khai Kế hoạch số 12/KH-UBND ngày 1/2/2024 của UBND tỉnh về cải cách hành chính năm 2024",
            (
                "Thực hiện Kế hoạch số 12/KH-UBND ngày 1/2/2024 của UBND tỉnh; căn cứ chức năng, nhiệm vụ được "
                "giao, Sở Nội vụ xây dựng kế hoạch như sau:\nI. MỤC ĐÍCH\n"
                "1. Triển khai có hiệu quả Quyết định số 1085/QĐ-TTg ngày 15/9/2022.\n"
            ),
            issuer="UBND TỈNH BẾN TRE\nSỞ NỘI VỤ",
        ),
        {(S, "implements", "12/KH-UBND")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            "Cải cách hành chính năm 2024",
            (
                "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải "
                "cách hành chính nhà nước giai đoạn 2021 - 2030; Quyết định số 876/QĐ-BNV ngày 10/11/2022 của "
                "Bộ Nội vụ; Kế hoạch số 99/KH-UBND ngày 5/9/2021 của UBND tỉnh,\n"
                "Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính năm 2024 như sau:\n"
                "I. MỤC TIÊU\n"
            ),
        ),
        {(S, "legal_basis", "76/NQ-CP"), (S, "legal_basis", "876/QĐ-BNV"), (S, "legal_basis", "99/KH-UBND")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            ("Thực hiện Chương trình hành động của Tỉnh ủy thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị"),
            (
                "Thực hiện Chương trình hành động số 10-CTr/TU ngày 13/8/2025 của Ban Thường vụ Tỉnh ủy về thực "
                "hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, "
                "công nghệ (sau đây gọi tắt là Nghị quyết 57), UBND tỉnh ban hành Kế hoạch triển khai với các "
                "nội dung sau:\nI. MỤC ĐÍCH\n"
            ),
        ),
        {(S, "implements", "10-CTr/TU"), ("10-CTr/TU", "implements", "57-NQ/TW")},
    ),
    (
        doc(
            "QUYẾT ĐỊNH",
            "45/QĐ-UBND",
            "Về việc ban hành Kế hoạch thực hiện Nghị quyết số 08-NQ/TU của Tỉnh ủy",
            (
                "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n"
                "Căn cứ Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy;\n"
                "Theo đề nghị của Giám đốc Sở Thông tin và Truyền thông tại Tờ trình số 118/TTr-STTTT ngày "
                "22/11/2021,\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch thực hiện Nghị "
                "quyết số 08-NQ/TU.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
            ),
        ),
        {(S, "implements", "08-NQ/TU"), (S, "legal_basis", "08-NQ/TU"), (S, "proposed_by", "118/TTr-STTTT")},
    ),
    (
        doc(
            "NGHỊ QUYẾT",
            "12/2023/NQ-HĐND",
            (
                "Sửa đổi, bổ sung một số điều của Nghị quyết số 10/2020/NQ-HĐND ngày 10/7/2020 của Hội đồng "
                "nhân dân tỉnh quy định mức thu phí"
            ),
            (
                "HỘI ĐỒNG NHÂN DÂN TỈNH\nCăn cứ Luật Phí và lệ phí ngày 25/11/2015;\n"
                "Xét Tờ trình số 80/TTr-UBND ngày 20/6/2023 của Ủy ban nhân dân tỉnh về dự thảo Nghị quyết sửa "
                "đổi, bổ sung một số điều của Nghị quyết số 10/2020/NQ-HĐND; Báo cáo thẩm tra của Ban Kinh tế - "
                "Ngân sách; ý kiến thảo luận của đại biểu.\nQUYẾT NGHỊ:\n"
                "Điều 1. Sửa đổi, bổ sung một số điều của Nghị quyết số 10/2020/NQ-HĐND\n"
                "1. Sửa đổi khoản 2 Điều 3.\nĐiều 2. Điều khoản thi hành\n"
                "1. Nghị quyết này có hiệu lực từ ngày 20/7/2023.\n2. Bãi bỏ Nghị quyết số 15/2021/NQ-HĐND ngày "
                "8/12/2021."
            ),
            issuer="HỘI ĐỒNG NHÂN DÂN\nTỈNH BẾN TRE",
        ),
        {(S, "amends", "10/2020/NQ-HĐND"), (S, "proposed_by", "80/TTr-UBND"), (S, "repeals", "15/2021/NQ-HĐND")},
    ),
    (
        doc(
            "CÔNG VĂN",
            "1234/UBND-KT",
            "",
            (
                "V/v triển khai Quyết định số 411/QĐ-TTg\nKính gửi: Các sở, ban, ngành\n"
                "Ngày 31/3/2022, Thủ tướng Chính phủ ban hành Quyết định số 411/QĐ-TTg phê duyệt Chiến lược "
                "quốc gia phát triển kinh tế số và xã hội số. Chủ tịch UBND tỉnh có ý kiến như sau:\n"
                "1. Giao Sở Thông tin và Truyền thông chủ trì tham mưu Kế hoạch thực hiện Quyết định số "
                "411/QĐ-TTg.\n"
            ),
        ),
        {(S, "implements", "411/QĐ-TTg")},
    ),
    (
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và Luật sửa đổi, bổ sung "
            "một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 "
            "năm 2019;\nCăn cứ các Nghị định của Chính phủ: số 24/2014/NĐ-CP ngày 04/4/2014 quy định tổ "
            "chức các cơ quan chuyên môn; số 107/2020/NĐ-CP ngày 14/9/2020 sửa đổi, bổ sung một số điều của "
            "Nghị định số 24/2014/NĐ-CP;"
        ),
        {
            (S, "legal_basis", "24/2014/NĐ-CP"),
            (S, "legal_basis", "107/2020/NĐ-CP"),
            ("107/2020/NĐ-CP", "amends", "24/2014/NĐ-CP"),
        },
    ),
    (
        (
            "Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020; Quyết định số 942/QĐ-TTg ngày 15/6/2021 và "
            "Quyết định số 411/QĐ-TTg ngày 31/3/2022 của Thủ tướng Chính phủ;\n"
            "Theo Công văn số 55/BTTTT-CĐSQG ngày 3/3/2022 của Bộ Thông tin và Truyền thông về việc hướng "
            "dẫn;"
        ),
        {(S, "legal_basis", "749/QĐ-TTg"), (S, "legal_basis", "942/QĐ-TTg"), (S, "legal_basis", "411/QĐ-TTg")},
    ),
    (
        (
            "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;\n- Căn cứ Quy định số 22-QĐ/TW ngày 28/7/2021 của Ban "
            "Chấp hành Trung ương;\n- Xét Tờ trình số 15-TTr/BTCTU ngày 3/3/2023 của Ban Tổ chức Tỉnh ủy,\n"
            "BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH\nĐiều 2. Quyết định này thay thế Quyết định số 100-QĐ/TU, "
            "ngày 5/5/2020."
        ),
        {(S, "legal_basis", "22-QĐ/TW"), (S, "proposed_by", "15-TTr/BTCTU"), (S, "replaces", "100-QĐ/TU")},
    ),
    (
        (
            "UBND tỉnh Vĩnh Long vừa ban hành Kế hoạch số 43/KH-UBND ngày 06/6/2022 về phát triển kinh tế "
            "số, nhằm triển khai thực hiện Quyết định số 411/QĐ-TTg của Thủ tướng Chính phủ và Nghị quyết "
            "số 03-NQ/TU của Tỉnh ủy."
        ),
        {("43/KH-UBND", "implements", "411/QĐ-TTg"), ("43/KH-UBND", "implements", "03-NQ/TU")},
    ),
    (
        (
            "Quyết định số 33/2022/QĐ-UBND sửa đổi, bổ sung Quyết định số 12/2019/QĐ-UBND và thay thế Quyết "
            "định số 15/2020/QĐ-UBND."
        ),
        {("33/2022/QĐ-UBND", "amends", "12/2019/QĐ-UBND"), ("33/2022/QĐ-UBND", "replaces", "15/2020/QĐ-UBND")},
    ),
    (
        ("Nghị quyết số 12/2023/NQ-HĐND bãi bỏ Nghị quyết số 10/2020/NQ-HĐND, Nghị quyết số 15/2021/NQ-HĐND."),
        {("12/2023/NQ-HĐND", "repeals", "10/2020/NQ-HĐND"), ("12/2023/NQ-HĐND", "repeals", "15/2021/NQ-HĐND")},
    ),
    ("Sau 3 năm triển khai Nghị quyết số 08-NQ/TU, tỉnh đã đạt kết quả.", set()),
    (
        "Kế hoạch số 12/KH-UBND ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 1/2/2024",
        {("15/QĐ-UBND", "promulgates", "12/KH-UBND")},
    ),
    (
        (
            "Thông tư số 12/2024/TT-BTC hướng dẫn Nghị định số 24/2024/NĐ-CP của Chính phủ quy định chi "
            "tiết Luật Đấu thầu số 22/2023/QH15"
        ),
        set(),
    ),
    (
        (
            "Bãi bỏ Quyết định số 11/2020/QĐ-UBND ngày 16/4/2020 của UBND tỉnh ban hành Quy định về quản "
            "lý, Quyết định số 12/2020/QĐ-UBND ngày 17/4/2020 của UBND tỉnh về giá đất."
        ),
        {(S, "repeals", "11/2020/QĐ-UBND"), (S, "repeals", "12/2020/QĐ-UBND")},
    ),
    (
        doc(
            "BÁO CÁO",
            "15/BC-STTTT",
            "Kết quả thực hiện công tác chuyển đổi số quý I năm 2024",
            (
                "Thực hiện Kế hoạch số 12/KH-UBND ngày 1/2/2024 của UBND tỉnh về chuyển đổi số năm 2024; Công "
                "văn số 456/UBND-KGVX ngày 3/3/2024, Sở Thông tin và Truyền thông báo cáo như sau:\n"
                "I. KẾT QUẢ\n"
            ),
            issuer="UBND TỈNH BẾN TRE\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        ),
        {(S, "implements", "12/KH-UBND"), (S, "implements", "456/UBND-KGVX")},
    ),
    (
        doc(
            "CHỈ THỊ",
            "5/CT-UBND",
            "Về chuyển đổi số",
            (
                "Trong thời gian qua, việc thực hiện Nghị quyết số 08-NQ/TU đã đạt kết quả. Để đẩy mạnh thực "
                "hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy, Chủ tịch UBND tỉnh chỉ thị:\n"
                "1. Các sở..."
            ),
        ),
        {(S, "implements", "08-NQ/TU")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            "Thực hiện Đề án 06 trên địa bàn tỉnh năm 2024",
            (
                "Thực hiện Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ phê duyệt Đề án phát "
                "triển ứng dụng dữ liệu về dân cư (Đề án 06), Chỉ thị số 04/CT-TTg ngày 11/02/2024 và Thông báo "
                "số 15/TB-VPCP ngày 15/1/2024 của Văn phòng Chính phủ, UBND tỉnh ban hành Kế hoạch:\n"
                "I. MỤC ĐÍCH\n"
            ),
        ),
        {(S, "implements", "06/QĐ-TTg"), (S, "implements", "04/CT-TTg"), (S, "implements", "15/TB-VPCP")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            "Chuyển đổi số năm 2024",
            (
                "PHẦN I. CĂN CỨ LẬP KẾ HOẠCH\n- Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính "
                "phủ;\n- Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy;\n"
                "- Kế hoạch số 370/KH-UBND ngày 08/12/2021 của UBND tỉnh thực hiện Nghị quyết số 08-NQ/TU.\n"
                "PHẦN II. MỤC TIÊU\n1. Thực hiện theo Quyết định số 411/QĐ-TTg\n"
            ),
        ),
        {
            (S, "legal_basis", "749/QĐ-TTg"),
            (S, "legal_basis", "08-NQ/TU"),
            (S, "legal_basis", "370/KH-UBND"),
            ("370/KH-UBND", "implements", "08-NQ/TU"),
        },
    ),
    (
        doc(
            "HƯỚNG DẪN",
            "45/HD-SNV",
            "Thực hiện Nghị quyết số 12/2023/NQ-HĐND ngày 10/7/2023 của HĐND tỉnh quy định chế độ hỗ trợ",
            ("Căn cứ Nghị quyết số 12/2023/NQ-HĐND ngày 10/7/2023; Sở Nội vụ hướng dẫn như sau:\n1. Đối tượng\n"),
            issuer="UBND TỈNH BẾN TRE\nSỞ NỘI VỤ",
        ),
        {(S, "legal_basis", "12/2023/NQ-HĐND"), (S, "implements", "12/2023/NQ-HĐND")},
    ),
    (
        (
            "Điều 4. Hiệu lực thi hành\n1. Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2024.\n"
            "2. Kể từ ngày Quyết định này có hiệu lực, các Quyết định sau đây hết hiệu lực thi hành:\n"
            "a) Quyết định số 10/2019/QĐ-UBND ngày 5/3/2019;\nb) Quyết định số 25/2020/QĐ-UBND ngày "
            "5/3/2020."
        ),
        {(S, "repeals", "10/2019/QĐ-UBND"), (S, "repeals", "25/2020/QĐ-UBND")},
    ),
    (
        (
            "Điều 3. Nghị quyết này thay thế khoản 2 Điều 1 Nghị quyết số 14/2019/NQ-HĐND ngày 12/7/2019 "
            "của HĐND tỉnh; bãi bỏ Nghị quyết số 20/2020/NQ-HĐND."
        ),
        {(S, "replaces", "14/2019/NQ-HĐND"), (S, "repeals", "20/2020/NQ-HĐND")},
    ),
    (
        (
            "Điều 1. Thay thế cụm từ “Sở Thông tin và Truyền thông” bằng cụm từ “Sở Khoa học và Công nghệ” "
            "tại Quyết định số 10/2019/QĐ-UBND ngày 5/3/2019."
        ),
        {(S, "amends", "10/2019/QĐ-UBND")},
    ),
    (
        ("Điều 1. Đính chính lỗi kỹ thuật tại Quyết định số 10/2019/QĐ-UBND ngày 5/3/2019 của Ủy ban nhân dân tỉnh"),
        set(),
    ),
    ("Điều 1. Công bố Danh mục văn bản hết hiệu lực:\n1. Quyết định số 10/2019/QĐ-UBND", set()),
    (
        (
            "Nghị định số 10/2023/NĐ-CP ngày 3/4/2023 sửa đổi các Nghị định số 43/2014/NĐ-CP, số "
            "44/2014/NĐ-CP và số 47/2014/NĐ-CP"
        ),
        {
            ("10/2023/NĐ-CP", "amends", "43/2014/NĐ-CP"),
            ("10/2023/NĐ-CP", "amends", "44/2014/NĐ-CP"),
            ("10/2023/NĐ-CP", "amends", "47/2014/NĐ-CP"),
        },
    ),
    (
        (
            "Nghị định số 43/2014/NĐ-CP ngày 15/5/2014 (được sửa đổi, bổ sung bởi Nghị định số "
            "01/2017/NĐ-CP và Nghị định số 10/2023/NĐ-CP)"
        ),
        {("01/2017/NĐ-CP", "amends", "43/2014/NĐ-CP"), ("10/2023/NĐ-CP", "amends", "43/2014/NĐ-CP")},
    ),
]


@pytest.mark.parametrize(("text", "edges"), EDGES)
def test_edges_of_openings_and_last_articles(text, edges):
    check_edges(text, edges)
