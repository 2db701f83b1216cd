"""DOCX: the words in document order, straight from the XML; tables row by row, the two-column head line by line.

Left out: what Word keeps for other readers (mc:Fallback holds every text box twice), deleted text, hidden text, field
codes. What a reader sees is kept as seen: automatic numbers, words shown in capitals, letters of legacy fonts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from documents.record import Warning
from extractors.docx_fonts import decode_legacy_runs
from extractors.docx_numbering import Numbering
from extractors.docx_styles import Styles, draws, switch, value_of
from extractors.errors import Damaged, ExtractError
from extractors.legacy import repair_legacy_lines
from extractors.packages import Package, open_package, parse_xml
from extractors.reading import PageReading, Reading
from extractors.rows import row_lines
from extractors.warnings import warn

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
LEFT_OUT = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}tcPr",
    f"{W}trPr", f"{W}sectPr", f"{W}sdtPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
MAX_SPAN = 60  # columns that a merged cell is believed to cover

# A running foot that says more than a page number or a file's path: the document's own number
_NUMBER = re.compile(r"(?:^|\s)Số\s*:?\s*\d|\d\s*[/-]\s*[A-ZĐ]{2,}")
_WORDML_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"


class Parts(NamedTuple):
    """What the body must be read with: its styles, counted lists, and the files it embeds."""

    styles: Styles
    numbering: Numbering
    embedded: dict[str, bytes]


def read_docx(data: bytes) -> Reading:
    """The text of a DOCX as one page: header, body, footnotes. Raises Damaged, Encrypted, TooLarge."""
    with open_package(data, "DOCX") as package:
        main = find_main_part(package)
        folder = posixpath.dirname(main)
        body = package.xml(main)
        styles_xml = package.optional_xml(f"{folder}/styles.xml")
        numbering_xml = package.optional_xml(f"{folder}/numbering.xml")
        headers, footers = (_parts_named(package, f"{folder}/{kind}") for kind in ("header", "footer"))
        notes = [part for kind in ("foot", "end") for part in _parts_named(package, f"{folder}/{kind}notes")]
        embedded = _embedded_texts(package, main, body)
    styles = Styles(styles_xml)
    parts = Parts(styles, Numbering(numbering_xml, styles), embedded)
    decoded = decode_legacy_runs([body, *headers, *footers, *notes], styles)
    lines = _header_lines(headers, parts) + _block_lines(body, parts)
    lines += [line for part in notes for line in _block_lines(part, parts) if line.strip()]
    lines += [line for line in _header_lines(footers, parts) if _NUMBER.search(line)]
    return _reading(lines, body, decoded)


def read_wordml(data: bytes) -> Reading:
    """The text of a Word 2003 XML file (`w:wordDocument`), or of a DOCX in one XML file (`pkg:package`)."""
    root = parse_xml(data.replace(_WORDML_2003, W[1:-1].encode()), "Word XML")
    body = root.find(f".//{W}body")
    if body is None:
        raise Damaged("Word XML without a body")
    styles = Styles(root.find(f".//{W}styles"))
    parts = Parts(styles, Numbering(root.find(f".//{W}numbering"), styles), {})
    decoded = decode_legacy_runs([body], styles)
    return _reading(_block_lines(body, parts), body, decoded, "wordml")


def is_wordml(data: bytes) -> bool:
    """Whether bytes are XML that Word wrote as one file."""
    head = data[:4096]
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and (
        _WORDML_2003 in head or b"http://schemas.microsoft.com/office/2006/xmlPackage" in head
    )


def find_main_part(package: Package) -> str:
    """The name of the part that holds the document: by its relationship, else by its usual names."""
    relations = package.optional_xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            name = str(relation.get("Target", "")).replace("\\", "/").lstrip("/")
            if name in package.names:
                return name
    usual = (name for name in package.names if re.fullmatch(r"word/document\d*\.xml", name))
    name = next(usual, "")
    if not name:
        raise Damaged("DOCX without word/document.xml")
    return name


def _parts_named(package: Package, start: str) -> list[Any]:
    names = [name for name in package.names if re.fullmatch(rf"{re.escape(start)}\d*\.xml", name)]
    return [package.xml(name) for name in sorted(names, key=lambda name: (len(name), name))]


def _embedded_texts(package: Package, main: str, body: Any) -> dict[str, bytes]:
    """The web pages that a DOCX made from HTML embeds instead of paragraphs (w:altChunk), by relationship."""
    wanted = {chunk.get(f"{R}id") for chunk in body.iter(f"{W}altChunk")}
    if not wanted:
        return {}
    folder, file = posixpath.split(main)
    relations = package.optional_xml(f"{folder}/_rels/{file}.rels")
    targets = {x.get("Id"): x.get("Target", "") for x in (() if relations is None else relations)}
    places = {key: posixpath.normpath(posixpath.join("/", folder, targets.get(key, ""))).lstrip("/") for key in wanted}
    return {key: package.read(place) for key, place in places.items() if key and place in package.names}


def _reading(lines: list[str], body: Any, decoded: str | None, method: str = "docx") -> Reading:
    warnings: list[Warning] = []
    if body.find(f".//{W}del") is not None:
        warnings.append(warn("has_revisions", "deleted text was left out"))
    text = "\n".join(lines)
    repaired = repair_legacy_lines(text)
    if found := decoded or (repaired and repaired[1]):
        warnings.append(warn("legacy_encoding", found))
    return Reading(method, [PageReading(1, repaired[0] if repaired else text, method)], warnings)


def _header_lines(headers: list[Any], parts: Parts) -> list[str]:
    """Lines of page headers that say something (DỰ THẢO), each once; page numbers do not."""
    lines: list[str] = []
    for part in headers:
        for line in _block_lines(part, parts):
            if sum(map(str.isalpha, line)) >= 3 and line not in lines:
                lines.append(line)
    return lines


def _block_lines(parent: Any, parts: Parts) -> list[str]:
    """Paragraphs and table rows below an element, in order, as lines."""
    lines: list[str] = []
    for child in parent:
        if child.tag == f"{W}p":
            lines += _paragraph_lines(child, parts)
        elif child.tag == f"{W}tbl":
            lines += _table_lines(child, parts)
        elif child.tag == f"{W}altChunk":
            lines += _embedded_lines(parts.embedded.get(child.get(f"{R}id"), b""))
        elif isinstance(child.tag, str) and child.tag not in LEFT_OUT:
            lines += _block_lines(child, parts)  # w:body, w:sdt, w:ins and the like: look inside
    return lines


def _embedded_lines(data: bytes) -> list[str]:
    from extractors import formats

    try:
        found = formats.find_format(data)
        reading = found.read(data) if found.name in ("html", "mhtml", "plain") else None
    except ExtractError:
        reading = None
    return [line for page in reading.pages for line in page.text.split("\n")] if reading else []


def _paragraph_lines(paragraph: Any, parts: Parts) -> list[str]:
    """A paragraph's own text, and after it the text boxes that hang on it."""
    boxes: list[Any] = []
    properties = paragraph.find(f"{W}pPr")
    name = None if properties is None else value_of(properties, "pStyle")
    pieces = _run_text(paragraph, boxes, parts.styles)
    text = "".join(piece.upper() if parts.styles.capitals_of(name) else piece for piece in pieces)
    label = parts.numbering.label(paragraph)
    lines = ((label if text.strip() else "") + text).split("\n")
    for box in boxes:
        lines += _block_lines(box, parts)
    return lines


