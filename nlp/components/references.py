"""References: every mention of another document, with its type word, date, issuer and title as far as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.agencies import find_agency
from documents.number import DocumentNumber, NumberMatch, find_numbers, number_key
from documents.record import Header, Reference
from documents.text import UPPERCASE, fold
from nlp.components.back_references import find_back, resolve_bare
from nlp.components.named_references import find_named
from nlp.components.patterns import DAY, iso_day, phrases
from nlp.draft import Draft

DATE_AFTER = re.compile(rf"\s*+,?\s*+(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?(?P<date>{DAY})", re.VERBOSE)
_DATE_IN_BRACKETS = re.compile(
    rf"\s*\(\s*(?:{DAY}|(?P<day3>[0-3]?\d)/(?P<month3>[01]?\d)/(?P<year3>(?:19|20)\d\d))\s*\)", re.VERBOSE
)
# the year of the document stands right behind its number; behind a comma it may be that of what follows
_YEAR_AFTER = re.compile(
    r"\s+năm\s+((?:19|20)\d\d)(?!\d|\s*-\s*\d)"
    r"(?=\s*(?:[.;,:)(]|$|(?:của|về|ban|do|phê|quy|sửa|công|thực|hướng|triển|bãi|điều|và|thông|tại|để|nhằm)(?!\w)))",
    re.IGNORECASE,
)
# "Ngày 24/4/2023, UBND tỉnh đã ban hành Quyết định số ...": the date stands before
_DATE_BEFORE = re.compile(rf"{DAY}\s*,\s*[^.;:,\d]{{3,90}}?\s(?:ký\s+)?(?i:ban\s+hành)\s+$", re.VERBOSE)
_SERIES = re.compile(r"(?P<list>(?:\d{1,5}[a-zđ]?(?:/(?:19|20)\d\d)?\s*(?:,|;|và|&)\s*)+)(?:số\s+)?$", re.IGNORECASE)
_SERIES_TYPES = phrases(
    "nghi quyet | quyet dinh | chi thi | ke hoach | thong tu | nghi dinh | ket luan | cong van | thong bao | to trinh"
)
_SERIES_OPENS = re.compile(rf"(?:{_SERIES_TYPES}\s+)?so\s*:?\s*$")
_MEMBER = re.compile(r"(\d{1,5}[a-zđ]?)(?:/((?:19|20)\d\d))?")

# how the name of an issuing body begins, and which words behind it no longer belong to it
_BODY = phrases(
    """Thủ tướng | Thủ tướng Chính phủ | Chính phủ | Quốc hội | Bộ Chính trị | Ban Bí thư | Văn phòng
    | Chủ tịch | Bộ trưởng Bộ
    | Giám đốc Sở | Bộ | Sở | Ủy ban | Uỷ ban | UBND | UBTVQH | Hội đồng | HĐND | Thường trực | Ban Thường vụ
    | Ban Chấp hành
    | Ban Chỉ đạo | Ban Cán sự | Ban Tổ chức | Ban Tuyên giáo | Ban ATGT | Tỉnh ủy | Tỉnh uỷ | Thành ủy
    | Thành uỷ | Huyện ủy
    | Huyện uỷ | Đảng ủy | Đảng uỷ | Tỉnh đoàn | Thành đoàn | Trung ương | Đại hội | Hội nghị | Cục
    | Tổng cục | Thanh tra
    | BTV | BCH | Đảng bộ | Đảng đoàn | Ban Nội chính | Ban Dân vận | Ban Dân tộc | Ban Quản lý | Ban Pháp chế
    | Ban Kinh tế | Ban Văn hóa | Ban Văn hoá | Mặt trận | Chi cục | Trung tâm | Kho bạc | Phòng | Bí thư
    | Ngân hàng | Liên đoàn | Tòa án | Viện | Bảo hiểm | Công an"""
)
_STOP_WORDS = """về | việc | ban hành | phê duyệt | quy định | hướng dẫn | thực hiện | triển khai | sửa đổi
| công bố | thông qua | tại
    | giai đoạn | trên | gửi | đã | được | có | là | theo | khóa | khoá | giao | thành lập | bãi bỏ
    | điều chỉnh | bổ sung
    | thông báo | đề nghị | xin | trình | quyết định | đối với | năm | ngày | nhằm | để | do | với | hợp nhất
    | chỉ đạo
    | trong | đến | như | cho | vào | tăng cường | đẩy mạnh | lãnh đạo"""
_TITLE_WORDS = """về | ban hành | phê duyệt | quy định | hướng dẫn | sửa đổi | công bố | bãi bỏ | điều chỉnh | thành lập
    | thông qua
    | thực hiện | triển khai"""
_TITLE_OPENS_LARGE = "Về | Ban hành | Phê duyệt | Quy định | Hướng dẫn | Sửa đổi | Công bố | Bãi bỏ | Điều chỉnh"
# in small letters, or in a title all in capitals: Giao thông is a ministry's name, giao is not
_STOP = phrases(_STOP_WORDS + " | " + _STOP_WORDS.upper() + " | " + _TITLE_OPENS_LARGE)
_TITLE_BEGINS = phrases(_TITLE_WORDS + " | Về | " + _TITLE_WORDS.upper())  # Quy định with a capital is a document
# what the next document is called: it is no part of a body's name, nor of the title before it
_NEXT_DOCUMENT = phrases(
    """Luật | Nghị quyết | Nghị định | Quyết định | Chỉ thị | Thông tư | Kế hoạch | Chương trình | Kết luận | Công văn
    | Thông báo | Đề án | Tờ trình | Báo cáo | Quy định | Hướng dẫn | Văn bản | Công điện"""
)
# a title in small letters ends where a line in capitals or the grounds begin: they are not part of the body's name
_NEW_LINE = rf"""(?<=[^\W\d_{UPPERCASE}])\s*\n\s*(?:[{UPPERCASE}]{{2,}}\s+[{UPPERCASE}]{{2,}}|Căn\s+cứ|Xét|Theo|Điều)"""
_ISSUER_AFTER = re.compile(
    rf"""[\s,]*(?i:của|do)\s+(?P<issuer>(?i:{_BODY})(?!\w).{{0,90}}?)
    (?=\s+{_STOP}(?!\w)|\s+(?:và|VÀ)\s+(?:(?i:{_BODY}|các)|{_NEXT_DOCUMENT})(?!\w)|\s+số\s+\d|\s*[,;.:()"“”]|\s*$|\s*\n\s*\n|{_NEW_LINE})""",
    re.VERBOSE | re.DOTALL,
)
_ISSUER_BEFORE = re.compile(
    rf"(?:^|[\s,.;(])(?P<issuer>{_BODY}(?!\w)[^.;:,\d]{{0,80}}?)\s+(?:(?:đã|vừa|cũng|có)\s+)?(?:ký\s+)?ban\s+hành\s+$",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE_OPENS = re.compile(rf"[\s,]*(?:\((?:khóa|khoá)[^)]{{1,20}}\)\s*)?(?={_TITLE_BEGINS}\s)")
_LARGE_OPENS = re.compile(rf"\s+(?={phrases(_TITLE_OPENS_LARGE)}\s)")  # ... unless right behind the body that issued it
_ALIAS = phrases("sau đây | gọi tắt | viết tắt")
_NEXT_BODY = phrases("UBND | Ủy ban | Chủ tịch | Ban | Tỉnh | Sở")
# what is said of a document behind its title: what became of it, what it comes with, what follows
_SAID_OF_IT = phrases("như sau | gồm các | bao gồm | cụ thể | trong đó")
# behind a comma, or with `đã`: what was changed; without, what the title is about (công bố thủ tục được sửa đổi)
_CHANGED = r"(?:,\s+(?:đã\s+)?|\s+đã\s+)được\s+(?:sửa|bổ|thay|đính)(?!\w)"
_TITLE_ENDS = re.compile(
    rf"""[;:]|\.(?:\s|$)|/\.|\n\s*\n|\(\s*{_ALIAS}|,\s*{_NEXT_BODY}\s|{_NEW_LINE}|\(?(?:kèm\s+theo|đính\s+kèm)\s
    |(?:,|\s+và)\s+(?:các\s+)?{_NEXT_DOCUMENT}\s+số\s|,?\s+{_SAID_OF_IT}(?!\w)|{_CHANGED}""",
    re.VERBOSE,
)
_LONGEST_TITLE = 400
_AHEAD = 700  # characters read after a number for date, issuer and title
# codes that name exactly one body; of the National Assembly and its committee the code names the term too
_ISSUERS = {"CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ", "QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội"}
_NAME_THEN_NUMBER = re.compile(r"\s*\(?\s*")
_ROW = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:các\s+)?")
_CENTRAL = re.compile(r"(?:CP|TTg|VPCP|CTN|TW|\w*TW|B[A-ZĐ]{2,}|QH\d*|UBTVQH\d*|NHNN|TTCP|VPQH|KTNN|HĐBT)$")


def tag_references(draft: Draft) -> None:
    """Put every mention of another document on the draft; the document's own number is none."""
    found = [reference for match in find_numbers(draft.text) for reference in _numbered(draft, match)]
    found = _with_law_names(draft.text, sorted([*found, *find_named(draft, found)], key=_position))
    found = resolve_bare(_share_issuers(draft.text, found))
    draft.references = sorted([*found, *find_back(draft, found)], key=_position)


def _position(reference: Reference) -> tuple[int, int]:
    return reference.start, reference.end


def _with_law_names(text: str, found: list[Reference]) -> list[Reference]:
    """`Luật Đất đai số 31/2024/QH15`: the number is a law's, and this is its name."""
    named = list(found)
    for index in range(1, len(found)):
        law, number = found[index - 1], found[index]
        of_parliament = (number.agency or "").startswith(("QH", "UBTVQH"))
        if law.rule == "law" and of_parliament and _NAME_THEN_NUMBER.fullmatch(text, law.end, number.start):
            named[index] = replace(number, type=law.type, title=law.title, issuer=law.issuer)
    return named


def _share_issuers(text: str, found: list[Reference]) -> list[Reference]:
    """`Nghị quyết số 27/NQ-HĐND, số 28/NQ-HĐND của HĐND tỉnh`: one body issued all numbers of the row."""
    shared = list(found)
    for index in range(len(found) - 2, -1, -1):
        here, after = found[index], shared[index + 1]
        alike = here.canonical and here.issuer is None and after.rule == "number" and _tail(here) == _tail(after)
        if alike and after.issuer and _ROW.fullmatch(text, here.end, after.start):
            shared[index] = replace(here, issuer=after.issuer, province=after.province)
    return shared


def _tail(reference: Reference) -> tuple[str | None, str | None]:
    return reference.type, reference.agency


def _numbered(draft: Draft, match: NumberMatch) -> Iterator[Reference]:
    """The reference of a printed number, and those of the members of a series that leave out its tail."""
    text, number = draft.text, match.number
    start, code = match.opens, match.code or ("Luật" if match.word else None)
    end, date = _date_after(text, match.end)
    if date is None and _is_promulgated(text, start):
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
        title=_title(text, after, behind_body=after > end),
        rule="number",
    )
    yield from _series(text, match, reference)
    yield reference


