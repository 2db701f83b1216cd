"""References: every mention of another document, with its type word, date, issuer and title as far as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from documents.doctypes import type_codes, type_words
from documents.number import DocumentNumber, NumberMatch, find_numbers, number_key
from documents.record import Header, Reference
from documents.text import fold
from nlp.components.named_references import find_named
from nlp.draft import Draft

_DAY = r"(?P<day>[0-3]?\d)"
_MONTH = r"(?P<month>[01]?\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
DATE_AFTER = re.compile(
    rf"""\s*,?\s*(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?(?P<date>ngày\s*
    (?: {_DAY}\s*(?P<mark>[/.-])\s*{_MONTH}\s*(?P=mark)\s*{_YEAR}
      | (?P<day2>[0-3]?\d)\s*tháng\s*(?P<month2>[01]?\d)\s*,?\s*năm\s*(?P<year2>(?:19|20)\d\d) )(?!\d))""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"\s*,?\s*năm\s+((?:19|20)\d\d)(?!\d|\s*-\s*\d)", re.IGNORECASE)
# "Ngày 24/4/2023, UBND tỉnh đã ban hành Quyết định số ...": the date stands before
_DATE_BEFORE = re.compile(
    rf"""ngày\s*(?:{_DAY}\s*(?P<mark>[/.-])\s*{_MONTH}\s*(?P=mark)\s*{_YEAR}
      | (?P<day2>[0-3]?\d)\s*tháng\s*(?P<month2>[01]?\d)\s*năm\s*(?P<year2>(?:19|20)\d\d))
    \s*,\s*[^.;:,\d]{{3,90}}?\s(?:ký\s+)?ban\s+hành\s+$""",
    re.VERBOSE | re.IGNORECASE,
)
_SERIES = re.compile(r"(?P<list>(?:\d{1,5}[a-zđ]?(?:/(?:19|20)\d\d)?\s*(?:,|;|và|&)\s*)+)(?:số\s+)?$", re.IGNORECASE)
_MEMBER = re.compile(r"(\d{1,5}[a-zđ]?)(?:/((?:19|20)\d\d))?")

_BODY = r"""(?:Thủ\s+tướng(?:\s+Chính\s+phủ)?|Chính\s+phủ|Quốc\s+hội|Bộ\s+Chính\s+trị|Ban\s+Bí\s+thư|Văn\s+phòng|Chủ\s+tịch|
    (?:Bộ\s+trưởng\s+|Giám\s+đốc\s+)?(?:Bộ|Sở)\s|Ủy\s+ban|Uỷ\s+ban|UBND|UBTVQH|Hội\s+đồng|HĐND|Thường\s+trực|
    Ban\s+(?:Thường\s+vụ|Chấp\s+hành|Chỉ\s+đạo|Cán\s+sự|Tổ\s+chức|Tuyên\s+giáo|ATGT)|(?:Tỉnh|Thành|Huyện|Đảng)\s+(?:ủy|uỷ|đoàn)|
    Trung\s+ương|Đại\s+hội|Hội\s+nghị|Cục|Tổng\s+cục|Thanh\s+tra|Ngân\s+hàng|Liên\s+đoàn|Tòa\s+án|Viện|Bảo\s+hiểm|Công\s+an)"""
_STOP = r"""(?:về|ban\s+hành|phê\s+duyệt|quy\s+định|hướng\s+dẫn|thực\s+hiện|triển\s+khai|sửa\s+đổi|công\s+bố|thông\s+qua|tại|giai\s+đoạn|
    trên|gửi|đã|được|có|là|và|theo|khóa|khoá|giao|thành\s+lập|bãi\s+bỏ|điều\s+chỉnh|bổ\s+sung|thông\s+báo|đề\s+nghị|xin|trình|
    quyết\s+định|đối\s+với|năm|ngày|nhằm|để|do|với|hợp\s+nhất|chỉ\s+đạo|trong|đến|như|cho|vào|tăng\s+cường|đẩy\s+mạnh|lãnh\s+đạo)"""
