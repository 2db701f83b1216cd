"""Documents named without a number: laws, congress resolutions, national programmes, and bare numbers (Nghị quyết 57).

They are kept with `canonical` None: which document is meant is for the resolver, not for a parser. Only a bare number
that the text prints in full elsewhere is that document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

from documents.doctypes import type_code
from documents.record import Reference
from documents.tables import read_table, split_cell
from documents.text import fold
from nlp.components.named_schemes import find_programmes, find_schemes
from nlp.components.patterns import DAY, iso_day, phrases
from nlp.draft import Draft

_WHEN = rf"(?:\s*+,?\s*+(?P<when>{DAY}|năm\s+(?P<law_year>(?:19|20)\d\d)(?!\d)))"
_YEAR_ALONE = re.compile(r"\s+(?P<year>(?:19|20)\d\d)(?![\d/-]|\s*-\s*\d)")  # Luật Đất đai 2024
_CONSTITUTION = re.compile(
    r"H(?<![^\W_].)iến\s+pháp(?:\s+nước\s+Cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam)?"
    r"(?:\s*+,?\s*+(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\d))?(?!\w)"
)
# the first letter comes first in each pattern, so that a scan jumps from one to the next
_LAW = re.compile(r"[LBP](?<![^\W_].)(?:uật|UẬT|ộ\s+[Ll]uật|Ộ\s+LUẬT|háp\s+lệnh|HÁP\s+LỆNH)\s+(?=[^\W\d_])")
_AMENDING = re.compile(r"(?:sửa\s+đổi|bổ\s+sung)", re.IGNORECASE)
_LAW_DATE = re.compile(_WHEN, re.VERBOSE | re.IGNORECASE)
_SENTENCE_END = re.compile(r"[;:()\"“”\[\]|]|\.(?:\s|$|/)|\n\s*\n|\n\s*-\s|$")
# where an unlisted name ends at the latest: words that begin something else
_NEW_DOCUMENT = phrases("Luật | Nghị | Thông | Quyết | Chỉ | Bộ luật | văn bản")
_NAME_STOP = phrases(
    """được | có hiệu | quy định | đã | này | hiện hành | kịp | ban hành | thông qua | nêu | theo | tại
    | trên địa | cho | đến | do
    | để | nhằm | trong việc | trong phạm | trong quá | trong công | với | là | gồm | sẽ | phải | từ | vào | bảo đảm"""
)
_NAME_END = re.compile(rf"\s*(?:,|\s(?:và\s+(?:các\s+)?{_NEW_DOCUMENT}|số\s+\d|{_NAME_STOP}(?!\w)))", re.IGNORECASE)
_LONGEST_NAME = 120
_LONGEST_AMENDING = 420

_KIND = phrases(
    """Nghị quyết | Nghị định | Quyết định | Chỉ thị | Kết luận | Thông tư | Chương trình
    | Chương trình hành động | Kế hoạch | Đề án
    | Quy định | Hướng dẫn | Thông báo | Công văn | Công điện | Tờ trình | Báo cáo | NQ | QĐ | CT"""
)
_CAPITAL = re.compile(
    r"[NQCKTĐHB](?<![^\W_].)"
)  # where a word begins that can be one of these: the rest is tried there
_BARE = re.compile(
    rf"""(?P<word>{_KIND})\s*(?P<so>số\s*:?\s*)?
      (?P<number>\d{{1,5}}[a-c]?)(?:/(?P<of_year>(?:19|20)\d\d)(?![\d/]))?(?![\d%]|[.,/-]\d|\s*[-/_]\s*[A-ZĐa-z]|\s+[A-ZĐ]{{2,}}|[^\W\d]){_WHEN}?""",
    re.VERBOSE,
)
_COUNT_WORDS = phrases(
    """năm | tháng | ngày | quý | tuần | giờ | nội dung | nhiệm vụ | chỉ tiêu | mục tiêu | nhóm | điểm | phần
    | chương | điều | khoản
    | cấp | bước | lần | tỷ | triệu | nghìn | tỉnh | huyện | xã | người | hộ | dự án | đề án | văn bản | bộ
    | sở | trường | loại
    | trang | bản | tiêu chí | giải pháp"""
)
_COUNTED = re.compile(rf"\s*{_COUNT_WORDS}(?!\w)")
_BY_YEAR = ("NĐ", "TT", "QĐ", "NQ")  # numbered with their year: Nghị định 13/2023
_SHORT = {"NQ": "NQ", "QĐ": "QĐ", "CT": "CT"}
_TERM = r"(?:\s*+,?\s*+\(?(?:khóa|khoá)\s+[IVXL]+\)?)"
_CONGRESS = re.compile(
    rf"""[Nn](?<![^\W_].)(?i:ghị\s+quyết\s+(?:của\s+)?(?:
      (?:Đại\s+hội|Hội\s+nghị)
      (?:\s+(?:đại\s+biểu|toàn\s+quốc|Đảng(?:\s+bộ)?|của|tỉnh|huyện|thành\s+phố|(?:Ban\s+Chấp\s+hành\s+)?Trung\s+ương))*
      (?:\s+[^\W\d_]+){{0,4}}?(?:\s+(?:lần\s+thứ|khóa|khoá|thứ)\s+[IVXL\d]+(?!\w)|\s+[XVI]+(?!\w))
      (?:,?\s*nhiệm\s+kỳ\s+(?:19|20)\d\d\s*-\s*(?:19|20)\d\d)?(?:\s+của\s+Đảng(?:\s+bộ)?)?
      |(?:Hội\s+nghị\s+)?(?:lần\s+thứ\s+\w+\s+)?(?:của\s+)?(?:Ban\s+Chấp\s+hành\s+|BCH\s+)?(?:Trung\s+ương|TW)(?:\s+Đảng)?
      (?:\s+lần\s+thứ\s+\w+|\s+\d{{1,2}}(?!\d|-))?{_TERM}))""",
    re.VERBOSE,
)


_OFFICE_TERM = re.compile(r",?\s*nhiệm\s+kỳ\s+\d{4}\s*-\s*\d{4}", re.IGNORECASE)


def find_named(draft: Draft, numbered: Iterable[Reference]) -> list[Reference]:
    """References without a number of their own, none of them inside a numbered one."""
    numbered = sorted(numbered, key=lambda reference: reference.start)
    taken = sorted((reference.start, reference.end) for reference in numbered)
    found: list[Reference] = []
    for reference in sorted(
        (
            *_laws(draft.text),
            *_constitutions(draft.text),
            *_congresses(draft.text),
            *find_programmes(draft, numbered),
            *find_schemes(draft, numbered),
            *_bare(draft),
        ),
        key=lambda r: (r.start, -r.end),
    ):
        before = bisect_right(taken, (reference.end,)) - 1  # the last numbered one that begins before this one ends
        inside = before >= 0 and taken[before][1] > reference.start
        if not inside and not (found and reference.start < found[-1].end):
            found.append(reference)
    return found


def _laws(text: str) -> Iterator[Reference]:
    """Luật Đất đai ngày 29/11/2013, Luật Thú y năm 2015, Luật sửa đổi, bổ sung một số điều của Luật ..."""
    reached = 0
    for head in _LAW.finditer(text):
        start, name = head.start(), head.end()
        if start < reached or fold(text[max(0, start - 6) : start]).endswith(("phap ", "bo ", "ky ")):
            continue
        end = _law_end(text, name)
        if end is None:
            continue
        title = " ".join(text[start:end].split())
        date = _LAW_DATE.match(text, end)
        alone = None if date else _YEAR_ALONE.match(text, end)
        year = int(date["law_year"]) if date and date["law_year"] else int(alone["year"]) if alone else None
        stop = date.end("when") if date else alone.end() if alone else end
        reached = stop
        is_ordinance = title.upper().startswith("PHÁP")
        yield Reference(
            start,
            stop,
            text[start:stop],
            type="Pháp lệnh" if is_ordinance else "Luật",
            title=title,
            date=iso_day(date),
            year=year,
            issuer="Ủy ban Thường vụ Quốc hội" if is_ordinance else "Quốc hội",
            rule="law",
        )


def _law_end(text: str, name: int) -> int | None:
    """Where a law's name ends: the listed name, else at its date, else before a word that begins something new."""
    limit = min(len(text), name + (_LONGEST_AMENDING if _AMENDING.match(text, name) else _LONGEST_NAME))
    if listed := _listed().match(fold(text[name:limit])):
        return name + listed.end()
    stop = _SENTENCE_END.search(text, name, limit)
    limit = stop.start() if stop else limit
    date = _LAW_DATE.search(text, name, limit)
    if _AMENDING.match(text, name):
        end_of_name = date.start() if date else limit if stop else None
        return end_of_name if end_of_name and " của " in " ".join(text[name:end_of_name].split()) else None
    if not text[name].isupper():
        return None  # an unlisted name begins with a capital
    end = _NAME_END.search(text, name, limit)
    if date and (
        end is None
        or date.start() <= end.start()
        or not re.search(r"[Ll]uật|[Nn]ghị|[Tt]hông tư", text[name : date.start()])
    ):
        return date.start()
    return end.start() if end else (limit if stop else None)


