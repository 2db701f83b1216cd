"""Where in a text's tables it stands by when something is due: the cells under "Thời gian hoàn thành", "Tiến độ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DUE = re.compile(r"hoàn thành|thời hạn|tiến độ|thời gian (?:thực hiện|trình|ban hành|báo cáo)|hạn (?:cuối|chót|nộp)")
_LONGEST_HEAD = 60  # characters of the head of a column


def find_due_cells(low: str) -> Iterator[tuple[int, int]]:
    """The spans of all cells in columns that say by when, in order; `low` is the text in lower case."""
    if "\t" not in low and " | " not in low:
        return
    due: set[int] = set()
    at = 0
    for line in low.split("\n"):
        cells = list(_cells(line)) if "\t" in line or " | " in line else []
        if not cells:
            due = due if not line.strip() else set()
        else:
            heads = {i for i, (a, b) in enumerate(cells) if b - a < _LONGEST_HEAD and _DUE.search(line, a, b)}
            if heads and not re.search(r"\d{4}", line):
                due = heads
            else:
                yield from ((at + a, at + b) for i, (a, b) in enumerate(cells) if i in due)
        at += len(line) + 1


def _cells(line: str) -> Iterator[tuple[int, int]]:
    separator = "\t" if "\t" in line else "|"
    at = 0
    for cell in line.split(separator):
        yield at, at + len(cell)
        at += len(cell) + 1
