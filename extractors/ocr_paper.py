"""The paper under the print: light that falls unevenly on it is evened out, a sheet that lies askew is set straight.

Shadows of folds and of whoever held the camera cost whole lines; a slope of two degrees puts the left column of a head
beside the wrong line of the right one; specks are read as signs. Light and slope are looked for on a small picture.
"""

from __future__ import annotations

import math
from statistics import median
from typing import Any

SMALL = 8  # pixels of a page that become one of the picture of its light: print disappears from it
UNEVEN = 25  # grey values between the light and the dark parts of a paper that is lit unevenly
DARKEST_PAPER = 40  # grey value: what is darker is no paper
WIDE = 260  # pixels of the picture whose slope is looked for
MOST_SLOPE, STEP, FINE = 4.5, 0.75, 0.25  # degrees
LEAST_SLOPE = 0.6  # degrees: less is read as it is
CLEARER, LEAST_CLEAR = 1.1, 2.5  # times sharper must the lines stand out than as they are, and than at most slopes

SPECK = (2, 4)  # pixels around a speck that are its own, and that must be paper, at 150 dpi
LARGEST_SPECK, PAPER = 5.0 * 255, 200  # ink of a speck (the dot below a letter has nine pixels); grey value of paper


def even_light(picture: Any) -> Any:
    """A grey PIL picture with its paper white all over; the same picture where it is lit evenly."""
    from PIL import Image, ImageChops, ImageFilter

    small = picture.reduce(SMALL).filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.MedianFilter(5))
    counts = small.histogram()
    dark, light = (_level(counts, share) for share in (0.02, 0.9))
    if light - dark < UNEVEN:
        return picture
    import numpy

    paper = small.filter(ImageFilter.GaussianBlur(1)).resize(picture.size, Image.Resampling.BILINEAR)
    levels = numpy.maximum(numpy.asarray(paper, dtype=numpy.float32), DARKEST_PAPER)
    evened = numpy.minimum(numpy.asarray(picture, dtype=numpy.float32) * (250 / levels), 255)
    return ImageChops.darker(Image.fromarray(evened.astype(numpy.uint8)), Image.new("L", picture.size, 255))


def _level(counts: list[int], share: float) -> int:
    """The grey value below which so many of the pixels are."""
    limit, sums = share * sum(counts), 0
    for level, count in enumerate(counts):
        sums += count
        if sums >= limit:
            return level
    return 255


def find_slope(picture: Any) -> float:
    """By how many degrees a grey picture must be turned (counterclockwise) until its lines lie level; 0.0 if they do.

    Lines of text that lie level make the sums of the rows differ most.
    """
    import numpy

    factor = max(1, round(picture.width / WIDE))
    ink = 255 - numpy.asarray(picture.reduce(factor), dtype=numpy.float32)
    ink[ink < 60] = 0
    cut = ink.shape[1] // 20  # the dark edges of a scanner's glass
    ink = ink[cut:-cut, cut:-cut] if cut else ink
    sharpness = {
        float(angle): _sharpness(ink, float(angle)) for angle in numpy.arange(-MOST_SLOPE, MOST_SLOPE + STEP, STEP)
    }
    usual = median(sharpness.values())  # a page on its side, a picture or a blank page has no slope that stands out
    best = max(sharpness, key=sharpness.__getitem__)
    sharpness |= {best + step: _sharpness(ink, best + step) for step in (-2 * FINE, -FINE, FINE, 2 * FINE)}
    best = max(sharpness, key=sharpness.__getitem__)
    clear = sharpness[best] > max(CLEARER * sharpness[0.0], LEAST_CLEAR * usual)
    return -best if clear and LEAST_SLOPE <= abs(best) <= MOST_SLOPE else 0.0


def _sharpness(ink: Any, degrees: float) -> float:
    """How much the sums of rows differ from one to the next when the picture is sheared by an angle."""
    import numpy

    high, wide = ink.shape
    shift = numpy.rint(numpy.arange(wide) * math.tan(math.radians(degrees))).astype(int)
    rows = numpy.arange(high)[:, None] + shift[None, :]
    sums = numpy.bincount((rows - rows.min()).ravel(), weights=ink.ravel())
    return float((numpy.diff(sums) ** 2).sum())


def straighten(picture: Any, degrees: float) -> Any:
    """The picture turned counterclockwise by a few degrees about its middle, paper where nothing was."""
    from PIL import Image

    white = 255 if picture.mode == "L" else (255, 255, 255)
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=white) if degrees else picture


def slant_back(
    box: tuple[float, float, float, float], degrees: float, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """A box of the straightened picture in the one before, of that size: its middle turned back, as wide and high."""
    if not degrees:
        return box
    x0, y0, x1, y1 = box
    angle = math.radians(degrees)
    across, down = (x0 + x1) / 2 - size[0] / 2, (y0 + y1) / 2 - size[1] / 2
    middle = (
        size[0] / 2 + across * math.cos(angle) - down * math.sin(angle),
        size[1] / 2 + across * math.sin(angle) + down * math.cos(angle),
    )
    wide, high = (x1 - x0) / 2, (y1 - y0) / 2
    return middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high


def remove_specks(picture: Any) -> Any:
    """A grey picture without what is smaller than the dot below a letter and stands alone, as on a fax."""
    import numpy
    from PIL import Image

    levels = numpy.asarray(picture).copy()
    for _ in range(2):  # two specks side by side hold each other
        ink = numpy.where(levels < PAPER, 255.0 - levels, 0.0)
        near, around = (_sums(ink, reach) for reach in SPECK)
        levels[(ink > 0) & (near <= LARGEST_SPECK) & (around - near < 255)] = 255
    return Image.fromarray(levels)


def _sums(ink: Any, reach: int) -> Any:
    """For each pixel the ink in the square that reaches so far around it."""
    import numpy

    side = 2 * reach + 1
    sums = numpy.pad(ink, ((reach + 1, reach), (reach + 1, reach))).cumsum(0).cumsum(1)
    return sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