@cache
def _listed() -> re.Pattern[str]:
    """The names of `laws.csv`, folded, longest first."""
    names = {fold(spelling) for row in read_table("laws") for spelling in (row["name"], *split_cell(row["also"]))}
    pattern = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:{pattern})(?!\w)")


def _constitutions(text: str) -> Iterator[Reference]:
    """Hiến pháp năm 2013, Căn cứ Hiến pháp; not `Hiến pháp và pháp luật` at large."""
    for found in _CONSTITUTION.finditer(text):
        year = int(found["year"]) if found["year"] else None
        if (
            year is None
            and " " not in found[0][9:]
            and not text[max(0, found.start() - 9) : found.start()].endswith("ăn cứ ")
        ):
            continue
        yield Reference(
            found.start(),
            found.end(),
            found[0],
            type="Hiến pháp",
            year=year,
            issuer="Quốc hội",
            title="Hiến pháp",
            rule="constitution",
        )


def _congresses(text: str) -> Iterator[Reference]:
    """Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI, nhiệm kỳ 2020-2025."""
    for found in _CONGRESS.finditer(text):
        issuer = " ".join(found[0].split())
        issuer = re.sub(r"^Nghị quyết (?:của )?", "", issuer, flags=re.IGNORECASE)
        title = "Nghị quyết " + _OFFICE_TERM.sub("", issuer)
        yield Reference(found.start(), found.end(), found[0], type="NQ", issuer=issuer, title=title, rule="congress")


def _bare(draft: Draft) -> Iterator[Reference]:
    """Nghị quyết 57, Nghị quyết số 51 ngày 22/7/2021: a number without its code."""
    text, reached = draft.text, 0
    for capital in _CAPITAL.finditer(text):
        if capital.start() < reached or (found := _BARE.match(text, capital.start())) is None:
            continue
        reached = found.end()
        counted = _COUNTED.match(draft.text, found.end("number"))
        if counted and not found["so"] and (len(found["number"]) < 3 or not found["when"]):
            continue  # Kế hoạch 5 năm, Chương trình 6 nhóm giải pháp
        code = type_code(found["word"]) or _SHORT.get(found["word"])
        if found["of_year"] and code not in _BY_YEAR:
            continue  # Kế hoạch 10/2020: a month
        printed_year = found["of_year"] or found["law_year"]
        year = int(printed_year) if printed_year else None
        digits = re.sub(r"\D", "", found["number"])
        yield Reference(
            found.start(),
            found.end(),
            found[0],
            type=code,
            number=int(digits),
            year=year,
            date=iso_day(found),
            rule="bare",
        )
