# ruff: noqa: E501  (pages as they come)
"""Pages of a list that an address alone does not reach: forms posted back, pagers' services, lists for programs."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl

import pytest

from documents.record import Capture
from scrapers.ask import Answer
from scrapers.page import is_data, read_page
from scrapers.page_request import PageRequest
from scrapers.portal import Paging, Portal
from scrapers.postback import find_postback
from scrapers.walk import Walk

BASE = "http://p.gov.vn"
LIST = f"{BASE}/vb.aspx"
PORTAL = Portal("p", "P", "Tây Ninh", "inferred", (LIST,), follow_details=False)
HEAD = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"


class Sink:
    def __init__(self):
        self.kept, self.failures = [], []

    def last(self, url):
        return None

    def keep(self, body, *, url, role, **told):
        self.kept.append((url, role))
        return Capture(url=url, sha256="0", size=len(body), fetched="2024-01-01T00:00:00Z", role=role)

    def body(self, capture):
        raise AssertionError("nothing was known before")

    def gone(self, url):
        return None

    def unchanged(self, url):
        raise AssertionError("nothing was known before")

    def compared(self, portal, url, differs):
        assert differs is None

    def fail(self, portal, url, reason, detail):
        self.failures.append((url, reason, detail))


def grid(page, last, size=2):
    """A page of an ASP.NET grid: the pager shows the page at hand as a span, the others as postbacks."""
    rows = "".join(
        f"<tr><td>{n}/KH-UBND</td><td>01/02/2024</td><td><a href='/tep/{n}.pdf'>Kế hoạch về việc số {n}</a></td></tr>"
        for n in range(page * size, page * size + size)
    )
    pager = "".join(
        f"<td><span>{n}</span></td>"
        if n == page
        else f"<td><a href=\"javascript:__doPostBack('ctl00$grd','Page${n}')\">{n}</a></td>"
        for n in range(1, last + 1)
    )
    state = f"<input type='hidden' name='__VIEWSTATE' value='state-{page}'><input type='text' name='tu' value='khóa'>"
    return (
        f"<html><body><form method='post' action='vb.aspx'>{state}<table>{HEAD}{rows}"
        f"<tr class='pager'><td colspan='3'><table><tr>{pager}</tr></table></td></tr></table></form></body></html>"
    )


def walk_all(answer, portal=PORTAL, most=20):
    """Walks the lists; (pages' requests, sink, summary)."""
    sink = Sink()
    walk = Walk(portal, sink)
    requests = []
    while (ask := walk.next()) is not None and len(requests) < most:
        if ask.role == "listing":
            requests.append(ask.request)
            walk.got(ask, Answer(ask.url, 200, answer(ask.request).encode(), "text/html"))
        else:
            walk.got(ask, Answer(ask.url, 200, b"%PDF-1.4 " + ask.url.encode(), "application/pdf"))
    return requests, sink, walk.account


def test_a_grid_is_turned_by_posting_its_own_state_back():
    def answer(request):
        form = dict(parse_qsl(request.content))
        page = int(form["__EVENTARGUMENT"].removeprefix("Page$")) if form else 1
        assert not form or form["__VIEWSTATE"] == f"state-{page - 1}"
        return grid(page, 3)

    requests, sink, summary = walk_all(answer)
    assert [r.method for r in requests] == ["GET", "POST", "POST"]
    assert dict(requests[2].form)["tu"] == "khóa"
    assert summary.rows == 6 and summary.complete
    listings = [url for url, role in sink.kept if role == "listing"]
    assert listings == [LIST, f"{LIST}#page=2", f"{LIST}#page=3"]


def test_a_grid_that_shows_the_same_page_for_ever_ends():
    requests, _, summary = walk_all(lambda request: grid(1, 3))
    assert len(requests) == 2 and summary.rows == 2


@pytest.mark.parametrize(
    ("pager", "argument"),
    [
        ("<a href=\"javascript:__doPostBack('g','Page$2')\">2</a>", "Page$2"),
        ("<span>1</span> <a href=\"javascript:__doPostBack(&#39;g&#39;,&#39;Page$2&#39;)\">2</a>", "Page$2"),
        ("<a href=\"javascript:__doPostBack('p$1','')\">1</a><span>2</span><a href=\"javascript:__doPostBack('p$3','')\">3</a>", "p$3"),
        ("<a href='#' onclick=\"__doPostBack('g$next','')\">Trang sau</a>", "g$next"),
        ("<a href=\"javascript:__doPostBack('g','Page$1')\">1</a><span>2</span>", None),
        ("<a href=\"javascript:__doPostBack('dangxuat','')\">Thoát</a>", None),
        ("<a href='?page=2'>2</a>", None),
    ],
)  # fmt: skip
def test_the_next_postback(pager, argument):
    found = find_postback(read_page(f"<form action='/x.aspx'>{pager}</form>", LIST))
    told = dict(found.form) if found else {}
    assert (told.get("__EVENTARGUMENT") or told.get("__EVENTTARGET")) == argument
    assert found is None or (found.url, found.method) == (f"{BASE}/x.aspx", "POST")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (PageRequest("http://a.vn/x", "POST", (("page", "2"), ("site", "7")), counter="page"), "page=3&site=7"),
        (PageRequest("http://a.vn/x?n=9&page=2", counter="page"), "http://a.vn/x?n=9&page=3"),
        (PageRequest("http://a.vn/x"), None),
    ],
)
def test_the_request_after(request_, expected):
    after = request_.advanced()
    assert (after and (after.content or after.url)) == expected


