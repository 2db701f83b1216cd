# ruff: noqa: E501  (pages as they come)
"""The listing reader on the forms of list the CMS families make; pages written for these tests from known markup."""

import csv

import pytest

from documents.record import Item
from scrapers import read_rows
from scrapers.engines import ENGINES
from scrapers.fields import WORDS, header_field, is_noise, own_number, read_date, read_number
from scrapers.page import read_page
from scrapers.portal import Portal

BASE = "https://a.gov.vn/van-ban"
AROUND = """<html><head><title>Văn bản</title></head><body>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu chung về tỉnh</a></li></ul></nav>
<div class="menu-left"><ul><li><a href="/van-ban/quyet-dinh">Quyết định</a></li>
<li><a href="/van-ban/nghi-quyet">Nghị quyết</a></li><li><a href="/van-ban/ke-hoach">Kế hoạch</a></li></ul></div>
<div id="content">%s</div>
<footer>Giấy phép số 20/GP-STTTT cấp ngày 20/12/2016 <a href="/lien-he">Liên hệ với Ban biên tập</a></footer>
</body></html>"""

VNPT_TABLE = """<div class="UIDocumentList_Default"><table id="ctrl_1_2_gr_items"><tr><th class="CodeClass"><span>Số ký
hiệu</span></th><th><span>Trích yếu</span></th><th><span>Nội dung chi tiết</span></th><th><span>Ngày ban hành</span></th>
</tr><tr><td><a href="/vb/kh-11-100001"><span>11/KH-UBND</span></a></td><td><h7><a href="/vb/kh-11-100001">Phát triển
kinh tế số</a></h7></td><td><a class="desktop" href="/vb/kh-11-100001">Xem chi tiết</a></td>
<td><span class="date-pub">05/02/2024</span></td></tr><tr class="tr-pager"><td colspan="4">1 2 3</td></tr></table></div>"""

NUKEVIET = """<div class="flex-table-laws"><div class="table-rows table-head"><div class="c-code">Số kí hiệu</div>
<div class="c-time">Ngày ban hành</div><div class="c-intro">Trích yếu</div></div>
<div class="table-rows"><div class="c-stt">1</div><div class="c-code"><span class="label-name">Số kí hiệu:</span><h2
class="h4"><a href="/laws/detail/Cong-van-7-SYT-12/">7/SYT-NVY</a></h2></div><div class="c-time"><span
class="label-name">Ngày ban hành:</span>03/01/2023</div><div class="c-intro"><a href="/laws/detail/Cong-van-7-SYT-12/">
<strong>Về việc tăng cường phòng bệnh</strong></a></div><div class="c-file"><ul class="laws-download"><li>
<a href="/laws/detail/Cong-van-7-SYT-12/?download=1&amp;id=0">Tải tập tin</a></li></ul></div></div></div>"""

ARTICLES = """<ul class="ArticleList"><li class="row"><div class="col-lg-2"><a href="/kh-12"><img class="image"></a></div>
<h2 class="Title"><a href="/kh-12">Kế hoạch số 12/KH-UBND ngày 3/1/2024 triển khai Nghị quyết số 05-NQ/TU</a></h2>
<div class="Ngaydang">08/01/2024</div><p>Ủy ban nhân dân tỉnh ban hành Kế hoạch</p></li>
<li class="row"><h2 class="Title"><a href="/tin-1">Kế hoạch triển khai Nghị quyết số 05-NQ/TU của Tỉnh ủy</a></h2>
<div class="Ngaydang">02/01/2024</div></li></ul>"""

LIFERAY = """<div class="asset-bounddary"><div class="asset-abstract "><div class="asset-image"><a
href="/chi-dao/-/view_content/1-quyet-dinh"><img src="/x.jpg"></a></div><h3 class="asset-title"><a
href="/chi-dao/-/view_content/1-quyet-dinh">Quyết định số 45/QĐ-UBND về phê duyệt đề án</a></h3><div
class="assetPublishDate">09/10/2020 | 02:20 PM</div><div class="asset-summary">Tóm tắt</div></div></div>
<div class="asset-bounddary"><div class="asset-abstract "><h3 class="asset-title"><a href="/chi-dao/-/view_content/2-hop">
Họp giao ban công tác chuyển đổi số quý III</a></h3><div class="assetPublishDate">01/10/2020 | 08:00 AM</div></div></div>"""

VHV = """<div class="list-legal-document-table"><table class="table"><thead><tr><th>STT</th><th>Tên văn bản</th>
<th>Nơi nhận</th><th>Số hiệu</th><th>Ngày ban hành</th><th>File đính kèm</th></tr></thead><tbody><tr><td>1</td>
<td class="tg-yw4l"><a href="/vb/chi-thi-5.html">Chỉ thị về phòng cháy rừng</a></td><td>Các sở</td><td>05/CT-UBND</td>
<td>07/03/2022</td><td><a onclick="downloadFile('1','/upload/2000066/20220307/ct05_ab12c.pdf')"><span
class="fa fa-download"></span></a></td></tr></tbody></table></div>"""

