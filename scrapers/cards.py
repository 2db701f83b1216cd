"""An entry of a list without heads (a card, an item, a paragraph): what its links, labels and dates say."""

from __future__ import annotations

import re

from documents.record import Item
from documents.text import normalize
from scrapers import dates, fields
from scrapers.days import has_date, headed_date, labelled_date, lone_date
from scrapers.page import Element, Page, files_of, links_of, text_of
from scrapers.rows import SKIPPED_ROW, Row, detail_link, lone_number, page_links

_LABELLED_TYPE = re.compile(r"(?:loại|hình thức|thể loại)(?:\s+văn\s+bản)?\s*:\s*(\S.{0,30})", re.I)
_HOLDS_MORE = ".//a[@href][not(starts-with(@href, '#'))]|.//td"
_DAY_BEFORE = re.compile(r"^\s*\([^()]{6,40}\)\s*[:–-]\s*")  # "(05/01/2024): Về …" behind a linked number
_PARTED = re.compile(r"\s*[-–|(\[,]\s*$")
_EMPTY_BRACKETS = re.compile(r"\s*[(\[][\s,;|/]*[)\]]")
_PIECES = re.compile(r"\s*[|·•()\[\]]\s*|\s+[-–]\s+|;\s+")  # of a line of attributes
_NUMBER_AND_COLON = re.compile(r"^\d\S{2,30}\s*[:–]\s")
_SPACED = re.compile(r"\s*\d{1,5}(?:\s?[/-]\s?(?:\d{4}(?!\d)|[A-ZĐƯ][A-ZĐƯa-z]{0,8}(?![\wà-ỹ])))+")
_NAMING = re.compile(r"\b(?:số|ngày|tháng|năm)\b", re.I)
_LONGEST_LINE = 160  # characters of a line of attributes
_TELLING = 20  # characters of a link's text from which on it may name a document
_REACH = 60  # characters in which a line's first day stands, if it is one of attributes
_LONGEST_DAY, _BESIDE_DAY = 40, 13  # characters of a line that is but a day, and of what it says besides
_LEAST_TITLE = 12
_MANY = 2  # files, each with a number: several documents
_MOST_LINKS = 12
_MAX_ROW = 4000  # characters: a longer "row" is a column of the page


def read_card(card: Element, page: Page) -> Row | None:
    """An entry of a list without heads: what its links, labels and dates say."""
    text = text_of(card)
    if not 8 <= len(text) <= _MAX_ROW or not _is_entry(card):
        return None
    text = _with_tips(card, text)
    links = [(u, t) for u, t, _ in links_of(card, page.base)]
    files = files_of(card, page.base)
    pages = page_links(card, page, files)
    if _holds_several(pages, links) or (len(files) > _MANY and len(set(fields.NUMBER_SHAPE.findall(text))) > _MANY):
        return None
    detail = detail_link(pages)
    title = _card_title(card, pages, links)
    title = _without_day_behind(fields.without_ordinal(_whole(title, card))) if title else None
    own = fields.own_number(title) if title else (None, None, None)
    lone, beside = _lone_number(card, text, title, own[0])
    number = own[0] or lone
    labelled = labelled_date(card, text, number)
    issued = labelled or beside or own[1] or (lone_date(card, text, title) if lone else None)
    issued = issued or headed_date(card, bool(lone))
    if (not title and not number) or (title and fields.is_head_row(title)):
        return None
    if links and not (number or files) and all(_is_pager(t) for _, t in links):
        return None
    if not (detail or files or (lone and issued) or card.xpath("descendant-or-self::*[@onclick]")):
        return None
    kind = own[2]
    dated = bool(detail) and title is not None and len(title) >= 12 and has_date(card)
    score = 3.0 * bool(number) + 1.5 * (bool(kind) + bool(files) + bool(issued)) + 0.5 * (bool(detail) + dated)
    other = not number and bool(title and fields.is_other(title))
    formal = bool(kind and fields.is_formal(kind))
    firm = not other and bool(number or labelled or (formal and files))
    item = Item(
        number=number,
        issued=issued,
        title=(_longer_block(card) or title) if title and number and len(title) < len(number) + 30 else title,
        type=_type(text, title, kind, number),
        detail_url=detail,
        file_urls=files,
    )
    return Row(item, score + bool(labelled), dated, firm, formal and not other)


def _is_entry(card: Element) -> bool:
    """False for pagers, forms, and rows of a table that hold several documents side by side."""
    if SKIPPED_ROW.search(card.get("class") or "") or card.xpath(".//input[not(@type) or @type='text']|.//textarea"):
        return False
    return card.tag != "tr" or len({number for cell in card if (number := _own_of_cell(cell))}) <= 1


