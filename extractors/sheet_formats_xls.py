"""Which cells of an XLS (Excel 97 to 2003) are shown as percentages: the reader of values does not tell.

Source: [MS-XLS] 2.4: BoundSheet8, Format, XF, and the records of cells with a number.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractors.ole import CompoundFile
from extractors.sheet_formats import BUILT_IN, percent_decimals

BOF, BOUND_SHEET, FORMAT, XF = 0x0809, 0x0085, 0x041E, 0x00E0
NUMBER, RK, FORMULA, MULTIPLE_RK = 0x0203, 0x027E, 0x0006, 0x00BD

Percentages = dict[tuple[int, int], int]  # row, column -> decimals shown


def read_xls_percentages(data: bytes) -> dict[str, Percentages]:
    """For each sheet by name: (row, column) from 0 -> decimals; nothing where the stream cannot be followed."""
    stream = CompoundFile(data).read("Workbook")
    try:
        return _read(stream)
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}  # the reader of values will say what is wrong with it


def _read(stream: bytes) -> dict[str, Percentages]:
    names: dict[int, str] = {}  # where a sheet's records begin -> its name
    codes: dict[int, str] = {}
    formats: list[int | None] = []  # of each XF its decimals
    found: dict[str, Percentages] = {}
    current: Percentages | None = None
    for at, kind, body in _records(stream):
        if kind == BOF:
            current = found.setdefault(names[at], {}) if at in names else None
        elif kind == BOUND_SHEET:
            names[struct.unpack_from("<I", body)[0]] = _string(body[6:], body[6], 1)
        elif kind == FORMAT:
            length = struct.unpack_from("<H", body, 2)[0]
            codes[struct.unpack_from("<H", body)[0]] = _string(body[2:], length, 2)
        elif kind == XF:
            number = struct.unpack_from("<H", body, 2)[0]
            formats.append(percent_decimals(codes[number]) if number in codes else BUILT_IN.get(number))
        elif current is not None and kind in (NUMBER, RK, FORMULA, MULTIPLE_RK):
            for row, column, format_ in _cells(kind, body):
                if format_ < len(formats) and (decimals := formats[format_]) is not None:
                    current[row, column] = decimals
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _string(raw: bytes, length: int, head: int) -> str:
    """A string after its length of `head` bytes: a flag, then 8 or 16 bits a character."""
    wide = raw[head] & 1
    start = head + 1
    return (
        raw[start : start + length * 2].decode("utf-16-le") if wide else raw[start : start + length].decode("latin-1")
    )


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    row, column, format_ = struct.unpack_from("<HHH", body)
    if kind != MULTIPLE_RK:
        yield row, column, format_
        return
    for number in range((len(body) - 6) // 6):
        yield row, column + number, struct.unpack_from("<H", body, 4 + 6 * number)[0]
