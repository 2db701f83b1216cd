"""Web pages, plain texts and mails that attack or merely annoy a reader."""

# ruff: noqa: E501, PLW0108 - one line for each file of the table
from __future__ import annotations

import base64
from collections.abc import Callable

from tests.hostile_kinds import (
    CONTAINER,
    DAMAGED,
    EMPTY,
    LONG,
    MB,
    NO_DOCUMENT,
    NOT_YET,
    TEXT,
    TOO_LARGE,
    UNKNOWN,
    Hostile,
)

SENTENCE = "Nghị quyết về chuyển đổi số của tỉnh"


def page(body: str | bytes, head: str = "") -> bytes:
    inside = body.encode() if isinstance(body, str) else body
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>".encode()
        + inside
        + f"<p>{SENTENCE}</p></body></html>".encode()
    )


def nested(tag: str, depth: int) -> Callable[[], bytes]:
    """A sentence in so many elements, all closed."""
    names = tag.split()
    start, end = "".join(f"<{n}>" for n in names), "".join(f"</{n}>" for n in reversed(names))
    return lambda: f"<html><body>{start * depth}{SENTENCE}{end * depth}".encode()


def unclosed() -> bytes:
    """Twenty thousand elements of every kind, none closed."""
    return b"<html><body>" + b"<p><b><i><table><tr><td><ul><li><a href=x><font>x<!-- y --" * 2000


def html_named_pdf() -> bytes:
    """What many portals send for a missing file: a page."""
    return "<!DOCTYPE html><html><body><p>Kế hoạch số 12/KH-UBND của Ủy ban nhân dân tỉnh.</p></body></html>".encode()


def noise(size: int = 4096) -> bytes:
    """Bytes of no format: a fixed sequence that looks random."""
    state, out = 1, bytearray()
    for _ in range(size):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        out.append(state >> 16 & 0xFF)
    return b"\x01\x02" + bytes(out)


