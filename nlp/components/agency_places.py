"""The place printed next to a body's name: `tỉnh Sơn La`, `Thành phố`, `huyện Cái Bè`, `TP.HCM`, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from documents.provinces import all_provinces, find_province, tone_key
from documents.text import UPPERCASE

_SYLLABLE = rf"[{UPPERCASE}][\w’'`]*"
_RUN = re.compile(rf"[ \n]((?:{_SYLLABLE}|\d{{1,2}}(?!\d*[./%]))(?:(?:[ \n]| ?- ?)[{UPPERCASE}][\w’'`]*){{0,4}})")
_UNIT = re.compile(
    r"[ \n]?(?:(?:- )?(tỉnh(?![ \n](?:lộ|đoàn|đội))|thành[ \n]phố(?![ \n]thông)|thủ[ \n]đô|huyện|quận|thị[ \n]xã|"
    r"xã(?![ \n]hội)|phường|"
    r"thị[ \n]trấn|đặc[ \n]khu)(?!\w)"
    r"|(?:- ?)?(tp(?:\.|\b)[ \n]?))"
)
_OTHER_UNIT = r"(?:xã|phường|thị[ \n]trấn|huyện|thị[ \n]xã|thành[ \n]phố|quận|tỉnh|đặc[ \n]khu)(?!\w)"
_SEVERAL = re.compile(  # not "Công an tỉnh, Tỉnh đoàn"
    rf"[ \n]?(?:,|/|-|và|;)[ \n]?{_OTHER_UNIT}(?![ \n](?:[{UPPERCASE}]|ủy(?!\w)|đoàn(?!\w)|đội(?!\w)))"
)
_LEVELS = {
    "tỉnh": "province", "thủ đô": "province", "huyện": "district", "quận": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_GLUED = {"hn": "Hà Nội", "hcm": "Hồ Chí Minh", "hp": "Hải Phòng", "đn": "Đà Nẵng", "ct": "Cần Thơ"}
_GLUED_CITY = re.compile(r"(?:[ \n](?:- )?)?tp\.? ?(hn|hcm|hp|đn|ct)(?!\w)")


@dataclass(frozen=True, slots=True)
class Place:
    """`unit` as words (`tỉnh`, `thành phố`, `xã`), `level` province, district or commune, `end` past the place."""

    unit: str
    level: str
    name: str | None
    province: str | None
    end: int
    several: bool = False


def read_place(line: str, plain: str, at: int) -> Place | None:
    """The place that begins here (its blank included), None where there is none. `several` marks whole classes."""
    glued = _GLUED_CITY.match(plain, at)
    if glued:
        return Place("thành phố", "province", None, _GLUED[glued[1]], glued.end())
    unit = _UNIT.match(plain, at)
    if unit is None or (plain[at : at + 1] not in " \n" and unit[2] is None):
        return province_alone(line, at)
    word = re.sub(r"\s", " ", unit[1]) if unit[1] else "thành phố"
    end = unit.end() if unit[1] else at + len(plain[at : unit.end()].rstrip())
    run = _read_run(line, end)
    several = bool(_SEVERAL.match(plain, end)) and run is None
    if word in ("tỉnh", "thành phố", "thủ đô"):
        named = _known_province(run[0]) if run else None
        if named and run and (word != "thành phố" or is_city(named[0])):
            return Place(word, "province", None, named[0], run[1] + named[1])
        if word == "thành phố" and run:
            return Place(word, "district", run[0], None, run[1] + len(run[0]))
        return Place(word, "province", None, None, end, several)
    if run:
        return Place(word, _LEVELS[word], run[0], None, run[1] + len(run[0]))
    return Place(word, _LEVELS[word], None, None, end, several)


def _read_run(line: str, at: int) -> tuple[str, int] | None:
    """The capitalised words here and where they begin; a name in capitals stays on its line."""
    match = _RUN.match(line, at)
    if match is None:
        return None
    start = match.start(1)
    words = re.split(r"(?<=\w)(?=[ \n-])", match[1])
    capitals = _in_capitals(words[0])
    kept = [words[0]]
    for word in words[1:]:
        if _in_capitals(word) != capitals and len(word.strip(" \n-")) > 1:
            break
        kept.append(word)
    name = "".join(kept)
    if capitals and "\n" in name and _known_province(name) is None:
        name = name.split("\n")[0]
    return name, start


def _in_capitals(word: str) -> bool:
    letters = word.strip(" \n-")
    return len(letters) > 1 and letters.isupper()


@cache
def is_city(name: str) -> bool:
    """Whether a province is, was or became a centrally run city."""
    return any(unit.name == name and (unit.type == "city" or unit.city_from) for unit in all_provinces())


@cache
def _known_province(run: str) -> tuple[str, int] | None:
    """The province that a run of capitalised words begins with, and how long it is in the run."""
    ends = [match.end() for match in re.finditer(r"\w+", run)]
    for end in reversed(ends[:6]):
        unit = find_province(run[:end])
        if unit and (len(ends) == 1 or end > 3):
            spellings = (unit.name, *unit.aliases)
            if any(tone_key(run[:end]) == tone_key(spelling) for spelling in spellings):
                return unit.name, end
    return None


def province_alone(line: str, at: int) -> Place | None:
    """A province's bare name: `Tỉnh ủy Thanh Hóa`, `Công an - Hà Nội`."""
    start = at + 2 if line[at : at + 3] == " - " else at
    match = _RUN.match(line, start)
    if match is None:
        return None
    known = _known_province(match[1])
    if known is None:
        return None
    name, length = known
    return Place("thành phố" if is_city(name) else "tỉnh", "province", None, name, match.start(1) + length)
