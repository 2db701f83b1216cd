"""DOCX: the words in document order, straight from the XML; tables row by row, the two-column head line by line.

Left out: what Word keeps for other readers (mc:Fallback holds every text box twice), deleted text, field codes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from extractors.docx_numbering import Numbering
from extractors.errors import Damaged, Encrypted, TooLarge
from extractors.legacy import repair_legacy_lines
from extractors.reading import PageReading, Reading, join_cells
from extractors.warnings import warn

MAX_MEMBERS = 10_000
MAX_MEMBER = 100 << 20  # bytes of one XML part, unpacked
MAX_RATIO = 200  # unpacked to packed, for parts over 1 MB: XML packs 10 to 30 times

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT_OUT = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}sectPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip


# Rows of the form that stand side by side even in a table with borders: the head, and recipients beside the signature
FORM_ROW = re.compile(r"^\s*Số\s*:|Độc lập\W+Tự do|^\s*Nơi nhận|^\s*Kính gửi", re.IGNORECASE)


class Styles(NamedTuple):
    """What the body must be read with: counted lists, and which table styles draw lines."""

    numbering: Numbering
    bordered: frozenset[str]


def read_docx(data: bytes) -> Reading:
    """The text of a DOCX as one page: header, body, footnotes. Raises Damaged, Encrypted, TooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise TooLarge(f"{len(archive.infolist())} members, the limit is {MAX_MEMBERS}")
            body = _read_part(archive, _main_part(archive))
            numbering = Numbering(_optional_part(archive, "word/numbering.xml"))
            styles = Styles(numbering, _bordered_styles(_optional_part(archive, "word/styles.xml")))
            headers = [_read_part(archive, name) for name in sorted(archive.namelist()) if _is_header(name)]
            notes = [_optional_part(archive, f"word/{kind}notes.xml") for kind in ("foot", "end")]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Damaged(f"DOCX: {error}") from None
    lines = _header_lines(headers, styles)
    lines += _block_lines(body, styles)
    for part in notes:
        if part is not None:
            lines += [line for line in _block_lines(part, styles) if line.strip()]
    warnings = [warn("has_revisions", "deleted text was left out")] if body.find(f".//{W}del") is not None else []
    text = "\n".join(lines)
    if repaired := repair_legacy_lines(text):
        text = repaired[0]
        warnings.append(warn("legacy_encoding", repaired[1]))
    return Reading("docx", [PageReading(1, text, "docx")], warnings)


def _main_part(archive: zipfile.ZipFile) -> str:
    names = archive.NameToInfo
    name = next((n for n in ("word/document.xml", "word/document2.xml") if n in names), None)
    if name is None:
        raise Damaged("DOCX without word/document.xml")
    return name


def _is_header(name: str) -> bool:
    return name.startswith("word/header") and name.endswith(".xml")


def _optional_part(archive: zipfile.ZipFile, name: str) -> Any:
    return _read_part(archive, name) if name in archive.NameToInfo else None


