"""Number and date in the head of a scan, read twice and put into its lines with a word on how sure they are.

Tesseract has found where they stand; the second reader is shown these strips alone. Where its first look bears out
what tesseract read, that is enough; else it looks at three cuts, and the majority of its own readings counts. Only
where the number's line was not found does it look for lines itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from documents.record import Warning
from documents.text import fold
from extractors import ocr_digits
from extractors.ocr_agree import (
    DateReading,
    NumberReading,
    Verdict,
    agree_on_date,
    agree_on_number,
    day_of,
    nearer,
    parse_date_line,
    parse_number_line,
    vote,
)
from extractors.ocr_digits import Box
from extractors.ocr_layout import OcrLine
from extractors.ocr_tesseract import SINGLE_LINE, OcrFailed, Word, read_words
from extractors.warnings import warn

HEAD = 0.42  # of the page's height: number and date stand above
SEARCHED = (0.55, 0.3)  # of its width and height, where the second reader looks for the number's line itself
CUTS = (0.2, 0.0, 0.4)  # heights of the line that are added above and below
SLANT = 0.23  # of italics: pixels to the right for each upwards
LONGEST = 75  # characters of a column of the head; more is running text
_FRAMES = ("cong hoa xa hoi", "chu nghia viet nam", "dang cong san viet nam")


class Found(NamedTuple):
    """A column of the head, and what tesseract reads in it."""

    line: OcrLine
    words: list[Word]
    text: str


def opens_document(lines: Sequence[OcrLine], height: float) -> bool:
    """Whether the national title or the Party's name stands in the upper part of a page."""
    upper = " ".join(fold(line.text) for line in lines if line.middle < HEAD * height)
    return any(frame in upper for frame in _FRAMES)


def check_head(
    lines: list[OcrLine], picture: Any, number: int, signed: Sequence[date], look: bool
) -> tuple[list[OcrLine], list[Warning]]:
    """The lines of page `number` with the number and date both readers stand for, and warnings about the others.

    `look` lets the second reader search for a number's line that tesseract did not see.
    """
    head = [line for line in lines if line.middle < HEAD * picture.height]
    number_at = _find(head, lambda text: parse_number_line(text) is not None)
    second = ocr_digits.is_installed()
    warnings = []
    if number_at is None and look and second:
        number_at = _look_for_number(lines, picture)
    if number_at is not None:
        first = parse_number_line(number_at.text)
        said = _strips(picture, number_at, partial(_bears_out_number, first)) if second else []
        readings = [x for x in map(parse_number_line, said) if x]
        if first or readings:
            verdict = agree_on_number(first, _most_said(readings, len(said)))
            _put(number_at, first, verdict)
            warnings += _tell("number", verdict, number, number_at.text, said)
    date_at = _find(head, lambda text: parse_date_line(text) is not None)  # only now: it may stand in the same words
    if date_at is not None:
        first_date = parse_date_line(date_at.text)
        said = _strips(picture, date_at, partial(_bears_out_date, first_date)) if second else []
        second_date = _date_said([parse_date_line(x) for x in said], signed)
        if second_date and day_of(second_date) and (first_date is None or day_of(first_date) != day_of(second_date)):
            first_date = nearer(first_date, parse_date_line(_read_upright(picture, date_at)), second_date)
        verdict = agree_on_date(first_date, second_date, signed)
        _put(date_at, first_date, verdict)
        warnings += _tell("date", verdict, number, date_at.text, said)
    return lines, warnings


def _find(lines: Sequence[OcrLine], holds: Any) -> Found | None:
    for line in lines:
        for words in line.pieces():
            text = " ".join(word.text for word in words)
            if len(text) <= LONGEST and holds(text):
                return Found(line, words, text)
    return None


