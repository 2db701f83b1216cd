"""Ruled tables: a grid from the ruling lines, cells that lack a line between them are one, characters by their place.

Borderless tables are read as lines with tabs (pdf_layout), tables in scans not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extractors.pdf_chars import Char
from extractors.pdf_layout import build_lines, layout_lines, line_text
from extractors.pdf_rulings import Ruling
from extractors.reading import join_cells

FEWEST = 3  # lines each way: fewer are underlines of the head and frames
NEAR = 3.0  # points: lines closer than this are one, and meet

Cell = tuple[int, int]  # row, column


def may_hold_table(rulings: list[Ruling]) -> bool:
    """Whether there are enough ruling lines both ways."""
    across = sum(r.horizontal for r in rulings)
    return across >= FEWEST and len(rulings) - across >= FEWEST


@dataclass(slots=True)
class Grid:
    """One table: its lines from left to right and from top to bottom, and the cell each place belongs to."""

    xs: list[float]
    ys: list[float]  # downwards: negative page coordinates
    home: dict[Cell, Cell]

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell at a point of the page, or None outside."""
        row, column = bisect_right(self.ys, -y) - 1, bisect_right(self.xs, x) - 1
        return self.home.get((row, column))


def find_tables(rulings: list[Ruling]) -> list[Grid]:
    """The grids on a page, at least two rows of two columns each."""
    lines = _merge([r for r in rulings if r.horizontal]) + _merge([r for r in rulings if not r.horizontal])
    grids = [grid for group in _connected(lines) if (grid := _grid(group))]
    return [grid for grid in grids if min(len({cell[axis] for cell in grid.home.values()}) for axis in (0, 1)) >= 2]


def _merge(rulings: list[Ruling]) -> list[Ruling]:
    """Parallel rulings snapped onto common lines, and pieces that touch joined."""
    snapped: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.at):
        if snapped and ruling.at - snapped[-1][-1].at <= NEAR:
            snapped[-1].append(ruling)
        else:
            snapped.append([ruling])
    merged: list[Ruling] = []
    for line in snapped:
        at = sum(r.at for r in line) / len(line)
        pieces = sorted((r.start, r.end) for r in line)
        start, end = pieces[0]
        for piece in pieces[1:]:
            if piece[0] > end + NEAR:
                merged.append(Ruling(line[0].horizontal, at, start, end))
                start, end = piece
            else:
                end = max(end, piece[1])
        merged.append(Ruling(line[0].horizontal, at, start, end))
    return merged


def _connected(lines: list[Ruling]) -> list[list[Ruling]]:
    """Groups of lines that cross or meet one another: each may be a table."""
    find, join = _union(len(lines))
    across = [i for i, line in enumerate(lines) if line.horizontal]
    down = [i for i, line in enumerate(lines) if not line.horizontal]
    for i in across:
        h = lines[i]
        for j in down:
            v = lines[j]
            if h.start - NEAR <= v.at <= h.end + NEAR and v.start - NEAR <= h.at <= v.end + NEAR:
                join(i, j)
    groups: dict[int, list[Ruling]] = {}
    for i, line in enumerate(lines):
        groups.setdefault(find(i), []).append(line)
    return list(groups.values())


def _grid(lines: list[Ruling]) -> Grid | None:
    across, down = [x for x in lines if x.horizontal], [x for x in lines if not x.horizontal]
    xs, ys = sorted({x.at for x in down}), sorted({-x.at for x in across})
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > 20_000:
        return None
    find, join = _union(rows * columns)
    for row in range(rows):
        middle = -(ys[row] + ys[row + 1]) / 2
        for column in range(1, columns):
            if not any(v.at == xs[column] and v.start <= middle <= v.end for v in down):
                join(row * columns + column - 1, row * columns + column)
    for column in range(columns):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(1, rows):
            if not any(h.at == -ys[row] and h.start <= middle <= h.end for h in across):
                join((row - 1) * columns + column, row * columns + column)
    home = {(r, c): divmod(find(r * columns + c), columns) for r in range(rows) for c in range(columns)}
    return Grid(xs, ys, home)


def _union(size: int) -> tuple[Callable[[int], int], Callable[[int, int], None]]:
    """Find and join over numbers; the smallest of a group stands for it."""
    parent = list(range(size))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = find(i), find(j)
        parent[max(a, b)] = min(a, b)

    return find, join


def is_cut(words: list[Char], grids: list[Grid]) -> bool:
    """Whether a word runs over the edge of a cell: then each letter must find its place."""
    return any(
        grid.cell_at(word.x0 + NEAR / 2, middle) != grid.cell_at(word.x1 - NEAR / 2, middle)
        for word in words
        if len(word.text) > 1 and word.x1 - word.x0 > NEAR
        for middle in ((word.low + word.high) / 2,)
        for grid in grids
    )


class PlacedLine(NamedTuple):
    """A line of text or a table row: its height on the page, its characters, and a row's corners."""

    at: float
    text: str
    chars: list[Char]
    row: tuple[float, float, float, float] | None = None  # left, low, right, high


def lines_with_tables(chars: list[Char], grids: list[Grid]) -> list[PlacedLine]:
    """The page's lines from top to bottom, each table row one line with its cells separated by tabs."""
    inside: dict[tuple[int, Cell], list[Char]] = {}
    outside: list[Char] = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.low + char.high) / 2
        for i, grid in enumerate(grids):
            if cell := grid.cell_at(x, y):
                inside.setdefault((i, cell), []).append(char)
                break
        else:
            outside.append(char)
    placed = [PlacedLine(line.base, line_text(line.chars), line.chars) for line in layout_lines(outside)]
    for i, grid in enumerate(grids):
        placed += _rows(grid, {cell: chars for (table, cell), chars in inside.items() if table == i})
    return sorted(placed, key=lambda line: -line.at)


def _rows(grid: Grid, cells: dict[Cell, list[Char]]) -> Iterator[PlacedLine]:
    """Each row that says something; columns that are empty all down are left out."""
    texts = {cell: cell_text(chars) for cell, chars in cells.items()}
    columns = sorted({column for _, column in cells})
    for row in sorted({row for row, _ in cells}):
        top, bottom = -grid.ys[row], -grid.ys[row + 1]
        own = [char for column in columns for char in cells.get((row, column), ())]
        text = join_cells([texts.get((row, column), "") for column in columns])
        yield PlacedLine((top + bottom) / 2, text, own, (grid.xs[0], bottom, grid.xs[-1], top))


def cell_text(chars: list[Char]) -> str:
    """The text of one cell, its lines joined by blanks."""
    return " ".join(line_text(line.chars).replace("\t", " ") for line in build_lines(chars))