def _holds_several(pages: list[tuple[str, str]], links: list[tuple[str, str]]) -> bool:
    """True for links to several documents: a column of the page, no entry of a list; links to kinds are short."""
    if len({number for _, t in links if len(t) >= _TELLING and (number := fields.own_number(t)[0])}) > 1:
        return True
    distinct = {u: t for u, t in pages if len(t) > 3 and not fields.is_noise(t)}
    telling = [t for t in distinct.values() if len(t) >= _TELLING or fields.NUMBER_SHAPE.search(t)]
    return len(telling) > 3 or len(distinct) > _MOST_LINKS


def _lone_number(card: Element, text: str, title: str | None, own: str | None) -> tuple[str | None, str | None]:
    """(the number that a card tells apart from its title, the day told right behind it).

    A title that is a number with a colon tells it apart, too: "12/KH-UBND: Về …".
    """
    labelled = fields.number_label().search(text)
    if not labelled and not fields.NUMBER_SHAPE.search(text):
        return None, None
    told = fields.read_number(_leading(text[labelled.end() :])) if labelled else None
    lone = told or lone_number(card)
    if lone or own:
        opens = title is not None and own is not None and bool(_NUMBER_AND_COLON.match(title))
        return (own if opens and not lone else lone), None
    for part in card.iter("p", "div", "span", "li", "td", "em", "i", "b", "strong", "small"):
        words = text_of(part).replace(title or "\0", "|")
        if words == "|" or len(words) > _LONGEST_LINE:
            continue
        for piece in (words, *_PIECES.split(words)):
            found = fields.own_number(piece)
            if found[0] and not found[2]:  # "Số 15-NQ/TU, ngày 26/11/2021 của Ban Chấp hành"
                return found[:2]
    return None, None


def _type(text: str, title: str | None, kind: str | None, number: str | None) -> str | None:
    typed = _LABELLED_TYPE.search(text)
    if typed:
        return fields.leading_type(typed[1]) or kind
    return fields.told_type(title, number) if kind and title else kind


def _leading(text: str) -> str:
    """The number that a text begins with, blanks around its signs taken out: "12 / KH - UBND Ngày ..."."""
    words = text.split() or [""]
    if fields.NUMBER_SHAPE.match(words[0]):
        return words[0]
    spaced = _SPACED.match(text)
    return re.sub(r"\s+", "", spaced[0]) if spaced else words[0]


def _longer_block(card: Element) -> str | None:
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


def _card_title(card: Element, pages: list[tuple[str, str]], links: list[tuple[str, str]]) -> str | None:
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
        if own[0] and own[2] and len(text_of(block)) > len(linked) + _TELLING and fields.read_number(linked):
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


def _whole(title: str, card: Element) -> str:
    """A title that is cut short, as the link's or element's own title tells it in full."""
    if not title.endswith(("...", "…")):
        return title
    start = title.rstrip(".… ")[:40]
    tips = (" ".join(normalize(part.get("title")).split()) for part in card.iter() if part.get("title"))
    return next((tip for tip in tips if tip.startswith(start) and len(tip) > len(title) - 3), title)


def _with_tips(card: Element, text: str) -> str:
    """The card's text and what its links only say when pointed at, where that tells a number and the text does not."""
    if fields.NUMBER_SHAPE.search(text):
        return text
    tips = (a.get("title") or "" for a in card.iter("a"))
    return " | ".join((text, *(normalize(tip) for tip in tips if fields.number_label().search(tip))))


def _tooltips(card: Element) -> list[str]:
    """What links that show the number only say when pointed at."""
    told = (" ".join((a.get("title") or "").split()) for a in card.iter("a"))
    return [tip for tip in told if len(tip) >= 20 and not fields.is_noise(tip) and not fields.read_number(tip)]


def _without_days(text: str) -> str:
    """The text behind its last labelled day, where something is said there: "Ban hành 05/01/2024: Về …"."""
    days = [day for day in dates.told_days(text) if day.role]
    rest = re.sub(r"^[\W\d]+", "", text[days[-1].end :]) if days and days[0].start <= _REACH else ""
    return rest if len(rest) >= _LEAST_TITLE else text


def _without_day_behind(title: str) -> str:
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
    return len(text) <= _LONGEST_LINE and any(day.role for day in dates.told_days(text))


def _is_day(text: str) -> bool:
    """True for hardly more than a date: "Ngày: 2/11/2016"."""
    days = dates.find_days(text) if len(text) <= _LONGEST_DAY else []
    return bool(days) and len(text) - (days[0].end - days[0].start) <= _BESIDE_DAY


def _own_of_cell(cell: Element) -> str | None:
    """The number of a cell that is a card of its own: it has a link, too."""
    return lone_number(cell) if cell.tag == "td" and cell.xpath(".//a[@href]") else None


def _is_pager(text: str) -> bool:
    """True for the text of a link that only turns pages."""
    told = text.strip("[]() ").lower()
    return told.isdigit() or told in fields.words("next")
