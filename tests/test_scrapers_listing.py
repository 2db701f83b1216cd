# ruff: noqa: E501  (pages as they come)
"""The listing reader on the forms of list the CMS families make; pages written for these tests from known markup."""

import pytest

from documents.record import Item
from documents.tables import read_table
from scrapers import read_rows
from scrapers.dates import read_date, told_days
from scrapers.engines import ENGINES
from scrapers.fields import header_field, is_formal, is_noise, is_other, leading_type, own_number, read_number
from scrapers.page import is_file, read_page
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

DOMINO = """<table><tr style="display: none"><th>Ngày</th><th>Văn bản</th></tr><tr><th class="level2-heading" colspan=4>ỦY BAN
NHÂN DÂN TỈNH</th></tr><tr><td>13/7/2026</td><td><a href="NoiDung?openForm&ParentUNID=AB12"><span class="doc-cate">Quyết
định</span> <span class="doc-notation">số 37/2026/QĐ-UBND</span> Ban hành Quy định về quản lý chợ</a></td><td><div
class="download-links"><a href="AB12/$file/qd 37.pdf">PDF</a></div></td><td>5</td></tr></table>"""

TANDAN = """<div class="channel"><div class="tandan-p-article"><div class="tandan-p-article-news-title"><a
href="/portal/Pages/2024-3-5/Ke-hoach-so-12abc.aspx">Kế hoạch số 12/KH-UBND về cải cách hành chính năm 2024</a></div>
<div class="tandan-span-date-publish">05/03/2024 08:30</div></div><div class="tandan-p-article"><div
class="tandan-p-article-news-title"><a href="/portal/Pages/2024-3-4/QD-13x.aspx">Quyết định công bố thủ tục</a></div><div
class="tandan-span-date-publish">04/03/2024 08:30</div></div></div>"""

LAW_LIST = """<ul class="listLaw"><li><p class="title"><a href="/vbpq.aspx?ItemID=12">Quyết định 12/2023/QĐ-UBND</a></p>
<div class="des">Ban hành Quy định quản lý nhà nước về chợ</div><p class="green">Ban hành: 01/02/2023 Hiệu lực:
15/02/2023</p></li><li><p class="title"><a href="/vbpq.aspx?ItemID=13">Quyết định 13/2023/QĐ-UBND</a></p><div
class="des">Bãi bỏ Quyết định số 5/2019/QĐ-UBND</div><p class="green">Ban hành: 03/02/2023</p></li></ul>"""

VHV_CARDS = """<div class="list-legal-document-table"><div class="items"><div class="row"><div class="title"><a
href="/vb/a.html">Thông tư quy định về A</a></div><div class="properties"><table><tr><td>Số ký hiệu</td><td>12/2024/TT-BNV
</td><td>Ngày ban hành</td><td>10/10/2024</td></tr><tr><td>Loại văn bản</td><td>Thông tư</td></tr></table></div></div></div>
<div class="items"><div class="row"><div class="title"><a href="/vb/b.html">Thông tư quy định về B</a></div><div
class="properties"><table><tr><td>Số ký hiệu</td><td>13/2024/TT-BNV</td><td>Ngày ban hành</td><td>11/10/2024</td></tr>
</table></div></div></div></div>"""

PORTLET = """<table class="taglib-search-iterator"><tr class="results-header"><th>STT</th><th><a href="?orderByCol=so">Số
hiệu</a></th><th>Cơ quan ban hành</th><th>Hình thức văn bản</th><th>Trích yếu nội dung</th><th>Ngày ban hành</th><th>Ngày
hiệu lực</th></tr><tr class="lfr-template"><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr><tr
class="results-row"><td>1</td><td><a href="/vb?id=1">2345/QĐ-UBND</a></td><td>UBND tỉnh</td><td>Quyết định</td><td><a
href="/vb?id=1">Về giá đất</a></td><td>18/12/2023</td><td>20/12/2023</td></tr></table>"""

