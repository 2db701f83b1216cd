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
from typing import TYPE_CHECKING

from documents.doctypes import type_codes, type_words
from documents.number_shapes import Cue, DocumentNumber, Group, Printed, find_body, is_type, number_key, read_shape
from documents.text import fold, normalize

if TYPE_CHECKING:
    from documents.number_guess import NumberGuess

__all__ = ["DocumentNumber", "NumberMatch", "find_numbers", "guess_numbers", "number_key", "parse_number"]


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in a text: `text[start:end]` is the number alone, as printed.

    `opens` is where the mention begins: at the type word before it, else at `số`, else at the number; `word` is that
    type word, folded, '' for none, and `code` what it stands for.
    """

    start: int
    end: int
    number: DocumentNumber
    opens: int
    word: str = ""
    code: str | None = None


_LETTER = "A-Za-zĐđƯưỌ"
_CODE = rf"[{_LETTER}][{_LETTER}0-9&]*+(?![^\W_])"
_JOIN = r"(?:\s{0,3}[-/_]\s{0,3}|\.)"
_SCAN = re.compile(
    rf"""
    (?P<num>[O\d]                                               # first, so that the scan jumps from digit to digit
        (?:(?<![^\W_].)|(?<=[sS][ốỐoOôÔ].))(?<!\d[.,:].)        # not inside a word, a decimal, a standard
        (?<![§$£€¥¢©®?!].)                                      # nor behind a digit that a scan lost: §1 is 81
        (?:(?<=O)\d{{1,4}}+|\d{{0,7}}+)
        (?:\.\d{{1,3}}(?=/20\d\d/NQ))?                           # a series of resolutions: 66.9/2025/NQ-CP
        (?P<suffix>(?:bis|[A-HK-NP-Za-hkmnp-zđ])(?=\s?[-/_]))?)
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
# 42/2024/QH151, 105/2025/NĐ-CP2: a footnote mark grown on
_FOOTNOTE = re.compile(r"^((?:UBTV)?QH1\d|UBND|CP|TTg|TW|TU)\d$")
_TERM = re.compile(r"K\d{1,2}")  # the term of a council behind its code: 12/2011/NQ-HĐND-K7
# what may stand before a number and makes it one of something else (Cà Mau is no `mẫu`)
_NOT_A_DOCUMENT = re.compile(
    r"(?:(?<!ca )mau|bieu|phu luc|bieu mau|tai khoan|dien thoai|ma so|hop thu|km|qcvn|tcvn"
    r"|\b(?:hoa don|phieu (?:thu|chi|nhap|xuat)|thua dat|to ban do|can ho|quoc lo|tinh lo|hotline|fax|sdt|zalo|cccd"
    r"|cmnd))(?:\s+so)?\s*:?\s*$"
)
_PLACE_NUMBER = re.compile(r"(?:đường|lô|nhà|thửa)\s+số\s*:?\s*$")  # with its marks: Bình Dương is no đường
_LONGEST_TYPED = 100  # characters: longer is no number, and guessing costs time
_LOOK_BACK = 36  # the longest type word with `số`, and a line break


def find_numbers(text: str) -> list[NumberMatch]:
    """The document numbers of a normalized text, in order; dates, ranks, rates, standards and the like are refused."""
    return [found for candidate in _SCAN.finditer(text) if (found := _read(candidate, text))]


def parse_number(string: str) -> DocumentNumber | None:
    """The number a whole string is (`Số: 43/KH-UBND`, `08 -NQ/TU`), type word and `số` allowed before it, else None."""
    text = normalize(string).strip(" .;,")
    return _parse_whole(text) or _parse_whole(_IN_CODE.sub("", text))


# a blank inside a code, which only a string that is a whole number can have: 10/NQ-TT HĐND, 90/TB-BCH PCTT-TKCN
_IN_CODE = re.compile(r"(?<=[A-ZĐ]) (?=[BCDĐFGHKLMNPQRSTVX&]{2,}(?:[-/ ]|$))")


def _parse_whole(text: str) -> DocumentNumber | None:
    for prefix in ("", "số "):  # a body alone (126/SKHĐT) is a number only where one is announced
        found = find_numbers(prefix + text)
        if len(found) == 1 and found[0].end == len(prefix + text):
            before = fold((prefix + text)[: found[0].start]).strip(" :").removesuffix("so").strip(" :")
            if not before or before in type_words() or before.upper() in type_codes():
                return found[0].number
    return None


