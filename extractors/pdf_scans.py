"""Pages of a PDF whose text cannot be used, rendered with their stamps and read by OCR."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from documents.record import Warning
from extractors import ocr
from extractors.errors import TooLarge
from extractors.ocr_tesseract import OcrFailed
from extractors.pdf_pages import PdfPage
from extractors.pdf_picture import draw, draw_for_ocr
from extractors.pdf_quality import BROKEN_SHARE, UNUSABLE, Problem, find_scan_under_text
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
        image, dpi = problem.picture or draw_for_ocr(page)
        read = ocr.read_page(image, dpi, page.number, signed, coloured=partial(draw, page.page, *image.size))
    except (OcrFailed, TooLarge) as failed:
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
    if not ocr.is_installed() or (problem := find_scan_under_text(page)) is None:
        return None
    reading, warnings = read_scanned_page(page, problem, "", signed, boxes)
    return (reading, warnings) if len(reading.text) > FAR_MORE * len(own) else None


def read_in_doubt(
    page: PdfPage, problem: Problem, signed: Sequence[str], boxes: bool
) -> tuple[PageReading, list[Warning]] | None:
    """What OCR reads of a page whose text may be right, where that is as many more words as `problem` asks; or None."""
    if problem.gain is None or not ocr.is_installed():
        return None
    reading, warnings = read_scanned_page(page, problem, "", signed, boxes)
    share = syllable_share(reading.text) or 0.0
    return (reading, warnings) if share >= (page.share or 0.0) + problem.gain else None


def is_no_text(pages: Sequence[PageReading]) -> bool:
    """Whether a file has nothing but pictures, with hardly a word in all of them: a photograph, a logo, a drawing."""
    if any(page.method not in (ocr.METHOD, UNREAD) for page in pages):
        return False
    return sum(len(page.text.split()) for page in pages) < ocr.LEAST_WORDS


def _unread(page: PdfPage, code: str, detail: str) -> tuple[PageReading, list[Warning]]:
    return PageReading(page.number, "", UNREAD), [warn(code, f"page {page.number}: {detail}")]