GROUPS = "".join(
    f"<h3>{who}</h3><table class='t'><tr><th>Số/Ký hiệu</th><th>Trích yếu</th><th>Tải về</th></tr><tr><td>{number}</td>"
    f"<td>Việc chung</td><td><a href='/{i}.pdf'>x</a></td></tr></table>"
    for i, (who, number) in enumerate([("UBND", "1/QĐ-UBND"), ("HĐND", "2/NQ-HĐND")])
)

PARAGRAPHS = """<p>Danh sách các kế hoạch theo Nghị quyết số 5-NQ/TU của Tỉnh ủy:</p><p><a href="/vb/1">Kế hoạch số
12/KH-UBND ngày 01/02/2024 về an toàn giao thông</a></p><p><a href="/vb/2">Kế hoạch số 13/KH-UBND về ma túy</a></p>"""

RELATIVE_TIME = """<div class="list"><div class="news-item"><h3><a href="/ke-hoach-1.htm">Kế hoạch chuyển đổi số năm 2026</a></h3>
<span class="news-time" title="13:37, 10/07/2026">8 giờ trước</span></div><div class="news-item"><h3><a href="/2.htm">Kế
hoạch y tế dự phòng năm 2026</a></h3><span class="news-time" title="13:37, 09/07/2026">9 giờ trước</span></div></div>"""

FORMS = [
    ("domino", DOMINO, [("37/2026/QĐ-UBND", "2026-07-13", "/NoiDung?openForm&ParentUNID=AB12", 1)]),
    (
        "tandan",
        TANDAN,
        [
            ("12/KH-UBND", None, "/portal/Pages/2024-3-5/Ke-hoach-so-12abc.aspx", 0),
            (None, None, "/portal/Pages/2024-3-4/QD-13x.aspx", 0),
        ],
    ),
    (
        "law list",
        LAW_LIST,
        [
            ("12/2023/QĐ-UBND", "2023-02-01", "/vbpq.aspx?ItemID=12", 0),
            ("13/2023/QĐ-UBND", "2023-02-03", "/vbpq.aspx?ItemID=13", 0),
        ],
    ),
    (
        "vhv cards",
        VHV_CARDS,
        [("12/2024/TT-BNV", "2024-10-10", "/vb/a.html", 0), ("13/2024/TT-BNV", "2024-10-11", "/vb/b.html", 0)],
    ),
    ("portlet", PORTLET, [("2345/QĐ-UBND", "2023-12-18", "/vb?id=1", 0)]),
    ("groups", GROUPS, [("1/QĐ-UBND", None, "", 1), ("2/NQ-HĐND", None, "", 1)]),
    ("paragraphs", PARAGRAPHS, [("12/KH-UBND", "2024-02-01", "/vb/1", 0), ("13/KH-UBND", None, "/vb/2", 0)]),
    ("relative time", RELATIVE_TIME, [(None, None, "/ke-hoach-1.htm", 0), (None, None, "/2.htm", 0)]),
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
    portal = Portal("a", "A", "A", "inferred", (BASE,), engine=engine)
    listing = ENGINES[engine](read_page(AROUND % body, BASE), portal)
    assert listing.items == read_rows(AROUND % body, BASE).items
    assert len(listing.items) == rows


def test_a_row_selector_names_the_rows():
    body = "<div><p class='v'><a href='/1'>Công văn thứ nhất</a></p><p class='v'><a href='/2'>Công văn thứ hai</a></p></div>"
    portal = Portal("a", "A", "A", "inferred", (BASE,), selectors={"row": "p.v"})
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
        ("<a href=\"javascript:__doPostBack('g','Page$2')\">2</a>", False),
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


def test_a_count_of_rows_is_no_number():
    body = "<ul><li class='item'><a href='/1'>Quyết định về việc A và B</a> <i>01/02/2024</i> Tổng số: 22</li></ul>"
    assert [item.number for item in read_rows(AROUND % body, BASE).items] == [None]


def test_without_a_base_links_stay_as_written():
    assert read_rows(AROUND % VHV).items[0].detail_url == "/vb/chi-thi-5.html"


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
    for row in read_table("list_words", "scrapers"):
        if row["kind"] == "header":
            assert header_field(row["example"]) == row["field"], row
        if row["kind"] == "noise":
            assert is_noise(row["example"]), row
        if row["kind"] == "common_type":
            kind = leading_type(row["example"])
            assert kind and not is_formal(kind), row
        if row["kind"] == "other_title":
            assert is_other(row["example"]), row
    for row in read_table("month_names", "scrapers"):
        assert read_date(row["example"])[5:7] == f"{int(row['month']):02}", row
    for row in read_table("date_labels", "scrapers"):
        assert [day.role for day in told_days(row["example"])] == [row["role"]], row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày ban hành: 05/01/2024 | Lượt xem: 120", [("2024-01-05", "issued")]),
        ("Ngày ban hành: 05/01/2024 12:00:00 SA", [("2024-01-05", "issued")]),
        ("Ban hành: 01/02/2023 Hiệu lực: 15/02/2023", [("2023-02-01", "issued"), ("2023-02-15", "effect")]),
        ("03/10/2025 Ngày ban hành 22/10/2025 Ngày đăng", [("2025-10-03", "issued"), ("2025-10-22", "published")]),
        ("05/01/2024 (ngày ban hành)", [("2024-01-05", "issued")]),
        ("Thứ Hai, 05/01/2024 10:30", [("2024-01-05", "published")]),
        ("10h30 ngày 05/01/2024", [("2024-01-05", "published")]),
        ("Ngày BH 05/01/24", [("2024-01-05", "issued")]),
        ("05/01/24", []),
        ("Cơ quan ban hành: UBND tỉnh 05/01/2024", [("2024-01-05", None)]),
        ("05 Th1 2024", [("2024-01-05", None)]),
    ],
)
def test_days_and_what_they_are_called(text, expected):
    assert [(day.iso, day.role) for day in told_days(text)] == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/tep/12.pdf", True),
        ("/api/tep/9?ten=ke-hoach%209.pdf", True),
        ("/tai-ve/12", True),
        ("/viewer.html?file=/tep/12.pdf", False),
        ("/viewer.html?file=%2Ftep%2F12.pdf", False),
        ("/van-ban?id=12", False),
    ],
)
def test_addresses_of_files(address, expected):
    assert is_file(f"https://a.gov.vn{address}") is expected


