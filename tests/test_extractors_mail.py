"""Letters and saved pages: the text, and the files with them."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from extractors import Container, EmptyFile, extract_bytes, is_container, unpack_bytes
from extractors.formats import find_format
from tests.make_office import make_zip

PLAN = "Kế hoạch chuyển đổi số của tỉnh đến năm 2025, định hướng đến năm 2030".encode()
BODY = "Kính gửi các sở, ban, ngành,\nVăn phòng gửi kèm kế hoạch để thực hiện."


def letter(body: str = BODY, html: str = "", files: dict[str, bytes] | None = None, **head: str) -> bytes:
    made = EmailMessage()
    fields = {"From": "vp@tinh.vn", "To": "so@tinh.vn", "Subject": "V/v triển khai kế hoạch", "Date": "Wed, 8 Dec 2021"}
    for name, value in (fields | head).items():
        made[name] = value
    made.set_content(body)
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in (files or {}).items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def saved(html: str, charset: str = "utf-8", more: str = "") -> bytes:
    return (
        "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n"
        f"{more}--b\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lG\r\n--b--\r\n"
    ).encode(charset)


def test_a_letter_without_files_is_its_text() -> None:
    got = extract_bytes(letter())
    assert (got.method, got.text) == ("mail", f"V/v triển khai kế hoạch\n{BODY}")
    assert not is_container(letter())


def test_a_letter_with_files_gives_its_text_and_them() -> None:
    data = letter(files={"kế hoạch.txt": PLAN, "../b.zip": make_zip({"c.txt": PLAN})})
    assert is_container(data)
    with pytest.raises(Container):
        extract_bytes(data)
    got = unpack_bytes(data)
    assert [(m.name, m.error) for m in got] == [("letter.txt", None), ("kế hoạch.txt", None), ("b.zip/c.txt", None)]
    assert got[0].data.decode() == f"V/v triển khai kế hoạch\n{BODY}"
    assert [m.data for m in got[1:]] == [PLAN, PLAN]


def test_a_letter_in_a_letter_is_opened() -> None:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "a@b.vn", "c@d.vn", "trong"
    inner.set_content("thư trong")
    inner.add_attachment(PLAN, maintype="application", subtype="pdf", filename="a.pdf")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@b.vn", "c@d.vn", "ngoài"
    outer.set_content("thư ngoài")
    outer.add_attachment(inner)
    names = [m.name for m in unpack_bytes(outer.as_bytes())]
    assert names == ["letter.txt", "attachment-1.eml/letter.txt", "attachment-1.eml/a.pdf"]


def test_a_letter_in_html_only() -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@b.vn", "c@d.vn", "thư"
    made.set_content("<p>Kế hoạch<br>của tỉnh</p>", subtype="html")
    assert extract_bytes(made.as_bytes()).text == "thư\nKế hoạch\ncủa tỉnh"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (saved("<html><body><p>Kế hoạch</p><p>năm 2025</p></body></html>"), "Kế hoạch\nnăm 2025"),
        (saved("<html><frameset><frame src=a></frameset></html>",
               more="--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<body>Trong khung</body>\r\n"),
         "Trong khung"),
    ],
)  # fmt: skip
def test_a_saved_page_is_its_text(data: bytes, text: str) -> None:
    got = extract_bytes(data)
    assert (got.method, got.text) == ("mhtml", text)
    assert not is_container(data)


def test_a_letter_that_says_nothing_is_empty() -> None:
    with pytest.raises(EmptyFile):
        extract_bytes(letter(body=""))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("From: a\nTo: b\nSubject: c\n\nchữ", "mail"),
        ("Received: a\nFrom: a\nMIME-Version: 1.0\n\nchữ", "mail"),
        ("To: các sở\n\nFrom: Văn phòng\nDate: hôm nay", "plain"),  # words of a text, not a head
        ("Subject: kế hoạch\nSố: 1/KH-UBND\n", "plain"),
    ],
)
def test_letters_are_told_by_their_head(text: str, name: str) -> None:
    assert find_format(text.encode()).name == name


@pytest.mark.parametrize("header", ["Subject: =?xx?q?=zz?=", "Content-Type: multipart/mixed", "Content-Type: ;;=;"])
def test_odd_heads_do_no_harm(header: str) -> None:
    got = extract_bytes(f"From: a\nTo: b\nDate: c\n{header}\n\nKế hoạch của tỉnh".encode())
    assert "Kế hoạch của tỉnh" in got.text
