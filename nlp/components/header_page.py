"""Pages of portals: the attribute table of a document page, and pages with a whole text but no top block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.doctypes import type_codes, type_words
from documents.number import DocumentNumber, find_numbers, parse_number
from documents.provinces import find_province
from documents.text import fold
from nlp.components.patterns import DAY, LineStart, iso_day

_CELL = r"\s*[:|]?[\s|]*"
_ENDS = r"(?=\s*(?:[\n|\t]|$)|\s{2})"
_NUMBER = LineStart(
    r"\n|\t",
    rf"[^\S\n\t]*Số(?:,|/)?\s*(?:(?:/?\s*[Kk][ýí]\s+)?hiệu(?:\s+văn\s+bản)?|văn\s+bản){_CELL}(?P<value>[^\n|\t]{{2,40}})",
)
_ISSUED = re.compile(
    rf"Ngày\s+(?:ban\s+hành|ký|văn\s+bản)(?!\w){_CELL}(?:(?P<day>[0-3]?\d)[/.-](?P<month>[01]?\d)[/.-](?P<year>(?:19|20)\d\d)"
    r"|(?:ngày\s+)?(?P<day2>[0-3]?\d)\s+tháng\s+(?P<month2>[01]?\d)\s+năm\s+(?P<year2>(?:19|20)\d\d))",
    re.IGNORECASE,
)
_TYPE = re.compile(rf"(?:Loại|Hình\s+thức|Thể\s+loại)\s+văn\s+bản{_CELL}(?P<value>[^\n|\t]{{3,40}}?){_ENDS}")
_ALSO = r"chức\s+danh|tác\s+giả|người\s+ký|người\s+có\s+thẩm\s+quyền(?:\s+ban\s+hành)?"
_WHERE = re.compile(
    rf"(?:(?:Nơi|Cơ\s+quan|Đơn\s+vị|CQ)\s+ban\s+hành|Cơ\s+quan(?=\s*:))(?:\s*/\s*(?i:{_ALSO}))*"
    rf"{_CELL}(?P<value>[^\n|\t:]{{3,80}}?)(?=\s*(?:[\n|\t]|Người\s+ký|$)|\s+(?:Phó\s+)?(?:Chủ\s+tịch|Giám\s+đốc|Bộ\s+trưởng)\s)"
)
_SIGNER = re.compile(
    rf"Người\s+ký(?:\s+văn\s+bản|\s+duyệt)?{_CELL}(?P<value>[^\W\d_]+(?:[ ][^\W\d_]+){{1,4}})(?:{_ENDS}|(?=\s*\())"
)
_TITLES = tuple(
    re.compile(rf"(?:^|[\n|\t])\s*{label}{_CELL}(?P<value>[^\n|\t]{{10,600}})")
    for label in (r"(?:Trích\s+yếu(?:\s+nội\s+dung)?|Nội\s+dung\s+trích\s+yếu)", r"Tên\s+văn\s+bản")
)
_SYMBOL = re.compile(
    rf"(?:^|[\n|\t])\s*Ký\s+hiệu{_CELL}(?P<value>[^\n|\t]{{2,30}})"
)  # where it stands apart: 155, KH-UBND

_SECTION = re.compile(r"(?:^|\n)[^\S\n]*(?:I|II|III|IV)\s*[.\-]\s*\S")
_WHOLE_TEXT = re.compile(r"toàn\s+văn", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"\s*+,?\s*+{DAY}", re.VERBOSE)
_DAY_BEFORE = re.compile(
    rf"{DAY}\s*,\s*(?P<issuer>[^.;:,\d]{{3,90}}?)\s(?:đã\s+|vừa\s+)?(?:ký\s+)?ban\s+hành\s+[^.;:]{{0,40}}$", re.VERBOSE
)
_ISSUER_AFTER = re.compile(
    r"\s*(?:ban\s+hành\s+bởi|của)\s+(?P<issuer>[A-ZĐỦ][^.;:,\n]{3,60}?)\s+(?:[Vv]ề|ban|quy|phê)\s"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the attribute table of a portal's document page says; all None where there is no table."""

    number: DocumentNumber | None = None
    issued: str | None = None
    type: str | None = None
    issuer: str | None = None
    province: str | None = None
    signer: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class FullText:
    """A page that carries the whole text of one document, and what its first lines say of it."""

    number: DocumentNumber
    issued: str | None
    type: str | None
    issuer: str | None
    title: str | None
    province: str | None = None
    signer: str | None = None


