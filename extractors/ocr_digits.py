"""A second reader for the digits of number and date: rapidocr, whose model lies inside its package.

It knows few Vietnamese letters but reads digits, handwritten ones too, where tesseract does not. Loaded once in a
process, at the first scan: half a second and 300 MB, 600 MB once it had to look for lines itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

Box = tuple[float, float, float, float]

# No choice of threads is made for us: one page, one core. Nothing below 0.5 is said at all.
_PARAMETERS = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
}
SURE = 0.5


class Strip(NamedTuple):
    """What stands in one strip of a picture, and how sure that is (0-1)."""

    text: str
    box: Box
    score: float


@cache
def _engine() -> Any:
    """The reader, or None where rapidocr is not installed or does not load."""
    try:
        import cv2
        from rapidocr import RapidOCR

        cv2.setNumThreads(1)
        return RapidOCR(params=_PARAMETERS)
    except Exception:  # not installed, no model, no memory: there is one reader then
        return None


def is_installed() -> bool:
    """Whether the second reader can be used."""
    return _engine() is not None


def read_strips(picture: Any, boxes: Sequence[Box]) -> list[Strip]:
    """What stands in each box of a grey PIL picture, one line each; an empty text where nothing is sure."""
    strips = []
    for box in boxes:
        crop = _pixels(picture.crop(tuple(round(x) for x in box)))
        result = _ask(crop, look=False)
        text, score = (result.txts[0], float(result.scores[0])) if result and result.txts else ("", 0.0)
        strips.append(Strip(text if score >= SURE else "", box, score))
    return strips


def find_strips(picture: Any, box: Box) -> list[Strip]:
    """The lines that stand anywhere in a box, found by the reader itself: ten times slower than being told where."""
    left, top = box[0], box[1]
    result = _ask(_pixels(picture.crop(tuple(round(x) for x in box))), look=True)
    strips: list[Strip] = []
    if result is None or not result.txts:
        return strips
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        place = (left + min(xs), top + min(ys), left + max(xs), top + max(ys))
        strips.append(Strip(text, place, float(score)))
    return strips


def _ask(pixels: Any, look: bool) -> Any:
    """What the reader says, or None: whatever goes wrong in it (memory above all) must not cost the page its text."""
    try:
        return _engine()(pixels, use_det=look, use_cls=False, use_rec=True)
    except Exception:
        return None


def _pixels(picture: Any) -> Any:
    import numpy

    grey = numpy.asarray(picture)
    return numpy.stack([grey, grey, grey], axis=2)
