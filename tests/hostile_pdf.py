"""PDFs that attack or merely annoy a reader, each made from nothing in a few lines."""

# ruff: noqa: E501 - one line for each file of the table
from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable

from tests.hostile_kinds import BUSY, DAMAGED, EMPTY, ENCRYPTED, MB, SCAN, TEXT, TOO_LARGE, UNKNOWN, UNREADABLE, Hostile

SENTENCE = "Ke hoach so 12/KH-UBND cua Uy ban nhan dan tinh"
SAID = b"BT /F 12 Tf 50 700 Td (%s) Tj ET\n" % SENTENCE.encode()
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WITH_FONT = b"<</Font<</F %s>>>>" % FONT
CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf(objects: Iterable[bytes], trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of numbered objects, with a right cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return bytes(out + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, start))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def one_page(
    content: bytes, resources: bytes = b"<<>>", more: Iterable[bytes] = (), page: bytes = b"", catalog: bytes = b""
) -> bytes:
    """A page whose content is object 4; `more` are the objects from 5 on."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s%s>>" % (resources, page)
    return pdf([b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, PAGES, leaf, content, *more])


def said(more: Iterable[bytes] = (), page: bytes = b"", catalog: bytes = b"") -> bytes:
    """A page with a sentence, and something beside it."""
    return one_page(stream(SAID), WITH_FONT, more, page, catalog)


def pack(chunk: bytes, times: int) -> bytes:
    """The chunk so many times over, packed: blocks that begin anew may be repeated (the checksum is left out)."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * times + b"\x03\x00"


