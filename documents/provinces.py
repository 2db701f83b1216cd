"""The provinces of Viet Nam by their names and dates: 63 until 30 June 2025, 34 since 1 July 2025.

Resolution 202/2025/QH15 merged 52 of the 63 into 23 and kept 11; a new unit may carry the name of one of its parts
(Tuyên Quang, Gia Lai), so a name alone can mean two units and a date decides. Names of the past stay in use in old
documents. Short forms that mean two provinces or something else (HD, QN, ĐN, LC, TN, TB, VP, CT) are never a province.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from documents.tables import read_table, split_cell
from documents.text import fold, strip_marks

# A province's name inside one of these is the name of a commune, a street, a person or an ocean.
_OTHER_BEFORE = re.compile(
    r"\b(?:xa|phuong|thi tran|quan|huyen|dac khu|duong|thon|ap|song|ben|cau|nha may|chien dich|chien thang|thai)\s+$"
)
_OTHER_AFTER = {"Thái Bình": re.compile(r"\s+dương", re.I), "Điện Biên": re.compile(r"\s+(?:phủ|đông)", re.I)}
_HO_CHI_MINH = re.compile(r"(?:thanh\s+pho|tp\.?|tp\s*\.)\s*$")
_PLACE_LINE = re.compile(r"\s*,\s*ngày")
_BEFORE_ALIAS = re.compile(r"^(?:TP\. ?|TP |Thủ đô )")
_PREFIX = re.compile(r"(?:tinh|thanh pho|thu do|tp\.?)\s+|tp\.")


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city in one span of its life; dates are ISO days, None is open.

    `code` is the statistical code (the code of the seat, which may be that of a vanished province), `e_code` the
    e-document code of QCVN 102:2016 that stands in file names. `city_from` is the day a province became a city.
    """

    name: str
    type: str
    city_from: str | None
    valid_from: str | None
    valid_to: str | None
    successor: str | None
    code: str
    e_code: str
    slug: str
    aliases: tuple[str, ...]

    def is_valid(self, on: str) -> bool:
        """Whether the unit existed on this ISO day (a month or a year is read as its first day)."""
        return (self.valid_from or "") <= on <= (self.valid_to or "9999")

    def is_city(self, on: str | None = None) -> bool:
        """Whether it is a centrally run city (on that ISO day; None asks for its last known state)."""
        if self.type == "city":
            return True
        return bool(self.city_from) and (on is None or str(self.city_from) <= on)

    def full_name(self, on: str | None = None) -> str:
        """The name with its kind: `tỉnh Tiền Giang`, `thành phố Hồ Chí Minh`."""
        return f"{'thành phố' if self.is_city(on) else 'tỉnh'} {self.name}"


@cache
def all_provinces(on: str | None = None) -> tuple[Province, ...]:
    """Every unit ever (None), or the units of one ISO day, in the order of the table (old ones first)."""
    units = _read_provinces()
    return units if on is None else tuple(unit for unit in units if unit.is_valid(on))


@cache
def provinces_today() -> tuple[str, ...]:
    """The names of the 34 units since 1 July 2025, by their code."""
    units = (unit for unit in _read_provinces() if unit.valid_to is None)
    return tuple(unit.name for unit in sorted(units, key=lambda unit: unit.code))


@cache
def find_province(name: str | None, on: str | None = None) -> Province | None:
    """The unit of any spelling, alias, slug or e-document code; None for what is ambiguous or unknown.

    `on` (ISO day) chooses between units of one name; without it the latest is given. A name that did not exist on
    that day still gives its unit: old names stay in use.
    """
    units = _find_units(name or "")
    if not units:
        return None
    if on:
        for unit in units:
            if unit.is_valid(on):
                return unit
        later = [unit for unit in units if (unit.valid_from or "") > on]
        return later[0] if later else units[-1]
    return units[-1]


@cache
def province_today(name: str | None) -> str | None:
    """The name of the unit of today that holds the territory of this one: Tiền Giang -> Đồng Tháp."""
    unit = find_province(name)
    while unit is not None and unit.successor:
        unit = find_province(unit.successor)
    return unit.name if unit else None


@cache
def predecessors(name: str | None) -> tuple[str, ...]:
    """The names of the units that were merged into this one, its own old name too; () where nothing was merged."""
    unit = find_province(name)
    if unit is None:
        return ()
    return tuple(old.name for old in _read_provinces() if old.successor == unit.name and old is not unit)


def find_provinces(text: str) -> list[tuple[int, int, str]]:
    """Where provinces are named in a text, in order: (start, end, name), the span without `tỉnh` and `thành phố`.

    Names are met with their capitals, over line breaks, with either placing of tone marks, and without any marks.
    Communes, streets, persons and oceans that carry a province's name are left out.
    """
    folded = fold(text)
    found = []
    for match in _scanner().finditer(folded):
        start, end = match.span()
        printed = text[start:end]
        name = _name_of(printed)
        if name and _stands_alone(text, folded, start, end, name):
            found.append((start, end, name))
    return found


