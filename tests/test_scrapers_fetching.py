"""What a fetched thing says of itself: addresses, charsets, file names, lists past their end or changed overnight."""

import unicodedata
from dataclasses import replace
from types import SimpleNamespace

import pytest
from portals_server.pages import encode
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, StopDownload
from scrapy.http import Headers, Response

from documents.record import Item
from scrapers.addresses import canonical, clean, same
from scrapers.ask import Ask
from scrapers.charset import decode
from scrapers.expected import alike, check_change, is_future, tidy, today
from scrapers.listing import Listing
from scrapers.portal import Paging
from scrapers.response import read_file_name
from scrapers.transfer import Resume, Transfer
from scrapers.turning import Pages, is_end

A = "https://a.gov.vn/vb"


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        (f"{A};jsessionid=1F0A93BC5D77?id=5", f"{A}?id=5"),
        (f"{A}?PHPSESSID=9b3c1d2e4f&id=5", f"{A}?id=5"),
        (f"{A}?sid=0c1d2e3f4a5b6c7d&id=5", f"{A}?id=5"),
        (f"{A}?sid=12&id=5", f"{A}?sid=12&id=5"),  # a site's number, no session
        (f"{A}?id=5&utm_source=zalo&fbclid=IwAR0", f"{A}?id=5"),
        (f"{A}/kh.pdf?t=1718590000123", f"{A}/kh.pdf"),
        (f"{A}?t=2", f"{A}?t=2"),  # a tab
        (f"{A}?page=2&id=", f"{A}?page=2&id="),
        (f"{A};v=2/x", f"{A};v=2/x"),
    ],
)
def test_addresses_without_what_says_nothing(url, cleaned):
    assert clean(url) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (f"{A}?b=2&a=1", f"{A}?a=1&b=2", True),
        (f"{A}?OpenForm&b=2&a=1", f"{A}?OpenForm&a=1&b=2", True),
        (f"{A}?b=2&OpenForm", f"{A}?OpenForm&b=2", True),
        (f"{A}?a=1&a=2", f"{A}?a=2", False),
        (f"{A}?sid=0c1d2e3f4a5b6c7d&b=2&a=1", f"{A};jsessionid=AB12?a=1&b=2", True),
    ],
)
def test_one_form_for_all_ways_to_write_an_address(one, other, equal):
    assert (canonical(one) == canonical(other)) is equal
    assert (same(one) == same(other)) is equal


TEXT = "<html><head>{}</head><body><p>Kế hoạch của Ủy ban nhân dân tỉnh về việc phát triển nông thôn mới năm 2026: số ký hiệu, ngày ban hành, trích yếu văn bản</p></body></html>"  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1258", "twice"])
@pytest.mark.parametrize("claims", ["utf-8", "iso-8859-1", "windows-1252", "windows-1258", "no-such", ""])
def test_pages_are_read_whatever_is_claimed_of_them(charset, claims):
    meta = f'<meta charset="{claims}">' if claims else ""
    page = TEXT.format(meta)
    read = decode(encode(page, charset), f"text/html; charset={claims}" if claims else "text/html")
    assert unicodedata.normalize("NFC", read) == page


def test_a_page_with_a_few_broken_bytes_stays_utf_8():
    body = TEXT.format("").encode() + b"\xff\xfe\xc3"
    assert "Ủy ban nhân dân" in decode(body, "text/html; charset=iso-8859-1")


def test_english_stays_as_claimed():
    assert decode("Café déjà vu".encode("latin-1"), "text/html; charset=iso-8859-1") == "Café déjà vu"


NAME = "Kế hoạch 12-KH-UBND.pdf"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (f'attachment; filename="{NAME}"'.encode(), NAME),
        (b'attachment; filename="' + encode(NAME, "windows-1258") + b'"', NAME),
        (b"attachment; filename=\"x.pdf\"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf", "Kế hoạch.pdf"),
        (b"attachment; filename*=iso-8859-1''K%EA.pdf", "Kê.pdf"),
        (b"attachment; filename=K%E1%BA%BF%20ho%E1%BA%A1ch.pdf", "Kế hoạch.pdf"),
        (b'attachment; filename="=?UTF-8?B?S+G6vyBob+G6oWNoLnBkZg==?="', "Kế hoạch.pdf"),
        (b"inline; filename=cv 412.doc; size=10", "cv 412.doc"),
        (b'attachment; filename="..\\\\..\\\\qd.pdf"', "qd.pdf"),
        (b'attachment; filename="C:\\vb\\cv.doc"', "cv.doc"),
        (b'attachment; filename="so \\"12\\".pdf"', 'so "12".pdf'),
        (b'attachment; filename="../../etc/passwd"', "passwd"),
        (b'attachment; filename="100%.pdf"', "100%.pdf"),
        (b'attachment; filename=""', None),
        (b"attachment", None),
        (None, None),
    ],
)
def test_names_of_files(header, name):
    assert read_file_name(header) == name


def item(number, **more):
    return Item(f"{number}/KH-UBND", "2026-01-02", f"Kế hoạch {number}", detail_url=f"{A}/{number}", **more)


