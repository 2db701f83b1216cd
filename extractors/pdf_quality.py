"""Can a page's text be trusted? Scans, junk OCR layers, fonts whose codes mean other letters, scrambled order.

Thresholds were set on 65 real PDFs; on 449 good pages they raised no false alarm. A rule that counts repeated
characters is not among them: dotted lines and long blanks belong to the official form.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from extractors.errors import TooLarge
from extractors.pdf_pages import PdfPage
from extractors.syllables import syllable_share

SCAN, UNUSABLE = "needs_ocr", "unusable_text"
FEW_CHARACTERS = 30  # a page with fewer has no text layer (a signature over a scan is not counted)
SIGNATURE_CHARACTERS = 400  # the text of signatures on a scan stays below
MAX_PIXELS = 1_000_000_000  # of one picture; a map of A0 at 600 dpi has half
DARK_SHARE = 0.002  # of a 20 dpi picture: less is a blank page
COVERED = 0.8  # of the page by one picture: it is the page
BAD_OCR_SHARE = 0.80  # valid syllables, under a picture with invisible text
BROKEN_SHARE = 0.70  # valid syllables, anywhere
MIXED_SHARE = 0.85  # together with a few letters of another script
SCRAMBLED_SHARE = 0.10  # words that are a lone accented letter: 0.014 on good pages, 0.33 on scrambled ones

_FOREIGN = re.compile("[\u0400-\u052f\u0370-\u03ff\u0590-\u06ff\u0900-\u0dff\ue000-\uf8ff]")
_SIGNATURE = re.compile(r"\b(?:ký bởi|người ký|(?:thời gian|ngày) ký|digitally signed|sao y)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# ở, ý and ổ are words
_LONE_ACCENTED = re.compile(r"(?<!\S)[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốỗộơờớỡợùúủũụưừứửữựỳỷỹỵđ](?!\S)")


class Problem(NamedTuple):
    """Why a page's text is left out."""

    code: str
    detail: str


def find_problem(page: PdfPage) -> Problem | None:
    """What makes the page's text unusable, or None."""
    if page.typed < FEW_CHARACTERS:
        return _problem_without_text(page)
    if page.typed < SIGNATURE_CHARACTERS and _SIGNATURE.search(page.native) and _largest_picture(page) > COVERED:
        return Problem(SCAN, "a picture with the text of its signature")
    share = page.share = syllable_share(page.native)
    if share is None or share >= MIXED_SHARE:
        return None
    if share < BAD_OCR_SHARE and _largest_picture(page) > COVERED and _invisible(page) > 0.5:
        return Problem(UNUSABLE, f"OCR layer made without Vietnamese, {share:.0%} of its words are possible")
    foreign = len(_FOREIGN.findall(page.native))
    if foreign >= 2 or (share < BROKEN_SHARE and not _is_foreign_language(page.native)):
        return Problem(UNUSABLE, f"the font's letters have wrong codes, {share:.0%} of its words are possible")
    return None


def has_little_text_on_a_picture(page: PdfPage) -> bool:
    """Whether one picture is the page and a few words stand on it: a stamp on a scan, or a true title page."""
    return page.typed < SIGNATURE_CHARACTERS and _largest_picture(page) > COVERED


def _problem_without_text(page: PdfPage) -> Problem | None:
    """Too few characters: a scan when the picture shows more than they explain, else simply a short page."""
    if _largest_picture(page) > 0.3 and _dark_share(page) > DARK_SHARE:
        return Problem(SCAN, "a picture without text")
    if page.typed == 0 and _dark_share(page) > DARK_SHARE:
        return Problem(SCAN, "drawn, without text")
    return None


def _is_foreign_language(text: str) -> bool:
    """Honest text in another language (an annex in English): plain letters, hardly a Vietnamese mark."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isascii() for c in letters) > 0.97 * len(letters)


def is_scrambled(text: str) -> bool:
    """Whether accented letters were drawn after the rest (`Ng i dân ườ`): content order is then no order."""
    lone = len(_LONE_ACCENTED.findall(text))
    return lone > 5 and lone > SCRAMBLED_SHARE * len(_WORD.findall(text))


def repair_code_points(text: str) -> str:
    """Text of fonts that have Õ where HÒA is printed; U+01A2 and U+01A3 are normalised elsewhere."""
    return re.sub(r"\bHÕA\b", "HÒA", text) if "HÕA" in text else text


def _largest_picture(page: PdfPage) -> float:
    """The share of the page that its largest picture covers, forms looked into."""
    import pypdfium2.raw as pdfium_c

    width, height = pdfium_c.FPDF_GetPageWidthF(page.page), pdfium_c.FPDF_GetPageHeightF(page.page)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    across, down = ctypes.c_uint(), ctypes.c_uint()
    largest = 0.0
    for obj in _objects(page.page):
        if pdfium_c.FPDFPageObj_GetType(obj) != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium_c.FPDFImageObj_GetImagePixelSize(obj, across, down) and across.value * down.value > MAX_PIXELS:
            raise TooLarge(f"page {page.number}: a picture of {across.value} x {down.value}, the limit is {MAX_PIXELS}")
        if pdfium_c.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
            largest = max(largest, (right.value - left.value) * (top.value - bottom.value))
    return largest / max(float(width * height), 1.0)


def _objects(page: Any, most: int = 5000) -> Iterator[Any]:
    import pypdfium2.raw as pdfium_c

    for index in range(min(pdfium_c.FPDFPage_CountObjects(page), most)):
        obj = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(obj) == pdfium_c.FPDF_PAGEOBJ_FORM:
            for inner in range(min(pdfium_c.FPDFFormObj_CountObjects(obj), most)):
                yield pdfium_c.FPDFFormObj_GetObject(obj, inner)
        else:
            yield obj


def _invisible(page: PdfPage) -> float:
    """The share of sampled characters that are drawn invisibly (text render mode 3), as OCR layers are."""
    import pypdfium2.raw as pdfium_c

    sample = range(0, page.first_stamp, max(1, page.first_stamp // 100))
    hidden = 0.0
    for index in sample:
        obj = pdfium_c.FPDFText_GetTextObject(page.textpage, index)
        if obj and pdfium_c.FPDFTextObj_GetTextRenderMode(obj) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden += 1
    return hidden / max(1, len(sample))


def _dark_share(page: PdfPage) -> float:
    """The share of dark pixels in a small grey picture of the page."""
    import pypdfium2.raw as pdfium_c

    scale = 20 / 72
    width = min(600, max(1, int(pdfium_c.FPDF_GetPageWidthF(page.page) * scale)))
    height = min(800, max(1, int(pdfium_c.FPDF_GetPageHeightF(page.page) * scale)))
    bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return 0.0
    try:
        pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page.page, 0, 0, width, height, 0, 0)
        stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium_c.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    dark = sum(byte < 160 for row in range(height) for byte in raw[row * stride : row * stride + width])
    return float(dark) / (width * height)
