"""Quantities in Vietnamese text: `9,4`, `12.000 tỷ đồng`, `1.500 - 1.700 lao động/năm`, `20% trở lên`.

The comma is the decimal mark and the dot groups thousands. Percent and counts become plain numbers (`15 triệu khách`
is 15000000); money keeps its multiplier in the unit (`589.730 tỷ đồng`). Units are rows of `target_units.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.phrases import one_of, read_phrases


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` is number and unit; `number` is where the first figure begins, `form` the unit as written."""

    start: int
    end: int
    value: float
    value2: float | None
    unit: str | None
    kind: str
    form: str


NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+\.\d{1,2}(?!\d)|\d+)"
_GLUED = "|".join(rf"(?<=\s{word})" for word in ("đạt", "còn", "trên", "dưới", "tăng", "giảm", "chiếm"))  # a blank lost
_MULTIPLIERS = {"trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000, "tỷ": 10**9, "tỉ": 10**9}
_PER = (
    r"\s?/\s?(?:1\.000|10\.000|100\.000|100|1)?\s?(?:năm|người(?:\s+dân)?|vạn\s+dân|dân|trẻ(?:\s+em)?(?:\s+đẻ\s+sống)?"
    r"|phụ\s+nữ|bé\s+(?:gái|trai)|học\s+sinh|doanh\s+nghiệp|bệnh\s+nhân|chuyến|tuần|quý|hộ|ha|tháng"
    r"|ngày(?:\s+đêm)?|lao\s+động|lượt|lớp"
    r"|km2|km|m2|m3|xã|đơn\s+vị|phường|huyện|thôn|giờ|máy|vụ)(?!\w)"
)
WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Unit as written, in lower case with single blanks -> (unit, kind)."""
    return {row["form"].lower(): (row["unit"], row["kind"]) for row in read_phrases("target_units")}


@cache
def _pattern() -> re.Pattern[str]:
    forms = [form for form in _units() if form not in ("%", "‰")]
    return re.compile(
        rf"(?:(?<![\w.,/])(?<!\d[-:])|{_GLUED})(?P<a>{NUMBER})(?!\d)(?:/(?P<of>\d{{1,3}})(?=\s[^\W\d_]))?"
        rf"(?:\s{{0,2}}(?P<u>%|[^\W\d]+(?:\s[^\W\d]+)?)?\s{{0,2}}(?:[-–]|đến(?=\s+\d)|tới(?=\s+\d))\s{{0,2}}(?P<b>{NUMBER})(?!\d))?"
        rf"\s{{0,2}}(?:/?(?P<percent>%|‰)|(?P<mult>(?:(?:trăm|nghìn|ngàn|triệu)\s+)?(?:trăm|nghìn|ngàn|vạn|triệu"
        rf"|tỷ|tỉ)(?!\w))?"
        rf"(?:\s{{0,2}}(?P<unit>{one_of(forms)})(?!\w))?)"
        rf"(?P<per>(?:{_PER}){{0,3}})"
    )


@cache
def counted_words() -> str:
    """The first words of multipliers and of units that are counted or measured, as a regular expression."""
    firsts = {form.split()[0] for form, (_, kind) in _units().items() if kind not in ("percent", "age", "time")}
    return one_of(firsts | set(_MULTIPLIERS))


_FIGURE = re.compile(r"\d(?<!\d.)")  # where a figure begins: the whole pattern is tried only there
_FRACTION = re.compile(r"(?<![\w.,/])(\d{1,2})/(\d{1,2})(?=\s+(?:số|tổng))")


_TIMES = {"đôi": 2, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
_IN_WORDS = re.compile(
    r"(?<!\w)(?:gấp\s+(?:khoảng\s+|ít\s+nhất\s+|hơn\s+)?(?P<times>đôi|(?:hai|ba|bốn|năm)(?=\s+lần))(?:\s+lần)?"
    r"|(?:giảm|tăng)\s+(?:khoảng\s+|ít\s+nhất\s+)?(?P<half>(?:một|1)\s+nửa))(?!\w)"
)


def find_quantities(low: str, start: int, end: int) -> Iterator[Quantity]:
    """The quantities of `low[start:end]` (text in lower case) in order; a bare number has unit None and kind ''."""
    reached, pattern = start, _pattern()
    for figure in _FIGURE.finditer(low, start, end):
        if figure.start() < reached or (m := pattern.match(low, figure.start(), end)) is None:
            continue
        reached = m.end()
        quantity = _read(m)
        if quantity is not None:
            yield quantity
    for m in _FRACTION.finditer(low, start, end) if "/" in low else ():
        if int(m[1]) < int(m[2]):
            yield Quantity(m.start(), m.end(), round(int(m[1]) / int(m[2]), 4), None, "tỷ phần", "fraction", "")
    for m in _IN_WORDS.finditer(low, start, end) if "gấp" in low or "nửa" in low else ():
        if m["half"]:
            yield Quantity(m.start("half"), m.end(), 0.5, None, "tỷ phần", "fraction", "")
        else:
            at = m.start("times")
            yield Quantity(at, m.end(), float(_TIMES[m["times"]]), None, "lần", "times", "lần")


def _read(m: re.Match[str]) -> Quantity | None:
    first, second = parse_number(m["a"]), parse_number(m["b"]) if m["b"] else None
    if m["of"] and (not m["unit"] or not first.is_integer() or first > int(m["of"])):
        return None  # "6/17 chỉ tiêu", "45,7/36,8"; "4/6 xã" is four
    per = re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", m["per"])) if m["per"] else ""
    if m["percent"]:
        return Quantity(m.start(), m.end(), first, second, m["percent"] + per, "percent", "")
    mult = re.sub(r"\s+", " ", m["mult"] or "").replace("tỉ", "tỷ").replace("ngàn", "nghìn")
    if not m["unit"]:
        if mult in ("tỷ", "nghìn tỷ"):
            return Quantity(m.start(), m.end(), first, second, f"{mult} đồng{per}", "money", "")
        if mult or (per and "dân" not in per and "trẻ" not in per):
            return None
        if per:
            return Quantity(m.start(), m.end(), first, second, per, "rate", "")
        return Quantity(m.start("a"), m.end("b") if m["b"] else m.end("a"), first, second, None, "", "")
    unit, kind = _units()[re.sub(r"\s+", " ", m["unit"])]
    if kind == "money":
        return Quantity(m.start(), m.end(), first, second, f"{mult} {unit}".strip() + per, kind, m["unit"])
    for word in mult.split():
        first *= _MULTIPLIERS[word]
        second = second * _MULTIPLIERS[word] if second is not None else None
    return Quantity(m.start(), m.end(), first, second, unit + per, kind, m["unit"])


@cache
def unit_of(words: str) -> tuple[str, int] | None:
    """(unit, by what its figures are multiplied) of a unit as a table's column names it: "nghìn con" is (con, 1000)."""
    found = next(find_quantities(f"1 {' '.join(words.lower().split())}", 0, len(words) + 2), None)
    if found is None or found.unit is None or found.start > 0 or found.end < len(words.rstrip()) + 2:
        return None
    return found.unit, int(found.value)


def parse_number(figure: str) -> float:
    """A figure as printed in Viet Nam: `12.000` is twelve thousand, `9,4` and `9.4` are nine point four."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "")
    return float(figure.replace(",", "."))
