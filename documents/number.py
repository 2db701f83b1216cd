"""The grammar of số, ký hiệu: finding document numbers in text, reading them, and one key for every spelling.

Four grammars (Nghị định 30/2020/NĐ-CP, App. I and III; Hướng dẫn 36-HD/VPTW; Luật Ban hành văn bản quy phạm pháp luật):
state `370/KH-UBND` and letters `4836/SNV-TCBC`, normative `04/2025/QĐ-UBND`, National Assembly `72/2025/QH15`, Party
`08-NQ/TU`. Separators are swapped and lost so often that the body's code decides the system, not the separators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from documents.doctypes import BodyCode, body_codes, doc_types, folded_code, misread_bodies, type_codes, type_words
from documents.text import fold, normalize, strip_marks

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
class NumberMatch:
    """A number in a text: `text[start:end]` is the number alone, as printed."""

    start: int
    end: int
    number: DocumentNumber


_LETTER = "A-Za-zĐđƯưỌ"
_CODE = rf"[{_LETTER}][{_LETTER}0-9&]*+(?![^\W_])"
_JOIN = r"(?:\s{0,3}[-/_]\s{0,3}|\.)"
_SCAN = re.compile(
    rf"""
    (?P<num>[O\d]                                               # first, so that the scan jumps from digit to digit
        (?:(?<![^\W_].)|(?<=[sS][ốỐoOôÔ].))(?<!\d[.,:].)        # not inside a word, a decimal, a standard
        (?:(?<=O)\d{{1,4}}+|\d{{0,7}}+)
        (?P<suffix>(?:bis|[A-Za-zđ])(?=\s?[-/_]))?)
    (?:
        (?P<sep>\s{{0,8}}+[-/_]\s{{0,8}}+)
        (?:(?P<year>(?:19|20)\d\d|[6-9]\d)\s{{0,3}}[-/_.]\s{{0,3}})?+
        (?=[{_LETTER}])
      | \s{{0,2}}+(?=[A-ZĐỌ][A-ZĐỌa-z0O])                       # separator lost: 217 KH-UBND
    )
    (?P<codes>{_CODE}(?:{_JOIN}{_CODE}){{0,4}}+)
    """,
    re.VERBOSE,
)
_GROUP = re.compile(rf"(?P<join>\s*[-/_.]\s*)?(?P<code>[{_LETTER}][{_LETTER}0-9&]*)")
_TERM_BODY = re.compile(r"(?:UBTV)?QH\d{1,2}")
_YEAR_GLUED = re.compile(r"(\d{1,4})((?:19|20)\d\d)")
# what may stand before a number and makes it one of something else
_NOT_A_DOCUMENT = re.compile(
    r"(?:mau|bieu|phu luc|bieu mau|tai khoan|dien thoai|ma so|hop thu|km|qcvn|tcvn)(?:\s+so)?\s*:?\s*$"
)
_LOOK_BACK = 48


@dataclass(frozen=True, slots=True)
class _Group:
    """One code of a candidate with the separator before it, blanks removed; `apart` when blanks stood on both sides."""

    code: str
    join: str
    apart: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Cue:
    """What stands before a candidate: the folded type word or code, its type code, and whether `số` was printed."""

    word: str
    code: str | None
    so: bool


def find_numbers(text: str) -> list[NumberMatch]:
    """The document numbers of a normalized text, in order; dates, ranks, rates, standards and the like are refused."""
    return [found for candidate in _SCAN.finditer(text) if (found := _read(candidate, text))]


def parse_number(string: str) -> DocumentNumber | None:
    """The number a whole string is (`Số: 43/KH-UBND`, `08 -NQ/TU`), type word and `số` allowed before it, else None."""
    text = normalize(string).strip(" .;,")
    found = find_numbers(text)
    if len(found) != 1 or found[0].end != len(text):
        return None
    before = fold(text[: found[0].start]).strip(" :")
    before = before.removesuffix("so").strip(" :")
    known = not before or before in type_words() or before.upper() in type_codes()
    return found[0].number if known else None


def number_key(canonical: str) -> str:
    """What all spellings of a number share: upper case, no diacritics, no leading zeros, no blanks."""
    return re.sub(r"\s+", "", strip_marks(canonical)).upper().lstrip("0") or canonical


# ---------------------------------------------------------------- from a candidate to a number


def _read(candidate: re.Match[str], text: str) -> NumberMatch | None:
    groups = list(_groups(candidate))
    if not groups:
        return None
    start = candidate.start("num")
    before = fold(text[max(0, start - _LOOK_BACK) : start])
    if _NOT_A_DOCUMENT.search(before):
        return None
    cue = _cue(before)
    if candidate["num"].startswith("O") and not cue.so:
        return None  # the letter O is a misread zero only where a number must stand
    if _in_other_figures(candidate, text, before):
        return None
    shape = _shape(candidate, groups, cue)
    if shape is None:
        return None
    number, used = shape
    return NumberMatch(start, groups[used - 1].end, number)


def _in_other_figures(candidate: re.Match[str], text: str, before: str) -> bool:
    """The end of a date or period, or a year: 2021-2025/KH-UBND, 05/8/KH-UBND, năm 2025 KH-UBND."""
    previous = before[-1:]
    of_file_name = candidate["sep"] in ("-", "_")
    if previous == "/" and (not of_file_name or before[-2:-1].isdigit()):
        return True
    if previous == "-" and before[-2:-1].isdigit() and not of_file_name:
        return True
    year_first = len(candidate["num"]) == 4 and candidate["num"][:2] in ("19", "20")
    if year_first and candidate["year"] and (candidate["sep"] or "").strip() == "-":
        return True
    return year_first and before.rstrip().endswith("nam")


def _groups(candidate: re.Match[str]) -> Iterator[_Group]:
    """The codes of a candidate as far as they look like codes: what a writer set off by blanks is text again."""
    base = candidate.start("codes")
    taken = 0
    for found in _GROUP.finditer(candidate["codes"]):
        join = found["join"] or ""
        code = found["code"]
        apart = len(join) > 2 and join[0].isspace() and join[-1].isspace()
        if taken and apart and (taken > 1 or not _is_type(code_before)):
            return
        if join == "." and not (taken == 1 and _is_type(code_before) and _body(code)):
            return
        if not _looks_like_code(code):
            return
        yield _Group(code, join.strip(), apart, base + found.end())
        taken, code_before = taken + 1, code


def _looks_like_code(code: str) -> bool:
    upper = sum(c.isupper() for c in code)
    return upper >= 2 or code == "L" or _is_type(code) or _body(code) is not None


def _is_type(code: str) -> bool:
    return folded_code(code) in type_codes()


def _body(code: str) -> BodyCode | None:
    """The row of a body's code: in the table, or by how such codes are made."""
    folded = folded_code(code)
    if row := misread_bodies().get(code.upper()) or body_codes().get(folded):
        return row
    if _TERM_BODY.fullmatch(folded):
        return body_codes()["UBTVQH" if folded.startswith("UB") else "QH"]
    if folded.startswith("BCD") and code[:2].isupper():
        return body_codes()["BCD"]
    if len(folded) > 3 and code[:2].isupper():
        if folded.endswith(("TU", "TW")) and folded[0] in "BUVDT":
            return body_codes()["VPTU"]
        if folded.endswith("DTN"):
            return body_codes()["DTN"]
    return None


