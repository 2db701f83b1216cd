"""Pagers that post the page's own form back: ASP.NET `__doPostBack('grid','Page$2')` with its hidden fields.

The hidden state (`__VIEWSTATE`, `__EVENTVALIDATION`) is of this very page: the request for the next one is read off
each page anew.
"""

from __future__ import annotations

import re

from scrapers import fields
from scrapers.page import Element, Page, absolute
from scrapers.page_request import PageRequest

_POSTBACK = re.compile(r"__doPostBack\(\s*(?:'|&#39;|\")([^'\"&]*)(?:'|&#39;|\")\s*,\s*(?:'|&#39;|\")([^'\"&]*)")
_PAGE_ARGUMENT = re.compile(r"Page\$(\d+)$")
_FIELDS = ".//input[@name and not(@disabled) and (not(@type) or @type='hidden' or @type='text')]"
_DOTS = frozenset({"...", "…"})


def find_postback(page: Page) -> PageRequest | None:
    """The request that turns the page's grid to its next page, or None where no pager posts back."""
    links = [(a, match) for a in page.tree.iter("a") if (match := _POSTBACK.search(_act(a)))]
    numbered: dict[int, tuple[Element, re.Match[str]]] = {}
    for a, match in links:
        told = "".join(a.itertext()).strip()
        counted = _PAGE_ARGUMENT.search(match[2])
        number = int(counted[1]) if counted else int(told) if told.isdigit() and len(told) <= 4 else None
        if number is not None:
            numbered.setdefault(number, (a, match))
    current = _current(numbered, [a for a, _ in links])
    if current + 1 in numbered:
        return _request(page, *numbered[current + 1])
    for a, match in links:
        told = "".join(a.itertext()).strip().lower() or (a.get("title") or "").lower()
        if told in fields.words("next") or (told in _DOTS and a.getnext() is None and not numbered):
            return _request(page, a, match)
    return None


def _act(a: Element) -> str:
    return f"{a.get('href') or ''} {a.get('onclick') or ''}"


def _current(numbered: dict[int, tuple[Element, re.Match[str]]], links: list[Element]) -> int:
    """The page at hand: the number in the pager that leads nowhere (a grid writes it as a plain span)."""
    for a in links:
        parent = a.getparent()
        around = parent.getparent() if parent is not None and parent.tag in ("td", "li", "span") else parent
        for part in () if around is None else around.iter("span", "strong", "b", "em", "li", "td"):
            told = "".join(part.itertext()).strip()
            if told.isdigit() and len(told) <= 4 and int(told) not in numbered and not part.xpath(".//a[@href]"):
                return int(told)
    lowest = min(numbered, default=2)
    return lowest - 1 if lowest > 1 else 1


def _request(page: Page, a: Element, match: re.Match[str]) -> PageRequest:
    form = next((up for up in a.iterancestors("form")), None)
    holder = form if form is not None else page.tree
    told = {
        field.get("name"): field.get("value") or ""
        for field in holder.xpath(_FIELDS)
        if field.get("name") not in ("__EVENTTARGET", "__EVENTARGUMENT")
    }
    action = (form.get("action") if form is not None else "") or page.url
    url = absolute(page.base, action) or page.url
    sent = {"__EVENTTARGET": match[1], "__EVENTARGUMENT": match[2], **told}
    return PageRequest(url, "POST", tuple(sent.items()))
