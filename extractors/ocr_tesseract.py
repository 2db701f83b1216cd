"""One picture through tesseract: words with their boxes, from its library where that loads, else from its program.

The program is called directly, as pytesseract would call it, because three things cannot be said through pytesseract:
an environment for the child alone (one page, one core), that it dies with its parent, and pixels through a pipe instead
of a PNG file on disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.text import normalize
from extractors import ocr_library
from extractors.allowance import seconds_left
from extractors.ocr_library import ONE_THREAD, Row

LANGUAGE = "vie"
COLUMN, BLOCK, SINGLE_LINE = 4, 6, 7  # segmentation: one column of lines of any size; one even block; a single line
PAGE_SECONDS = 40.0  # of one page: an honest one takes 1
PACKAGES = "tesseract-ocr and tesseract-ocr-vie"
_WORD_LEVEL = "5"


class OcrFailed(Exception):
    """Tesseract gave nothing for one picture: it took too long, or ended with an error."""


@dataclass(slots=True)
class Word:
    """One word as read, its box in pixels, and how sure tesseract is (0-100); `line` is tesseract's own grouping."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: tuple[int, int, int]

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.y1 - self.y0


def is_installed() -> bool:
    """Whether the library or the program, and Vietnamese data, are on this machine."""
    if ocr_library.load(LANGUAGE):
        return True
    program = shutil.which("tesseract")
    return program is not None and LANGUAGE in _languages(program)


@cache
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.split())


@cache
def _dying_with_parent() -> tuple[str, ...]:
    """What stands before the command so that the kernel ends it with its parent (util-linux, on every Debian)."""
    return ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()


def read_words(picture: Any, dpi: int, segmentation: int = COLUMN, seconds: float = PAGE_SECONDS) -> list[Word]:
    """The words of a grey PIL picture, in tesseract's reading order; raises OcrFailed."""
    library = ocr_library.load(LANGUAGE)
    read = library.read if library and ocr_library.has_room() else read_with_program
    try:
        rows = read(picture, dpi, segmentation, min(seconds, seconds_left() or seconds))
    except TimeoutError:
        raise OcrFailed(f"over {seconds:g} s") from None
    except ValueError as refused:
        raise OcrFailed(str(refused)) from None
    texts = [normalize(row.text).strip() for row in rows]
    return [Word(text, *row[1:]) for text, row in zip(texts, rows, strict=True) if text]


def read_with_program(picture: Any, dpi: int, segmentation: int, seconds: float) -> list[Row]:
    """The same words from the program; raises the same errors as `Library.read`."""
    command = [*_dying_with_parent(), "tesseract", "stdin", "stdout", "-l", LANGUAGE, "--oem", "1"]
    command += ["--psm", str(segmentation), "--dpi", str(dpi), "tsv"]
    pgm = b"P5 %d %d 255\n" % picture.size + picture.tobytes()
    pipe, environment = subprocess.PIPE, os.environ | dict([ONE_THREAD])
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as child:
        try:
            out, said = child.communicate(pgm, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        finally:
            child.kill()
    if child.returncode:
        raise ValueError(said.decode("utf-8", "replace").strip()[-200:] or f"exit code {child.returncode}")
    return _parse(out.decode("utf-8", "replace"))


def _parse(tsv: str) -> list[Row]:
    """Rows of `level page block par line word left top width height conf text`."""
    rows = []
    for row in tsv.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD_LEVEL:
            left, top, width, height = (int(x) for x in cells[6:10])
            line = (int(cells[2]), int(cells[3]), int(cells[4]))
            rows.append(Row(cells[11], left, top, left + width, top + height, float(cells[10]), line))
    return rows
