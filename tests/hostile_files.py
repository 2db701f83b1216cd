"""Files that attack or merely annoy a reader, each made from nothing in a few lines.

`HOSTILE_FILES`: name -> function giving bytes. The error each must come back as is in test_extractors_hostile.py.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

MB = 1 << 20
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _pdf(objects: list[bytes], trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of numbered objects, with a right cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return bytes(out + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, start))


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def _one_page(content: bytes, resources: bytes = b"<<>>", more: list[bytes] | None = None) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>" % resources
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, *(more or [])])


def truncated_pdf() -> bytes:
    """The first third of a good one: no pages, no table."""
    good = _one_page(_stream(b"BT ET " * 2000))
    return good[: len(good) // 3]


def password_pdf() -> bytes:
    """Encrypted with RC4, a user password nobody gave (the /U entry fits none)."""
    encrypt = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", encrypt]
    return _pdf(objects, b"<</Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>" % (b"00" * 16, b"00" * 16))


def page_tree_loop_pdf() -> bytes:
    """A page tree whose only kid is itself."""
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999999>>"])


def xobject_loop_pdf() -> bytes:
    """Forms that draw the next form ten times, the last one the first: 10 ** 10 drawings, without end."""
    content, forms = _stream(b"/F5 Do"), []
    for level in range(10):
        following = 5 + (level + 1) % 10
        used = b"<</XObject<</F%d %d 0 R>>>>" % (following, following)
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources%s" % used
        forms.append(_stream(b"/F%d Do " % following * 10, entries))
    return _one_page(content, b"<</XObject<</F5 5 0 R>>>>", forms)


def flate_bomb_pdf() -> bytes:
    """900 MB of drawing commands in under one MB."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m 1 1 l S\n" * (MB // 14)
    packed = b"".join(packer.compress(chunk) for _ in range(900)) + packer.flush()
    return _one_page(_stream(packed, b"/Filter/FlateDecode"))


def nested_arrays_pdf() -> bytes:
    """A page whose resources are 200,000 arrays in one another."""
    return _one_page(_stream(b"BT ET"), b"[" * 200_000 + b"]" * 200_000)


def html_named_pdf() -> bytes:
    """What many portals send for a missing file: a page."""
    return "<!DOCTYPE html><html><body><p>Kế hoạch số 12/KH-UBND của Ủy ban nhân dân tỉnh.</p></body></html>".encode()


def empty_file() -> bytes:
    """Nothing."""
    return b""


def _docx(document: bytes, more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def good_docx(text: str = "Điều 1. Phạm vi điều chỉnh") -> bytes:
    """The smallest DOCX with one paragraph."""
    return _docx(f"<w:document {WORD}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>".encode())


def zip_bomb_docx() -> bytes:
    """A document part of 150 MB of blanks in 150 kB."""
    return _docx(b"<w:document>" + b" " * (150 * MB))


def entity_bomb_docx() -> bytes:
    """Ten entities, each ten times the one before."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    body = f"<w:document {WORD}><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
    return _docx(f"<?xml version='1.0'?><!DOCTYPE d [{entities}]>{body}".encode())


def outside_entity_docx() -> bytes:
    """An entity that would read a file of this machine."""
    body = f"<w:document {WORD}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    return _docx(f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{body}'.encode())


def deep_docx() -> bytes:
    """50,000 content controls in one another."""
    deep = "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000
    return _docx(f"<w:document {WORD}><w:body>{deep}</w:body></w:document>".encode())


def truncated_docx() -> bytes:
    """A DOCX whose second half never came."""
    good = _docx(b"<w:document/>", {"word/media/a.bin": bytes(range(256)) * 40})
    return good[: len(good) // 2]


def nested_tables_html() -> bytes:
    """20,000 tables in one another."""
    text = "Nghị quyết về chuyển đổi số của tỉnh".encode()
    return b"<html><body>" + b"<table><tr><td>" * 20_000 + text + b"</td></tr></table>" * 20_000


def noise() -> bytes:
    """Bytes of no format: a fixed sequence that looks random."""
    state, out = 1, bytearray()
    for _ in range(4096):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        out.append(state >> 16 & 0xFF)
    return b"\x01\x02" + bytes(out)


HOSTILE_FILES: dict[str, Callable[[], bytes]] = {
    "empty.docx": empty_file,
    "html.pdf": html_named_pdf,
    "truncated.pdf": truncated_pdf,
    "password.pdf": password_pdf,
    "page-tree-loop.pdf": page_tree_loop_pdf,
    "xobject-loop.pdf": xobject_loop_pdf,
    "flate-bomb.pdf": flate_bomb_pdf,
    "nested-arrays.pdf": nested_arrays_pdf,
    "zip-bomb.docx": zip_bomb_docx,
    "entity-bomb.docx": entity_bomb_docx,
    "outside-entity.docx": outside_entity_docx,
    "deep.docx": deep_docx,
    "truncated.docx": truncated_docx,
    "nested-tables.html": nested_tables_html,
    "noise.bin": noise,
}
