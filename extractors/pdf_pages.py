"""A PDF through pdfium: its pages one by one, with the stamps of e-office systems made part of the page.

Provincial e-office systems print the document's number, day and month as signature widgets on top of blanks. Flatten
turns them into page content in memory; the characters that come after the page's own are then the stamps.
pdfium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from extractors import pdfium
from extractors.errors import Damaged, Encrypted, NoSuchPage, TooLarge
from extractors.pdf_annotations import count_annotations, may_hold_text
from extractors.pdf_overlay import EmptyPages, Forms

MAX_PAGES = 5000
MAX_CHARACTERS = 200_000  # on one page: a page of a gazette has 10,000
MUCH_TEXT = 400  # characters: a page with more is seldom looked at as a picture, and flattened when it is
BREAK = "\r\n"  # between a page's own characters and the stamps
FLATTENED = 1


class Apart(NamedTuple):
    """A page's stamps as an open page of their own, and the index that its characters begin at in `letters`."""

    page: Any
    textpage: Any
    first: int


@dataclass(slots=True)
class PdfPage:
    """One open page: its text in content order, and where in it the stamps begin; they follow all else.

    Stamps are a part of the page, once it is flattened, or lie `apart`.
    """

    number: int
    document: Any  # raw FPDF_DOCUMENT
    page: Any  # raw FPDF_PAGE
    textpage: Any  # raw FPDF_TEXTPAGE
    letters: str = ""  # the character of each index
    native: str = ""  # the same as text
    typed: int = 0  # characters of the page itself: a scan with a signature has none
    first_stamp: int = 0  # index of the first character that is a stamp; the number of all when there is none
    apart: Apart | None = None
    turn: int | None = None  # of the text, in quarters, once text_turn has looked
    share: float | None = None  # of possible syllables in `native`, once find_problem has looked

    @property
    def stamped(self) -> bool:
        """Whether a stamp was added to the page."""
        return self.first_stamp < len(self.letters)

    def say(self, letters: str) -> None:
        """From now on these are the page's characters."""
        self.letters, self.native = letters, letters.replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """An open document; its bytes are kept, pdfium reads them as it goes."""

    raw: Any  # raw FPDF_DOCUMENT
    pages: int
    data: bytes
    empty: EmptyPages


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfDocument]:
    """The document; raises Encrypted, Damaged or TooLarge."""
    pdfium.start()
    raw = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    pages = pdfium.FPDF_GetPageCount(raw)
    forms, empty = Forms(), EmptyPages(data)
    try:
        if pages < 1:
            # pdfium may repeat the error of an earlier file: a password is believed only of a file that is encrypted
            password = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            if password and b"/Encrypt" in data:
                raise Encrypted("PDF with a user password")
            raise Damaged("it does not load as a PDF")
        if pages > MAX_PAGES:
            raise TooLarge(f"{pages} pages, the limit is {MAX_PAGES}")
        forms.open(raw)
        yield PdfDocument(raw, pages, data, empty)
    finally:
        empty.close()
        forms.close()
        pdfium.FPDF_CloseDocument(raw)


def iter_pages(document: PdfDocument) -> Generator[PdfPage | None, None, None]:
    """Each page in turn, None for one that cannot be loaded; a page is closed when the next is asked for."""
    for number in range(1, document.pages + 1):
        raw = pdfium.FPDF_LoadPage(document.raw, number - 1)
        if not raw:
            yield None
            continue
        page = PdfPage(number, document.raw, raw, pdfium.FPDFText_LoadPage(raw))
        try:
            page.say(_letters(page.textpage, number))
            page.typed = page.first_stamp = len(page.letters)
            if count_annotations(raw, number):
                _add_stamps(page, document.empty)
            yield page
        finally:
            _close(page)


def _add_stamps(page: PdfPage, empty: EmptyPages) -> None:
    """The stamps beside the page; into it where it may be seen as a picture, or they cannot be had apart."""
    if page.typed < MUCH_TEXT:
        flatten(page)
        return
    alone = empty.load(page.number - 1)
    if alone is None:
        if may_hold_text(page.page):
            flatten(page)
        return
    if may_hold_text(alone) and pdfium.FPDFPage_Flatten(alone, 0) == FLATTENED:
        pdfium.FPDF_ClosePage(alone)
        alone = empty.load(page.number - 1, flattened=True)
        textpage = pdfium.FPDFText_LoadPage(alone)
        page.apart = Apart(alone, textpage, page.typed + len(BREAK))
        if stamps := _letters(textpage, page.number):
            page.say(page.letters + BREAK + stamps)
    else:
        pdfium.FPDF_ClosePage(alone)


def flatten(page: PdfPage) -> None:
    """Make the page's annotations part of it, as they are shown: their characters follow its own."""
    if pdfium.FPDFPage_Flatten(page.page, 0) != FLATTENED:
        return
    own = _letters(page.textpage, page.number)[: page.typed]
    _close(page)
    page.page = pdfium.FPDF_LoadPage(page.document, page.number - 1)
    page.textpage, page.apart = pdfium.FPDFText_LoadPage(page.page), None
    page.say(_letters(page.textpage, page.number))
    if not page.letters.startswith(own):  # part of the page itself stands in a widget: positions alone decide
        page.first_stamp = len(page.letters)


def _close(page: PdfPage) -> None:
    if page.apart:
        pdfium.FPDFText_ClosePage(page.apart.textpage)
        pdfium.FPDF_ClosePage(page.apart.page)
    pdfium.FPDFText_ClosePage(page.textpage)
    pdfium.FPDF_ClosePage(page.page)


@contextmanager
def open_flat_page(document: PdfDocument, number: int) -> Iterator[Any]:
    """The raw page of that number with its stamps as part of it; raises NoSuchPage and Damaged."""
    if not 1 <= number <= document.pages:
        raise NoSuchPage(f"page {number} of {document.pages}")
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if page and count_annotations(page, number) and pdfium.FPDFPage_Flatten(page, 0) == FLATTENED:
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise Damaged(f"page {number} cannot be loaded")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _letters(textpage: Any, number: int) -> str:
    """The characters of page `number` in content order, exactly one for each index; raises TooLarge."""
    count = int(pdfium.FPDFText_CountChars(textpage)) if textpage else 0
    if count > MAX_CHARACTERS:
        raise TooLarge(f"page {number}: {count} characters, the limit is {MAX_CHARACTERS}")
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 1))()  # a character may be a pair of UTF-16 units
    if pdfium.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:  # one unit each, and the closing zero
        letters = ctypes.string_at(buffer, 2 * count).decode("utf-16-le", "replace")
        if len(letters) == count:
            return letters
    get_unicode = pdfium.FPDFText_GetUnicode
    return "".join(_valid(get_unicode(textpage, index)) for index in range(count))


def _valid(code: int) -> str:
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
