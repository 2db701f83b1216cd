"""What a row of a list is, in a table or as a card: which of its links leads to its page, which number stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from documents.record import Item
from scrapers import fields
from scrapers.page import Element, Page, is_file, links_of, text_of

SKIPPED_ROW = re.compile(r"lfr-template|pager|pagination", re.I)


_SHARED = re.compile(r"^https?://(?:[\w-]+\.)*(?:facebook|twitter|x|linkedin|pinterest|zalo|t)\.(?:com|me)/", re.I)


_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "small", "mark", "label"})
_SENTENCE = re.compile(r"\w\s+\w[^:|·•()\[\]]*\w\s*$")  # at least two words that run on to what follows


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate row: what it says, and how much of a document that is.

    `firm` says that it tells an issued document: by its number, by heads or labels that only documents have. `typed`
    is a row whose title only begins like one ("Kế hoạch ..."), as news may.
    """

    item: Item
    score: float
    dated: bool
    firm: bool = True
    typed: bool = False


def page_links(part: Element, page: Page, files: tuple[str, ...]) -> list[tuple[str, str]]:
    """The links of a row that may lead to its page: no files, not the front page, not the list itself."""
    found = []
    for address, text, _ in links_of(part, page.base):
        parts = urlsplit(address)
        front = parts.path in ("", "/") and not parts.query
        if not (
            front
            or _SHARED.search(address)
            or is_file(address)
            or address in files
            or address.rstrip("/") == page.url.rstrip("/")
        ):
            found.append((address, text))
    return found


def detail_link(links: list[tuple[str, str]]) -> str | None:
    """The link that leads to the document's page: the one with the longest telling text, else the first."""
    telling = [(u, t) for u, t in links if t and not fields.is_noise(t)]
    if telling:
        return max(telling, key=lambda link: len(link[1]))[0]
    return links[0][0] if links else None


def lone_number(card: Element) -> str | None:
    """A number that stands alone in an element of its own ("12/KH-UBND" in a cell or a link), not amid a sentence."""
    for part in card.iter():
        if isinstance(part.tag, str) and len(part) <= 1:
            text = text_of(part)
            kind = fields.leading_type(text) if len(text) <= 64 else None
            bare = text[len(kind) :].strip() if kind else text
            shaped = 4 < len(bare) <= 48 and fields.NUMBER_SHAPE.search(bare) and not re.search(r"[a-zà-ỹ]{3}", bare)
            if shaped and (part is card or not _SENTENCE.search(_before(part, card))):
                return fields.read_number(bare)
    return None


def _before(part: Element, card: Element) -> str:
    """What stands before an element in its line: in the same block, up to the last sign that parts words."""
    told: list[str] = []
    while part is not card and part.tag in _INLINE and part.getparent() is not None:
        for sibling in part.itersiblings(preceding=True):
            if sibling.tag not in _INLINE:
                told.append((sibling.tail or "") + "|")
                return "".join(reversed(told))
            told.append(f"|{sibling.tail or ''}")
        part = part.getparent()
        told.append(part.text or "")
    return "".join(reversed(told))