def _cue(before: str) -> _Cue:
    found = _cue_pattern().search(before)
    if not found:
        return _Cue("", None, False)
    word = " ".join((found["word"] or "").split())
    code = type_words().get(word) if word in type_words() else type_codes().get(word.upper())
    return _Cue(word, code or None, bool(found["so"]))


@cache
def _cue_pattern() -> re.Pattern[str]:
    """Type word or type code, then `số`, at the end of folded text."""
    words = sorted(type_words(), key=len, reverse=True)
    codes = sorted((fold(code) for code in type_codes()), key=len, reverse=True)
    names = "|".join([w.replace(" ", r"\s+") for w in words] + [re.escape(c) for c in codes if len(c) > 1])
    return re.compile(rf"(?:(?<!\w)(?P<word>{names}))?(?:(?:^|[\s_(-]|(?<=\w))(?P<so>so))?\s*:?[\s_-]*$")


Shape = tuple[DocumentNumber, int]


def _shape(candidate: re.Match[str], groups: list[_Group], cue: _Cue) -> Shape | None:
    """The number a candidate is and how many of its codes belong to it, or None: the first grammar that fits."""
    return (
        _parliament(candidate, groups)
        or _typed(candidate, groups, cue)
        or _glued(candidate, groups, cue)
        or _type_before(candidate, groups, cue)
        or _letter(candidate, groups, cue)
    )


