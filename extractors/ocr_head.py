"""Number and date in the head of a scan, read twice and put into its lines with a word on how sure they are.

Tesseract has found where they stand; the second reader is shown these strips alone. Where its first look bears out
what tesseract read, that is enough; else it looks at three cuts, and the majority of its own readings counts. Where
that gives nothing the head is read again without coloured ink, and above its line, where numbering stamps stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
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
    is_date_line,
    likeliest_code,
    nearer,
    parse_date_line,
    parse_number_line,
    parse_stamped_line,
    vote,
)
from extractors.ocr_digits import Box, Strip
from extractors.ocr_layout import OcrLine, build_lines
from extractors.ocr_phrases import repair_phrases
from extractors.ocr_strips import (
    CUTS,
    DATE_AT,
    NUMBER_AT,
    Found,
    column_at,
    columns_of,
    find_strips,
    look_above,
    look_closer,
    look_tightly,
    read_upright,
)
from extractors.ocr_tesseract import OcrFailed, Word, read_words
from extractors.warnings import warn

HEAD = 0.42  # of the page's height: number and date stand above
READ_AGAIN = 0.45  # of the height: no line of the head is cut
LEAST_LETTERS = 0.9  # of a head's sure letters: fewer were lost with the colours
SURE_WORD = 60.0  # confidence of a word
_FRAMES = ("cong hoa xa hoi", "chu nghia viet nam", "dang cong san viet nam")


@dataclass
class Head:
    """The lines in the upper part of a page, their grey picture, and how to get it without coloured ink."""

    lines: list[OcrLine]
    picture: Any
    dpi: float
    without_colour: Callable[[], Any | None]

    @property
    def columns(self) -> list[Found]:
        """Its columns, from top to bottom."""
        return list(columns_of([line for line in self.lines if line.middle < HEAD * self.picture.height]))

    @cached_property
    def strips(self) -> list[Strip]:
        """The lines that the second reader finds itself where the number stands."""
        return find_strips(self.picture, NUMBER_AT) if ocr_digits.is_installed() else []

    @cached_property
    def right_strips(self) -> list[Strip]:
        """The lines that the second reader finds itself where the day stands."""
        return find_strips(self.picture, DATE_AT) if ocr_digits.is_installed() else []


class Read(NamedTuple):
    """A number or a date of the head: where, what is to be written there, what tesseract and the other reader saw."""

    found: Found
    verdict: Verdict
    seen: str
    said: Sequence[str]


def opens_document(lines: Sequence[OcrLine], height: float) -> bool:
    """Whether the national title or the Party's name stands in the upper part of a page."""
    upper = " ".join(fold(line.text) for line in lines if line.middle < HEAD * height)
    return any(frame in upper for frame in _FRAMES)


def check_head(head: Head, number: int, signed: Sequence[date], look: bool) -> list[Warning]:
    """Write the number and date that both readers stand for into the lines of page `number`; warnings about others.

    `look` lets the second reader search for a number's line that tesseract did not see.
    """
    read: dict[str, Read | None] = {"number": _write(_read_number(head, look))}
    read["date"] = _write(_read_date(head, signed, look))  # only now: it may stand in the same words
    if look and not all(map(_is_good, read.values())) and (bare := _read_again(head)):
        again = {"number": _read_number(bare, look=True), "date": _read_date(bare, signed, look)}
        if any(_is_good(again[what]) and not _is_good(one) for what, one in read.items()):
            _take_lines(head, bare)
            read = {what: _place(head, again[what] if _is_good(again[what]) else one) for what, one in read.items()}
    if look and not _is_good(read["number"]):
        read["number"] = _write(_read_stamped(head, read["number"])) or read["number"]
    return [warning for what, one in read.items() for warning in _tell(what, one, number)]