def cut(tenths: int) -> Callable[[], bytes]:
    """A good file of 20 streams, of which only so many tenths came."""

    def make() -> bytes:
        whole = one_page(stream(SAID), WITH_FONT, [stream(bytes(range(256)) * 20) for _ in range(20)])
        return whole[: len(whole) * tenths // 10]

    return make


def password() -> bytes:
    """Encrypted with RC4, a user password nobody gave (the /U entry fits none)."""
    encrypt = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(
        [CATALOG, PAGES, leaf, encrypt], b"<</Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>" % (b"00" * 16, b"00" * 16)
    )


def owner_password() -> bytes:
    """Encrypted with an owner's password only (PDF 32000-1, algorithms 1 to 3): anybody may open it."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner = rc4(hashlib.md5(b"geheim".ljust(32, b" ")).digest()[:5], padding)
    key = hashlib.md5(padding + owner + (-44 & 0xFFFFFFFF).to_bytes(4, "little") + bytes(16)).digest()[:5]
    user = rc4(key, padding)
    content = rc4(hashlib.md5(key + (4).to_bytes(3, "little") + bytes(2)).digest()[:10], SAID)
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>" % WITH_FONT
    encrypt = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode())
    trailer = b"<</Root 1 0 R/Encrypt 5 0 R/ID[<%s><%s>]>>" % (b"00" * 16, b"00" * 16)
    return pdf([CATALOG, PAGES, leaf, stream(content), encrypt], trailer)


def rc4(key: bytes, data: bytes) -> bytes:
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def xobject_loop() -> bytes:
    """Forms that draw the next form ten times, the last one the first: 10 ** 10 drawings, without end."""
    forms = []
    for level in range(10):
        following = 5 + (level + 1) % 10
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F%d %d 0 R>>>>" % (
            following,
            following,
        )
        forms.append(stream(b"/F%d Do " % following * 10, entries))
    return one_page(stream(b"/F5 Do"), b"<</XObject<</F5 5 0 R>>>>", forms)


def flate_bomb_in_many_streams() -> bytes:
    """One stream of 5 MB that the page names 200 times."""
    packed = stream(pack(b"0 0 m 1 1 l S\n" * 1000, 5 * MB // 14_000), b"/Filter/FlateDecode")
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[%s]>>" % (b"4 0 R " * 200)
    return pdf([CATALOG, PAGES, leaf, packed])


def nested_filters() -> bytes:
    """500 MB of blanks packed three times over."""
    data = zlib.compress(zlib.compress(pack(b" " * MB, 500)))
    return one_page(stream(data, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"))


def many_pages(count: int) -> bytes:
    """So many pages, each saying the same."""
    kids = b" ".join(b"%d 0 R" % (n + 4) for n in range(count))
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources %s>>" % WITH_FONT
    return pdf([CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), stream(SAID), *[leaf] * count])


def huge_page() -> bytes:
    """A page of 14,400,000 points each way, drawn on and without text."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400000 14400000]/Contents 4 0 R>>"
    return pdf([CATALOG, PAGES, leaf, stream(b"0 0 14400000 14400000 re f")])


def broken_xref() -> bytes:
    """Every offset in the table is wrong."""
    head, table = said().split(b"xref\n0", 1)
    return head + b"xref\n0" + table.replace(b"00000 n", b"00001 n").replace(b"00000000", b"00009999")


def xref_loop() -> bytes:
    """A table whose predecessor is itself."""
    good = said()
    start = good.rindex(b"xref\n0", 0, good.rindex(b"startxref"))
    return good.replace(b"trailer\n<</Root 1 0 R>>", b"trailer\n<</Root 1 0 R/Size 5/Prev %d>>" % start)


def object_stream_loop() -> bytes:
    """A stream of objects that extends itself and holds its own number; everything else is in it."""
    inside = b"3 0 4 30 " + b"<</Type/Page/Parent 2 0 R>>".ljust(30) + b"<</N 1>>"
    packed = stream(inside, b"/Type/ObjStm/N 2/First 9/Extends 4 0 R")
    rows = b"".join(bytes(row) for row in ((0, 0, 0, 0), (1, 0, 9, 0), (1, 0, 60, 0), (2, 0, 4, 0), (2, 0, 4, 1)))
    body = b"%%PDF-1.7\n1 0 obj %s endobj\n2 0 obj %s endobj\n4 0 obj %s endobj\n" % (CATALOG, PAGES, packed)
    table = stream(rows, b"/Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Index[0 5]")
    return body + b"5 0 obj %s endobj\nstartxref\n%d\n%%%%EOF" % (table, len(body))


def cmap_bomb() -> bytes:
    """A font whose map gives a line of letters for each of 65,536 codes, a thousand times over."""
    ranges = b"100 beginbfrange\n" + b"<0000> <FFFF> <%s>\n" % (b"0041" * 60) * 100 + b"endbfrange\n"
    cmap = pack(b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + ranges * 10, 1)
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>"
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>"
    shown = stream(b"BT /F 12 Tf 50 700 Td <%s> Tj ET" % (b"0041" * 1000))
    return one_page(shown, b"<</Font<</F 5 0 R>>>>", [font, inner, stream(cmap, b"/Filter/FlateDecode")])


def type3_loop() -> bytes:
    """A font whose letter is drawn by showing that letter ten times."""
    letter = stream(b"500 0 d0 BT /F 1 Tf (aaaaaaaaaa) Tj ET")
    font = b"""<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 6 0 R>>
    /Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[500]/Resources<</Font<</F 5 0 R>>>>>>"""
    return one_page(stream(b"BT /F 12 Tf 9 9 Td (aaaaaaaaaa) Tj ET"), b"<</Font<</F 5 0 R>>>>", [font, letter])


def broken_truetype() -> bytes:
    """An embedded font whose tables point far beyond its end."""
    table = b"".join(tag + b"\xff" * 12 for tag in (b"glyf", b"loca", b"head", b"maxp", b"hmtx", b"cmap"))
    file = stream(b"\x00\x01\x00\x00\x00\x06\xff\xff\xff\xff\xff\xff" + table, b"/Length1 9999999")
    about = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 9 9]/FontFile2 6 0 R>>"
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/LastChar 0/Widths[1]/FontDescriptor 7 0 R>>"
    return one_page(stream(SAID), b"<</Font<</F 5 0 R>>>>", [font, file, about])


def picture(entries: bytes, data: bytes) -> Callable[[], bytes]:
    """A page that is one picture."""

    def make() -> bytes:
        image = stream(data, b"/Type/XObject/Subtype/Image" + entries)
        return one_page(stream(b"595 0 0 842 0 0 cm /I Do"), b"<</XObject<</I 5 0 R>>>>", [image])

    return make