LACVIET = """<table class="ds_VBPL"><div class="divvanbanmoi"><a href="/htvb/default.aspx?SoID=9"><div
class="divvbm_sokihieu"><div class="div_SoKiHieu">Số:
  77/QĐ-STC </div></div><div class="divvbm_ngaybanhanh">Ngày: <span>31/12/9999 </span></div><div
class="divvbm_trichyeu"><div class="ExternalClassAB"><div>Quy chế tiếp công dân của Sở</div></div></div><div
class="divvbm_xemchitiet">Xem chi tiết ...</div></a><div class="divvbm_dinhkem"><a href="/Attachments/9/QD77.pdf"><img>
</a></div></div><div class="divvanbanmoi"><a href="/htvb/default.aspx?SoID=8"><div class="divvbm_sokihieu"><div
class="div_SoKiHieu">Số: 1682</div></div><div class="divvbm_ngaybanhanh">Ngày: <span>10/10/2016</span></div></a><div
class="divvbm_dinhkem"><a href="/Attachments/8/qd.PDF"><img></a></div></div></table>"""

FORMS = [
    ("vnpt table", VNPT_TABLE, [("11/KH-UBND", "2024-02-05", "/vb/kh-11-100001", 0)]),
    ("nukeviet", NUKEVIET, [("7/SYT-NVY", "2023-01-03", "/laws/detail/Cong-van-7-SYT-12/", 1)]),
    ("articles", ARTICLES, [("12/KH-UBND", "2024-01-03", "/kh-12", 0), (None, None, "/tin-1", 0)]),
    (
        "liferay",
        LIFERAY,
        [
            ("45/QĐ-UBND", None, "/chi-dao/-/view_content/1-quyet-dinh", 0),
            (None, None, "/chi-dao/-/view_content/2-hop", 0),
        ],
    ),
    ("vhv", VHV, [("05/CT-UBND", "2022-03-07", "/vb/chi-thi-5.html", 1)]),
    (
        "lacviet",
        LACVIET,
        [("77/QĐ-STC", None, "/htvb/default.aspx?SoID=9", 1), ("1682", "2016-10-10", "/htvb/default.aspx?SoID=8", 1)],
    ),
]


def short(item: Item) -> tuple[str | None, str | None, str, int]:
    return item.number, item.issued, (item.detail_url or "").removeprefix("https://a.gov.vn"), len(item.file_urls)


@pytest.mark.parametrize(("name", "body", "expected"), FORMS, ids=[form[0] for form in FORMS])
def test_forms_of_lists(name, body, expected):
    assert [short(item) for item in read_rows(AROUND % body, BASE).items] == expected


@pytest.mark.parametrize(
    ("engine", "body", "rows"), [("vnpt", VNPT_TABLE, 1), ("vnpt", ARTICLES, 2), ("liferay", LIFERAY, 2)]
)
def test_engines_read_what_the_reader_reads(engine, body, rows):
    portal = Portal("a", "A", "A", (BASE,), "inferred", engine=engine)
    listing = ENGINES[engine](read_page(AROUND % body, BASE), portal)
    assert listing.items == read_rows(AROUND % body, BASE).items
    assert len(listing.items) == rows


def test_a_row_selector_names_the_rows():
    body = "<div><p class='v'><a href='/1'>Công văn thứ nhất</a></p><p class='v'><a href='/2'>Công văn thứ hai</a></p></div>"
    portal = Portal("a", "A", "A", (BASE,), "inferred", selectors={"row": "p.v"})
    listing = ENGINES["generic"](read_page(AROUND % body, BASE), portal)
    assert [item.detail_url for item in listing.items] == ["https://a.gov.vn/1", "https://a.gov.vn/2"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<ul>" + "".join(f'<li><a href="/m/{i}">Chuyên mục thứ {i} của trang</a></li>' for i in range(9)) + "</ul>",
        "<table><tr><th>STT</th><th>Tên trạm</th><th>Địa chỉ</th></tr>"
        "<tr><td>1</td><td>Trạm A</td><td>Xã B</td></tr></table>",
        "<p>Theo Kế hoạch số 12/KH-UBND ngày 3/1/2024, kinh tế số chiếm 10% GRDP.</p>",
    ],
    ids=["empty", "menu", "other table", "running text"],
)
def test_no_list_no_rows(body):
    assert read_rows(AROUND % body, BASE).items == ()


