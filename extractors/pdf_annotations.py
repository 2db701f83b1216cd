"""What lies on the pages of a PDF: stamps, seals, links; and when the document was signed."""

from __future__ import annotations

import ctypes
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from extractors import pdfium
from extractors.errors import TooLarge

if TYPE_CHECKING:
    from extractors.pdf_pages import PdfDocument

MAX_ANNOTATIONS = 5000  # on one page; each is drawn into it
LONGEST_LOOK = 300  # objects of an annotation: one with more may hold text


def count_annotations(page: Any, number: int) -> int:
    """How many annotations page `number` has; raises TooLarge over MAX_ANNOTATIONS."""
    count = int(pdfium.FPDFPage_GetAnnotCount(page))
    if count > MAX_ANNOTATIONS:
        raise TooLarge(f"page {number}: {count} annotations, the limit is {MAX_ANNOTATIONS}")
    return count


def may_hold_text(page: Any) -> bool:
    """Whether a page's annotations may hold text: a signature's seal is a picture, a link is nothing."""
    return any(_may_hold_text(page, index) for index in range(pdfium.FPDFPage_GetAnnotCount(page)))


def _may_hold_text(page: Any, index: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return True
    try:
        count = pdfium.FPDFAnnot_GetObjectCount(annotation)
        if count <= 0:  # its look may still be made up
            return bool(pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_LINK)
        waiting = [pdfium.FPDFAnnot_GetObject(annotation, at) for at in range(min(count, LONGEST_LOOK + 1))]
        looked = 0
        while waiting:
            looked += 1
            obj = waiting.pop()
            kind = pdfium.FPDFPageObj_GetType(obj)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT or looked + len(waiting) > LONGEST_LOOK:
                return True
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                inner = min(pdfium.FPDFFormObj_CountObjects(obj), LONGEST_LOOK + 1)
                waiting += [pdfium.FPDFFormObj_GetObject(obj, at) for at in range(inner)]
        return False
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def signing_times(document: PdfDocument) -> list[str]:
    """When the document was signed, ISO times in order; to be read before any page is flattened, which removes them."""
    times = set()
    for index in range(max(0, pdfium.FPDF_GetSignatureCount(document.raw))):
        signature = pdfium.FPDF_GetSignatureObject(document.raw, index)
        size = pdfium.FPDFSignatureObj_GetTime(signature, None, 0) if signature else 0
        if 0 < size < 100:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFSignatureObj_GetTime(signature, buffer, size)
            if time := parse_pdf_time(buffer.value.decode("ascii", "replace")):
                times.add(time)
    return sorted(times)


def parse_pdf_time(raw: str) -> str | None:
    """`D:20211208093000+07'00'` as `2021-12-08T09:30:00+07:00`; None when it is no time (PDF 32000-1, 7.9.4)."""
    digits, zone = raw.removeprefix("D:")[:14], raw.removeprefix("D:")[14:].replace("'", "")
    if len(digits) < 14 or not digits.isdecimal():
        return None
    try:
        # strptime has half a calendar to import
        month, day, hour, minute, second = (int(digits[at : at + 2]) for at in range(4, 14, 2))
        time = datetime(int(digits[:4]), month, day, hour, minute, second)
        if zone[:1] in ("+", "-"):
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5] or 0))
            time = time.replace(tzinfo=timezone(offset if zone[0] == "+" else -offset))
        elif zone[:1] == "Z":
            time = time.replace(tzinfo=UTC)
    except ValueError:
        return None
    return time.isoformat()
