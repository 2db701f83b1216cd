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
from typing import Any

from extractors import pdfium
from extractors.errors import Damaged, Encrypted, NoSuchPage, TooLarge
from extractors.pdf_annotations import count_annotations, may_add_text

MAX_PAGES = 5000
MAX_CHARACTERS = 200_000  # on one page: a page of a gazette has 10,000


@dataclass(slots=True)
class PdfPage:
    """One open page, flattened: its text in content order, and where in it the stamps begin."""

    number: int
    page: Any  # raw FPDF_PAGE
    textpage: Any  # raw FPDF_TEXTPAGE
    characters: int
    first_stamp: int  # index of the first character that is a stamp; `characters` when there is none
    native: str
    letters: str  # the character of each index
    typed: int  # characters before flattening: a scan with a signature has none
    turn: int | None = None  # of the text, in quarters, once text_turn has looked
    share: float | None = None  # of possible syllables in `native`, once find_problem has looked

    @property
    def stamped(self) -> bool:
        """Whether a stamp was added to the page."""
        return self.first_stamp < self.characters


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """An open document; its bytes are kept, pdfium reads them as it goes."""

    raw: Any  # raw FPDF_DOCUMENT
    pages: int
    data: bytes


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfDocument]:
    """The document; raises Encrypted, Damaged or TooLarge."""
    pdfium.start()
    raw = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    pages = pdfium.FPDF_GetPageCount(raw)
    forms = None
    try:
        if pages < 1:
            # pdfium may repeat the error of an earlier file: a password is believed only of a file that is encrypted
            password = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            if password and b"/Encrypt" in data:
                raise Encrypted("PDF with a user password")
            raise Damaged("it does not load as a PDF")
        if pages > MAX_PAGES:
            raise TooLarge(f"{pages} pages, the limit is {MAX_PAGES}")
        if pdfium.FPDF_GetFormType(raw) != pdfium.FORMTYPE_NONE:  # before any page is loaded; it may fail
            filling = pdfium.blank_structure()
            forms = pdfium.FPDFDOC_InitFormFillEnvironment(raw, filling)
        yield PdfDocument(raw, pages, data)
    finally:
        if forms:
            pdfium.FPDFDOC_ExitFormFillEnvironment(forms)
        pdfium.FPDF_CloseDocument(raw)


def iter_pages(document: PdfDocument) -> Generator[PdfPage | None, None, None]:
    """Each page in turn, None for one that cannot be loaded; a page is closed when the next is asked for."""
    for index in range(document.pages):
        page = pdfium.FPDF_LoadPage(document.raw, index)
        if not page:
            yield None
            continue
        textpage = pdfium.FPDFText_LoadPage(page)
        try:
            typed = _count(textpage, index)
            letters, first_stamp = _letters(textpage, typed), typed
            count = count_annotations(page, index)
            if count and may_add_text(page, count, typed) and pdfium.FPDFPage_Flatten(page, 0) == 1:
                pdfium.FPDFText_ClosePage(textpage)
                pdfium.FPDF_ClosePage(page)
                page = pdfium.FPDF_LoadPage(document.raw, index)
                textpage = pdfium.FPDFText_LoadPage(page)
                own, letters = letters, _letters(textpage, _count(textpage, index))
                if not letters.startswith(own):  # part of the page itself stands in a widget: positions alone decide
                    first_stamp = len(letters)
            native = letters.replace("\r\n", "\n")
            yield PdfPage(index + 1, page, textpage, len(letters), first_stamp, native, letters, typed)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
            pdfium.FPDF_ClosePage(page)


@contextmanager
def open_flat_page(document: PdfDocument, number: int) -> Iterator[Any]:
    """The raw page of that number with its stamps as part of it; raises NoSuchPage and Damaged."""
    if not 1 <= number <= document.pages:
        raise NoSuchPage(f"page {number} of {document.pages}")
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if page and count_annotations(page, number - 1) and pdfium.FPDFPage_Flatten(page, 0) == 1:
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise Damaged(f"page {number} cannot be loaded")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _count(textpage: Any, index: int) -> int:
    count = max(0, int(pdfium.FPDFText_CountChars(textpage))) if textpage else 0
    if count > MAX_CHARACTERS:
        raise TooLarge(f"page {index + 1}: {count} characters, the limit is {MAX_CHARACTERS}")
    return count


def _letters(textpage: Any, count: int) -> str:
    """The characters of a page in content order, exactly one for each index."""
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
