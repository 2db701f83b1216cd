"""A document with nothing on its pages but annotations: what stamps say and where, without reading the pages again.

Only flattening makes text of an annotation. pdfium reads the whole page for that, and the page is read once more
afterwards, with its text: twice the price of a page. So the same bytes are opened again with the pages' contents under
another name of that length, where pdfium does not look for them.
"""

from __future__ import annotations

from typing import Any

from extractors import pdfium

_CONTENTS, _ELSEWHERE = b"/Contents", b"/Kontents"


class EmptyPages:
    """The document without its pages' contents, opened when one of them is first asked for."""

    def __init__(self, data: bytes) -> None:
        self._data, self._raw = data, None
        self._opened = False

    def load(self, index: int, flattened: bool = False) -> Any:
        """The raw page; None where it cannot be emptied: its entry is packed into an object stream.

        Once it is flattened its annotations are its contents.
        """
        if not self._opened:
            self._opened = True
            self._data = self._data.replace(_CONTENTS, _ELSEWHERE)  # kept: pdfium reads it as it goes
            self._raw = pdfium.FPDF_LoadMemDocument64(self._data, len(self._data), None)
        page = pdfium.FPDF_LoadPage(self._raw, index) if self._raw else None
        if page and not flattened and pdfium.FPDFPage_CountObjects(page):
            pdfium.FPDF_ClosePage(page)
            return None
        return page

    def close(self) -> None:
        """Give it back to pdfium."""
        if self._raw:
            pdfium.FPDF_CloseDocument(self._raw)
