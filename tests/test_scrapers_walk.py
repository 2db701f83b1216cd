# ruff: noqa: E501  (pages as they come)
"""The walk through a portal, without any network: order, stopping, killing and going on, and the account."""

import hashlib
from dataclasses import replace

import pytest

from documents.record import Capture
from scrapers.addresses import same, same_site
from scrapers.ask import Answer
from scrapers.options import CrawlOptions
from scrapers.portal import Expect, Paging, Portal
from scrapers.walk import Walk

BASE = "http://p.gov.vn"


class MemorySink:
    def __init__(self):
        self.captures: dict[str, Capture] = {}
        self.bodies: dict[str, bytes] = {}
        self.failures: list[tuple[str, str]] = []
        self.order: list[str] = []

    def last(self, url):
        return self.captures.get(url)

    def gone(self, url):
        return True if self.captures.pop(url, None) else None

    def keep(self, body, *, exchange, **told):
        capture = Capture(
            sha256=hashlib.sha256(body).hexdigest(), size=len(body), fetched="2024-01-01T00:00:00Z", **told
        )
        self.captures[capture.url] = capture
        self.bodies[capture.sha256] = body
        self.order.append(capture.url.removeprefix(BASE))
        return capture

    def body(self, capture):
        return self.bodies[capture.sha256]

    def unchanged(self, url):
        self.order.append("= " + url.removeprefix(BASE))

    def compared(self, portal, url, differs):
        self.differs = differs

    def fail(self, portal, url, reason, detail):
        self.failures.append((url.removeprefix(BASE), reason))


class Site:
    """A portal of `count` plans, newest first, `size` to a page; each with a page and a file."""

    def __init__(self, count, size=2):
        self.numbers, self.size = list(range(count, 0, -1)), size
        self.broken: dict[str, str] = {}

    def answer(self, url):
        path = url.removeprefix(BASE)
        if path.startswith("/vb/"):
            number = path.removeprefix("/vb/")
            text = f"<html><body><p>Kế hoạch {number} của tỉnh</p><a href='/tep/{number}.pdf'>Tải về</a></body></html>"
            return Answer(url, 200, text.encode(), "text/html")
        if path.startswith("/tep/"):
            return Answer(url, 200, b"%PDF-1.4 " + path.encode(), "application/pdf", etag='"1"')
        page = int(path.partition("?page=")[2] or 1)
        part = self.numbers[(page - 1) * self.size : page * self.size]
        rows = "".join(
            f"<tr><td>{n}/KH-UBND</td><td>01/02/2024</td><td><a href='/vb/{n}'>Kế hoạch số {n}</a></td></tr>"
            for n in part
        )
        more = (
            f"<div class='pagination'><a href='?page={page + 1}'>{page + 1}</a></div>"
            if self.numbers[page * self.size :]
            else ""
        )
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        return Answer(url, 200, f"<html><body><table>{head}{rows}</table>{more}</body></html>".encode(), "text/html")


PORTAL = Portal("p", "P", "Tây Ninh", "inferred", (f"{BASE}/van-ban",))


def crawl(site, sink, portal=PORTAL, options=None, stop_after=10_000):
    """Runs a walk to its end, or kills it after some requests."""
    walk = Walk(portal, sink, options or CrawlOptions())
    asked = []
    while len(asked) < stop_after and (ask := walk.next()) is not None:
        asked.append(ask.url.removeprefix(BASE))
        reason = site.broken.get(asked[-1])
        if reason:
            walk.failed(ask, reason, "")
        else:
            walk.got(ask, site.answer(ask.url))
    return walk.account, asked


def balanced(summary):
    return summary.asked == summary.done + summary.unchanged + summary.failed


def test_lists_first_then_documents_oldest_first_each_with_its_file():
    sink = MemorySink()
    summary, asked = crawl(Site(3), sink)
    assert asked == ["/van-ban", "/van-ban?page=2", "/vb/1", "/tep/1.pdf", "/vb/2", "/tep/2.pdf", "/vb/3", "/tep/3.pdf"]
    assert (summary.asked, summary.done, summary.listings, summary.rows, summary.complete) == (6, 6, 2, 3, True)
    assert sink.captures[f"{BASE}/tep/1.pdf"].item.number == "1/KH-UBND"
    assert sink.captures[f"{BASE}/vb/1"].role == "detail"


