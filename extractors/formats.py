"""FORMATS: which reader reads which bytes. Sniffed by content, never by name: portals serve HTML as .pdf."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from extractors import docx, html, ocr, pdf, plain
from extractors.errors import EmptyFile, ExtractError, NotADocument, NotYetReadable, UnknownFormat
from extractors.reading import Reading
from extractors.structured import is_json, is_table_of_values


class Format(NamedTuple):
    """A row: the format's name, whether bytes are of it, and its reader; `boxes`: it takes `boxes=True`."""

    name: str
    test: Callable[[bytes], bool]
    read: Callable[..., Reading]
    boxes: bool = False


def _starts(*prefixes: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(prefixes)


def _refuse(error: type[ExtractError], detail: str) -> Callable[[bytes], Reading]:
    def read(data: bytes) -> NoReturn:
        raise error(detail)

    return read


def _has_member(*names: str) -> Callable[[bytes], bool]:
    """A ZIP with one of these members, or damaged beyond its directory but naming one (in a local header)."""

    def test(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return any(name in archive.NameToInfo for name in names)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return any(name.encode() in data for name in names)

    return test


_SOMETHING = re.compile(rb"[^\x00\s\xef\xbb\xbf]")
_PDF_HEAD = re.compile(rb"%PDF-\d")
_HTML_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.{0,900}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|style|link|div|table|span|form|p|h[1-6]|center|font|br|b|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ANYWHERE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def _is_html(data: bytes) -> bool:
    head = data[:2048]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    return bool(_HTML_HEAD.match(head) or _HTML_ANYWHERE.search(head))


def _is_legacy_office(stream: str) -> Callable[[bytes], bool]:
    """A compound file (`D0CF11E0`) whose directory names this stream, in UTF-16."""
    name = stream.encode("utf-16-le")
    return lambda data: data.startswith(b"\xd0\xcf\x11\xe0") and name in data


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")

FORMATS: tuple[Format, ...] = (
    Format("empty", lambda data: not _SOMETHING.search(data), _refuse(EmptyFile, "no bytes")),
    Format("pdf", lambda data: bool(_PDF_HEAD.search(data, 0, 1024)), pdf.read_pdf, boxes=True),
    Format("docx", _has_member("word/document.xml", "word/document2.xml"), docx.read_docx),
    Format("xlsx", _has_member("xl/workbook.xml", "xl/workbook.bin"), _refuse(NotYetReadable, "Excel sheet (.xlsx)")),
    Format("pptx", _has_member("ppt/presentation.xml"), _refuse(NotYetReadable, "PowerPoint slides (.pptx)")),
    Format("opendocument", _has_member("META-INF/manifest.xml"), _refuse(NotYetReadable, "OpenDocument file")),
    Format("zip", _starts(b"PK\x03\x04", b"PK\x05\x06"), _refuse(NotYetReadable, "ZIP archive")),
    Format("xls", _is_legacy_office("Workbook"), _refuse(NotYetReadable, "old Excel sheet (.xls)")),
    Format("doc", _is_legacy_office("WordDocument"), _refuse(NotYetReadable, "old Word document (.doc)")),
    Format("ole", _starts(b"\xd0\xcf\x11\xe0"), _refuse(NotYetReadable, "old Office file, or an encrypted new one")),
    Format("rtf", _starts(b"{\\rtf"), _refuse(NotYetReadable, "RTF document")),
    Format("rar", _starts(b"Rar!\x1a\x07"), _refuse(NotYetReadable, "RAR archive")),
    Format("7z", _starts(b"7z\xbc\xaf\x27\x1c"), _refuse(NotYetReadable, "7z archive")),
    Format("gzip", _starts(b"\x1f\x8b"), _refuse(NotYetReadable, "gzip archive")),
    Format("picture", _starts(*_PICTURES), ocr.read_picture, boxes=True),
    Format("mhtml", _starts(b"MIME-Version:", b"From: <Saved"), _refuse(NotYetReadable, "saved web page (.mht)")),
    Format("html", _is_html, html.read_html),
    Format("json", is_json, _refuse(NotADocument, "JSON")),
    Format("csv", is_table_of_values, _refuse(NotADocument, "table of comma-separated values")),
    Format("plain", plain.looks_like_text, plain.read_plain),
)  # fmt: skip


def find_format(data: bytes) -> Format:
    """The first row of FORMATS whose test holds; raises UnknownFormat when none does."""
    for row in FORMATS:
        if row.test(data):
            return row
    raise UnknownFormat(f"begins with {data[:8].hex(' ')}")