def _read_part(archive: zipfile.ZipFile, name: str) -> Any:
    """One XML part, after its size and ratio were looked at; a document type (entities) is refused."""
    from lxml import etree

    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise Encrypted(f"{name} is encrypted")
    if info.file_size > MAX_MEMBER:
        raise TooLarge(f"{name}: {info.file_size} bytes, the limit is {MAX_MEMBER}")
    if info.file_size > 1 << 20 and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise TooLarge(f"{name}: packed over {MAX_RATIO} times")
    try:
        raw = archive.read(info)
    except (zipfile.BadZipFile, EOFError, Exception) as error:
        raise Damaged(f"DOCX: {name}: {error}") from None
    if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:65536]:
        raise Damaged(f"{name} declares entities, which no DOCX does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"DOCX: {name}: {error}"[:300]) from None


def _header_lines(headers: list[Any], styles: Styles) -> list[str]:
    """Lines of page headers that say something (DỰ THẢO), each once; page numbers do not."""
    lines: list[str] = []
    for part in headers:
        for line in _block_lines(part, styles):
            if sum(map(str.isalpha, line)) >= 3 and line not in lines:
                lines.append(line)
    return lines


def _block_lines(parent: Any, styles: Styles) -> list[str]:
    """Paragraphs and table rows below an element, in order, as lines."""
    lines: list[str] = []
    for child in parent:
        if child.tag == f"{W}p":
            lines += _paragraph_lines(child, styles)
        elif child.tag == f"{W}tbl":
            lines += _table_lines(child, styles)
        elif isinstance(child.tag, str) and child.tag not in LEFT_OUT:
            lines += _block_lines(child, styles)  # w:body, w:sdt, w:ins and the like: look inside
    return lines


def _paragraph_lines(paragraph: Any, styles: Styles) -> list[str]:
    """A paragraph's own text, and after it the text boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(_run_text(paragraph, boxes))
    label = styles.numbering.label(paragraph) if text.strip() else ""
    lines = (label + text).split("\n")
    for box in boxes:
        lines += _block_lines(box, styles)
    return lines


def _run_text(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}sym":
            yield _symbol(child)
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in LEFT_OUT:
            yield from _run_text(child, boxes)


def _symbol(element: Any) -> str:
    """A character picked from a symbol font; one whose code says nothing without that font becomes a bullet."""
    try:
        code = int(element.get(f"{W}char", "0"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xE000 else "•"


def _table_lines(table: Any, styles: Styles) -> list[str]:
    bordered = _is_bordered(table, styles)
    lines: list[str] = []
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue  # a row of a table inside a cell comes with that cell
        cells = ["\n".join(_block_lines(cell, styles)) for cell in _row_cells(row)]
        if bordered and not any(FORM_ROW.search(cell) for cell in cells):
            lines.append(join_cells(cells))
        else:
            lines += _columns(cells)
    return lines


def _row_cells(row: Any) -> Iterator[Any]:
    """A row's cells, also those wrapped in content controls; a cell merged into the one above is empty."""
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is row:
            yield cell


def _columns(cells: list[str]) -> list[str]:
    """A row of a table without borders: columns standing side by side (the head, the signature), line by line."""
    filled = [[line.strip() for line in cell.split("\n") if line.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    return ["\t".join(line or "" for line in row).rstrip("\t") for row in zip_longest(*filled)]


def _is_bordered(table: Any, styles: Styles) -> bool:
    """Whether the table draws lines: by its own borders, else by its style's, else by its cells'."""
    properties = table.find(f"{W}tblPr")
    borders = None if properties is None else properties.find(f"{W}tblBorders")
    if borders is not None:
        return _draws(borders)
    style = None if properties is None else properties.find(f"{W}tblStyle")
    if style is not None and style.get(f"{W}val") in styles.bordered:
        return True
    return any(map(_draws, table.iterfind(f"./{W}tr/{W}tc/{W}tcPr/{W}tcBorders")))


def _draws(borders: Any) -> bool:
    return any(side.get(f"{W}val") not in (None, "nil", "none") for side in borders)


def _bordered_styles(part: Any | None) -> frozenset[str]:
    """The table styles that draw lines, their own or those of the style they are based on."""
    if part is None:
        return frozenset({"TableGrid"})
    own: dict[str, bool] = {}
    based_on: dict[str, str] = {}
    for style in part.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        borders, parent = style.find(f"{W}tblPr/{W}tblBorders"), style.find(f"{W}basedOn")
        if borders is not None:
            own[name] = _draws(borders)
        elif parent is not None:
            based_on[name] = parent.get(f"{W}val", "")
    for name in based_on:
        above, steps = name, 0
        while above in based_on and steps < 20:
            above, steps = based_on[above], steps + 1
        own.setdefault(name, own.get(above, False))
    return frozenset(name for name, draws in own.items() if draws)
