"""Which of the dates that an entry shows is the document's day of issue; None where that is not said."""

from __future__ import annotations

import re

from scrapers import fields
from scrapers.page import Element, text_of

_ISSUED_CLASS = re.compile(r"banhanh|ban-hanh|issue|ngay[-_]?(?:vb|bh|ky)(?![a-z])", re.I)
_LABELLED_DATE = re.compile(
    r"(?:ngày\s+(?:ban\s+hành|ký|bh|văn\s+bản|vb|phát\s+hành)\s*:?|(?:ban\s+hành|ký)\s*(?::|(?=ngày)))"
    r"\s*(?:là\s*|ngày\s+)?([\d/.\- ]{8,14}|\d.{0,24}năm\s+\d{4})",
    re.I,
)
_PUBLISHED_CLASS = re.compile(
    r"publish|post-?(?:date|time|meta)|entry-(?:date|meta)|ngay-?dang|updated|created|news", re.I
)
_LONGEST_LABEL = 60  # characters of a label with its date
_BOX = re.compile(r"(\d{1,2})\s+(?:tháng\s+)?(\d{1,2})\s*[/,\s]\s*(?:năm\s+)?(\d{4})", re.I)  # a leaf of a calendar
_CLOCK_TITLE = re.compile(r"^[\d:,\s]{0,8}\d{1,2}[/-]\d{1,2}[/-]\d{4}")


def labelled_date(card: Element, text: str) -> str | None:
    """The date the card calls its date of issue: in one element with its label, after its label, or by a class."""
    if not fields.read_dates(text):
        return None
    parts = [(part, text_of(part)) for part in card.iter() if isinstance(part.tag, str)]
    labelled = [
        t for _, t in parts if len(t) <= _LONGEST_LABEL and fields.is_issue(t) and len(fields.read_dates(t)) == 1
    ]
    if labelled:
        return fields.read_date(min(labelled, key=len))
    match = _LABELLED_DATE.search(text)
    if match:
        day = fields.read_date(match[1])
        return day if day and not _is_told_otherwise(parts, day) else None
    for part, told in parts:
        if _ISSUED_CLASS.search(part.get("class") or "") and not (
            fields.is_publication(told) or fields.is_effect(told)
        ):
            return fields.read_date(told)
    return None


def _is_told_otherwise(parts: list[tuple[Element, str]], day: str) -> bool:
    """True if the smallest element that holds the date calls it another one: a day of effect, of publication."""
    around = min(
        (t for _, t in parts if fields.read_date(t) == day and len(fields.read_dates(t)) == 1), key=len, default=""
    )
    return len(around) <= _LONGEST_LABEL and (fields.is_publication(around) or fields.is_effect(around))


def lone_date(card: Element, text: str, title: str | None) -> str | None:
    """The one date of a card whose number stands by itself; none that says it is of the web page, or of effect."""
    days = set(fields.read_dates(text.replace(title or "\0", "")))
    for part in card.iter("time"):
        days.update(fields.read_dates(part.get("datetime") or ""))
    if not days:
        leaves = (_BOX.fullmatch(text_of(part)) for part in card.iter("div", "p", "span", "td", "time"))
        days.update(day for leaf in leaves if leaf and (day := fields.read_date("/".join(leaf.groups()))))
    if len(days) != 1:
        return None
    (day,) = days
    for part in card.iter():
        told = (part.get("datetime") or text_of(part)) if isinstance(part.tag, str) else ""
        if len(told) <= _LONGEST_LABEL and day in fields.read_dates(told):
            names = f"{part.get('class') or ''} {part.get('id') or ''}"
            if fields.is_publication(told) or fields.is_effect(told) or _PUBLISHED_CLASS.search(names):
                return None
    return day


def has_date(card: Element) -> bool:
    """True if an element of the card holds hardly more than a date."""
    for part in card.iter():
        if isinstance(part.tag, str) and part is not card and len(part) <= 4:
            text = part.get("datetime") or text_of(part)
            if part.tag in ("span", "time", "div") and _CLOCK_TITLE.match(part.get("title") or ""):
                return True  # "8 giờ trước" to the eye, the moment itself in the title
            if 8 <= len(text) <= 60 and fields.read_date(text):
                return True
    return False
