"""Who issues documents: a body's printed name as its standard name with its place, one name for every spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.agencies import agency_name
from documents.body_names import spell_body
from documents.number import DocumentNumber
from documents.provinces import Province, find_province, find_provinces
from documents.text import fold

_UNIT = re.compile(
    r"(?:^|(?<= ))(?P<unit>HUYEN|THI XA|QUAN|XA(?! HOI)|PHUONG|THI TRAN|DAC KHU|HUYEN UY|THI UY|QUAN UY|HUYEN DOAN"
    r"|THANH PHO|THANH UY|TP) (?!THUOC |TRUC )(?P<place>[^ ,-][^,-]*)$"
)
_PLACE_WORD = re.compile(r"(?:TINH|THANH PHO|TP\.?)\s*$")
# the bodies of the centre by the words they begin or end with
_CENTRAL = re.compile(
    r"^(?:BO(?! CHI HUY| TU LENH| PHAN| DOI)|CHINH PHU|THU TUONG|CHU TICH NUOC|QUOC HOI|UY BAN THUONG VU QUOC HOI"
    r"|BAN CHAP HANH TRUNG UONG|BAN BI THU|TONG CUC|TONG LIEN DOAN|TRUNG UONG|NGAN HANG|KIEM TOAN NHA NUOC"
    r"|(?:VAN PHONG|THANH TRA|DANG UY) (?:CHINH PHU|QUOC HOI|CHU TICH NUOC)|UY BAN DAN TOC"
    r"|BAO HIEM XA HOI VIET NAM)(?!\w)|(?:TRUNG UONG(?: DANG| DOAN)?|TOI CAO|QUOC GIA)$"
)


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
    """The lowest of several bodies, spelled as running text does, with the province any of them names."""
    if not bodies:
        return Issuer(None, None, number is None or _is_provincial(number))
    provinces = find_provinces(" / ".join(bodies))
    province = name_on_day(provinces[-1][2], on) if provinces else None
    if _is_central(bodies):
        return Issuer(spell_body(bodies[-1]), None, False)
    if number and number.system == "joint" and (together := _together(bodies)):
        return Issuer(together, province, True)
    if local := _local(bodies):
        return Issuer(local, province, True, placed=True)
    name = _of_upper(spell_body(_without_place(bodies[-1])), bodies)
    return Issuer(name, province, True)


def _is_central(bodies: list[str]) -> bool:
    """Whether the last body is one of the centre, or a part of one: it names no place (BỘ TƯ PHÁP, CỤC ...)."""
    folded = [fold(body).upper() for body in bodies]
    placed = find_provinces(bodies[-1]) or _UNIT.search(folded[-1])
    return not placed and any(_CENTRAL.search(body) for body in folded)


def _together(bodies: list[str]) -> str | None:
    """Several bodies that sign together, the leading one first: `Sở Giáo dục và Đào tạo - Công an`."""
    parts = [part for body in bodies for part in re.split(r"\s+-\s+", _without_place(body)) if part]
    names = [name for part in parts if (name := spell_body(_without_place(part))) and len(name) > 3]
    return " - ".join(dict.fromkeys(names)) if len(names) > 1 else None


def _local(bodies: list[str]) -> str | None:
    """A body below the province with its place: Ủy ban nhân dân xã Bát Xát, Phòng Tư pháp huyện Cái Bè."""
    own = _unit(bodies[-1])
    if own:
        return spell_body(bodies[-1]) if bodies[-1].isupper() else _printed(bodies[-1], own)
    upper = _unit(bodies[-2]) if len(bodies) > 1 else None
    if upper is None:
        return None
    name = spell_body(bodies[-1])
    of_party = re.match(r"(?:HUYEN|THI|QUAN|DANG|THANH) UY", fold(bodies[-2]).upper())
    if name in _PARTS or of_party:
        return f"{name} {spell_body(bodies[-2])}" if name else None
    place = bodies[-2][upper.start("unit") :]
    place = (spell_body(place) or place) if place.isupper() else place
    return f"{name} {place[:1].lower()}{place[1:]}" if name else None


def _unit(body: str) -> re.Match[str] | None:
    """The district or commune at the end of a body's name; a city run by the centre is none."""
    found = _UNIT.search(fold(body).upper())
    if found is None:
        return None
    of_city = found["unit"] in ("THANH PHO", "THANH UY", "TP")
    return None if of_city and find_provinces(body[found.start("place") :]) else found


def _printed(body: str, unit: re.Match[str]) -> str:
    """A name as running text prints it, its short forms spelled out and the kind of unit in small letters."""
    kind = body[unit.start("unit") : unit.end("unit")]
    small = kind if "uy" in fold(kind) else kind.lower()
    name = spell_body(body[: unit.start("unit")]) or ""
    place = body[unit.start("place") :]
    return f"{name} {small} {place}".strip()


def _of_upper(name: str | None, bodies: list[str]) -> str | None:
    """A part of a body with the body it belongs to: Văn phòng Ủy ban nhân dân, Ban Tuyên giáo Tỉnh ủy."""
    if name is None or len(bodies) < 2:
        return name
    upper = spell_body(_without_place(bodies[-2])) or ""
    if name.startswith("Đại hội"):
        return f"Đại hội {upper}" if upper.startswith("Đảng bộ") else name
    if name in _PARTS:
        return f"{name} {upper}".strip()
    if name.startswith("Chi nhánh"):
        return f"{upper} {name}".strip()
    if upper in ("Tỉnh ủy", "Thành ủy") and name.startswith(("Ban ", "Ủy ban Kiểm tra", "Văn phòng")):
        return f"{name} {upper}"
    return name


def _without_place(body: str) -> str:
    """A body's name without `TỈNH X` behind it."""
    places = find_provinces(body)
    cut = places[-1][0] if places and places[-1][1] >= len(body) - 1 else len(body)
    return body[: len(_PLACE_WORD.sub("", fold(body[:cut]).upper()))].strip(" -,")


_PARTS = {"Văn phòng", "Ban Chấp hành", "Ban Thường vụ", "Thường trực", "Ban Thường trực"}


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
