"""DOC (Word 97 to 2003): antiword for running text, LibreOffice where it has tables, boxes or too little.

The head of most documents is a table, and antiword wraps its cells: such a file goes through LibreOffice to our own
DOCX reader (half a second instead of three milliseconds).
"""

from __future__ import annotations

import re
import struct
import tempfile
from pathlib import Path
from typing import NamedTuple

from extractors import docx
from extractors.errors import Damaged, Encrypted, MissingProgram, TimedOut
from extractors.legacy import repair_legacy_lines
from extractors.legacy_fonts import names_legacy_font
from extractors.office import convert_bytes
from extractors.ole import CompoundFile
from extractors.programs import find_program, run_program
from extractors.reading import PageReading, Reading
from extractors.warnings import warn

PACKAGE = "antiword"
TIMEOUT = 10.0  # seconds; antiword needs milliseconds
ENOUGH = 0.65  # of the characters that the file says its body has, the blanks not counted here and counted there
BEGINNINGS = (b"\xec\xa5", b"\xdc\xa5", b"\x9b\xa5", b"\x9c\xa5")  # of Word 97 and later, 6 and 95, 2
WORD_97 = 0x00C1  # first version of the binary form that LibreOffice and antiword share; older ones are antiword's

_TABLE_ROW = re.compile(r"^\|.*\|\s*$", re.MULTILINE)
_HEAD = re.compile(r"Độc\s+lập|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|^\s*S\S\s*:", re.IGNORECASE | re.MULTILINE)
_PICTURE = re.compile(r"^\[pic\]\s*$", re.MULTILINE)


class Promise(NamedTuple):
    """What the file's own head says it holds: characters of its parts, and whether it is locked."""

    body: int
    notes: int
    headers: int
    boxes: int
    locked: bool


def read_doc(data: bytes) -> Reading:
    """The text of an old Word file. Raises Encrypted, Damaged, MissingProgram, TimedOut."""
    promise = read_promise(data)
    if promise and promise.locked:
        raise Encrypted("old Word file with a password")
    text, failed = None, None
    try:
        text = _run_antiword(data)
    except (MissingProgram, TimedOut) as error:
        failed = error
    if text is not None and is_whole(text, promise) and not names_legacy_font(data):
        return _plain_reading(text)
    if text is None and not begins_like_word(data):
        raise Damaged("no text of a Word file where its directory says it is")
    try:
        made = convert_bytes(data, ".doc")
    except Damaged:
        if text is None:
            raise failed or Damaged("neither antiword nor LibreOffice can open it") from None
        return _plain_reading(text, "LibreOffice could not open it; its tables are approximate")
    reading = docx.read_docx(made)
    return Reading("doc", [PageReading(p.number, p.text, "libreoffice") for p in reading.pages], reading.warnings)


def begins_like_word(data: bytes) -> bool:
    """Whether the stream of the text begins as Word's do."""
    return CompoundFile(data).read("WordDocument")[:2] in BEGINNINGS


def is_whole(text: str, promise: Promise | None) -> bool:
    """Whether antiword's text can stand: no tables, a head, and as many characters as the file says it has."""
    if _TABLE_ROW.search(text) or not _HEAD.search(text[:2000]):
        return False
    if promise is None:
        return False
    printed = sum(not c.isspace() for c in text)
    return promise.boxes == 0 and promise.headers < 3 and printed >= ENOUGH * promise.body


def _plain_reading(text: str, doubt: str = "") -> Reading:
    text = _PICTURE.sub("", text)
    warnings = [warn("tables_approximate", doubt)] if doubt else []
    if repaired := repair_legacy_lines(text):
        text = repaired[0]
        warnings.append(warn("legacy_encoding", repaired[1]))
    lines = ["\t".join(cell.strip() for cell in line.strip().strip("|").split("|")) if _TABLE_ROW.match(line) else line
             for line in text.split("\n")]  # fmt: skip
    return Reading("doc", [PageReading(1, "\n".join(lines), "antiword")], warnings)


def _run_antiword(data: bytes) -> str | None:
    """What antiword prints, one paragraph a line; None when it cannot read the file."""
    program = find_program("antiword", PACKAGE)
    with tempfile.TemporaryDirectory(prefix="vanban-doc-") as name:
        folder = Path(name)
        (folder / "in.doc").write_bytes(data)
        finished = run_program([program, "-m", "UTF-8.txt", "-w", "0", "in.doc"], TIMEOUT, folder)
    text = finished.output.decode("utf-8", "replace")
    return text if finished.code == 0 and text.strip() else None


def read_promise(data: bytes) -> Promise | None:
    """The lengths that the file information block states ([MS-DOC] 2.5), or None when it cannot be found."""
    stream = CompoundFile(data).read("WordDocument")[:512]
    if len(stream) < 104 or struct.unpack_from("<H", stream)[0] != 0xA5EC:
        return None
    version, flags = struct.unpack_from("<H", stream, 2)[0], struct.unpack_from("<H", stream, 10)[0]
    if version < WORD_97:
        return None
    body, notes, headers, _, _, _, boxes = struct.unpack_from("<7i", stream, 76)
    return Promise(body, notes, headers, boxes, bool(flags & 0x0100))
