"""What `vanban portals check` says of a portal: made sites as tables of addresses, no network."""

from datetime import timedelta

import pytest

from documents.record import Exchange
from scrapers.ask import Answer
from scrapers.check import Checkup, check_file
from scrapers.errors import REASONS
from scrapers.expected import today
from scrapers.portal import Expect, Paging, Portal

LIST = "https://a.gov.vn/van-ban"
PDF = b"%PDF-1.4\n" + b"0123456789" * 50


def table(*numbers, body="UBND", age=3, more=""):
    day = f"{today() - timedelta(days=age):%d/%m/%Y}"
    rows = "".join(
        f"<tr><td>{n}/KH-{body}</td><td>{day}</td><td><a href='/vb/{n}'>Về việc triển khai số {n}</a></td></tr>"
        for n in numbers
    )
    head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
    return f"<html><body><table>{head}{rows}</table>{more}</body></html>".encode()


def detail(link="/tep/1.pdf"):
    said = "Nội dung văn bản. " * 30
    return f"<html><body><h1>Kế hoạch</h1><p>{said}</p><a href='{link}'>Tải</a></body></html>".encode()


PAGER = "<div class='pager'><a href='/van-ban?page=2'>2</a></div>"
GOOD = {
    "/van-ban": table(7, 8, 9, more=PAGER),
    "/van-ban?page=2": table(4, 5, 6),
    "/vb/7": detail(),
    "/tep/1.pdf": PDF,
}
WALL = b"<html><title>Just a moment...</title><body></body></html>"
NEWS = "".join(
    f"<div class='item'><h3><a href='/tin/{i}'>Tỉnh gặp mặt doanh nghiệp năm {i}</a></h3><span>2/10/2025</span></div>"
    for i in range(6)
)
SHELL = b"<html><body><div id='app'></div></body></html>"
ARTICLES = f"<html><body>{NEWS}<p>{'Cổng thông tin. ' * 80}</p></body></html>".encode()


def check(site, **portal):
    """The findings as {check: (state, told)}."""
    lists = portal.pop("lists", (LIST,))
    checkup = Checkup(Portal("a", "A", "Tây Ninh", "observed", lists, **portal))
    walk = checkup.walk()
    while (ask := walk.next()) is not None:
        body = site.get(ask.url.removeprefix("https://a.gov.vn"))
        if body is None:
            walk.failed(ask, "not_found", "status 404")
        elif isinstance(body, tuple):
            walk.failed(ask, *body)
        else:
            kind = "application/pdf" if body.startswith(b"%PDF") else "text/html"
            tls = Exchange(ask.url, tls="certificate verified")
            walk.got(ask, Answer(ask.url, 200, body, kind, exchange=tls))
    if walk.error:
        raise walk.error
    assert all(one.what_to_do for one in checkup.findings if one.state != "right")
    assert not any(one.what_to_do for one in checkup.findings if one.state == "right")
    return {one.check: (one.state, one.told) for one in checkup.findings}


def test_a_portal_that_is_as_its_file_says():
    told = check(GOOD, expect=Expect(2, newest_within_days=30, number="UBND"))
    assert {state for state, _ in told.values()} == {"right"}
    assert list(told) == ["reach", "tls", "robots", "rows", "age", "numbers", "paging", "file"]
    assert told["paging"][1] == "page 2 shows 3 rows, 3 of them new"
    assert told["file"][1] == "PDF, 509 bytes"