_ISSUER_AFTER = re.compile(
    rf"""[\s,]*(?:(?:của|do)\s+)(?P<issuer>{_BODY}.{{0,90}}?)
    (?=\s+{_STOP}\s|\s*[,;.:()"“”]|\s*$|\s*\n\s*\n|\s+\()""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ISSUER_BEFORE = re.compile(
    rf"(?:^|[\s,.;(])(?P<issuer>{_BODY}[^.;:,\d]{{0,80}}?)\s+(?:(?:đã|vừa|cũng|có)\s+)?(?:ký\s+)?ban\s+hành\s+$",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE_AFTER = re.compile(
    r"""[\s,]*(?:\((?:khóa|khoá)[^)]{1,20}\)\s*)?(?P<title>(?:về|ban\s+hành|phê\s+duyệt|quy\s+định|hướng\s+dẫn|sửa\s+đổi|công\s+bố|
    bãi\s+bỏ|điều\s+chỉnh|thành\s+lập|thông\s+qua|thực\s+hiện|triển\s+khai)\s.{3,400}?)
    (?=\s*(?:;|:|\.(?:\s|$)|/\.|$|\n\s*\n|\(\s*(?:sau\s+đây|gọi\s+tắt|viết\s+tắt)|,\s*(?:UBND|Ủy\s+ban|Chủ\s+tịch|Ban\s|Tỉnh\s|Sở\s)))""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_AHEAD = 700  # characters read after a number for date, issuer and title
_ISSUERS = {"CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ"}  # codes that name exactly one body
_CENTRAL = re.compile(r"(?:CP|TTg|VPCP|CTN|TW|\w*TW|B[A-ZĐ]{2,}|QH\d*|UBTVQH\d*|NHNN|TTCP|VPQH|KTNN|HĐBT)$")


def tag_references(draft: Draft) -> None:
    """Put every mention of another document on the draft; the document's own number is none."""
    found = [reference for match in find_numbers(draft.text) for reference in _numbered(draft, match)]
    found += find_named(draft, found)
    draft.references = sorted(found, key=lambda reference: (reference.start, reference.end))


def _numbered(draft: Draft, match: NumberMatch) -> Iterator[Reference]:
    """The reference of a printed number, and those of the members of a series that leave out its tail."""
    text, number = draft.text, match.number
    start, word, code = _type_before(draft.folded, match.start)
    end, date = _date_after(text, match.end)
    if date is None:
        date = _date_before(text, start)
    if _is_own(number, date, draft.header):
        return
    issuer, after = _issuer(text, start, end, number)
    reference = Reference(
        start=start,
        end=end,
        text=text[start:end],
        canonical=number.canonical,
        key=number.key,
        type=number.type or code,
        number=number.number,
        year=number.year or _year_after(text, match.end),
        agency=number.agency,
        date=date,
        issuer=issuer,
        province=_province(draft, number, issuer),
        title=_title(text, after),
        rule="number",
    )
    yield from _series(draft.folded, text, match, replace(reference, date=None))
    yield reference


def _is_own(number: DocumentNumber, date: str | None, header: Header) -> bool:
    """The header's own number, unless a date says that it is another year's."""
    if header.number is None or number_key(header.number) != number.key:
        return False
    return date is None or header.issued is None or date == header.issued


@cache
def _before_pattern() -> re.Pattern[str]:
    words = sorted(type_words(), key=len, reverse=True)
    codes = sorted((fold(code) for code in type_codes() if len(code) > 1), key=len, reverse=True)
    names = "|".join([word.replace(" ", r"\s+") for word in words] + [re.escape(code) for code in codes])
    return re.compile(rf"(?:(?<!\w)(?P<word>{names})\s*)?(?P<so>(?<!\w)so)?\s*:?\s*$")


def _type_before(folded: str, position: int) -> tuple[int, str, str | None]:
    """Where the mention begins (type word, else `số`, else the number), the folded type word and its code."""
    base = max(0, position - 60)
    found = _before_pattern().search(folded, base, position)
    if not found:
        return position, "", None
    if found["word"]:
        word = " ".join(found["word"].split())
        code = type_words().get(word, type_codes().get(word.upper()))
        return found.start("word"), word, code or "Luật"
    if found["so"]:
        return found.start("so"), "", None
    return position, "", None


def _date_after(text: str, position: int) -> tuple[int, str | None]:
    found = DATE_AFTER.match(text, position)
    if not found:
        return position, None
    date = iso_day(found)
    return (found.end("date"), date) if date else (position, None)


def _date_before(text: str, position: int) -> str | None:
    found = _DATE_BEFORE.search(text[max(0, position - 140) : position])
    return iso_day(found) if found else None


def iso_day(found: re.Match[str]) -> str | None:
    """The day a date pattern found, as ISO, None when it cannot be one."""
    day, month, year = (int(found[name] or found[name + "2"]) for name in ("day", "month", "year"))
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _year_after(text: str, position: int) -> int | None:
    found = _YEAR_AFTER.match(text, position)
    return int(found[1]) if found else None


def _series(folded: str, text: str, match: NumberMatch, last: Reference) -> Iterator[Reference]:
    """`các Quyết định số 21, 22 và 23/2020/QĐ-UBND`: 21 and 22 take the rest from 23."""
    base = max(0, match.start - 80)
    found = _SERIES.search(text, base, match.start)
    if not found:
        return
    first, word, _ = _type_before(folded, found.start("list"))
    if first == found.start("list"):
        return  # figures in a sentence, not numbers after a type word or `số`
    tail = match.number.canonical.removeprefix(match.number.number_text)
    own_year = f"/{match.number.year}" if match.number.year else ""
    for index, member in enumerate(_MEMBER.finditer(found["list"])):
        here = found.start("list") + member.start()
        start = first if index == 0 else here
        end = here + len(member[0])
        year = int(member[2]) if member[2] else match.number.year
        canonical = member[1] + (tail.replace(own_year, f"/{year}", 1) if year else tail)
        yield replace(
            last,
            start=start,
            end=end,
            text=text[start:end],
            canonical=canonical,
            key=number_key(canonical),
            number=int(re.sub(r"\D", "", member[1])),
            year=year,
            title=None,
            rule="series",
        )


def _issuer(text: str, start: int, end: int, number: DocumentNumber) -> tuple[str | None, int]:
    """Who issued it, as printed after or before the mention or certain from its code, and where its title may begin."""
    if found := _ISSUER_AFTER.match(text, end, end + _AHEAD):
        return " ".join(found["issuer"].split()), found.end()
    if found := _ISSUER_BEFORE.search(text[max(0, start - 110) : start]):
        return " ".join(found["issuer"].split()), end
    return _ISSUERS.get(number.agency or ""), end


def _title(text: str, position: int) -> str | None:
    found = _TITLE_AFTER.match(text, position, position + _AHEAD)
    return " ".join(found["title"].split()) if found else None


def _province(draft: Draft, number: DocumentNumber, issuer: str | None) -> str | None:
    """The province of a provincial body: the one printed with the issuer, else the document's own."""
    if number.agency is None or _CENTRAL.match(number.agency) or (issuer and _names_central(issuer)):
        return None
    printed = find_province(issuer) if issuer else None
    return printed or draft.header.province or draft.province


def _names_central(issuer: str) -> bool:
    return issuer.startswith(("Chính phủ", "Thủ tướng", "Quốc hội", "Bộ ", "Ban Bí thư", "Trung ương"))


def find_province(text: str) -> str | None:
    """The province printed in a short text, if the lexicon knows it."""
    from documents.provinces import find_provinces  # the lexicon loads with the first place asked for

    found = find_provinces(text)
    return found[0][2] if found else None