def multipart(depth: int) -> bytes:
    """A mail whose parts are mails, so many levels down."""
    heads = "".join(
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    return f"{heads}Content-Type: text/plain\n\n{SENTENCE}\n".encode()


def messages(depth: int) -> bytes:
    """A mail in a mail, so many levels down."""
    return b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * depth + SENTENCE.encode()


def mail(kind: str, body: bytes, more: str = "") -> bytes:
    return f"MIME-Version: 1.0\nSubject: a\nContent-Type: {kind}\n{more}\n".encode() + body


MANY_BLANKS = b"a" + b" " * (2 * MB) + b"b"
PARTS = CONTAINER | LONG | NO_DOCUMENT | TEXT | EMPTY | DAMAGED | TOO_LARGE | NOT_YET
UTF7 = b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"

FILES = (
    Hostile("html.pdf", html_named_pdf, TEXT, "của Ủy ban"),
    Hostile("nested-tables.html", nested("table tr td", 20_000), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("deep.html", nested("div", 50_000), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("deep-inline.html", nested("b i font", 10_000), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("one-tag.html", lambda: page(f'<p class="{"a" * (20 * MB)}">x</p>'), TEXT | TOO_LARGE | DAMAGED),
    Hostile("all-tags.html", lambda: page("<b>" * 5_000_000), TOO_LARGE),
    Hostile("half-tags.html", lambda: b"<html>" + b"<" * (15 * MB), TOO_LARGE),
    Hostile("entity-flood.html", lambda: page("&amp;&#x1EA1;" * 500_000), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("entities.html", lambda: page("&#9999999999;&#0;&#xD800;&nosuch;&" + "a" * MB + ";"), TEXT, "của tỉnh"),
    Hostile("doctype.html", lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x; a b c</p>', TEXT, ""),
    Hostile("unclosed.html", unclosed, TEXT | TOO_LARGE),
    Hostile("attributes.html", lambda: page("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x</p>"), TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("charset-lie.html", lambda: page("x", '<meta charset="utf-16">'), TEXT, "của tỉnh"),
    Hostile("utf7.html", lambda: page(UTF7, '<meta charset="utf-7">'), TEXT, "của tỉnh"),
    Hostile("no-such-charset.html", lambda: page(b"\xff\xfe\xff x", '<meta charset="zip-codec">'), TEXT | DAMAGED),
    Hostile("zeros.html", lambda: page(b"\x00" * MB + b"a\x00b"), TEXT | EMPTY | UNKNOWN | TOO_LARGE | DAMAGED),
    Hostile("500000-cells.html", lambda: page("<table border=1>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 5000 + "</table>"), TOO_LARGE),
    Hostile("spans.html", lambda: page('<table border=1><tr><td colspan=99999999 rowspan="99999999">x</td></tr></table>' * 100), TEXT, "của tỉnh"),
    Hostile("comments.html", lambda: b"<!---->" * 280 + b"x", TEXT | EMPTY | UNKNOWN),
    Hostile("comments-then-page.html", lambda: b"<!---->" * 100_000 + page("x"), TEXT | EMPTY | TOO_LARGE),
    Hostile("open-comment.html", lambda: b"<html><!-- " + b"<p>a</p>" * 100_000, TEXT | EMPTY),
    Hostile("preformatted.html", lambda: page("<pre>" + "a\n" * 30_000 + "</pre>"), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("hidden.html", lambda: page('<p style="display:none">a</p>' * 20_000), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("footers.html", lambda: page('<div class="footer"><div class="footer">abc</div></div>' * 10_000), LONG | TEXT | TOO_LARGE, "của tỉnh"),
    Hostile("deep-footers.html", lambda: page('<div class="menu">x' * 5000), LONG | TEXT | TOO_LARGE),
    Hostile("scripts.html", lambda: page("<script>while(1);</script><iframe src=http://192.0.2.1/></iframe><img src=file:///etc/passwd>"), TEXT, "của tỉnh"),
    Hostile("one-line.txt", lambda: b"a" * (100 * MB), TOO_LARGE),
    Hostile("broken-utf8.txt", lambda: (SENTENCE * 2000).encode() + b"\xff\xc0\x80\xf5" * 100, TEXT, "của tỉnh"),
    Hostile("all-broken.txt", lambda: b"ab\xff\xfd\xe9 " * 100_000, TEXT | DAMAGED),
    Hostile("marks.txt", lambda: ("a" + "\u0301\u0323" * 1_000_000).encode(), TEXT | TOO_LARGE | DAMAGED),
    Hostile("only-marks.txt", lambda: ("\u0302" * 300_000).encode(), TEXT | EMPTY | DAMAGED),
    Hostile("bidi.txt", lambda: (SENTENCE + "\u202e\u2066\u202d\u2069" * 1000 + " x").encode(), TEXT, "của tỉnh"),
    Hostile("surrogates.txt", lambda: b"\xff\xfe" + b"\x00\xd8a\x00\x00\xdc" * 1000 + SENTENCE.encode("utf-16-le"), TEXT | DAMAGED),
    Hostile("surrogates-utf8.txt", lambda: SENTENCE.encode() * 100 + b"\xed\xa0\x80\xed\xb0\x80", TEXT, "của tỉnh"),
    Hostile("tabs.txt", lambda: b"a" + b"\t" * (2 * MB) + b"b\nc\t\n", TEXT | TOO_LARGE),
    Hostile("blanks.txt", lambda: MANY_BLANKS, TEXT | TOO_LARGE),
    Hostile("line-ends.txt", lambda: b"a" + b"\n" * (8 * MB) + b"b", TEXT | TOO_LARGE),
    Hostile("page-breaks.txt", lambda: b"a\f" * (4 * MB), TOO_LARGE),
    Hostile("brackets.json", lambda: b"[" * (3 * MB), NO_DOCUMENT | TEXT | TOO_LARGE),
    Hostile("numbers.json", lambda: b"[" + b"9" * MB + b"]", NO_DOCUMENT | TEXT | DAMAGED | TOO_LARGE),
    Hostile("one-field.csv", lambda: b'a,b,c,"' + b"x" * 190_000 + b'"\n1,2,3,4\n1,2,3,4\n', NO_DOCUMENT | TEXT | DAMAGED),
    Hostile("legacy.txt", lambda: "KÕ ho¹ch ph¸t triÓn kinh tÕ sè ®Õn n¨m 2025 cña tØnh\n".encode("cp1252") * 20_000, LONG | TEXT | TOO_LARGE, "kinh tế số"),
    Hostile("viqr.txt", lambda: b"Ke^' hoa.ch pha't trie^?n kinh te^' so^' cu?a ti?nh\n" * 20_000, LONG | TEXT | TOO_LARGE),
    Hostile("noise.bin", noise, UNKNOWN),
    Hostile("empty.docx", lambda: b"", EMPTY),
    Hostile("zeros.bin", lambda: bytes(50 * MB), EMPTY),
    Hostile("multipart-1000.mht", lambda: multipart(1000), PARTS),
    Hostile("multipart-50000.mht", lambda: multipart(50_000), PARTS),
    Hostile("messages.eml", lambda: messages(5000), PARTS),
    Hostile("no-boundary.mht", lambda: mail("multipart/related", b"--\n--\n" * 100_000), PARTS),
    Hostile("long-header.mht", lambda: mail("text/html", b"<p>a</p>", "X: " + "a\n " * 1_000_000 + "\n"), PARTS),
    Hostile("base64.mht", lambda: mail("text/html", base64.b64encode(b"<html>" + b"<b>" * (4 * MB)), "Content-Transfer-Encoding: base64\n"), PARTS),
    Hostile("charset.mht", lambda: mail('text/html; charset="no-such"', page("x"), "Content-Transfer-Encoding: quoted-printable\n"), PARTS),
    Hostile("far-parts.mht", lambda: mail("message/external-body; access-type=URL; URL=http://192.0.2.1/", b"x"), PARTS),
)  # fmt: skip
