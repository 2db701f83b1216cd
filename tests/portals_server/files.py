"""Small files made without libraries: a PDF whose words can be read, a Word file; the same words, the same bytes."""

from __future__ import annotations

import io
import zipfile
import zlib

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
    f'"{DOCX}.main+xml"/></Types>'
)


def make_pdf(lines: list[str], size: int = 0) -> bytes:
    """One page of lines at 12 points, padded to about `size` bytes; characters are their own code points."""
    used = sorted({ord(c) for line in lines for c in line})
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    page = f"BT /F1 12 Tf 14 TL 60 780 Td\n{shown}\nET".encode()
    chars = [
        f"{len(part)} beginbfchar\n" + "\n".join(f"<{c:04x}> <{c:04x}>" for c in part) + "\nendbfchar"
        for part in (used[i : i + 100] for i in range(0, len(used), 100))
    ]
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n" + "\n".join(chars) + "\nendcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(zlib.compress(page), b"/Filter /FlateDecode "),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H /DescendantFonts [6 0 R] "
        b"/ToUnicode 8 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times /DW 550 /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /Times /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(zlib.compress(unicode), b"/Filter /FlateDecode "),
    ]
    if size:
        objects.append(_stream(bytes(range(256)) * (size // 256)))
    body, places = io.BytesIO(b"%PDF-1.4\n"), []
    body.seek(0, 2)
    for number, told in enumerate(objects, 1):
        places.append(body.tell())
        body.write(b"%d 0 obj\n" % number + told + b"\nendobj\n")
    start = body.tell()
    body.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    body.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    body.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return body.getvalue()


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< %s/Length %d >>\nstream\n" % (more, len(data)) + data + b"\nendstream"


def make_docx(lines: list[str]) -> bytes:
    """A Word file of plain paragraphs."""
    from xml.sax.saxutils import escape

    text = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{text}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part)
    return out.getvalue()
