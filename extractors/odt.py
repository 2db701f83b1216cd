"""OpenDocument text (.odt): content.xml in document order, lists with their numbers, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractors.docx_numbering import write_count
from extractors.errors import EmptyFile, Encrypted
from extractors.legacy import repair_legacy_lines
from extractors.packages import Package, open_package
from extractors.reading import PageReading, Reading
from extractors.rows import row_lines
from extractors.warnings import warn

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"

LEFT_OUT = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note-citation", f"{OFFICE}forms"}
MAX_REPEATED = 60  # equal cells or blanks that one element may stand for
MAX_REPEATED_ROWS = 3  # equal rows: more of them are an empty page
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_odt(data: bytes) -> Reading:
    """The text of an ODT as one page: header, body, footnotes. Raises Damaged, Encrypted, TooLarge."""
    with open_package(data, "ODT") as package:
        _refuse_locked(package)
        content, styles = package.xml("content.xml"), package.optional_xml("styles.xml")
    reader = _Reader([root for root in (styles, content) if root is not None])
    lines: list[str] = []
    for header in () if styles is None else styles.iter(f"{STYLE}header"):
        lines += [line for line in reader.lines(header) if sum(map(str.isalpha, line)) >= 3 and line not in lines]
    for body in content.iterfind(f"{OFFICE}body"):
        lines += reader.lines(body)
    text = "\n".join(lines + reader.notes)
    warnings = []
    if content.find(f".//{TEXT}tracked-changes//{TEXT}deletion") is not None:
        warnings.append(warn("has_revisions", "deleted text was left out"))
    if repaired := repair_legacy_lines(text):
        text = repaired[0]
        warnings.append(warn("legacy_encoding", repaired[1]))
    return Reading("odt", [PageReading(1, text, "odt")], warnings)


def read_ods(data: bytes) -> Reading:
    """The sheets of an ODS as pages, cells as they are shown. Raises Damaged, Encrypted, TooLarge, EmptyFile."""
    with open_package(data, "ODS") as package:
        _refuse_locked(package)
        content = package.xml("content.xml")
    reader = _Reader([content])
    unseen = {
        style.get(f"{STYLE}name")
        for style in content.iter(f"{STYLE}style")
        if (look := style.find(f"{STYLE}table-properties")) is not None and look.get(f"{TABLE}display") == "false"
    }
    sheets = content.findall(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table")
    hidden = [sheet.get(f"{TABLE}name", "") for sheet in sheets if sheet.get(f"{TABLE}style-name") in unseen]
    pages: list[PageReading] = []
    for sheet in sheets:
        if (name := sheet.get(f"{TABLE}name", "")) not in hidden and any(lines := reader.sheet(sheet)):
            pages.append(PageReading(len(pages) + 1, "\n".join([name, *lines]), "ods"))
    if not pages:
        raise EmptyFile("spreadsheet without a filled cell")
    return Reading("ods", pages, [warn("hidden_sheets", ", ".join(hidden)[:200])] if hidden else [])


def _refuse_locked(package: Package) -> None:
    manifest = package.optional_xml("META-INF/manifest.xml")
    if manifest is not None and manifest.find(f".//{MANIFEST}encryption-data") is not None:
        raise Encrypted("OpenDocument file with a password")


class _Reader:
    """Reads one document: its list styles, what its lists have counted, its footnotes as they are met."""

    def __init__(self, roots: list[Any]) -> None:
        self.notes: list[str] = []
        self._lists: dict[str, dict[int, Any]] = {}
        self._ruled: set[str] = set()
        self._counts: dict[str, dict[int, int]] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self._lists[style.get(f"{STYLE}name", "")] = {int(x.get(f"{TEXT}level", "1")): x for x in style}
            for style in root.iter(f"{STYLE}style"):
                if style.get(f"{STYLE}family") == "table-cell" and any(map(_draws, style)):
                    self._ruled.add(style.get(f"{STYLE}name", ""))

    def lines(self, parent: Any, list_style: str = "", level: int = 0) -> list[str]:
        """Paragraphs, lists and tables below an element, in order."""
        lines: list[str] = []
        for child in parent:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                lines += self._paragraph(child)
            elif child.tag == f"{TEXT}list":
                lines += self._list(child, list_style, level + 1)
            elif child.tag == f"{TABLE}table":
                lines += self._table(child)
            elif isinstance(child.tag, str) and child.tag not in LEFT_OUT:
                lines += self.lines(child, list_style, level)
        return lines

    def _paragraph(self, paragraph: Any) -> list[str]:
        boxes: list[Any] = []
        lines = "".join(self._text(paragraph, boxes)).split("\n")
        for box in boxes:
            lines += self.lines(box)
        return lines

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        if element.text:
            yield " ".join(element.text.split("\n"))
        for child in element:
            if child.tag == f"{TEXT}s":
                yield " " * _number(child, f"{TEXT}c")
            elif child.tag == f"{TEXT}tab":
                yield "\t"
            elif child.tag == f"{TEXT}line-break":
                yield "\n"
            elif child.tag == f"{TEXT}note":
                self.notes += [line for line in self.lines(child) if line.strip()]
            elif child.tag == f"{DRAW}text-box":
                boxes.append(child)
            elif isinstance(child.tag, str) and child.tag not in LEFT_OUT:
                yield from self._text(child, boxes)
            if child.tail:
                yield " ".join(child.tail.split("\n"))

    def _list(self, element: Any, outer: str, level: int) -> list[str]:
        style = element.get(f"{TEXT}style-name") or outer
        counts = self._counts.setdefault(style, {})
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        for old in [x for x in counts if x > level or (x == level and not goes_on)]:
            del counts[old]
        lines: list[str] = []
        for item in element:
            first = next((x for x in item if isinstance(x.tag, str)), None)
            numbered = item.tag == f"{TEXT}list-item" and first is not None and first.tag in (f"{TEXT}p", f"{TEXT}h")
            label = self._label(style, level, item) if numbered else ""  # before the lists inside it are counted
            within = self.lines(item, style, level)
            if within and within[0].strip():
                within[0] = label + within[0]
            lines += within
        return lines

    def _label(self, style: str, level: int, item: Any) -> str:
        definition = self._lists.get(style, {}).get(level)
        if definition is None:
            return ""
        if definition.tag == f"{TEXT}list-level-style-bullet":
            return "- "
        counts = self._counts.setdefault(style, {})
        start = int(item.get(f"{TEXT}start-value") or definition.get(f"{TEXT}start-value") or 1)
        counts[level] = counts[level] + 1 if level in counts and not item.get(f"{TEXT}start-value") else start
        form = _FORMS.get(definition.get(f"{STYLE}num-format", ""))
        if form is None:
            return ""
        shown = _number(definition, f"{TEXT}display-levels")
        numbers = [self._written(style, at, counts) for at in range(max(1, level - shown + 1), level + 1)]
        prefix, suffix = definition.get(f"{STYLE}num-prefix", ""), definition.get(f"{STYLE}num-suffix", "")
        return f"{prefix}{'.'.join(x for x in numbers if x)}{suffix} "

    def _written(self, style: str, level: int, counts: dict[int, int]) -> str:
        definition = self._lists.get(style, {}).get(level)
        form = None if definition is None else _FORMS.get(definition.get(f"{STYLE}num-format", ""))
        return write_count(counts.get(level, 1), form) if form else ""

    def _table(self, table: Any) -> list[str]:
        lines: list[str] = []
        ruled = any(cell.get(f"{TABLE}style-name") in self._ruled for cell in table.iter(f"{TABLE}table-cell"))
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not table:
                continue
            cells = [cell for part in row for cell in self._cells(part)]
            repeated = min(_number(row, f"{TABLE}number-rows-repeated"), MAX_REPEATED_ROWS)
            lines += row_lines(cells, ruled) * (repeated if any(cells) else 1)
        return lines

    def sheet(self, table: Any) -> list[str]:
        """The rows of a spreadsheet's table, a line each, without empty columns at the end."""
        lines: list[str] = []
        for row in table.iter(f"{TABLE}table-row"):
            cells = [" ".join(cell.split()) for part in row for cell in self._cells(part)]
            repeated = min(_number(row, f"{TABLE}number-rows-repeated"), MAX_REPEATED_ROWS)
            lines += ["\t".join(cells).rstrip("\t")] * (repeated if any(cells) else 1)
        return lines

    def _cells(self, cell: Any) -> list[str]:
        if cell.tag == f"{TABLE}covered-table-cell":
            return [""] * min(_number(cell, f"{TABLE}number-columns-repeated"), MAX_REPEATED)
        if cell.tag != f"{TABLE}table-cell":
            return []
        text = "\n".join(self.lines(cell))
        return [text] * min(_number(cell, f"{TABLE}number-columns-repeated"), MAX_REPEATED)


def _draws(properties: Any) -> bool:
    sides = [value for name, value in properties.attrib.items() if name.startswith(f"{FO}border")]
    return any(value not in ("none", "hidden") for value in sides)


def _number(element: Any, name: str) -> int:
    value = element.get(name, "1")
    return min(int(value), 1 << 20) if value.isascii() and value.isdigit() else 1
