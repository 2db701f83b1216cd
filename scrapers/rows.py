"""One row of a list: a table row under known heads, or a card; what it says, and how much of a document that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from documents.record import Item
from scrapers import fields
from scrapers.page import Element, Page, files_of, is_file, links_of, text_of

_ISSUED_CLASS = re.compile(r"banhanh|ban-hanh|issue|ngayvb", re.I)
_SKIPPED_ROW = re.compile(r"lfr-template|pager|pagination", re.I)
_LABELLED_DATE = re.compile(
    r"(?:ngày\s+(?:ban\s+hành|ký|bh|văn\s+bản)\s*:?|ban\s+hành\s*:)\s*(?:là\s*)?([\d/.\- ]{8,14}|\d.{0,24}năm\s+\d{4})",
    re.I,
)
# "Tổng số: 22" counts rows; the label of a number is written large
_LABELLED_NUMBER = re.compile(
    r"(?:(?:số\s*[/,]?\s*k[ýí]\s*hiệu|số\s*hiệu|k[ýí]\s*hiệu)\s*:?|(?<!\w)(?-i:Số|SỐ)\s*:)\s*(\S.{0,40})", re.I
)
_LABELLED_TYPE = re.compile(r"(?:loại|hình thức|thể loại)(?:\s+văn\s+bản)?\s*:\s*(\S.{0,30})", re.I)
_HOLDS_MORE = ".//a[@href][not(starts-with(@href, '#'))]|.//td"
_CLOCK_TITLE = re.compile(r"^[\d:,\s]{0,8}\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_MAX_ROW = 4000  # characters: a longer "row" is a column of the page


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate row: what it says, and how much of a document that is."""

    item: Item
    score: float
    dated: bool


def table_rows(table: Element) -> list[Element]:
    """The table's own rows, not those of tables inside it."""
    found: list[Element] = table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
    return found


def read_heads(rows: list[Element]) -> tuple[dict[int, str], int] | None:
    """(column -> field, index of the head row) of a table whose head speaks of documents, within its first rows."""
    for index, row in enumerate(rows[:4]):
        found: dict[int, str] = {}
        cells = list(_columns(row))
        if any(fields.read_date(text_of(cell)) for _, cell in cells):
            continue  # labels with their values beside them: the attributes of one document
        for column, cell in cells:
            name = fields.header_field(text_of(cell)) if len(cell.xpath(".//tr")) == 0 else None
            if name and (name in ("other", "file") or name not in found.values()):
                found[column] = name
        kinds = set(found.values()) - {"other"}
        if len(kinds) >= 2 and kinds & {"number", "title"}:
            return found, index
    return None


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        if cell.tag in ("td", "th"):
            yield column, cell
            column += int(cell.get("colspan")) if (cell.get("colspan") or "").isdigit() else 1


def read_table_row(row: Element, page: Page, heads: dict[int, str]) -> Row | None:
    """A row under known heads; group headings, pagers and empty rows are None."""
    cells = dict(_columns(row))
    if _SKIPPED_ROW.search(row.get("class") or "") or len(cells) < 2:
        return None
    said = {heads[c]: text_of(cell) for c, cell in reversed(cells.items()) if c in heads}
    titles = [cell for c, cell in cells.items() if heads.get(c) == "title"]
    title = said.get("title") or None
    own = fields.own_number(title) if title else (None, None, None)
    number = fields.read_number(said.get("number", "")) or own[0]
    issued = fields.read_date(said.get("issued", "")) or own[1]
    if not number and not title:
        return None
    files = files_of(row, page.base)
    links = _page_links(row, page, files)
    inside = [link for cell in titles for link in _page_links(cell, page, files)]
    detail = _detail(inside) or _detail(links)
    if not (detail or files or row.xpath(".//*[@onclick]|.//a") or (number and issued)):
        return None
    item = Item(
        number=number,
        issued=issued,
        title=_main_title(inside, title),
        type=said.get("type") or fields.told_type(title, number),
        issuer=said.get("issuer") or None,
        detail_url=detail,
        file_urls=files,
    )
    return Row(item, 3.0 + bool(number) + bool(issued), bool(issued))


def _main_title(links: list[tuple[str, str]], title: str | None) -> str | None:
    """The title's own link text where a cell holds more than the title."""
    texts = [t for _, t in links if not fields.is_noise(t)]
    return max(texts, key=len) if texts and title and len(max(texts, key=len)) >= len(title) / 2 else title


