"""Pages of a PDF whose text cannot be used, rendered with their stamps and read by OCR."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from documents.record import Warning
from extractors import ocr
from extractors.ocr_tesseract import OcrFailed
from extractors.pdf_pages import PdfPage
from extractors.pdf_quality import BROKEN_SHARE, SCAN, UNUSABLE, Problem, has_little_text_on_a_picture
from extractors.reading import PageReading
from extractors.syllables import syllable_share
from extractors.warnings import warn

GAIN = 0.02  # possible syllables that OCR must have more than the page's own text to replace it
FAR_MORE = 2  # times the text that stands on a picture: the picture is the page
UNREAD = "unread"


def read_scanned_page(
    page: PdfPage, problem: Problem, own: str, signed: Sequence[str], boxes: bool
) -> tuple[PageReading, list[Warning]]:
    """A page with a problem read by OCR; `own` is the text it has, "" for a scan, `signed` the times of signatures.

    A broken text is replaced only by one with GAIN more possible syllables; a hopeless one is left out in any case.
    """
    if not ocr.is_installed():
        return _unread(page, problem.code, problem.detail)
    if page.number > ocr.MOST_PAGES:
        return _unread(page, problem.code, f"{problem.detail}; OCR ends at page {ocr.MOST_PAGES}")
    try:
        picture, dpi = render_grey(page, ocr.DPI)
        read = ocr.read_page(picture, dpi, page.number, signed)
    except OcrFailed as failed:
        return _unread(page, UNUSABLE, f"{problem.detail}; OCR: {failed}")
    before = syllable_share(own) if own else None
    if before is not None and (read.share or 0.0) < before + GAIN:
        if before < BROKEN_SHARE:
            return _unread(page, UNUSABLE, f"{problem.detail}; OCR is no better")
        return PageReading(page.number, own, "layout"), []
    return PageReading(page.number, read.text, ocr.METHOD, lines=read.lines if boxes else ()), read.warnings


def read_under_text(
    page: PdfPage, own: str, signed: Sequence[str], boxes: bool
) -> tuple[PageReading, list[Warning]] | None:
    """What stands in the picture under a few words of text, where that is far more than they are; else None."""
    if not has_little_text_on_a_picture(page) or not ocr.is_installed():
        return None
    reading, warnings = read_scanned_page(page, Problem(SCAN, "a picture with little text"), "", signed, boxes)
    return (reading, warnings) if len(reading.text) > FAR_MORE * len(own) else None


def is_no_text(pages: Sequence[PageReading]) -> bool:
    """Whether a file has nothing but pictures, with hardly a word in all of them: a photograph, a logo, a drawing."""
    if any(page.method not in (ocr.METHOD, UNREAD) for page in pages):
        return False
    return sum(len(page.text.split()) for page in pages) < ocr.LEAST_WORDS


def _unread(page: PdfPage, code: str, detail: str) -> tuple[PageReading, list[Warning]]:
    return PageReading(page.number, "", UNREAD), [warn(code, f"page {page.number}: {detail}")]


def render_grey(page: PdfPage, dpi: float) -> tuple[Any, float]:
    """A grey PIL picture of an open, flattened page as it is seen, and its resolution: less for a huge page."""
    import pypdfium2.raw as pdfium_c
    from PIL import Image

    wide, high = pdfium_c.FPDF_GetPageWidthF(page.page), pdfium_c.FPDF_GetPageHeightF(page.page)
    dpi = min(dpi, 72 * (ocr.MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
    width, height = max(1, round(wide * dpi / 72)), max(1, round(high * dpi / 72))
    bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise OcrFailed(f"no picture of {width} x {height} pixels")
    try:
        pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium_c.FPDF_RenderPageBitmap(
            bitmap, page.page, 0, 0, width, height, 0, pdfium_c.FPDF_ANNOT | pdfium_c.FPDF_GRAYSCALE
        )
        stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium_c.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("L", (width, height), raw, "raw", "L", stride, 1), dpi
