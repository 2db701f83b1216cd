"""The type line and the trích yếu: what the document is called, whole, without the lines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from documents.doctypes import doc_types
from documents.text import fold

_LONGEST = 1200
_RULE = re.compile(r"^[\s\-_*.|=–]*$")
# where the body begins: grounds, addressees, sections, the authority's own line
_ENDS = re.compile(
    r"""\s*(?:-\s*)?(?:Căn\s*cứ|Thực\s+hiện|Thi\s+hành|Triển\s+khai\s+thực\s+hiện|Kính\s+gửi|Xét\s|Theo\s|Trên\s+cơ\s+sở|Điều\s+\d|Chương\s+[IVX\d]|Phần\s|
    I\s*[.\-/]|1\s*[.\-/]|A\s*[.\-/]|Để\s|Nhằm\s|Ngày\s+\d|Trong\s|Tiếp\s+theo|Năm\s+\d|Sau\s+khi|\(?(?:Ban\s+hành\s+)?[Kk]èm\s+theo|QUYẾT\s+(?:ĐỊNH|NGHỊ)\s*:|
    (?:Ủy|Uỷ)\s+ban\s|UBND\s|Sở\s|Ban\s+(?:Thường|Chấp|Chỉ)|Hội\s+đồng|Tỉnh\s+[ủu]|Chương\s+trình\s[^\n]{60}|Văn\s+phòng\s)""",
    re.VERBOSE,
)
_ENDS_ALWAYS = re.compile(
    r"\s*(?:-\s*)?(?:Căn\s*cứ|Kính\s+gửi|Xét\s|Điều\s+\d|I\s*[.\-/]\s|1\s*[.\-/]\s|QUYẾT\s+(?:ĐỊNH|NGHỊ)\s*:)"
)
_ENDS_PLAIN = re.compile(
    _ENDS_ALWAYS.pattern + r"|\s*(?:-\s*)?(?:Thực\s+hiện|Triển\s+khai\s+thực\s+hiện|Thi\s+hành|Trên\s+cơ\s+sở|Theo)\s"
)
_AUTHORITY = re.compile(
    r"\s*(?:(?:CHỦ\s+TỊCH\s+)?(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN|(?:CHỦ\s+TỊCH\s+)?UBND|HỘI\s+ĐỒNG\s+NHÂN\s+DÂN|HĐND|BAN\s+(?:CHẤP\s+HÀNH|THƯỜNG\s+VỤ)|"
    r"GIÁM\s+ĐỐC|BỘ\s+TRƯỞNG|CHÁNH\s+VĂN\s+PHÒNG|CHÍNH\s+PHỦ|KH[ÓOÁ]A?\s+[IVX]+|TRƯỞNG\s+BAN)[^a-z]*$"
)
_SUBJECT = re.compile(r"V/v|Về\s+việc|V/V", re.IGNORECASE)
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


def find_type_line(text: str, start: int, end: int) -> TypeLine | None:
    """The kind in capitals on a line of its own, between the top block and the body."""
    part = text[start:end]
    for found in _type_line().finditer(fold(part)):
        printed = part[found.start("name") : found.end("name")]
        if printed.isupper():
            return TypeLine(_standard(printed), start + found.start("name"), start + found.end("name"))
    return None


def _standard(printed: str) -> str:
    name = " ".join(printed.split()).lower()
    return name[:1].upper() + name[1:]


def read_title(text: str, after: int, line: TypeLine | None, *, is_letter: bool) -> str | None:
    """The trích yếu: what follows the type line, or `V/v` in a letter, as one line; None when there is none."""
    if line is None and is_letter:
        found = _SUBJECT.search(text, max(0, after - 400), after + 900)
        return _letter_subject(text[found.start() :]) if found else None
    return _lines(text[line.end if line else after :][:_LONGEST], after_type=line is not None)


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
        if _AUTHORITY.match(line) and not (kept and _reads_on(kept[-1])):
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
    return line.rstrip().upper().endswith((",", " VÀ", " CỦA", " DO", " GIỮA"))


def _mostly_upper(line: str) -> bool:
    upper, lower = sum(c.isupper() for c in line), sum(c.islower() for c in line)
    return upper > lower


def _clean(title: str) -> str | None:
    title = " ".join(title.split()).strip(" -–*_|")
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
