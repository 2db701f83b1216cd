# ruff: noqa: E501  (pages as they come)
"""A front page of each family, with all that stands around its list, leads to the list, and to the family's engine."""

import json
from datetime import date
from pathlib import Path

import pytest

from scrapers.ask import Answer
from scrapers.discover import Discovery
from scrapers.proposal import propose_portal

PAGES = Path(__file__).parent / "portals"
HOST = "https://p.gov.vn"
NEWS = "".join(
    f"<div class='item-news'><h3><a href='/tin-tuc/bai-{i}.html'>{title}</a></h3><span>{10 + i}/10/2025 08:3{i}</span></div>"
    for i, title in enumerate(
        (
            "Hội nghị triển khai Nghị quyết số 57-NQ/TW của Bộ Chính trị về khoa học, công nghệ",
            "Công bố Quyết định của Thủ tướng về nhân sự",
            "Lãnh đạo tỉnh thăm, chúc mừng các đơn vị nhân ngày truyền thống",
            "Kế hoạch sản xuất vụ đông được nông dân hưởng ứng",
        )
    )
)
AROUND = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin điện tử tỉnh Tây Ninh</title>
<link rel="alternate" type="application/rss+xml" href="/rss/tin-moi.rss"></head><body>
<div class="top"><a href="/en">English</a> <a href="/dang-nhap?quay-lai=/van-ban">Đăng nhập</a> <a href="/thu">Thư điện tử</a></div>
<nav class="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="#">Giới thiệu</a><ul><li><a href="/gioi-thieu/lich-su">Lịch sử
hình thành</a></li><li><a href="/gioi-thieu/ban-do">Bản đồ hành chính</a></li></ul></li><li><a href="/tin-tuc">Tin tức - Sự kiện</a>
<ul><li><a href="/tin-tuc/chinh-tri">Chính trị</a></li><li><a href="/tin-tuc/kinh-te">Kinh tế</a></li></ul></li>%s
<li><a href="/cong-dan">Công dân</a></li><li><a href="/doanh-nghiep">Doanh nghiệp</a></li><li><a
href="https://dichvucong.gov.vn/">Dịch vụ công trực tuyến</a></li><li><a href="/lich-cong-tac">Lịch công tác</a></li><li><a
href="/hoi-dap">Hỏi đáp</a></li><li><a href="/gop-y">Góp ý</a></li></ul></nav>
<div class="tin">%s</div><div class="banner"><a href="/chuyen-de/chuyen-doi-so"><img src="/b1.jpg" alt="Chuyển đổi số"></a></div>
<div class="weblink"><a href="https://vanban.chinhphu.vn/">Hệ thống văn bản Chính phủ</a><a href="https://baotayninh.vn/">Báo Tây
Ninh</a></div><footer class="footer">Cơ quan chủ quản: Ủy ban nhân dân tỉnh Tây Ninh. Giấy phép số 15/GP-STTTT cấp ngày
20/12/2016. <a href="/so-do-cong">Sơ đồ cổng</a></footer></body></html>"""
MENU = "<li><a href='{}'>{}</a></li>"
DEEP = "<li><a href='javascript:void(0)'>Văn bản</a><ul><li><a href='{}'><span>{}</span></a></li></ul></li>"
ICON = "<li onclick=\"window.location.href='{}'\"><img src='/i.png'> {}</li>"
# page of tests/portals -> where such a list stands, what the menu calls it, how the menu is built
HOMES = {
    "vnpt_table": ("/van-ban-quy-pham-phap-luat", "Văn bản quy phạm pháp luật", MENU),
    "vnpt_articles": ("/van-ban-chi-dao-dieu-hanh", "Chỉ đạo, điều hành", DEEP),
    "vhv_table": ("/van-ban-cua-tinh", "VĂN BẢN", MENU),
    "vhv_cards": ("/he-thong-van-ban", "Hệ thống văn bản", DEEP),
    "nukeviet_laws": ("/vi/laws/", "Văn bản", MENU),
    "nukeviet_groups": ("/vi/van-ban-chi-dao/", "Văn bản chỉ đạo", DEEP),
    "liferay_assets": ("/web/guest/chi-dao-dieu-hanh", "Thông tin chỉ đạo điều hành", MENU),
    "liferay_portlet": ("/vbpq", "Văn bản pháp quy", MENU),
    "tandan": ("/portal/Pages/Van-ban-moi.aspx", "Văn bản mới", DEEP),
    "lacviet": ("/hethongvanban/Pages/default.aspx", "Hệ thống văn bản", MENU),
    "lacviet_new": ("/van-ban-moi.aspx", "Văn bản mới", MENU),
    "domino": ("/congbao.nsf/VanBan?OpenView&Start=1", "Công báo điện tử", ICON),
    "domino_view": ("/congbao.nsf/VanBanQPPL2?OpenView&Start=1", "Văn bản QPPL", MENU),
    "chinhphu": ("/he-thong-van-ban?classid=1&mode=1", "Hệ thống văn bản", MENU),
    "vccorp": ("/chi-dao-cua-ubnd", "Chỉ đạo điều hành của UBND tỉnh", MENU),
    "dnn": ("/vi-vn/van-ban", "Văn bản", ICON),
    "drupal": ("/vi/van-ban", "Văn bản", MENU),
    "wordpress": ("/van-ban/", "Văn bản", MENU),
    "joomla": ("/index.php/van-ban", "Văn bản", DEEP),
    "sharepoint": ("/SitePages/vanban.aspx", "Văn bản", MENU),
    "aspnet": ("/vanban.aspx", "Văn bản pháp luật", MENU),
    "vbpl": ("/vbpq-timkiem.aspx", "Cơ sở dữ liệu văn bản", MENU),
    "generic_cards": ("/cong-khai/van-ban", "Văn bản", MENU),
    "generic_two_rows": ("/list.php?loai=1", "Văn bản pháp quy", ICON),
}
NO_TIE = {"vccorp", "nukeviet_groups", "lacviet_new", "joomla"}  # the reader reads their pages as well


def discover(name):
    """The discovery of a site whose front page leads to that list; what else is asked gives news or a 404."""
    path, words, entry = HOMES[name]
    front = AROUND % (entry.format(path, words), NEWS)
    site = {"/": front, path: (PAGES / f"{name}.html").read_text("utf-8")}
    seen = Discovery(f"{HOST}/")
    walk = seen.walk()
    while (ask := walk.next()) is not None:
        body = site.get(ask.url.removeprefix(HOST))
        if body is None:
            walk.failed(ask, "not_found", "status 404")
        else:
            walk.got(ask, Answer(ask.url, 200, body.encode(), "text/html"))
    if walk.error:
        raise walk.error
    return seen


@pytest.mark.parametrize("name", HOMES)
def test_from_the_front_page_to_the_list(name):
    seen = discover(name)
    portal = propose_portal(seen, today=date(2026, 8, 1))
    assert portal is not None, seen.seen
    assert portal.lists == (HOST + HOMES[name][0],)
    family = name.partition("_")[0]
    assert portal.engine == family or (portal.engine == "generic" and name in NO_TIE)
    golden = json.loads((PAGES / f"{name}.golden.json").read_text("utf-8"))
    assert len(seen.lists[0].listing.items) == len(golden["items"])
    assert portal.province == "Tây Ninh"


@pytest.mark.parametrize("name", HOMES)
def test_nothing_is_asked_that_leads_away(name):
    asked = [url for url, _ in discover(name).seen]
    away = ("dang-nhap", "tin-tuc", "gop-y", "hoi-dap", "lich-cong-tac", "baotayninh", "vanban.chinhphu", "/en")
    assert not [url for url in asked if any(word in url for word in away)]
    assert len(asked) <= 12
