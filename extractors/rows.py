"""How a row of a table becomes lines: a row of data is one line, columns that merely stand side by side are lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from extractors.reading import join_cells

# Rows of the form that stand side by side even in a table with borders: the head, and recipients beside the signature
FORM_ROW = re.compile(r"^\s*Số\s*:|Độc lập\W+Tự do|^\s*Nơi nhận|^\s*Kính gửi", re.IGNORECASE)


def row_lines(cells: Sequence[str], ruled: bool) -> list[str]:
    """The lines of one row; `cells` hold line ends, '' is an empty cell; `ruled`: its table draws lines."""
    if ruled and not any(FORM_ROW.search(cell) for cell in cells):
        return [join_cells(cells)]
    return side_by_side(cells)


def side_by_side(cells: Sequence[str]) -> list[str]:
    """Columns without lines between them (the head, the signature): first line beside first line, and so on."""
    filled = [[line.strip() for line in cell.split("\n") if line.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    return ["\t".join(line or "" for line in row).rstrip("\t") for row in zip_longest(*filled)]