def test_a_date_in_the_future_is_none_and_a_session_is_no_difference():
    slip = replace(item(1), issued=f"{today().year + 36}-01-02")
    assert is_future(slip) and tidy(slip).issued is None
    assert not is_future(item(1)) and tidy(item(1)) == item(1)
    assert alike(replace(item(1), detail_url=f"{A}?a=1&b=2"), replace(item(1), detail_url=f"{A}?b=2&a=1"))
    assert not alike(item(1), replace(item(1), title="Kế hoạch khác"))
    assert not alike(None, item(1))


@pytest.mark.parametrize(
    ("shown", "repeats"),
    [([1, 2], True), ([2, 1], True), ([1], True), ([2, 3], False), ([3, 4], False), ([], False)],
)
def test_a_page_that_brings_only_rows_of_pages_before_is_the_end(shown, repeats):
    pages = Pages(A, Paging())
    assert not pages.repeats((item(1), item(2)))
    assert pages.repeats(tuple(map(item, shown))) is repeats


@pytest.mark.parametrize(
    ("page", "reason", "kind", "end"),
    [(2, "not_found", "query", True), (1, "not_found", "query", False), (2, "not_found", "links", False),
     (2, "http_error", "query", False)],
)  # fmt: skip
def test_how_a_counted_list_ends(page, reason, kind, end):
    assert is_end(Ask(A, "listing", page=page), reason, Paging(kind)) is end


DOCUMENTS, TITLES = Listing((item(1), item(2)), confidence=1.0), Listing((item(8), item(9)), confidence=0.0)


@pytest.mark.parametrize(
    ("listing", "before", "known", "failing", "changed"),
    [
        (TITLES, DOCUMENTS, False, False, True),  # news where documents were
        (TITLES, TITLES, False, True, True),  # the night after: still
        (TITLES, TITLES, False, False, False),  # a crawl that was killed before its first document
        (TITLES, DOCUMENTS, True, False, False),
        (TITLES, None, False, False, False),
        (DOCUMENTS, TITLES, False, False, False),
    ],
)
def test_a_list_that_shows_something_else_overnight_fails(listing, before, known, failing, changed):
    assert (check_change(listing, before, known, failing) is not None) is changed


class Fetching:
    """A request as the middleware sees it, and the crawler it belongs to."""

    def __init__(self, max_bytes=1_000_000):
        self.spider = SimpleNamespace(options=SimpleNamespace(max_bytes=max_bytes))
        self.signals = SimpleNamespace(connect=lambda receiver, signal: None)
        self.resume = Resume(self)
        self.request = Request("https://a.gov.vn/a.pdf", meta={"transfer": Transfer()})

    def comes(self, body, **headers):
        told = Headers({name.replace("_", "-"): value for name, value in headers.items()})
        self.resume.take_head(told, len(body), self.request, self.spider)
        self.resume.take_bytes(body, self.request, self.spider)

    def breaks(self):
        return self.resume.process_exception(self.request, ConnectionError("cut"))


PART = b"%PDF-1.4" + b"x" * 20_000


@pytest.mark.parametrize(
    ("body", "headers", "resumed"),
    [
        (PART, {"ETag": '"a"'}, True),
        (PART, {"Last_Modified": "Fri, 01 Nov 2024 08:00:00 GMT"}, True),
        (PART, {"ETag": 'W/"a"'}, False),  # the rest might be another file's
        (PART, {}, False),
        (PART, {"ETag": '"a"', "Content_Encoding": "gzip"}, False),
        (PART[:9000], {"ETag": '"a"'}, False),
    ],
)
def test_what_of_a_file_is_asked_for_when_it_broke_off(body, headers, resumed):
    fetching = Fetching()
    fetching.comes(body, **headers)
    again = fetching.breaks()
    assert (again is not None) is resumed
    if again is not None:
        assert again.headers["Range"] == f"bytes={len(body)}-".encode()
        assert again.headers["If-Range"] == next(iter(headers.values())).encode()


@pytest.mark.parametrize(
    ("status", "told", "whole"),
    [
        (206, f"bytes {len(PART)}-{len(PART) + 3}/{len(PART) + 4}", True),
        (206, f"bytes {len(PART)}-{len(PART) + 3}/{len(PART) + 9}", False),  # not to its end
        (206, f"bytes 5-8/{len(PART) + 4}", False),  # another part
        (416, f"bytes */{len(PART) + 4}", False),
    ],
)
def test_a_rest_is_taken_only_if_it_is_the_rest(status, told, whole):
    fetching = Fetching()
    fetching.comes(PART, ETag='"a"')
    fetching.request = fetching.breaks()
    fetching.comes(b"rest", ETag='"a"', Content_Range=told)
    response = Response(fetching.request.url, status=status, headers={"Content-Range": told}, body=b"rest")
    outcome = fetching.resume.process_response(fetching.request, response)
    if whole:
        assert (outcome.status, outcome.body) == (200, PART + b"rest")
    else:
        assert isinstance(outcome, Request) and "Range" not in outcome.headers  # once more, from its start


def test_a_file_in_parts_may_not_be_larger_than_a_whole_one():
    fetching = Fetching(max_bytes=30_000)
    fetching.comes(PART, ETag='"a"')
    fetching.request = fetching.breaks()
    with pytest.raises(StopDownload):
        fetching.comes(PART, ETag='"a"', Content_Range=f"bytes {len(PART)}-{2 * len(PART) - 1}/{2 * len(PART)}")
    with pytest.raises(DownloadCancelledError):
        fetching.breaks()