def read_metadata(text: str) -> Metadata:
    """The attribute table of a document page (`Số hiệu | 153/KH-UBND |`, `Ngày ban hành: 23/03/2021`)."""
    labelled = list(_NUMBER.finditer(text)) if "hiệu" in text or "ăn bản" in text else []
    if not labelled:
        return Metadata(title=_title(text) if "rích yếu" in text else None)
    numbers = [_number(text, found["value"]) for found in labelled]
    number = next((number for number in numbers if number), None)
    if len({number.key for number in numbers if number}) > 1:
        return Metadata()  # the cards of a list
    issued = _ISSUED.search(text)
    kind = _TYPE.search(text)
    where = _WHERE.search(text)
    signer = _SIGNER.search(text)
    place = where["value"].strip() if where else ""
    unit = find_province(place)
    return Metadata(
        number=number,
        issued=iso_day(issued),
        type=_known_type(kind["value"]) if kind else None,
        issuer=place if unit is None and place else None,
        province=unit.name if unit else None,
        signer=" ".join(signer["value"].split()[:5]) if signer else None,
        title=_title(text),
    )


def _title(text: str) -> str | None:
    found = next((match for label in _TITLES if (match := label.search(text))), None)
    return " ".join(found["value"].split()) if found else None


def _number(text: str, printed: str) -> DocumentNumber | None:
    """The number of a cell; where figure and symbol have a cell each, of both."""
    value = re.split(r"\s{2,}|\s(?=Loại)", printed.strip())[0]
    symbol = _SYMBOL.search(text) if value.isdigit() else None
    return parse_number(f"{value}/{symbol['value'].strip()}" if symbol else value)


def find_full_text(text: str, metadata: Metadata) -> FullText | None:
    """The document a page prints whole: announced as `toàn văn`, or a title line with its number above its sections.

    A page that only reports on a document gives None.
    """
    if metadata.number:
        return FullText(
            metadata.number,
            metadata.issued,
            metadata.type,
            metadata.issuer,
            metadata.title,
            metadata.province,
            metadata.signer,
        )
    section = _SECTION.search(text)
    if not section:
        return None
    for match in find_numbers(text[: section.start()]):
        line_start = text.rfind("\n", 0, match.start) + 1
        line_end = text.find("\n", match.end)
        line_end = len(text) if line_end < 0 else line_end
        before = fold(text[line_start : match.start]).strip()
        opens_line = before.removesuffix("so").strip(" :") in type_words()
        announced = _WHOLE_TEXT.search(text, match.end, match.end + 400)
        if not (opens_line or announced):
            continue
        issued, issuer = _when_and_who(text, match.number, section.start())
        title = _subject(text[match.end : line_end])
        return FullText(match.number, issued, None, issuer, title or None)
    return None


def _subject(rest: str) -> str | None:
    """What follows the number on its line, from `về` on where date and issuer stand between; its first sentence."""
    words = " ".join(rest.split())
    about = re.search(r"(?<!\w)[Vv]ề\s", words)
    words = words[about.start() :] if about and about.start() < 120 else words
    return words.split(". ")[0].strip(" .,") or None


def _when_and_who(text: str, number: DocumentNumber, stop: int) -> tuple[str | None, str | None]:
    """Date and issuer printed with any mention of the number before the document's sections."""
    issued = issuer = None
    for match in find_numbers(text[:stop]):
        if match.number.key != number.key:
            continue
        after = _DAY_AFTER.match(text, match.end)
        before = _DAY_BEFORE.search(text[max(0, match.start - 180) : match.start])
        if after:
            issued = issued or iso_day(after)
            if who := _ISSUER_AFTER.match(text, after.end()):
                issuer = issuer or who["issuer"]
        elif before:
            issued = issued or iso_day(before)
            issuer = issuer or before["issuer"]
    return issued, issuer


def _known_type(printed: str) -> str | None:
    words = " ".join(printed.split())
    return words if fold(words) in type_words() or words.upper() in type_codes() else None
