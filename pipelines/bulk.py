"""Everything that is known as files for other programs: JSON lines, or Parquet for those that compute over columns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import orjson

from store.bulk import COLUMNS, TEXT_COLUMN, Bulk, Chosen, Kind, list_all
from store.catalog import Catalog

FORMS = ("jsonl", "parquet")
ROW_GROUP = 20_000  # rows that are packed together
LONGEST_LINE = 32 << 20  # bytes of one document with its text; twice as much is held
_SPARING: dict[str, str | int] = {"memory_limit": "512MB", "threads": 1}  # what the writer of Parquet may take


class CannotExport(Exception):
    """What was asked for cannot be written."""

    def __init__(self, message: str, what_to_do: str) -> None:
        super().__init__(message)
        self.what_to_do = what_to_do


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    file: str
    kind: Kind
    rows: int
    bytes: int


def export_bulk(
    catalog: Catalog, to: Path, form: str, kinds: Sequence[Kind], chosen: Chosen, *, with_text: bool = False
) -> list[Exported]:
    """Write the rows of each kind into a file of its own in the folder `to`, or of one kind into the file `to`.

    A file appears when it is whole. `-` is standard output, for JSON lines. Raises CannotExport.
    """
    if str(to) == "-":
        if form != "jsonl" or len(kinds) != 1:
            raise CannotExport("only one kind, as jsonl, can be written to standard output", "Name a folder with --to")
        _write_lines(sys.stdout.buffer, list_all(catalog, kinds[0], chosen, with_text=with_text))
        return []
    folder = to.is_dir() or not to.suffix
    if not folder and len(kinds) != 1:
        raise CannotExport(f"{to} is one file, and {len(kinds)} kinds were asked for", "Name a folder, or one --kind")
    (to if folder else to.parent).mkdir(parents=True, exist_ok=True)
    write = {"jsonl": _write_jsonl, "parquet": _write_parquet}[form]
    written = []
    for kind in kinds:
        path = to / f"{kind}.{form}" if folder else to
        rows = list_all(catalog, kind, chosen, with_text=with_text)
        count = write(path, rows, kind, with_text)
        written.append(Exported(str(path), kind, count, path.stat().st_size))
    return written


def _write_jsonl(path: Path, rows: Bulk, _kind: Kind, _with_text: bool) -> int:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            count = _write_lines(file, rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_lines(file: BinaryIO, rows: Iterable[object]) -> int:
    count = 0
    for row in rows:
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def _write_parquet(path: Path, rows: Bulk, kind: Kind, with_text: bool) -> int:
    """By way of JSON lines, which DuckDB packs a group of rows at a time; the types of columns never depend on rows."""
    try:
        import duckdb
    except ImportError:
        raise CannotExport(
            "Parquet needs DuckDB, which is not installed", "`pip install duckdb`, or --format jsonl"
        ) from None
    columns = COLUMNS[kind] | (TEXT_COLUMN if with_text and kind == "documents" else {})
    with TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
        lines, packed = Path(folder, "rows.jsonl"), Path(folder, "rows.parquet")
        count = _write_jsonl(lines, rows, kind, with_text)
        with duckdb.connect(":memory:", config={**_SPARING, "temp_directory": folder}) as database:
            database.execute(
                f"COPY (SELECT * FROM read_json(?, columns = {columns}, format = 'newline_delimited',"
                f" maximum_object_size = {LONGEST_LINE})) TO '{_quoted(packed)}'"
                f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})",
                [str(lines)],
            )
        packed.replace(path)
    return count


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
