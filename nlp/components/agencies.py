"""Agencies: every named body of State, Party and mass organisations, with its code, level and province.

A body is a head (`Sở`, `Ủy ban nhân dân`, `Ban Chỉ đạo`), what it is in charge of, and the place printed next to it.
Whole classes (UBND các huyện, các sở, ban, ngành), bodies inside titles of laws and codes inside numbers are not named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from documents.agencies import agency_by_id, expand_abbreviation
from documents.provinces import find_province, find_provinces
from documents.record import Agency
from nlp.components.agency_forms import Head, blank, department, head_scanner, heads, stop_pattern, subject_pattern
from nlp.components.agency_places import Place, read_place
from nlp.draft import Draft
from nlp.squeeze import Squeezed, lower, one_tone

_SUBJECT = re.compile(rf"(sở|bộ)[ \n](?:{subject_pattern()})(?!\w)(?![&-]\w)")
_BARE_SUBJECT = re.compile(rf"(?:{subject_pattern()})(?!\w)(?![&-]\w)")
_LIST_OF = re.compile(
    r"các[ \n](sở|bộ)(?:,?[ \n](?:ban(?:[ \n]và[ \n]|,?[ \n]))?ngành(?:[ \n](?:tỉnh|cấp[ \n]tỉnh|"
    r"thành[ \n]phố))?)?:?[ \n]"
)
_AND = re.compile(r"(?:,[ \n]?|;[ \n]?|[ \n]và[ \n]|,[ \n]và[ \n]|[ \n]?[-/&][ \n])")
_PARTY = re.compile(
    blank(
        r"(?:(ban thường vụ|btv|thường trực|tt\.?|ban chấp hành|bch) ?)?"
        r"(?:(tỉnh ủy|thành ủy|huyện ủy|thị ủy|quận ủy)|(tu)|(đảng bộ (?:tỉnh|thành phố|huyện|thị xã|quận|xã|"
        r"phường|khối)))(?!\w)"
    )
)
_ORGANS = {"btv": "Ban Thường vụ", "tt": "Thường trực", "tt.": "Thường trực", "bch": "Ban Chấp hành"}
_BRACKET = re.compile(r"[ \n]\([A-ZĐ][A-ZĐ&.-]{1,14}\)")
_CODE_BEFORE = re.compile(r"(?:\w[-/&.]|\d[ \n]?/[ \n]?(?:\d{4}[ \n]?/[ \n]?)?\w{1,8}[ \n]?[-/][ \n]?)$")
_SEVERAL_AFTER = re.compile(r"[ \n](?:các|cấp|từng|mỗi|những|một[ \n]số|hai[ \n]cấp|nơi|địa[ \n]phương)(?!\w)")
_GROUP_LIST = re.compile(
    r"[ \n]các[ \n](xã|phường|huyện|quận|thị[ \n]xã|thành[ \n]phố|đặc[ \n]khu|tỉnh):?[ \n]?(?=[ \n])"
)
_NOT_THE_BODY = re.compile(r"[ \n](?:điện[ \n]tử|số|kiến[ \n]tạo|mở|thông[ \n]minh|không[ \n]giấy)(?!\w)")
_LAW = re.compile(r"(?<!\w)(?<!Pháp )(?<!PHÁP )(?:Bộ luật|Luật|LUẬT|Pháp lệnh|PHÁP LỆNH)[ \n][^;:.()¶|]{0,200}")
_LAW_END = re.compile(
    r"[ \n](?:ngày|năm|số|được|đã|do|quy[ \n]định|và[ \n](?:các|nghị|quyết|thông)|hướng[ \n]dẫn|tại|để|khi|trong|"
    r"theo|có)(?!\w)|,(?![ \n](?:ủy[ \n]ban[ \n]nhân|ubnd|hội[ \n]đồng[ \n]nhân|thể|kiểm|cháy|chữa|chống))"
)
_ALIAS = re.compile(
    r"[ \n]?\((?:sau[ \n]đây[ \n])?(?:gọi|viết)(?:[ \n](?:tắt|chung))*[ \n]?(?:là|"
    r":)[ \n]?[“\"]?([^()“”\"¶]{2,50})[”\"]?\)"
)
_COMPANY = re.compile(r"(?:công ty|bệnh|trường|học|báo|tạp chí|đại học|doanh nghiệp|bệnh viện|cổng|nhà xuất bản)[ \n]$")
_CENTRAL_LEVELS = ("central", "party_central")


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


def tag_agencies(draft: Draft) -> None:
    """Put every named body on the draft, ordered by position, spans by the longest name."""
    squeezed = Squeezed(draft.text)
    found = _drop_groups(_find_bodies(squeezed), squeezed)
    found += _find_aliases(squeezed, found)
    context = _Context(draft, squeezed)
    masks = [(reference.start, reference.end) for reference in draft.references if reference.canonical]
    laws = _law_titles(squeezed)
    agencies = []
    for body in sorted(found, key=lambda body: body.start):
        if not body.group and not _inside(laws, body.start):
            start, end = squeezed.span(body.start, body.end)
            if not _inside(masks, start):
                agencies.append(_to_agency(draft.text, start, end, body, context))
    draft.agencies = agencies


def _find_bodies(squeezed: Squeezed) -> list[Found]:
    """Bodies from left to right; inside a body nothing else is looked for."""
    line, plain = squeezed.line, squeezed.plain
    found: list[Found] = []
    done = 0
    for last, word in head_scanner().iter(plain):
        start = last - len(word) + 1
        if start < done or not line[start].isupper() or (start and plain[start - 1].isalnum()):
            continue
        if plain[last + 1 : last + 2].isalpha() and word not in _GLUED:
            continue
        if start and plain[start - 1] in "/-&.’" and _CODE_BEFORE.search(plain, max(0, start - 24), start):
            continue
        if (
            word in _WEAK
            and line[last].isupper()
            and re.search(r"\w$", line[max(0, start - 2) : start - 1])
            and line[start - 2].isupper()
        ):
            continue  # NHIỆM VỤ, DỊCH VỤ: a syllable of a word in capitals
        body = _read_body(line, plain, start, word)
        if body is None:
            continue
        if _CODE_BEFORE.search(plain, max(0, start - 24), start) or _COMPANY.search(plain, max(0, start - 14), start):
            done = body.end
            continue
        found.append(body)
        done = body.end
        more = _read_members(line, plain, body)
        found += more
        done = more[-1].end if more else done
    return found + _listed(line, plain, found)


_WEAK = ("vụ", "viện", "phòng", "thuế")
_GLUED = ("ubnd", "hđnd", "vpubnd", "tt", "vp")


def _read_body(line: str, plain: str, start: int, word: str) -> Found | None:
    """The longest body that begins here."""
    best: Found | None = None
    for head in heads().get(word, ()):
        match = head.pattern.match(plain, start)
        if match:
            body = _complete(line, plain, start, match.end(), head)
            if body and (best is None or (body.end, body.rule == "name") > (best.end, best.rule == "name")):
                best = body
    if word in ("sở", "bộ"):
        match = _SUBJECT.match(plain, start)
        known = department(word, plain[start + len(word) : match.end()]) if match else None
        if known and match and (best is None or match.end() > best.end):
            place = _place(line, plain, match.end()) if word == "sở" else None
            end = place.end if place else _after_bracket(line, match.end())
            best = Found(start, end, known.id, known.name, known.levels[0], place, "department")
    party = _PARTY.match(plain, start)
    if party and (best is None or party.end() > best.end) and (party[1] or not party[3]):
        best = _party_body(line, plain, party)
    return best


def _complete(line: str, plain: str, start: int, end: int, head: Head) -> Found | None:
    """A head with its subject and its place, None when it is not a body here."""
    if head.subject:
        end = _subject_end(line, plain, end, bare=head.subject == "open?")
        if end < 0:
            return None
    name = head.name
    rule = "open name" if head.subject else "name"
    if head.scope == "central":
        if head.id == "CP" and _NOT_THE_BODY.match(plain, end):
            return None
        return Found(start, end, head.id, name or _spell_out(line[start:end]), head.level, None, rule, national=True)
    bracket = _after_bracket(line, end)
    if _SEVERAL_AFTER.match(plain, bracket):
        return Found(start, bracket, head.id, name or "", head.level, None, "group", group=True)
    place = _place(line, plain, bracket)
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
        name or _spell_out(line[start:end]),
        head.level,
        place,
        rule,
        national=national,
    )


def _place(line: str, plain: str, at: int) -> Place | None:
    """The place after a body, over a comma-free gap; `khu vực 2 - Đồng Tháp` of courts and treasuries too."""
    region = _REGION.match(plain, at)
    if region:
        inner = read_place(line, plain, region.end())
        end = inner.end if inner else region.end()
        return Place(plain[at + 1 : region.end()], "region", None, inner.province if inner else None, end)
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
    if kind == "TU" and words == "thành ủy" and place is None:
        city = _CAPITALS.match(line, match.end())
        if city:
            kind, end, base = "HU", city.end(), base + " " + city[0].strip()
    if (roll and kind != "TU") or (kind == "HU" and committee and place is None):
        own = _CAPITALS.match(line, match.end())
        if own and committee != "thành ủy":
            end, base = own.end(), base + " " + own[0].strip()
    level = {"TU": "party_province", "HU": "party_district", "ĐU": "party_commune"}[kind]
    return Found(match.start(), end, kind, full + base, level, place, "party")


_UPPERCASE = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1F00))) if c.isupper())
_CAPITALS = re.compile(rf"[ \n][{_UPPERCASE}][a-zà-ỹ’']+(?:[ \n][{_UPPERCASE}][a-zà-ỹ’']+){{0,3}}")


# ---------------------------------------------------------------- free subjects


_TOKEN = re.compile(
    r"([ \n](?:[-–&][ \n])?)((?:(?!-(?:Bộ|Sở|UBND)|-(?:bộ|sở|ubnd)[ \n])[^ \n¶,;:.()“”\"|…])+)([,;:.()“”\"|…]?)"
)
_GOES_ON = re.compile(
    blank(
        r"(?:chống|chữa|công nghệ|đổi mới|thể thao|du lịch|tìm kiếm|cứu|bồi thường|hỗ trợ|trật tự|an toàn|"
        r"lãng phí|tiêu cực|buôn lậu|"
        r"gian lận|hàng giả|chuyển đổi|cải cách|phát triển|truyền thông|môi trường|đào tạo|khen thưởng|xã hội|"
        r"giáo dục|việc làm|"
        r"tái định cư|sức khỏe|kiểm soát|kiểm nghiệm|tuyên truyền|thông tin|dịch vụ|nghệ thuật|kỹ thuật|"
        r"khoáng sản|thủy sản|thú y|"
        r"giá|hội nhập|sắp xếp|giảm nhẹ|kiến nghị|bảo vệ|quản lý|đo lường|chất lượng|giá cả|tư vấn|xúc tiến|nông thôn|"
        r"kiến trúc|quy hoạch|đầu tư|thương mại|lâm nghiệp|trồng trọt)(?!\w)"
    )
)
_HEAD_AGAIN = re.compile(
    blank(
        r"(?:bộ|sở|ubnd|ủy ban|hđnd|hội đồng|cục|vụ|tỉnh ủy|thành ủy|công an|các|đơn vị|cơ quan|văn phòng|"
        r"ban quản lý|chi cục)(?!\w)"
    )
)


def _subject_end(line: str, plain: str, at: int, bare: bool) -> int:
    """Where a free subject ends: at a place, a stop word or a mark; -1 when there is none and there must be one."""
    end, count, ended = at, 0, False
    while count < 24 and not ended:
        token = _TOKEN.match(plain, end)
        if token is None or (stop_pattern().match(plain, token.start(2)) and not _lasting(plain, token, end)):
            break
        if read_place(line, plain, end) is not None:
            break
        word, mark = token[2], token[3]
        dashed = len(token[1]) > 1
        if word in ("và", "&") or dashed:
            after = token.end(2) + 1 if not dashed else token.start(2)
            going = line[after : after + 1].isupper() or _GOES_ON.match(plain, after)
            if not going or _HEAD_AGAIN.match(plain, after):
                break
        if count == 0 and not (
            line[token.start(2)].isupper() or bare or _GOES_ON.match(plain, token.start(2)) or word in _LOWER_FIRST
        ):
            break
        if word[0].isdigit() and not plain[:end].endswith(" số"):
            break
        if count and line[token.start(2)].isupper() and _OWNER.match(plain, token.start(2)):
            break
        end = token.end(2)
        count += 1
        if mark:
            after = end + 2
            goes_on = _GOES_ON.match(plain, after) or (
                _LISTED.match(plain, after) and not stop_pattern().match(plain, after)
            )
            ended = mark != "," or not goes_on or _HEAD_AGAIN.match(plain, after) is not None
            end += 0 if ended else 1
    if plain[:end].endswith((" và", "\nvà", " về", "\nvề", " -")):
        end -= 3
    return end if count or bare else -1


_OWNER = re.compile(
    r"(?:bộ|sở|ubnd|ủy[ \n]ban|hđnd|tỉnh[ \n]ủy|thành[ \n]ủy|chính[ \n]phủ|công[ \n]an|trung[ \n]tâm|"
    r"ban[ \n]quản|cục)(?!\w)"
)
_LISTED = re.compile(
    r"(?:\w+[ \n]){1,5}và[ \n]\w"
)  # the last of a list: "Dân số, Trẻ em và Phòng, chống tệ nạn xã hội"
_LOWER_FIRST = ("dự", "các", "bảo", "khu", "đầu", "kiểm", "thú", "khuyến", "kỹ", "phục", "chuyển", "về", "hành", "hỗ")
_LASTING_BEFORE = re.compile(
    r"(?:đầu[ \n]tư|dự[ \n]án|quy[ \n]hoạch|kiểm[ \n]định|ban[ \n]quản[ \n]lý|về|chỉ[ \n]đạo)$"
)


_PAIRS = frozenset(
    [
        "người có",
        "việc làm",
        "công trình",
        "chương trình",
        "quy trình",
        "đổi mới",
        "thôn mới",
        "xã hội",
        "kết quả",
        "cơ quan",
    ]
)


def _lasting(plain: str, token: re.Match[str], end: int) -> bool:
    """Whether a stop word belongs to the name here: `Ban Quản lý các dự án`, `Trung tâm Điều dưỡng Người có công`."""
    before = re.search(r"\w+$", plain[max(0, end - 8) : end])
    if before and f"{before[0]} {token[2]}" in _PAIRS:
        return True
    return bool(_LASTING_BEFORE.search(plain, max(0, end - 14), end)) and token[2] in (
        "các",
        "thực",
        "triển",
        "xây",
        "tổ",
    )


def _spell_out(printed: str) -> str:
    """A printed name on one line with its abbreviations written out."""
    words = []
    for index, word in enumerate(re.sub(r"\s+", " ", printed).split(" ")):
        full = expand_abbreviation(word.strip(",")) if word.strip(",").isupper() else None
        words.append((full[0].upper() + full[1:] if index == 1 else full) if full else word)
    return " ".join(words)


# ---------------------------------------------------------------- lists that share a word


def _read_members(line: str, plain: str, body: Found) -> list[Found]:
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


def _listed(line: str, plain: str, found: list[Found]) -> list[Found]:
    """`Các Sở: Tài chính, KH&ĐT`, `các Bộ: Tư pháp, Tài chính`: every subject of the list is a body."""
    members: list[Found] = []
    for match in _LIST_OF.finditer(plain):
        members += _subjects(line, plain, match.end(), match[1], first=True)
    for match in _STANDING.finditer(plain):
        stop = re.compile(r"[;\n¶.]").search(plain, match.end())
        end = stop.start() if stop else len(plain)
        for index, body in enumerate(found):
            if match.end() <= body.start < end and body.id in ("HĐND", "TU", "HU") and " trực" not in body.name:
                found[index] = replace(body, name="Thường trực " + body.name)
    taken = [(body.start, body.end) for body in found]
    return [body for body in members if not any(start <= body.start < end for start, end in taken)]


_STANDING = re.compile(r"thường[ \n]trực:[ \n]")


def _subjects(line: str, plain: str, at: int, kind: str, first: bool) -> list[Found]:
    """Subjects one after the other; without a list word each must follow a joint."""
    members: list[Found] = []
    while True:
        if not first:
            joint = _AND.match(plain, at)
            if joint is None or (joint[0].startswith(";") and not members):
                return members
            at = joint.end()
        match = _BARE_SUBJECT.match(plain, at)
        known = department(kind, match[0]) if match and line[at].isupper() else None
        place = _place(line, plain, match.end()) if match else None
        own_body = place is not None and kind == "bộ"
        if match is None or known is None or own_body:
            return members
        end = place.end if place else match.end()
        members.append(Found(at, end, known.id, known.name, known.levels[0], place, "list"))
        at, first = end, False


_NAMES = re.compile(rf"[ \n]((?:[{_UPPERCASE}][\w’']*)(?:[ \n][{_UPPERCASE}][\w’']*){{0,3}})(,|[ \n]và(?=[ \n])|;)?")


def _units(line: str, plain: str, named: re.Match[str], body: Found) -> list[Found]:
    """The named members of `UBND các phường: Yên Bái, Văn Phú`; none when the group has no names."""
    members: list[Found] = []
    at = named.end()
    unit = re.sub(r"\s", " ", named[1])
    level = "commune" if unit in ("xã", "phường", "đặc khu") else "district"
    while match := _NAMES.match(line, at):
        place = Place(unit, level, match[1], None, match.end(1))
        if unit == "tỉnh":
            break
        members.append(replace(body, start=match.start(1), end=match.end(1), place=place, rule="list", group=False))
        at = match.end()
        if match[2] in (None, ";"):
            break
    return members


# ---------------------------------------------------------------- what is not a body


def _drop_groups(found: list[Found], squeezed: Squeezed) -> list[Found]:
    """Without whole classes, nor the bodies that share theirs: `Huyện ủy, HĐND, UBND các huyện`."""
    plain = squeezed.plain
    found = sorted(found, key=lambda body: body.start)
    kept: list[Found] = []
    following: Found | None = None
    for body in reversed(found):
        group = body.group
        if (
            not group
            and body.place is None
            and re.search(r"(?:^|\W)các[ \n]$", plain[max(0, body.start - 5) : body.start])
        ):
            group = body.id in ("TU", "HU", "ĐU", "UBND", "HĐND", "BCĐ", "CAT") or body.rule == "open name"
        if not group and following is not None and body.place is None and body.id in _SHARING and body.rule != "list":
            group = re.fullmatch(r"[ \n]?(?:,|/|-|và)[ \n]?", plain[body.end : following.start]) is not None
        following = replace(body, group=True) if group else None
        if not group:
            kept.append(body)
    return kept[::-1]


_SHARING = ("UBND", "HĐND", "TU", "HU", "ĐU", "MTTQ")


def _law_titles(squeezed: Squeezed) -> list[tuple[int, int]]:
    """Where titles of laws stand: `Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân`."""
    titles = []
    for match in _LAW.finditer(squeezed.line):
        stop = _LAW_END.search(squeezed.plain, match.start() + 5, match.end())
        titles.append((match.start(), stop.start() if stop else match.end()))
    return titles


def _inside(spans: list[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


# ---------------------------------------------------------------- short names a document gives


def _find_aliases(squeezed: Squeezed, found: list[Found]) -> list[Found]:
    """Every later mention of a short name that the document defines: `(sau đây gọi tắt là Trung tâm)`."""
    line = squeezed.line
    extra: list[Found] = []
    taken = {body.start for body in found}
    for body in found:
        match = _ALIAS.match(squeezed.plain, body.end)
        if match is None:
            continue
        alias = line[match.start(1) : match.end(1)].strip()
        if len(alias) < 3 or not alias[0].isupper() or alias.lower() in ("tỉnh", "thành phố"):
            continue
        for mention in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", line[body.end :]):
            start, end = body.end + mention.start(), body.end + mention.end()
            if start in taken or any(other.start <= start < other.end for other in found):
                continue
            taken.add(start)
            extra.append(replace(body, start=start, end=end, rule="alias"))
    return extra


# ---------------------------------------------------------------- levels, names and provinces


class _Context:
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


def _to_agency(text: str, start: int, end: int, body: Found, context: _Context) -> Agency:
    place = body.place
    level = _level(body)
    central = (
        level in _CENTRAL_LEVELS
        or body.national
        or (place is not None and place.level == "region" and not place.province)
    )
    province = None if central else ((place.province if place else None) or context.province)
    code = body.id
    if code in ("QH", "UBTVQH"):
        code = _term(code, text[max(0, start - 60) : start], text[start:end], context.issued)
    return Agency(
        start, end, text[start:end], code, _full_name(body, context, text[start:end]), level, province, body.rule
    )


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


def _full_name(body: Found, context: _Context, printed: str) -> str:
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
        return f"{name} {re.sub(r's+', ' ', place.unit)}"
    if body.id in ("QH", "UBTVQH"):
        words = re.search(r"khó[aá]\s+([XVI]+)$|kho[aá]\s+([XVI]+)$", printed, re.I)
        return f"{name} khóa {(words[1] or words[2]).upper()}" if words else name
    if body.id == "BCHQS" and "{" not in body.name and place:
        return re.sub(r"\s+", " ", printed)
    if below and (place is None or place.name or body.rule != "party"):
        return f"{name} {unit}"
    return name


@cache
def _warm() -> None:
    """Build the tables once."""
    heads()
    stop_pattern()
