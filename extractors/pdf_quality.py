"""Can a page's text be trusted? Scans, junk OCR layers, fonts whose codes mean other letters, scrambled order.

Thresholds were set on 65 real PDFs; on 449 good pages they raised no false alarm. A rule that counts repeated
characters is not among them: dotted lines and long blanks belong to the official form.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from extractors import pdfium
from extractors.errors import TooLarge
from extractors.pdf_pages import PdfPage
from extractors.pdf_picture import Picture, dark_share, draw_for_ocr
from extractors.pdf_signatures import SIGNATURE
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
FOREIGN_SHARE = 0.5  # characters of another script, where there are hardly words: blanks have wrong codes too
GAIN_IN_DOUBT = 0.2  # possible words that OCR must have more than text that may be honest: names of goods, no marks
LOSS = 0.05  # possible words that OCR may have fewer than a layer whose number and date nobody has borne out
LITTLE_WORDS_SHARE = 0.06  # of the words of a text in English or French: honest ones have 0.15 and more
SCRAMBLED_SHARE = 0.10  # words that are a lone accented letter: 0.014 on good pages, 0.33 on scrambled ones

_FOREIGN = re.compile("[\u0400-\u052f\u0370-\u03ff\u0590-\u06ff\u0900-\u0dff\ue000-\uf8ff]")
_WORD = re.compile(r"[^\W\d_]+")
_LITTLE_WORDS = re.compile(r"\b(?:the|of|and|for|with|shall|by|is|are|les?|des|et|pour|dans|est)\b", re.IGNORECASE)
# ở, ý and ổ are words
_LONE_ACCENTED = re.compile(r"(?<!\S)[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốỗộơờớỡợùúủũụưừứửữựỳỷỹỵđ](?!\S)")


class Problem(NamedTuple):
    """Why a page's text is left out, and the picture of the page where one had to be drawn to tell."""

    code: str
    detail: str
    picture: Picture | None = None
    gain: float | None = None  # how many more possible words OCR must read; None: the text is out in any case


def find_problem(page: PdfPage) -> Problem | None:
    """What makes the page's text unusable, or None."""
    if page.typed < FEW_CHARACTERS:
        return _problem_without_text(page)
    if page.typed < SIGNATURE_CHARACTERS and SIGNATURE.search(page.native) and _largest_picture(page) > COVERED:
        return Problem(SCAN, "a picture with the text of its signature")
    share = page.share = syllable_share(page.native)
    if share is None and len(_FOREIGN.findall(page.native)) > FOREIGN_SHARE * len(page.native):
        return Problem(UNUSABLE, "the font's letters have the codes of another script")
    if share is None or share >= MIXED_SHARE:
        return _problem_with_head(page)
    if share < BAD_OCR_SHARE and _is_read_from_picture(page):
        return Problem(UNUSABLE, f"OCR layer made without Vietnamese, {share:.0%} of its words are possible")
    foreign = len(_FOREIGN.findall(page.native))
    plain = _has_plain_letters(page.native)
    if foreign >= 2 or (share < BROKEN_SHARE and not plain):
        return Problem(UNUSABLE, f"the font's letters have wrong codes, {share:.0%} of its words are possible")
    if share < BROKEN_SHARE and not _is_foreign_language(page.native):
        detail = f"no letter has a mark, {share:.0%} of its words are possible"
        return Problem(UNUSABLE, detail, gain=GAIN_IN_DOUBT)
    return None


def _problem_with_head(page: PdfPage) -> Problem | None:
    """A good OCR layer of another program over a first page: it says nothing of how sure number and date are."""
    if page.number == 1 and _is_read_from_picture(page):
        return Problem(SCAN, "an OCR layer of another program", gain=-LOSS)
    return None


def _is_read_from_picture(page: PdfPage) -> bool:
    """Whether the page is one picture and its text is not seen: invisible, or hidden under the picture."""
    return _largest_picture(page) > COVERED and (_invisible(page) > 0.5 or _lies_over_text(page))


def has_little_text_on_a_picture(page: PdfPage) -> bool:
    """Whether one picture is the page and a few words stand on it: a stamp on a scan, or a true title page."""
    return page.typed < SIGNATURE_CHARACTERS and _largest_picture(page) > COVERED


def find_scan_under_text(page: PdfPage) -> Problem | None:
    """One picture that is the page, with more on it than the few words of its text explain: a stamp on a scan."""
    if not has_little_text_on_a_picture(page):
        return None
    picture = draw_for_ocr(page)
    return Problem(SCAN, "a picture with little text", picture) if dark_share(picture) > DARK_SHARE else None


