"""Finding a portal's lists: made sites as a table of pages, no network."""

import json
import re
from datetime import date

import pytest
import yaml

from documents.tables import read_table
from scrapers import menus
from scrapers.ask import Answer
from scrapers.discover import Discovery
from scrapers.engines import ENGINES
from scrapers.found import guess_engines, judge_page
from scrapers.menus import find_leads, score_words, sent_on
from scrapers.page import read_page
from scrapers.portal import read_portal
from scrapers.proposal import as_record, as_yaml, guess_province, propose_portal

HOST = "https://dongthap.gov.vn"
TODAY = date(2025, 11, 1)


def rows(*numbers, kind="KH", body="UBND"):
    return "".join(
        f"<tr><td>{n}/{kind}-{body}</td><td>{n % 28 + 1:02}/10/2025</td>"
        f"<td><a href='/vb/{kind.lower()}-{n}'>Về việc triển khai nhiệm vụ số {n}</a></td></tr>"
        for n in numbers
    )


def table(*numbers, pager="", **more):
    head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
    return f"<table>{head}{rows(*numbers, **more)}</table>{pager}"


def page(body, title="Cổng thông tin điện tử tỉnh Đồng Tháp"):
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def menu(**links):
    return "<nav>" + "".join(f"<a href='{url}'>{text}</a>" for text, url in links.items()) + "</nav>"


NEWS = "<h3><a href='/tin-tuc/1'>Tỉnh gặp mặt doanh nghiệp đầu năm mới</a></h3> <span>02/10/2025</span>"
FRONT = page("<nav><a href='/van-ban'>Văn bản</a><a href='/tin-tuc'>Tin tức</a><a href='/lien-he'>Liên hệ</a></nav>")
SITES = {
    "menu": {"/": FRONT, "/van-ban": page(table(1, 2, 3))},
    "moved by refresh": {
        "/": "<html><head><meta http-equiv='refresh' content='0;url=/portal/trang-chu'></head></html>",
        "/portal/trang-chu": FRONT,
        "/van-ban": page(table(1, 2, 3)),
    },
    "two steps": {
        "/": page("<nav><a href='/chi-dao'>Chỉ đạo điều hành</a></nav>"),
        "/chi-dao": page("<ul><li><a href='/van-ban'>Kế hoạch</a></li></ul><p>Chọn một mục.</p>" + "văn bản " * 120),
        "/van-ban": page(table(1, 2, 3)),
    },
    "sitemap": {
        "/": page("<p>Trang chủ</p>"),
        "/robots.txt": "User-agent: *\nSitemap: /so-do/chung.xml\n",
        "/so-do/chung.xml": "<?xml version='1.0'?><urlset><url><loc>https://dongthap.gov.vn/van-ban</loc></url>"
        "<url><loc>https://dongthap.gov.vn/van-ban/ke-hoach-so-12-ve-viec-trien-khai-cong-tac-nam-2025</loc></url></urlset>",
        "/van-ban": page(table(1, 2, 3)),
    },
    "usual place": {"/": page("<p>Trang chủ</p>"), "/van-ban": page(table(1, 2, 3))},
    "home page itself": {"/": page(table(1, 2, 3)), "/van-ban": page("<p>không có gì</p>")},
}


def discover(site, url=f"{HOST}/", most=40, **how):
    """The discovery of a site given as a table of paths; what is not in it is a 404."""
    seen = Discovery(url, most, **how)
    walk = seen.walk()
    while (ask := walk.next()) is not None:
        told = ask.url + (f"#{ask.request.content}" if ask.request and ask.request.method == "POST" else "")
        body = site.get(told.removeprefix(HOST))
        if body is None:
            walk.failed(ask, "not_found", "status 404")
        else:
            kind = "application/xml" if body.startswith("<?xml") else "text/html"
            walk.got(ask, Answer(ask.url, 200, body.encode(), kind))
    if walk.error:
        raise walk.error
    return seen


@pytest.mark.parametrize("name", SITES)
def test_the_list_is_found(name):
    seen = discover(SITES[name])
    portal = propose_portal(seen, today=TODAY)
    where = "/" if name == "home page itself" else "/van-ban"
    assert portal.lists == (HOST + where,)
    assert (portal.province, portal.kind, portal.evidence) == ("Đồng Tháp", "ubnd", "observed")
    assert portal.expect.min_rows == 1


