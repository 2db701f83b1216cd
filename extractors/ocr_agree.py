"""Two readers of one scanned head: what they say of its number and date, and how far that can be believed.

Both agree: sure. One alone: to be confirmed. They disagree: neither is taken, and the form keeps its blank, unless the
second reader, the better one of digits, says the same in every cut of the line: then to be confirmed. On 54 heads
rendered from born-digital files the two never agreed on a wrong number; each alone was wrong on some.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from documents.doctypes import body_codes, folded_code, type_codes
from documents.text import fold

State = Literal["sure", "to_confirm", "disagrees", "blank"]
DAYS_BEFORE_SIGNING = 15  # a printed date earlier than so many days before the last signature is doubted

# "Số" opens the line; its ố may be read as any letter, as 6, or not at all. Then digits, a year perhaps, and the code.
_NUMBER = re.compile(
    r"^\W{0,3}s(?:[60](?=\s?[:;.,])|[^\W\d]{0,2})(?P<colon>[ \t]?[:;.,\"”'*]{1,3})?\s*"
    r"(?P<digits>[^/]{0,12}?)\s*(?P<rest>/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<code>[a-z][\w&]{1,9}(?:\s?[-/.]\s?[a-z][\w&]{0,11}){0,4})"
    r"|-\s*(?P<party>[a-z]{2,5}\s?/\s?[a-z][\w&]{1,11}(?:-[\w&]{1,11})?))",
)
_YEAR_BEHIND = re.compile(r"(?P<digits>.*[^\W_])[\s_.,]+(?P<year>(?:19|20)\d\d)")  # its slash is lost: 17 _ 2025/QĐ
_CAPITALS = re.compile(r"[A-ZĐ]{2}")
_DIGITS = re.compile(r"\d{1,5}")
_LOOKALIKES = str.maketrans("li|o", "1110")
_STAMPED = re.compile(
    r"^\W{0,3}[Ss](?:[oóôốồổỗ]|[06](?=\W))?[^\w\s]{0,3}(?P<digits>[\d\s.]{0,12}?|[^/\d]{0,6}?)"
    r"(?P<code>[A-ZĐ]{2,7}-[A-ZĐ][A-Za-zĐ]{1,8})\W*$"
)
_DATE = re.compile(
    r"(?<![a-z])ng(?:[aā]?[yv]?)(?P<d>(?:(?!ng).){0,10}?)\s*th[a-z]?ng(?P<m>.{0,8}?)\s*n(?:am|a|m)"
    r"(?:\W{0,3}(?:(?P<y>(?:19|20)\d\d)(?!\d)|\d{1,5}))?"
)


_CITES = re.compile(r"\d\s*/|(?<!\w)so(?!\w)|(?<!\w)(?:quyet dinh|nghi quyet|nghi dinh|luat)(?!\w)")
_GOES_ON = re.compile(r"\s*(?:của|về|đến|và)(?!\w)")


class NumberReading(NamedTuple):
    """A number line as one reader sees it: digits None where none could be read; `start`, `end` in its text.

    `firm`: they are digits, not letters that stand for them; `steady`: the reader said so in every cut of the line.
    """

    digits: str | None
    year: str | None
    code: str
    start: int
    end: int
    firm: bool = True
    steady: bool = False


class DateReading(NamedTuple):
    """A date line as one reader sees it: each part None where it could not be read."""

    day: str | None
    month: str | None
    year: str | None
    start: int
    end: int
    steady: bool = False  # said so in every cut of the line


class Verdict(NamedTuple):
    """What goes into the text, and how sure it is."""

    text: str
    state: State


def parse_number_line(text: str) -> NumberReading | None:
    """The number that a line opens with `Số`, or None when it opens with anything else."""
    found = _NUMBER.match(fold(text))
    if found is None or not _CAPITALS.search(text[found.start("rest") : found.end()]):
        return None
    raw, year = found["digits"].strip(" \t_.,:;"), found["year"]
    if year is None and (behind := _YEAR_BEHIND.fullmatch(raw)):
        raw, year = behind["digits"], behind["year"]
    digits = _upright(re.sub(r"[\s_]", "", raw).strip(".,:;"))
    if re.match(r"\W*[Ss5]6\s*\d", text):
        return None  # S6851/KH-SYT, S6 59-CT/TU: the 6 may be a letter or a digit
    rest = re.sub(r"\s", "", text[found.start("rest") : found.end()])
    code = rest[0] + (rest[1:].split("/", 1)[1] if found["year"] else rest[1:])
    readable = digits if _DIGITS.fullmatch(digits) else None
    return NumberReading(readable, year, code, found.start(), found.end(), firm=not re.search(r"[^\W\d_]", raw))


def parse_stamped_line(text: str) -> NumberReading | None:
    """The number of a line whose slash lies under a numbering stamp (`S2.2 6 5BCT-ATMT`); its code must be known."""
    found = _STAMPED.match(text)
    if found is None:
        return None
    code = next((x for x in (found["code"], found["code"][1:]) if _opens_known(x)), None)
    digits = re.sub(r"[\s.]", "", found["digits"])
    if code is None:
        return None
    return NumberReading(digits if _DIGITS.fullmatch(digits) else None, None, f"/{code}", found.start(), found.end())


def parse_date_line(text: str) -> DateReading | None:
    """The first `ngày … tháng … năm …` of a line, its blanks filled in by any hand."""
    found = _DATE.search(fold(text))
    if found is None:
        return None
    day, month = (_part(found[name], most) for name, most in (("d", 31), ("m", 12)))
    return DateReading(day, month, found["y"], found.start(), found.end())


def is_date_line(text: str) -> bool:
    """Whether a column is a place and its day: no number is cited before the day, no sentence goes on after it."""
    found = parse_date_line(text)
    return found is not None and not _CITES.search(fold(text[: found.start])) and not _GOES_ON.match(text, found.end)


def _part(raw: str, most: int) -> str | None:
    digits = _upright(re.sub(r"[\s.,:;…_-]", "", raw).replace("/", "1"))
    return digits if re.fullmatch(r"\d{1,2}", digits) and 1 <= int(digits) <= most else None


def day_of(reading: DateReading) -> date | None:
    """The day that a reading is, if it is a whole one."""
    return _day(reading.day, reading.month, reading.year)


def _day(day: str | None, month: str | None, year: str | None) -> date | None:
    try:
        return date(int(year or ""), int(month or ""), int(day or ""))
    except ValueError:
        return None


def _upright(raw: str) -> str:
    """Folded text with the letters that stand for 1 and 0 where only a digit can."""
    return raw.translate(_LOOKALIKES) if any(char.isdigit() or char in "li|" for char in raw) else raw


def nearer(first: DateReading | None, again: DateReading | None, second: DateReading) -> DateReading:
    """The first reader's two looks as one: in each part what the second reader shares, or what it says both times.

    One that says first this, then that, has not read it.
    """
    parts: list[str | None] = []
    for name in ("day", "month", "year"):
        read = [value for reading in (first, again) if reading and (value := getattr(reading, name))]
        wanted = getattr(second, name)
        same = [x for x in read if wanted and int(x) == int(wanted)]
        steady = len(read) == 2 and int(read[0]) == int(read[1])
        parts.append(same[0] if same else read[0] if steady else None)
    start, end = (first.start, first.end) if first else (0, 0)
    return DateReading(parts[0], parts[1], parts[2], start, end)


def vote(readings: Sequence[str | None]) -> str | None:
    """What more than half of the readings say, or None."""
    value, count = Counter(readings).most_common(1)[0] if readings else (None, 0)
    return value if 2 * count > len(readings) else None


def agree_on_number(first: NumberReading | None, second: NumberReading | None) -> Verdict:
    """The number line to be written, of two readings of which at least one is there; `first` knows Vietnamese."""
    known = first or second
    assert known is not None
    code = _likelier_code(first, second)
    same_code = first is not None and second is not None and folded_code(second.code) == folded_code(code)
    readings = [reading for reading in (first, second) if reading]
    values = {(reading.digits, reading.year) for reading in readings if reading.digits}
    years = {reading.year for reading in readings}
    blank = f"Số: {f'/{known.year}' if known.year and len(years) == 1 else ''}{code}"
    if not values:
        return Verdict(blank, "blank")
    if first and first.digits and second and second.digits is None:
        return Verdict(blank, "disagrees")  # the better reader of digits sees the line, and none in it
    if len(values) > 1 or (len(years) > 1 and second and not second.digits):
        better = _better(first, second)
        return _number(better, code, "to_confirm") if better else Verdict(blank, "disagrees")
    sure = len(readings) == 2 and all(reading.digits for reading in readings) and same_code
    return _number(next(x for x in readings if x.digits), code, "sure" if sure else "to_confirm")


def _number(reading: NumberReading, code: str, state: State) -> Verdict:
    return Verdict(f"Số: {reading.digits}{f'/{reading.year}' if reading.year else ''}{code}", state)


def _better(first: NumberReading | None, second: NumberReading | None) -> NumberReading | None:
    """Of two readings that differ, the one that is to be believed: the second, steady, or against mere letters."""
    if second is None or not second.digits or not second.firm:
        return None
    return second if second.steady or (first is not None and not first.firm) else None


def _likelier_code(first: NumberReading | None, second: NumberReading | None) -> str:
    """The code as the first reader has it, which knows Vietnamese, unless only the second's opens with a known one."""
    codes = [right_code(reading.code) for reading in (first, second) if reading]
    return next((code for code in codes if _opens_known(code)), codes[0])


