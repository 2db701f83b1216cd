"""What a body is called, at which level it stands and where: the standard name, with the unit below a province."""

from __future__ import annotations

import re

from documents.agencies import agency_by_id
from documents.provinces import find_province, find_provinces
from documents.record import Agency
from nlp.components.agency_bodies import Found
from nlp.draft import Draft
from nlp.squeeze import Squeezed, lower, one_tone

_CENTRAL_LEVELS = ("central", "party_central")


class Context:
    """Where the document is from, and whether that is a city; looked up once, when it is needed."""

    def __init__(self, draft: Draft, squeezed: Squeezed) -> None:
        self.issued = draft.header.issued
        self.province = draft.province or draft.header.province or _printed_province(squeezed)
        unit = find_province(self.province, self.issued)
        self.city = unit.is_city(self.issued) if unit else None


def _printed_province(squeezed: Squeezed) -> str | None:
    """The one province that the first page names with its kind, None when there are several."""
    head = squeezed.line[:4000]
    names = {
        name
        for start, _, name in find_provinces(head)
        if re.search(r"(?:tỉnh|thành[ \n]phố|tp\.?|ủy)[ \n]$", squeezed.plain[max(0, start - 12) : start])
    }
    return names.pop() if len(names) == 1 else None


def to_agency(text: str, start: int, end: int, body: Found, context: Context) -> Agency:
    """The tag of a body found at `text[start:end]`."""
    place = body.place
    level = _level(body)
    central = (
        level in _CENTRAL_LEVELS
        or body.national
        or (place is not None and place.level == "region" and not place.province)
    )
    around = _place_behind(text, end) if level in ("district", "commune", "party_commune", "party_district") else None
    province = None if central else ((place.province if place else None) or around or context.province)
    code = body.id
    if code in ("QH", "UBTVQH"):
        code = _term(code, text[max(0, start - 60) : start], text[start:end], context.issued)
    return Agency(
        start, end, text[start:end], code, _full_name(body, context, text[start:end]), level, province, body.rule
    )


_BEHIND = re.compile(
    r"(?:\s*,\s*(?:huyện|thị\s+xã|quận|TP\.?|thành\s+phố)\s+[^,;.:()]{2,30})?\s*,\s*(?=(?:tỉnh|thành\s+phố|TP\.?)\s)"
)


def _place_behind(text: str, end: int) -> str | None:
    """The province printed behind a body below it: `UBND xã Tân Lập, huyện Mộc Châu, tỉnh Sơn La`."""
    found = _BEHIND.match(text, end)
    places = find_provinces(text[found.end() : found.end() + 40]) if found else []
    return places[0][2] if places and places[0][0] < 14 else None


def _level(body: Found) -> str | None:
    place = body.place
    if body.level == "unit":
        return place.level if place and place.level != "region" else "province"
    if body.level == "branch":
        return "vertical" if place or "chi nhánh" in body.name else "central"
    if body.level in ("province", "central") and place and place.level in ("district", "commune"):
        return place.level
    if body.level == "central" and place and place.level == "province" and not body.national:
        return "vertical" if body.rule == "open name" else "province"
    return body.level


def _term(code: str, before: str, printed: str, issued: str | None) -> str | None:
    """The National Assembly by the term in the words or in the number before them, else by the day of the document."""
    words = re.search(r"khóa\s+([xvi]+)$", one_tone(lower(printed)))
    symbol = re.search(r"QH(1[1-9])\b[^;:]*$", before)
    if words or symbol:
        number = _ROMAN.get(words[1]) if words else symbol[1] if symbol else None
        return code + str(number) if agency_by_id(code + str(number)) else None
    if issued and issued >= "2021-07-20":  # the first session of term XV; of term XVI: 6 April 2026
        return code + ("15" if issued < "2026-04-06" else "16")
    return None


_ROMAN = {"xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16"}


def _full_name(body: Found, context: Context, printed: str) -> str:
    """The standard name: without the province's own name, with the unit below a province."""
    place = body.place
    city = (place is not None and place.level == "province" and place.unit == "thành phố") or (
        (place is None or place.unit not in ("tỉnh", "thành phố")) and bool(context.city)
    )
    unit = "thành phố" if city else "tỉnh"
    below = place is not None and place.level in ("district", "commune")
    if below and place is not None:
        unit = f"{place.unit} {place.name}" if place.name else place.unit
        unit = re.sub(r"\s+", " ", unit)
    name = body.name.replace("{TU}", "Thành ủy" if city or "hành ủy" in printed.lower() else "Tỉnh ủy")
    if "{số}" in name:
        return name.replace("{số}", printed.rsplit(maxsplit=1)[-1])
    if "{tỉnh}" in name:
        return name.replace("{tỉnh}", unit)
    if place and place.level == "region":
        region = " ".join(place.unit.split())
        return f"{name} {region}"
    if body.id in ("QH", "UBTVQH"):
        words = re.search(r"khó[aá]\s+([XVI]+)$|kho[aá]\s+([XVI]+)$", printed, re.I)
        return f"{name} khóa {(words[1] or words[2]).upper()}" if words else name
    if body.id == "BCHQS" and "{" not in body.name and place:
        return re.sub(r"\s+", " ", printed)
    if below and (place is None or place.name or body.rule != "party"):
        return f"{name} {unit}"
    return name
