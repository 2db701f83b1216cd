"""What must never become a document."""

import pytest

from documents.tables import read_table
from scrapers.errors import REASONS
from scrapers.guards import check_address, check_page, check_redirect, is_private, is_trap, read_networks
from scrapers.page import read_page

MENU = "<nav>" + "".join(f'<a href="/m{i}">Mục số {i} của trang</a>' for i in range(40)) + "</nav>"
LONG = "<p>" + "Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện nhiệm vụ trong năm. " * 20 + "</p>"


def signs():
    rows = read_table("page_signs", "scrapers")
    return [(row["reason"], row["where"], row["phrase"], row["example"]) for row in rows]


@pytest.mark.parametrize(("reason", "where", "phrase", "example"), signs())
def test_every_sign_finds_its_example_and_spares_a_document(reason, where, phrase, example):
    assert reason in REASONS
    title, body = (example, "") if where == "title" else ("Trang", example)
    shell = f"<html><head><title>{title}</title></head><body>{MENU}{body}{{}}</body></html>"
    found = check_page(read_page(shell.format("<p>Địa chỉ: số 1</p>"), "http://a.vn/x"))
    assert found is not None and found.reason == reason
    assert check_page(read_page(shell.format(LONG), "http://a.vn/x")) is None


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<html><body><script>document.cookie='D1N=ab';location.reload()</script></body></html>", "bot_wall"),
        ("<html><body><div id='app'></div><script src='/app.js'></script></body></html>", "empty_page"),
        ("<html><body><form><input name='u'><input type='password'></form>Xin chào</body></html>", "login"),
        ("<html><title>Văn bản</title><body><p>Quyết định 404/QĐ-UBND về việc giao đất</p></body></html>", None),
        ("<html><title>Quyết định 404/QĐ-UBND</title><body><p>về việc giao đất ở xã A</p></body></html>", None),
        ("<html><body>Không tìm thấy trang. <a href='/tep/12.pdf'>Tải về</a></body></html>", None),
    ],
)
def test_pages(html, reason):
    found = check_page(read_page(html, "http://a.vn/x"))
    assert (found.reason if found else None) == reason


def test_a_document_that_ends_on_a_login_is_none():
    page = read_page(f"<html><body>{LONG}</body></html>", "http://a.vn/dang-nhap?next=/vb/1")
    assert check_page(page, "http://a.vn/vb/1").reason == "login"


@pytest.mark.parametrize(
    ("asked", "came", "refused"),
    [
        ("http://a.vn/vi/laws/detail/qd-1-5/", "http://a.vn/vi/laws/", True),
        ("http://a.vn/vb/1.html", "http://a.vn/", True),
        ("http://a.vn/vb/1.html", "https://a.vn/vb/1.html", False),
        ("http://a.vn/vb/1", "http://a.vn/vb/1/", False),
        ("http://a.vn/vb/1", "http://b.vn/van-ban/quyet-dinh-1", False),
    ],
)
def test_redirects_to_the_front_or_up_are_soft_404(asked, came, refused):
    assert (check_redirect(asked, came) is not None) is refused


@pytest.mark.parametrize(
    ("url", "trap"),
    [
        ("http://a.vn/web/x/-/view_content/31-tin.html/en/vi", True),
        ("http://a.vn/login?action=open_id/vi/en/vi", True),
        ("http://a.vn/en/web/x/vi", True),
        ("http://a.vn/a/b/a/b/c", True),
        ("http://a.vn/tin/tin/tin/1", True),
        ("http://a.vn/" + "x/" * 21, True),
        ("http://a.vn/?q=" + "x" * 2000, True),
        ("http://a.vn/vi/van-ban/ke-hoach-12.html", False),
        ("http://a.vn/web/guest/van-ban/-/view_content/123-ke-hoach", False),
        ("http://a.vn/VanBan/2026/06/06/qd.pdf", False),
        ("http://a.vn/en", False),
    ],
)
def test_endless_addresses(url, trap):
    assert is_trap(url) is trap


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("192.168.1.1", True),
        ("172.20.0.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),
        ("::1", True),
        ("[fd00::1]", True),
        ("::ffff:10.0.0.1", True),
        ("224.0.0.1", True),
        ("not an address", True),
        ("203.162.4.190", False),
        ("2001:ee0:4f00::1", False),
        ("10.9.0.7", False),  # allowed below
    ],
)
def test_private_addresses(address, private):
    assert is_private(address, read_networks(["10.9.0.0/16"])) is private


@pytest.mark.parametrize("url", ["ftp://a.vn/x", "file:///etc/passwd", "http://", "http://[::1"])
def test_only_http(url):
    assert check_address(url).reason == "bad_address"