def likeliest_code(codes: Sequence[str]) -> str:
    """Of the codes of several readings the most frequent that opens with a known one, else the most frequent."""
    known = [code for code in codes if _opens_known(code)] or list(codes)
    return max(known, key=known.count)


def _opens_known(code: str) -> bool:
    opening = folded_code(re.split(r"[-/.]", code.lstrip("/-"), maxsplit=1)[0])
    return opening in type_codes() or opening in body_codes()


def right_code(code: str) -> str:
    """A code with its Đ where it belongs, by the lexicons: `/QD-UBND` as `/QĐ-UBND`, `/UBNĐ-VX` as `/UBND-VX`."""
    parts = re.split(r"([-/.])", code)
    for at, part in enumerate(parts):
        folded = folded_code(part)
        if folded in body_codes() and folded_code(known := body_codes()[folded].code) == folded:
            parts[at] = part if part.upper() == known.upper() else known
        elif folded in type_codes() and folded == part.upper():
            kind = type_codes()[folded]
            parts[at] = kind if folded_code(kind) == folded else part
    return "".join(parts)


def agree_on_date(first: DateReading | None, second: DateReading | None, signed: Sequence[date]) -> Verdict:
    """The date in words to be written, of two readings of which at least one is there.

    The last signature of the file is a third source: it decides between two readings and confirms one, but is never
    taken for the date itself, which lies up to three days before it in half of the files.
    """
    last = max(signed, default=None)
    if last is not None and second is not None and _lacks_only_month(second, last):
        return Verdict(f"ngày {last.day:02d} tháng {last.month:02d} năm {last.year}", "to_confirm")
    parts, states = [], []
    for name in ("day", "month", "year"):
        read = [getattr(reading, name) for reading in (first, second) if reading]
        value, state = _agree([x for x in read if x], getattr(last, name, None), second, name)
        parts.append(value)
        states.append(state)
    state = _whole(parts, states, last)
    day, month, year = parts if state != "disagrees" else ("", "", parts[2])
    return Verdict(f"ngày {day or '    '} tháng {month or '    '} năm {year or ''}".rstrip(), state)


