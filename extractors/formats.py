"""FORMATS: which reader reads which bytes. Sniffed by content, never by name: portals serve HTML as .pdf."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from extractors.errors import (
    Container,
    EmptyFile,
    Encrypted,
    ExtractError,
    NotADocument,
    NotYetReadable,
    UnknownFormat,
)
from extractors.reading import Reading


class Format(NamedTuple):
    """A row: the format's name, whether bytes are of it, and its reader; `boxes`: it takes `boxes=True`."""

    name: str
    test: Callable[[bytes], bool]
    read: Callable[..., Reading]
    boxes: bool = False


def _late(name: str) -> Callable[..., Any]:
    """A function of this package as `module.function`, imported when it is first called: no PDF waits for lxml."""
    module, function = name.split(".")

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(import_module(f"extractors.{module}"), function)(*arguments, **options)

    call.__name__ = name
    return call


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
_BZIP2_HEAD = re.compile(rb"BZh[1-9]1AY&SY")
_PDF_HEAD = re.compile(rb"%PDF-\d")
_PACKED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MIME-Version:")  # may hold a PDF as it is


def _is_pdf(data: bytes) -> bool:
    """A PDF may begin anywhere in the first 1,024 bytes (ISO 32000), but not inside a container."""
    return bool(_PDF_HEAD.search(data, 0, 1024)) and not data.startswith(_PACKED)


_HTML_HEAD = re.compile(
    # possessive: comments could else be divided among the rounds in exponentially many ways
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+|<!--(?:(?!-->).){0,900}+-->\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|style|link|div|table|span|form|p|h[1-6]|center|font|br|b|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ANYWHERE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def _is_html(data: bytes) -> bool:
    head = data[:2048]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    return bool(_HTML_HEAD.match(head) or _HTML_ANYWHERE.search(head))


def _is_legacy_office(*streams: str) -> Callable[[bytes], bool]:
    """A compound file with one of these in its root; where its directory is broken, one that names it anywhere."""

    def test(data: bytes) -> bool:
        if not data.startswith(_OLE):
            return False
        from extractors import ole

        names = ole.root_names(data)
        return any(name in names if names else name.encode("utf-16-le") in data for name in streams)

    return test


def _is_opendocument(kind: str) -> Callable[[bytes], bool]:
    """A package of this kind: so says its first member, which should not be packed ([ODF 1.3] part 2, 3.3)."""
    name = b"application/vnd.oasis.opendocument." + kind.encode()

    def test(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04") or b"mimetype" not in data[:60]:
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as member:
                return member.read(100).startswith(name)
        except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError, zlib.error):
            return name in data[:200]

    return test


_OLE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")

FORMATS: tuple[Format, ...] = (
    Format("empty", lambda data: not _SOMETHING.search(data), _refuse(EmptyFile, "no bytes")),
    Format("pdf", _is_pdf, _late("pdf.read_pdf"), boxes=True),
    Format("docx", _has_member("word/document.xml", "word/document2.xml", "word/styles.xml"), _late("docx.read_docx")),
    Format("xlsx", _has_member("xl/workbook.xml", "xl/workbook.bin"), _late("sheets.read_xlsx")),
    Format("pptx", _has_member("ppt/presentation.xml"), _late("pptx.read_pptx")),
    Format("odt", _is_opendocument("text"), _late("odt.read_odt")),
    Format("ods", _is_opendocument("spreadsheet"), _late("odt.read_ods")),
    Format("opendocument", _is_opendocument(""), _refuse(NotYetReadable, "OpenDocument slides or drawing")),
    Format("zip", _starts(b"PK\x03\x04", b"PK\x05\x06"), _refuse(Container, "ZIP archive")),
    Format("locked", _is_legacy_office("EncryptedPackage"), _refuse(Encrypted, "Office file with a password")),
    Format("doc", _is_legacy_office("WordDocument"), _late("doc.read_doc")),
    Format("xls", _is_legacy_office("Workbook", "Book"), _late("sheets.read_xls")),
    Format("outlook", _late("msg.has_files"), _refuse(Container, "Outlook letter with files")),
    Format("msg", _is_legacy_office("__properties_version1.0"), _late("msg.read_msg")),
    Format("ole", _starts(_OLE), _refuse(NotYetReadable, "old Office file that is neither Word nor Excel")),
    Format("rtf", _starts(b"{\\rtf"), _late("rtf.read_rtf")),
    Format("rar", _starts(b"Rar!\x1a\x07"), _refuse(Container, "RAR archive")),
    Format("7z", _starts(b"7z\xbc\xaf\x27\x1c"), _refuse(Container, "7z archive")),
    Format("gzip", _starts(b"\x1f\x8b"), _refuse(Container, "gzip archive")),
    Format("bzip2", lambda data: bool(_BZIP2_HEAD.match(data)), _refuse(Container, "bzip2 archive")),
    Format("xz", _starts(b"\xfd7zXZ\x00"), _refuse(Container, "xz archive")),
    Format("tar", lambda data: data[257:262] == b"ustar", _refuse(Container, "tar archive")),
    Format("picture", _starts(*_PICTURES), _late("ocr.read_picture"), boxes=True),
    Format("mhtml", _late("mail.is_saved_page"), _late("mail.read_saved_page")),
    Format("letter", _late("mail.has_files"), _refuse(Container, "letter with files")),
    Format("mail", _late("mail.is_mail"), _late("mail.read_letter")),
    Format("excel-xml", _late("sheets_xml.is_sheets_xml"), _late("sheets_xml.read_sheets_xml")),
    Format("wordml", _late("docx.is_wordml"), _late("docx.read_wordml")),
    Format("html", _is_html, _late("html.read_html")),
    Format("json", _late("structured.is_json"), _refuse(NotADocument, "JSON")),
    Format("csv", _late("structured.is_table_of_values"), _refuse(NotADocument, "table of comma-separated values")),
    Format("plain", _late("plain.looks_like_text"), _late("plain.read_plain")),
)  # fmt: skip


def find_format(data: bytes) -> Format:
    """The first row of FORMATS whose test holds; raises UnknownFormat when none does."""
    for row in FORMATS:
        if row.test(data):
            return row
    raise UnknownFormat(f"begins with {data[:8].hex(' ')}")
