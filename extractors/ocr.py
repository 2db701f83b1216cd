"""Scanned pages and picture files: the picture set upright, read once by tesseract, its head checked by rapidocr.

A text below a sensible quality is no text: the page stays empty and says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any, NamedTuple

from documents.record import Warning
from extractors import ocr_head, ocr_ink, ocr_paper, ocr_phrases, ocr_tesseract, ocr_turn
from extractors.allowance import allow_page
from extractors.errors import Damaged, NeedsOcr, NotVietnameseText, TooLarge
from extractors.ocr_layout import OcrLine, build_lines
from extractors.ocr_tesseract import OcrFailed, Word, read_words
from extractors.pdf_picture import OCR_DPI, OCR_PIXELS
from extractors.reading import LineBox, PageReading, Reading
from extractors.syllables import syllable_share
from extractors.warnings import warn

METHOD = "ocr"
MOST_PAGES = 500  # of one file are read by OCR; the others stay empty
LEAST_SHARE = 0.70  # possible syllables among the words of a page that is kept
LEAST_WORDS = 20  # of a whole file: fewer are a logo, a stamp, a photograph
DIRTY = 0.08  # share of words that are signs alone: 0.02 on clean pages
SURE_ANYWAY = 80.0  # mean confidence that keeps a page of few syllables: names, another language
FEW_WORDS = 15  # of a page: it may be one on its side, in which hardly a word was found
POOR = 0.6  # share of possible syllables, or of sure words, below which the page may be upside down
VIET_NAM = timezone(timedelta(hours=7))
SURE_WORD = 60.0  # confidence of a word
A4_HEIGHT = 842.0  # points
NOT_INSTALLED = f"tesseract and its Vietnamese data are not installed (Debian: {ocr_tesseract.PACKAGES})"


@dataclass(slots=True)
class OcrPage:
    """One page as read: its text, its lines in points as the page is seen, its share of possible syllables."""

    text: str
    lines: list[LineBox]
    share: float | None
    words: int
    warnings: list[Warning] = field(default_factory=list)


class Pose(NamedTuple):
    """How a page lay on the glass: by how many quarter turns, then by how many degrees it was set upright."""

    turned: int
    slope: float

    def set_upright(self, picture: Any) -> Any:
        """The picture as it is read."""
        return ocr_paper.straighten(ocr_turn.turn(picture, self.turned), self.slope)

    def lay_back(self, box: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[float, ...]:
        """A box of the upright picture in the one before, whose size is given."""
        upright = size if self.turned in (0, 180) else (size[1], size[0])
        return ocr_turn.turn_back(ocr_paper.slant_back(box, self.slope, upright), self.turned, size)


def is_installed() -> bool:
    """Whether scans can be read here: tesseract with its Vietnamese data."""
    return ocr_tesseract.is_installed()


def read_page(
    picture: Any, dpi: float, number: int, signed: Sequence[str] = (), coloured: Callable[[], Any] | None = None
) -> OcrPage:
    """The text of a grey PIL picture of page `number`; `signed` are the ISO times of the file's signatures.

    `coloured` gives the same picture in colours: it is asked for where a stamp may lie over number or date.
    Raises OcrFailed when tesseract ends without an answer, or what it answers is no usable text.
    """
    allow_page()
    picture = ocr_paper.even_light(picture)
    pose, upright, words = _read_upright(picture, round(dpi))
    lines = build_lines(words)
    if not lines:
        raise OcrFailed("hardly a word that could be read")
    ocr_phrases.repair_phrases(lines, ocr_head.HEAD * upright.height)
    opens = ocr_head.opens_document(lines, upright.height)
    warnings: list[Warning] = []
    if number == 1 or opens:
        days = [_vietnamese_day(time) for time in signed] if number == 1 else []
        bare = partial(_without_colour, coloured, pose)
        warnings = ocr_head.check_head(ocr_head.Head(lines, upright, dpi, bare), number, days, look=opens)
    if pose.turned:
        warnings.append(warn("page_turned", f"page {number}: by {pose.turned} degrees"))
    text = "\n".join(line.text for line in lines)
    share = syllable_share(text)
    if share is not None and share < LEAST_SHARE and _mean_confidence(words) < SURE_ANYWAY:
        raise OcrFailed(f"{share:.0%} of the words read are possible")
    boxes = [_in_points(line, pose, picture.size, dpi) for line in lines]
    return OcrPage(text, boxes, share, len(text.split()), warnings)


def _without_colour(coloured: Callable[[], Any] | None, pose: Pose) -> Any | None:
    picture = ocr_ink.remove_colour(coloured()) if coloured else None
    return pose.set_upright(ocr_paper.even_light(picture)) if picture else None


def _vietnamese_day(time: str) -> date:
    moment = datetime.fromisoformat(time)
    return (moment.astimezone(VIET_NAM) if moment.tzinfo else moment).date()


def _read_upright(picture: Any, dpi: int) -> tuple[Pose, Any, list[Word]]:
    """How the picture was set upright, the upright picture, and its words; read once unless dirty or upside down."""
    pose = Pose(0, ocr_paper.find_slope(picture))
    upright = pose.set_upright(picture)
    words = read_words(upright, dpi)
    if _is_dirty(words):
        upright = ocr_paper.remove_specks(upright)
        words = read_words(upright, dpi)
    if not _is_poor(words) or not (degrees := ocr_turn.find_turn(picture, dpi)):
        return pose, upright, words
    pose = Pose(degrees, ocr_paper.find_slope(ocr_turn.turn(picture, degrees)))
    upright = pose.set_upright(picture)
    return pose, upright, read_words(upright, dpi)


def _is_dirty(words: Sequence[Word]) -> bool:
    """Whether many words are signs alone, which tesseract makes of specks."""
    signs = sum(not any(map(str.isalnum, word.text)) for word in words)
    return signs > DIRTY * len(words)


def _is_poor(words: Sequence[Word]) -> bool:
    """Whether the words look like those of a page read upside down or on its side."""
    sure = sum(w.confidence > SURE_WORD and len(w.text) > 1 for w in words)
    share = syllable_share(" ".join(word.text for word in words))
    return len(words) < FEW_WORDS or sure < POOR * len(words) or (share is not None and share < POOR)


def _mean_confidence(words: Sequence[Word]) -> float:
    return sum(word.confidence for word in words) / max(1, len(words))


def _in_points(line: OcrLine, pose: Pose, size: tuple[int, int], dpi: float) -> LineBox:
    x0, y0, x1, y1 = pose.lay_back(line.box, size)
    scale = 72 / dpi
    return LineBox(line.text, x0 * scale, y0 * scale, x1 * scale, y1 * scale)


def read_picture(data: bytes, boxes: bool = False) -> Reading:
    """The text of a picture file (PNG, JPEG, TIFF, GIF), each of its frames a page.

    Raises NeedsOcr where tesseract is not installed, NotVietnameseText when no frame holds usable text, Damaged and
    TooLarge.
    """
    pages: list[PageReading] = []
    warnings: list[Warning] = []
    with _open(data) as file:
        frames = getattr(file, "n_frames", 1)
        _frame(file, 1)  # a damaged file is damaged, whether it could be read here or not
        if not is_installed():
            raise NeedsOcr(f"picture; {NOT_INSTALLED}")
        for number in range(1, min(frames, MOST_PAGES) + 1):
            picture, dpi = _frame(file, number)
            page = PageReading(number, "", "unread", picture.width * 72 / dpi, picture.height * 72 / dpi)
            pages.append(page)
            try:
                read = read_page(picture.convert("L"), dpi, number, coloured=picture.copy)
            except OcrFailed as failed:
                warnings.append(warn("unusable_text", f"page {number}: {failed}"))
                continue
            page.text, page.method, page.lines = read.text, METHOD, read.lines if boxes else ()
            warnings += read.warnings
        if frames > MOST_PAGES:
            warnings.append(warn("needs_ocr", f"pages {MOST_PAGES + 1} to {frames}: OCR ends at page {MOST_PAGES}"))
    if sum(len(page.text.split()) for page in pages) < LEAST_WORDS:
        raise NotVietnameseText("a picture in which hardly a word could be read")
    return Reading("picture", pages, warnings)


def _open(data: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        file = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Damaged("it does not load as a picture") from None
    except Image.DecompressionBombError as error:
        raise TooLarge(str(error)) from None
    return file


def _frame(file: Any, number: int) -> tuple[Any, float]:
    """One frame, upright as its EXIF says, and its resolution: its longer side is that of an A4 page."""
    from PIL import Image, ImageOps

    try:
        file.seek(number - 1)
        if file.width * file.height > 8 * OCR_PIXELS:
            raise TooLarge(f"picture of {file.width} x {file.height} pixels")
        if number == 1:
            file.draft("RGB", (1754, 1754))  # JPEG alone: unpacked no larger than needed
        picture = ImageOps.exif_transpose(file).convert("RGBA" if "transparency" in file.info else "RGB")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Damaged(f"picture, page {number}: {error}"[:200]) from None
    if picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    dpi = max(picture.size) / A4_HEIGHT * 72
    if dpi > 1.34 * OCR_DPI:
        factor = OCR_DPI / dpi
        picture = picture.resize((round(picture.width * factor), round(picture.height * factor)), Image.Resampling.BOX)
        dpi = OCR_DPI
    return picture, dpi
