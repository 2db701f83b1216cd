"""The shapes of document numbers: what a run of codes after a figure can be, and the standard form of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from documents.doctypes import BodyCode, body_codes, doc_types, folded_code, misread_bodies, type_codes, type_words
from documents.text import strip_marks

System = Literal["state", "letter", "normative", "parliament", "party", "youth", "joint"]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number, read: `canonical` is the standard printed form, `key` is what two spellings share."""

    number: int
    number_text: str
    year: int | None
    type: str | None
    agency: str | None
    unit: str | None
    system: System
    canonical: str
    key: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The figures of a printed as printed: `sep` is what parts them from the codes, None where it got lost."""

    num: str
    suffix: str
    sep: str | None
    year: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """One code of a printed with the separator before it, blanks removed; `apart` when blanks stood on both sides."""

    code: str
    join: str
    apart: bool
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands before a candidate: type word or code (folded), its code, whether `số` is printed; how long it is."""

    word: str
    code: str | None
    so: bool
    length: int = 0


_TERM_BODY = re.compile(r"(?:UBTV)?QH\d{1,2}")
_COUNCIL_TERM = re.compile(r"HDND\d{1,2}")  # some councils add their term: 22/NQ-HĐND8
_YEAR_GLUED = re.compile(r"(\d{1,4})((?:19|20)\d\d)")


@lru_cache(maxsize=20_000)  # a document names the same ones again and again
def number_key(canonical: str) -> str:
    """What all spellings of a number share: upper case, no diacritics, no leading zeros, no blanks."""
    return "".join(strip_marks(canonical).split()).upper().lstrip("0") or canonical


# ---------------------------------------------------------------- codes


@lru_cache(maxsize=4096)
def is_type(code: str) -> bool:
    """Whether a code stands for a kind of document."""
    return folded_code(code) in type_codes()


@lru_cache(maxsize=4096)
def find_body(code: str) -> BodyCode | None:
    """The row of a body's code: in the table, or by how such codes are made."""
    folded = folded_code(code)
    if row := misread_bodies().get(code.upper()) or body_codes().get(folded):
        return row
    if _TERM_BODY.fullmatch(folded):
        return body_codes()["UBTVQH" if folded.startswith("UB") else "QH"]
    if _COUNCIL_TERM.fullmatch(folded):
        return body_codes()["HDND"]
    if folded.startswith("BCD") and code[:2].isupper():
        return body_codes()["BCD"]
    if len(folded) > 3 and code[:2].isupper():
        if folded.endswith(("TU", "TW")) and folded[0] in "BUVDT":
            return body_codes()["VPTU"]
        if folded.endswith("DTN"):
            return body_codes()["DTN"]
    return None


# ---------------------------------------------------------------- shapes


Shape = tuple[DocumentNumber, int]


def read_shape(printed: Printed, groups: list[Group], cue: Cue) -> Shape | None:
    """The number a printed is and how many of its codes belong to it, or None: the first grammar that fits."""
    return (
        _parliament(printed, groups)
        or _typed(printed, groups, cue)
        or _glued(printed, groups, cue)
        or _type_before(printed, groups, cue)
        or _letter(printed, groups, cue)
    )


def _parliament(printed: Printed, groups: list[Group]) -> Shape | None:
    """72/2025/QH15: no type code."""
    code = folded_code(groups[0].code)
    if not (printed.year and _TERM_BODY.fullmatch(code)):
        return None
    return _number(printed, None, code, None, "parliament", f"/{code}"), 1


def _typed(printed: Printed, groups: list[Group], cue: Cue) -> Shape | None:
    """370/KH-UBND, 08-NQ/TU, 04/2025/QĐ-UBND, 11/2004/TTLT-BNN-BNV."""
    first = groups[0]
    if len(groups) < 2 or not is_type(first.code):
        return None
    kind, body = _type(first.code, cue), find_body(groups[1].code)
    if kind == "L" and folded_code(groups[1].code) != "CTN":
        return None
    if body is None and (first.code.islower() or printed.sep is None):
        return None
    if find_body(first.code) and body is None and cue.code not in (kind, None) and cue.word:
        return None  # Công văn 1234/CT-TTHT: CT is the tax office here
    return _with_type(printed, kind, groups[1:], groups[1].join, cue), len(groups)


def _glued(printed: Printed, groups: list[Group], cue: Cue) -> Shape | None:
    """3027/QĐUBND, 61/2018/NĐCP: the hyphen got lost, so the rest of the code must be a known body."""
    code = groups[0].code
    if find_body(code) or is_type(code):
        return None
    for cut in range(min(5, len(code) - 2), 0, -1):
        head, tail = code[:cut], code[cut:]
        if is_type(head) and len(head) > 1 and find_body(tail):
            rest = [Group(tail, "-", False, groups[0].end), *groups[1:]]
            return _with_type(printed, _type(head, cue), rest, "-", cue), len(groups)
    return None


def _type_before(printed: Printed, groups: list[Group], cue: Cue) -> Shape | None:
    """NQ số 08-TU, QD 713 UBND: the type stands before the number; a spelled-out type only before a Party body."""
    body = find_body(groups[0].code)
    if body is None or not cue.code or cue.code in ("CV", "TT"):
        return None
    spelled_out = cue.word in type_words()
    if spelled_out and (body.grammar != "party" or len(groups) > 1):
        return None
    if groups[0].code.islower() and not cue.so and spelled_out:
        return None
    return _with_type(printed, cue.code, groups[:1], "/", cue), 1


