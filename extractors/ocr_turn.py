"""Which way up is a scanned page? A page that gave no sure words is read in a strip, turned each way.

Most scans stand upright: they are read once, and nothing is tried before.
"""

from __future__ import annotations

from typing import Any

from extractors.ocr_tesseract import BLOCK, OcrFailed, read_words
from extractors.syllables import is_syllable

STRIP = 0.22  # of the page's height is read to tell the top from the bottom
ENOUGH = 3  # more words than the other way round


def find_turn(picture: Any, dpi: int) -> int | None:
    """By how many degrees the picture is to be turned (counterclockwise) to be read, or None when that is unsure."""
    counts = {0: _valid_words(picture, dpi)}
    if counts[0] > 2 * ENOUGH:
        return 0
    counts |= {degrees: _valid_words(turn(picture, degrees), dpi) for degrees in (90, 180, 270)}
    best = max(counts, key=counts.__getitem__)
    rest = max(count for degrees, count in counts.items() if degrees != best)
    return best if counts[best] >= 2 * rest + ENOUGH else None


def turn(picture: Any, degrees: int) -> Any:
    """The picture turned counterclockwise by quarter turns."""
    from PIL import Image

    ways = {
        90: Image.Transpose.ROTATE_90,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_270,
    }
    return picture.transpose(ways[degrees]) if degrees else picture


def turn_back(box: tuple[float, float, float, float], degrees: int, size: tuple[int, int]) -> tuple[float, ...]:
    """A box of the turned picture in the picture before it was turned, whose size is given."""
    x0, y0, x1, y1 = box
    width, height = size
    if degrees == 90:
        return width - y1, x0, width - y0, x1
    if degrees == 180:
        return width - x1, height - y1, width - x0, height - y0
    if degrees == 270:
        return y0, height - x1, y1, height - x0
    return box


def _valid_words(picture: Any, dpi: int) -> int:
    """Sure Vietnamese words of three letters and more in a strip of the picture where there is most ink."""
    import numpy

    ink = (numpy.asarray(picture) < 128).sum(axis=1)
    high = max(1, int(picture.height * STRIP))
    sums = numpy.convolve(ink, numpy.ones(high), "valid")
    top = int(sums.argmax())
    try:
        words = read_words(picture.crop((0, top, picture.width, top + high)), dpi, BLOCK, seconds=15)
    except OcrFailed:
        return 0
    return sum(w.confidence > 60 and len(w.text) > 2 and is_syllable(w.text.strip(".,;:()")) for w in words)
