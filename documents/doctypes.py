"""The kinds of document, and the codes of kinds and bodies in a number (`doc_types.csv`, `number_codes.csv`).

Source of the state codes: Nghị định 30/2020/NĐ-CP, Appendix III; of the Party's: Hướng dẫn 36-HD/VPTW and Quy định
399-QĐ/TW; the rest is what offices print.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from documents.tables import read_table, split_cell
from documents.text import fold


@dataclass(frozen=True, slots=True)
class DocType:
    """One kind of document: `code` is '' where the number carries none, `words` are how running text names it."""

    code: str
    name: str
    words: tuple[str, ...]
    systems: tuple[str, ...]
    spellings: tuple[str, ...]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class BodyCode:
    """The code of an issuing body inside a number: `grammar` is state, party, youth, parliament or either.

    `spellings` are other codes of the same body and stay as printed; `misread` are faults, read as `code`.
    """

    code: str
    grammar: str
    spellings: tuple[str, ...]
    misread: tuple[str, ...]
    example: str


def folded_code(code: str) -> str:
    """A code as the lexicons compare it: no diacritics, upper case."""
    return fold(code).upper()


@cache
def doc_types() -> tuple[DocType, ...]:
    """All kinds of document, in the order of the table."""
    return tuple(
        DocType(
            code=row["code"],
            name=row["name"],
            words=split_cell(row["words"]),
            systems=split_cell(row["system"]),
            spellings=split_cell(row["spellings"]),
            example=row["example"],
            counter_example=row["counter_example"],
        )
        for row in read_table("doc_types")
    )


@cache
def type_codes() -> dict[str, str]:
    """Every spelling of a type code, folded, to the code; where two codes fold alike the first row wins."""
    found: dict[str, str] = {}
    for kind in doc_types():
        for spelling in (kind.code, *kind.spellings):
            if spelling:
                found.setdefault(folded_code(spelling), kind.code)
    return found


@cache
def type_words() -> dict[str, str]:
    """Every name of a kind, folded, to its code ('' for laws): `nghi quyet` to `NQ`."""
    found: dict[str, str] = {}
    for kind in doc_types():
        for word in kind.words:
            found.setdefault(fold(word), kind.code)
    return found


@cache
def body_codes() -> dict[str, BodyCode]:
    """Every spelling of a body's code, folded, to its row."""
    found: dict[str, BodyCode] = {}
    rows = [
        BodyCode(r["code"], r["grammar"], split_cell(r["spellings"]), split_cell(r["misread"]), r["example"])
        for r in read_table("number_codes")
    ]
    for row in rows:
        found[folded_code(row.code)] = row
    for row in rows:
        for spelling in row.spellings:
            found.setdefault(folded_code(spelling), row)
    return found


@cache
def misread_bodies() -> dict[str, BodyCode]:
    """Faulty spellings of a body's code, exactly as printed in upper case: `TƯ`, which folded would be `TU`."""
    return {spelling: row for row in body_codes().values() for spelling in row.misread}


def type_code(word: str) -> str | None:
    """The code of a kind by its name (`Kế hoạch`, `ke hoach`, `KẾ HOẠCH`), '' for laws, None for no kind."""
    return type_words().get(" ".join(fold(word).split()))


@lru_cache(2000)
def type_name(code: str, system: str | None = None) -> str | None:
    """The name of a kind by its code, of the system asked for where one code serves two kinds."""
    wanted = [kind for kind in doc_types() if folded_code(kind.code) == folded_code(code) and kind.code]
    exact = [kind for kind in wanted if kind.code == code] or wanted
    for kind in exact:
        if system in kind.systems:
            return kind.name
    return exact[0].name if exact else None
