"""What an entry without heads calls its document: a link, a heading, a labelled value, a line beside its attributes."""

from __future__ import annotations

import re

from documents.text import normalize
from scrapers import dates, fields
from scrapers.page import Element, text_of

LONGEST_LINE = 160  # characters of a line of attributes
_HOLDS_MORE = ".//a[@href][not(starts-with(@href, '#'))]|.//td"
_DAY_BEFORE = re.compile(r"^\s*\([^()]{6,40}\)\s*[:–-]\s*")  # "(05/01/2024): Về …" behind a linked number
_PARTED = re.compile(r"\s*[-–|(\[,]\s*$")
_EMPTY_BRACKETS = re.compile(r"\s*[(\[][\s,;|/]*[)\]]")
_NAMING = re.compile(r"\b(?:số|ngày|tháng|năm)\b", re.I)
_REACH = 60  # characters in which a line's first day stands, if it is one of attributes
_LONGEST_DAY, _BESIDE_DAY = 40, 13  # characters of a line that is but a day, and of what it says besides
_LEAST_TITLE = 12


def longer_block(card: Element) -> str | None:
    """The trích yếu where the link holds hardly more than type and number: the card's longest block of its own."""
    blocks = [text_of(b) for b in card.iter("div", "p", "span", "td", "strong", "i", "em") if not b.xpath(_HOLDS_MORE)]
    told = [
        b
        for b in blocks
        if len(b) >= 20 and not (dates.has_role(b, "published") or _is_attribute(b) or fields.is_head_row(b))
    ]
    if told:
        return max(told, key=len)
    pieces = card.xpath(".//text()[not(ancestor::a)]")
    loose = [_without_days(_DAY_BEFORE.sub("", " ".join(piece.split()))).strip(" :;,.-–()") for piece in pieces]
    long = [piece for piece in loose if len(piece) >= 20 and not _is_attribute(piece)]
    return max(long, key=len, default=None)


def card_title(card: Element, pages: list[tuple[str, str]], links: list[tuple[str, str]]) -> str | None:
    """The title: the longest block inside the telling link, else the longest telling link text, else a heading."""
    texts = [t for _, t in pages if not fields.is_noise(t) and not fields.read_number(t)]
    if not texts and (labelled := _labelled_title(card)):
        return labelled
    if not texts and (tips := _tooltips(card)):
        return max(tips, key=len)
    for heading in card.iter("h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"):
        told = text_of(heading)
        if len(told) >= 12:
            return told
    if texts:
        best = max(texts, key=len)
        blocks = [text_of(b) for a in card.iter("a") if text_of(a) == best for b in a.iter("div", "p", "li")]
        inner = [b for b in blocks if b and b != best and not fields.is_noise(b) and not fields.NUMBER_SHAPE.match(b)]
        found = max(inner, key=len) if len(inner) > (card.tag != "a") else best
        return None if _is_day(found) else found  # "Ngày: 2/11/2016": the title is empty
    if sentence := _sentence(card):
        return sentence
    blocks = [text_of(b) for b in card.iter("div", "p", "span", "strong") if len(b) == 0]
    plain = [b for b in blocks if len(b) >= _LEAST_TITLE and not fields.is_noise(b) and not _is_attribute(b)]
    if plain:
        return max(plain, key=len)
    names = [t for _, t in links if len(t) >= 12 and not fields.is_noise(t)]
    if names:
        return max(names, key=len)
    if card.xpath("./div|./p|./figcaption|./table|./ul|./td"):
        pieces = card.xpath("./text()|./p/text()|./div/text()|./figcaption/text()|./td/text()")
    else:  # one line of text, links to files at its end
        pieces = card.xpath(".//text()[not(ancestor::a)]")
    loose = _without_days(" ".join(" ".join(p for p in pieces if not _is_day(p.strip())).split()))
    loose = _DAY_BEFORE.sub("", _EMPTY_BRACKETS.sub("", loose)).strip(" -–|,:·")
    return loose if _LEAST_TITLE <= len(loose) <= 500 else None


def _sentence(card: Element) -> str | None:
    """The line that opens with type and number and goes on, its number a link: "Quyết định số <a>…</a> ngày … về …"."""
    for block in card.xpath("descendant-or-self::*[self::td or self::li or self::p or self::div][./a]"):
        own = fields.own_number(text_of(block)) if (block.text or "").strip() else (None, None, None)
        linked = " ".join(text_of(a) for a in block.iter("a"))
        if own[0] and own[2] and len(text_of(block)) > len(linked) + _LEAST_TITLE and fields.read_number(linked):
            return text_of(block)
    return None


def _labelled_title(card: Element) -> str | None:
    """What stands beside or below a label that means the title."""
    for part in card.iter("td", "th", "dt", "div", "p", "span", "b", "strong", "label"):
        if len(part) <= 1 and fields.header_field(told := text_of(part)) == "title":
            beside = part.getnext()
            value = text_of(beside) if beside is not None and beside.tag != "br" else (part.tail or "").strip(" :")
            if len(value) >= _LEAST_TITLE and value != told:
                return " ".join(value.split())
    return None


def whole_title(title: str, card: Element) -> str:
    """A title that is cut short, as the link's or element's own title tells it in full."""
    if not title.endswith(("...", "…")):
        return title
    start = title.rstrip(".… ")[:40]
    tips = (" ".join(normalize(part.get("title")).split()) for part in card.iter() if part.get("title"))
    return next((tip for tip in tips if tip.startswith(start) and len(tip) > len(title) - 3), title)


def _tooltips(card: Element) -> list[str]:
    """What links that show the number only say when pointed at."""
    told = (" ".join((a.get("title") or "").split()) for a in card.iter("a"))
    return [tip for tip in told if len(tip) >= 20 and not fields.is_noise(tip) and not fields.read_number(tip)]


def _without_days(text: str) -> str:
    """The text behind its last labelled day, where something is said there: "Ban hành 05/01/2024: Về …"."""
    days = [day for day in dates.told_days(text) if day.role]
    rest = re.sub(r"^[\W\d]+", "", text[days[-1].end :]) if days and days[0].start <= _REACH else ""
    return rest if len(rest) >= _LEAST_TITLE else text


def without_day_behind(title: str) -> str:
    """The title without the day put behind it: "Về … - 18/1/2022"."""
    days = dates.find_days(title)
    behind = days and not title[days[-1].end :].strip(" )].") and _PARTED.search(title[: days[-1].start])
    return title[: behind.start()].rstrip() if behind and behind.start() >= _LEAST_TITLE else title


def _is_attribute(text: str) -> bool:
    """True for a line of a day, of a number, or of labels with their values: no title."""
    if _is_day(text) or fields.read_number(text) or fields.number_label().match(text):
        return True
    named = fields.NUMBER_SHAPE.search(text)
    if named and len(re.findall(r"[^\W\d]", _NAMING.sub("", text.replace(named[0], "")))) < _LEAST_TITLE:
        return True  # "Công văn số 12/UBND-TH ngày 05/01/2024", "Kế hoạch · 12/KH-UBND"
    label, colon, _ = text.partition(":")
    if colon and fields.header_field(label) not in (None, "title"):
        return True
    return len(text) <= LONGEST_LINE and any(day.role for day in dates.told_days(text))


def _is_day(text: str) -> bool:
    """True for hardly more than a date: "Ngày: 2/11/2016"."""
    days = dates.find_days(text) if len(text) <= _LONGEST_DAY else []
    return bool(days) and len(text) - (days[0].end - days[0].start) <= _BESIDE_DAY