def _run_text(element: Any, boxes: list[Any], styles: Styles) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag == f"{W}r":
            yield from _one_run(child, boxes, styles)
        elif tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}sym":
            yield _symbol(child)
        elif tag == M_TEXT:
            yield child.text or ""
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in LEFT_OUT:
            yield from _run_text(child, boxes, styles)


def _one_run(run: Any, boxes: list[Any], styles: Styles) -> Iterator[str]:
    """A run as it is shown: nothing when hidden, capitals where its properties ask for them."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return _run_text(run, boxes, styles)
    style = value_of(properties, "rStyle")
    hidden, capitals = switch(properties, "vanish"), switch(properties, "caps")
    if styles.hidden_of(style) if hidden is None and style else hidden:
        return iter(())
    if styles.capitals_of(style) if capitals is None and style else capitals:
        return (piece.upper() for piece in _run_text(run, boxes, styles))
    return _run_text(run, boxes, styles)


def _symbol(element: Any) -> str:
    """A character picked from a symbol font; one whose code says nothing without that font becomes a bullet."""
    try:
        code = int(element.get(f"{W}char", "0"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xE000 else "•"


def _table_lines(table: Any, parts: Parts) -> list[str]:
    ruled = _is_ruled(table, parts.styles)
    lines: list[str] = []
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue  # a row of a table inside a cell comes with that cell
        lines += row_lines(list(_row_cells(row, parts)), ruled)
    return lines


def _row_cells(row: Any, parts: Parts) -> Iterator[str]:
    """A row's cells, also those in content controls; a cell merged into the one above or to its left is empty."""
    yield from [""] * _count(row.find(f"{W}trPr"), "gridBefore", 0)
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is row:
            yield "\n".join(_block_lines(cell, parts))
            yield from [""] * (_count(cell.find(f"{W}tcPr"), "gridSpan", 1) - 1)


def _count(properties: Any | None, name: str, usual: int) -> int:
    value = None if properties is None else value_of(properties, name)
    return min(int(value), MAX_SPAN) if value and value.isascii() and value.isdigit() else usual


def _is_ruled(table: Any, styles: Styles) -> bool:
    """Whether the table draws lines: by its own borders, else by its style's, else by its cells'."""
    properties = table.find(f"{W}tblPr")
    borders = None if properties is None else properties.find(f"{W}tblBorders")
    if borders is not None:
        return draws(borders)
    style = None if properties is None else value_of(properties, "tblStyle")
    if style and styles.draws_lines(style):
        return True
    return any(map(draws, table.iterfind(f"./{W}tr/{W}tc/{W}tcPr/{W}tcBorders")))
