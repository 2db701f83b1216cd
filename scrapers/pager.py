"""The pages of a list that follow the one at hand, read off its pager."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapers import fields
from scrapers.page import Element, Page, absolute, is_file, links_of

_SCRIPT_PAGE = re.compile(r"__doPostBack|page|trang", re.I)
_DIGITS = re.compile(r"\d+")
_PAGER = re.compile(r"pag(?:er|ing|ination|inate|e-?num|e-?nav)|phan-?trang|_cur\b|next-?pages?", re.I)


def find_next(page: Page) -> tuple[str, ...]:
    """Addresses of following pages, nearest first: what is marked as next, then page numbers above this one.

    A page number counts only where its address is this page's address but for numbers and parameters, or inside
    an element that calls itself a pager. Pagers that work by script only give nothing.
    """
    here = _page_key(page.url)
    marked: list[str] = []
    numbered: dict[int, str] = {}
    current = _current_number(page)
    for address, text, a in links_of(page.tree, page.base):
        if is_file(address) or _same(address, page.url):
            continue
        if (a.get("rel") or "").lower() == "next" or (_is_next(a, text) and _same_host(address, page.url)):
            marked.append(address)
        elif (told := text.strip("[]() ")).isdigit() and len(told) <= 4 and _same_host(address, page.url):
            near = _page_key(address) == here or _in_pager(a) or _is_counted(a, int(told), address, page)
            if near and int(told) > current:
                numbered.setdefault(int(told), address)
    for link in page.tree.iter("link"):
        if (link.get("rel") or "").lower() == "next" and link.get("href"):
            following = absolute(page.base, link.get("href"))
            if following:
                marked.insert(0, following)
    ordered = [numbered[n] for n in sorted(numbered)]
    return tuple(dict.fromkeys(ordered or marked)) if numbered else tuple(dict.fromkeys(marked))


def has_script_pager(page: Page) -> bool:
    """True if the page has a pager that works only by script, so that following pages cannot be read off it."""
    for element in page.tree.xpath("//a[starts-with(@href, 'javascript:') or @href='#' or not(@href)]|//*[@onclick]"):
        told = "".join(element.itertext()).strip()
        act = f"{element.get('href') or ''} {element.get('onclick') or ''} {element.get('data-page') or ''}"
        if "__doPostBack" in act and told.isdigit():
            continue  # scrapers.postback turns it; what is left on the last page leads back
        turns = (told.isdigit() and len(told) <= 4 and told != "1") or told.lower() in fields.words("next")
        if turns and (_in_pager(element) or _SCRIPT_PAGE.search(act)):
            return True
    return bool(page.tree.xpath("//*[contains(@class, 'page-number')][@data-page]"))


def _is_next(a: Element, text: str) -> bool:
    told = (text or a.get("title") or a.get("aria-label") or "").strip().lower()
    told = re.sub(r"\s*[»›>→]+$", "", told).strip() or told
    return told in fields.words("next") and (_in_pager(a) or len(told) > 3 or told in ("»", "›", ">", ">>"))


def _in_pager(a: Element) -> bool:
    around = [a, *list(a.iterancestors())[:5]]
    return any(_PAGER.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in around) or bool(
        _PAGER.search(a.get("href") or "")
    )


def _is_counted(a: Element, number: int, address: str, page: Page) -> bool:
    """True if a neighbour counts on, its address being the same but for numbers: [2] [3] without a pager's name."""
    holder = a.getparent()
    if holder is None or len(holder) > 40:
        return False
    near = {t.strip("[]() "): _page_key(url) for url, t, _ in links_of(holder, page.base)}
    return any(near.get(str(other)) == _page_key(address) for other in (number - 1, number + 1))


def _current_number(page: Page) -> int:
    """The number of the page at hand: the one marked active in the pager, else 1."""
    for element in page.tree.xpath(
        "//*[contains(@class,'active') or contains(@class,'current') or self::strong or self::span]"
    ):
        text = "".join(element.itertext()).strip()
        if text.isdigit() and len(text) <= 4 and _in_pager(element):
            return int(text)
    return 1


def _page_key(address: str) -> tuple[str, str]:
    """An address without its numbers and query: what the pages of one list share."""
    parts = urlsplit(address)
    path = re.sub(r"(?:/|-)?(?:page|trang)[-/]?$", "", _DIGITS.sub("", parts.path).rstrip("/"))
    return (parts.hostname or "").removeprefix("www."), path.removesuffix(".html").rstrip("-/")


def _same(a: str, b: str) -> bool:
    return a.rstrip("/") == b.rstrip("/")


def _same_host(a: str, b: str) -> bool:
    return (urlsplit(a).hostname or "").removeprefix("www.") == (urlsplit(b).hostname or "").removeprefix("www.")
