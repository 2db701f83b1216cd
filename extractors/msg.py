"""Letters saved by Outlook (.msg): a compound file with a stream for each property, a storage for each attachment.

As a letter in MIME: with files in it a container whose first member is its own text, without them a text.
Source: [MS-OXMSG], property numbers [MS-OXPROPS].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractors import html, ole, plain
from extractors.errors import EmptyFile, TooLarge
from extractors.member import Member, safe_name
from extractors.ole import CompoundFile, Entry
from extractors.reading import PageReading, Reading

SUBJECT, BODY, HTML, DATA, LONG_NAME, NAME = 0x0037, 0x1000, 0x1013, 0x3701, 0x3707, 0x3704
UNICODE, NARROW, BINARY, STORAGE = 0x001F, 0x001E, 0x0102, 0x000D
PROPERTIES = "__properties_version1.0"
ATTACHMENT = "__attach_version1.0_"
MAX_ATTACHMENTS = 500
MAX_DEPTH = 3  # letters attached to letters
HIDDEN = b"\x0b\x00\xfe\x7f"  # the property 7FFE, true where an attachment is a picture that the text shows

Storage = Mapping[str, Entry]


def has_files(data: bytes) -> bool:
    """Whether an Outlook letter carries files besides its own text."""
    if not data.startswith(ole.MAGIC[:4]) or PROPERTIES not in ole.root_names(data):
        return False
    file = CompoundFile(data)
    return any(True for _ in _attachments(file, file.root))


def read_msg(data: bytes) -> Reading:
    """The text of an Outlook letter: its subject and its body. Raises EmptyFile."""
    file = CompoundFile(data)
    body = _body(file, file.root)
    if not body.strip():
        raise EmptyFile("letter without text")
    text = "\n".join(x for x in (_string(file, file.root, SUBJECT), body) if x.strip())
    return Reading("msg", [PageReading(1, text, "msg")])


def msg_members(data: bytes) -> Iterator[Member]:
    """A letter's own text (`letter.txt`), then its files; of a letter attached to it the same, one folder deeper."""
    file = CompoundFile(data)
    yield from _members(file, file.root, "", 1)


def _members(file: CompoundFile, letter: Storage, folder: str, depth: int) -> Iterator[Member]:
    body = _body(file, letter)
    if body.strip():
        yield Member(f"{folder}letter.txt", f"{_string(file, letter, SUBJECT)}\n{body}".strip().encode())
    for number, attachment in enumerate(_attachments(file, letter), 1):
        raw = _string(file, attachment, LONG_NAME) or _string(file, attachment, NAME) or f"attachment-{number}"
        inner = attachment.get(_stream(DATA, STORAGE))
        if inner is None:
            yield Member(folder + safe_name(raw), file.read_entry(attachment.get(_stream(DATA, BINARY))))
        elif depth < MAX_DEPTH:
            yield from _members(file, file.inside(inner), f"{folder}{safe_name(raw)}/", depth + 1)
        else:
            yield Member(folder + safe_name(raw), error=TooLarge(f"letters nested over {MAX_DEPTH} deep"))


def _attachments(file: CompoundFile, letter: Storage) -> Iterator[Storage]:
    names = sorted(name for name in letter if name.startswith(ATTACHMENT))
    if len(names) > MAX_ATTACHMENTS:
        raise TooLarge(f"{len(names)} attachments, the limit is {MAX_ATTACHMENTS}")
    for name in names:
        attachment = file.inside(letter[name])
        if not _is_shown(file.read_entry(attachment.get(PROPERTIES))):
            yield attachment


def _is_shown(properties: bytes) -> bool:
    """Whether the text shows an attachment: rows of 16 bytes after a head of 8, the value in the second half."""
    rows = (properties[at : at + 16] for at in range(8, len(properties) - 15, 16))
    return any(row[:4] == HIDDEN and row[8:9] == b"\x01" for row in rows)


def _body(file: CompoundFile, letter: Storage) -> str:
    if text := _string(file, letter, BODY).strip():
        return text
    page = file.read_entry(letter.get(_stream(HTML, BINARY))) or _string(file, letter, HTML).encode()
    try:
        return "\n".join(one.text for one in html.read_html(page).pages) if page.strip() else ""
    except EmptyFile:
        return ""


def _string(file: CompoundFile, storage: Storage, number: int) -> str:
    if wide := storage.get(_stream(number, UNICODE)):
        return file.read_entry(wide).decode("utf-16-le", "replace").replace("\r\n", "\n").rstrip("\0")
    narrow = file.read_entry(storage.get(_stream(number, NARROW))).rstrip(b"\0")
    return plain.decode(narrow)[0] if narrow else ""


def _stream(number: int, kind: int) -> str:
    return f"__substg1.0_{number:04X}{kind:04X}"