def _problem_without_text(page: PdfPage) -> Problem | None:
    """Too few characters: a scan when the picture shows more than they explain, else simply a short page."""
    covered = _largest_picture(page) > 0.3
    if not covered and (page.typed > 0 or not _is_drawn_on(page)):
        return None
    picture = draw_for_ocr(page)
    if dark_share(picture) <= DARK_SHARE:
        return None
    return Problem(SCAN, "a picture without text" if covered else "drawn, without text", picture)


def _is_drawn_on(page: PdfPage) -> bool:
    return int(pdfium.FPDFPage_CountObjects(page.page)) > 0


def _has_plain_letters(text: str) -> bool:
    """Hardly a Vietnamese mark: another language, names of goods, or a font that lost its letters with marks."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isascii() for c in letters) > 0.97 * len(letters)


def _is_foreign_language(text: str) -> bool:
    """Honest text in English or French (an annex of a treaty): told by the little words that such sentences have."""
    words = _WORD.findall(text)
    return len(_LITTLE_WORDS.findall(text)) > LITTLE_WORDS_SHARE * len(words)


def is_scrambled(text: str) -> bool:
    """Whether accented letters were drawn after the rest (`Ng i dân ườ`): content order is then no order."""
    lone = len(_LONE_ACCENTED.findall(text))
    return lone > 5 and lone > SCRAMBLED_SHARE * len(_WORD.findall(text))


def repair_code_points(text: str) -> str:
    """Text of fonts that have Õ where HÒA is printed; U+01A2 and U+01A3 are normalised elsewhere."""
    return re.sub(r"\bHÕA\b", "HÒA", text) if "HÕA" in text else text


def _largest_picture(page: PdfPage) -> float:
    """The share of the page that its largest picture covers, forms looked into."""
    width, height = pdfium.FPDF_GetPageWidthF(page.page), pdfium.FPDF_GetPageHeightF(page.page)
    across, down = ctypes.c_uint(), ctypes.c_uint()
    largest = 0.0
    for obj in _objects(page.page):
        if pdfium.FPDFPageObj_GetType(obj) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium.FPDFImageObj_GetImagePixelSize(obj, across, down) and across.value * down.value > MAX_PIXELS:
            raise TooLarge(f"page {page.number}: a picture of {across.value} x {down.value}, the limit is {MAX_PIXELS}")
        if bounds := pdfium.bounds_of(obj):
            left, bottom, right, top = bounds
            largest = max(largest, (right - left) * (top - bottom))
    return largest / max(float(width * height), 1.0)


def _lies_over_text(page: PdfPage) -> bool:
    """Whether the picture that is the page was drawn over text and hides it: an OCR layer that is not invisible."""
    size = pdfium.FPDF_GetPageWidthF(page.page) * pdfium.FPDF_GetPageHeightF(page.page)
    text_before = False
    for obj in _objects(page.page):
        kind = pdfium.FPDFPageObj_GetType(obj)
        text_before = text_before or kind == pdfium.FPDF_PAGEOBJ_TEXT
        if text_before and kind == pdfium.FPDF_PAGEOBJ_IMAGE and (bounds := pdfium.bounds_of(obj)):
            left, bottom, right, top = bounds
            if (right - left) * (top - bottom) > COVERED * size and not pdfium.FPDFPageObj_HasTransparency(obj):
                return True
    return False


def _objects(page: Any, most: int = 5000) -> Iterator[Any]:
    for index in range(min(pdfium.FPDFPage_CountObjects(page), most)):
        obj = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(obj) == pdfium.FPDF_PAGEOBJ_FORM:
            for inner in range(min(pdfium.FPDFFormObj_CountObjects(obj), most)):
                yield pdfium.FPDFFormObj_GetObject(obj, inner)
        else:
            yield obj


def _invisible(page: PdfPage) -> float:
    """The share of sampled characters that are drawn invisibly (text render mode 3), as OCR layers are."""
    sample = range(0, page.first_stamp, max(1, page.first_stamp // 100))
    hidden = 0.0
    for index in sample:
        obj = pdfium.FPDFText_GetTextObject(page.textpage, index)
        if obj and pdfium.FPDFTextObj_GetTextRenderMode(obj) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden += 1
    return hidden / max(1, len(sample))
