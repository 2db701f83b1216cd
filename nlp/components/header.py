"""The document's own header: number, type, issuer, date, trích yếu and signer, read from its form (thể thức).

State form: Nghị định 30/2020/NĐ-CP, App. I; Party form: Hướng dẫn 36-HD/VPTW. Extraction breaks the two columns of the
top block into lines, table pipes or one line with a tab; each reader below works on all three. A page that only talks
about a document has no number of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.doctypes import folded_code, type_codes, type_name
from documents.issuers import name_issuer
from documents.number import DocumentNumber, NumberMatch, find_numbers
from documents.record import Header
from documents.text import fold
from nlp.components.header_issuer import read_issuer, read_place
from nlp.components.header_page import FullText, find_full_text, read_metadata
from nlp.components.header_signer import read_signer
from nlp.components.header_title import find_type_line, read_title, title_of_page
from nlp.components.patterns import LineStart, iso_day
from nlp.draft import Draft

HEAD = 8000  # characters in which a head may begin; portals print their menus first
_NEAR = 1200  # characters between the parts of one head

# any letter where a mark may be lost or misread, but in capitals: running text names the Republic and the Party too
_GAP = r"(?:\s|\\r|\\n)*"
_FRAME = re.compile(
    rf"C\wNG{_GAP}H\w[AÀÁÃ]{_GAP}X\w?{_GAP}H\wI|CH\w\s+NGH\wA\s+VI\wT\s+NAM"
    r"|[ĐD]\wNG\s+C\wNG\s+S\wN\s+VI\wT\s+NAM|[ĐD]O\wN\s+TNCS"
)
# whether a line or cell begins there is looked at from behind: a run of blanks is then read once, not once a blank
_BEGINS_LINE = re.compile(r"(?:[\n|\t]|\s\s)[ \t]?$")
_BEGINS_NUMBER = re.compile(r"(?:[\n|\t]|\\n|\s\s|phúc|NAM|\*|-)[ \t]?$")
_OWN = re.compile(r"(?:S[ốỐôÔoOóòỏõọộổồ]\s*[:.]?|(?:Luật|LUẬT|Bộ\s+luật|Pháp\s+lệnh|Nghị\s+quyết)\s+số\s*:)\s*(?=O?\d)")
_BLANK = re.compile(
    r"S[ốỐôoO]\s*:?[\s.…_]*[/-]\s*(?:20\d\d\s*/\s*)?"
    r"(?P<code>[A-ZĐ][A-Za-zĐđ&]*(?:\s?[-/]\s?[A-ZĐ][A-ZĐa-z&\d]*)+)"
)
_DOTS = r"[\s.…_]*"
_DATE_LINE = re.compile(  # scans lose the marks
    rf"""[nN](?:g[aàáảâ]y|GÀY)(?:{_DOTS}(?P<day>\d{{1,2}})?{_DOTS}(?:th[aáàâ]ng|THÁNG){_DOTS}
    (?:(?P<month>\d{{1,2}}){_DOTS})?(?:n[aăâ]m|NĂM){_DOTS}(?P<year>\d{{4}})?
    |\s*(?P<day2>\d{{1,2}})\s*[/.-]\s*(?P<month2>\d{{1,2}})\s*[/.-]\s*(?P<year2>\d{{4}}))""",
    re.VERBOSE,
)
# a place and a comma, or the beginning of a line or cell
_PLACE = re.compile(
    r"(?P<place>[^\W\d_][^\n|,;:\d\t]{1,40}(?:\n[^\n|,;:\d\t]{1,25})?)\s*,(?:\s|\||\\n|\\r)*$"
    r"|(?:^|[\n|\t]|\s{2})[ ]*(?P<bare>[^\W\d_][^\n|,;:\d\t]{1,40}\s)?\s*$"
)
_GOES_ON = re.compile(r"(?:\s*của|[ ]*(?:về|đến|và|[-–;,]))(?!\w)")
_OWN_LINE = re.compile(r"(?:^|[\n|\t]|\s{2})[ ]*[^\W\d_][^\n|,;:\d\t]{1,40},\s*$")
_BODY_BEGINS = LineStart(r"\n|", r"\s*(?:-\s*)?(?:Căn\s+cứ|Thực\s+hiện|Kính\s+gửi|Xét\s|Theo\s|Điều\s+1)")
_COPIES = {"SY", "TrS", "SL"}
_STAMPED_KINDS = {"sao y", "ban sao", "sao luc", "trich sao"}  # what a copy is stamped with, folded
_DRAFT = re.compile(
    r"D[ỰU]\s*TH[ẢA]O|(?:^|[\n|\t])\s*\(?(?:Bản\s+)?[Dd]ự\s+thảo(?:\s+(?:lần|ngày|\d)[^\n|]{0,30})?\)?\s*(?=[\n|\t])"
)
_SIGNED = re.compile(r"(?:Ký\s+bởi|Người\s+ký|Thời\s+gian\s+ký|SAO\s+Y|SAO\s+LỤC|\(?[Đđ]ã\s+ký\)?)(?!\w)")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the top block is: its frame and own number (one may be missing), and where the body begins."""

    start: int
    end: int
    number: NumberMatch | None
    blank_code: str | None
    frame: int | None


