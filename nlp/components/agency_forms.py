"""How bodies are printed: the heads of `agency_heads.csv`, the departments, ministries, and where open names end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.agencies import Body, all_agencies
from nlp.phrases import read_phrases
from nlp.squeeze import lower, one_tone

_WORD = re.compile(r"\w+")
_JOINT = r"(?:,[ \n]?|[ \n]?[-&][ \n]?|[ \n](?:và|&)[ \n]|,?[ \n]và[ \n])"


@dataclass(frozen=True, slots=True)
class Head:
    """One row of the table: how a body, or the beginning of its name, is printed.

    `scope`: central bodies take no place; local ones may; `must` count only with a place, `named` too or with
    `Việt Nam`; `unit` only with a district or commune. `subject`: `open` a free subject follows, `open?` may follow.
    """

    pattern: re.Pattern[str]
    id: str | None
    name: str | None
    level: str
    scope: str
    subject: str


@cache
def heads() -> dict[str, tuple[Head, ...]]:
    """First word -> the heads that begin with it."""
    table: dict[str, list[Head]] = {}
    for row in read_phrases("agency_heads"):
        pattern = one_tone(row["pattern"])
        head = Head(
            re.compile(rf"(?:{blank(pattern)})(?:(?!\w)|(?=tp(?!\w)))"),
            row["id"] or None,
            row["name"] or None,
            row["level"],
            row["scope"],
            row["subject"],
        )
        for word in _first_words(pattern):
            table.setdefault(word, []).append(head)
    return {word: tuple(rows) for word, rows in table.items()}


def _first_words(pattern: str) -> set[str]:
    """The literal first words of a pattern (`(?:văn phòng|vp\\.?) ?ubnd` begins with văn or vp)."""
    words = set()
    for sample in _expand_front(pattern):
        match = _WORD.match(sample)
        if match:
            words.add(match[0])
    return words


def _expand_front(pattern: str) -> list[str]:
    """The alternatives of a pattern's front, with groups at its very front opened."""
    fronts = []
    for part in split_alternatives(pattern):
        if part.startswith("(?:"):
            close = _closing(part)
            optional = part[close + 1 : close + 2] == "?"
            rest = part[close + 2 :] if optional else part[close + 1 :]
            fronts += [inner + rest for inner in split_alternatives(part[3:close])]
            fronts += _expand_front(rest) if optional else []
        else:
            fronts.append(part)
    return fronts


def split_alternatives(pattern: str) -> list[str]:
    """The alternatives at the outermost level of a pattern."""
    parts, depth, last = [], 0, 0
    for index, char in enumerate(pattern):
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append(pattern[last:index])
            last = index + 1
    return [*parts, pattern[last:]]


def _closing(part: str) -> int:
    depth = 0
    for index, char in enumerate(part):
        depth += (char == "(") - (char == ")")
        if depth == 0 and char == ")":
            return index
    return len(part)


def blank(pattern: str) -> str:
    """A pattern in which every blank is a blank or a line end."""
    return re.sub(r"(?<!\[) ", r"[ \\n]", pattern)


# ---------------------------------------------------------------- departments and ministries


@cache
def subject_pattern() -> str:
    """What departments and ministries are in charge of, in every printed form, longest first."""
    forms: dict[str, None] = {}
    for body in all_agencies():
        if body.name.startswith(("Sở ", "Bộ ")) and not body.name.startswith("Bộ Chỉ huy"):
            for form in (body.name.split(" ", 1)[1], *body.short):
                forms[_form_pattern(form)] = None
    return "|".join(sorted(forms, key=len, reverse=True))


def _form_pattern(form: str) -> str:
    """`Khoa học và Công nghệ` with any joint between its parts; `KH&CN` with any or none."""
    small = one_tone(lower(form))
    parts = re.split(r"\s*(?:,|&|-|\bvà\b)\s*(?:\bvà\b\s*)?", small)
    joint = _JOINT
    if (
        any(part.isalpha() and re.fullmatch(r"[^aeiouyăâêôơư ]{1,6}|lđtbxh|ptnt", part) for part in parts)
        and form.isupper()
    ):
        joint = rf"{_JOINT}?"
    return joint.join(r"[ \n]".join(map(re.escape, part.split(" "))) for part in parts if part)


@cache
def department(kind: str, printed: str) -> Body | None:
    """The department (`sở`) or ministry (`bộ`) of a printed subject."""
    return _departments().get((kind, subject_key(printed)))


@cache
def _departments() -> dict[tuple[str, str], Body]:
    table: dict[tuple[str, str], Body] = {}
    for body in all_agencies():
        kind, _, subject = lower(body.name).partition(" ")
        if kind in ("sở", "bộ"):
            for form in (subject, *body.short):
                table.setdefault((kind, subject_key(form)), body)
    return table


def subject_key(printed: str) -> str:
    """The letters of a subject without its joints."""
    return re.sub(r"\bvà\b|\W", "", one_tone(lower(printed)))


# ---------------------------------------------------------------- open subjects


@cache
def stop_pattern() -> re.Pattern[str]:
    """Words that end an open name."""
    words = "|".join(one_tone(row["words"]) for row in read_phrases("agency_stops"))
    return re.compile(rf"(?:{blank(words)})(?!\w)")


@cache
def head_scanner() -> Any:
    """An Aho-Corasick automaton over the first words of all bodies, with a blank or an end behind them."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for word in {*heads(), "sở", "bộ", *PARTY_WORDS}:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


PARTY_WORDS = ("tỉnh", "thành", "huyện", "thị", "quận", "ban", "btv", "thường", "tt", "bch", "đảng")
