"""A second reader for the digits of number and date: the models of rapidocr, which lie inside its package.

They know few Vietnamese letters but read digits, handwritten ones too, where tesseract does not. The model that reads
one line is run directly (importing rapidocr costs 0.7 s, running its model's 20 MB alone 0.2 s); rapidocr itself is
loaded only where lines must be looked for. Each once in a process, at the first scan.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path
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
HEIGHT = 48  # pixels of a line, as the model was trained; it is padded to WIDTH at least
WIDTH = 320
MODEL = "*_rec_*.onnx"  # among rapidocr's models


class Strip(NamedTuple):
    """What stands in one strip of a picture, and how sure that is (0-1)."""

    text: str
    box: Box
    score: float


class _Recognizer:
    """The model that reads one line, and the character of each of its classes."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        known = self.session.get_modelmeta().custom_metadata_map["character"]
        self.characters = ["", *known.splitlines(), " "]  # class 0 is the blank of the CTC

    def read(self, picture: Any) -> tuple[str, float]:
        """The line in a grey PIL picture and the mean of its characters' scores."""
        import numpy
        from PIL import Image

        wide = max(1, math.ceil(HEIGHT * picture.width / max(1, picture.height)))
        line = picture.resize((wide, HEIGHT), Image.Resampling.BILINEAR)
        padded = numpy.zeros((1, 3, HEIGHT, max(WIDTH, wide)), dtype=numpy.float32)
        padded[0, :, :, :wide] = numpy.asarray(line, dtype=numpy.float32) / 127.5 - 1
        scores = self.session.run(None, {self.session.get_inputs()[0].name: padded})[0][0]
        classes, sure = scores.argmax(axis=1), scores.max(axis=1)
        kept = [at for at, one in enumerate(classes) if one and (at == 0 or one != classes[at - 1])]
        text = "".join(self.characters[classes[at]] for at in kept)
        return text, float(sure[kept].mean()) if kept else 0.0


@cache
def _recognizer() -> _Recognizer | None:
    """The reader of one line, or None where rapidocr is not installed or its model does not load."""
    try:
        package = find_spec("rapidocr")
        places = [Path(place) for place in (package.submodule_search_locations or ())] if package else []
        return _Recognizer(next(model for place in places for model in sorted(place.glob(f"models/{MODEL}"))))
    except Exception:  # no model, no memory: there is one reader then
        return None


@cache
def _engine() -> Any:
    """The reader that looks for lines itself, or None."""
    try:
        import cv2
        from rapidocr import RapidOCR

        cv2.setNumThreads(1)
        return RapidOCR(params=_PARAMETERS)
    except Exception:  # as above
        return None


def is_installed() -> bool:
    """Whether the second reader can be used."""
    return _recognizer() is not None


def read_strip(picture: Any, box: Box) -> Strip:
    """What stands in a box of a grey PIL picture, one line; an empty text where nothing is sure."""
    reader = _recognizer()
    try:
        text, score = reader.read(picture.crop(tuple(round(x) for x in box))) if reader else ("", 0.0)
    except Exception:  # whatever goes wrong in it (memory above all) must not cost the page its text
        text, score = "", 0.0
    return Strip(text if score >= SURE else "", box, score)


def find_strips(picture: Any, box: Box) -> list[Strip]:
    """The lines that stand anywhere in a box, found by the reader itself: ten times slower than being told where."""
    import numpy

    left, top = box[0], box[1]
    grey = numpy.asarray(picture.crop(tuple(round(x) for x in box)))
    try:
        result = _engine()(numpy.stack([grey, grey, grey], axis=2), use_det=True, use_cls=False, use_rec=True)
    except Exception:  # as in read_strip
        return []
    if result is None or not result.txts:
        return []
    strips: list[Strip] = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        place = (left + min(xs), top + min(ys), left + max(xs), top + max(ys))
        strips.append(Strip(text, place, float(score)))
    return strips
