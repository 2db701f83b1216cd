"""Bodies that share a word: `Các Sở: Tài chính, KH&ĐT`, `UBND các phường: A, B`, `Các Ban HĐND: KTNS, VHXH`."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache

from documents.text import UPPERCASE
from nlp.components.agency_bodies import Found, place_after
from nlp.components.agency_forms import department, subject_pattern
from nlp.components.agency_places import Place, province_alone

_LIST_OF = re.compile(
    r"các[ \n](sở|bộ)(?:,?[ \n](?:ban(?:[ \n]và[ \n]|,?[ \n]))?ngành(?:[ \n](?:tỉnh|cấp[ \n]tỉnh|"
    r"thành[ \n]phố))?)?:?[ \n]"
)
_AND = re.compile(r"(?:,[ \n]?|;[ \n]?|[ \n]và[ \n]|,[ \n]và[ \n]|[ \n]?[-/&][ \n])")
_GROUP_LIST = re.compile(
    r"[ \n]các[ \n](xã|phường|huyện|quận|thị[ \n]xã|thành[ \n]phố|đặc[ \n]khu|tỉnh(?:,[ \n]thành[ \n]phố)?)"
    r":?[ \n]?(?=[ \n])"
)


@cache
def _bare_subject() -> re.Pattern[str]:
    return re.compile(rf"(?:{subject_pattern()})(?!\w)(?![&-]\w)")


def read_members(line: str, plain: str, body: Found) -> list[Found]:
    """What follows a body and shares its head: `Sở Nội vụ, Tư pháp`; `Các Ban HĐND TP: KTNS, VHXH`."""
    if body.rule == "department":
        return _subjects(line, plain, body.end, plain[body.start : body.start + 2], first=False)
    if body.group and body.id in ("UBND", "HĐND"):
        named = _GROUP_LIST.match(plain, body.end)
        if named:
            return _units(line, plain, named, body)
    if body.id == "HĐND" and plain[body.end : body.end + 2] == ": ":
        members = []
        for match in _COMMITTEE.finditer(plain, body.end, body.end + 120):
            name = _COMMITTEES[re.sub(r"[^a-zđ]", "", match[1])[:2]]
            members.append(Found(match.start(1), match.end(1), None, name, "province", None, "list"))
            if plain[match.end() : match.end() + 1] not in ",;":
                break
        return members
    return []


_COMMITTEE = re.compile(r"[ \n](kt ?- ?ns|ktns|vh ?- ?xh|vhxh|pháp chế|pc|dân tộc|đô thị)(?!\w)")
_COMMITTEES = {
    "kt": "Ban Kinh tế - Ngân sách Hội đồng nhân dân",
    "vh": "Ban Văn hóa - Xã hội Hội đồng nhân dân",
    "ph": "Ban Pháp chế Hội đồng nhân dân",
    "pc": "Ban Pháp chế Hội đồng nhân dân",
    "dn": "Ban Dân tộc Hội đồng nhân dân",
    "đt": "Ban Đô thị Hội đồng nhân dân",
    "đô": "Ban Đô thị Hội đồng nhân dân",
}


def read_lists(line: str, plain: str, found: list[Found]) -> list[Found]:
    """`Các Sở: Tài chính, KH&ĐT`, `các Bộ: Tư pháp, Tài chính`: every subject of the list is a body.

    `found` is in the order of the text.
    """
    members: list[Found] = []
    for match in _LIST_OF.finditer(plain):
        members += _subjects(line, plain, match.end(), match[1], first=True)
    for match in _STANDING.finditer(plain):
        stop = _STANDING_ENDS.search(plain, match.end())
        first = bisect_left(found, match.end(), key=lambda body: body.start)
        last = bisect_left(found, stop.start() if stop else len(plain), key=lambda body: body.start)
        for index in range(first, last):
            body = found[index]
            if body.id in ("HĐND", "TU", "HU") and " trực" not in body.name:
                found[index] = replace(body, name="Thường trực " + body.name)
    taken = {place for body in found for place in range(body.start, body.end)}
    return [body for body in members if body.start not in taken]


_STANDING = re.compile(r"thường[ \n]trực:[ \n]")
_STANDING_ENDS = re.compile(r"[;\n¶.]")


def _subjects(line: str, plain: str, at: int, kind: str, first: bool) -> list[Found]:
    """Subjects one after the other; without a list word each must follow a joint."""
    members: list[Found] = []
    while True:
        if not first:
            joint = _AND.match(plain, at)
            if joint is None or (joint[0].startswith(";") and not members):
                return members
            at = joint.end()
        match = _bare_subject().match(plain, at)
        known = department(kind, match[0]) if match and line[at].isupper() else None
        place = place_after(line, plain, match.end()) if match else None
        own_body = place is not None and kind == "bộ"
        if match is None or known is None or own_body:
            return members
        end = place.end if place else match.end()
        members.append(Found(at, end, known.id, known.name, known.levels[0], place, "list"))
        at, first = end, False


_NAMES = re.compile(rf"[ \n]((?:[{UPPERCASE}][\w’']*)(?:[ \n][{UPPERCASE}][\w’']*){{0,3}})(,|[ \n]và(?=[ \n])|;)?")


_BODY_AGAIN = re.compile(r"(?:ubnd|hđnd|ubmttq|ủy[ \n]ban|hội[ \n]đồng|công[ \n]an[ \n](?:xã|phường|tỉnh))(?!\w)")


def _units(line: str, plain: str, named: re.Match[str], body: Found) -> list[Found]:
    """The named members of `UBND các phường: Yên Bái, Văn Phú`; none when the group has no names."""
    members: list[Found] = []
    at = named.end()
    unit = re.sub(r"\s", " ", named[1])
    level = "commune" if unit in ("xã", "phường", "đặc khu") else "district"
    while match := _NAMES.match(line, at):
        place = province_alone(line, match.start(1) - 1) if unit.startswith(("tỉnh", "thành phố")) else None
        if place is not None and place.unit == "tỉnh" != unit[:4]:
            place = None  # "UBND các thành phố: Sơn La": the town
        if (unit.startswith("tỉnh") and place is None) or _BODY_AGAIN.match(plain, match.start(1)):
            break
        place = replace(place or Place(unit, level, match[1], None, 0), end=match.end(1))
        members.append(replace(body, start=match.start(1), end=match.end(1), place=place, rule="list", group=False))
        at = match.end()
        if match[2] in (None, ";"):
            break
    return members
