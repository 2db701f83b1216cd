"""A document with nothing on its pages but annotations: what stamps say and where, without reading the pages again.

Only flattening makes text of an annotation. pdfium reads the whole page for that, and the page is read once more
afterwards, with its text: twice the price of a page. So the same bytes are opened again with the pages' contents under
another name of that length, where pdfium does not look for them.
"""

from __future__ import annotations

from typing import Any

from extractors import pdfium

_CONTENTS, _ELSEWHERE = b"/Contents", b"/Kontents"


class Forms:
    """What gives a document's form fields the looks they lack: there before its first page is loaded."""

    def __init__(self) -> None:
        self._filling = pdfium.blank_structure()  # pdfium looks at it as long as it is open
        self._raw: Any = None

    def open(self, document: Any) -> None:
        """For a raw document, where it has forms; it may fail."""
        if document and pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE:
            self._raw = pdfium.FPDFDOC_InitFormFillEnvironment(document, self._filling)

    def close(self) -> None:
        """Before its document is."""
        if self._raw:
            pdfium.FPDFDOC_ExitFormFillEnvironment(self._raw)


class EmptyPages:
    """The document without its pages' contents, opened when one of them is first asked for."""

    def __init__(self, data: bytes) -> None:
        self._data, self._raw = data, None
        self._opened = False
        self._forms = Forms()

    def load(self, index: int, flattened: bool = False) -> Any:
        """The raw page; None where it cannot be emptied: its entry is packed into an object stream.

        Once it is flattened its annotations are its contents.
        """
        if not self._opened:
            self._opened = True
            self._data = self._data.replace(_CONTENTS, _ELSEWHERE)  # kept: pdfium reads it as it goes
            self._raw = pdfium.FPDF_LoadMemDocument64(self._data, len(self._data), None)
            self._forms.open(self._raw)
        page = pdfium.FPDF_LoadPage(self._raw, index) if self._raw else None
        if page and not flattened and pdfium.FPDFPage_CountObjects(page):
            pdfium.FPDF_ClosePage(page)
            return None
        return page

    def close(self) -> None:
        """Give it back to pdfium."""
        self._forms.close()
        if self._raw:
            pdfium.FPDF_CloseDocument(self._raw)