def _strips(picture: Any, found: Found, enough: Callable[[str], bool]) -> list[str]:
    """What the second reader sees in the column's box: once where that is `enough`, else cut in three heights."""
    x0, y0, x1, y1 = OcrLine(found.words).box
    pad = OcrLine(found.words).height
    said: list[str] = []
    for cut in CUTS:
        box = (x0 - 0.5 * pad, y0 - cut * pad, x1 + 0.5 * pad, y1 + cut * pad)
        said.append(ocr_digits.read_strip(picture, _inside(box, picture)).text)
        if len(said) == 1 and enough(said[0]):
            break
    return said


def _bears_out_number(first: NumberReading | None, said: str) -> bool:
    """Whether the second reader's line says the very number that tesseract read."""
    second = parse_number_line(said)
    return first is not None and second is not None and agree_on_number(first, second).state == "sure"


def _bears_out_date(first: DateReading | None, said: str) -> bool:
    """Whether the second reader's line says the very day that tesseract read."""
    second = parse_date_line(said)
    return first is not None and second is not None and day_of(first) is not None and day_of(first) == day_of(second)


def _read_upright(picture: Any, found: Found) -> str:
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


def _inside(box: Box, picture: Any) -> Box:
    x0, y0, x1, y1 = box
    return max(0.0, x0), max(0.0, y0), min(float(picture.width), x1), min(float(picture.height), y1)


def _most_said(readings: Sequence[NumberReading], asked: int) -> NumberReading | None:
    """The second reader's number: digits, year and code that most of its cuts have; None when it sees no such line."""
    if 2 * len(readings) <= asked:
        return None
    code = max((x.code for x in readings), key=[x.code for x in readings].count)
    return NumberReading(vote([x.digits for x in readings]), vote([x.year for x in readings]), code, 0, 0)


def _date_said(readings: Sequence[DateReading | None], signed: Sequence[date]) -> DateReading | None:
    """The second reader's date: what most of its cuts have, or the one cut that is the day of the last signature."""
    read = [x for x in readings if x]
    if not read:
        return None
    for reading in read:
        if signed and day_of(reading) == max(signed):
            return reading
    return DateReading(vote([x.day for x in read]), vote([x.month for x in read]), vote([x.year for x in read]), 0, 0)


def _look_for_number(lines: list[OcrLine], picture: Any) -> Found | None:
    """The column that stands where the second reader finds a number's line, or a new line there."""
    area = (0.0, 0.0, SEARCHED[0] * picture.width, SEARCHED[1] * picture.height)
    for strip in ocr_digits.find_strips(picture, area):
        if parse_number_line(strip.text) is None:
            continue
        for line in lines:
            for words in line.pieces():
                if _overlap(OcrLine(words).box, strip.box) > 0.5:
                    return Found(line, words, " ".join(word.text for word in words))
        word = Word("", *strip.box, 0.0, (0, 0, 0))
        line = OcrLine([word])
        lines.append(line)
        lines.sort(key=lambda line: line.middle)
        return Found(line, [word], "")
    return None


def _overlap(a: Box, b: Box) -> float:
    """The share of the smaller box that the other covers."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    small = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return max(0.0, wide) * max(0.0, high) / max(small, 1.0)


def _put(found: Found, reading: NumberReading | DateReading | None, verdict: Verdict) -> None:
    """The verdict instead of what tesseract read there; the rest of the column stays."""
    before, after = (found.text[: reading.start], found.text[reading.end :]) if reading else ("", "")
    x0, y0, x1, y1 = OcrLine(found.words).box
    gone = {id(word) for word in found.words}
    at = next(i for i, word in enumerate(found.line.words) if id(word) in gone)
    text = f"{before}{verdict.text}{after}"
    kept = [word for word in found.line.words if id(word) not in gone]
    found.line.words[:] = [*kept[:at], Word(text, x0, y0, x1, y1, 100.0, found.words[0].line), *kept[at:]]


def _tell(what: str, verdict: Verdict, page: int, first: str, second: Sequence[str]) -> list[Warning]:
    if verdict.state in ("sure", "blank"):
        return []
    other = " | ".join(dict.fromkeys(x for x in second if x)) or "nothing"
    return [warn(f"{what}_{verdict.state}", f"page {page}: tesseract {first!r}, rapidocr {other!r}")]