def test_what_is_written_can_be_loaded_and_says_what_was_seen(tmp_path):
    site = SITES["menu"] | {
        "/van-ban": page(table(*range(11, 21), pager="<div class='pager'><a href='?page=2'>2</a></div>"))
    }
    site["/van-ban?page=2"] = page(table(*range(1, 11)))
    seen = discover(site)
    portal = propose_portal(seen, today=TODAY)
    path = tmp_path / "dongthap.yaml"
    path.write_text(as_yaml(portal, seen), "utf-8")
    assert read_portal(path) == portal
    assert (portal.expect.min_rows, portal.expect.number) == (5, "UBND")
    assert portal.expect.newest_within_days >= 60
    assert "page 2 shows 10 rows, 10 of them new" in path.read_text("utf-8")
    assert path.read_text("utf-8").count("#   2025-10-") == 5
    told = json.loads(json.dumps(as_record(portal, seen)))
    assert [len(one["sample"]) for one in told["lists"]] == [5]
    assert yaml.safe_load(path.read_text("utf-8")) == told["portal"]


def test_parts_and_news_are_left_out_and_other_lists_kept():
    site = {
        "/": page(
            menu(
                **{
                    "Văn bản": "/van-ban",
                    "Nghị quyết HĐND": "/nghi-quyet",
                    "Kế hoạch": "/ke-hoach",
                    "Công báo": "/cong-bao",
                }
            )
        ),
        "/van-ban": page(table(*range(1, 10))),
        "/ke-hoach": page(table(7, 8, 9)),
        "/nghi-quyet": page(table(4, 5, 6, kind="NQ", body="HĐND")),
        "/cong-bao": page("".join(f"<div class='item'>{NEWS.replace('tuc/1', f'tuc/{i}')}</div>" for i in range(6))),
    }
    seen = discover(site)
    portal = propose_portal(seen, today=TODAY)
    assert portal.lists == (f"{HOST}/van-ban", f"{HOST}/nghi-quyet")
    assert portal.expect.number == "HĐND|UBND"
    assert {one.url: why for one, why in seen.left_out} == {
        f"{HOST}/ke-hoach": f"its rows are among those of {HOST}/van-ban",
        f"{HOST}/cong-bao": "titles and days only, may be news",
    }


def test_a_pager_by_script_is_tried_and_one_that_repeats_itself_is_not_believed():
    script = "<div class='pager'><a href='#' onclick='trang(2)'>2</a></div>"
    site = {"/": FRONT, "/van-ban": page(table(7, 8, 9, pager=script)), "/van-ban?trang=2": page(table(4, 5, 6))}
    site["/van-ban?page=2"] = site["/van-ban"]
    portal = propose_portal(discover(site), today=TODAY)
    assert (portal.paging.kind, portal.paging.name) == ("query", "trang")
    del site["/van-ban?trang=2"]
    assert propose_portal(discover(site), today=TODAY).paging.kind == "none"


def test_a_site_without_lists_gives_no_portal_and_few_requests():
    seen = discover({"/": page(menu(**{"Tin tức": "/tin-tuc", "Đăng nhập": "/dang-nhap"}) + NEWS)})
    assert propose_portal(seen) is None
    assert len(seen.seen) <= 12
    assert not any("dang-nhap" in url or "tin-tuc" in url for url, _ in seen.seen)


def test_never_more_requests_than_asked_for():
    many = {f"/van-ban/{i}": page(menu(**{f"Văn bản {j}": f"/van-ban/{j}" for j in range(200)})) for i in range(200)}
    seen = discover({"/": many["/van-ban/1"], **many}, most=15)
    assert len(seen.seen) <= 15 + 10


def test_a_sitemap_elsewhere_is_not_asked():
    seen = discover({"/": page("<p>Trang chủ</p>"), "/robots.txt": "Sitemap: http://10.0.0.1/sitemap.xml\n"})
    assert [url for url, _ in seen.seen if not url.startswith(HOST)] == []


def test_other_sites_and_private_hosts_are_not_asked():
    links = {
        "Văn bản chính phủ": "https://vanban.chinhphu.vn/",
        "Văn bản tỉnh": "https://vanban.dongthap.gov.vn/van-ban",
    }
    leads = [lead.url for lead in find_leads(read_page(page(menu(**links)), f"{HOST}/"))]
    assert leads == ["https://vanban.dongthap.gov.vn/van-ban"]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Văn bản chỉ đạo điều hành", 10, 10),
        ("VĂN BẢN QPPL", 8, 10),
        ("Hệ thống văn bản", 10, 10),
        ("Công báo", 8, 8),
        ("Góp ý dự thảo văn bản", -5, 4),
        ("Tin tức - Sự kiện", -20, -1),
        ("Đăng nhập hệ thống văn bản", -20, -1),
        ("Thủ tục hành chính", -20, -1),
        ("Thời tiết", 0, 0),
    ],
)
def test_menu_words(text, least, most):
    assert least <= score_words(text) <= most