def _read_number(head: Head, look: bool) -> Read | None:
    found = next((x for x in head.columns if parse_number_line(x.text)), None)
    if found is None and look:
        box = next((strip.box for strip in head.strips if parse_number_line(strip.text)), None)
        found = column_at(head.lines, box) if box else None
    if found is None:
        return None
    first = parse_number_line(found.text)
    here = ocr_digits.is_installed()
    said = look_closer(head.picture, found, partial(_bears_out_number, first)) if here else []
    readings = [x for x in map(parse_number_line, said) if x]
    second = _most_said(readings, len(said))
    return Read(found, agree_on_number(first, second), found.text, said) if first or second else None


def _read_date(head: Head, signed: Sequence[date], look: bool) -> Read | None:
    found, said = _find_date(head), []
    if found is None:
        box = next((strip.box for strip in head.right_strips if is_date_line(strip.text)), None) if look else None
        if box is None:
            return None
        found = _words_of_day(head.lines, box) or _free_column(head, box)
        if found is None:
            return None
        said = look_tightly(head.picture, box)
    first = parse_date_line(found.text)
    if not said and ocr_digits.is_installed():
        said = look_closer(head.picture, found, partial(_bears_out_date, first))
    second = _date_said([parse_date_line(x) for x in said], signed)
    if second and day_of(second) and (first is None or day_of(first) != day_of(second)):
        first = nearer(first, parse_date_line(read_upright(head.picture, found)), second)
    return Read(found, agree_on_date(first, second, signed), found.text, said)


def _find_date(head: Head) -> Found | None:
    """The column of the document's day: below the frame (above it stand the stamps of copies), no cited day."""
    top = next((x.line.middle for x in head.columns if any(name in fold(x.text) for name in _FRAMES)), 0.0)
    return next((x for x in head.columns if x.line.middle > top and is_date_line(x.text)), None)


def _words_of_day(lines: Sequence[OcrLine], box: Box) -> Found | None:
    """The words in a box from `ngày` on: the number may stand close by in the same line, the place before them."""
    for line in lines:
        if box[1] < line.middle < box[3]:
            words = [word for word in line.words if box[0] < (word.x0 + word.x1) / 2 < box[2]]
            start = next((at for at, word in enumerate(words) if fold(word.text).startswith("ng")), None)
            if start is not None:
                return Found(line, words[start:], " ".join(word.text for word in words[start:]))
    return None


def _free_column(head: Head, box: Box) -> Found | None:
    """The column in a box, unless it is the number's too: the day would take its place."""
    beside = (x for x in head.columns if box[1] < x.line.middle < box[3] and OcrLine(x.words).box[2] > box[0])
    return None if any(parse_number_line(x.text) for x in beside) else column_at(head.lines, box)


def _read_again(head: Head) -> Head | None:
    """The head once more, without coloured ink; None where there is none in it."""
    picture = head.without_colour()
    if picture is None:
        return None
    try:
        words = read_words(picture.crop((0, 0, picture.width, round(READ_AGAIN * picture.height))), round(head.dpi))
    except OcrFailed:
        return None
    lines = build_lines(words)
    repair_phrases(lines, HEAD * picture.height)
    return Head(lines, picture, head.dpi, lambda: None)


def _take_lines(head: Head, bare: Head) -> None:
    """The upper lines as they were read without coloured ink, where that shows as many sure words; seals hide some."""
    limit = HEAD * head.picture.height
    old, new = ([line for line in one.lines if line.middle < limit] for one in (head, bare))
    if _letters(new) >= LEAST_LETTERS * _letters(old):
        head.lines[:] = new + [line for line in head.lines if line.middle >= limit]


def _letters(lines: Sequence[OcrLine]) -> int:
    return sum(len(word.text) for line in lines for word in line.words if word.confidence > SURE_WORD)


def _place(head: Head, read: Read | None) -> Read | None:
    """A reading written at its place in the lines that there are now."""
    if read is None:
        return None
    return _write(read._replace(found=column_at(head.lines, OcrLine(read.found.words).box)))