# ---------------------------------------------------------------- reading the table


@cache
def _read_provinces() -> tuple[Province, ...]:
    return tuple(
        Province(
            name=row["name"],
            type=row["type"],
            city_from=row["city_from"] or None,
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            successor=row["successor"] or None,
            code=row["code"],
            e_code=row["e_code"],
            slug=row["slug"],
            aliases=split_cell(row["aliases"]),
        )
        for row in read_table("provinces")
    )


@cache
def _units_by_form() -> dict[str, tuple[Province, ...]]:
    """Folded spelling -> the units it may mean, oldest first; spellings of two different names are left out."""
    forms: dict[str, list[Province]] = {}
    asked = {row["name"]: split_cell(row["asked_as"]) for row in read_table("provinces")}
    for unit in _read_provinces():
        spellings = (unit.name, unit.slug, unit.e_code, *unit.aliases, *asked[unit.name])
        for form in dict.fromkeys(_plain(spelling) for spelling in spellings):
            forms.setdefault(form, []).append(unit)
    later_name = {unit.name: unit.successor for unit in _read_provinces()}
    return {
        form: tuple(units)
        for form, units in forms.items()
        if len({unit.name for unit in units}) == 1 or all(later_name.get(u.name) == units[-1].name for u in units[:-1])
    }


def _find_units(name: str) -> tuple[Province, ...]:
    forms = _units_by_form()
    plain = _plain(name)
    if plain in forms:
        return forms[plain]
    return forms.get(_plain(_PREFIX.sub("", fold(name).strip(), count=1)), ())


def _plain(name: str) -> str:
    """Letters and digits only, folded: one key for `Bà Rịa – Vũng Tàu`, `baria-vungtau` and `BA RIA VUNG TAU`."""
    return re.sub(r"[^a-z0-9]", "", fold(unicodedata.normalize("NFC", name)))


# ---------------------------------------------------------------- finding names in text


@cache
def _spellings() -> dict[str, list[tuple[str, str]]]:
    """Folded name without blanks -> its (accented key, name) spellings, for running text."""
    table: dict[str, list[tuple[str, str]]] = {}
    for unit in _read_provinces():
        for spelling in (unit.name, *unit.aliases):
            bare = _BEFORE_ALIAS.sub("", spelling)
            entry = (tone_key(bare), unit.name)
            if entry not in table.setdefault(_plain(bare), []):
                table[_plain(bare)].append(entry)
    return table


@cache
def _scanner() -> re.Pattern[str]:
    """One pattern for all names: syllables may be apart by blanks, a line break or a hyphen."""
    syllables = set()
    for unit in _read_provinces():
        for spelling in (unit.name, *unit.aliases):
            bare = _BEFORE_ALIAS.sub("", spelling)
            syllables.add(tuple(re.findall(r"[a-z]+", fold(bare))))
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(syllables, key=lambda name: (-len(name), name)):
        by_first.setdefault(name[0], []).append(name[1:])
    gap = r"(?:\s*-\s*|\.\s?|\s+)"
    parts = []
    for first, rests in sorted(by_first.items()):
        tails = "|".join("".join(gap + syllable for syllable in rest) for rest in rests)
        parts.append(f"{first}(?:{tails})" if tails else first)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def tone_key(words: str) -> str:
    """A spelling with its marks, but blind to case, blanks and where in the syllable a tone mark sits (hòa, hoà)."""
    keys = []
    for word in re.findall(r"\w+", words.lower()):
        marks = sorted(mark for mark in unicodedata.normalize("NFD", word) if unicodedata.combining(mark))
        keys.append(fold(word) + "".join(marks) + "đ" * word.count("đ"))
    return " ".join(keys)


def _name_of(printed: str) -> str | None:
    """The province of a printed name whose syllables all begin with a capital; without any marks if it has none."""
    if not all(syllable[0].isupper() for syllable in re.findall(r"\w+", printed)):
        return None
    entries = _spellings().get(_plain(printed), [])
    accented = tone_key(printed)
    for key, name in entries:
        if key == accented:
            return name
    if len(printed) > 3 and printed == strip_marks(printed) and entries:
        return entries[0][1]
    return None


def _stands_alone(text: str, folded: str, start: int, end: int, name: str) -> bool:
    before, after = folded[max(0, start - 16) : start], text[end : end + 8]
    if name == "Hồ Chí Minh" and " " in text[start:end].replace("\n", " ") and not text[start:end].startswith("TP"):
        return bool(_HO_CHI_MINH.search(before)) or bool(_PLACE_LINE.match(after))
    longer = _OTHER_AFTER.get(name)
    return not (_OTHER_BEFORE.search(before) or (longer and longer.match(after)))
