"""HTML: block elements as lines, table rows as lines with tabs, the portal around the document left away.

No rule that picks "the content" is right on every portal, so the pick is guarded: a container is taken for the document
only when it holds nearly all of the page's running text; otherwise the whole page without menus is the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, zip_longest
from typing import Any

from extractors.errors import EmptyFile, TooLarge
from extractors.legacy import repair_legacy_lines
from extractors.plain import decode
from extractors.reading import PageReading, Reading, join_cells
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
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "ol", "p", "pre", "section", "table", "tbody", "thead", "tfoot", "tr", "ul", "caption", "br", "html",
}  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?<![a-z])(?:footer|breadcrumbs?|contentinfo|navigation|sidebar|menu)(?![a-z])", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes) -> Reading:
    """The text of a page's document; raises EmptyFile when it says nothing, TooLarge."""
    if len(data) > MAX_HTML:
        raise TooLarge(f"{len(data)} bytes of HTML, the limit is {MAX_HTML}")
    if data.count(b"<") > MAX_TAGS:
        raise TooLarge(f"over {MAX_TAGS} tags")
    from bs4 import BeautifulSoup

    declared = _CHARSET.search(data[:4096])
    source, encoding = decode(data, declared[1].decode() if declared else None)
    soup = BeautifulSoup(source, "lxml")
    body = soup.body or soup
    _drop_furniture(body)
    _break_lines(soup)
    content = find_content(body)
    _drop_named_furniture(content)
    lines = [*_headings_before(body, content), *block_lines(content)]
    if not any(lines):
        raise EmptyFile("HTML without text")
    text = "\n".join(lines)
    if repaired := repair_legacy_lines(text):
        text, encoding = repaired
    warnings = [] if encoding.startswith("utf") else [warn("legacy_encoding", encoding)]
    return Reading("html", [PageReading(1, text, "html")], warnings)


def _drop_furniture(body: Any) -> None:
    """Take out what is never a document: scripts, menus, form controls, comments, hidden elements."""
    from bs4 import Comment, Declaration, Doctype, ProcessingInstruction

    for element in body.find_all(list(DROPPED)):
        element.extract()
    for element in body.find_all(style=_HIDDEN):
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
        if not element.decomposed and lengths[id(element)] < SMALL_PART * lengths[id(content)]:
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


def block_lines(content: Any) -> list[str]:
    """Text below an element as lines: one for each block, one for each row of a table, cells separated by tabs."""
    lines: list[str] = []
    inline: list[str] = []
    outer_rows = _rows_around_tables(content)
    stack: list[tuple[Any, bool]] = [(content, False)]  # an explicit stack: pages nest deeper than Python recurses

    def end_line() -> None:
        if text := " ".join("".join(inline).split()):
            lines.append(text)
        inline.clear()

    while stack:
        node, leaving = stack.pop()
        name = getattr(node, "name", None)
        if name is None:
            inline.append(str(node))
        elif leaving:
            end_line()
        elif name == "tr" and id(node) not in outer_rows:
            end_line()
            lines.append(_row_line(node))
        else:
            if name in BLOCKS or name in ("td", "th"):
                end_line()
                stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.children)))
    end_line()
    return [line for line in lines if line.strip()]


def _rows_around_tables(content: Any) -> set[int]:
    """The id() of each row that holds a table of its own: a row of page layout, not of data."""
    rows: set[int] = set()
    for table in content.find_all("table"):
        for parent in table.parents:
            if parent is content or id(parent) in rows:
                break
            if parent.name == "tr":
                rows.add(id(parent))
    return rows


def _row_line(row: Any) -> str:
    """A table row: cells joined by tabs; when two cells hold several lines each (the two-column head), line by line."""
    cells = [_cell_lines(cell) for cell in row.find_all(["td", "th"], recursive=False)]
    filled = [cell for cell in cells if cell]
    if len(filled) == 2 and all(1 < len(cell) <= 12 for cell in filled) and not _is_ruled(row):
        return "\n".join("\t".join(x or "" for x in pair).rstrip("\t") for pair in zip_longest(*filled))
    return join_cells([" ".join(cell) for cell in cells])


def _cell_lines(cell: Any) -> list[str]:
    return block_lines(cell) if cell.find(list(BLOCKS)) else [t for t in [" ".join(cell.get_text().split())] if t]


def _is_ruled(row: Any) -> bool:
    table = row.find_parent("table")
    return bool(table is not None and str(table.get("border") or "0").strip() not in ("", "0"))
