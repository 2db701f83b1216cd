"""Who signed: the name under the last title of office, before the annexes."""

from __future__ import annotations

import re

_ANNEX = re.compile(
    r"\n[ \t|]*(?:PHỤ\s+LỤC|DANH\s+MỤC|BIỂU\s+SỐ|Phụ\s+lục\s+(?:I|1|số)|QUY\s+ĐỊNH\s*\n|KẾ\s+HOẠCH\s*\n|ĐỀ\s+ÁN\s*\n|QUY\s+CHẾ\s*\n)"
)
_OFFICE = re.compile(
    r"""(?P<title>(?:PHÓ\s+)?(?:CHỦ\s+TỊCH|BÍ\s+THƯ|TỔNG\s+GIÁM\s+ĐỐC|GIÁM\s+ĐỐC|CHÁNH\s+VĂN\s+PHÒNG|CHÁNH\s+THANH\s+TRA|TRƯỞNG\s+(?:BAN|PHÒNG|ĐOÀN)|BỘ\s+TRƯỞNG
    |THỦ\s+TƯỚNG|CỤC\s+TRƯỞNG|VIỆN\s+TRƯỞNG|HIỆU\s+TRƯỞNG|CHỈ\s+HUY\s+TRƯỞNG|CHI\s+CỤC\s+TRƯỞNG)|THỨ\s+TRƯỞNG|PHÓ\s+THỦ\s+TƯỚNG|PHÓ\s+CHÁNH\s+VĂN\s+PHÒNG
    |PHÓ\s+(?:TRƯỞNG\s+BAN|CỤC\s+TRƯỞNG|CHÁNH\s+THANH\s+TRA)|(?:ỦY|UỶ)\s+VIÊN\s+BAN\s+THƯỜNG\s+VỤ)(?:\s+THƯỜNG\s+TRỰC|\s+(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN[^\n|\t]*|\s+HĐND[^\n|\t]*|\s+UBND[^\n|\t]*)?
    (?=[ ]*(?:[\n|\t]|$|\())""",
    re.VERBOSE,
)
_SYLLABLE = r"[^\W\d_]+(?:['’][^\W\d_]+)?"
_NAME = re.compile(
    rf"(?:^|[\n|\t]|\s{{2}})[ ]*(?:(?:Thượng\s+tướng|Trung\s+tướng|Thiếu\s+tướng|Đại\s+tá|Thượng\s+tá|TS\.|ThS\.|PGS\.TS\.?|BS\.)\s*)?"
    rf"(?P<name>{_SYLLABLE}(?:[ ]{_SYLLABLE}){{1,4}})[ ]*(?=[\n|\t]|$)"
)
_NOT_A_NAME = re.compile(
    r"^(?:Nơi|Như|Lưu|Các|Văn|Ban|Sở|Ủy|Hội|Bộ|Công|Phụ|Tỉnh|Thành|Kèm|Trung|Chủ|Chữ|Ký|Đã|Cục|Điều|Thủ|Thường|Phòng|Tổng|Đài|Báo)\s"
)
_BELOW = 500  # characters between the title of office and the name: stamp lines and recipients stand there too


def read_signer(text: str, body_from: int) -> tuple[str | None, str | None]:
    """The signer and the office he or she signed in, (None, None) where the block is missing or not readable."""
    annex = _ANNEX.search(text, min(len(text), body_from + 400))
    for stop in (annex.start() if annex else len(text), len(text)):
        found = _last_block(text, max(body_from, stop - 4000), stop)
        if found[0]:
            return found
    return None, None


def _last_block(text: str, start: int, stop: int) -> tuple[str | None, str | None]:
    offices = [office for office in _OFFICE.finditer(text, start, stop) if _stands_alone(text, office)]
    for office in reversed(offices):
        for name in _NAME.finditer(text, office.end(), min(stop, office.end() + _BELOW)):
            if _is_name(name["name"]):
                return name["name"], _title(office["title"])
    return None, None


def _is_name(words: str) -> bool:
    """Capitalised syllables (`Nguyễn Văn A`), not a line of recipients."""
    return all(w[0].isupper() and w[1:].islower() | (len(w) == 1) for w in words.split()) and not _NOT_A_NAME.match(
        words + " "
    )


def _stands_alone(text: str, office: re.Match[str]) -> bool:
    """At the beginning of a line or cell, marks of delegation (KT., TM., K/T) allowed before it."""
    line = text[max(0, office.start() - 30) : office.start()]
    before = re.split(r"[\n|\t]|\s{2,}", line)[-1]
    return re.fullmatch(r"\s*(?:(?:KT|TM|TL|TUQ|Q|K/T|T/M|T/L)\.?\s*)?", before) is not None


def _title(printed: str) -> str:
    words = " ".join(printed.split()).lower()
    for form, right in (("chủ tịch", "Chủ tịch"), ("ủy ban nhân dân", "Ủy ban nhân dân"), ("uỷ ban nhân dân", "Ủy ban nhân dân"), ("ubnd", "UBND"), ("hđnd", "HĐND")):  # fmt: skip
        words = words.replace(form, right)
    if words.startswith("phó "):
        rest = words[4:]
        return "Phó " + rest[:1].upper() + rest[1:]
    return words[:1].upper() + words[1:]