def test_a_pager_without_a_name_is_told_by_its_counting_and_a_column_of_counts_is_none():
    pager = "<center><a href='list.php?start=6'>[2]</a> <a href='list.php?start=12'>[3]</a></center>"
    assert read_rows(AROUND % pager, BASE).next_urls[0] == "https://a.gov.vn/list.php?start=6"
    counts = "<table><tr><td><a href='/vb/8'>2</a></td></tr><tr><td><a href='/vb/9'>3</a></td></tr></table>"
    assert read_rows(AROUND % counts, BASE).next_urls == ()


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<div class='ngay'>Thứ Năm, 21/11/2024</div>", [None, None]),
        ("<h4>Văn bản ban hành ngày 21/11/2024</h4>", ["2024-11-21", "2024-11-21"]),
        ("<h4>Cập nhật: 21/11/2024</h4>", [None, None]),
    ],
    ids=["today, as portals show it", "a heading for all below", "of the page"],
)
def test_a_day_above_a_list_is_of_issue_only_where_it_says_so(above, expected):
    rows = "".join(f"<li><b>{n}/KH-UBND</b> <a href='/{n}'>Về việc thứ {n} của tỉnh nhà</a></li>" for n in (12, 13))
    listing = read_rows(AROUND % f"{above}<ul>{rows}</ul>", BASE)
    assert [item.issued for item in listing.items] == expected


def test_days_as_headings_date_what_stands_below_them():
    rows = "".join(
        f"<h4>Ngày 0{n}/11/2024</h4><ul><li><b>{n}/KH-UBND</b> <a href='/{n}'>Về việc thứ {n}</a></li></ul>"
        for n in (2, 1)
    )
    listing = read_rows(AROUND % f"<div>{rows}</div>", BASE)
    assert [(item.number, item.issued) for item in listing.items] == [
        ("2/KH-UBND", "2024-11-02"),
        ("1/KH-UBND", "2024-11-01"),
    ]