def test_a_list_for_programs_is_asked_by_post_from_its_first_page():
    def answer(request):
        page = json.loads(request.content)["page"]
        items = [{"so": f"{page}/QĐ-UBND", "ngay": "2024-03-05", "ten": f"Về việc {page}", "tep": f"/t/{page}.pdf"}]
        return json.dumps({"data": {"ds": items if page < 4 else []}})

    fields = {"rows": "data.ds", "number": "so", "issued": "ngay", "title": "ten", "file": "tep"}
    paging = Paging("post", body='{"page":{page},"size":1}')
    portal = replace(PORTAL, engine="json", selectors=fields, paging=paging)
    requests, sink, summary = walk_all(answer, portal)
    assert [json.loads(r.body)["page"] for r in requests] == [1, 2, 3, 4]
    assert {r.content_type for r in requests} == {"application/json"}
    assert summary.rows == 3 and summary.complete and not sink.failures


def test_a_pager_service_is_asked_for_rows_until_it_has_none():
    first = """<html><body><script>var data = {article_category_id: '55', site_id: 12};</script><ul class="ArticleList">{}</ul>
<ul class="pagination"><li class="page-item page-number" data-page="2"><a>2</a></li></ul></body></html>"""

    def rows(page):
        return "".join(
            f"<li class='row'><h2 class='Title'><a href='/vb-{page}{n}'>Kế hoạch số {page}{n}/KH-UBND về việc {n}</a></h2>"
            "<div class='Ngaydang'>01/02/2024</div></li>"
            for n in range(3)
        )

    def answer(request):
        form = parse_qs(request.content)
        if not form:
            return first.replace("{}", rows(1))
        assert (form["article_category_id"], form["site_id"]) == (["55"], ["12"])
        page = int(form["page"][0])
        return f"<ul class='ArticleList'>{rows(page)}</ul>" if page < 4 else "<div></div>"

    requests, sink, summary = walk_all(answer, replace(PORTAL, engine="vnpt"))
    assert summary.rows == 9 and not sink.failures and summary.complete
    assert requests[1].url == f"{BASE}/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"items": []}', True),
        (b"\xef\xbb\xbf [1]", True),
        (b'<?xml version="1.0"?><rss version="2.0">', True),
        (b"<urlset xmlns='x'>", True),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', False),
        (b"<html><body>", False),
        (b"%PDF-1.4", False),
    ],
)
def test_lists_for_programs_are_known_by_their_start(body, expected):
    assert is_data(body) is expected


@pytest.mark.parametrize(
    ("paging", "url", "page", "expected"),
    [
        (Paging("fill"), "http://a.vn/c-{page}.html", 1, "http://a.vn/c-1.html"),
        (Paging("fill", first=0, step=30), "http://a.vn/v?Start={page}", 3, "http://a.vn/v?Start=60"),
        (Paging("query", first=1, step=30, name="Start"), "http://a.vn/v", 2, "http://a.vn/v?Start=31"),
        (Paging("query"), "http://a.vn/v", 1, None),
        (Paging("links"), "http://a.vn/v", 2, None),
    ],
)
def test_counted_requests(paging, url, page, expected):
    request = paging.request(url, page)
    assert (request and request.url) == expected