def test_with_nothing_new_only_the_first_page_is_looked_at_again():
    sink = MemorySink()
    crawl(Site(20), sink)
    before = dict(sink.captures)
    summary, asked = crawl(Site(20), sink)
    assert asked == ["/van-ban"]
    assert (summary.done, summary.unchanged, summary.failed) == (0, 0, 0)
    assert {u: c for u, c in sink.captures.items() if c.role != "listing"} == {
        u: c for u, c in before.items() if c.role != "listing"
    }


def test_new_documents_are_found_and_the_old_ones_left():
    sink = MemorySink()
    crawl(Site(20), sink)
    summary, _ = crawl(Site(23), sink)
    assert summary.done == 6
    assert f"{BASE}/tep/21.pdf" in sink.captures


@pytest.mark.parametrize("stop_after", range(1, 24))
def test_a_killed_crawl_and_the_next_one_lose_nothing(stop_after):
    sink, whole = MemorySink(), MemorySink()
    crawl(Site(8), whole)
    crawl(Site(8), sink, stop_after=stop_after)
    crawl(Site(8), sink)
    assert sink.captures.keys() == whole.captures.keys()


@pytest.mark.parametrize("stop_after", range(1, 14))
def test_a_stopped_crawl_says_so_and_its_account_is_even(stop_after):
    site, sink = Site(4), MemorySink()
    walk = Walk(PORTAL, sink)
    for count in range(stop_after):
        ask = walk.next()
        if ask is not None and count < stop_after - 1:
            walk.got(ask, site.answer(ask.url))
    walk.stop()
    summary = walk.account
    assert balanced(summary)
    assert summary.complete is (stop_after > 10)  # two lists, four pages and four files


def test_a_list_that_broke_off_is_walked_to_the_end_when_asked_for():
    site, sink = Site(8), MemorySink()
    site.broken["/van-ban?page=3"] = "http_error"
    summary, _ = crawl(site, sink)
    assert not summary.complete
    assert summary.failed_listings == 1 and balanced(summary)
    summary, _ = crawl(Site(8), sink, options=CrawlOptions(full=frozenset({"p"})))
    assert f"{BASE}/tep/1.pdf" in sink.captures


def test_failures_are_counted_and_the_walk_goes_on():
    site, sink = Site(3), MemorySink()
    site.broken = {"/vb/2": "timeout", "/tep/3.pdf": "not_found"}
    summary, asked = crawl(site, sink)
    assert "/tep/2.pdf" not in asked  # only its page knows it
    assert (summary.asked, summary.done, summary.failed) == (5, 3, 2)
    assert sink.failures == [("/vb/2", "timeout"), ("/tep/3.pdf", "not_found")]


def test_addresses_not_due_are_left_and_those_due_again_are_asked():
    site, sink = Site(2), MemorySink()
    options = CrawlOptions(skip=frozenset({f"{BASE}/vb/2"}), also={"p": (f"{BASE}/tep/9.pdf",)})
    summary, asked = crawl(site, sink, options=options)
    assert "/vb/2" not in asked and "/tep/9.pdf" in asked
    assert balanced(summary)


def test_a_list_that_failed_is_the_lists_failure_and_never_asked_as_a_document():
    site, sink = Site(8), MemorySink()
    site.broken["/van-ban?page=3"] = "timeout"
    crawl(site, sink)
    assert sink.failures == [("/van-ban", "timeout")]
    options = CrawlOptions(also={"p": (f"{BASE}/van-ban", f"{BASE}/vb/9")})
    summary, asked = crawl(Site(8), sink, options=options)
    assert asked.count("/van-ban") == 1 and "/vb/9" in asked
    assert sink.captures[f"{BASE}/van-ban"].role == "listing"
    assert balanced(summary)


