"""What stands on every page of a portal and is no document: tools, pagers, other news (data/page_furniture.csv)."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Any

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = {
    "hide-accessible", "sr-only", "visually-hidden", "screen-reader-text", "ms-hidden", "aui-helper-hidden",
}  # fmt: skip
_NUMBERS = re.compile(r"[\d\s.…|«»‹›<>\[\]]*")
LINKED = 0.6  # of the letters of a list of other news stand in links
LONGEST_HEADING = 60  # characters of the words above such a list
MOST_LISTS = 20  # of other news on one page
MAX_CLIMB = 6  # elements around such a heading that are looked at


def is_hidden(tag: Any) -> bool:
    """Whether an element is not shown, or only read aloud."""
    if tag.has_attr("hidden") or not _HIDDEN_CLASSES.isdisjoint(tag.get("class") or ()):
        return True
    return bool(_HIDDEN.search(tag.get("style") or ""))


def drop_related(content: Any) -> None:
    """Take out lists of other news: a heading that says so, and the links below it."""
    pattern = _pattern("related")

    def is_heading(string: str) -> bool:
        return len(string) <= LONGEST_HEADING and bool(pattern.fullmatch(_bare(string)))

    for string in content.find_all(string=is_heading, limit=MOST_LISTS):
        if any(parent is content for parent in string.parents):  # not yet taken out with another
            _drop_list(string.parent, content)


def _drop_list(heading: Any, content: Any) -> None:
    """Take out the largest element around a heading that holds little but links; else the links that follow it."""
    whole, around = None, heading
    for _ in range(MAX_CLIMB):
        if around is content or around is None:
            break
        if _is_links(around):
            whole = around
        around = around.parent
    if whole is not None:
        whole.extract()
        return
    words = heading.get_text().strip()
    while heading is not content and heading.parent is not content and heading.parent.get_text().strip() == words:
        heading = heading.parent
    if heading is content:
        return
    following = [x for x in heading.next_siblings if not isinstance(x, str) or x.strip()]
    links = []
    for sibling in following:
        if isinstance(sibling, str) or not _is_links(sibling):
            break
        links.append(sibling)
    for element in [heading, *links] if links else []:
        element.extract()


def _is_links(element: Any) -> bool:
    """Whether nearly all words of an element are links."""
    linked = sum(len(link.get_text(strip=True)) for link in element.find_all("a"))
    if element.name == "a":
        linked = len(element.get_text(strip=True))
    return linked > 0 and linked >= LINKED * len(element.get_text(strip=True))


def without_furniture(lines: list[str]) -> list[str]:
    """Lines without pagers and tools; a line of page numbers goes with the pager beside it."""
    pager, tool = _pattern("pager"), _pattern("tool")
    bare = [_bare(line) for line in lines]
    paging = [bool(pager.fullmatch(line)) for line in bare]
    numbers = [bool(_NUMBERS.fullmatch(line)) for line in bare]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for at in order:
            beside = paging[at - 1] if order.step == 1 else paging[at + 1]
            paging[at] = paging[at] or (numbers[at] and beside)
    return [
        line for line, page, words in zip(lines, paging, bare, strict=True) if not page and not tool.fullmatch(words)
    ]


def _bare(line: str) -> str:
    """Words without the arrows, bars and colons around them."""
    return " ".join(line.split()).strip(" |:.…-–←→«»‹›<>+*•[]()").lower()


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    text = files("extractors").joinpath("data", "page_furniture.csv").read_text(encoding="utf-8")
    rows = [row["pattern"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind]
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)
