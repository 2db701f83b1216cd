"""Automatic numbers of Word lists: `Điều 3.`, `1.`, `a)` are not in the text, they are counted from numbering.xml."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


class Numbering:
    """Counts the lists of one document, in the order its paragraphs are asked for."""

    def __init__(self, part: Any | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # list -> level -> format, pattern, start
        self._counts: dict[str, dict[int, int]] = {}
        if part is not None:
            self._load(part)

    def _load(self, part: Any) -> None:
        abstract = {x.get(f"{W}abstractNumId"): _read_levels(x) for x in part.iterfind(f"{W}abstractNum")}
        for number in part.iterfind(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            if link is not None:
                self._levels[number.get(f"{W}numId", "")] = abstract.get(link.get(f"{W}val"), {})

    def label(self, paragraph: Any) -> str:
        """The number a list paragraph shows, with a blank after it, or ''; each call counts one on."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        number, level = _value(properties, "numId"), int(_value(properties, "ilvl") or 0)
        levels = self._levels.get(number or "", {})
        if level not in levels:
            return ""
        form, pattern, start = levels[level]
        counts = self._counts.setdefault(number or "", {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [x for x in counts if x > level]:
            del counts[deeper]
        if form == "bullet":
            return "- "
        if form == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = levels.get(at, ("decimal", "", 1))
            return _write(counts.get(at, own[2]), own[0])

        text = re.sub(r"%([1-9])", shown, pattern)
        return f"{text} " if text.strip() else ""


def _read_levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    levels = {}
    for level in abstract.iterfind(f"{W}lvl"):
        start = _value(level, "start")
        row = (_value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", int(start) if start else 1)
        levels[int(level.get(f"{W}ilvl", "0"))] = row
    return levels


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    value = None if child is None else child.get(f"{W}val")
    return None if value is None else str(value)


def _write(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count)


def _roman(count: int) -> str:
    signs = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True)
    text = ""
    for value, sign in signs:
        text += sign * (count // value)
        count %= value
    return text
