"""Agencies: every named body of State, Party and mass organisations, with its code, level and province.

A body is a head (`Sở`, `Ủy ban nhân dân`, `Ban Chỉ đạo`), what it is in charge of, and the place printed next to it.
Whole classes (UBND các huyện, các sở, ban, ngành), bodies inside titles of laws and codes inside numbers are not named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from nlp.components.agency_bodies import Found, read_body
from nlp.components.agency_forms import head_scanner
from nlp.components.agency_lists import read_lists, read_members
from nlp.components.agency_names import Context, to_agency
from nlp.draft import Draft
from nlp.squeeze import Squeezed

_WEAK = ("vụ", "viện", "phòng", "thuế")
_GLUED = ("ubnd", "hđnd", "vpubnd", "tt", "vp", "ubmttq")
_CODE_BEFORE = re.compile(r"(?:\w[-/&.]|\d[ \n]?/[ \n]?(?:\d{4}[ \n]?/[ \n]?)?\w{1,8}[ \n]?[-/][ \n]?)\Z")
_LAW = re.compile(  # the letter first, so that a scan jumps from one to the next
    r"[BLP](?<!\w.)(?<!Pháp .)(?<!PHÁP .)(?:(?<=B)ộ luật|(?<=L)(?:uật|UẬT)|(?<=P)(?:háp lệnh|HÁP LỆNH))"
    r"[ \n][^;:.()¶|]{0,200}"
)
_LAW_END = re.compile(
    r"[ \n](?:ngày|năm|số|được|đã|do|quy[ \n]định|và[ \n](?:các|nghị|quyết|thông)|hướng[ \n]dẫn|tại|để|khi|trong|"
    r"theo|có)(?!\w)|,(?![ \n](?:ủy[ \n]ban[ \n]nhân|ubnd|hội[ \n]đồng[ \n]nhân|thể|kiểm|cháy|chữa|chống))"
)
_ALIAS = re.compile(
    r"[ \n]?\((?:sau[ \n]đây[ \n])?(?:gọi|viết)(?:[ \n](?:tắt|chung))*[ \n]?(?:là|"
    r":)[ \n]?[“\"]?([^()“”\"¶]{2,50})[”\"]?\)"
)
_MOST_ALIASES = 60  # short names that one document defines; each is looked for in all of it
_COMPANY = re.compile(r"(?:công ty|bệnh|trường|học|báo|tạp chí|đại học|doanh nghiệp|bệnh viện|cổng|nhà xuất bản)[ \n]$")


def tag_agencies(draft: Draft) -> None:
    """Put every named body on the draft, ordered by position, spans by the longest name."""
    squeezed = draft.squeezed
    found = _drop_groups(_find_bodies(squeezed), squeezed)
    found += _find_aliases(squeezed, found)
    context = Context(draft, squeezed)
    masks = [(reference.start, reference.end) for reference in draft.references if reference.canonical]
    laws = _law_titles(squeezed)
    agencies = []
    for body in sorted(found, key=lambda body: body.start):
        if not body.group and not _inside(laws, body.start):
            start, end = squeezed.span(body.start, body.end)
            if not _inside(masks, start):
                agencies.append(to_agency(draft.text, start, end, body, context))
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
        beside = bool(found) and plain[start - 1] == "/" and found[-1].end == start - 1  # Sở Xây dựng/Sở Công Thương
        if (
            not beside
            and start
            and plain[start - 1] in "/-&.’"
            and _CODE_BEFORE.search(plain, max(0, start - 24), start)
        ):
            continue
        if (
            word in _WEAK
            and line[last].isupper()
            and re.search(r"\w$", line[max(0, start - 2) : start - 1])
            and line[start - 2].isupper()
        ):
            continue  # NHIỆM VỤ, DỊCH VỤ: a syllable of a word in capitals
        body = read_body(line, plain, start, word)
        if body is None:
            continue
        joined = plain[max(0, start - 2) : start].strip(" \n")[-1:] in ("/", "-", "&", ".")
        in_code = joined and not beside and _CODE_BEFORE.search(plain, max(0, start - 24), start)
        if in_code or _COMPANY.search(plain, max(0, start - 14), start):
            done = body.end
            continue
        found.append(body)
        done = body.end
        more = read_members(line, plain, body)
        found += more
        done = more[-1].end if more else done
    return found + read_lists(line, plain, found)


# ---------------------------------------------------------------- what is not a body


_ALL_OF = re.compile(r"(?<!\w)các[ \n]\Z")


def _drop_groups(found: list[Found], squeezed: Squeezed) -> list[Found]:
    """Without whole classes, nor the bodies that share theirs: `Huyện ủy, HĐND, UBND các huyện`."""
    plain = squeezed.plain
    found = sorted(found, key=lambda body: body.start)
    kept: list[Found] = []
    following: Found | None = None
    after: Found | None = None
    for each in reversed(found):
        body = each
        group = body.group
        if not group and body.place is None and _ALL_OF.search(plain, max(0, body.start - 5), body.start):
            group = body.id in ("TU", "HU", "ĐU", "UBND", "HĐND", "BCĐ", "CAT") or body.rule == "open name"
        if not group and following is not None and body.place is None and body.id in _SHARING and body.rule != "list":
            group = _SHARED.fullmatch(plain[body.end : following.start]) is not None
        bare = not group and body.place is None and body.id in ("UBND", "HĐND")
        if bare and after is not None and after.id in _SHARING and _SHARED.fullmatch(plain[body.end : after.start]):
            body = replace(body, place=after.place)  # "HĐND, UBND xã Tân Lập": one place for both
        following = replace(body, group=True) if group else None
        after = body
        if not group:
            kept.append(body)
    return kept[::-1]


_SHARED = re.compile(r"[ \n]?(?:,|/|-|và)[ \n]?")
_SHARING = ("UBND", "HĐND", "TU", "HU", "ĐU", "MTTQ")


def _law_titles(squeezed: Squeezed) -> list[tuple[int, int]]:
    """Where titles of laws stand: `Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân`."""
    titles = []
    for match in _LAW.finditer(squeezed.line):
        stop = _LAW_END.search(squeezed.plain, match.start() + 5, match.end())
        titles.append((match.start(), stop.start() if stop else match.end()))
    return titles


def _inside(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether one of these spans, ordered and apart, holds the place."""
    index = bisect_right(spans, place, key=lambda span: span[0])
    return index > 0 and place < spans[index - 1][1]


