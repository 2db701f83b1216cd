"""What people type for a number: lower case, no diacritics, parts missing, glued or in another order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from documents.doctypes import body_codes, folded_code, type_codes, type_words
from documents.number import find_numbers, parse_number
from documents.number_shapes import find_body
from documents.text import fold, normalize

_TOKEN = re.compile(r"(?:ubtv)?qh\d{1,2}|\d+|[a-z&]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# a figure before one of these counts something and is no document's number
_COUNTED = re.compile(
    r"nam|thang|ngay|quy|tuan|gio|ty|trieu|nghin|phan|nguoi|ho|tinh|huyen|xa|phuong|dieu|khoan|diem|lan|muc|tieu|chi"
)
# bodies people write out; the codes are in number_codes.csv
_BODY_WORDS = {
    "uy ban nhan dan": "UBND", "hoi dong nhan dan": "HĐND", "tinh uy": "TU", "thanh uy": "TU", "chinh phu": "CP",
    "thu tuong": "TTg", "trung uong": "TW", "bo chinh tri": "TW", "ban bi thu": "TW", "quoc hoi": "QH",
}  # fmt: skip
# short words that are codes only next to a figure and a type: too common in titles
_WEAK = re.compile(r"ct|tt|vp|hu|qu|cp|tu|tw|td|th|dt")
_LONGEST = 5  # words in the longest type word or body


@dataclass(frozen=True, slots=True)
class NumberGuess:
    """A number as far as a query tells it; `canonical` and `key` are there when every part is."""

    number: int
    number_text: str
    year: int | None = None
    type: str | None = None
    agency: str | None = None
    unit: str | None = None
    system: str | None = None
    canonical: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """One step of a query: a figure, a type, a body, the word `so`, or anything else, and the text it was read from."""

    kind: str
    value: str
    text: str


def read_query(query: str) -> list[NumberGuess]:
    """Every number that a query may mean, in order of position, without repetition."""
    text = normalize(query)
    exact = [_whole(found.number.canonical) for found in find_numbers(text)]
    if exact:
        return [guess for guess in exact if guess]
    words = list(_words(fold(text)))
    guesses: list[NumberGuess] = []
    for index, word in enumerate(words):
        year_of_last = guesses and guesses[-1].year and word.value == str(guesses[-1].year)
        if not year_of_last and (guess := _around(words, index)):
            guesses.append(guess)
    return list(dict.fromkeys(guesses))


def _whole(canonical: str) -> NumberGuess | None:
    number = parse_number(canonical)
    if number is None:
        return None
    return NumberGuess(
        number.number, number.number_text, number.year, number.type, number.agency, number.unit, number.system,
        number.canonical, number.key,
    )  # fmt: skip


def _words(folded: str) -> Iterator[_Word]:
    """The query in steps: type words and bodies of several words first, glued codes (`khubnd`) taken apart."""
    tokens = _TOKEN.findall(folded)
    index = 0
    while index < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - index), 0, -1):
            phrase = " ".join(tokens[index : index + length])
            if word := _phrase(phrase):
                yield from word
                index += length
                break


def _phrase(phrase: str) -> list[_Word]:
    if phrase in type_words():
        return [_Word("type", type_words()[phrase] or "", phrase)]
    if phrase in _BODY_WORDS:
        return [_Word("body", _BODY_WORDS[phrase], phrase)]
    if " " in phrase:
        return []
    if phrase.isdigit():
        return [_Word("figure", phrase, phrase)]
    if phrase == "so":
        return [_Word("so", "", phrase)]
    if phrase.upper() in type_codes() and len(phrase) > 1:
        return [_Word("type", type_codes()[phrase.upper()], phrase)]
    if phrase.upper() in body_codes() or find_body(phrase.upper()):
        row = body_codes().get(phrase.upper())
        exact = row is not None and folded_code(row.code) == phrase.upper()
        return [_Word("body", row.code if row and exact else phrase.upper(), phrase)]
    return _glued(phrase) or [_Word("other", phrase, phrase)]


@cache
def _glued(token: str) -> list[_Word]:
    """`khubnd`, `nqtu`, `qdttg`: a type code and a body's code grown together."""
    for cut in range(min(5, len(token) - 2), 1, -1):
        head, tail = token[:cut].upper(), token[cut:].upper()
        if head in type_codes() and (tail in body_codes() or find_body(tail)):
            return [_Word("type", type_codes()[head], token[:cut]), _Word("body", tail, token[cut:])]
    return []


def _around(words: list[_Word], index: int) -> NumberGuess | None:
    """The number whose figure stands at this step, with the type and the body next to it."""
    if words[index].kind != "figure" or len(words[index].value) > 6:
        return None
    figure = words[index].value
    left = _left(words, index)
    after = words[index + 1 :]
    year = None
    if (
        len(after) > 1
        and after[0].kind == "figure"
        and _YEAR.fullmatch(after[0].value)
        and after[1].kind in ("type", "body")
    ):
        year, after = int(after[0].value), after[1:]
    if after and _COUNTED.fullmatch(after[0].text) and not (left and left.kind == "so"):
        return None
    kind = left.value if left and left.kind == "type" else _announced(words, index)
    if after and after[0].kind == "type" and (kind is None or after[0].text.upper() in type_codes()):
        code, after = after[0], after[1:]
        kind = kind if kind and folded_code(kind) == folded_code(code.value) else code.value
    body = after[0].value if after and after[0].kind == "body" else None
    if body and kind is None and _WEAK.fullmatch(after[0].text):
        return None
    if kind is None and body is None:
        return None
    if _YEAR.fullmatch(figure) and body is None and year is None:
        return None  # Kế hoạch 2025: more likely the year
    unit = None
    if body and kind is None and len(after) > 1 and after[1].kind in ("type", "body"):
        unit = after[1].text.upper()
    return _guess(figure, year, kind or None, body, unit)


def _left(words: list[_Word], index: int) -> _Word | None:
    return words[index - 1] if index and words[index - 1].kind in ("type", "so") else None


def _announced(words: list[_Word], index: int) -> str | None:
    """The type before `so`: nghi quyet so 8."""
    if index > 1 and words[index - 1].kind == "so" and words[index - 2].kind == "type":
        return words[index - 2].value
    return None


def _guess(figure: str, year: int | None, kind: str | None, body: str | None, unit: str | None) -> NumberGuess:
    """The guess, whole when its parts make a number that the grammar accepts."""
    tail = "-".join(part for part in (kind, body, unit) if part)
    if body and (kind or unit or body.startswith(("QH", "UBTVQH"))):
        printed = f"{figure}/{f'{year}/' if year else ''}{tail}"
        number = parse_number(printed)
        if number is not None:
            return _whole(number.canonical) or NumberGuess(number.number, figure)
    return NumberGuess(int(figure), figure, year, kind, body, unit)