def _is_own(number: DocumentNumber, date: str | None, header: Header) -> bool:
    """The header's own number, unless a date says that it is another year's."""
    if header.number is None or number_key(header.number) != number.key:
        return False
    return date is None or header.issued is None or date == header.issued


def _date_after(text: str, position: int) -> tuple[int, str | None]:
    found = DATE_AFTER.match(text, position)
    if not found:
        bracketed = _DATE_IN_BRACKETS.match(text, position)
        return position, iso_day(bracketed) if bracketed else None
    date = iso_day(found)
    return (found.end("date"), date) if date else (position, None)


def _is_promulgated(text: str, start: int) -> bool:
    return text[max(0, start - 8) : start].rstrip().lower().endswith("hành")


def _date_before(text: str, position: int) -> str | None:
    found = _DATE_BEFORE.search(text[max(0, position - 140) : position])
    return iso_day(found)


def _year_after(text: str, position: int) -> int | None:
    found = _YEAR_AFTER.match(text, position)
    return int(found[1]) if found else None


def _series(text: str, match: NumberMatch, last: Reference) -> Iterator[Reference]:
    """`các Quyết định số 21, 22 và 23/2020/QĐ-UBND`: 21 and 22 take the rest from 23."""
    base = max(0, match.opens - 80)
    if not text[base : match.opens].rstrip().endswith((",", ";", "&", "và")):
        return
    found = _SERIES.search(text, base, match.opens)
    if not found:
        return
    opening = _SERIES_OPENS.search(fold(text[max(0, found.start("list") - 40) : found.start("list")]))
    if not opening:
        return  # figures in a sentence, not numbers after a type word or `số`
    first = found.start("list") - len(opening[0])
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
            date=None,
            title=None,
            rule="series",
        )


