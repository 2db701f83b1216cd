"""What a digital signature shows of itself on a page (`Ký bởi: …`, `SAO Y; …`): no part of the document's text.

On a scan it lies over the head; taken off the page before that is drawn, it hides nothing and is not read as lines.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from extractors import pdfium
from extractors.pdf_pages import PdfPage

SIGNATURE = re.compile(r"\b(?:ký bởi|người ký|(?:thời gian|ngày) ký|digitally signed|sao y)\b", re.IGNORECASE)
LARGEST = 0.3  # of the page: what covers more is the page
_NUMBER = re.compile(r"\bsố\s*:?\s*\d", re.IGNORECASE)  # a stamp that fills in the form stays

Box = tuple[float, float, float, float]


def lift_signatures(page: PdfPage) -> None:
    """Take signatures off a flattened page: what is drawn of it afterwards is without them."""
    if not page.stamped:
        return
    for form, box in list(_small_forms(page.page)):
        text = _stamped_text(page, box)
        if SIGNATURE.search(text) and not _NUMBER.search(text):
            pdfium.FPDFPage_RemoveObject(page.page, form)  # never destroyed: the page's text still refers to it


def _small_forms(page: Any) -> Iterator[tuple[Any, Box]]:
    """The forms of a page with their boxes: flattening makes one of each widget."""
    size = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        form = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(form) != pdfium.FPDF_PAGEOBJ_FORM:
            continue
        box = pdfium.bounds_of(form)
        if box and (box[2] - box[0]) * (box[3] - box[1]) < LARGEST * size:
            yield form, box


def _stamped_text(page: PdfPage, box: Box) -> str:
    """The stamps' characters whose middle lies in a box."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    kept = []
    for index in range(page.first_stamp, len(page.letters)):
        char = page.letters[index]
        if char.isspace():
            kept.append(" ")
        elif pdfium.FPDFText_GetCharBox(page.textpage, index, left, right, bottom, top):
            across, up = (left.value + right.value) / 2, (bottom.value + top.value) / 2
            if box[0] <= across <= box[2] and box[1] <= up <= box[3]:
                kept.append(char)
    return "".join(kept)
