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
from functools import cache
from typing import Any

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
    import pypdfium2_raw as pdfium_c

    _start_library()
    raw = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
    pages = pdfium_c.FPDF_GetPageCount(raw)
    forms = None
    try:
        if pages < 1:
            # pdfium may repeat the error of an earlier file: a password is believed only of a file that is encrypted
            password = pdfium_c.FPDF_GetLastError() in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
            if password and b"/Encrypt" in data:
                raise Encrypted("PDF with a user password")
            raise Damaged("it does not load as a PDF")
        if pages > MAX_PAGES:
            raise TooLarge(f"{pages} pages, the limit is {MAX_PAGES}")
        if pdfium_c.FPDF_GetFormType(raw) != pdfium_c.FORMTYPE_NONE:  # before any page is loaded; it may fail
            filling = pdfium_c.FPDF_FORMFILLINFO(version=2)
            forms = pdfium_c.FPDFDOC_InitFormFillEnvironment(raw, filling)
        yield PdfDocument(raw, pages, data)
    finally:
        if forms:
            pdfium_c.FPDFDOC_ExitFormFillEnvironment(forms)
        pdfium_c.FPDF_CloseDocument(raw)


@cache
def _start_library() -> None:
    """Make pdfium ready, once in a process. Its own Python classes are not used: importing them costs as much again."""
    import pypdfium2_raw as pdfium_c

    pdfium_c.FPDF_InitLibraryWithConfig(pdfium_c.FPDF_LIBRARY_CONFIG(version=2))


def iter_pages(document: PdfDocument) -> Generator[PdfPage | None, None, None]:
    """Each page in turn, None for one that cannot be loaded; a page is closed when the next is asked for."""
    import pypdfium2_raw as pdfium_c

    for index in range(document.pages):
        page = pdfium_c.FPDF_LoadPage(document.raw, index)
        if not page:
            yield None
            continue
        textpage = pdfium_c.FPDFText_LoadPage(page)
        try:
            typed = _count(textpage, index)
            letters, first_stamp = _letters(textpage, typed), typed
            count = count_annotations(page, index)
            if count and may_add_text(page, count, typed) and pdfium_c.FPDFPage_Flatten(page, 0) == 1:
                pdfium_c.FPDFText_ClosePage(textpage)
                pdfium_c.FPDF_ClosePage(page)
                page = pdfium_c.FPDF_LoadPage(document.raw, index)
                textpage = pdfium_c.FPDFText_LoadPage(page)
                own, letters = letters, _letters(textpage, _count(textpage, index))
                if not letters.startswith(own):  # part of the page itself stands in a widget: positions alone decide
                    first_stamp = len(letters)
            native = letters.replace("\r\n", "\n")
            yield PdfPage(index + 1, page, textpage, len(letters), first_stamp, native, letters, typed)
        finally:
            pdfium_c.FPDFText_ClosePage(textpage)
            pdfium_c.FPDF_ClosePage(page)


@contextmanager
def open_flat_page(document: PdfDocument, number: int) -> Iterator[Any]:
    """The raw page of that number with its stamps as part of it; raises NoSuchPage and Damaged."""
    import pypdfium2_raw as pdfium_c

    if not 1 <= number <= document.pages:
        raise NoSuchPage(f"page {number} of {document.pages}")
    page = pdfium_c.FPDF_LoadPage(document.raw, number - 1)
    if page and count_annotations(page, number - 1) and pdfium_c.FPDFPage_Flatten(page, 0) == 1:
        pdfium_c.FPDF_ClosePage(page)
        page = pdfium_c.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise Damaged(f"page {number} cannot be loaded")
    try:
        yield page
    finally:
        pdfium_c.FPDF_ClosePage(page)


def _count(textpage: Any, index: int) -> int:
    import pypdfium2_raw as pdfium_c

    count = max(0, int(pdfium_c.FPDFText_CountChars(textpage))) if textpage else 0
    if count > MAX_CHARACTERS:
        raise TooLarge(f"page {index + 1}: {count} characters, the limit is {MAX_CHARACTERS}")
    return count


def _letters(textpage: Any, count: int) -> str:
    """The characters of a page in content order, exactly one for each index."""
    import pypdfium2_raw as pdfium_c

    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 1))()  # a character may be a pair of UTF-16 units
    if pdfium_c.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:  # one unit each, and the closing zero
        letters = ctypes.string_at(buffer, 2 * count).decode("utf-16-le", "replace")
        if len(letters) == count:
            return letters
    get_unicode = pdfium_c.FPDFText_GetUnicode
    return "".join(_valid(get_unicode(textpage, index)) for index in range(count))


def _valid(code: int) -> str:
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


@cache
def plain_call(name: str, result: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes addresses as plain numbers: half the time, where there are thousands of calls."""
    import pypdfium2_raw as pdfium_c

    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


def address_of(handle: Any) -> int:
    """The address behind a handle of pdfium, for `plain_call`."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
