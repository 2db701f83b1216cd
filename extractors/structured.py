"""Files for programs, not for readers: JSON and tables of comma-separated values. They look like text and are none."""

from __future__ import annotations

import csv
import json

SAMPLE = 20  # lines of a table that are looked at
FEWEST_COLUMNS = 4  # running text with as many commas in every line is not written


def is_json(data: bytes) -> bool:
    """Whether the bytes are a JSON object or list, or one such per line."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return False
    first_line = data.lstrip().split(b"\n", 1)[0]
    return _loads(first_line) or _loads(data)


def _loads(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False


def is_table_of_values(data: bytes) -> bool:
    """Whether every line has the same number of values, as a CSV file of at least two rows does."""
    lines = data[:200_000].decode("utf-8", "replace").splitlines()[:SAMPLE]
    for delimiter in ",;":  # not tabs: columns of a text are set with them
        if len(lines) < 2 or lines[0].count(delimiter) < FEWEST_COLUMNS - 1:
            continue
        try:
            rows = csv.reader(lines[:-1] if len(lines) == SAMPLE else lines, delimiter=delimiter)
            widths = {len(row) for row in rows}
        except csv.Error:  # a value longer than any table has
            continue
        if len(widths) == 1:
            return True
    return False
