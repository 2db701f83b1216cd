"""HTML: block elements as lines, table rows as lines with tabs, the portal around the document left away.

No rule that picks "the content" is right on every portal, so the pick is guarded: a container is taken for the document
only when it holds nearly all of the page's running text; otherwise the whole page without menus is the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from extractors.errors import EmptyFile, TooLarge
from extractors.html_fonts import decode_fonts
from extractors.html_lines import block_lines
from extractors.legacy import repair_legacy_lines
from extractors.legacy_fonts import names_legacy_font
from extractors.mojibake import repair_mojibake
from extractors.page_furniture import drop_related, is_hidden, without_furniture
from extractors.plain import decode
from extractors.reading import PageReading, Reading
from extractors.warnings import warn

MAX_HTML = 30 << 20  # bytes
MAX_TAGS = 300_000  # starts and ends; the longest honest table of figures seen has a tenth
ENOUGH_PROSE = 0.85  # of the page's running text: a container holding less is not the document
LEAST_PROSE = 200  # characters: a page with fewer is a list of links
SMALL_PART = 0.4  # of the text: a footer holding more is no footer
MAX_DEPTH = 1000  # elements around a string that are looked at
NO_CONTAINER = {"p", "tr", "td", "th", "tbody", "table", "ul", "ol", "li", "span", "b", "strong", "font", "a"}

DROPPED = {
    "script", "style", "noscript", "template", "nav", "iframe", "object", "svg", "select", "button", "input",
    "textarea", "head", "link", "meta", "map", "audio", "video",
}  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?<![a-z])(?:footer|breadcrumbs?|contentinfo|navigation|sidebar|menu)(?![a-z])", re.IGNORECASE
)


def read_html(data: bytes) -> Reading:
    """The text of a page's document; raises EmptyFile when it says nothing, TooLarge."""
    if len(data) > MAX_HTML:
        raise TooLarge(f"{len(data)} bytes of HTML, the limit is {MAX_HTML}")
    if data.count(b"<") > MAX_TAGS:
        raise TooLarge(f"over {MAX_TAGS} tags")
    from bs4 import BeautifulSoup

    declared = _CHARSET.search(data[:4096])
    source, encoding = decode(data, declared[1].decode() if declared else None)
    if fixed := repair_mojibake(source):
        source, encoding = fixed, "utf-8 read as windows-1252"
    soup = BeautifulSoup(source, "lxml")
    if soup.body is None and (instead := soup.find("noframes")):  # the parser takes what is in it for one string
        instead.replace_with(BeautifulSoup(instead.get_text(), "lxml") if not instead.find(True) else instead)
    body = soup.body or soup
    _drop_furniture(body)
    _break_lines(soup)
    decoded = decode_fonts(body) if names_legacy_font(data) else None
    content = find_content(body)
    _drop_named_furniture(content)
    drop_related(content)
    lines = without_furniture([*_headings_before(body, content), *block_lines(content)])
    if not any(lines):
        raise EmptyFile(_why_empty(soup))
    text = "\n".join(lines)
    if repaired := repair_legacy_lines(text):
        text, encoding = repaired
    old = decoded or ("" if encoding.startswith("utf") and not fixed else encoding)
    warnings = [warn("legacy_encoding", old)] if old else []
    return Reading("html", [PageReading(1, text, "html")], warnings)


def _why_empty(soup: Any) -> str:
    frames = [frame.get("src") or "" for frame in soup.find_all("frame")]
    return f"only frames, which are pages of their own: {', '.join(frames)}"[:300] if frames else "HTML without text"


def _drop_furniture(body: Any) -> None:
    """Take out what is never a document: scripts, menus, form controls, comments, hidden elements."""
    from bs4 import Comment, Declaration, Doctype, ProcessingInstruction

    for element in body.find_all(list(DROPPED)):
        element.extract()
    for element in body.find_all(is_hidden):
        element.extract()
    for note in body.find_all(string=lambda s: isinstance(s, (Comment, Doctype, Declaration, ProcessingInstruction))):
        note.extract()


def _break_lines(soup: Any) -> None:
    """Turn the line ends of preformatted text into breaks, so that its lines stay lines."""
    for text in [text for element in soup.find_all("pre") for text in element.find_all(string=True)]:
        first, *rest = text.splitlines() or [""]
        text.replace_with(first, *(part for line in rest for part in (soup.new_tag("br"), line)))


def _drop_named_furniture(content: Any) -> None:
    """Take out parts that call themselves footer or breadcrumb, unless they are much of the text."""
    lengths = _text_lengths(content)
    for element in content.find_all(_is_furniture):
        if lengths[id(element)] < SMALL_PART * lengths[id(content)]:
            element.extract()


def _text_lengths(content: Any) -> Counter[int]:
    """For each element, by its id(): the characters in it and below; one pass, however deep it is nested."""
    lengths: Counter[int] = Counter()
    for node in reversed(list(content.descendants)):
        own = lengths[id(node)] if getattr(node, "name", None) else len(node)
        lengths[id(node.parent)] += own
    return lengths


def _is_furniture(tag: Any) -> bool:
    names = " ".join([tag.get("id") or "", tag.get("role") or "", *(tag.get("class") or ())])
    return tag.name == "footer" or bool(_FURNITURE.search(names))


def find_content(body: Any) -> Any:
    """The innermost element that holds nearly all running text of the page: text outside links, in real sentences.

    The whole body when there is hardly any running text (a list of links is then what the page is).
    """
    prose = _prose(body)
    total = prose.get(id(body), 0)
    best, child = body, body
    while total >= LEAST_PROSE and child is not None and child.name not in NO_CONTAINER:
        best = child
        children = [c for c in best.children if prose.get(id(c), 0) >= ENOUGH_PROSE * total]
        child = children[0] if children else None
    return best


def _prose(body: Any) -> Counter[int]:
    """For each element, by its id(): the characters of text outside links in it and below.

    A string under 15 characters counts little: menus are made of them.
    """
    counts: Counter[int] = Counter()
    for string in body.find_all(string=True):
        text = string.strip()
        if not text:
            continue
        above = list(islice(string.parents, MAX_DEPTH))
        if any(parent.name == "a" for parent in above[:4]):
            continue
        weight = len(text) if len(text) >= 15 else len(text) // 4
        for parent in above:
            counts[id(parent)] += weight
            if parent is body:
                break
    return counts


def _headings_before(body: Any, content: Any) -> list[str]:
    """The page's main heading when it stands outside the content."""
    if content is body:
        return []
    heading = body.find("h1")
    if heading is None or content in heading.parents or heading in content.parents:
        return []
    text = " ".join(heading.get_text(" ").split())
    return [text] if text and text not in content.get_text(" ") else []
