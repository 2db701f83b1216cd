"""What is printed on every page and is no part of the text: page numbers, the running head of a gazette.

A sentence that runs over the page then stays whole, and the gazette's own number and date are not taken for the
document's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.reading import PageReading

# 2 · - 2 - · Trang 2 · Trang 2/5 · 2 | Trang · Page 2 of 5
PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page)\W{0,3})?\W{0,2}(\d{1,4})(?:\s*(?:/|of|trên)\s*\d{1,3})?\W{0,3}(?:trang|page)?\W{0,2}",
    re.IGNORECASE,
)
# CÔNG BÁO/Số 27 + 28/Ngày 15-8-2022 · the page's number on the outer side
GAZETTE_HEAD = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\s*/\s*Số\b[^/\n]{1,40}/\s*Ngày\s+[\d\s./-]{6,14}", re.IGNORECASE)


def drop_furniture(pages: Sequence[PageReading]) -> None:
    """Take page numbers off the first and last lines of pages, and a gazette's running head from the second page on.

    On the first page the gazette's head stays: it says where and when the document was published.
    """
    for page in pages[1:]:
        if GAZETTE_HEAD.fullmatch(_edge(page, 0)):
            _drop_edge(page, 0)
    _drop_page_numbers(pages)


def _drop_page_numbers(pages: Sequence[PageReading]) -> None:
    """Off each page that carries its own number; printed numbers may start anywhere, but count on."""
    seen: list[tuple[PageReading, int, int]] = []  # page, line (0 or -1), printed number minus page number
    for page in pages:
        for at in (0, -1) if "\n" in page.text.strip() else ():
            if match := PAGE_NUMBER.fullmatch(_edge(page, at)):
                seen.append((page, at, int(match[1]) - page.number))
    shifts = [shift for _, _, shift in seen]
    for page, at, shift in seen:
        if shift == 0 or shifts.count(shift) >= 2:
            _drop_edge(page, at)


def _edge(page: PageReading, at: int) -> str:
    """The first (0) or last (-1) line of a page."""
    return page.text.strip().split("\n")[at].strip()


def _drop_edge(page: PageReading, at: int) -> None:
    lines = page.text.strip().split("\n")
    page.text = "\n".join(lines[1:] if at == 0 else lines[:-1])
    if page.lines:
        page.lines = page.lines[1:] if at == 0 else page.lines[:-1]