@pytest.mark.parametrize(
    ("change", "portal", "name", "state", "told"),
    [
        ({"/van-ban": ("dns", "no such host")}, {}, "reach", "wrong", "dns: no such host"),
        ({"/van-ban": ("timeout", "60 s")}, {}, "reach", "wrong", "timeout"),
        ({"/van-ban": ("tls", "certificate verify failed")}, {}, "tls", "wrong", "verify failed"),
        ({"/van-ban": ("robots_disallowed", "Disallow: /")}, {}, "robots", "wrong", "Disallow"),
        ({"/van-ban": WALL}, {}, "page", "wrong", "bot_wall"),
        ({"/van-ban": SHELL}, {}, "page", "wrong", "empty_page"),
        ({"/van-ban": PDF}, {}, "page", "wrong", "not_a_page"),
        ({}, {"expect": Expect(10)}, "rows", "wrong", "3 rows with engine generic, 10 expected"),
        ({}, {"expect": Expect(1, max_rows=2)}, "rows", "wrong", "3 rows, at most 2 expected"),
        ({"/van-ban": ARTICLES}, {}, "rows", "note", "0% speak of documents"),
        (
            {"/van-ban": table(7, 8, 9, age=90)},
            {"expect": Expect(1, newest_within_days=30)},
            "age",
            "wrong",
            "90 days old",
        ),
        ({"/van-ban": table(7, 8, 9, age=150)}, {}, "age", "note", "150 days old"),
        ({"/van-ban": table(7, 8, 9, age=-9)}, {}, "age", "note", "no row tells its day"),
        ({"/van-ban": table(7, 8, 9, body="SYT")}, {"expect": Expect(1, number="UBND")}, "numbers", "wrong", "0 match"),
        ({"/van-ban?page=2": GOOD["/van-ban"]}, {}, "paging", "wrong", "page 2 repeats page 1"),
        ({"/van-ban?page=2": ("not_found", "status 404")}, {}, "paging", "wrong", "could not be had"),
        ({"/van-ban": table(7, 8, 9)}, {}, "paging", "note", "no further page is named"),
        ({"/van-ban": table(7, 8, 9)}, {"paging": Paging("none")}, "paging", "right", "as the file says"),
        ({"/van-ban": table(7, 8, 9)}, {"paging": Paging("query")}, "paging", "right", "3 of them new"),
        ({"/tep/1.pdf": ARTICLES}, {}, "file", "wrong", "a web page came instead"),
        ({"/tep/1.pdf": ("not_found", "status 404")}, {}, "file", "wrong", "not_found"),
        ({"/tep/1.pdf": b"PK\x03\x04" + b"1" * 96}, {}, "file", "note", "ZIP, DOCX or XLSX, 100 bytes, named .pdf"),
        ({"/vb/7": PDF}, {}, "file", "right", "PDF"),
        ({f"/vb/{i}": detail("/x") for i in (7, 8, 9)}, {}, "file", "note", "no file on"),
    ],
)
def test_what_is_wrong_is_said(change, portal, name, state, told):
    found = check({**GOOD, **change}, **portal)
    assert found[name][0] == state and told in found[name][1]


def test_engine_and_reader_that_see_other_rows():
    links = "".join(
        f"<li class='row'><h2 class='Title'><a href='/tin/{i}'>Quyết định số {i}/QĐ-UBND về việc số {i}</a></h2></li>"
        for i in range(3)
    )
    more = f"<ul class='ArticleList'>{links}</ul>"
    found = check({**GOOD, "/van-ban": table(*range(1, 9), more=more)}, engine="vnpt")
    assert found["reader"][0] == "wrong" and "3 and 8 rows, 0 shared" in found["reader"][1]


def test_a_portal_without_lists_is_to_be_discovered():
    found = check({"/": GOOD["/van-ban"]}, lists=(), home="https://a.gov.vn/")
    assert found["rows"] == ("note", "no list is known")


@pytest.mark.parametrize(
    ("body", "url", "state", "told"),
    [
        (PDF, "/a.pdf", "right", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, "/a.doc", "right", "old Office"),
        (b"{\\rtf1}", "/a.doc", "right", "RTF"),
        (b"", "/a.pdf", "wrong", "no bytes"),
        (b"<!DOCTYPE html><html></html>", "/a.pdf", "wrong", "a web page"),
        (b"\x00\x01\x02\x03", "/a.pdf", "note", "no known kind"),
        (PDF, "/tai-ve/12", "right", "PDF"),
    ],
)
def test_a_file_is_what_it_says(body, url, state, told):
    found = check_file(body, None, "https://a.vn" + url)
    assert found[0] == state and told in found[1]


def test_what_to_do_is_known_for_every_reason_a_check_meets():
    for reason in ("dns", "timeout", "connection", "http_error", "bot_wall", "soft_404", "login", "error_page"):
        assert REASONS[reason]
