"""Pieces of text that, repeated many times, would make a careless pattern or loop explode.

Each is where some rule begins, goes on or fails late: digits, marks, blanks, openings without an end, whole phrases.
"""

PIECES = (
    "1", "12 ", "1/", "1.", "1,", "1-", "-", " ", "\n", "\t", "|", "(", ")", "((1", "a)", "a) ", "- ", "- a\n",
    "1. \n", "số 1/", "số ", "Số: ", "số 1/KH-", "ngày ", "ngày 1 ", "Ngày 1/", "tháng ", "năm ", "năm 2", "quý I, ",
    "A", "Đ", "Ủ", "ỦY BAN ", "UBND ", "UBND tỉnh, ", "ỦY BAN NHÂN DÂN\n", "Sở ", "Sở Tài chính, ", "Ban Chỉ đạo ",
    "Ban Quản lý ", "Các Sở: A, ", "Luật ", "Luật A ", "Luật sửa đổi, bổ sung ", "Nghị quyết ",
    "Nghị quyết Đại hội đại biểu ", "Quyết định ", "Quyết định số ", "Quyết định số 1/QĐ-UBND, ",
    "Quyết định số 1/QĐ-UBND; ", "Quyết định số 1/QĐ-UBND ngày 1/1/2020 của UBND tỉnh về việc a ", "Căn cứ ",
    "Căn cứ Quyết định số 1/QĐ-UBND;\n", "thực hiện ", "Thực hiện Nghị quyết số 1-NQ/TU, ", "thay thế ", "sửa đổi ",
    "phấn đấu 5% ", "phấn đấu ", "đạt 1 - ", "5% ", "5%, ", "5%; ", "tăng từ 1% lên 2% ", "tỷ lệ ",
    "tỷ lệ a đạt 5%, ", "trong đó ", "nhóm 5 tỉnh ", "mục tiêu ", "II. MỤC TIÊU\n", "1. Mục tiêu đến năm 2025\n",
    "- Tỷ lệ A đạt 80%.\n", "a\t5\n", "a\t", "TT\tChỉ tiêu\tNăm 2025\n", "1\tTỷ lệ A\t%\t5\n", "|\n", "1/2/",
    "giai đoạn 2021-", "2021-2025", "2021, ", "các năm 2021, 2022 và ", "21, 22 và ", "số 21, 22 và ", "kinh tế số ",
    "1.000.", "1,5 ", "(sau đây gọi tắt là A)", "(sau đây gọi là ", "Sở Nội vụ (sau đây gọi tắt là Sở) ",
    "tỉnh Hà Giang, ", "Hà Giang ", "tỉnh ", "của ", "của UBND ", "và ", "các ", "... ", "…", "_", "___", "*", "\f",
    "/", "/-", "QĐ-", "-UBND", "1/QĐ-UBND", "KH-UBND/", "Số:      /KH-", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
    "CỘNG ", "ĐẢNG CỘNG SẢN VIỆT NAM\n", "KẾ HOẠCH\n", "V/v ", "Nơi nhận:\n", "KT. CHỦ TỊCH\n",
    "CHỦ TỊCH\nNguyễn Văn A\n", "Điều 1. ", "Điều 1.\n", "Nguyễn Văn ", "“", "\"", "“a", "[", "{", "\\", "a.", "A.",
    "A. b", "a; ", "a: ", "a, ", "à", "ữ ", "́", "Kế hoạch này ", "Nghị quyết này thay thế ", "đã được thay thế bởi ",
    "ban hành kèm theo ", "phê duyệt ", "theo đề nghị của ", "xét đề nghị ", "Theo Tờ trình số 1/TTr-SNV ",
    "Hà Nội, ngày ", "Hà Nội, ngày 1 tháng 1 năm 2024\n", "đến năm 2025 ", "Phần I\n", "I.\n", "I- ", "Chương I\n",
    "0", "O", "O1/", "bảo đảm 1", "20", "%", "% ", "tỷ đồng ", "5 tỷ đồng ", "triệu ", "nghìn ", "bậc ", "xếp hạng ",
    "hạng 5 ", "(5)", "(5%) ", "[1] ", "1) ", "a) b) c) ", "1.1.1.", "-1", "- - ", "+ ", "➢ ", "Trang 1\n", "1\n",
    "x\n", "x\n\n", "số 1/KH-UBND ngày ", "(Kèm theo Quyết định số 1/QĐ-UBND)\n",
    "Kế hoạch số 1/KH-UBND, 2/KH-UBND, ", "Luật A ngày 1/1/2020, ", "Nghị quyết 57, ", "tỉnh ủy ", "Ban Thường vụ ",
    "1 | 2 | ", "năm học ", "nhiệm kỳ ", "ngày … tháng … ", "Bộ luật ", "chiến lược ", "Chiến lược a ", "“Đề án “",
    "Đề án “a", "Chương trình mục tiêu quốc gia ", "TP. ", "QCVN 1:", "ủy ban nhân dân ", "sở ", " và Sở A",
    "Hội Nông dân tỉnh, ", "đồng chí ", "SỞ", "sỞ ", "ĐIỀU 1\n", "1.1. A\n", "1. Mục tiêu\n- 5%\n", "II. KẾT QUẢ\n",
    "Thường trực: HĐND tỉnh; ", "Thường trực: Thành ủy, HĐND Thành phố.\n", "UBND các xã: A, B và ",
    "Kế hoạch nêu trên, ", "Điểm a ", "2025\t",
)  # fmt: skip
