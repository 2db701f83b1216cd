"""Automatic numbers of Word lists: `Điều 3.`, `1.`, `a)` are not in the text, they are counted from numbering.xml."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from extractors.docx_styles import Styles, value_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


class Level(NamedTuple):
    """One level of a list: how its number is written, around what, and where it starts."""

    form: str
    pattern: str
    start: int
    arabic: bool = False  # every number of it in figures, whatever the levels above use
    restarts: int | None = None  # the level (from 1) after which it starts anew; 0: never; None: any above


class List(NamedTuple):
    """One list: its levels, and the counter it shares with the other lists made from the same pattern."""

    levels: dict[int, Level]
    counter: str
    restarts: frozenset[int]  # levels this list starts anew when it first comes


class Numbering:
    """Counts the lists of one document, in the order its paragraphs are asked for."""

    def __init__(self, part: Any | None, styles: Styles | None = None) -> None:
        self._styles = styles or Styles(None)
        self._lists: dict[str, List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if part is not None:
            self._load(part)

    def _load(self, part: Any) -> None:
        abstract = {x.get(f"{W}abstractNumId", ""): x for x in part.iterfind(f"{W}abstractNum")}
        links = {x.get(f"{W}numId", ""): value_of(x, "abstractNumId") or "" for x in part.iterfind(f"{W}num")}
        for number in part.iterfind(f"{W}num"):
            name = number.get(f"{W}numId", "")
            counter = self._real_abstract(links[name], abstract, links)
            levels = _read_levels(abstract[counter]) if counter in abstract else {}
            restarts = set()
            for change in number.iterfind(f"{W}lvlOverride"):
                at = int(change.get(f"{W}ilvl", "0"))
                levels.update(_read_levels(change))
                if (start := value_of(change, "startOverride")) is not None and at in levels:
                    levels[at] = levels[at]._replace(start=int(start))
                    restarts.add(at)
            self._lists[name] = List(levels, counter, frozenset(restarts))

    def _real_abstract(self, name: str, abstract: dict[str, Any], links: dict[str, str]) -> str:
        """The list pattern itself, where it is only named by a style (w:numStyleLink)."""
        style = value_of(abstract[name], "numStyleLink") if name in abstract else None
        number = self._styles.number_of(style) if style else None
        return links.get(number[0] or "", name) if number else name

    def label(self, paragraph: Any) -> str:
        """The number a list paragraph shows, with a blank after it, or ''; each call counts one on."""
        place = self._place(paragraph)
        if place is None or place[1] not in place[0].levels:
            return ""
        entry, at, name = place
        level, counts = entry.levels[at], self._counts.setdefault(entry.counter, {})
        if at in entry.restarts and (name, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((name, at))
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [x for x in counts if x > at and _starts_anew(entry.levels.get(x), at)]:
            del counts[deeper]
        if level.form == "bullet":
            return "- "
        if level.form == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            own = entry.levels.get(above, Level("decimal", "", 1))
            return write_count(counts.get(above, own.start), "decimal" if level.arabic else own.form)

        text = re.sub(r"%([1-9])", shown, level.pattern)
        return f"{text} " if text.strip() else ""

    def _place(self, paragraph: Any) -> tuple[List, int, str] | None:
        """The list, level and list's name of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{W}pPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        styled = self._styles.number_of(None if properties is None else value_of(properties, "pStyle"))
        name = None if own is None else value_of(own, "numId")
        level = None if own is None else value_of(own, "ilvl")
        if name is None and styled is not None:
            name = styled[0]
        if name is None or name not in self._lists:
            return None
        return self._lists[name], int(level or (styled[1] if styled else 0)), name


def _starts_anew(level: Level | None, above: int) -> bool:
    """Whether a level's count begins anew after a paragraph of the level `above`."""
    return level is None or level.restarts is None or (level.restarts > 0 and above < level.restarts)


def _read_levels(parent: Any) -> dict[int, Level]:
    levels = {}
    for level in parent.iterfind(f"{W}lvl"):
        start, restarts = value_of(level, "start"), value_of(level, "lvlRestart")
        levels[int(level.get(f"{W}ilvl", "0"))] = Level(
            value_of(level, "numFmt") or "decimal",
            value_of(level, "lvlText") or "",
            int(start) if start else 1,
            level.find(f"{W}isLgl") is not None,
            int(restarts) if restarts else None,
        )
    return levels


def write_count(count: int, form: str) -> str:
    """A count as a list shows it; `form` as Word names it (`lowerLetter`)."""
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