def _lacks_only_month(reading: DateReading, last: date) -> bool:
    """Whether day and year are those of the last signature, and the month, written by hand, could not be read."""
    return reading.month is None and (int(reading.day or 0), int(reading.year or 0)) == (last.day, last.year)


def _agree(read: Sequence[str], signed: int | None, second: DateReading | None, name: str) -> tuple[str, State]:
    """One part of a date: its digits (the longer form, 09 before 9) and how sure they are.

    Where the second reader, the better one of digits, sees the line and no digit in this place, only a signature helps.
    """
    values = {int(x) for x in read}
    better = getattr(second, name, None)
    if not values:
        return "", "blank"
    if second is not None and better is None and signed not in values:
        return "", "disagrees"
    if len(values) > 1:
        decided = next((x for x in read if int(x) == signed), None)
        if decided is None and second is not None and second.steady:
            decided = better
        return (decided, "to_confirm") if decided else ("", "disagrees")
    return max(read, key=len), "sure" if len(read) == 2 else "to_confirm"


def _whole(parts: Sequence[str], states: Sequence[State], last: date | None) -> State:
    if "disagrees" in states:
        return "disagrees"
    if "blank" in states:
        return "blank"
    day = _day(*parts)
    if day is None:
        return "disagrees"  # 31 tháng 2
    if last is not None and day == last:
        return "sure"
    both = set(states) == {"sure"}
    if last is not None and not 0 <= (last - day).days <= DAYS_BEFORE_SIGNING:
        return "to_confirm" if both else "disagrees"
    return "sure" if both else "to_confirm"
