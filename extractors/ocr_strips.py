"""Strips of a scanned head: where a line of it stands, and what each reader sees there at a second look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from extractors import ocr_digits
from extractors.ocr_digits import Box, Strip
from extractors.ocr_layout import OcrLine
from extractors.ocr_tesseract import SINGLE_LINE, OcrFailed, Word, read_words

CUTS = (0.2, 0.0, 0.4)  # heights of the line that are added above and below
RAISED_CUTS = (1.0, 1.2, 1.4)  # added above: a numbering stamp seldom hits its line
TIGHT_CUTS = (0.0, 0.1, -0.1)
# left, right and bottom of where the second reader looks for a line itself, in shares of the page
NUMBER_AT, DATE_AT = (0.0, 0.55, 0.3), (0.35, 1.0, 0.3)
SLANT = 0.23  # of italics: pixels to the right for each upwards
LEAST_SHARED = 0.5  # of the smaller of two boxes: they are one column
LONGEST = 75  # characters of a column of the head; more is running text


class Found(NamedTuple):
    """A column of the head, and what tesseract reads in it."""

    line: OcrLine
    words: list[Word]
    text: str


def columns_of(lines: Sequence[OcrLine]) -> Iterator[Found]:
    """The columns of lines of a head; running text is left out."""
    for line in lines:
        for words in line.pieces():
            text = " ".join(word.text for word in words)
            if len(text) <= LONGEST:
                yield Found(line, words, text)


def look_closer(picture: Any, found: Found, enough: Callable[[str], bool]) -> list[str]:
    """What the second reader sees in the column's box: once where that is `enough`, else cut in three heights."""
    said: list[str] = []
    for cut in CUTS:
        said.append(_read(picture, found, cut, cut))
        if len(said) == 1 and enough(said[0]):
            break
    return said


def look_above(picture: Any, found: Found) -> list[str]:
    """What the second reader sees in the column and above it, in three cuts."""
    return [_read(picture, found, above, CUTS[0]) for above in RAISED_CUTS]


def look_tightly(picture: Any, box: Box) -> list[str]:
    """What the second reader sees in a box that it found itself, in three cuts that differ by little."""
    x0, y0, x1, y1 = box
    pad = y1 - y0
    boxes = [(x0 - 0.2 * pad, y0 - cut * pad, x1 + 0.2 * pad, y1) for cut in TIGHT_CUTS]
    return [ocr_digits.read_strip(picture, _inside(one, picture)).text for one in boxes]


def _read(picture: Any, found: Found, above: float, below: float) -> str:
    x0, y0, x1, y1 = OcrLine(found.words).box
    pad = OcrLine(found.words).height
    box = (x0 - 0.5 * pad, y0 - above * pad, x1 + 0.5 * pad, y1 + below * pad)
    return ocr_digits.read_strip(picture, _inside(box, picture)).text


def read_upright(picture: Any, found: Found) -> str:
    """Tesseract's second look at a date line, which the form prints in italics: enlarged and set upright."""
    from PIL import Image

    x0, y0, x1, y1 = OcrLine(found.words).box
    pad = OcrLine(found.words).height
    crop = picture.crop(tuple(round(x) for x in _inside((x0 - pad, y0 - pad / 2, x1 + pad, y1 + pad / 2), picture)))
    lean = (1, -SLANT, SLANT * crop.height, 0, 1, 0)
    crop = crop.transform(crop.size, Image.Transform.AFFINE, lean, Image.Resampling.BICUBIC, fillcolor=255)
    crop = crop.resize((2 * crop.width, 2 * crop.height), Image.Resampling.LANCZOS)
    try:
        return " ".join(word.text for word in read_words(crop, 300, SINGLE_LINE, seconds=10))
    except OcrFailed:
        return ""


def find_strips(picture: Any, place: tuple[float, float, float]) -> list[Strip]:
    """The lines that the second reader, looking for them itself, finds at the top of a page: NUMBER_AT or DATE_AT."""
    left, right, bottom = place
    return ocr_digits.find_strips(picture, (left * picture.width, 0.0, right * picture.width, bottom * picture.height))


def column_at(lines: list[OcrLine], box: Box) -> Found:
    """The column that fills most of a box, or a new line without a word there; specks beside it in the box go."""
    filling = [(_shared(OcrLine(found.words).box, box), at, found) for at, found in enumerate(columns_of(lines))]
    most, _, found = max(filling, default=(0.0, 0, None))
    if found is None or most < LEAST_SHARED * min(_area(OcrLine(found.words).box), _area(box)):
        word = Word("", *box, 0.0, (0, 0, 0))
        found = Found(OcrLine([word]), [word], "")
        lines.append(found.line)
        lines.sort(key=lambda line: line.middle)
    own = {id(word) for word in found.words}
    for line in lines:
        line.words[:] = [x for x in line.words if id(x) in own or not _is_within(x, box)]
    lines[:] = [line for line in lines if line.words]
    return found


def _inside(box: Box, picture: Any) -> Box:
    x0, y0, x1, y1 = box
    return max(0.0, x0), max(0.0, y0), min(float(picture.width), x1), min(float(picture.height), y1)


def _is_within(word: Word, box: Box) -> bool:
    return box[0] <= word.x0 and box[1] <= word.y0 and word.x1 <= box[2] and word.y1 <= box[3]


def _shared(a: Box, b: Box) -> float:
    """The area that two boxes share."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
