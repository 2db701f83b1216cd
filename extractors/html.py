"""HTML: block elements as lines, table rows as lines with tabs, the portal around the document left away.

No rule that picks "the content" is right on every portal, so the pick is guarded: a container is taken for the document
only when it holds nearly all of the page's running text; otherwise the whole page without menus is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from documents.record import Warning
from extractors.errors import EmptyFile, TooLarge
from extractors.plain import decode
from extractors.reading import PageReading, Reading, join_cells

MAX_HTML = 30 << 20  # bytes
ENOUGH_PROSE = 0.85  # of the page's running text: a container holding less is not the document
MAX_DEPTH = 250  # deeper nesting is read flat

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
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes) -> Reading:
    """The text of a page's document; raises EmptyFile when it says nothing, TooLarge."""
    if len(data) > MAX_HTML:
        raise TooLarge(f"{len(data)} bytes of HTML, the limit is {MAX_HTML}")
    from bs4 import BeautifulSoup

    declared = _CHARSET.search(data[:4096])
    source, encoding = decode(data, declared[1].decode() if declared else None)
    soup = BeautifulSoup(source, "lxml")
    body = soup.body or soup
    _drop_furniture(body)
    content = find_content(body)
    lines = [*_headings_before(body, content), *block_lines(content)]
    if not any(lines):
        raise EmptyFile("HTML without text")
    warnings = [] if encoding.startswith("utf") else [Warning("legacy_encoding", encoding)]
    return Reading("html", [PageReading(1, "\n".join(lines), "html")], warnings)


def _drop_furniture(body: Any) -> None:
    """Take out what is never a document: scripts, menus, form controls, comments, hidden elements."""
    from bs4 import Comment, Declaration, Doctype, ProcessingInstruction

    for element in body.find_all(list(DROPPED)):
        element.extract()
    for element in body.find_all(style=_HIDDEN):
        element.extract()
    for note in body.find_all(string=lambda s: isinstance(s, (Comment, Doctype, Declaration, ProcessingInstruction))):
        note.extract()


def find_content(body: Any) -> Any:
    """The innermost element that holds nearly all running text of the page: text outside links, in real sentences.

    The whole body when there is hardly any running text (a list of links is then what the page is).
    """
    total = prose = _prose(body)
    if total < 200:
        return body
    best = body
    while True:
        child = max((c for c in best.children if getattr(c, "name", None)), key=_prose, default=None)
        if child is None or child.name in ("p", "tr", "td", "tbody", "table", "span", "b", "strong", "font"):
            return best
        prose = _prose(child)
        if prose < ENOUGH_PROSE * total:
            return best
        best = child


def _prose(element: Any) -> int:
    """Characters of text outside links; a string under 15 characters counts little: menus are made of them."""
    count = 0
    for string in element.find_all(string=True):
        text = string.strip()
        if not text or any(parent.name == "a" for parent in _some_parents(string)):
            continue
        count += len(text) if len(text) >= 15 else len(text) // 4
    return count


def _some_parents(node: Any) -> Iterator[Any]:
    for depth, parent in enumerate(node.parents):
        if depth == 4:
            return
        yield parent


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
        elif name == "tr" and node.find("table") is None:
            end_line()
            lines.append(_row_line(node))
        else:
            if name in BLOCKS or name in ("td", "th"):
                end_line()
                stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.children)))
    end_line()
    return [line for line in lines if line.strip()]


def _row_line(row: Any) -> str:
    """A table row: cells joined by tabs; when two cells hold several lines each (the two-column head), line by line."""
    from itertools import zip_longest

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
