"""An open PDF page as a picture: drawn once, whether it is to be looked at, judged or read."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from itertools import accumulate
from typing import Any, NamedTuple

from extractors import pdfium
from extractors.errors import TooLarge
from extractors.pdf_pages import PdfPage, flatten
from extractors.pdf_signatures import lift_signatures

OCR_DPI = 150  # words are read as well as at 200 and better than at 300, faster, and digits best
OCR_PIXELS = 12_000_000  # of one page: A2 at 150 dpi
INK = 160  # grey value below which a pixel of a small picture is dark
SMALL = 7  # pixels of a page for OCR that become one of that small picture: about 20 dpi
DARKEST = 0.005  # share of a page's pixels that are its ink
FAINT, CONTRAST = 110, 50  # grey value of ink that is faint, and how much darker than the paper it must be all the same


class Picture(NamedTuple):
    """A grey PIL picture of a page as it is seen, and its resolution."""

    image: Any
    dpi: float


def draw_for_ocr(page: PdfPage) -> Picture:
    """The page in grey without its signatures, at OCR_DPI, at less where it is huge; raises TooLarge."""
    if page.apart:
        flatten(page)
    lift_signatures(page)
    wide, high = pdfium.FPDF_GetPageWidthF(page.page), pdfium.FPDF_GetPageHeightF(page.page)
    dpi = min(OCR_DPI, 72 * (OCR_PIXELS / max(wide * high, 1.0)) ** 0.5)
    size = max(1, round(wide * dpi / 72)), max(1, round(high * dpi / 72))
    return Picture(draw(page.page, *size, grey=True), dpi)


def draw(page: Any, width: int, height: int, grey: bool = False) -> Any:
    """The raw page on white as a PIL picture of that size; raises TooLarge."""
    from PIL import Image

    mode, raw_mode, depth, flags = (
        ("L", "L", pdfium.FPDFBITMAP_GRAY, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
        if grey
        else ("RGB", "BGR", pdfium.FPDFBITMAP_BGR, pdfium.FPDF_ANNOT)
    )
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, depth, None, 0)
    if not bitmap:
        raise TooLarge(f"no memory for {width} x {height} pixels")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer(mode, (width, height), raw, "raw", raw_mode, stride, 1)


def dark_share(picture: Picture) -> float:
    """The share of dark pixels once the picture is made small: thin rules and specks of dust are then grey."""
    image = _strengthened(picture.image)
    small = image.reduce(SMALL)
    return float(sum(small.histogram()[:INK]) / max(1, small.width * small.height))


def _strengthened(image: Any) -> Any:
    """A faint picture with its ink made black and its paper white; any other as it is."""
    counts = list(accumulate(image.histogram()))
    ink, paper = (bisect_left(counts, share * counts[-1]) for share in (DARKEST, 0.5))
    if ink <= FAINT or paper - ink < CONTRAST:
        return image
    return image.point([min(255, max(0, (level - ink) * 255 // (paper - ink))) for level in range(256)])