def tag_header(draft: Draft) -> None:
    """Fill `draft.header` from the top block and the last page; what the document does not say stays None."""
    text = draft.text
    metadata = read_metadata(text[:HEAD])
    head = _find_head(text)
    if head is None:
        full = find_full_text(text[:HEAD], metadata)
        draft.header = _of_page(draft, full) if full else _without_head(draft)
        return
    number = head.number.number if head.number else metadata.number
    issued, place, date_end = _read_date(text, head)
    issued = issued or metadata.issued
    body_from = max(date_end, head.number.end if head.number else head.start)
    above = find_type_line(text, head.start, head.number.start) if head.number else None  # the number below the title
    if above and fold(above.name) in _STAMPED_KINDS:
        above = None
    line = above or find_type_line(text, body_from, head.end + _NEAR)
    kind = _type(number, head.blank_code, line.name if line else metadata.type)
    block_end = above.start if above else head.number.start if head.number else body_from
    issuer = read_issuer(text[head.start : block_end], text[body_from : body_from + _NEAR], number, issued)
    if issuer.name is None and metadata.issuer:
        issuer = name_issuer(metadata.issuer, number, issued)
    province = issuer.province or read_place(place or "", issued) or metadata.province or draft.province
    signer, signer_title = read_signer(text, body_from)
    title = read_title(text, body_from, line, is_letter=kind == "Công văn") or metadata.title
    if title is None and number:
        title = title_of_page(text[: head.end], number.canonical)
    draft.header = Header(
        number=number.canonical if number else None,
        type=kind,
        issuer=issuer.in_province(province, issued),
        province=province if issuer.provincial else None,
        issued=issued,
        title=title,
        signer=signer or metadata.signer,
        signer_title=signer_title,
        draft=number is None and _is_draft(draft, head, body_from, issued),
    )


def _is_draft(draft: Draft, head: Head, body_from: int, issued: str | None) -> bool:
    """Whether a document without a number is one that has none yet: it says so, or number and day are blank.

    A signed paper has its number and day too, where a reader of the scan could not tell the figures.
    """
    if _DRAFT.search(draft.text, head.start, body_from + 60):
        return True
    signed = issued is not None or draft.scanned or _SIGNED.search(draft.text)
    return head.blank_code is not None and not signed


def _of_page(draft: Draft, full: FullText) -> Header:
    """The header of a page that carries a document's whole text without its top block."""
    issuer = name_issuer(full.issuer, full.number, full.issued)
    province = issuer.province or full.province or draft.province
    return Header(
        number=full.number.canonical,
        type=_type(full.number, None, full.type),
        issuer=issuer.in_province(province, full.issued),
        province=province if issuer.provincial else None,
        issued=full.issued,
        title=full.title,
        signer=full.signer,
    )


def _without_head(draft: Draft) -> Header:
    """A text that opens with its type line alone has a type and a title; anything else is a page about something."""
    line = find_type_line(draft.text, 0, 400)
    if line is None:
        return Header(province=draft.province)
    title = read_title(draft.text, line.end, line, is_letter=False)
    return Header(type=line.name, title=title, province=draft.province)


# ---------------------------------------------------------------- the top block