def test_a_portal_that_shows_its_last_page_for_ever_ends():
    class Endless(Site):
        def answer(self, url):
            return super().answer(f"{BASE}/van-ban?page=2" if "page=" in url else url)

    portal = replace(PORTAL, paging=Paging("query"))
    summary, asked = crawl(Endless(4), MemorySink(), portal)
    assert [a for a in asked if "van-ban" in a] == ["/van-ban", "/van-ban?page=2", "/van-ban?page=3"]
    assert (summary.rows, summary.done, summary.complete) == (4, 8, True)


def test_one_page_too_far_is_the_end_of_a_counted_list():
    site, sink = Site(2), MemorySink()
    site.broken["/van-ban?page=2"] = "not_found"
    summary, _ = crawl(site, sink, replace(PORTAL, paging=Paging("query")))
    assert (summary.failed, summary.complete, summary.done) == (0, True, 4)


def test_max_pages_cuts_and_says_so():
    summary, _ = crawl(Site(20), MemorySink(), options=CrawlOptions(max_pages=2))
    assert summary.listings == 2
    assert not summary.complete
    assert "stopped after 2 pages" in summary.notes[0]


class Shows(Site):
    """A portal whose list is one given page."""

    def __init__(self, html):
        super().__init__(0)
        self.html = html

    def answer(self, url):
        return Answer(url, 200, self.html.encode(), "text/html")


ROW = "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr><tr><td>{}</td><td>{}</td><td><a href='/vb/1'>Về việc A</a></td></tr></table>"  # fmt: skip


@pytest.mark.parametrize(
    ("html", "expect", "engine", "reason"),
    [
        ("<p>Chưa có văn bản nào được đăng tải trên trang này.</p>", Expect(), "generic", "empty_listing"),
        (ROW.format("1/KH-UBND", "01/02/2024"), Expect(min_rows=3), "generic", "empty_listing"),
        (ROW.format("1/KH-UBND", "01/02/2024"), Expect(max_rows=0), "generic", "listing_changed"),
        (ROW.format("SP-12", "01/02/2024"), Expect(number="/KH-"), "generic", "listing_changed"),
        (ROW.format("1/KH-UBND", "01/02/2004"), Expect(newest_within_days=60), "generic", "stale_listing"),
        ("<p>Trang không tồn tại hoặc đã bị xóa.</p>", Expect(), "generic", "soft_404"),
        ("<form>Mật khẩu <input type='password'></form><p>Đăng nhập vào hệ thống</p>", Expect(), "generic", "login"),
    ],
)
def test_a_list_that_is_not_what_was_expected_is_a_failure(html, expect, engine, reason):
    sink = MemorySink()
    summary, _ = crawl(Shows(f"<html><body>{html}</body></html>"), sink, replace(PORTAL, expect=expect, engine=engine))
    assert [r for _, r in sink.failures] == [reason]
    assert summary.failed_listings == 1
    assert not summary.complete
    assert balanced(summary)


def test_bytes_of_a_list_are_kept_before_an_engine_that_fails(monkeypatch):
    def fails(page, portal):
        raise KeyError("row")

    monkeypatch.setitem(__import__("scrapers.walk", fromlist=["ENGINES"]).ENGINES, "generic", fails)
    sink = MemorySink()
    walk = Walk(PORTAL, sink)
    ask = walk.next()
    with pytest.raises(KeyError) as error:
        walk.got(ask, Site(2).answer(ask.url))
    walk.broken(ask, error.value)
    assert sink.captures[f"{BASE}/van-ban"].role == "listing"
    assert sink.failures == [("/van-ban", "crawler_error")]


@pytest.mark.parametrize(
    ("body", "kind", "url", "reason"),
    [
        (b"<html><body>Trang b\xe1\xba\xa1n y\xc3\xaau c\xe1\xba\xa7u kh\xc3\xb4ng t\xe1\xbb\x93n t\xe1\xba\xa1i</body></html>", "text/html", None, "soft_404"),
        (b"", "text/html", None, "empty_page"),
        (b"<html><body>Van ban</body></html>", "text/html", f"{BASE}/", "soft_404"),
    ],
)  # fmt: skip
def test_a_page_that_is_none_is_never_kept(body, kind, url, reason):
    class Bad(Site):
        def answer(self, asked):
            good = super().answer(asked)
            return Answer(url or asked, 200, body, kind) if "/vb/" in asked else good

    sink = MemorySink()
    summary, _ = crawl(Bad(1), sink)
    assert sink.failures == [("/vb/1", reason)]
    assert summary.done == 0


