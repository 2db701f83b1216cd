"""Targets that are no figure with a unit: ranks, "better than", "none left", becoming something."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from documents.record import Change, Comparator
from nlp.components.target_names import TRIM, clean
from nlp.components.target_phrases import split_tail
from nlp.components.target_times import Time
from nlp.components.target_values import WORDS


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece of a sentence says; `at` is its figure, `base` its baseline or named reference, `kind` of unit."""

    start: int
    end: int
    at: int
    indicator: str
    comparator: Comparator
    change: Change
    value: float | None
    value2: float | None
    unit: str | None
    time: Time | None
    base: str | None
    scope: str | None
    rule: str
    kind: str


_RANK = re.compile(
    r"(?:nhóm|top|tốp)\s*(?:có\s+)?(?P<top>\d{1,2}|[a-zđà-ỹ]+)(?=\s*(?:tỉnh|thành|địa phương|đơn vị|bộ|nước|quốc gia"
    r"|cả nước|toàn quốc|dẫn đầu|cao nhất|đứng đầu|,|\.|$|trong|của))"
    r"|(?:xếp|đứng|xếp hạng|vị trí|thứ hạng)\s+(?:vị trí\s+)?(?:thứ|hạng"
    r"|vị thứ)?\s*(?:hạng\s+)?(?P<place>\d{1,2})(?:/\d{2})?(?!\d|/|[.,]\d|\s*%)"
    r"|(?:trong|vào|thuộc)\s+(?:số\s+)?(?P<among>\d{1,2}|[a-zđà-ỹ]+)\s+(?:tỉnh|địa phương"
    r"|thành phố)[^;.]{0,40}?(?:dẫn đầu|cao nhất|đứng đầu|hàng đầu|tốt nhất)"
)
_BETTER = re.compile(
    r"(?:cao hơn|thấp hơn|vượt|bằng hoặc cao hơn|trên)\s+(?P<ref>(?:mức\s+)?(?:trung bình"
    r"|bình quân)(?:\s+chung)?(?:\s+của)?\s+"
    r"(?:cả nước|toàn quốc|các tỉnh[^,;.]{0,30}|cả vùng|toàn vùng|của vùng|khu vực"
    r"|vùng(?:\s+[^\W\d_]+){0,8}?(?=\s*[,;.]|\s*$|\s+về\s)))(?!\w)"
)
_FIGURE_NEXT = re.compile(r"\s*(?:là\s+)?\d")
_ABOUT = re.compile(r"\s*(?:về|đối với)\s+([^,;.]{3,90})")
_ANY_ABOUT = re.compile(r"(?<!\w)về\s+([^,;.]{3,90})")
_HAVING = re.compile(
    r"\s*(?:các\s+)?(?:tỉnh|thành phố|địa phương|đơn vị|,|\s)*có\s+([^,;.\d]{3,60}?)"
    r"\s(?:lớn|cao|tốt|nhanh|thấp|nhiều) nhất(?!\w)"
)
_INTO = re.compile(r"(?:(?:^|\s)(?:thuộc|vào|trong|nằm|đứng|là|một|xếp|lọt))+\s*$")
_NONE_LEFT = re.compile(
    r"(?P<soft>cơ bản\s+)?(?:không còn|không có)\s+(?P<what>(?:hộ|nhà|xã|huyện|thôn|trường|cơ sở)\s[^,;.]{2,80})"
)
_QUALITY = re.compile(
    r"(?<!\w)(?:trở thành|phổ cập|hoàn thành|vào nhóm|thuộc nhóm|được công nhận|cơ bản trở thành|là (?:trung tâm"
    r"|đô thị|tỉnh|thành phố)|hình thành|đạt chuẩn)(?!\w)"
)


def read_words(clause: str) -> list[Reading]:
    """The readings of a clause in lower case, its dates blanked out; offsets are those of the clause."""
    found: list[Reading] = []
    for m in find_ranks(clause):
        word = m["top"] or m["place"] or m["among"]
        number = int(word) if word.isdigit() else WORDS.get(word)
        if number:
            found.append(_reading(m.start(), clause, _rank_name(clause, m), "rank_top", number, "hạng", "rank"))
    for m in _BETTER.finditer(clause) if "bình" in clause else ():
        if _FIGURE_NEXT.match(clause, m.end()):
            continue
        about = _ABOUT.match(clause, m.end())
        name = _blanks(about[1]) if about else clean(split_tail(clause[: m.start()])[0])
        if name:
            better = _reading(m.start(), clause, name, "gt_ref", None, None, "reference")
            found.append(replace(better, base=_blanks(m["ref"])))
    if none := "không c" in clause and _NONE_LEFT.search(clause):
        unit = none["what"].split(maxsplit=1)[0]
        comparator: Comparator = "approx" if none["soft"] else "eq"
        found.append(_reading(none.start(), clause, _blanks(none["what"]), comparator, 0.0, unit, "none_left"))
    if not found and (quality := _QUALITY.search(clause)):
        name = _blanks(clause[quality.start() :].split("(", maxsplit=1)[0]).strip(TRIM)
        if name.count(" ") >= 3:
            found.append(_reading(quality.start(), clause, name[:160], "qualitative", None, None, "words"))
    return found


def find_ranks(clause: str) -> list[re.Match[str]]:
    """The ranks of a clause: "nhóm 10 tỉnh", "xếp thứ 30", "thuộc 5 tỉnh dẫn đầu"."""
    likely = any(word in clause for word in ("nhóm", "top", "tốp", "xếp", "đứng", "hạng", "vị trí", "dẫn đầu", "nhất"))
    return list(_RANK.finditer(clause)) if likely else []


def _reading(
    at: int, clause: str, name: str, comparator: Comparator, value: float | None, unit: str | None, rule: str
) -> Reading:
    return Reading(0, len(clause), at, name, comparator, "level", value, None, unit, None, None, None, rule, rule)


def _rank_name(clause: str, m: re.Match[str]) -> str:
    about = _ANY_ABOUT.search(clause, m.end())
    if about:
        return "xếp hạng " + _blanks(about[1]).strip(TRIM)
    if having := _HAVING.match(clause, m.end()):  # "nhóm 10 địa phương có quy mô kinh tế số lớn nhất cả nước"
        return "xếp hạng " + _blanks(having[1])
    left = _INTO.sub("", clause[: m.start()])
    return clean(split_tail(left)[0]) or "xếp hạng"


def _blanks(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()
