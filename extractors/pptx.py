"""PPTX: each slide a page, its shapes in the order they are read aloud, tables row by row; what is hidden is left out.

Speaker's notes are not shown on a slide and stay out. Source: [ECMA-376] part 1, 19 (PresentationML).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from extractors.errors import Damaged, EmptyFile, TooLarge
from extractors.packages import Package, open_package
from extractors.reading import PageReading, Reading, join_cells
from extractors.warnings import warn

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAIN = "ppt/presentation.xml"
MAX_SLIDES = 2_000
FURNITURE = {"sldNum", "ftr", "dt"}  # placeholders that every slide repeats: its number, the foot, today's date


def read_pptx(data: bytes) -> Reading:
    """The slides of a PPTX as pages. Raises Damaged, Encrypted, TooLarge, EmptyFile."""
    pages: list[PageReading] = []
    hidden = []
    with open_package(data, "PPTX") as package:
        names = _slide_parts(package)
        if len(names) > MAX_SLIDES:
            raise TooLarge(f"{len(names)} slides, the limit is {MAX_SLIDES}")
        for number, name in enumerate(names, 1):
            slide = package.xml(name)
            if slide.get("show") in ("0", "false"):
                hidden.append(str(number))
            else:
                pages.append(PageReading(len(pages) + 1, "\n".join(_lines(slide)), "pptx"))
    if not any(page.text for page in pages):
        raise EmptyFile("slides without a word")
    return Reading("pptx", pages, [warn("hidden_sheets", f"slides {', '.join(hidden)}"[:200])] if hidden else [])


def _slide_parts(package: Package) -> list[str]:
    """The slides' parts in the order of the show."""
    main, relations = package.xml(MAIN), package.optional_xml("ppt/_rels/presentation.xml.rels")
    if relations is None:
        raise Damaged("PPTX without the list of its slides")
    targets = {x.get("Id"): posixpath.normpath(posixpath.join("/ppt", x.get("Target", ""))) for x in relations}
    wanted = [targets.get(x.get(f"{R}id"), "").lstrip("/") for x in main.iterfind(f"{P}sldIdLst/{P}sldId")]
    return [name for name in wanted if name in package.names]


def _lines(element: Any) -> Iterator[str]:
    """Paragraphs and rows of tables below an element, in order."""
    for child in element:
        if child.tag == f"{A}tbl":
            yield from _rows(child)
        elif child.tag == f"{A}p":
            yield from (line for line in _text(child).split("\n") if line.strip())
        elif isinstance(child.tag, str) and child.tag != FALLBACK and not _is_unseen(child):
            yield from _lines(child)


def _rows(table: Any) -> Iterator[str]:
    for row in table.iterfind(f"{A}tr"):
        cells = ["\n".join(map(_text, cell.iter(f"{A}p"))) for cell in row.iterfind(f"{A}tc")]
        if any(cell.strip() for cell in cells):
            yield join_cells(cells)


def _text(paragraph: Any) -> str:
    """One paragraph; a field shows its last value, a line break divides it."""
    parts = []
    for part in paragraph.iter(f"{A}t", f"{A}br", f"{A}tab"):
        parts.append(part.text or "" if part.tag == f"{A}t" else "\n" if part.tag == f"{A}br" else "\t")
    return "".join(parts).replace("\v", "\n")


def _is_unseen(shape: Any) -> bool:
    """Whether a shape is hidden, or stands on every slide alike."""
    for own in shape:
        if isinstance(own.tag, str) and own.tag.startswith(f"{P}nv"):
            name, place = own.find(f"{P}cNvPr"), own.find(f"{P}nvPr/{P}ph")
            if name is not None and name.get("hidden") in ("1", "true"):
                return True
            return place is not None and place.get("type") in FURNITURE
    return False