def huge_picture() -> bytes:
    """100,000 x 100,000 black points in a few hundred kB."""
    entries = b"/Width 100000/Height 100000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode"
    return picture(entries, pack(bytes(MB), 1250))()


def endless_annotations() -> bytes:
    """A stamp whose look draws itself, on a page that has it a hundred times."""
    look = stream(b"/A Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>")
    note = b"<</Type/Annot/Subtype/Stamp/F 4/Rect[9 9 99 99]/AP<</N 5 0 R>>>>"
    return said([look, note], b"/Annots[%s]" % (b"6 0 R " * 100))


def many_annotations() -> bytes:
    """100,000 notes on one page, each with a look of its own text."""
    look = stream(b"BT /F 2 Tf 1 1 Td (x) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources %s" % WITH_FONT)
    note = b"<</Type/Annot/Subtype/Stamp/F 4/Rect[9 9 99 99]/AP<</N 5 0 R>>>>"
    return said([look, *[note] * 100_000], b"/Annots[%s]" % b" ".join(b"%d 0 R" % n for n in range(6, 100_006)))


def empty_signatures() -> bytes:
    """Signature fields without value, place or look."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)>>"
    return said([field, field], b"/Annots[5 0 R 6 0 R]", b"/AcroForm<</Fields[5 0 R 6 0 R 5 0 R]/SigFlags 3>>")


def pattern_loop() -> bytes:
    """A tile that is filled with itself."""
    entries = (
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep .01/YStep .01/Resources<</Pattern<</P 5 0 R>>>>"
    )
    tile = stream(b"/Pattern cs /P scn 0 0 9 9 re f", entries)
    return one_page(stream(b"/Pattern cs /P scn 0 0 595 842 re f"), b"<</Pattern<</P 5 0 R>>>>", [tile])


def function_loop() -> bytes:
    """A shading by a function that is stitched from itself."""
    function = b"<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
    shading = b"<</Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 595 842]/Function 5 0 R>>>>>>"
    return one_page(stream(b"/S sh"), shading, [function])


def tree_of_parents() -> bytes:
    """A page that inherits from a parent whose parent is the page."""
    leaf = b"<</Type/Page/Parent 4 0 R>>"
    return pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>", leaf, b"<</Type/Pages/Parent 4 0 R>>"])


def ruled(lines: int) -> bytes:
    """A page of so many ruling lines both ways, with a sentence."""
    across = b"".join(b"0 %d m 595 %d l S\n" % (n, n) for n in range(lines))
    down = b"".join(b"%d 0 m %d 842 l S\n" % (n, n) for n in range(lines))
    return one_page(stream(SAID + across + down), WITH_FONT)


def one_line_of_letters(count: int) -> bytes:
    """So many letters on one line, a wide gap after each."""
    return one_page(stream(b"BT /F 1 Tf 30 Tc 5 700 Td (%s) Tj ET" % (b"a" * count)), WITH_FONT)


DO = b"/OpenAction<</S/%s/JS(while\\(1\\);)/F(/bin/sh)/URI(http://192.0.2.1/)>>"
JPX = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\xff" * 4000

FILES = (
    *(Hostile(f"cut-{n}.pdf", cut(n), DAMAGED | TEXT) for n in (1, 3, 5, 7, 9)),
    Hostile("password.pdf", password, ENCRYPTED),
    Hostile("owner-password.pdf", owner_password, TEXT, SENTENCE),
    Hostile("page-tree-loop.pdf", lambda: pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999999>>"]), DAMAGED),
    Hostile("count-999999999.pdf", lambda: said().replace(b"/Count 1>>", b"/Count 999999999>>"), TEXT | DAMAGED | TOO_LARGE),
    Hostile("tree-of-parents.pdf", tree_of_parents, DAMAGED | EMPTY),
    Hostile("10000-pages.pdf", lambda: many_pages(10_000), TOO_LARGE),
    Hostile("xobject-loop.pdf", xobject_loop, BUSY | EMPTY | TOO_LARGE | DAMAGED),
    Hostile("flate-bomb.pdf", lambda: one_page(stream(pack(b"0 0 m 1 1 l S\n" * (MB // 14), 900), b"/Filter/FlateDecode")), BUSY | TOO_LARGE | SCAN),
    Hostile("flate-bomb-in-many-streams.pdf", flate_bomb_in_many_streams, BUSY | TOO_LARGE | SCAN | EMPTY),
    Hostile("nested-filters.pdf", nested_filters, BUSY | TOO_LARGE | EMPTY),
    Hostile("500-filters.pdf", lambda: one_page(stream(b"41>" * 100, b"/Filter[%s]" % (b"/ASCIIHexDecode" * 500))), EMPTY | DAMAGED),
    Hostile("huge-page.pdf", huge_page, SCAN | UNREADABLE | EMPTY | TOO_LARGE | BUSY),
    Hostile("nested-arrays.pdf", lambda: one_page(stream(b"BT ET"), b"[" * 200_000 + b"]" * 200_000), EMPTY | DAMAGED),
    Hostile("nested-dictionaries.pdf", lambda: one_page(stream(b"BT ET"), b"<</A" * 100_000 + b">>" * 100_000), EMPTY | DAMAGED),
    Hostile("broken-xref.pdf", broken_xref, TEXT, SENTENCE),
    Hostile("xref-loop.pdf", xref_loop, TEXT | DAMAGED),
    Hostile("object-stream-loop.pdf", object_stream_loop, DAMAGED | EMPTY),
    Hostile("cmap-bomb.pdf", cmap_bomb, TEXT | TOO_LARGE | BUSY | UNREADABLE),
    Hostile("type3-loop.pdf", type3_loop, TEXT | EMPTY | DAMAGED | BUSY),
    Hostile("broken-truetype.pdf", broken_truetype, TEXT | EMPTY | UNREADABLE, ""),
    Hostile("huge-picture.pdf", huge_picture, SCAN | TOO_LARGE | BUSY | EMPTY),
    Hostile("jbig2-garbage.pdf", picture(b"/Width 9000/Height 9000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", bytes(range(256)) * 99), SCAN | EMPTY | DAMAGED),
    Hostile("jpx-garbage.pdf", picture(b"/Width 9000/Height 9000/Filter/JPXDecode", JPX), SCAN | EMPTY | DAMAGED),
    Hostile("endless-annotations.pdf", endless_annotations, TEXT | BUSY | TOO_LARGE),
    Hostile("100000-annotations.pdf", many_annotations, TEXT | BUSY | TOO_LARGE),
    Hostile("empty-signatures.pdf", empty_signatures, TEXT, SENTENCE),
    *(Hostile(f"{do}.pdf", lambda do=do: said(catalog=DO % do.encode()), TEXT, SENTENCE) for do in ("JavaScript", "Launch", "URI")),
    Hostile("pattern-loop.pdf", pattern_loop, SCAN | EMPTY | BUSY),
    Hostile("function-loop.pdf", function_loop, SCAN | EMPTY | DAMAGED),
    Hostile("many-characters.pdf", lambda: one_page(stream(b"BT /F .1 Tf 1 1 Td 1 TL %s ET" % (b"(abcdefghijklmnop)' " * 30_000)), WITH_FONT), TOO_LARGE),
    Hostile("one-line.pdf", lambda: one_line_of_letters(60_000), TEXT | TOO_LARGE | UNREADABLE),
    Hostile("ruled.pdf", lambda: ruled(1500), TEXT, ""),
    Hostile("300000-paths.pdf", lambda: one_page(stream(SAID + b"0 0 m 9 9 l S\n" * 300_000), WITH_FONT), TEXT | TOO_LARGE),
    Hostile("zip-and-pdf.pdf", lambda: said() + b"PK\x03\x04" + bytes(999), TEXT, SENTENCE),
    Hostile("html-and-pdf.pdf", lambda: b"<html><body><!--" + said() + b"--><p>Khac</p>", TEXT | DAMAGED),
    Hostile("only-a-name.pdf", lambda: b"%PDF-1.7\n", DAMAGED | EMPTY | UNKNOWN),
)  # fmt: skip