def _parliament(candidate: re.Match[str], groups: list[_Group]) -> Shape | None:
    """72/2025/QH15: no type code."""
    code = folded_code(groups[0].code)
    if not (candidate["year"] and _TERM_BODY.fullmatch(code)):
        return None
    return _number(candidate, None, code, None, "parliament", f"/{code}"), 1


def _typed(candidate: re.Match[str], groups: list[_Group], cue: _Cue) -> Shape | None:
    """370/KH-UBND, 08-NQ/TU, 04/2025/QĐ-UBND, 11/2004/TTLT-BNN-BNV."""
    first = groups[0]
    if len(groups) < 2 or not _is_type(first.code):
        return None
    kind, body = _type(first.code, cue), _body(groups[1].code)
    if kind == "L" and folded_code(groups[1].code) != "CTN":
        return None
    if body is None and (first.code.islower() or candidate["sep"] is None):
        return None
    if _body(first.code) and body is None and cue.code not in (kind, None) and cue.word:
        return None  # Công văn 1234/CT-TTHT: CT is the tax office here
    return _with_type(candidate, kind, groups[1:], groups[1].join, cue), len(groups)


def _glued(candidate: re.Match[str], groups: list[_Group], cue: _Cue) -> Shape | None:
    """3027/QĐUBND, 61/2018/NĐCP: the hyphen got lost, so the rest of the code must be a known body."""
    code = groups[0].code
    if _body(code) or _is_type(code):
        return None
    for cut in range(min(5, len(code) - 2), 0, -1):
        head, tail = code[:cut], code[cut:]
        if _is_type(head) and len(head) > 1 and _body(tail):
            rest = [_Group(tail, "-", False, groups[0].end), *groups[1:]]
            return _with_type(candidate, _type(head, cue), rest, "-", cue), len(groups)
    return None


def _type_before(candidate: re.Match[str], groups: list[_Group], cue: _Cue) -> Shape | None:
    """NQ số 08-TU, QD 713 UBND: the type stands before the number; a spelled-out type only before a Party body."""
    body = _body(groups[0].code)
    if body is None or not cue.code or cue.code in ("CV", "TT"):
        return None
    spelled_out = cue.word in type_words()
    if spelled_out and (body.grammar != "party" or len(groups) > 1):
        return None
    if groups[0].code.islower() and not cue.so and spelled_out:
        return None
    return _with_type(candidate, cue.code, groups[:1], "/", cue), 1