def may_be_number(typed: str) -> bool:
    """Whether typed words can mean a number at all: there is a figure in them, and they are not a whole text."""
    return len(typed) <= _LONGEST_TYPED and any(c.isdigit() for c in typed)


def guess_numbers(query: str) -> list[NumberGuess]:
    """The numbers that a query may mean (`nq 08`, `370/KHUBND`, `nghi quyet so 8`); unknown parts are None."""
    from documents.number_guess import read_query  # the loose reading stands on the strict one

    return read_query(query)


# ---------------------------------------------------------------- from a candidate to a number


def _read(candidate: re.Match[str], text: str) -> NumberMatch | None:
    groups = list(_groups(candidate))
    if not groups:
        return None
    start = candidate.start("num")
    before = fold(text[max(0, start - _LOOK_BACK) : start])
    if _NOT_A_DOCUMENT.search(before) or _PLACE_NUMBER.search(text, max(0, start - 12), start):
        return None
    cue = _cue(before)
    if candidate["num"].startswith("O") and not cue.so:
        return None  # the letter O is a misread zero only where a number must stand
    if _in_other_figures(candidate, text, before):
        return None
    shape = read_shape(_printed(candidate), groups, cue)
    if shape is None:
        return None
    number, used = shape
    return NumberMatch(start, groups[used - 1].end, number, start - cue.length, cue.word, cue.code)


def _printed(candidate: re.Match[str]) -> Printed:
    suffix = candidate["suffix"] or ""
    return Printed(candidate["num"].removesuffix(suffix), suffix, candidate["sep"], candidate["year"])


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


def _groups(candidate: re.Match[str]) -> Iterator[Group]:
    """The codes of a candidate as far as they look like codes: what a writer set off by blanks is text again."""
    base = candidate.start("codes")
    taken, code_before = 0, ""
    for found in _GROUP.finditer(candidate["codes"]):
        join = found["join"] or ""
        code = found["code"]
        if code[-1].isdigit():
            code = _FOOTNOTE.sub(r"\1", code)
        apart = len(join) > 2 and join[0].isspace() and join[-1].isspace()
        if taken and apart and (taken > 1 or not (is_type(code_before) or _is_unit_of(code_before, code))):
            return
        if join == "." and not _dotted(taken, code_before, code):
            return
        if not _looks_like_code(code):
            return
        yield Group(code, join.strip(), apart, base + found.start("code") + len(code))
        taken, code_before = taken + 1, code


def _dotted(taken: int, before: str, code: str) -> bool:
    """Whether a point joins two codes: QĐ.UBND, QĐ-CT.UBND, QĐ-UBND.HC; not the end of a sentence (KH-UBND. UBND)."""
    body = find_body(code) is not None
    if taken == 1:
        return body and is_type(before)
    return before == "CT" if body else find_body(before) is not None and code.isupper() and len(code) <= 4


def _is_unit_of(body: str, code: str) -> bool:
    """Whether a code set off by blanks is a drafting unit (109/UBND - VX) and not the next words (UBND - Sở ...)."""
    return find_body(body) is not None and find_body(code) is None and code.isupper() and len(code) <= 5


def _looks_like_code(code: str) -> bool:
    upper = sum(c.isupper() for c in code)
    return upper >= 2 or code == "L" or bool(_TERM.fullmatch(code)) or is_type(code) or find_body(code) is not None


def _cue(before: str) -> Cue:
    found = _cue_pattern().search(before)
    if not found:
        return Cue("", None, False, 0)
    word = " ".join((found["word"] or "").split())
    code = type_words().get(word) if word in type_words() else type_codes().get(word.upper())
    opens = found.start("word") if word else found.start("so") if found["so"] else len(before)
    return Cue(word, code or None, bool(found["so"]), len(before) - opens)


@cache
def _cue_pattern() -> re.Pattern[str]:
    """Type word or type code, then `số`, at the end of folded text."""
    words = sorted(type_words(), key=len, reverse=True)
    codes = sorted((fold(code) for code in type_codes()), key=len, reverse=True)
    names = "|".join([w.replace(" ", r"\s+") for w in words] + [re.escape(c) for c in codes if len(c) > 1])
    return re.compile(rf"(?:(?<!\w)(?P<word>{names}))?(?:(?:^|[\s_(-]|(?<=\w))(?P<so>so))?\s*:?[\s_-]*$")
