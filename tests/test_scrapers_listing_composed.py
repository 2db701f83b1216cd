"""The listing reader on pages put together by chance: how rows are boxed, what days are called, how they are written.

Each seed is a page of its own; what its rows say is known from how it was made.
"""

import random
from datetime import date, timedelta

import pytest

from scrapers import read_rows

DOCUMENTS = [
    ("112/KH-UBND", date(2024, 1, 5), "Triển khai công tác cải cách hành chính trên địa bàn tỉnh"),
    ("1874/QĐ-UBND", date(2023, 12, 29), "Phê duyệt quy hoạch chi tiết khu dân cư phía Bắc phường 5"),
    ("37/2024/QĐ-UBND", date(2024, 3, 15), "Ban hành Quy định phân cấp quản lý chợ"),
    ("15-NQ/TU", date(2021, 11, 26), "Về phát triển du lịch bền vững giai đoạn 2021 - 2025"),
    ("2256/UBND-KTTH", date(2024, 5, 8), "Về việc đôn đốc giải ngân vốn đầu tư công"),
    ("04/2024/NQ-HĐND", date(2024, 7, 10), "Quy định mức chi hỗ trợ lực lượng bảo vệ an ninh ở cơ sở"),
    ("229-KH/TU", date(2023, 3, 31), "Tiếp tục đẩy mạnh công tác dân vận của hệ thống chính trị"),
    ("1205/SNV-CCVC", date(2024, 8, 19), "Về việc rà soát hồ sơ cán bộ, công chức cấp xã dôi dư"),
]
NUMBER = ["Số ký hiệu", "Số/Ký hiệu", "Số hiệu", "Số, ký hiệu", "Số văn bản", "Số VB", "Số hiệu văn bản"]
TITLE = ["Trích yếu", "Trích yếu nội dung", "Tên văn bản", "Nội dung", "Về việc"]
ISSUED = ["Ngày ban hành", "Ban hành", "Ngày ký", "Ngày BH", "Ngày văn bản", "Ký ngày", "Ngày phát hành"]
OTHER = [("Hiệu lực từ", 10), ("Ngày có hiệu lực", 10), ("Ngày đăng", 3), ("Cập nhật", 3), ("Đăng lúc", 3)]
WRITTEN = [
    lambda day: day.strftime("%d/%m/%Y"),
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: day.strftime("%d.%m.%Y"),
    lambda day: day.isoformat(),
    lambda day: f"ngày {day.day:02} tháng {day.month:02} năm {day.year}",
    lambda day: f"Thứ Hai, {day:%d/%m/%Y}",
]
AROUND = """<html><body><ul class="nav"><li><a href="/">Trang chủ</a></li><li><a href="/vb/qd">Quyết định</a></li></ul>
<div class="container"><div class="col-9"><h1>Văn bản</h1>%s</div><div class="col-3"><h3>Tin mới</h3><ul>
<li><a href="/tin/1">Khai mạc tuần lễ văn hóa du lịch</a> <span>10/09/2024</span></li>
<li><a href="/tin/2">Gặp mặt doanh nghiệp tiêu biểu</a> <span>07/09/2024</span></li></ul></div></div>
<div id="footer">Giấy phép số 35/GP-TTĐT ngày 12/3/2020</div></body></html>"""


def compose(seed):
    """(page, expected rows): a table, a grid, or entries of one of four makes."""
    chance = random.Random(seed)
    documents = chance.sample(DOCUMENTS, chance.randint(3, len(DOCUMENTS)))
    written, dated = chance.choice(WRITTEN), chance.random() < 0.85
    days = [(chance.choice(ISSUED), 0)] if dated else []
    days += [other for other in chance.sample(OTHER, chance.randint(0, 2)) if other[0] != "Cập nhật" or dated]
    on_number = chance.random() < 0.3
    labels = {"number": chance.choice(NUMBER), "title": chance.choice(TITLE)}

    def cells(index):
        number, issued, title = documents[index]
        link = f"<a href='/vb/{index}'>%s</a>"
        said = [(labels["number"], link % number if on_number else number)]
        said += [(label, written(issued + timedelta(later))) for label, later in days]
        return [*said, (labels["title"], title if on_number else link % title)]

    form = chance.choice(["table", "grid", "labels", "list", "rows", "card"])
    rows = [cells(index) for index in range(len(documents))]
    body = "".join(entry(form, row) for row in rows)
    if form in ("table", "grid"):
        tag, cell, outer = ("tr", "th", "table") if form == "table" else ("div class='r'", "div", "div")
        heads = "".join(f"<{cell}>{label}</{cell}>" for label, _ in rows[0])
        body = f"<{outer}><{tag}>{heads}</{tag.split()[0]}>{body}</{outer}>"
    expected = [(n, day.isoformat() if dated else None, f"/vb/{i}") for i, (n, day, _) in enumerate(documents)]
    return AROUND % f"<div class='ds'>{body}</div>", expected


def entry(form, row):
    """One document: a row under heads, or an entry that carries its labels."""
    (_, title), told = row[-1], row[:-1]
    if form == "table":
        return "<tr>" + "".join(f"<td>{value}</td>" for _, value in row) + "</tr>"
    if form == "grid":
        return "<div class='r'>" + "".join(f"<div>{value}</div>" for _, value in row) + "</div>"
    if form == "labels":
        return "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in row) + "</dl>"
    if form == "rows":
        return "<table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in row) + "</table>"
    line = " | ".join(f"{label}: {value}" for label, value in told)
    if form == "list":
        return f"<li>{title}<br><i>{line}</i></li>"
    return f"<div class='it'><h3>{title}</h3><p>{line}</p></div>"


@pytest.mark.parametrize("seed", range(60))
def test_composed_pages(seed):
    page, expected = compose(seed)
    listing = read_rows(page, "https://a.gov.vn/van-ban")
    found = [(i.number, i.issued, (i.detail_url or "").removeprefix("https://a.gov.vn")) for i in listing.items]
    assert found == expected
    assert listing.confidence == 1.0
