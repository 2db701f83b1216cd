"""An entry of a list without heads (a card, an item, a paragraph): what its links, labels and dates say."""

from __future__ import annotations

import re

from documents.record import Item
from documents.text import normalize
from scrapers import fields
from scrapers.card_title import LONGEST_LINE, card_title, longer_block, whole_title, without_day_behind
from scrapers.issue_day import has_date, headed_date, labelled_date, lone_date
from scrapers.page import Element, Page, files_of, links_of, text_of
from scrapers.rows import SKIPPED_ROW, Row, detail_link, lone_number, page_links

_LABELLED_TYPE = re.compile(r"(?:loại|hình thức|thể loại)(?:\s+văn\s+bản)?\s*:\s*(\S.{0,30})", re.I)
_PIECES = re.compile(r"\s*[|·•()\[\]]\s*|\s+[-–]\s+|;\s+")  # of a line of attributes
_NUMBER_AND_COLON = re.compile(r"^\d\S{2,30}\s*[:–]\s")
_SPACED = re.compile(r"\s*\d{1,5}(?:\s?[/-]\s?(?:\d{4}(?!\d)|[A-ZĐƯ][A-ZĐƯa-z]{0,8}(?![\wà-ỹ])))+")
_TELLING = 20  # characters of a link's text from which on it may name a document
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
    title = card_title(card, pages, links)
    title = without_day_behind(fields.without_ordinal(whole_title(title, card))) if title else None
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
        title=(longer_block(card) or title) if title and number and len(title) < len(number) + 30 else title,
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
        if words == "|" or len(words) > LONGEST_LINE:
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


def _with_tips(card: Element, text: str) -> str:
    """The card's text and what its links only say when pointed at, where that tells a number and the text does not."""
    if fields.NUMBER_SHAPE.search(text):
        return text
    tips = (a.get("title") or "" for a in card.iter("a"))
    return " | ".join((text, *(normalize(tip) for tip in tips if fields.number_label().search(tip))))


def _own_of_cell(cell: Element) -> str | None:
    """The number of a cell that is a card of its own: it has a link, too."""
    return lone_number(cell) if cell.tag == "td" and cell.xpath(".//a[@href]") else None


def _is_pager(text: str) -> bool:
    """True for the text of a link that only turns pages."""
    told = text.strip("[]() ").lower()
    return told.isdigit() or told in fields.words("next")
