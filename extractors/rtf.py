"""RTF: text by striprtf; what it knows nothing of (rows of tables, boxes, footnotes, headers) is marked or moved first.

A file that names fonts of the 1990s goes through LibreOffice where there is one: only the font says how to read a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors import docx
from extractors.errors import Damaged, Encrypted, MissingProgram, TooLarge
from extractors.legacy import repair_legacy_lines
from extractors.legacy_fonts import names_legacy_font
from extractors.office import convert_bytes
from extractors.reading import PageReading, Reading
from extractors.rows import row_lines
from extractors.warnings import warn

MAX_RTF = 100 << 20  # bytes; pictures are written as hexadecimal digits
DEEPEST = 500  # groups in one another that striprtf is trusted with; honest files have under 30

# Characters of no script stand for the parts of a table while striprtf is at work
PLAIN_ROW, RULED_ROW, CELL, ROW_END, INNER = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_DATA = r"\{\\(?:\*\\)?(?:pict|objdata|blipuid|themedata|colorschememapping|datastore)(?![a-z])"
_ROW = re.compile(
    r"\\trowd(?![a-z])(?P<what>(?:[^{}\\]|\\(?!pard\b|intbl\b|trowd\b|row\b|cell\b|[{}'*])[a-z]+-?\d* ?)*)"
)
_BORDER = re.compile(r"\\(?:clbrdr[tlbr]|trbrdr[tlbrhv])\s*\\brdr(?!none|nil|tbl)[a-z]+")
_MARKS = (
    (re.compile(r"\\nestrow(?![a-z])"), None),
    (re.compile(r"\\nestcell(?![a-z])"), INNER),
    (re.compile(r"\\cell(?![a-z])"), CELL),
    (re.compile(r"\\row(?![a-z])"), ROW_END),
)
_TABLE_ROW = re.compile(f"[{PLAIN_ROW}{RULED_ROW}][^{ROW_END}]*{ROW_END}")
_UNICODE = re.compile(r"\\u(-?\d{1,9})\d*")  # more digits are no character
_BRACE = re.compile(r"\\[{}\\]|[{}]")


def read_rtf(data: bytes) -> Reading:
    """The text of an RTF file as one page. Raises Damaged, Encrypted, TooLarge."""
    if len(data) > MAX_RTF:
        raise TooLarge(f"{len(data)} bytes of RTF, the limit is {MAX_RTF}")
    source = data.decode("latin-1")
    if _depth(source) > DEEPEST:
        raise TooLarge(f"groups nested over {DEEPEST} deep")
    if "\\passwordhash" in source[:4096]:
        raise Encrypted("RTF with a password")
    if names_legacy_font(data) and (reading := _by_office(data)):
        return reading
    text = "\n".join(_lines(_strip(_take_groups(source, _DATA)[0])))
    warnings = []
    if repaired := repair_legacy_lines(text):
        text = repaired[0]
        warnings.append(warn("legacy_encoding", repaired[1]))
    return Reading("rtf", [PageReading(1, text, "striprtf")], warnings)


def _by_office(data: bytes) -> Reading | None:
    try:
        reading = docx.read_docx(convert_bytes(data, ".rtf"))
    except (MissingProgram, Damaged):
        return None  # the words are still there; their syllables tell the encoding
    return Reading(
        "rtf", [PageReading(page.number, page.text, "libreoffice") for page in reading.pages], reading.warnings
    )


def _depth(source: str) -> int:
    depth = deepest = 0
    for brace in _BRACE.finditer(source):
        if len(brace[0]) == 1:
            depth += 1 if brace[0] == "{" else -1
            deepest = max(deepest, depth)
    return deepest


def _strip(source: str) -> str:
    """The plain text, rows and cells marked: page headers first, a box at its place, footnotes last."""
    source, notes = _take_groups(source, r"\{(?:\\\*)?\\footnote(?![a-z])(?:\\ftnalt(?![a-z]))?")
    source, headers = _take_groups(source, r"\{\\header[lrf]?(?![a-z])")
    above = [text for header in headers if sum(map(str.isalpha, text := _plain(f"{{\\rtf1 {header}}}"))) >= 3]
    source = _open_boxes(source)
    end = source.rfind("}")
    source = source[:end] + _paragraphs(notes) + source[end:] if notes and end > 0 else source
    source = _ROW.sub(lambda match: _written(RULED_ROW if _BORDER.search(match["what"]) else PLAIN_ROW), source)
    for pattern, mark in _MARKS:
        source = pattern.sub(_written(mark).replace("\\", r"\\") if mark else r"\\par ", source)
    return "\n".join([*dict.fromkeys(above), _plain(source)])


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    source = _UNICODE.sub(_character, source)
    try:
        return str(rtf_to_text(source, encoding="cp1252", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise Damaged(f"RTF: {type(error).__name__}: {error}"[:300]) from None


def _character(code: re.Match[str]) -> str:
    """`\\uN` as it is where N is a character's, else a question mark's."""
    return code[0] if -0x8000 <= int(code[1]) <= 0x10FFFF and len(code[0]) < 12 else r"\u63"


def _take_groups(source: str, begins: str) -> tuple[str, list[str]]:
    """The source without the groups that begin so, and their insides."""
    kept, taken, at = [], [], 0
    for start, inside, end in _groups(source, begins):
        kept.append(source[at:start])
        taken.append(source[inside : end - 1])
        at = end
    return "".join(kept) + source[at:], taken


def _open_boxes(source: str) -> str:
    """A drawn shape stands in a group that readers may pass over: only the text in it is left, as paragraphs."""
    kept, at = [], 0
    for start, _, end in _groups(source, r"\{\\shp(?![a-z])"):
        _, texts = _take_groups(source[start:end], r"\{\\shptxt(?![a-z])")
        kept += [source[at:start], _paragraphs(texts)]
        at = end
    return "".join(kept) + source[at:]


def _groups(source: str, begins: str) -> Iterator[tuple[int, int, int]]:
    """Where each group that begins so starts, where its inside does, and where it ends; none inside another."""
    pattern, at = re.compile(begins), 0
    while found := pattern.search(source, at):
        depth = 0
        for brace in _BRACE.finditer(source, found.start()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                break
        at = brace.end()
        yield found.start(), found.end(), at


def _paragraphs(sources: list[str]) -> str:
    return "".join(f"\\par {{{source}}}\\par " for source in sources)


def _written(mark: str) -> str:
    return f"\\uc1\\u{ord(mark) - 65536}? "


def _lines(text: str) -> list[str]:
    """Lines of the text, the marked rows as rows."""
    lines: list[str] = []
    at = 0
    for row in _TABLE_ROW.finditer(text, 0, text.rfind(ROW_END) + 1):
        if between := _clean(text[at : row.start()]).removesuffix("\n"):
            lines += between.split("\n")
        at = row.end()
        cells = _clean(row[0], keep=CELL).split(CELL)
        lines += row_lines([cell.strip("\n") for cell in cells[:-1]], RULED_ROW in row[0])
    return lines + _clean(text[at:]).split("\n")


def _clean(text: str, keep: str = "") -> str:
    """Without marks; a cell of a table inside a cell is set off with a tab."""
    marks = "".join(mark for mark in (PLAIN_ROW, RULED_ROW, CELL, ROW_END) if mark != keep)
    return re.sub(f"[{marks}]", "", text.replace(INNER, "\t"))