def _read_stamped(head: Head, read: Read | None) -> Read | None:
    """A number that a numbering stamp set above its line, or over the slash; never more than to be confirmed."""
    if not ocr_digits.is_installed():
        return None
    if read is not None:
        found, said = read.found, look_above(head.picture, read.found)
    else:
        strip = next((x for x in head.strips if (one := parse_stamped_line(x.text)) and one.digits), None)
        if strip is None:
            return None
        found, said = column_at(head.lines, strip.box), [strip.text, *look_tightly(head.picture, strip.box)]
    readings = [x for x in map(_parse_any_number_line, said) if x and x.digits]
    if len(readings) < len(said) or len({(x.digits, x.year) for x in readings}) > 1:
        return None
    first = _parse_any_number_line(found.text)
    verdict = agree_on_number(first and first._replace(digits=None), readings[0]._replace(steady=True))
    return Read(found, verdict._replace(state="to_confirm"), found.text, said)


def _is_good(read: Read | None) -> bool:
    """Whether it is whole."""
    return read is not None and read.verdict.state in ("sure", "to_confirm")


def _bears_out_number(first: NumberReading | None, said: str) -> bool:
    """Whether the second reader's line says the very number that tesseract read."""
    second = parse_number_line(said)
    return first is not None and second is not None and agree_on_number(first, second).state == "sure"


def _bears_out_date(first: DateReading | None, said: str) -> bool:
    """Whether the second reader's line says the very day that tesseract read."""
    second = parse_date_line(said)
    return first is not None and second is not None and day_of(first) is not None and day_of(first) == day_of(second)


def _most_said(readings: Sequence[NumberReading], asked: int) -> NumberReading | None:
    """The second reader's number: digits, year and code that most of its cuts have; None when it sees no such line."""
    if 2 * len(readings) <= asked:
        return None
    code = likeliest_code([x.code for x in readings])
    digits, year = vote([x.digits for x in readings]), vote([x.year for x in readings])
    steady = len(readings) == asked == len(CUTS) and len({(x.digits, x.year) for x in readings}) == 1
    return NumberReading(digits, year, code, 0, 0, all(x.firm for x in readings), steady)


def _date_said(readings: Sequence[DateReading | None], signed: Sequence[date]) -> DateReading | None:
    """The second reader's date: what most of its cuts have, or the one cut that is the day of the last signature."""
    read = [x for x in readings if x]
    if not read:
        return None
    for reading in read:
        if signed and day_of(reading) == max(signed):
            return reading
    steady = len(read) == len(CUTS) and len(set(map(day_of, read))) == 1 and day_of(read[0]) is not None
    day, month, year = (vote([getattr(x, name) for x in read]) for name in ("day", "month", "year"))
    return DateReading(day, month, year, 0, 0, steady)


def _write(read: Read | None) -> Read | None:
    """Put the verdict in the place of what tesseract read there; the rest of the column stays."""
    if read is None:
        return None
    line, words, text = read.found
    parse = parse_date_line if read.verdict.text.startswith("ngày") else _parse_any_number_line
    old = parse(text)
    before, after = (text[: old.start], text[old.end :]) if old else ("", "")
    gone = {id(word) for word in words}
    at = next(i for i, word in enumerate(line.words) if id(word) in gone)
    kept = [word for word in line.words if id(word) not in gone]
    word = Word(f"{before}{read.verdict.text}{after}", *OcrLine(words).box, 100.0, words[0].line)
    line.words[:] = [*kept[:at], word, *kept[at:]]
    return read._replace(found=Found(line, [word], word.text))


def _parse_any_number_line(text: str) -> NumberReading | None:
    return parse_number_line(text) or parse_stamped_line(text)


def _tell(what: str, read: Read | None, page: int) -> list[Warning]:
    if read is None or read.verdict.state in ("sure", "blank"):
        return []
    other = " | ".join(dict.fromkeys(x for x in read.said if x)) or "nothing"
    return [warn(f"{what}_{read.verdict.state}", f"page {page}: tesseract {read.seen!r}, rapidocr {other!r}")]
