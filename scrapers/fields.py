"""What the words of a listing row say: number, date of issue, type; unclear is None, never a guess.

The words are data: data/list_words.csv (table heads, link texts that name no document, pager words).
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from documents.doctypes import type_words
from documents.tables import read_table
from documents.text import fold

# Loose on purpose: it only tells whether words are worth a look; documents.number decides.
NUMBER_SHAPE = re.compile(
    r"\d{1,6}\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐ][A-ZĐƯ]+\d*(?:[-–/ &]{1,3}[A-ZĐƯ]{1,12}\d*)*"
    r"|\d{1,5}\s?-\s?[A-ZĐ]{2,4}/[A-ZĐƯ]{2,}"
)
_DAY = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
_DATE = re.compile(rf"(?<![\d/]){_DAY}(?![\d/])|(?<!\d)(\d{{4}})-(\d{{2}})-(\d{{2}})(?!\d)")
_DATE_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_CLOCK = re.compile(r"\d{1,2}:\d{2}|\d{1,2}h\d{2}|\|\s*\d")
_PUBLISHED = re.compile(r"ngày đăng|đăng ngày|cập nhật|ngày gửi|đăng lúc|xuất bản|lượt xem", re.I)
_EFFECT = re.compile(r"hiệu lực|áp dụng", re.I)
_NUMBER_LABEL = re.compile(
    r"^\s*(?:số\s*[/,]?\s*k[ýí]\s*hiệu(?:\s+văn bản)?|số\s*hiệu(?:\s+văn bản)?|k[ýí]\s*hiệu|số\s+văn\s*bản|số)"
    r"\s*[:.]?\s*",
    re.I,
)
_GRID_COUNT = re.compile(r"^\d{1,4}\.(?=\d)")  # a grid's own count glued to the number: "66.116/2025/QH15"
_PLAIN_NUMBER = re.compile(r"^(?=.*\d)[\w./&()-]+(?:\s?[/-]\s?[\w./&()-]+)*$|^\d{1,6}\s[A-ZĐ][\wĐ/-]*$")
_SUBJECTS = ("Quy định", "Quy chế", "Điều lệ", "Quy chuẩn kỹ thuật")
_ISSUED_LABEL = re.compile(r"ngày\s+(?:ban\s+hành|ký|bh|văn\s+bản|vb|phát\s+hành)|ban\s+hành", re.I)
_AFTER_NUMBER = re.compile(r"^[\s,;:()-]*ngày\s+|^\s*\((?=\d)", re.I)


@cache
def words(kind: str) -> dict[str, str]:
    """The phrases of one kind in list_words.csv, each with its field."""
    return {row["phrase"]: row["field"] for row in read_table("list_words", "scrapers") if row["kind"] == kind}


@cache
def _header_words() -> list[tuple[str, str]]:
    return sorted(words("header").items(), key=lambda pair: -len(pair[0]))


def header_field(text: str) -> str | None:
    """The field a table head stands for (`number`, `issued`, `title`, ...), or None if it is not such a head."""
    low = text.lower().strip(" :*")
    if not low or len(low) > 40:
        return None
    if low in words("header_alone"):
        return words("header_alone")[low]
    for phrase, name in _header_words():
        if low == phrase or (len(phrase) > 3 and phrase in low):
            return name
    return None


def is_weak_head(text: str) -> bool:
    """True for a table head that other tables have too: a calendar has "Ngày" and "Nội dung"."""
    return text.lower().strip(" :*") in words("header_weak")


def is_head_row(text: str) -> bool:
    """True if the text is nothing but table heads in a row, such as "Trích yếu Tệp đính kèm"."""
    low = text.lower()
    for phrase, _ in _header_words():
        low = low.replace(phrase, "")
    return not re.sub(r"[\W_]+", "", low)


def is_noise(text: str) -> bool:
    """True for link texts that name no document, such as "Xem chi tiết" or "Tải về"."""
    low = re.sub(r"[\s.>»:\d]+$", "", text.lower()).strip()
    return not low or low in words("noise")


def read_date(text: str) -> str | None:
    """The first date in the text as an ISO day; 31/12/9999 and impossible days are None."""
    match = _DATE.search(text)
    if match:
        day, month, year = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
    else:
        match = _DATE_IN_WORDS.search(text)
        if not match:
            return None
        day, month, year = match.group(1, 2, 3)
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if 1945 <= found.year <= 2100 else None


def read_dates(text: str) -> list[str]:
    """Every different date in a text, in order, as ISO days."""
    found = (read_date(m[0]) for pattern in (_DATE, _DATE_IN_WORDS) for m in pattern.finditer(text))
    return list(dict.fromkeys(day for day in found if day))


def is_issue(text: str) -> bool:
    """True if a date's surroundings call it the document's day of issue, and nothing else."""
    return bool(_ISSUED_LABEL.search(text)) and not is_publication(text) and not is_effect(text)


def is_publication(text: str) -> bool:
    """True if a date's surroundings say when the web page was published, not when the document was issued."""
    return bool(_CLOCK.search(text) or _PUBLISHED.search(text))


def is_effect(text: str) -> bool:
    """True if a date's surroundings speak of a document's effect."""
    return bool(_EFFECT.search(text))


def read_number(text: str) -> str | None:
    """The number in a cell that holds a number: canonical where the grammar knows it, else as printed."""
    bare = _NUMBER_LABEL.sub("", text).strip(" .;:")
    first = _first_number(bare) or _first_number(_GRID_COUNT.sub("", bare))
    if first and first[1] <= 4:
        return first[0]
    if 0 < len(bare) <= 40 and _PLAIN_NUMBER.match(bare) and not _DATE.search(bare):
        return " ".join(bare.split())
    return None


def own_number(title: str) -> tuple[str | None, str | None, str | None]:
    """(number, issued, type) a title states of its own document: "Quyết định số 12/QĐ-UBND ngày 3/4/2021 về ...".

    A number that comes later is one the document speaks of, and is left alone.
    """
    kind = leading_type(title)
    rest = title[len(kind) :] if kind else title
    start = len(title) - len(rest)
    label = _NUMBER_LABEL.match(rest)
    start += label.end() if label else len(rest) - len(rest.lstrip())
    first = _first_number(title)
    if not first or abs(first[1] - start) > 1:
        return None, None, kind
    rest = title[first[2] :]
    dated = _AFTER_NUMBER.match(rest)
    return first[0], read_date(rest[dated.end() : dated.end() + 24]) if dated else None, kind


def leading_type(title: str) -> str | None:
    """The kind of document a title begins with, such as "Quyết định", or None."""
    match = _type_pattern().match(fold(title))
    return title[: match.end()].capitalize().removesuffix(" số") if match else None


def told_type(title: str | None, number: str | None) -> str | None:
    """The type a title tells of its own document: "Quy định về ..." is what a numbered decision lays down, no type."""
    kind = leading_type(title) if title else None
    return None if kind in _SUBJECTS and number else kind


@cache
def _type_pattern() -> re.Pattern[str]:
    names = sorted((word for word in type_words() if len(word) > 3), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _first_number(text: str) -> tuple[str, int, int] | None:
    """(canonical, start, end) of the first document number."""
    from documents.number import find_numbers

    for found in find_numbers(text):
        return found.number.canonical, found.start, found.end
    return None
