"""What the words of a listing row say: number, date of issue, type; unclear is None, never a guess.

The words are data: data/list_words.csv (table heads, link texts that name no document, pager words).
"""

from __future__ import annotations

import re
from functools import cache

from documents.doctypes import type_words
from documents.tables import read_table
from documents.text import fold
from scrapers.dates import date_labels, find_days, read_date

# Loose on purpose: it only tells whether words are worth a look; documents.number decides.
NUMBER_SHAPE = re.compile(
    r"\d{1,6}\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐ][A-ZĐƯ]+\d*(?:[-–/ &]{1,3}[A-ZĐƯ]{1,12}\d*)*"
    r"|\d{1,5}\s?-\s?[A-ZĐ]{2,4}/[A-ZĐƯ]{2,}"
)
_GRID_COUNT = re.compile(r"^\d{1,4}\.(?=\d)")  # a grid's own count glued to the number: "66.116/2025/QH15"
_PLAIN_NUMBER = re.compile(r"^(?=.*\d)[\w./&()-]+(?:\s?[/-]\s?[\w./&()-]+)*$|^\d{1,6}\s[A-ZĐ][\wĐ/-]*$")
_SUBJECTS = ("Quy định", "Quy chế", "Điều lệ", "Quy chuẩn kỹ thuật")
_ORDINAL = re.compile(r"^\s*\d{1,3}[.)]\s+(?=\D|\d+\s?[/-])")
_AFTER_NUMBER = re.compile(r"^[\s,;:()-]*ngày\s+(?=\d)|^\s*\((?=\d)", re.I)


@cache
def words(kind: str) -> dict[str, str]:
    """The phrases of one kind in list_words.csv, each with its field."""
    return {row["phrase"]: row["field"] for row in read_table("list_words", "scrapers") if row["kind"] == kind}


@cache
def _header_words() -> list[tuple[str, str]]:
    named = {**date_labels(), **words("header")}  # a column of days is called as a day is anywhere
    return sorted(named.items(), key=lambda pair: -len(pair[0]))


@cache
def number_label() -> re.Pattern[str]:
    """What a number is called before it, as the heads of columns are; "Số" alone wants its colon.

    "Tổng số: 22" counts rows; the label of a number is written large.
    """
    phrases = sorted((phrase for phrase, name in words("header").items() if name == "number"), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:(?:{'|'.join(map(re.escape, phrases))})(?:\s+văn\s+bản)?\s*[:.]?|(?-i:Số|SỐ)\s*:)\s*", re.I
    )


@cache
def _opening_label() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{number_label().pattern}|số\s*[:.]?\s*)", re.I)


def header_field(text: str) -> str | None:
    """The field a table head stands for (`number`, `issued`, `title`, ...), or None if it is not such a head."""
    low = text.lower().strip(" :*")
    if not low or len(low) > 40:
        return None
    if low in words("header_alone"):
        return words("header_alone")[low]
    # a phrase is a good part of its head: "Ban hành Quy định quản lý chợ trên địa bàn" is a title
    told = [
        name
        for phrase, name in _header_words()
        if low == phrase or (len(phrase) > 3 and phrase in low and len(phrase) * 4 >= len(low))
    ]
    if "number" in told and told[0] == "issued" and "ngày" in low:
        return "number"  # "Số, ký hiệu; ngày ban hành": both stand in the cells below
    return told[0] if told else None


def is_weak_head(text: str) -> bool:
    """True for a table head that other tables have too: a calendar has "Ngày" and "Nội dung"."""
    low = text.lower().strip(" :*")
    return low in words("header_weak") or any(
        low.startswith(f"{word} ") for word in words("header_weak") if " " in word
    )


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


def read_number(text: str) -> str | None:
    """The number in a cell that holds a number: canonical where the grammar knows it, else as printed."""
    bare = _opening_label().sub("", text).strip(" .;:")
    first = _first_number(
        re.sub(r"(?<=\w)\s*([/-])\s*(?=[A-ZĐ\d])", r"\1", bare) if len(bare) <= 40 else bare
    ) or _first_number(_GRID_COUNT.sub("", bare))
    if first and first[1] <= 4:
        return first[0]
    if 0 < len(bare) <= 40 and _PLAIN_NUMBER.match(bare) and not find_days(bare):
        return " ".join(bare.split())
    return None


def own_number(title: str) -> tuple[str | None, str | None, str | None]:
    """(number, issued, type) a title states of its own document: "Quyết định số 12/QĐ-UBND ngày 3/4/2021 về ...".

    A number that comes later is one the document speaks of, and is left alone.
    """
    title = without_ordinal(title)
    kind = leading_type(title)
    rest = title[len(kind) :] if kind else title
    start = len(title) - len(rest)
    label = _opening_label().match(rest)
    start += label.end() if label else len(rest) - len(rest.lstrip())
    first = _first_number(title)
    if not first or abs(first[1] - start) > 1:
        return None, None, kind
    rest = title[first[2] :]
    dated = _AFTER_NUMBER.match(rest)
    return first[0], read_date(rest[dated.end() : dated.end() + 24]) if dated else None, kind


def without_ordinal(title: str) -> str:
    """The title without its count in a list: "1. Quyết định …"."""
    return _ORDINAL.sub("", title)


def leading_type(title: str) -> str | None:
    """The kind of document a title begins with, such as "Quyết định", or None."""
    match = _type_pattern().match(fold(title))
    return title[: match.end()].capitalize().removesuffix(" số") if match else None


def is_formal(kind: str) -> bool:
    """True for a type that names a document even without its number: "Thông báo" is a notice of any kind as well."""
    return fold(kind) not in words("common_type")


def is_other(title: str) -> bool:
    """True if a title without a number is of something else than an issued document: a draft, a vacancy, a tender."""
    low = " ".join(title.lower().split())
    return any(re.match(rf"{re.escape(phrase)}(?!\w)", low) for phrase in words("other_title"))


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
