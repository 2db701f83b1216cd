"""Letters (.eml) and saved web pages (.mht): MIME, read by the standard library.

A letter with files in it is a container: its own text is its first member. Without files it is a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from extractors import html, plain
from extractors.errors import Damaged, EmptyFile, TooLarge
from extractors.member import Member, safe_name
from extractors.reading import PageReading, Reading

MAX_MAIL = 100 << 20  # bytes
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}

_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_KNOWN = re.compile(
    rb"^(?:From|To|Subject|Date|MIME-Version|Message-ID|Content-Type|Received):", re.MULTILINE | re.IGNORECASE
)

_PAGE = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)", re.MULTILINE | re.IGNORECASE)
_SENT = re.compile(rb"^(?:To|Received|Message-ID):", re.MULTILINE | re.IGNORECASE)


def is_mail(data: bytes) -> bool:
    """Whether bytes begin with the head of a letter: lines of fields, three of which every letter has."""
    head = re.split(rb"\r?\n\r?\n", data[:16384].lstrip(), maxsplit=1)[0]
    return bool(_FIELD.match(head)) and len({match.lower() for match in _KNOWN.findall(head)}) >= 3


def is_saved_page(data: bytes) -> bool:
    """Whether a letter is a web page saved with its pictures: nobody sent it to anybody."""
    head = data[:16384]
    if not (is_mail(data) or head[:13].lower() == b"mime-version:" or head.startswith(b"From: <Saved")):
        return False
    return bool(_PAGE.search(head)) and not _SENT.search(head)


def has_files(data: bytes) -> bool:
    """Whether a letter carries files besides its own text."""
    return is_mail(data) and any(True for _ in _files(_parse(data)))


def read_saved_page(data: bytes) -> Reading:
    """The text of a web page saved as .mht: its main page, or its frames. Raises EmptyFile, Damaged, TooLarge."""
    parts = [part for part in _parse(data).walk() if part.get_content_type() == "text/html"]
    readings = []
    for part in parts:
        try:
            readings.append(_page(part))
        except EmptyFile:
            continue  # a page of frames: what they show are the other parts
        if part is parts[0]:
            break
    if not readings:
        raise EmptyFile("saved web page without text")
    pages = [PageReading(i, page.text, "mhtml") for i, page in enumerate((p for r in readings for p in r.pages), 1)]
    return Reading("mhtml", pages, [warning for reading in readings for warning in reading.warnings])


def read_letter(data: bytes) -> Reading:
    """The text of a letter: its subject and its body. Raises EmptyFile, Damaged, TooLarge."""
    letter = _parse(data)
    subject = _field(letter, "subject")
    body = _body(letter)
    text = "\n".join(x for x in (subject, body) if x.strip())
    if not body.strip():
        raise EmptyFile("letter without text")
    return Reading("mail", [PageReading(1, text, "mail")])


def letter_members(data: bytes) -> Iterator[Member]:
    """A letter's own text (`letter.txt`), then its files."""
    letter = _parse(data)
    body = _body(letter)
    if body.strip():
        yield Member("letter.txt", f"{_field(letter, 'subject')}\n{body}".strip().encode())
    for number, part in enumerate(_files(letter), 1):
        name = safe_name(part.get_filename() or f"attachment-{number}{_ending(part)}")
        yield Member(name, _bytes_of(part))


def _parse(data: bytes) -> EmailMessage:
    if len(data) > MAX_MAIL:
        raise TooLarge(f"{len(data)} bytes of mail, the limit is {MAX_MAIL}")
    try:
        return message_from_bytes(data.lstrip(), policy=policy.default)
    except (
        ValueError,
        LookupError,
        IndexError,
        AttributeError,
        TypeError,
    ) as error:
        raise Damaged(f"mail: {type(error).__name__}: {error}"[:300]) from None


def _files(letter: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are files: named, or neither text nor a picture that the text shows."""
    waiting = [letter]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield part
        elif part.is_multipart():
            waiting[:0] = [x for x in part.iter_parts() if isinstance(x, EmailMessage)]
        elif _is_file(part, kind):
            yield part


def _is_file(part: EmailMessage, kind: str) -> bool:
    if kind in SIGNATURES or kind.startswith("multipart/"):
        return False
    shown = kind.startswith("text/") or (kind.startswith("image/") and bool(part["content-id"]))
    return part.get_content_disposition() == "attachment" or not shown


def _body(letter: EmailMessage) -> str:
    if letter.get_content_maintype() == "multipart" and not letter.is_multipart():  # its parts are not marked off
        return plain.decode(_bytes_of(letter))[0]
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        if part is None:
            continue
        if kind == "html":
            try:
                return "\n".join(page.text for page in _page(cast(EmailMessage, part)).pages)
            except EmptyFile:
                return ""
        text, _ = plain.decode(_bytes_of(cast(EmailMessage, part)), part.get_content_charset())
        if text.strip():
            return text
    return ""


def _page(part: EmailMessage) -> Reading:
    """One part that is a web page; the encoding its head names stands in for one the page does not name."""
    data, charset = _bytes_of(part), part.get_content_charset()
    if charset and charset not in ("us-ascii",) and b"charset" not in data[:4096].lower():
        data = b'<meta charset="%s">' % charset.encode() + data
    return html.read_html(data)


def _bytes_of(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return cast(EmailMessage, part.get_content()).as_bytes()
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _ending(part: EmailMessage) -> str:
    return ".eml" if part.get_content_type() == "message/rfc822" else ""


def _field(letter: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(letter[name] or "").split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):  # as in _parse: odd encodings of a head
        return ""
