"""Who issues documents: a body's printed name as its standard name with its place, one name for every spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.agencies import agency_name, find_agency
from documents.number import DocumentNumber
from documents.provinces import Province, find_province, find_provinces
from documents.text import fold

_LOCAL = re.compile(
    r"^(UY BAN NHAN DAN|UBND|HOI DONG NHAN DAN|HDND)\s+(HUYEN|THI XA|QUAN|XA|PHUONG|THI TRAN|DAC KHU)\s+"
)
_PLACE_WORD = re.compile(r"(?:TINH|THANH PHO|TP\.?)\s*$")
_NATIONAL = (
    "(?:CHINH PHU|THU TUONG|QUOC HOI|UY BAN THUONG VU QUOC HOI|BAN CHAP HANH TRUNG UONG|BAN BI THU|TONG CUC|NGAN HANG)"
)
_CENTRAL = re.compile(rf"^(?:BO(?! CHI HUY| TU LENH)|{_NATIONAL})(?!\w)")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body without its province (`Sở Nội vụ`), the province printed with it, and whether it is of a province."""

    name: str | None
    province: str | None
    provincial: bool
    placed: bool = False  # the name already ends with its place

    def in_province(self, province: str | None, on: str | None) -> str | None:
        """The full name: `Ủy ban nhân dân tỉnh Tiền Giang`, `Tỉnh ủy Tiền Giang`, `Sở Nội vụ tỉnh Bình Thuận`."""
        if self.name is None or not self.provincial or self.placed or province is None:
            return self.name
        unit = find_province(province, on)
        if unit is None:
            return self.name
        if self.name.endswith((" tỉnh", " thành phố")):
            return f"{self.name.rsplit(' ', 2 if self.name.endswith('phố') else 1)[0]} {unit.full_name(on)}"
        if re.search(r"(?:Tỉnh|Thành) [ủỦđ](?:y|oàn)$", self.name):
            city = unit.is_city(on)
            if unit.name == "Hồ Chí Minh":
                return f"{self.name.replace('Tỉnh', 'Thành')} Thành phố Hồ Chí Minh"
            name = re.sub(
                r"(?:Tỉnh|Thành) (ủy|đoàn)$", rf"{'Thành' if city else 'Tỉnh'} \1", self.name.replace(" Ủy", " ủy")
            )
            return f"{name} {unit.name}"
        return f"{self.name} {unit.full_name(on)}"


def name_issuer(printed: str | None, number: DocumentNumber | None, on: str | None) -> Issuer:
    """The body a sentence names (`Ban Chấp hành Đảng bộ tỉnh khóa XIII`), its term of office left out."""
    words = re.sub(r"\s*\(?kh[oó][aá]\s+[IVX]+\)?", "", " ".join((printed or "").split()), flags=re.IGNORECASE)
    found = read_bodies([words] if words else [], number, on)
    return found if found.name or number is None else issuer_of_code(number)


def name_on_day(name: str, on: str | None) -> str:
    """A province's name as of an ISO day: the unit that bore it then."""
    unit: Province | None = find_province(name, on)
    return unit.name if unit else name


def read_bodies(bodies: list[str], number: DocumentNumber | None, on: str | None) -> Issuer:
    """The lowest of several bodies, spelled as the lexicon does, with the province any of them names."""
    if not bodies:
        return Issuer(None, None, number is None or _is_provincial(number))
    provinces = find_provinces(" / ".join(bodies))
    province = name_on_day(provinces[-1][2], on) if provinces else None
    if any(_CENTRAL.match(fold(body).upper()) for body in bodies):
        return Issuer(_spell(bodies[-1]), None, False)
    if local := _local(bodies[-1]):
        return Issuer(local, province, True, placed=True)
    name = _spell(_without_place(bodies[-1]))
    if name in _PARTS and len(bodies) > 1:
        upper = _spell(_without_place(bodies[-2]))
        name = f"{name} {upper}" if upper else name
    return Issuer(name, province, True)


def _local(body: str) -> str | None:
    """A body below the province keeps its own place: Ủy ban nhân dân xã Bát Xát."""
    found = _LOCAL.match(fold(body).upper())
    if not found:
        return None
    name = "Ủy ban nhân dân" if found[1].startswith("U") else "Hội đồng nhân dân"
    place = body[found.end() :].strip()
    return f"{name} {body[found.start(2) : found.end(2)].lower()} {place.title()}" if place else None


def _without_place(body: str) -> str:
    """A body's name without `TỈNH X` behind it."""
    places = find_provinces(body)
    cut = places[-1][0] if places and places[-1][1] >= len(body) - 1 else len(body)
    return body[: len(_PLACE_WORD.sub("", fold(body[:cut]).upper()))].strip(" -,")


def _spell(name: str) -> str | None:
    """A name in capitals as the lexicon spells it, else with one capital in front."""
    name = name.strip()
    if not name:
        return None
    body = find_agency(name)
    if body and fold(body.name).split()[:2] == fold(name).split()[:2]:
        return body.name
    abbreviations = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
    words = " ".join(abbreviations.get(word, word) for word in name.split())
    if not words.isupper():
        return words[:1].upper() + words[1:].replace("Uỷ", "Ủy").replace("uỷ", "ủy")
    lower = " ".join(word if _ACRONYM.fullmatch(word) else word.lower() for word in words.split())
    lower = lower[:1].upper() + lower[1:]
    lower = re.sub(r"^Ban (chấp hành|thường vụ|quản lý|chỉ đạo)", lambda m: "Ban " + m[1].capitalize(), lower)
    lower = lower.replace("Uỷ", "Ủy").replace(" uỷ", " ủy")
    for form, right in _PROPER.items():
        lower = re.sub(rf"(?<=\w ){form}\b", right, lower)
    return lower


_PARTS = {"Văn phòng", "Ban Chấp hành", "Ban Thường vụ", "Ban chấp hành", "Ban thường vụ", "Thường trực"}
_ACRONYM = re.compile(r"[BCDĐFGHKLMNPQRSTVX&]{2,}|AT[A-ZĐ]+")  # no vowels: not a syllable
_PROPER = {
    "ủy ban nhân dân": "Ủy ban nhân dân",
    "hội đồng nhân dân": "Hội đồng nhân dân",
    "đảng bộ": "Đảng bộ",
    "tỉnh ủy": "Tỉnh ủy",
    "thành ủy": "Thành ủy",
    "mặt trận tổ quốc việt nam": "Mặt trận Tổ quốc Việt Nam",
    "quốc hội": "Quốc hội",
}


def _is_provincial(number: DocumentNumber) -> bool:
    code = number.agency or ""
    return not re.match(
        r"(?:CP|TTg|VPCP|CTN|\w*TW|B[A-ZĐ]{2,}|LĐTBXH|QH\d*|UBTVQH\d*|NHNN|TTCP|VPQH|KTNN)$", code
    ) or code.startswith(("BCĐ", "BQL", "BTG", "BTC"))


def issuer_of_code(number: DocumentNumber) -> Issuer:
    """The body of the number's code when the block is lost; TU stands for Tỉnh ủy."""
    provincial = _is_provincial(number)
    if number.agency == "TU":
        return Issuer("Tỉnh ủy", None, True)
    return Issuer(agency_name(number.agency), None, provincial)
