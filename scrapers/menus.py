"""Where on a site its lists of documents may stand: links of menus judged by their words, feeds, moves by script.

The words are data: data/menu_words.csv (what a list of documents is called, what leads away from them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from documents.tables import read_table
from documents.text import fold
from scrapers import fields
from scrapers.addresses import same, same_site
from scrapers.guards import check_address
from scrapers.page import Page, absolute, is_file, links_of, text_of

LONGEST = 60  # characters of a menu's entry; what is longer is a title
_BLANKS = re.compile(r"[\W_]+")
_REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*[\"']?([^\"'>]+)", re.I)
_MOVE = re.compile(r"(?:window|document|top)?\.?location(?:\.href)?\s*=\s*[\"']([^\"']{1,300})[\"']", re.I)
_SHELL = 200  # characters of text: a page with less may be there only to send us on
_FEED = re.compile(r"application/(?:rss|atom)\+xml", re.I)


@dataclass(frozen=True, slots=True)
class Lead:
    """An address worth a look, what its link says, and how much that speaks for a list of documents."""

    url: str
    text: str
    score: float


@cache
def _words() -> tuple[tuple[str, float, str], ...]:
    rows = read_table("menu_words", "scrapers")
    told = [(_plain(row["phrase"]), float(row["weight"]), row["kind"]) for row in rows]
    return tuple(sorted(told, key=lambda word: -len(word[0])))


def _plain(text: str) -> str:
    return f" {_BLANKS.sub(' ', fold(text)).strip()} "


def score_words(text: str) -> float:
    """How much words speak for a list of documents: the best phrase and the worst; 0 says nothing, below 0 leads away.

    "Văn bản chỉ đạo điều hành" 10, "Tin tức" -6, "Liên hệ" -10.
    """
    said = _plain(text)
    found = [weight for phrase, weight, _ in _words() if phrase in said]
    return max((w for w in found if w > 0), default=0.0) + min((w for w in found if w < 0), default=0.0)


def score_address(url: str) -> float:
    """The same for the words of an address's path and query."""
    parts = urlsplit(url)
    return score_words(unquote(f"{parts.path} {parts.query}"))


def find_leads(page: Page) -> list[Lead]:
    """The links of a page that may lead to lists of documents, best first; each address once.

    A text that states a document's own number, or is long, is a row of a list and leads to a document.
    """
    found: dict[str, Lead] = {}
    for url, text in _links(page):
        if not _may_lead(url, page.url) or text.isdigit() or len(text) > LONGEST or fields.NUMBER_SHAPE.search(text):
            continue
        said, written = score_words(text), score_address(url) if text or _is_short(url) else 0.0
        score = max(said, 0.8 * written) if min(said, written) >= 0 else said + min(0.0, written) * 0.5
        if score > 0 and (same(url) not in found or found[same(url)].score < score):
            found[same(url)] = Lead(url, text, score)
    return sorted(found.values(), key=lambda lead: -lead.score)


def _links(page: Page) -> Iterator[tuple[str, str]]:
    """The links of a page with their texts, those of elements that move the reader by script too."""
    yield from ((url, text) for url, text, _ in links_of(page.tree, page.base))
    for element in page.tree.xpath("//*[contains(@onclick, 'location')]"):
        moved = _MOVE.search(element.get("onclick"))
        url = absolute(page.base, moved[1]) if moved else None
        if url:
            yield url, text_of(element)


def leads_among(urls: Iterable[str], site: str, least: float) -> list[Lead]:
    """Addresses (of a sitemap) whose words alone name a list of documents, best and shortest first."""
    found = [Lead(url, "", 0.8 * score_address(url)) for url in urls if _may_lead(url, site) and _is_short(url)]
    return sorted((lead for lead in found if lead.score >= least), key=lambda lead: (-lead.score, len(lead.url)))


def _is_short(url: str) -> bool:
    """A list's slug names a subject; a document's slug is a sentence, a number or a date."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].partition(".")[0]
    return len(_BLANKS.sub(" ", last).split()) <= 7 and not re.search(r"\d{3,}|^\d+-", last)


def _may_lead(url: str, site: str) -> bool:
    return same_site(url, (site,)) and not is_file(url) and check_address(url) is None


def find_feeds(page: Page) -> tuple[str, ...]:
    """The feeds that a page's head names."""
    links = page.tree.xpath("//link[@href]")
    told = (absolute(page.base, link.get("href")) for link in links if _FEED.search(link.get("type") or ""))
    return tuple(dict.fromkeys(url for url in told if url and _may_lead(url, page.url)))


def sent_on(page: Page) -> str | None:
    """Where a page without content of its own sends its reader: a refresh, a script's move, or its one frame."""
    if len(text_of(page.tree)) > _SHELL:
        return None
    return next((url for url in _moves(page) if url and same(url) != same(page.url) and _may_lead(url, page.url)), None)


def _moves(page: Page) -> Iterator[str | None]:
    for meta in page.tree.xpath("//meta[@content]"):
        told = _REFRESH.match(meta.get("content")) if (meta.get("http-equiv") or "").lower() == "refresh" else None
        if told:
            yield absolute(page.base, told[1])
    for move in _MOVE.finditer(page.html):
        yield absolute(page.base, move[1])
    for frame in page.tree.xpath("//frame[@src]|//iframe[@src]"):
        yield absolute(page.base, frame.get("src"))
