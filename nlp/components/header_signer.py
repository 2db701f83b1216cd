"""Who signed: the name under the last title of office, before the annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ANNEX = re.compile(
    r"\n[ \t|]*(?:PHỤ\s+LỤC|DANH\s+MỤC|BIỂU\s+SỐ|Phụ\s+lục\s+(?:I|1|số)|QUY\s+ĐỊNH\s*\n|KẾ\s+HOẠCH\s*\n|ĐỀ\s+ÁN\s*\n|QUY\s+CHẾ\s*\n)"
)
_DELEGATED = re.compile(r"^(?:(?:KT|TM|TL|TUQ|Q|K/T|T/M|T/L)\.?\s*)")
_OFFICE = re.compile(
    r"""(?P<title>(?:PHÓ\s+)?(?:CHỦ\s+TỊCH|BÍ\s+THƯ|TỔNG\s+GIÁM\s+ĐỐC|GIÁM\s+ĐỐC|CHÁNH\s+VĂN\s+PHÒNG|CHÁNH\s+THANH\s+TRA|TRƯỞNG\s+(?:BAN|PHÒNG|ĐOÀN)
    |BỘ\s+TRƯỞNG|THỦ\s+TƯỚNG|(?:CHI\s+)?CỤC\s+TRƯỞNG|VIỆN\s+TRƯỞNG|HIỆU\s+TRƯỞNG|CHỈ\s+HUY\s+TRƯỞNG)|THỨ\s+TRƯỞNG
    |(?:ỦY|UỶ)\s+VIÊN\s+BAN\s+THƯỜNG\s+VỤ)(?:\s+THƯỜNG\s+TRỰC|\s+(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN.*|\s+HĐND.*|\s+UBND.*)?$""",
    re.VERBOSE,
)
_CELL = re.compile(r"[^\n\t|]+")
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
    for office, end in reversed(list(_offices(text, start, stop))):
        for name in _NAME.finditer(text, end, min(stop, end + _BELOW)):
            if _is_name(name["name"]):
                return name["name"], office
    return None, None


def _offices(text: str, start: int, stop: int) -> Iterator[tuple[str, int]]:
    """The titles of office that fill a cell in capitals, marks of delegation (KT., TM., K/T) cut off, with their ends."""
    for cell in _CELL.finditer(text, start, stop):
        words = cell[0].strip()
        if words.isupper() and (office := _OFFICE.match(_DELEGATED.sub("", words))):
            yield _title(office["title"]), cell.end()


def _is_name(words: str) -> bool:
    """Capitalised syllables (`Nguyễn Văn A`), not a line of recipients."""
    return all(w[0].isupper() and w[1:].islower() | (len(w) == 1) for w in words.split()) and not _NOT_A_NAME.match(
        words + " "
    )


_PROPER = (
    ("chủ tịch", "Chủ tịch"),
    ("văn phòng", "Văn phòng"),
    ("ủy ban nhân dân", "Ủy ban nhân dân"),
    ("uỷ ban nhân dân", "Ủy ban nhân dân"),
    ("ubnd", "UBND"),
    ("hđnd", "HĐND"),
)


def _title(printed: str) -> str:
    """A title in capitals as running text writes it: Phó Chủ tịch, Chánh Văn phòng."""
    words = " ".join(printed.split()).lower()
    for form, right in _PROPER:
        words = words.replace(form, right)
    if words.startswith("phó "):
        return "Phó " + words[4:5].upper() + words[5:]
    return words[:1].upper() + words[1:]
