"""Relations as whole documents and single clauses carry them: acts, lists, passives, submissions, reports, news."""

import pytest

from tests.relation_documents import S, check_edges, doc, relations

EDGES = [
    (
        "Triển khai thực hiện Kế hoạch số 58-KH/TU ngày 12/10/2023 của Tỉnh ủy về thực hiện Nghị quyết số 42-NQ/TW và "
        "Kế hoạch số 217/KH-UBND ngày 20/12/2023 của UBND tỉnh thực hiện Nghị quyết số 68/NQ-CP, Sở Y tế ban hành:",
        {
            (S, "implements", "58-KH/TU"),
            (S, "implements", "217/KH-UBND"),
            ("58-KH/TU", "implements", "42-NQ/TW"),
            ("217/KH-UBND", "implements", "68/NQ-CP"),
        },
    ),
    (
        "Căn cứ Quyết định số 116-QĐ/TU ngày 25/7/2019;\nĐiều 2. Quyết định này thay thế Quyết định số 116-QĐ/TU và "
        "Quyết định số 74-QĐ/TU ngày 20/4/2018.",
        {(S, "legal_basis", "116-QĐ/TU"), (S, "replaces", "116-QĐ/TU"), (S, "replaces", "74-QĐ/TU")},
    ),
    (
        "Sau khi xem xét đề nghị của Sở Xây dựng tại Tờ trình số 77/TTr-SXD và Báo cáo số 104/BCTĐ-SKHĐT, tỉnh",
        {(S, "proposed_by", "77/TTr-SXD"), (S, "proposed_by", "104/BCTĐ-SKHĐT")},
    ),
    ("Quyết định số 27/2014/QĐ-UBND\nBị thay thế 11/2020/QĐ-UBND", set()),
    (
        doc(
            "QUYẾT ĐỊNH",
            "9/2024/QĐ-UBND",
            "Bãi bỏ một số văn bản quy phạm pháp luật",
            (
                "ỦY BAN NHÂN DÂN TỈNH BẾN TRE\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm "
                "2015;\nTheo đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số 12/TTr-STP ngày 2/4/2024.\n"
                "QUYẾT ĐỊNH:\nĐiều 1. Bãi bỏ toàn bộ các văn bản quy phạm pháp luật sau đây:\n"
                "1. Quyết định số 14/2012/QĐ-UBND ngày 06 tháng 6 năm 2012 của Ủy ban nhân dân tỉnh ban hành "
                "Quy định về quản lý đất đai.\n2. Quyết định số 05/2015/QĐ-UBND ngày 10 tháng 02 năm 2015 của "
                "Ủy ban nhân dân tỉnh sửa đổi, bổ sung một số điều của Quyết định số 14/2012/QĐ-UBND.\n"
                "Điều 2. Quyết định này có hiệu lực từ ngày 15 tháng 5 năm 2024."
            ),
        ),
        {
            (S, "proposed_by", "12/TTr-STP"),
            (S, "repeals", "14/2012/QĐ-UBND"),
            (S, "repeals", "05/2015/QĐ-UBND"),
            ("05/2015/QĐ-UBND", "amends", "14/2012/QĐ-UBND"),
        },
    ),
    (
        doc(
            "QUYẾT ĐỊNH",
            "9/2024/QĐ-UBND",
            (
                "Sửa đổi, bổ sung một số điều của Quy định quản lý đất đai ban hành kèm theo Quyết định số "
                "14/2012/QĐ-UBND"
            ),
            (
                "Căn cứ Nghị định số 10/2023/NĐ-CP ngày 3/4/2023 của Chính phủ sửa đổi, bổ sung một số điều của "
                "các nghị định hướng dẫn thi hành Luật Đất đai;\nQUYẾT ĐỊNH:\n"
                "Điều 1. Sửa đổi, bổ sung một số điều của Quy định quản lý đất đai trên địa bàn tỉnh Bến Tre "
                "ban hành kèm theo Quyết định số 14/2012/QĐ-UBND ngày 06 tháng 6 năm 2012 của Ủy ban nhân dân "
                "tỉnh\n"
            ),
        ),
        {(S, "legal_basis", "10/2023/NĐ-CP"), (S, "amends", "14/2012/QĐ-UBND")},
    ),
    (
        doc(
            "NGHỊ QUYẾT",
            "30/NQ-HĐND",
            "Về việc điều chỉnh kế hoạch đầu tư công trung hạn",
            (
                "Xét Tờ trình số 120/TTr-UBND ngày 1/4/2024 của Ủy ban nhân dân tỉnh; Báo cáo thẩm tra số "
                "5/BC-HĐND ngày 2/4/2024 của Ban Kinh tế - Ngân sách;\n"
                "QUYẾT NGHỊ:\nĐiều 1. Điều chỉnh, bổ sung kế hoạch đầu tư công trung hạn đã được thông qua tại "
                "Nghị quyết số 61/NQ-HĐND ngày 09/12/2022 của Hội đồng nhân dân tỉnh\n"
                "Điều 2. Bãi bỏ Nghị quyết số 20/NQ-HĐND ngày 7/7/2023."
            ),
            issuer="HỘI ĐỒNG NHÂN DÂN\nTỈNH BẾN TRE",
        ),
        {
            (S, "proposed_by", "120/TTr-UBND"),
            (S, "proposed_by", "5/BC-HĐND"),
            (S, "amends", "61/NQ-HĐND"),
            (S, "repeals", "20/NQ-HĐND"),
        },
    ),
    (
        (
            "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ được sửa đổi, bổ sung tại Nghị "
            "định số 48/2013/NĐ-CP ngày 14/5/2013 và Nghị định số 92/2017/NĐ-CP ngày 07/8/2017;"
        ),
        {
            (S, "legal_basis", "63/2010/NĐ-CP"),
            ("48/2013/NĐ-CP", "amends", "63/2010/NĐ-CP"),
            ("92/2017/NĐ-CP", "amends", "63/2010/NĐ-CP"),
        },
    ),
    (
        (
            "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành "
            "chính; Nghị định số 48/2013/NĐ-CP ngày 14/5/2013 của Chính phủ sửa đổi, bổ sung một số điều "
            "của các Nghị định liên quan đến kiểm soát thủ tục hành chính;"
        ),
        {(S, "legal_basis", "63/2010/NĐ-CP"), (S, "legal_basis", "48/2013/NĐ-CP")},
    ),
    (
        (
            "Căn cứ Nghị định số 24/2014/NĐ-CP ngày 04/4/2014 (đã được sửa đổi, bổ sung bởi Nghị định số "
            "107/2020/NĐ-CP ngày 14/9/2020);"
        ),
        {(S, "legal_basis", "24/2014/NĐ-CP"), ("107/2020/NĐ-CP", "amends", "24/2014/NĐ-CP")},
    ),
    (
        (
            "Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế các Quyết định: số "
            "10/2019/QĐ-UBND ngày 5/3/2019; số 25/2020/QĐ-UBND ngày 5/3/2020 của Ủy ban nhân dân tỉnh."
        ),
        {(S, "replaces", "10/2019/QĐ-UBND"), (S, "replaces", "25/2020/QĐ-UBND")},
    ),
    (
        (
            "Điều 2. Quyết định này có hiệu lực kể từ ngày 15/5/2024.\n"
            "Quyết định số 10/2019/QĐ-UBND ngày 5/3/2019 của Ủy ban nhân dân tỉnh hết hiệu lực kể từ ngày "
            "Quyết định này có hiệu lực thi hành."
        ),
        {(S, "repeals", "10/2019/QĐ-UBND")},
    ),
    (
        (
            "Điều 2. Kể từ ngày Quyết định này có hiệu lực, Quyết định số 10/2019/QĐ-UBND ngày 5/3/2019 của Ủy ban "
            "nhân dân tỉnh hết hiệu lực thi hành."
        ),
        {(S, "repeals", "10/2019/QĐ-UBND")},
    ),
    (
        "Kế hoạch này thay thế Kế hoạch số 336-KH/TU ngày 25/02/2025 của Ban Thường vụ Tỉnh ủy.",
        {(S, "replaces", "336-KH/TU")},
    ),
    (
        (
            "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở chịu trách nhiệm thi hành Quyết "
            "định này. Quyết định này thay thế Quyết định số 55/QĐ-UBND ngày 1/2/2020./."
        ),
        {(S, "replaces", "55/QĐ-UBND")},
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            (
                "Triển khai thực hiện Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ và Chương trình hành "
                "động số 10-CTr/TU ngày 13/8/2025 của Ban Thường vụ Tỉnh ủy thực hiện Nghị quyết số 57-NQ/TW"
            ),
            (
                "Thực hiện Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ sửa đổi, bổ sung, cập nhật "
                "Chương trình hành động của Chính phủ thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ "
                "Chính trị; Chương trình hành động số 10-CTr/TU ngày 13/8/2025 của Ban Thường vụ Tỉnh ủy, Ủy "
                "ban nhân dân tỉnh ban hành Kế hoạch như sau:\nI. MỤC ĐÍCH\n"
                "1. Cụ thể hóa"
            ),
        ),
        {
            (S, "implements", "71/NQ-CP"),
            (S, "implements", "10-CTr/TU"),
            ("10-CTr/TU", "implements", "57-NQ/TW"),
            ("71/NQ-CP", "implements", "57-NQ/TW"),
        },
    ),
    (
        (
            "đặc biệt là Kế hoạch hành động số 01-KH/TU ngày 01/7/2025 của Ban Thường vụ Tỉnh ủy thực hiện "
            "Nghị quyết số 57-NQ/TW của Bộ Chính trị và Kế hoạch số 34-KH/TU ngày 16/01/2026 của Ban Thường "
            "vụ Tỉnh ủy về phát triển khoa học"
        ),
        {("01-KH/TU", "implements", "57-NQ/TW")},
    ),
    (
        (
            "Căn cứ Kế hoạch số 12/KH-UBND ngày 1/2/2024 của UBND tỉnh thực hiện Nghị quyết số 08-NQ/TU và "
            "Quyết định số 749/QĐ-TTg, Sở Nội vụ ban hành Kế hoạch như sau:"
        ),
        {
            (S, "legal_basis", "12/KH-UBND"),
            ("12/KH-UBND", "implements", "08-NQ/TU"),
            ("12/KH-UBND", "implements", "749/QĐ-TTg"),
        },
    ),
    (
        doc(
            "KẾ HOẠCH",
            "45/KH-UBND",
            "Thực hiện Chiến lược quốc gia phát triển kinh tế số và xã hội số",
            (
                "Căn cứ Quyết định số 411/QĐ-TTg ngày 31/3/2022 của Thủ tướng Chính phủ phê duyệt Chiến lược "
                "quốc gia phát triển kinh tế số và xã hội số đến năm 2025, định hướng đến năm 2030;\n"
                "Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;\n"
                "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện như sau:\n"
                "I. MỤC TIÊU\n"
            ),
        ),
        {(S, "legal_basis", "411/QĐ-TTg"), (S, "implements", "411/QĐ-TTg")},
    ),
    (
        doc(
            "CHƯƠNG TRÌNH HÀNH ĐỘNG",
            "12-CTr/TU",
            "thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI, nhiệm kỳ 2020 - 2025",
            (
                "Thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI, Ban Chấp hành Đảng bộ tỉnh ban "
                "hành Chương trình hành động như sau:\nI. MỤC TIÊU"
            ),
            issuer="TỈNH ỦY BẾN TRE\n*",
        ),
        {(S, "implements", "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI")},
    ),
    (
        doc(
            "TỜ TRÌNH",
            "15/TTr-SNV",
            "Về việc ban hành Kế hoạch cải cách hành chính",
            (
                "Kính gửi: Ủy ban nhân dân tỉnh\nThực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, "
                "Sở Nội vụ trình Ủy ban nhân dân tỉnh xem xét ban hành Kế hoạch"
            ),
            issuer="UBND TỈNH BẾN TRE\nSỞ NỘI VỤ",
        ),
        {(S, "implements", "76/NQ-CP")},
    ),
    (
        doc(
            "BÁO CÁO",
            "15/BC-UBND",
            "Kết quả thực hiện Nghị quyết số 08-NQ/TU của Tỉnh ủy về chuyển đổi số",
            (
                "Thực hiện Công văn số 55-CV/TU ngày 1/3/2024 của Tỉnh ủy, Ủy ban nhân dân tỉnh báo cáo kết quả "
                "như sau:\nI. KẾT QUẢ\n"
            ),
        ),
        {(S, "reports_on", "08-NQ/TU"), (S, "implements", "55-CV/TU")},
    ),
    (
        doc(
            "BÁO CÁO",
            "15/BC-UBND",
            "Sơ kết 03 năm thực hiện Nghị quyết số 08-NQ/TU ngày 06/10/2021 của Tỉnh ủy",
            "I. KẾT QUẢ\n",
        ),
        {(S, "reports_on", "08-NQ/TU")},
    ),
    (
        (
            "Sáng 15/6, UBND tỉnh tổ chức Hội nghị sơ kết 3 năm thực hiện Nghị quyết số 08-NQ/TU của Tỉnh "
            "ủy về chuyển đổi số. Theo báo cáo, tỉnh đã đạt nhiều kết quả."
        ),
        {(S, "reports_on", "08-NQ/TU")},
    ),
    (
        (
            "Tại hội nghị, các đại biểu đã nghe báo cáo kết quả thực hiện Kế hoạch số 370/KH-UBND ngày "
            "08/12/2021 của UBND tỉnh."
        ),
        {(S, "reports_on", "370/KH-UBND")},
    ),
    (
        (
            "Ngày 14/7/2022, UBND tỉnh Bến Tre ban hành Kế hoạch số 155/KH-UBND thực hiện Quyết định số "
            "411/QĐ-TTg ngày 31/3/2022 của Thủ tướng Chính phủ."
        ),
        {("155/KH-UBND", "implements", "411/QĐ-TTg")},
    ),
    (
        (
            "UBND tỉnh vừa ban hành Quyết định số 1234/QĐ-UBND phê duyệt Đề án chuyển đổi số. Quyết định "
            "này thay thế Quyết định số 999/QĐ-UBND ngày 1/1/2020."
        ),
        {("1234/QĐ-UBND", "replaces", "999/QĐ-UBND")},
    ),
    (
        ("Quyết định số 119/QĐ-UBND ngày 1/2/2020 đã được thay thế bởi Quyết định số 366/QĐ-UBND ngày 3/4/2022."),
        {("366/QĐ-UBND", "replaces", "119/QĐ-UBND")},
    ),
    ("Ban hành kèm theo Quyết định số 81/QĐ-UBND ngày 5/1/2024 là Kế hoạch", set()),
    (
        ("Quyết định số 81/QĐ-UBND ngày 5/1/2024 của UBND tỉnh phê duyệt Đề án số 02/ĐA-UBND ngày 1/1/2024"),
        {("81/QĐ-UBND", "approves", "02/ĐA-UBND")},
    ),
    (
        ("Điều 1. Phê duyệt Phương án số 12/PA-SNN ngày 1/2/2024 của Sở Nông nghiệp và Phát triển nông thôn"),
        {(S, "approves", "12/PA-SNN")},
    ),
    (
        doc(
            "QUYẾT ĐỊNH",
            "100/QĐ-UBND",
            "Về việc phê duyệt Kế hoạch",
            (
                "Căn cứ Luật Đầu tư công ngày 13 tháng 6 năm 2019;\nCăn cứ Nghị quyết số 10/2024/NQ-HĐND ngày "
                "10/7/2024 của Hội đồng nhân dân tỉnh quy định chi tiết thi hành Nghị định số 40/2020/NĐ-CP;\n"
                "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 02/3/2024 và ý kiến thẩm "
                "định của Sở Tư pháp tại Báo cáo số 18/BC-STP ngày 1/3/2024;\n"
                "Xét đề nghị của Sở Tài chính tại Công văn số 77/STC-NS ngày 3/3/2024,\n"
                "QUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Kế hoạch"
            ),
        ),
        {
            (S, "legal_basis", "10/2024/NQ-HĐND"),
            (S, "proposed_by", "15/TTr-SNV"),
            (S, "proposed_by", "18/BC-STP"),
            (S, "proposed_by", "77/STC-NS"),
            (S, "legal_basis", "Luật Đầu tư công"),
        },
    ),
    (
        doc(
            "THÔNG BÁO",
            "34/TB-VPUBND",
            "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp",
            (
                "Ngày 1/3/2024, Chủ tịch UBND tỉnh chủ trì họp về tiến độ thực hiện Kế hoạch số 12/KH-UBND ngày "
                "1/2/2024. Sau khi nghe báo cáo, Chủ tịch UBND tỉnh kết luận:\n"
                "1. Yêu cầu các sở thực hiện nghiêm Chỉ thị số 05/CT-UBND."
            ),
        ),
        set(),
    ),
    (("- Sở Nội vụ chủ trì thực hiện Kế hoạch số 12/KH-UBND ngày 1/2/2024 theo Quyết định số 15/QĐ-UBND."), set()),
    (
        (
            "Để cụ thể hóa Nghị quyết số 08-NQ/TU ngày 06/10/2021, HĐND tỉnh đã ban hành Nghị quyết số "
            "30/NQ-HĐND ngày 10/12/2021 và UBND tỉnh ban hành Kế hoạch số 370/KH-UBND ngày 08/12/2021."
        ),
        {("30/NQ-HĐND", "implements", "08-NQ/TU"), ("370/KH-UBND", "implements", "08-NQ/TU")},
    ),
    (
        "Kế hoạch số 370/KH-UBND của UBND tỉnh nhằm cụ thể hóa Nghị quyết số 08-NQ/TU.",
        {("370/KH-UBND", "implements", "08-NQ/TU")},
    ),
    ("Nghị quyết số 55-NQ/TU được ban hành trên cơ sở Nghị quyết số 57-NQ/TW của Bộ Chính trị.", set()),
    (
        doc(
            "QUYẾT ĐỊNH",
            "9/2024/QĐ-UBND",
            "Quy định giá đất",
            (
                "Điều 5. Hiệu lực thi hành\n1. Quyết định này có hiệu lực từ ngày 15/5/2024.\n"
                "2. Quyết định này bãi bỏ Điều 3, Điều 4 của Quyết định số 14/2012/QĐ-UBND ngày 06/6/2012; thay "
                "thế Quyết định số 20/2019/QĐ-UBND ngày 1/4/2019.\n"
            ),
        ),
        {(S, "repeals", "14/2012/QĐ-UBND"), (S, "replaces", "20/2019/QĐ-UBND")},
    ),
]


@pytest.mark.parametrize(("text", "edges"), EDGES)
def test_edges_of_documents_and_clauses(text, edges):
    check_edges(text, edges)


@pytest.mark.parametrize(
    ("kind", "number", "confidence"), [("TỜ TRÌNH", "5/TTr-UBND", 0.7), ("KẾ HOẠCH", "5/KH-UBND", 0.95)]
)
def test_a_submission_is_less_sure_to_carry_out_what_it_opens_with(kind, number, confidence):
    [edge] = relations(
        doc(kind, number, "Về cây xanh", "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.")
    )
    assert (edge.type, edge.target, edge.confidence) == ("implements", "76/NQ-CP", confidence)


def test_a_page_refers_to_the_document_it_tells_of():
    found = relations("Ngày 5/12/2022, UBND tỉnh ban hành Kế hoạch số 196/KH-UBND về khoa học.")
    assert [(edge.source, edge.type, edge.target) for edge in found] == [(S, "refers_to", "196/KH-UBND")]