def test_confidence_tells_documents_from_news():
    news = "".join(
        f'<div class="news-item"><h3><a href="/tin/{i}">Hội nghị thứ {i} về nông thôn mới</a></h3>'
        f'<span class="time">0{i}/03/2024</span></div>'
        for i in range(1, 5)
    )
    assert read_rows(AROUND % VHV, BASE).confidence == 1.0
    listing = read_rows(AROUND % news, BASE)
    assert len(listing.items) == 4
    assert listing.confidence < 0.5
    assert all(item.issued is None for item in listing.items)


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<div class="pagination"><strong>1</strong><a href="?page=2">2</a><a href="?page=3">3</a></div>',
         ["?page=2", "?page=3"]),
        ('<ul class="pager"><li class="active"><span>2</span></li><li><a href="/van-ban">1</a></li>'
         '<li><a href="?page=3">3</a></li></ul>', ["?page=3"]),
        ('<a href="?_101_INSTANCE_x_cur=2">Tiếp theo</a>', ["?_101_INSTANCE_x_cur=2"]),
        ('<div class="wrapper-pagination"><span class="next-pages">›</span></div>', []),
        ('<a href="javascript:__doPostBack(\'g\',\'Page$2\')">2</a>', []),
        ('<p><a href="/tin/2024">2024</a> <a href="/khac/5">5</a></p>', []),
        ('<link rel="next" href="/van-ban/trang-2">', ["/trang-2"]),
    ],
)  # fmt: skip
def test_following_pages(pager, expected):
    found = read_rows(AROUND % (VHV + pager), BASE).next_urls
    assert [url.removeprefix("https://a.gov.vn/van-ban") for url in found] == expected


@pytest.mark.parametrize(
    ("pager", "told"),
    [
        ("<a href=\"javascript:__doPostBack('g','Page$2')\">2</a>", True),
        ("<ul class='phan-trang'><li onclick='tai(2)'>Trang sau</li></ul>", True),
        ("<ul class='pagination'><li class='page-item page-number' data-page='2'><a href='#'>2</a></li></ul>", True),
        ("<div class='pagination'><a href='?page=2'>2</a></div>", False),
        ("<p><a href='#'>Về đầu trang</a></p>", False),
    ],
)
def test_a_pager_that_works_by_script_is_told(pager, told):
    assert bool(read_rows(AROUND % (VHV + pager), BASE).notes) is told


def test_a_box_around_few_rows_is_no_row():
    rows = "".join(
        f"<li><a href='/{i}'>Dự thảo báo cáo công tác {i}</a> <span>0{i}/03/2024</span></li>" for i in range(1, 4)
    )
    listing = read_rows(AROUND % f"<div class='news-box'><h2>Thông báo</h2><ul>{rows}</ul></div>", BASE)
    assert [item.detail_url[-1] for item in listing.items] == ["1", "2", "3"]


def test_the_front_page_is_no_documents_page():
    body = "<ul><li>Công văn số 7/SYT-NVY <a href='/'>Tải về</a> <a href='/a.pdf'>Tệp</a></li><li>Công văn số 8/SYT-NVY <a href='/b.pdf'>Tệp</a></li></ul>"
    assert [item.detail_url for item in read_rows(AROUND % body, BASE).items] == [None, None]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Kế hoạch số 12/KH-UBND ngày 3/1/2024 về kinh tế số", ("12/KH-UBND", "2024-01-03", "Kế hoạch")),
        ("Quyết định số: 891/QĐ-BTTTT ngày 22/7/2013 của Bộ", ("891/QĐ-BTTTT", "2013-07-22", "Quyết định")),
        ("Nghị quyết 08-NQ/TU về chuyển đổi số", ("08-NQ/TU", None, "Nghị quyết")),
        ("Kế hoạch triển khai Nghị quyết số 15/2013/NQ-HĐND", (None, None, "Kế hoạch")),
        ("Triển khai Kế hoạch số 12/KH-UBND", (None, None, None)),
        ("Đề nghị tạm ngừng dịch vụ (lần 04/2018)", (None, None, None)),
    ],
)
def test_a_title_states_its_own_number_first(title, expected):
    assert own_number(title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày ban hành:03/01/2023", "2023-01-03"),
        ("13/7/2026", "2026-07-13"),
        ("24-08-2009", "2009-08-24"),
        ("2024-02-29", "2024-02-29"),
        ("ngày 5 tháng 3 năm 2021", "2021-03-05"),
        ("31/12/9999", None),
        ("281/11/2016", None),
        ("31/02/2024", None),
        ("N/A", None),
        ("", None),
    ],
)
def test_dates(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Số: 77/QĐ-STC", "77/QĐ-STC"),
        ("1977 /QĐ-UBND", "1977/QĐ-UBND"),
        ("Số ký hiệu: 08-NQ/TU", "08-NQ/TU"),
        ("1682", "1682"),
        ("Đang cập nhật", None),
        ("05/02/2024", None),
        ("", None),
    ],
)
def test_numbers_in_cells(text, expected):
    assert read_number(text) == expected


def test_every_word_finds_its_example():
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["kind"] == "header":
                assert header_field(row["example"]) == row["field"], row
            if row["kind"] == "noise":
                assert is_noise(row["example"]), row
