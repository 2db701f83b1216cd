# ruff: noqa: E501  (markup as it comes)
"""Pages that every local portal has: front, frame, detail, news, calendar, and those that are no documents."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from html import escape
from urllib.parse import quote

from .world import Document

MENU = (
    ("/trang-chu", "Trang chủ"), ("/gioi-thieu", "Giới thiệu chung"), ("/tin-tuc", "Tin tức - Sự kiện"),
    ("/lien-he", "Liên hệ"), ("/dang-nhap", "Đăng nhập"),
)  # fmt: skip
MAINTENANCE = "<html><head><title>Thông báo</title></head><body><h1>Hệ thống đang bảo trì</h1><p>Mời quay lại sau.</p></body></html>"
WALL = (
    "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing.</p><script>"
    "window._cf_chl_opt={}</script></body></html>"
)
NOT_FOUND = "<html><head><title>Không tìm thấy</title></head><body><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p></body></html>"
ERROR = "<html><head><title>Lỗi</title></head><body><p>Đã xảy ra lỗi trong quá trình xử lý yêu cầu.</p></body></html>"
LOGIN = (
    "<html><head><title>Đăng nhập</title></head><body><form method='post'>Tên đăng nhập <input name='u'> Mật khẩu <input "
    "type='password' name='p'></form></body></html>"
)
NO_FILE = f"<h1>Tải tệp</h1><p>{'Tệp này chỉ mở được trong trình duyệt của cơ quan. ' * 30}</p>"
FRONT = "<h1>Cổng thông tin điện tử</h1>"


def frame(province: str, content: str, more: str, charset: str) -> str:
    """A page with its menu and footer, whose licence has the form of a number."""
    items = "".join(f"<li><a href='{path}'>{text}</a></li>" for path, text in MENU)
    claim = f'<meta charset="{charset}">' if charset else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head>{claim}<title>Văn bản - {province}</title></head><body>'
        f'<nav class="navbar"><ul>{items}</ul></nav><div id="noi-dung">{content}</div>{more}'
        f'<footer class="footer">Cơ quan chủ quản: Ủy ban nhân dân tỉnh {province}. Giấy phép số 15/GP-STTTT cấp ngày '
        f"20/12/2016.</footer></body></html>"
    )


def front(province: str, lists: list[tuple[str, str]]) -> str:
    """The home page: a menu that leads to the lists, newest news, links elsewhere."""
    menu = "".join(f"<li><a href='{escape(path)}'>{text}</a></li>" for path, text in lists)
    return (
        f"<h1>Cổng thông tin điện tử tỉnh {province}</h1><div class='menu'><ul>{menu}</ul></div><div class='tin'>"
        "<h3><a href='/tin-tuc/1'>Tỉnh gặp mặt doanh nghiệp đầu năm</a></h3><h3><a href='/tin-tuc/2'>Khai mạc lễ hội</a>"
        "</h3></div><div class='weblink'><a href='https://chinhphu.vn/'>Chính phủ</a></div>"
    )


def detail(doc: Document, files: list[str], day: str) -> str:
    """A document's own page: its labels, its words where it has no file, its files."""
    labels = (("Số ký hiệu", doc.number), ("Ngày ban hành", day), ("Loại văn bản", doc.type), ("Trích yếu", doc.title),
              ("Cơ quan ban hành", doc.issuer))  # fmt: skip
    table = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in labels)
    words = "".join(f"<p>{escape(line)}</p>" for line in doc.lines()) if doc.kind == "none" else ""
    links = "".join(f"<li><a href='{link}'>Tải về</a></li>" for link in files) if doc.kind != "none" else ""
    return f"<h1>{escape(doc.title)}</h1><table class='thuoc-tinh'>{table}</table>{words}<ul class='tep'>{links}</ul>"


def news(today: date) -> str:
    """A list of news: dated titles, none a document."""
    titles = ("Khai mạc hội chợ xuân", "Gặp mặt các gia đình chính sách", "Đoàn viên thanh niên trồng cây", "Giải chạy")
    rows = "".join(
        f"<div class='tin-item'><h3><a href='/tin-tuc/{i}'>{title} lần thứ {i + 2}</a></h3><span class='ngay'>"
        f"{today - timedelta(days=i):%d/%m/%Y}</span><p>Sáng nay, lãnh đạo tỉnh đã tới dự.</p></div>"
        for i, title in enumerate(titles * 2)
    )
    return f"<h1>Tin tức</h1><div class='danh-sach-tin'>{rows}</div>"


def calendar(path: str) -> str:
    """A month: it always has a next one."""
    told = path.rstrip("/").split("/")[2:4]
    year, month = (int(told[0]), int(told[1])) if len(told) == 2 and all(map(str.isdigit, told)) else (2026, 1)
    after = (year + month // 12, month % 12 + 1)
    return (
        f"<div class='lich-pager'>Tháng {month}/{year} <a href='/lich/{after[0]}/{after[1]}' class='next' title='Tháng sau'>"
        f"»</a></div>"
    )


def encode(text: str, charset: str) -> bytes:
    """A page as an old server writes it; windows-1258 has its tones apart, `twice` is UTF-8 taken for Latin-1."""
    if charset == "windows-1258":
        apart = "".join(_tones_apart(c) for c in text)
        return apart.encode("cp1258", "xmlcharrefreplace")
    if charset == "twice":
        return "".join(_as_1252(byte) for byte in text.encode("utf-8")).encode("utf-8")
    return text.encode(charset, "xmlcharrefreplace")


def _as_1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def _tones_apart(char: str) -> str:
    """A Vietnamese letter as its letter and its tone, which is how windows-1258 can write it."""
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(c for c in parts[1:] if c in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", parts[:1] + "".join(c for c in parts[1:] if c not in tones)) + tones


def disposition(form: str, name: str) -> bytes | None:
    """A file's name in one of the forms that servers send it in."""
    if form == "raw":
        return b'attachment; filename="' + name.encode() + b'"'
    if form == "rfc5987":
        return f"attachment; filename=\"van-ban\"; filename*=UTF-8''{quote(name)}".encode()
    if form == "cp1258":
        return b'attachment; filename="' + encode(name, "windows-1258") + b'"'
    if form == "quoted":
        return f"attachment; filename={quote(name)}".encode()
    return None