def read_card(card: Element, page: Page) -> Row | None:
    """An entry of a list without heads: what its links, labels and dates say."""
    if _SKIPPED_ROW.search(card.get("class") or "") or card.xpath(".//input[not(@type) or @type='text']|.//textarea"):
        return None
    text = text_of(card)
    if not 8 <= len(text) <= _MAX_ROW:
        return None
    links = [(u, t) for u, t, _ in links_of(card, page.base)]
    files = files_of(card, page.base)
    pages = _page_links(card, page, files)
    distinct = {u for u, t in pages if len(t) > 3 and not fields.is_noise(t)}
    if len(distinct) > 3:  # several documents: a column of the page, not a row
        return None
    detail = _detail(pages)
    title = _card_title(card, pages, links)
    number, issued, kind = fields.own_number(title) if title else (None, None, None)
    labelled = _LABELLED_NUMBER.search(text)
    told = fields.read_number(_leading(labelled[1])) if labelled else None
    number = number or told or _lone_number(card)
    issued = _labelled_date(card, text) or issued
    typed = _LABELLED_TYPE.search(text)
    if (not title and not number) or (title and fields.is_head_row(title)):
        return None
    dated = bool(detail) and title is not None and len(title) >= 12 and _has_date(card)
    score = 3.0 * bool(number) + 1.5 * (bool(kind) + bool(files) + bool(issued)) + 0.5 * (bool(detail) + dated)
    if not (detail or files or card.xpath(".//*[@onclick]")):
        return None
    if typed:
        kind = fields.leading_type(typed[1]) or kind
    elif kind and title:
        kind = fields.told_type(title, number)
    if title and number and len(title) < len(number) + 30:
        title = _longer_block(card) or title
    item = Item(number=number, issued=issued, title=title, type=kind, detail_url=detail, file_urls=files)
    return Row(item, score, dated)


def _leading(text: str) -> str:
    """The first word, and a second if it goes on with the number: "12 /KH-UBND Ngày ..."."""
    words = text.split()
    return " ".join(words[:2]) if len(words) > 1 and words[1][0] in "/-" else words[0]


def _longer_block(card: Element) -> str | None:
    """The trích yếu where the link holds hardly more than type and number: the card's longest block of its own."""
    blocks = [text_of(b) for b in card.iter("div", "p", "span", "td", "strong", "i", "em") if not b.xpath(_HOLDS_MORE)]
    told = [
        b
        for b in blocks
        if len(b) >= 20 and not (fields.is_publication(b) or fields.read_date(b) or fields.is_head_row(b))
    ]
    return max(told, key=len) if told else None


def _page_links(part: Element, page: Page, files: tuple[str, ...]) -> list[tuple[str, str]]:
    """The links of a row that may lead to its page: no files, not the front page, not the list itself."""
    found = []
    for address, text, _ in links_of(part, page.base):
        parts = urlsplit(address)
        front = parts.path in ("", "/") and not parts.query
        if not (front or is_file(address) or address in files or address.rstrip("/") == page.url.rstrip("/")):
            found.append((address, text))
    return found


def _detail(links: list[tuple[str, str]]) -> str | None:
    """The link that leads to the document's page: the one with the longest telling text, else the first."""
    telling = [(u, t) for u, t in links if t and not fields.is_noise(t)]
    if telling:
        return max(telling, key=lambda link: len(link[1]))[0]
    return links[0][0] if links else None


def _card_title(card: Element, pages: list[tuple[str, str]], links: list[tuple[str, str]]) -> str | None:
    """The title: the longest block inside the telling link, else the longest telling link text, else a heading."""
    texts = [t for _, t in pages if not fields.is_noise(t) and not fields.read_number(t)]
    for heading in card.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        told = text_of(heading)
        if len(told) >= 12:
            return told
    if texts:
        best = max(texts, key=len)
        blocks = [text_of(b) for a in card.iter("a") if text_of(a) == best for b in a.iter("div", "p", "li")]
        inner = [b for b in blocks if b and b != best and not fields.is_noise(b) and not fields.NUMBER_SHAPE.match(b)]
        found = max(inner, key=len) if len(inner) > 1 else best
        return None if len(found) < 24 and fields.read_date(found) else found  # "Ngày: 2/11/2016": the title is empty
    blocks = [text_of(b) for b in card.iter("div", "p", "span", "strong") if len(b) == 0]
    plain = [b for b in blocks if len(b) >= 12 and not fields.is_noise(b)]
    if plain:
        return max(plain, key=len)
    names = [t for _, t in links if len(t) >= 12 and not fields.is_noise(t)]
    if names:
        return max(names, key=len)
    loose = " ".join(" ".join(card.xpath("./text()|./p/text()|./div/text()")).split())
    return loose if 12 <= len(loose) <= 500 else None


def _lone_number(card: Element) -> str | None:
    """A number that stands alone in an element of its own ("12/KH-UBND" in a cell or a link)."""
    for part in card.iter():
        if isinstance(part.tag, str) and len(part) <= 1:
            text = text_of(part)
            if 4 < len(text) <= 48 and fields.NUMBER_SHAPE.search(text) and not re.search(r"[a-zà-ỹ]{3}", text):
                return fields.read_number(text)
    return None


def _labelled_date(card: Element, text: str) -> str | None:
    """The date the card calls its date of issue: by a label, or by the class of its element."""
    match = _LABELLED_DATE.search(text)
    if match:
        return fields.read_date(match[1])
    for part in card.iter():
        if isinstance(part.tag, str) and _ISSUED_CLASS.search(part.get("class") or ""):
            told = text_of(part)
            if not fields.is_publication(told) and not fields.is_effect(told):
                return fields.read_date(told)
    return None


def _has_date(card: Element) -> bool:
    """True if an element of the card holds hardly more than a date."""
    for part in card.iter():
        if isinstance(part.tag, str) and part is not card and len(part) <= 4:
            text = part.get("datetime") or text_of(part)
            if part.tag in ("span", "time", "div") and _CLOCK_TITLE.match(part.get("title") or ""):
                return True  # "8 giờ trước" to the eye, the moment itself in the title
            if 8 <= len(text) <= 60 and fields.read_date(text):
                return True
    return False