@pytest.mark.parametrize(
    ("body", "url", "engine"),
    [
        ("<div class='UIDocumentList_Default'><table id='ctrl_17_3_gr_items'></table></div>", "/x", "vnpt"),
        ("<div class='flex-table-laws'></div>", "/vi/laws/", "nukeviet"),
        ("<div class='list-legal-document-table'></div>", "/x", "vhv"),
        ("<td class='vbpq-sohieuvanban'></td><a href='?p_p_id=1'>x</a>", "/x", "liferay"),
        ("<span class='doc-notation'>1</span>", "/congbao.nsf/a", "domino"),
        ("<table id='ctrl_1_2_grvDocument' class='search-result'></table><input name='__VIEWSTATE'>", "/x", "chinhphu"),
    ],
)
def test_families_by_their_signs(body, url, engine):
    assert next(iter(guess_engines(read_page(page(body), HOST + url)).items())) == (engine, True)


@pytest.mark.parametrize(
    ("url", "title", "footer", "province"),
    [
        ("https://haugiang.gov.vn/", "Trang chủ", "", "Cần Thơ"),
        ("https://syt.gialai.gov.vn/", "Sở Y tế", "", "Gia Lai"),
        ("https://a.vn/", "Cổng thông tin điện tử tỉnh Tây Ninh", "", "Tây Ninh"),
        ("https://a.vn/", "Trang chủ", "Cơ quan chủ quản: UBND tỉnh Lai Châu", "Lai Châu"),
        ("https://a.vn/", "Trang chủ", "", ""),
    ],
)
def test_whose_portal_it_is(url, title, footer, province):
    front = read_page(page(f"<footer>{footer}</footer>", title), url)
    assert guess_province(url, front) == province


def test_a_shell_sends_on_but_a_page_with_text_does_not():
    move = "<script>window.location.href = '/portal';</script>"
    assert sent_on(read_page(page(move), f"{HOST}/")) == f"{HOST}/portal"
    assert sent_on(read_page(page(move + "chữ " * 100), f"{HOST}/")) is None
    assert sent_on(read_page(page("<script>location='https://else.vn/'</script>"), f"{HOST}/")) is None


def test_a_page_that_only_cites_documents_is_no_list():
    assert judge_page(read_page(page(f"<div>{NEWS}</div>" * 3), HOST)) is None


def test_every_sign_of_a_family_fits_its_example():
    for row in read_table("family_signs", "scrapers"):
        assert re.search(row["sign"], row["example"], re.I), row
        assert row["engine"] in ENGINES


def test_every_menu_word_fits_its_example():
    for row in read_table("menu_words", "scrapers"):
        assert f" {' '.join(row['phrase'].replace('-', ' ').split())} " in menus._plain(row["example"]), row


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (("tls", "handshake failure"), "--tls legacy"),
        (("connection", "lost"), "--tls legacy"),
        ("<html><body><div id='app'></div><script src='/app.js'></script></body></html>", "--browser"),
        (("dns", "no such host"), None),
    ],
)
def test_what_to_try_where_the_front_page_cannot_be_had(outcome, told):
    seen = Discovery(f"{HOST}/")
    walk = seen.walk()
    while (ask := walk.next()) is not None:
        if isinstance(outcome, tuple):
            walk.failed(ask, *outcome)
        else:
            walk.got(ask, Answer(ask.url, 200, outcome.encode(), "text/html"))
    assert propose_portal(seen) is None
    assert [told in note for note in seen.notes] == ([True] if told else [])


def test_how_a_site_was_reached_is_proposed_too(tmp_path):
    seen = discover(SITES["menu"], browser=True, tls="legacy")
    portal = propose_portal(seen, today=TODAY)
    (tmp_path / "a.yaml").write_text(as_yaml(portal, seen), "utf-8")
    again = read_portal(tmp_path / "a.yaml")
    assert (again.browser, again.tls) == (True, "legacy")
