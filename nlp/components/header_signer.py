"""Who signed: the name under the last title of office, before the annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.components.patterns import phrases

_ANNEX = re.compile(
    rf"\n[ \t|]*(?:{phrases('PHỤ LỤC | DANH MỤC | BIỂU SỐ | Phụ lục I | Phụ lục 1 | Phụ lục số')}"
    rf"|Phụ\s+lục\s*\n|{phrases('QUY ĐỊNH | KẾ HOẠCH | ĐỀ ÁN | QUY CHẾ')}\s*\n)"
)
_DELEGATED = re.compile(r"^(?:(?:KT|TM|TL|TUQ|K/T|T/M|T/L)\.?\s*)")
_ACTING = re.compile(r"^Q(?:\.\s*|UYỀN\s+)")
_HEADS = phrases(
    """CHỦ TỊCH | BÍ THƯ | TỔNG GIÁM ĐỐC | GIÁM ĐỐC | CHÁNH VĂN PHÒNG | CHÁNH THANH TRA | TRƯỞNG BAN
    | TRƯỞNG PHÒNG | TRƯỞNG ĐOÀN
    | CHÁNH ÁN | CHỦ NHIỆM | TỔNG KIỂM TOÁN NHÀ NƯỚC | KIỂM TOÁN TRƯỞNG | TỔNG CỤC TRƯỞNG | VỤ TRƯỞNG | TRƯỞNG THUẾ
    | TỔNG BÍ THƯ | THỦ TRƯỞNG | ĐỘI TRƯỞNG | HẠT TRƯỞNG | CHỈ HUY TRƯỞNG | BỘ TRƯỞNG | THỦ TƯỚNG
    | CỤC TRƯỞNG | CHI CỤC TRƯỞNG | VIỆN TRƯỞNG | HIỆU TRƯỞNG"""
)
_OTHERS = phrases("THỨ TRƯỞNG | ỦY VIÊN BAN THƯỜNG VỤ | UỶ VIÊN BAN THƯỜNG VỤ")
_OF_BODY = phrases("ỦY BAN NHÂN DÂN | UỶ BAN NHÂN DÂN | HĐND | UBND")
_OFFICE = re.compile(rf"(?P<title>(?:(?:PHÓ\s+)?{_HEADS}|{_OTHERS})(?:\s+THƯỜNG\s+TRỰC|\s+{_OF_BODY}.*)?)$")
_CELL = re.compile(r"(?:[^\s|]+|[ ](?![ ]))+")
_SYLLABLE = r"[^\W\d_]+(?:['’][^\W\d_]+)?"
_RANK = phrases("Thượng tướng | Trung tướng | Thiếu tướng | Đại tá | Thượng tá | TS. | ThS. | PGS.TS | PGS.TS. | BS.")
_NAME = re.compile(
    rf"(?:^|[\n|\t]|\s{{2}})[ ]*(?:{_RANK}\s*)?(?P<name>{_SYLLABLE}(?:[ ]{_SYLLABLE}){{1,4}})[ ]*(?=[\n|\t]|$)"
)
# table cells keep the whole block on one line: KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn Bình
_DELEGATION = r"(?:(?:KT|TM|TL|TUQ|Q|K/T|T/M|T/L)\.?\s+)?"
_TOGETHER = re.compile(
    rf"^{_DELEGATION}(?:{_HEADS}\s+)?(?P<title>(?:PHÓ\s+)?{_HEADS})\s+(?P<name>{_SYLLABLE}(?:[ ]{_SYLLABLE}){{1,4}})$"
)
_NOT_FIRST = phrases(
    """Nơi | Như | Lưu | Các | Văn | Ban | Sở | Ủy | Hội | Bộ | Công | Phụ | Tỉnh | Thành | Kèm | Trung | Chủ
    | Chữ | Ký | Đã | Cục | Điều
    | Thủ | Thường | Phòng | Tổng | Đài | Báo"""
)
# a name in capitals is told by the family's name
_FAMILY = re.compile(
    phrases(
        """NGUYỄN | TRẦN | LÊ | PHẠM | HOÀNG | HUỲNH | PHAN | VŨ | VÕ | ĐẶNG | BÙI | ĐỖ | HỒ | NGÔ | DƯƠNG | LÝ | ĐINH
        | TRỊNH | LƯƠNG | MAI | TẠ | TÔ | ĐOÀN | LÂM | TRƯƠNG | QUÁCH | VƯƠNG | TỐNG | CHU | LƯU | PHÙNG | NÔNG | LÒ
        | GIÀNG | SÙNG | VÀNG | TRIỆU | BẾ | HỨA | KIỀU | LẠI | THẠCH | LỮ | NGUYỂN | QUAN | TĂNG | ÂU | HÀ"""
    )
    + r"\s"
)
_NOT_A_NAME = re.compile(rf"^{_NOT_FIRST}\s")
_BELOW = 500  # characters between the title of office and the name: stamp lines and recipients stand there too


def read_signer(text: str, body_from: int) -> tuple[str | None, str | None]:
    """The signer and the office he or she signed in, (None, None) where the block is missing or not readable."""
    recipients = text.find("Nơi nhận", body_from)
    annex = _ANNEX.search(text, recipients if recipients > 0 else min(len(text), body_from + 400))
    end = annex.start() if annex else len(text)
    places = [(recipients - 600, min(end, recipients + 1800))] if recipients > 0 else []
    places += [(stop - 4000, stop) for stop in (end, len(text))]
    for start, stop in dict.fromkeys(places):
        found = _last_block(text, max(body_from, start), min(len(text), stop))
        if found[0]:
            return found
    return None, None


def _last_block(text: str, start: int, stop: int) -> tuple[str | None, str | None]:
    for office, end, named in reversed(list(_offices(text, start, stop))):
        if named:
            return named, office
        for name in _NAME.finditer(text, end, min(stop, end + _BELOW)):
            if _is_name(name["name"]):
                return name["name"], office
            if _FAMILY.match(name["name"]) and name["name"].isupper() and " " in name["name"]:
                return name["name"].title(), office
    return None, None


def _offices(text: str, start: int, stop: int) -> Iterator[tuple[str, int, str | None]]:
    """The titles of office that fill a cell in capitals, with their ends and a name that shares the cell."""
    for cell in _CELL.finditer(text, start, stop):
        words = cell[0].strip()
        if words.isupper():
            acting = _ACTING.match(words)
            if office := _OFFICE.match(_ACTING.sub("", _DELEGATED.sub("", words))):
                yield ("Quyền " if acting else "") + _title(office["title"]), cell.end(), None
        elif words[:2].isupper() and (together := _TOGETHER.match(words)) and _is_name(together["name"]):
            yield _title(together["title"]), cell.end(), together["name"]


def _is_name(words: str) -> bool:
    """Capitalised syllables (`Nguyễn Văn A`), not a line of recipients."""
    return all(w[0].isupper() and w[1:].islower() | (len(w) == 1) for w in words.split()) and not _NOT_A_NAME.match(
        words + " "
    )


_PROPER = (
    ("chủ tịch", "Chủ tịch"),
    ("bí thư", "Bí thư"),
    ("thường trực", "Thường trực"),
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