def test_a_web_page_instead_of_a_file_is_not_kept_and_a_pdf_sent_as_html_is():
    class Mixed(Site):
        def answer(self, url):
            good = super().answer(url)
            if url.endswith("/1.pdf"):
                return Answer(url, 200, b"<html><body><p>" + b"chu " * 400 + b"</p></body></html>", "text/html")
            return replace(good, media_type="text/html") if url.endswith(".pdf") else good

    sink = MemorySink()
    crawl(Mixed(2), sink)
    assert sink.failures == [("/tep/1.pdf", "not_a_file")]
    assert sink.captures[f"{BASE}/tep/2.pdf"].role == "file"


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("http://www.a.vn/x/", "https://a.vn:443/x", True),
        ("http://a.vn/x?p=1", "http://a.vn/x?p=2", False),
        ("http://a.vn:8080/x", "http://a.vn/x", False),
    ],
)
def test_same_addresses(a, b, equal):
    assert (same(a) == same(b)) is equal


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://vanban.camau.gov.vn/1", True),
        ("https://baocamau.vn/1", False),
        ("https://hanoi.gov.vn/1", False),
    ],
)
def test_detail_pages_stay_on_the_portals_site(url, own):
    assert same_site(url, ("https://camau.gov.vn/van-ban",)) is own


def test_a_host_that_fails_is_left_alone_and_what_was_not_asked_for_is_found_the_next_time():
    site, sink = Site(20, size=20), MemorySink()
    site.broken = {f"/vb/{n}": "timeout" for n in range(3, 20)}
    summary, asked = crawl(site, sink)
    assert [path for path in asked if path.startswith("/vb/")] == [f"/vb/{n}" for n in range(1, 8)]
    assert (summary.complete, summary.failed) == (False, 5) and balanced(summary)
    assert "left for the next crawl" in summary.notes[0]
    summary, asked = crawl(Site(20, size=20), sink, options=CrawlOptions(full=frozenset({"p"})))
    assert f"{BASE}/tep/20.pdf" in sink.captures and summary.complete


def test_failures_that_are_not_the_hosts_do_not_count_against_it():
    site = Site(20, size=20)
    site.broken = {f"/vb/{n}": "not_found" for n in range(1, 20)}
    summary, _ = crawl(site, MemorySink())
    assert summary.failed == 19 and summary.done == 2


def test_a_list_that_says_it_is_unchanged_is_read_as_it_was():
    class Conditional(Site):
        def answer(self, url):
            return replace(super().answer(url), etag='"7"')

    sink = MemorySink()
    crawl(Conditional(4), sink, stop_after=4)  # killed after its first document
    walk = Walk(PORTAL, sink)
    ask = walk.next()
    assert (ask.url, ask.etag) == (f"{BASE}/van-ban", '"7"')
    walk.got(ask, Answer(ask.url, 304, b""))
    assert walk.next().url == f"{BASE}/van-ban?page=2"  # its rows are new to us all the same
    assert walk.account.rows == 2


def test_session_ids_neither_hide_what_is_known_nor_make_lists_endless():
    class Sessions(Site):
        visits = 0

        def answer(self, url):
            self.visits += 1
            plain = Site.answer(self, url.partition(";")[0].partition("&sid")[0])
            if b"<table>" not in plain.body:
                return plain
            mark = f";jsessionid=ABCDEF{self.visits:010}".encode()
            return replace(plain, body=plain.body.replace(b"'>K", mark + b"'>K"))

    site, sink = Sessions(4), MemorySink()
    summary, asked = crawl(site, sink)
    assert summary.odd["session_ids"] == 4
    assert summary.done == 8 and not any("jsessionid" in url for url in (*asked, *sink.captures))
    assert crawl(site, sink)[1] == ["/van-ban"]