def _find_head(text: str) -> Head | None:
    """The top block: a frame (national title or Party) and the own number after it; either alone needs a date line."""
    upto = text[:HEAD]
    frame = _FRAME.search(upto)
    low = max(0, frame.start() - 800) if frame else 0
    high = min(len(text), (frame.end() + _NEAR) if frame else 2500)
    number = _own_number(text[:high], low)
    blank = next((b for b in _BLANK.finditer(text, low, high) if _begins(_BEGINS_LINE, text, b.start())), None)
    if blank and number and blank.start() < number.start:
        number = None
    elif number:
        blank = None
    if number is None and blank is None:
        if frame is None or not _date_line(text, max(0, frame.start() - 300), high, frame.start()):
            return None
        return Head(max(0, frame.start() - 300), frame.end(), None, None, frame.start())
    spot = number.start if number else blank.start() if blank else 0
    if frame is None and not _place_line_near(text, spot):
        return None  # a row of a listing: Số: ..., Ngày: ...
    start = max(0, min(spot, frame.start() if frame else spot) - 300)
    end = max(number.end if number else spot, frame.end() if frame else 0)
    return Head(start, end, number, _blank_code(blank) if blank else None, frame.start() if frame else None)


def _own_number(text: str, low: int) -> NumberMatch | None:
    """The number after `Số:` at the beginning of a line or cell; numbers of copies (SY, SL) are not the document's."""
    for opening in _OWN.finditer(text, low):
        if not _begins(_BEGINS_NUMBER, text, opening.start()):
            continue
        base = max(0, opening.end() - 12)
        for match in find_numbers(text[base : opening.end() + 60]):
            if match.start + base == opening.end() and match.number.type not in _COPIES:
                return NumberMatch(match.start + base, match.end + base, match.number, match.opens + base)
    return None


def _begins(mark: re.Pattern[str], text: str, at: int) -> bool:
    """Whether the text, a line or a cell begins at a place, or one of the marks stands before it."""
    before = text[max(0, at - 6) : at]
    return mark.search(before) is not None or (at < 6 and not before.strip(" \t"))


def _blank_code(blank: re.Match[str]) -> str:
    return re.sub(r"\s+", "", blank["code"])


def _read_date(text: str, head: Head) -> tuple[str | None, str | None, int]:
    """The day of the place-and-date line, the place, and where the line ends; a half-filled line gives no day."""
    body = _BODY_BEGINS.search(text, head.end)
    limit = min(body.start() if body else len(text), head.end + _NEAR)
    found = _date_line(text, head.start, limit, head.frame)
    if found is None:
        return None, None, head.end
    line, place = found
    return iso_day(line), place, line.end()


def _date_line(text: str, start: int, stop: int, frame: int | None) -> tuple[re.Match[str], str | None] | None:
    """The first date after a place and a comma, or at the beginning of a line or cell.

    Above the frame only with its place: the stamp of a copy (`SAO Y … Ngày 30 tháng 12 năm 2024`) has none. At the
    beginning of a line only where no sentence goes on (`… số 12/QĐ-UBND`, `ngày 04 tháng 5 năm 2020 của`).
    """
    above = None
    for line in _DATE_LINE.finditer(text, start, stop):
        before = _PLACE.search(text[max(start, line.start() - 75) : line.start()])
        if before is None or (not before["place"] and _GOES_ON.match(text, line.end())):
            continue
        if frame is None or line.start() > frame:
            return line, before["place"] or before["bare"]
        above = above or ((line, before["place"]) if before["place"] else None)
    return above


def _place_line_near(text: str, spot: int) -> bool:
    """Whether a place and a date in words stand on a line or cell of their own near a number."""
    for line in _DATE_LINE.finditer(text, max(0, spot - 300), spot + 300):
        in_words = "tháng" in line[0].lower()
        if in_words and _OWN_LINE.search(text[max(0, line.start() - 60) : line.start()]):
            return True
    return False


def _type(number: DocumentNumber | None, blank_code: str | None, printed: str | None) -> str | None:
    """The name of the kind: the type line (it tells Quy định from Quyết định), else what the code stands for."""
    if printed:
        return printed
    if number is None:
        code = (blank_code or "").replace("/", "-").split("-")[0]
        if blank_code and folded_code(code) not in type_codes():
            return "Công văn"
        return type_name(type_codes()[folded_code(code)], "state") if blank_code else None
    if number.type:
        return type_name(number.type, number.system)
    return "Công văn" if number.system == "letter" else None
