"""Which way up is a scanned page? By the profile of its ink, and where that leaves two answers by reading a strip.

Lines of text make dark and light stripes: the sums along the lines vary far more than the sums across them. Whether a
page is upside down shows only when it is read.
"""

from __future__ import annotations

from typing import Any

from extractors.ocr_tesseract import BLOCK, OcrFailed, read_words
from extractors.syllables import is_syllable

SIDEWAYS = 1.6  # stripes so much stronger across the page than along it: it lies on its side
STRIP = 0.22  # of the page's height is read to tell the top from the bottom
ENOUGH = 3  # more words than the other way round
SMALL = 400  # pixels of the longer side of the picture whose ink is summed


def is_sideways(picture: Any) -> bool:
    """Whether the lines of a grey picture run from top to bottom."""
    import numpy

    scale = SMALL * 2 / max(picture.size)
    small = picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
    ink = 255.0 - numpy.asarray(small, dtype=numpy.float32)
    ink[ink < 60] = 0
    edge_y, edge_x = int(ink.shape[0] * 0.04), int(ink.shape[1] * 0.04)
    ink = ink[edge_y : ink.shape[0] - edge_y, edge_x : ink.shape[1] - edge_x]
    if ink.size == 0:
        return False
    return bool(_stripes(ink.T) > SIDEWAYS * _stripes(ink))


def _stripes(ink: Any) -> float:
    """How much neighbouring rows differ, summed in bands: the lines of two columns do not blur each other."""
    import numpy

    bands = numpy.array_split(ink, 6, axis=1)
    return float(sum(numpy.abs(numpy.diff(numpy.minimum(band, 200).mean(axis=1))).mean() for band in bands))


def find_turn(picture: Any, dpi: int, choices: tuple[int, ...]) -> int | None:
    """By how many degrees the picture is to be turned (counterclockwise), of the choices, or None when unsure."""
    counts = {degrees: _valid_words(turn(picture, degrees), dpi) for degrees in choices}
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
