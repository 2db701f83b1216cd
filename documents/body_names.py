"""The name of a body printed in capitals as running text writes it: ỦY BAN NHÂN DÂN XÃ AN THẠNH, SỞ Y TẾ, CHI CỤC THUẾ.

Capitals tell nothing of a name's own capitals, so they come from three places: the lexicon of bodies, the words of
`body_words.csv`, and how such names are made: a capital after the kind of body (Chi cục Kiểm lâm) and in every
syllable of a place (huyện Cái Bè).
"""

from __future__ import annotations

import re
from functools import cache

from documents.agencies import find_agency
from documents.provinces import find_provinces
from documents.tables import read_table
from documents.text import fold

_SHORT = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "MTTQ": "mặt trận tổ quốc",
    "UBMTTQ": "ủy ban mặt trận tổ quốc",
    "ĐBQH": "đại biểu quốc hội",
    "BCH": "ban chấp hành",
    "BTV": "ban thường vụ",
    "BCĐ": "ban chỉ đạo",
    "BTT": "ban thường trực",
    "LHPN": "liên hiệp phụ nữ",
    "CCB": "cựu chiến binh",
    "LĐLĐ": "liên đoàn lao động",
    "BHXH": "bảo hiểm xã hội",
    "PTNT": "phát triển nông thôn",
}
_ACRONYM = re.compile(r"[BCDĐFGHKLMNPQRSTVX&]{2,}|AT[A-ZĐ]+|[IVX]+")  # no vowels: not a syllable; or a term
# the first syllable of what a body is in charge of bears a capital
_KINDS = (
    "ban chỉ đạo|ban|sở|bộ|cục|chi cục|tổng cục|vụ|viện|phòng|trung tâm|trường|hội|liên hiệp|liên minh|liên đoàn|"
    "văn phòng|ủy ban|hội đồng|tổ|quỹ|đài"
)
_AFTER_KIND = re.compile(
    rf"(?:^|(?<=- ))(?:{_KINDS}) (?!nhân dân|cán sự|chỉ đạo|ủy ban|hội đồng|thẩm|nghiệm|và )(?P<first>\w)"
)
# a second part of equal rank: Văn hóa và Thông tin; not in the long names of steering committees
_TWO_PARTS = re.compile(r"^(?:sở|bộ|phòng|trung tâm|trường|văn phòng|chi cục)(?: \S+){1,7}? và (?P<first>\w)(?!.* và )")
_UNIT = re.compile(
    r"(?:^|(?<= ))(?:huyện|thị xã|quận|xã(?! hội)|phường|thị trấn|đặc khu|thành phố|tỉnh|huyện ủy"
    r"|thị ủy|quận ủy|huyện đoàn) (?P<place>(?!khóa |khoá |lần thứ |nhiệm kỳ |ủy(?!\w)|đoàn(?!\w)|về |và )[^-,()]+?)"
    r"(?= khóa | khoá | lần thứ | nhiệm kỳ | về | và | - |,|$)"
)


def spell_body(name: str) -> str | None:
    """A body's name as running text writes it; None for nothing. What is not in capitals keeps its own."""
    name = " ".join(name.split()).strip(" -,.*")
    if not name:
        return None
    body = find_agency(name)
    if body and "," not in body.name and fold(body.name).split()[:2] == fold(name).split()[:2]:
        return body.name
    if not name.isupper():
        full = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
        words = " ".join(full.get(word, word) for word in name.split()).replace("Uỷ", "Ủy").replace("uỷ", "ủy")
        return words[:1].upper() + words[1:]
    words = " ".join(_lower(word) for word in name.split())
    return _capitals(words.replace("uỷ", "ủy"))


def _lower(word: str) -> str:
    return _SHORT.get(word) or (word if _ACRONYM.fullmatch(word) else word.lower())


def _capitals(words: str) -> str:
    """Lower-case words with the capitals of a name; the length stays."""
    letters = list(words)
    for found in _UNIT.finditer(words):
        start = found.start("place")
        letters[start : found.end("place")] = found["place"].title()
    for pattern in (_AFTER_KIND, _TWO_PARTS):
        for found in pattern.finditer(words):
            letters[found.start("first")] = found["first"].upper()
    text = "".join(letters)
    for phrase in _phrases():
        text = re.sub(rf"(?<!\w){phrase}(?!\w)", phrase, text, flags=re.IGNORECASE)
    for start, end, _ in find_provinces(text.title()):
        text = text[:start] + text.title()[start:end] + text[end:]
    return text[:1].upper() + text[1:]


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in read_table("body_words"))