def _issuer(text: str, start: int, end: int, number: DocumentNumber) -> tuple[str | None, int]:
    """Who issued it, as printed after or before the mention or certain from its code, and where its title may begin."""
    if found := _ISSUER_AFTER.match(text, end, end + _AHEAD):
        return _whole_name(" ".join(found["issuer"].split()), number), found.end()
    if _is_promulgated(text, start) and (found := _ISSUER_BEFORE.search(text[max(0, start - 110) : start])):
        return " ".join(found["issuer"].split()), end
    return _ISSUERS.get((number.agency or "").rstrip("0123456789")), end


def _whole_name(printed: str, number: DocumentNumber) -> str:
    """A ministry by the name behind its code: commas and breaks cut what is printed (Bộ Văn hóa, Thể thao ...)."""
    if printed.startswith(("Bộ ", "BỘ ")) and number.agency:
        body = find_agency(number.agency)
        if body and body.name.startswith("Bộ "):
            return body.name
    return printed


def _title(text: str, position: int, *, behind_body: bool) -> str | None:
    opens = _TITLE_OPENS.match(text, position) or (_LARGE_OPENS.match(text, position) if behind_body else None)
    if not opens:
        return None
    ends = _TITLE_ENDS.search(text, opens.end(), opens.end() + _LONGEST_TITLE)
    if not ends and opens.end() + _LONGEST_TITLE < len(text):
        return None
    title = " ".join(text[opens.end() : ends.start() if ends else len(text)].split())
    return title if title.count("“") == title.count("”") else title.rstrip(" ”")


def _province(draft: Draft, number: DocumentNumber, issuer: str | None) -> str | None:
    """The province of a provincial body: the one printed with the issuer, else the document's own."""
    if number.agency is None or _is_central(number.agency) or (issuer and _names_central(issuer)):
        return None
    printed = find_province(issuer) if issuer else None
    return printed or draft.header.province or draft.province


def _is_central(code: str) -> bool:
    body = find_agency(code)
    return bool(_CENTRAL.match(code)) or (body is not None and body.levels == ("central",))


def _names_central(issuer: str) -> bool:
    return issuer.startswith(("Chính phủ", "Thủ tướng", "Quốc hội", "Bộ ", "Ban Bí thư", "Trung ương"))


def find_province(text: str) -> str | None:
    """The province printed in a short text, if the lexicon knows it."""
    from documents.provinces import find_provinces  # the lexicon loads with the first place asked for

    found = find_provinces(text)
    return found[0][2] if found else None