def _letter(printed: Printed, groups: list[Group], cue: Cue) -> Shape | None:
    """4836/SNV-TCBC, 126/SKHĐT: body and drafting unit, no type code; a body alone needs its type word before it."""
    first = groups[0]
    body = find_body(first.code)
    announced = cue.so or bool(cue.word)
    sep = (printed.sep or "").strip()
    of_file_name = printed.sep == "_" and body is not None and len(groups) > 1
    if (
        sep != "/"
        and not of_file_name
        and not (sep == "-" and announced and body and body.code in ("CP", "CT", "TTg", "HĐBT"))
    ):
        return None
    if any(group.join not in ("-", "") for group in groups):
        return None
    if len(groups) == 1 and (not announced or is_type(first.code) or not (body or (cue.word and first.code.isupper()))):
        return None
    if len(groups) > 1 and (not (body or announced) or (first.code.islower() and not body)):
        return _unit_first(printed, groups)
    if body is None and (len(first.code) < 3 or not first.code[:2].isupper()):
        return None
    agency = _spell(first.code)
    unit = "-".join(group.code if not group.code.islower() else group.code.upper() for group in groups[1:]) or None
    tail = "/" + agency + (f"-{unit}" if unit else "")
    return _number(printed, None, agency, unit, "letter", "-" + agency if sep == "-" else tail), len(groups)


def _unit_first(printed: Printed, groups: list[Group]) -> Shape | None:
    """4413/VX-UBND: some offices put the drafting unit before the body."""
    unit, body = groups[0].code, find_body(groups[1].code)
    if len(groups) != 2 or body is None or body.code not in ("UBND", "HĐND", "VPUBND") or not unit.isupper():
        return None
    agency = _spell(groups[1].code)
    return _number(printed, None, agency, unit, "letter", f"/{unit}-{agency}"), 2


def _type(code: str, cue: Cue) -> str:
    """The type code meant by a printed one; where marks are lost, the word before decides between HĐ and HD."""
    exact = next((kind.code for kind in doc_types() if kind.code == code), None)
    folded = folded_code(code)
    meant = exact or type_codes()[folded]
    if cue.code and cue.code != meant and folded_code(cue.code) == folded_code(meant) and not exact:
        return cue.code
    return meant


def _with_type(printed: Printed, kind: str, bodies: list[Group], join: str, cue: Cue) -> DocumentNumber:
    """A number with a type code; the body decides between Party and state, the separators only where it cannot."""
    row = find_body(bodies[0].code)
    names = [_spell(group.code) for group in bodies]
    sep = (printed.sep or "").strip()
    joint = _is_joint(kind)
    if joint or row is None:
        agency, unit = "-".join(names), None
    else:
        agency, unit = names[0], "-".join(names[1:]) or None
    party_form = join == "/" and sep != "/"
    system: System
    if joint:
        system = "joint"
    elif row and row.grammar in ("party", "youth") and not printed.year:
        system = "party" if row.grammar == "party" else "youth"
    elif party_form and not printed.year and (row is None or row.grammar == "either"):
        system = "party"
    else:
        system = "normative" if printed.year else "state"
    body = "-".join(names)
    if system in ("party", "youth"):
        return _number(printed, kind, agency, unit, system, f"-{kind}/{body}")
    kind = _corrected(kind, agency, cue, bool(printed.year))
    return _number(printed, kind, agency, unit, system, f"/{kind}{'/' if joint and join == '/' else '-'}{body}")


@lru_cache(maxsize=4096)
def _is_joint(kind: str) -> bool:
    return any(row.code == kind and "joint" in row.systems for row in doc_types())


def _corrected(kind: str, agency: str, cue: Cue, has_year: bool) -> str:
    """The Government signs resolutions and decrees only, so there the type word wins over a wrong code."""
    if agency == "CP" and cue.code in ("NQ", "NĐ") and kind in ("NQ", "NĐ") and (cue.code == "NQ") != has_year:
        return cue.code
    return kind


@lru_cache(maxsize=4096)
def _spell(code: str) -> str:
    """A body's code as the table writes it when only marks, case or a misread letter differ, else as printed."""
    folded = folded_code(code)
    if _TERM_BODY.fullmatch(folded):
        return folded
    if row := misread_bodies().get(code.upper()):
        return row.code
    row = body_codes().get(folded)
    if row is None:
        return code.upper() if code.islower() else code
    for spelling in (row.code, *row.spellings):
        if folded_code(spelling) == folded:
            return spelling
    return row.code


def _number(
    printed: Printed, kind: str | None, agency: str | None, unit: str | None, system: System, tail: str
) -> DocumentNumber:
    suffix = printed.suffix
    digits = printed.num.replace("O", "0")
    year = printed.year
    if year is None and printed.sep is None and (glued := _YEAR_GLUED.fullmatch(digits)) and len(digits) > 4:
        digits, year = glued.groups()  # slug: 192023QDUBND
        system = "normative" if system == "state" else system
    number_text = digits + suffix
    canonical = number_text + (f"/{year}" if year else "") + tail
    full_year = int(year) if year and len(year) == 4 else 1900 + int(year) if year else None
    return DocumentNumber(
        int(digits.split(".")[0]), number_text, full_year, kind, agency, unit, system, canonical, number_key(canonical)
    )