def _letter(candidate: re.Match[str], groups: list[_Group], cue: _Cue) -> Shape | None:
    """4836/SNV-TCBC, 126/SKHĐT: body and drafting unit, no type code; a body alone needs its type word before it."""
    first = groups[0]
    body = _body(first.code)
    announced = cue.so or bool(cue.word)
    sep = (candidate["sep"] or "").strip()
    of_file_name = candidate["sep"] == "_" and body is not None and len(groups) > 1
    if (
        sep != "/"
        and not of_file_name
        and not (sep == "-" and cue.word and body and body.code in ("CP", "CT", "TTg", "HĐBT"))
    ):
        return None
    if any(group.join not in ("-", "") or group.apart for group in groups):
        return None
    if len(groups) == 1 and not (announced and (body or first.code.isupper()) and not _is_type(first.code)):
        return None
    if len(groups) > 1 and (not (body or announced) or (first.code.islower() and not body)):
        return None
    if body is None and (len(first.code) < 3 or not first.code[:2].isupper()):
        return None
    agency = _spell(first.code)
    unit = "-".join(group.code if not group.code.islower() else group.code.upper() for group in groups[1:]) or None
    tail = "/" + agency + (f"-{unit}" if unit else "")
    return _number(candidate, None, agency, unit, "letter", "-" + agency if sep == "-" else tail), len(groups)


def _type(code: str, cue: _Cue) -> str:
    """The type code meant by a printed one: spelled as the table does, HĐ or HD by the word before where marks are lost."""
    exact = next((kind.code for kind in doc_types() if kind.code == code), None)
    folded = folded_code(code)
    meant = exact or type_codes()[folded]
    if cue.code and cue.code != meant and folded_code(cue.code) == folded_code(meant) and not exact:
        return cue.code
    return meant


def _with_type(candidate: re.Match[str], kind: str, bodies: list[_Group], join: str, cue: _Cue) -> DocumentNumber:
    """A number with a type code; the body's code decides between Party and state, the separators only where it cannot."""
    row = _body(bodies[0].code)
    names = [_spell(group.code) for group in bodies]
    sep = (candidate["sep"] or "").strip()
    joint = _is_joint(kind)
    if joint or row is None:
        agency, unit = "-".join(names), None
    else:
        agency, unit = names[0], "-".join(names[1:]) or None
    party_form = join == "/" and sep != "/"
    system: System
    if joint:
        system = "joint"
    elif row and row.grammar in ("party", "youth") and not candidate["year"]:
        system = "party" if row.grammar == "party" else "youth"
    elif party_form and not candidate["year"] and (row is None or row.grammar == "either"):
        system = "party"
    else:
        system = "normative" if candidate["year"] else "state"
    body = "-".join(names)
    if system in ("party", "youth"):
        return _number(candidate, kind, agency, unit, system, f"-{kind}/{body}")
    kind = _corrected(kind, agency, cue, bool(candidate["year"]))
    return _number(candidate, kind, agency, unit, system, f"/{kind}{'/' if joint and join == '/' else '-'}{body}")


def _is_joint(kind: str) -> bool:
    return any(row.code == kind and "joint" in row.systems for row in doc_types())


def _corrected(kind: str, agency: str, cue: _Cue, has_year: bool) -> str:
    """The Government signs resolutions and decrees only, so there the type word wins over a wrong code."""
    if agency == "CP" and cue.code in ("NQ", "NĐ") and kind in ("NQ", "NĐ") and (cue.code == "NQ") != has_year:
        return cue.code
    return kind


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
    candidate: re.Match[str], kind: str | None, agency: str | None, unit: str | None, system: System, tail: str
) -> DocumentNumber:
    suffix = candidate["suffix"] or ""
    digits = candidate["num"].removesuffix(suffix).replace("O", "0")
    year = candidate["year"]
    if year is None and candidate["sep"] is None and (glued := _YEAR_GLUED.fullmatch(digits)) and len(digits) > 4:
        digits, year = glued.groups()  # slug: 192023QDUBND
        system = "normative" if system == "state" else system
    printed = digits + suffix
    canonical = printed + (f"/{year}" if year else "") + tail
    full_year = int(year) if year and len(year) == 4 else 1900 + int(year) if year else None
    return DocumentNumber(int(digits), printed, full_year, kind, agency, unit, system, canonical, number_key(canonical))
