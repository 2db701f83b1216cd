"""One picture through the `tesseract` program: words with their boxes.

Called directly, as pytesseract would call it, because three things cannot be said through pytesseract: an environment
for the child alone (OMP_THREAD_LIMIT=1: one page, one core), that it dies with its parent, and pixels through a pipe
instead of a PNG file on disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.text import normalize
from extractors.allowance import seconds_left

LANGUAGE = "vie"
COLUMN, BLOCK, SINGLE_LINE = (
    4,
    6,
    7,
)  # page segmentation: one column of lines of any size; one even block; a single line
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
    """Whether the program and its Vietnamese data are on this machine."""
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
    command = [
        *_dying_with_parent(),
        "tesseract",
        "stdin",
        "stdout",
        "-l",
        LANGUAGE,
        "--oem",
        "1",
        "--psm",
        str(segmentation),
    ]
    command += ["--dpi", str(dpi), "tsv"]
    pgm = b"P5 %d %d 255\n" % picture.size + picture.tobytes()
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as child:
        try:
            out, said = child.communicate(pgm, timeout=min(seconds, seconds_left() or seconds))
        except subprocess.TimeoutExpired:
            raise OcrFailed(f"over {seconds:g} s") from None
        finally:
            child.kill()
    if child.returncode:
        raise OcrFailed(said.decode("utf-8", "replace").strip()[-200:] or f"exit code {child.returncode}")
    return _parse(out.decode("utf-8", "replace"))


def _parse(tsv: str) -> list[Word]:
    """Rows of `level page block par line word left top width height conf text`."""
    words = []
    for row in tsv.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD_LEVEL and (text := normalize(cells[11]).strip()):
            left, top, width, height = (int(x) for x in cells[6:10])
            line = (int(cells[2]), int(cells[3]), int(cells[4]))
            words.append(Word(text, left, top, left + width, top + height, float(cells[10]), line))
    return words