# ---------------------------------------------------------------- short names a document gives


def _find_aliases(squeezed: Squeezed, found: list[Found]) -> list[Found]:
    """Every later mention of a short name that the document defines: `(sau đây gọi tắt là Trung tâm)`."""
    line = squeezed.line
    extra: list[Found] = []
    taken = {body.start for body in found}
    named: set[str] = set()
    by_start = {body.start: index for index, body in enumerate(found)}
    spans = sorted((body.start, body.end) for body in found)
    for body in tuple(found):
        match = _ALIAS.match(squeezed.plain, body.end)
        if match is None:
            continue
        alias = line[match.start(1) : match.end(1)].strip()
        if len(alias) < 3 or not alias[0].isupper() or alias.lower() in ("tỉnh", "thành phố") or alias in named:
            continue
        if len(named) == _MOST_ALIASES:
            break
        named.add(alias)
        for mention in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", line[body.end :]):
            start, end = body.end + mention.start(), body.end + mention.end()
            again = by_start.get(start)
            if again is not None and _means_alias(found[again], body, end):
                found[again] = replace(body, start=start, end=end, rule="alias")
            if start in taken or _inside(spans, start):
                continue
            taken.add(start)
            extra.append(replace(body, start=start, end=end, rule="alias"))
    return extra


def _means_alias(read: Found, named: Found, end: int) -> bool:
    """Whether a body read where a defined short name stands is that name (and the words after it), not the full one."""
    return read.id is None and read.place is None and read.end >= end and read.name != named.name
