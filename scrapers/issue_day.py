"""Which of the dates that an entry shows is the document's day of issue; None where that is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from scrapers import dates, fields
from scrapers.page import Element, text_of

_ISSUED_CLASS = re.compile(r"banhanh|ban-hanh|issue|ngay[-_]?(?:vb|bh|ky)(?![a-z])", re.I)
_PUBLISHED_CLASS = re.compile(
    r"publish|post-?(?:date|time|meta)|entry-(?:date|meta)|ngay-?dang|updated|created|news", re.I
)
_LONGEST_LABEL = 60  # characters of a label with its date
# a leaf of a calendar, its parts in any order of size
_BOX = re.compile(r"(\d{1,2})\s+(?:tháng\s+|th\.?\s*)?(\d{1,2})\s*[/,\s-]\s*(?:năm\s+)?(\d{4})", re.I)
_BOX_MONTH_FIRST = re.compile(r"(?:tháng|th\.?)\s*(\d{1,2})\s*[/,\s-]\s*(\d{4})\s+(\d{1,2})", re.I)
_CLOCK_TITLE = re.compile(r"^[\d:,\s]{0,8}\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "caption", "summary", "strong", "b")
_LONGEST_HEADING = 80
_CLAUSE = 120  # characters
_FLOORS = 4  # how far up a heading is looked for


def labelled_date(card: Element, text: str, own: str | None = None) -> str | None:
    """The date the card calls its date of issue: in one element with its label, after its label, or by a class.

    A sentence that names another document than the `own` one tells that one's day.
    """
    told = dates.told_days(text)
    if not told:
        card = _with_attributes(card)
        told = dates.told_days(text_of(card))
    if not told:
        return None
    parts = [(part, text_of(part)) for part in card.iter() if isinstance(part.tag, str)]
    close = [days[0] for _, t in parts if len(t) <= _LONGEST_LABEL and len(days := dates.told_days(t)) == 1]
    issued = [day for day in close if day.role == "issued"] or [
        day for day in told if day.role == "issued" and not (day.amid and _is_of_another(text[: day.start], own))
    ]
    if issued:
        return issued[0].iso
    for part, words in parts:
        if _ISSUED_CLASS.search(part.get("class") or "") and (days := dates.told_days(words)):
            return days[0].iso if days[0].role in (None, "issued") else None
    return None


def _is_of_another(before: str, own: str | None) -> bool:
    """True if the words before a day, up to the last sign that parts them, name another document."""
    clause = re.split(r"[|;·•]", before[-_CLAUSE:])[-1]
    named = fields.NUMBER_SHAPE.findall(clause)
    return bool(named) and (own is None or named[-1] not in own)


def _with_attributes(card: Element) -> Element:
    """The card with the days that its `time` elements keep in an attribute as their words."""
    if not any(dates.read_date(part.get("datetime") or "") for part in card.iter("time")):
        return card
    card = deepcopy(card)
    for part in card.iter("time"):
        part.text = dates.read_date(part.get("datetime") or "") or part.text
    return card


def lone_date(card: Element, text: str, title: str | None) -> str | None:
    """The one date of a card whose number stands by itself; none that says it is of the web page, or of effect."""
    named = dates.told_days(text.replace(title or "\0", ""))
    days = {day.iso for day in named}
    if any(day.role not in (None, "issued") for day in named):
        return None
    for part in card.iter("time"):
        days.update(dates.read_dates(part.get("datetime") or ""))
    if not days:
        days.update(_leaves(card))
    if len(days) != 1:
        return None
    (day,) = days
    for part in card.iter():
        told = (part.get("datetime") or text_of(part)) if isinstance(part.tag, str) else ""
        if len(told) <= _LONGEST_LABEL and day in dates.read_dates(told):
            names = " ".join(part.get(name) or "" for name in ("class", "id", "itemprop"))
            said = {part.role for part in dates.told_days(told) if part.role and part.iso == day}
            if said - {"issued"} or _PUBLISHED_CLASS.search(names):
                return None
    return day


def _leaves(card: Element) -> Iterator[str]:
    """Days whose day, month and year stand in elements of their own."""
    for part in card.iter("div", "p", "span", "td", "time", "a"):
        told = text_of(part)
        if leaf := _BOX.fullmatch(told):
            day = dates.read_date("/".join(leaf.groups()))
        elif leaf := _BOX_MONTH_FIRST.fullmatch(told):
            day = dates.read_date(f"{leaf[3]}/{leaf[1]}/{leaf[2]}")
        else:
            day = dates.read_date(told) if len(told) <= 24 else None
        if day:
            yield day


def column_date(cell: Element) -> str | None:
    """The day in a cell below a head that means the day of issue; of several the one called so, or the first."""
    told = text_of(cell)
    days = dates.told_days(told)
    issued = [day for day in days if day.role == "issued"] or [day for day in days if day.role in (None, "published")]
    if days and not issued:
        return None
    found = issued[0].iso if issued else dates.read_date(told, short=True)
    return found or next(_leaves(cell), None) or next(filter(None, map(_attribute, cell.iter())), None)


def _attribute(part: Element) -> str | None:
    """The day in an element's attribute, in whole."""
    return next((day for name in ("datetime", "title") if (day := dates.read_date(part.get(name) or ""))), None)


def headed_date(card: Element, alone: bool) -> str | None:
    """The day of issue that the nearest heading above an entry tells for all below it.

    With `alone` (the entry's number stands by itself) a heading that is nothing but a day counts as well, where there
    are several of them: one alone may be today's, as many portals show it.
    """
    for up in _above(card):
        told = text_of(up)
        if len(told) > _LONGEST_HEADING or not told:
            continue
        days = dates.told_days(told)
        if len(days) != 1:
            return None
        (day,) = days
        return day.iso if day.role == "issued" or (alone and _is_bare(told) and _is_repeated(up)) else None
    return None


def _is_bare(text: str) -> bool:
    """True for a text that is hardly more than one day, not said to be anything."""
    days = dates.told_days(text) if len(text) <= len("Thứ Hai, ngày 05 tháng 01 năm 2024") else []
    return len(days) == 1 and days[0].role is None


def _is_repeated(heading: Element) -> bool:
    """True if elements of the same make near by are bare days, too."""
    holder = heading.getparent()
    around = holder.getparent() if holder.getparent() is not None else holder
    make = (heading.tag, heading.get("class"))
    days = {
        told for other in around.iter(make[0]) if other.get("class") == make[1] and _is_bare(told := text_of(other))
    }
    return len(days) > 1


def _above(card: Element) -> Iterator[Element]:
    """What stands above an element like a heading, nearest first: before itself, then before what holds it."""
    floor = card
    for _ in range(_FLOORS):
        for before in floor.itersiblings(preceding=True):
            if isinstance(before.tag, str) and _is_heading(before):
                yield before
        floor = floor.getparent()
        if floor is None or floor.tag == "body":
            return


def _is_heading(element: Element) -> bool:
    return element.tag in _HEADINGS or (element.tag in ("div", "p", "span", "tr") and not element.xpath(".//a[@href]"))


def has_date(card: Element) -> bool:
    """True if an element of the card holds hardly more than a date."""
    for part in card.iter():
        if isinstance(part.tag, str) and part is not card and len(part) <= 4:
            text = part.get("datetime") or text_of(part)
            if part.tag in ("span", "time", "div") and _CLOCK_TITLE.match(part.get("title") or ""):
                return True  # "8 giờ trước" to the eye, the moment itself in the title
            if 8 <= len(text) <= 60 and dates.read_date(text):
                return True
    return False
