"""One body that begins at a place: its head, what it is in charge of, its bracketed short form and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from documents.text import UPPERCASE
from nlp.components.agency_forms import Head, blank, department, heads, subject_pattern
from nlp.components.agency_places import Place, is_city, read_place
from nlp.components.agency_subjects import spell_out, subject_end

_PARTY = re.compile(
    blank(
        r"(?:(ban thường vụ|btv|thường trực|tt\.?|ban chấp hành|bch) ?)?"
        r"(?:(tỉnh ủy|thành ủy|huyện ủy|thị ủy|quận ủy)|(tu)|(đảng bộ (?:tỉnh|thành phố|huyện|thị xã|quận|xã|"
        r"phường|khối)))(?!\w)"
    )
)
_ORGANS = {
    "ban thường vụ": "Ban Thường vụ",
    "ban chấp hành": "Ban Chấp hành",
    "btv": "Ban Thường vụ",
    "tt": "Thường trực",
    "tt.": "Thường trực",
    "bch": "Ban Chấp hành",
}
_BRACKET = re.compile(r"[ \n]\([A-ZĐ][A-ZĐ&.-]{1,14}\)")
_SEVERAL_AFTER = re.compile(
    r"[ \n](?:các(?![ \n](?:công[ \n]trình|dự[ \n]án|khu|hội))|cấp|từng|mỗi|những|một[ \n]số|hai[ \n]cấp|nơi|"
    r"địa[ \n]phương)(?!\w)"
)
_NOT_THE_BODY = re.compile(r"[ \n](?:điện[ \n]tử|số|kiến[ \n]tạo|mở|thông[ \n]minh|không[ \n]giấy)(?!\w)")


@dataclass(frozen=True, slots=True)
class Found:
    """A body in the squeezed text; `open_ended` marks one without a printed place, `group` a whole class."""

    start: int
    end: int
    id: str | None
    name: str
    level: str | None
    place: Place | None
    rule: str
    group: bool = False
    national: bool = False


@cache
def department_pattern() -> re.Pattern[str]:
    """`Sở` or `Bộ` with what it is in charge of."""
    return re.compile(rf"(sở|bộ)[ \n](?:{subject_pattern()})(?!\w)(?![&-]\w)")


def read_body(line: str, plain: str, start: int, word: str) -> Found | None:
    """The longest body that begins here."""
    best: Found | None = None
    for head in heads().get(word, ()):
        match = head.pattern.match(plain, start)
        if match:
            body = _complete(line, plain, start, match.end(), head)
            if body and (best is None or (body.end, body.rule == "name") > (best.end, best.rule == "name")):
                best = body
    if word in ("sở", "bộ"):
        match = department_pattern().match(plain, start)
        known = department(word, plain[start + len(word) : match.end()]) if match else None
        if known and match and (best is None or match.end() > best.end):
            place = place_after(line, plain, match.end()) if word == "sở" else None
            end = place.end if place else _after_bracket(line, match.end())
            best = Found(start, end, known.id, known.name, known.levels[0], place, "department")
    party = _PARTY.match(plain, start)
    if party and (best is None or party.end() > best.end) and (party[1] or not party[3]):
        best = _party_body(line, plain, party)
    return best


def _complete(line: str, plain: str, start: int, end: int, head: Head) -> Found | None:
    """A head with its subject and its place, None when it is not a body here."""
    if head.subject:
        end = subject_end(line, plain, end, bare=head.subject == "open?")
        if end < 0:
            return None
    name = head.name
    rule = "open name" if head.subject else "name"
    if head.scope == "central":
        if head.id == "CP" and _NOT_THE_BODY.match(plain, end):
            return None
        return Found(start, end, head.id, name or spell_out(line[start:end]), head.level, None, rule, national=True)
    bracket = _after_bracket(line, end)
    if _SEVERAL_AFTER.match(plain, bracket):
        return Found(start, bracket, head.id, name or "", head.level, None, "group", group=True)
    place = place_after(line, plain, bracket)
    if place and place.several:
        return Found(start, place.end, head.id, name or "", head.level, place, "group", group=True)
    national = place is None and bool(re.search(r"việt nam$|tối cao$| vn$", plain[start:end].replace("\n", " ")))
    if head.scope in ("must", "named", "unit") and place is None and not (national and head.scope == "named"):
        return None
    if head.scope == "unit" and place and place.level == "province":
        return None
    if head.scope == "must" and place and place.level == "commune" and place.name is None:
        return None
    return Found(
        start,
        place.end if place else bracket,
        head.id,
        name or spell_out(line[start:end]),
        head.level,
        place,
        rule,
        national=national,
    )


def place_after(line: str, plain: str, at: int) -> Place | None:
    """The place after a body, over a comma-free gap; `khu vực 2 - Đồng Tháp` of courts and treasuries too."""
    region = _REGION.match(plain, at)
    if region:
        inner = read_place(line, plain, region.end())
        end = inner.end if inner else region.end()
        return Place(line[at + 1 : region.end()], "region", None, inner.province if inner else None, end)
    return read_place(line, plain, at)


_REGION = re.compile(r"[ \n]khu[ \n]vực[ \n](?:\d{1,2}|[ivx]+)(?!\w)")


def _after_bracket(line: str, end: int) -> int:
    """Past a bracketed short form: `Ủy ban nhân dân (UBND)`."""
    match = _BRACKET.match(line, end)
    return match.end() if match else end


# ---------------------------------------------------------------- Party committees


def _party_body(line: str, plain: str, match: re.Match[str]) -> Found | None:
    organ, committee, code, roll = match.groups()
    if roll and (organ is None or organ.startswith(("tt", "thường"))):
        return None
    words = re.sub(r"\s", " ", committee or roll or "")
    place = read_place(line, plain, match.end())
    end = place.end if place else match.end()
    full = ""
    if organ:
        organ = re.sub(r"\s", " ", organ)
        full = _ORGANS.get(organ, organ[0].upper() + organ[1:]) + " "
    base = words[:1].upper() + words[1:] if committee else "Đảng bộ " + words[8:] if roll else "{TU}"
    kind = "TU" if code or words in ("tỉnh ủy", "thành ủy", "đảng bộ tỉnh", "đảng bộ thành phố") else "HU"
    if roll and words.split(" ")[-1] in ("xã", "phường", "khối") and words != "đảng bộ thị xã":
        kind = "ĐU"
    if words == "thành ủy" and place and place.province and not is_city(place.province):
        kind, base = "HU", f"{base} {place.province}"  # the city of that name inside the province
    elif kind == "TU" and words == "thành ủy" and place is None:
        city = _CAPITALS.match(line, match.end())
        if city:
            kind, end, base = "HU", city.end(), base + " " + city[0].strip()
    if (roll and kind != "TU") or (kind == "HU" and committee and place is None):
        own = _CAPITALS.match(line, match.end())
        if own and committee != "thành ủy":
            end, base = own.end(), base + " " + own[0].strip()
    level = {"TU": "party_province", "HU": "party_district", "ĐU": "party_commune"}[kind]
    return Found(match.start(), end, kind, full + base, level, place, "party")


_CAPITALS = re.compile(rf"[ \n][{UPPERCASE}][a-zà-ỹ’']+(?:[ \n][{UPPERCASE}][a-zà-ỹ’']+){{0,3}}")
