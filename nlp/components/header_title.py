"""The type line and the trích yếu: what the document is called, whole, without the lines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from documents.doctypes import doc_types
from documents.text import fold
from nlp.components.patterns import phrases

_LONGEST = 1200
_RULE = re.compile(r"^[\s\-_*.|=–]*$")
# where the body begins: grounds, addressees, sections, the authority's own line
_OPENINGS = phrases(
    """Căn cứ | Căncứ | Thực hiện | Thi hành | Triển khai thực hiện | Kính gửi | Xét | Theo | Trên cơ sở
    | Phần | Để | Nhằm | Trong
    | Tiếp theo | Sau khi | Ủy ban | Uỷ ban | UBND | Sở | Ban Thường | Ban Chấp | Ban Chỉ | Hội đồng
    | Tỉnh ủy | Tỉnh uỷ | Văn phòng"""
)
_GROUNDS = phrases("Căn cứ | Căncứ | Kính gửi | Xét")
_CLAUSES = phrases("Thực hiện | Triển khai thực hiện | Thi hành | Trên cơ sở | Theo | Để | Nhằm")
_SECTION = r"(?:Điều\s+\d|(?:I|1|A)\s*[.\-/]\s|QUYẾT\s+(?:ĐỊNH|NGHỊ)\s*:)"
_ANNEXED = r"(?:Chương\s+[IVX\d]|(?:Ngày|Năm)\s+\d|\(?(?:Ban\s+hành\s+)?[Kk]èm\s+theo|Chương\s+trình\s[^\n]{60})"
# never part of a title: the line that says with which decision it came, the first chapter, a number line, the stamp of
# the office that received it
_APART = (
    r"(?:\(\s*(?:Ban\s+hành|[Kk]èm\s+theo)|(?:Chương|CHƯƠNG|Phần|PHẦN)\s+(?:[IVX\d]|thứ|THỨ)"
    r"|S[ốỐ]\s*:\s*\d|Ngày\s+\d[^\n]*(?:,|tại|đã)\s|(?:CÔNG\s+VĂN\s+|VĂN\s+BẢN\s+)ĐẾN(?!\w))"
)
_ENDS = re.compile(rf"\s*(?:-\s*)?(?:{_OPENINGS}(?!\w)|{_SECTION}|{_ANNEXED})")
_ENDS_ALWAYS = re.compile(rf"\s*(?:-\s*)?(?:{_GROUNDS}(?!\w)|{_SECTION}|{_APART})")
_ENDS_PLAIN = re.compile(rf"\s*(?:-\s*)?(?:{_GROUNDS}(?!\w)|{_SECTION}|{_APART}|{_CLAUSES}\s)")
_BODIES = phrases(
    """ỦY BAN NHÂN DÂN | UỶ BAN NHÂN DÂN | CHỦ TỊCH ỦY BAN NHÂN DÂN | CHỦ TỊCH UỶ BAN NHÂN DÂN | UBND
    | CHỦ TỊCH UBND | HĐND
    | HỘI ĐỒNG NHÂN DÂN | BAN CHẤP HÀNH | BAN THƯỜNG VỤ | GIÁM ĐỐC | BỘ TRƯỞNG | CHÁNH VĂN PHÒNG | CHÍNH PHỦ
    | TRƯỞNG BAN | THỦ TƯỚNG CHÍNH PHỦ | QUỐC HỘI | ỦY BAN THƯỜNG VỤ QUỐC HỘI | CỤC TRƯỞNG | CHI CỤC TRƯỞNG
    | HIỆU TRƯỞNG | TRƯỞNG PHÒNG | CHÁNH THANH TRA | TỔNG GIÁM ĐỐC | CHỦ TỊCH NƯỚC | ỦY BAN MẶT TRẬN"""
)
# a sentence about who decides begins the body, where the line before does not lead to it (... do, của)
_WHO = re.compile(
    rf"\s*{phrases('Ủy ban nhân dân | Uỷ ban nhân dân | UBND | HĐND | Hội đồng nhân dân | Ban Thường vụ')}(?!\w)"
)
# NGHỊ QUYẾT / CỦA BỘ CHÍNH TRỊ / về ..., HỘI NGHỊ BAN CHẤP HÀNH ...: who and when, not what about
_OF_BODY = re.compile(
    r"\s*(?:CỦA\s+[^a-z]*|HỘI\s+NGHỊ\s+(?:BAN|LẦN)[^a-z]*"
    r"|của\s+(?:Ban|Bộ\s+Chính|Tỉnh|Thành|Hội\s+đồng|HĐND|Ủy\s+ban|UBND|Chủ\s+tịch)(?:\s[^\W\d_]+){1,10}\s*)$"
)
_AUTHORITY = re.compile(rf"\s*(?:{_BODIES}|KH(?:ÓA|OÁ)\s+[IVX]+)(?!\w)[^a-z]*$")
_SUBJECT = re.compile(r"(?<!\w)V/v|Về\s+việc", re.IGNORECASE)  # not the codes of 245-CV/VPTU
_ADDRESSEE = re.compile(r"Kính\s*gửi")
_ABOUT = re.compile(r"(?<=[\n\t])Về[ ](?=\w)")
_DATE_LINE = re.compile(
    r"[^\W\d_][^\n,|\t]{1,40},\s*ngày[^\n|\t]*năm\s*\d*|Độc\s+lập[^\n|\t]*phúc|C[ỘO]NG\s+H[^\n|\t]*"
)


@dataclass(frozen=True, slots=True)
class TypeLine:
    """The line that names the kind: its standard name, and its place in the text."""

    name: str
    start: int
    end: int


@cache
def _type_line() -> re.Pattern[str]:
    names = sorted(
        {fold(word) for kind in doc_types() for word in (*kind.words, kind.name) if word}, key=len, reverse=True
    )
    names = [name for name in names if name not in ("van ban", "cong van so")]
    pattern = "|".join(name.replace(" ", r"\s+") for name in names)
    return re.compile(rf"(?:^|[\n|\t])[ ]*(?P<name>{pattern})[ ]*(?=[\n|\t]|$)")


@cache
def _type_opening() -> re.Pattern[str]:
    names = {fold(word) for kind in doc_types() for word in kind.words} - {"quy dinh", "thong tu"}
    return re.compile(phrases("|".join(names)) + r"\s+(?=\w)")


def find_type_line(text: str, start: int, end: int) -> TypeLine | None:
    """The kind in capitals on a line of its own, between the top block and the body."""
    part = text[start:end]
    for found in _type_line().finditer(fold(part)):
        printed = part[found.start("name") : found.end("name")]
        if printed.isupper():
            return TypeLine(_standard(printed), start + found.start("name"), start + found.end("name"))
    return None


def _standard(printed: str) -> str:
    """The name of a kind with its marks, which scans lose: KE HOACH, KÉ HOẠCH."""
    name = " ".join(printed.split()).lower()
    name = _names().get(fold(name), name)
    return name[:1].upper() + name[1:]


@cache
def _names() -> dict[str, str]:
    return {fold(word): word for kind in reversed(doc_types()) for word in (kind.name.lower(), *kind.words)}


def read_title(text: str, after: int, line: TypeLine | None, *, is_letter: bool) -> str | None:
    """The trích yếu: what follows the type line, or `V/v` in a letter, as one line; None when there is none."""
    if line is None and is_letter:
        found = _find_subject(text, max(0, after - 400), after + 900)
        return _letter_subject(text[found.start() :]) if found else None
    title = _lines(text[line.end if line else after :][:_LONGEST], after_type=line is not None)
    return title if line or not title else _without_type(title)


def _find_subject(text: str, start: int, end: int) -> re.Match[str] | None:
    """Where a letter says what it is about: above whom it is to, where `Về` alone at the beginning of a line may do."""
    to = _ADDRESSEE.search(text, start, end)
    above = to and (_SUBJECT.search(text, start, to.start()) or _ABOUT.search(text, start, to.start()))
    return above or _SUBJECT.search(text, start, end)


def _without_type(title: str) -> str:
    """A title whose first line also names the kind: QUYẾT ĐỊNH CHẤP THUẬN ..."""
    opening = _type_opening().match(fold(title))
    rest = title[opening.end() :] if opening and title[: opening.end()].isupper() else ""
    return rest if len(rest) > 15 else title


def _letter_subject(rest: str) -> str | None:
    end = re.search(r"\n\s*\n|Kính\s*gửi|\|\s*\n\s*\|", rest[:_LONGEST])
    return _clean(_DATE_LINE.sub(" ", rest[: end.start() if end else 300]).replace("|", " ").replace("\t", " "))


def _lines(rest: str, *, after_type: bool) -> str | None:
    """The lines of the title: from the first line that says something to the first that begins something else."""
    kept: list[str] = []
    blank = False
    capitals = False
    for line in re.split(r"\n|\|", rest.replace("\\r", "").replace("\\n", "\n")):
        if _RULE.match(line):
            blank = blank or (bool(kept) and not line.strip())
            if kept and line.strip():
                break  # the rule under the title
            continue
        if after_type and not kept and _OF_BODY.match(line):
            continue
        if (_AUTHORITY.match(line) or (kept and _WHO.match(line))) and not (kept and _reads_on(kept[-1])):
            break
        if kept and kept[-1].rstrip().endswith((".", ":")) and not kept[-1].rstrip().endswith(("TP.", "TX.")):
            break
        ends = _ENDS_ALWAYS if not kept else _ENDS if blank or capitals else _ENDS_PLAIN
        if ends.match(line) or (kept and blank and not (capitals and line.isupper())):
            break
        if kept and capitals and not _mostly_upper(line):
            break
        if not kept:
            capitals = _mostly_upper(line)
            if not after_type and not capitals and not _SUBJECT.match(line.strip()):
                break
        kept.append(line)
        blank = False
    return _clean(" ".join(kept))


def _reads_on(line: str) -> bool:
    return (
        line.rstrip().upper().endswith((",", "-", " VÀ", " CỦA", " DO", " GIỮA", " TẠI", " CHO", " VỚI", " TỪ", " ĐẾN"))
    )


def _mostly_upper(line: str) -> bool:
    upper, lower = sum(c.isupper() for c in line), sum(c.islower() for c in line)
    return upper > lower


def _clean(title: str) -> str | None:
    title = " ".join(title.split()).strip(" -–*_|")
    if title.startswith("„") and sum(map(title.count, "„“")) > title.count("”"):
        title = title[1:].lstrip()  # a speck of a scan: it opens nothing
    return title or None


def title_of_page(text: str, number: str) -> str | None:
    """What a page's own heading says after the document's number: `Kế hoạch 153/KH-UBND năm 2024 phát triển ...`."""
    found = re.search(
        rf"(?:^|\n)[^\n|]{{0,40}}{re.escape(number)}(?:\s+(?:năm\s+)?(?:19|20)\d\d)?\s+(?P<title>[^\n|]{{15,600}})",
        text,
    )
    if not found or re.match(r"(?:Loại|Ngày|Nơi|Cơ\s+quan)\s", found["title"]):
        return None
    return _clean(found["title"])
