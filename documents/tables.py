"""Reading what is known from tables: each is one CSV in a package's `data` folder, each row with its examples."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_table(name: str, package: str = "documents") -> list[dict[str, str]]:
    """The rows of a package's `data/NAME.csv` in file order; cells are stripped, empty cells are ''."""
    text = files(package).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [{column: (cell or "").strip() for column, cell in row.items()} for row in rows]


def split_cell(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things, separated by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
