"""Understands a typed text: province, date, type, issuer and "who implements X" become filters that can be taken off.

Every word that was understood leaves the text and becomes a `Reading`, shown with the words it was read from; what is
not sure stays a word to be ranked by. A filter that the person set is never read a second time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from documents.issuers import issuer_of_code
from documents.number import find_numbers, guess_numbers, parse_number
from documents.provinces import find_province, tone_key
from documents.tables import read_table
from documents.text import fold, normalize, strip_marks
from index_mappings.filters import filter_sentence
from index_mappings.query import Query

LONGEST_PLACE = 4  # syllables in the longest name of a province
LONGEST_LEAD = 4
LONGEST_NUMBER = 9  # words of a number as it is said, `nghị quyết số 8 ngày` ...
SHORTEST_PLACE = 3  # letters: `HN`, `SG` mean more than one thing
_WORD = re.compile(r"[^\W_]+(?:[&/.\-][^\W_]+)*", re.U)
_QUOTED = re.compile(r'["“”„«»][^"“”„«»]*["“”„«»]?')
_DAY = re.compile(r"(?:\bban hanh\s+)?(?:\bngay\s+)?\b(\d{1,2})[/\-.](\d{1,2})[/\-.]((?:19|20)\d\d)\b")
_DAY_IN_WORDS = re.compile(r"(?:\bban hanh\s+)?\bngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+((?:19|20)\d\d)\b")
_MONTH = re.compile(r"(?:\bban hanh\s+)?(?:\btrong\s+)?\bthang\s+(\d{1,2})(?:\s*/\s*|\s+nam\s+)((?:19|20)\d\d)\b")
_ISSUED_IN = re.compile(r"\bban hanh\s+(?:trong\s+|vao\s+)?nam\s+((?:19|20)\d\d)\b")
_YEAR = re.compile(
    r"(?:\btrong\s+)?\bnam\s+((?:19|20)\d\d)\b(?!\s*[-–]\s*\d|\s+den)|(?<![\d/\-–.]\b)(?<!- )\b(20\d\d)\s*$"
)
_OF = re.compile(r"\bc(?:ủ|u)a\b", re.I)  # `nghị quyết 57 của Bộ Chính trị`
_ASKED_FOR = r"(?:(?:cac|nhung)\s+)?({})\s+(?:nao|gi)\b"  # `những kế hoạch gì`
_PERIOD = re.compile(r"\b(?:den|tu|giai doan|nhiem ky|truoc|sau)\s+(?:het\s+)?(?:nam\s+)?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a text was understood to say: the parameter of `Query`, its value, and the words it was read from.

    `sentence` says it in Vietnamese, as on a filter that can be taken off: `của Đồng Tháp`.
    """

    parameter: str
    value: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A query with what was read out of its text, and the text as it was typed."""

    query: Query
    readings: tuple[Reading, ...]
    typed: str


def understand_query(query: Query, leave: Collection[str] = ()) -> Understood:
    """The query with its text understood; parameters in `leave`, and those already set, stay words of the text."""
    rest = _Rest(normalize(query.text))
    readings: list[Reading] = []
    for parameters, read in READERS:
        if any(p in leave or getattr(query, p) for p in parameters):
            continue
        for parameter, value, words in read(rest):
            readings.append(read_as(parameter, value, words))
    if readings:
        rest.drop_lead()
    elif not leave:
        rest.drop_tail(1)
    filters = {reading.parameter: reading.value for reading in readings}
    return Understood(replace(query, text=rest.text, **filters), tuple(readings), query.text)  # type: ignore[arg-type]


def read_as(parameter: str, value: str, words: str) -> Reading:
    """A reading with its sentence."""
    return Reading(parameter, value, words, filter_sentence(parameter, value))


# ---------------------------------------------------------------- the text that is left


class _Rest:
    """What is left of a text: readers look at it and take words out of it."""

    def __init__(self, text: str) -> None:
        self._kept = text
        self.look()

    def look(self) -> None:
        """Words in quotes are a phrase and no filter, so readers see blanks there."""
        self.seen = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), self._kept)
        self.folded = fold(self.seen)
        self.words = [(m.start(), m.end()) for m in _WORD.finditer(self.seen)]

    def take(self, start: int, end: int) -> str:
        """Cuts `[start:end]` out and gives it; the words between keep their places."""
        taken = self._kept[start:end]
        self._kept = self._kept[:start] + " " * (end - start) + self._kept[end:]
        self.look()
        return " ".join(taken.split())

    def runs(self, longest: int, first: int = 0) -> Iterator[tuple[int, int, int]]:
        """Every run of at most so many words, longest first at each word: (index of its first word, start, end)."""
        for at in range(first, len(self.words)):
            for count in range(min(longest, len(self.words) - at), 0, -1):
                yield at, self.words[at][0], self.words[at + count - 1][1]

    def before(self, at: int, role: str) -> int:
        """Where the words with a role that stand right before word `at` begin; the word's own start when none do."""
        start = self.words[at][0]
        while found := next((p for p in _phrases(role) if self.folded[:start].rstrip().endswith(p)), None):
            begin = len(self.folded[:start].rstrip()) - len(found)
            if begin and self.folded[begin - 1].isalnum():
                break
            start = begin
        return start

    def drop_lead(self) -> None:
        """Takes out what only led up to a filter that was read, or asked: `văn bản`, `tỉnh nào đã`, `ra sao`."""
        while self.words and (skipped := next(filter(None, (_skip(self, 0, r) for r in ("asks", "lead", "has"))), 0)):
            self.take(0, self.words[skipped - 1][1])
        asked_for = _ASKED_FOR.format(_any("type"))
        if carries_out := re.match(rf"\W*(?:{_any('implements')})\s+(?={asked_for})", self.folded):
            self.take(*carries_out.span())
        self.drop_tail(0)

    def drop_tail(self, least: int) -> None:
        """Takes out what only ends a question, `ra sao`, `ở các tỉnh`, as long as so many words are left."""
        while (skipped := _skip_back(self, "tail")) and len(self.words) - skipped >= least:
            begin = self.words[-skipped][0]
            if _ends_with(self.folded[:begin], "joins"):  # `hợp tác giữa các tỉnh`
                break
            self.take(begin, self.words[-1][1])

    @property
    def text(self) -> str:
        """The words that were not understood, in order."""
        return " ".join(self._kept.split())


Found = tuple[str, str, str]


# ---------------------------------------------------------------- readers


def _read_cited(rest: _Rest) -> Iterator[Found]:
    """`kế hoạch thực hiện 08-NQ/TU`: the number of what is implemented, or cited, after a verb that says so."""
    for role in ("implements", "cites"):
        for verb in _phrases(role):
            for said in re.finditer(rf"\b{verb}\s+(?:cac\s+)?", rest.folded):
                if number := _number_at(rest, said.end()):
                    canonical, end = number
                    end += _details(rest.folded[end:])
                    yield role, canonical, rest.take(said.start(), end)
                    return
    yield from _read_carried_out(rest)


def _read_carried_out(rest: _Rest) -> Iterator[Found]:
    """`nghị quyết 57 có ai triển khai`: who carries out a number, asked behind it; a title goes on behind the verb."""
    if not re.search(rf"\d.*\b(?:{_any('implements')})\b", rest.folded):
        return
    at = _after(rest, 0, "lead")
    if at < len(rest.words) and (number := _number_at(rest, rest.words[at][0])):
        canonical, end = number
        end += _details(rest.folded[end:])
        behind = _behind_place(rest, end)
        # no more of them: each more could be read in twice as many ways
        asking = rf"(?:(?:duoc|{_any('has')}|{_any('asks')})\s+){{0,4}}"
        nothing_more = rf"(?=(?:\s+(?:{_any('tail')})){{0,4}}(?:\W*$|\s+(?:{_any('place')})\b))"
        if verb := re.match(rf"\W+{asking}(?:{_any('implements')})\b{nothing_more}", rest.folded[behind:]):
            numbered = rest.take(rest.words[at][0], end)
            yield "implements", canonical, f"{numbered} {rest.take(behind, behind + verb.end())}"


def _behind_place(rest: _Rest, start: int) -> int:
    """Where the name of a province that begins at a place of the text ends, `tỉnh Sơn La`; that place for none."""
    first = next((i for i, (begin, _) in enumerate(rest.words) if begin >= start), len(rest.words))
    first += _skip(rest, first, "place")
    named = (
        end for at, begin, end in rest.runs(LONGEST_PLACE, first) if at == first and _province_of(rest.seen[begin:end])
    )
    return next(named, start)


def _details(after: str) -> int:
    """How many characters after a number tell its own day and issuer, which are not those of what is asked for."""
    day = r"(?:\s*,?\s*ngay\s+\d{1,2}(?:[/\-.]\d{1,2}[/\-.]|\s+thang\s+\d{1,2}\s+nam\s+)\d{4})?"
    return re.match(rf"{day}(?:\s*,?\s*cua\s+(?:{_any('issuer')})\b)?", after).end()  # type: ignore[union-attr]


def _number_at(rest: _Rest, start: int) -> tuple[str, int] | None:
    """The document number that begins at a place of the text, and where it ends; only what names type and body."""
    words = [(a, b) for a, b in rest.words if a >= start][:LONGEST_NUMBER]
    if not words:
        return None
    longest = rest.seen[start : words[-1][1]]
    for found in find_numbers(longest):
        lead = fold(longest[: found.start]).strip().removesuffix("so").strip()
        if not lead or lead in _phrases("type"):
            return found.number.canonical, start + found.end
    bare: tuple[str, int] | None = None
    for _, end in words:
        guesses = guess_numbers(_OF.sub(" ", rest.seen[start:end]))
        if len(guesses) == 1 and (whole := guesses[0].canonical):
            return whole, end
        if len(guesses) == 1 and guesses[0].type and not bare:
            bare = f"{guesses[0].number}-{guesses[0].type}", end  # its body was not said: `nghị quyết 57`
    return bare


def _read_province(rest: _Rest) -> Iterator[Found]:
    """The one province that is named; two are a comparison, or a road between them, and stay words.

    What the Centre issued belongs to no province: there, and after words like `phát triển`, it may be what it is about.
    """
    named: list[tuple[int, int, int, str]] = []
    reached = 0
    for at, start, end in rest.runs(LONGEST_PLACE):
        if start >= reached and (name := _province_of(rest.seen[start:end])):
            named.append((at, start, end, name))
            reached = end
    if len({name for *_, name in named}) == 1:
        at, _, end, name = named[0]
        begins = rest.before(at, "place")
        about = _ends_with(rest.folded[:begins], "about") or _names_the_centre(rest) or _may_be_the_centres(rest)
        yield "place" if about else "province", name, rest.take(begins, end)


def _ends_with(folded: str, role: str) -> bool:
    return any(re.search(rf"\b{phrase}\s*$", folded) for phrase in _phrases(role))


def _names_the_centre(rest: _Rest) -> bool:
    return any(re.search(rf"\b{body}\b", rest.folded) for body, of in _phrases("issuer").items() if of == "central")


def _may_be_the_centres(rest: _Rest) -> bool:
    """`nghị quyết 54 huế`: a number whose body is not said, or is one of the Centre, which resolves on provinces."""
    if re.search(rf"\b(?:{_any('issuer')})\b", rest.folded):
        return False
    guessed = [number for _, start, end in rest.runs(LONGEST_NUMBER) for number in guess_numbers(rest.seen[start:end])]
    whole = [number for guess in guessed if guess.canonical and (number := parse_number(guess.canonical))]
    if whole:
        return not any(issuer_of_code(number).provincial for number in whole)
    return any(guess.type for guess in guessed)


def _province_of(words: str) -> str | None:
    unit = find_province(words)
    letters = sum(c.isalpha() for c in words)
    if unit is None or letters < SHORTEST_PLACE or fold(words) == "ho chi minh":  # the person, or the city
        return None
    if words != strip_marks(words) and tone_key(words) not in {tone_key(n) for n in (unit.name, *unit.aliases)}:
        return None  # with other diacritics it is another word
    return unit.name


def _read_day(rest: _Rest) -> Iterator[Found]:
    """A whole day or month of issue."""
    if found := _DAY_IN_WORDS.search(rest.folded) or _DAY.search(rest.folded):
        day, month, year = (int(part) for part in found.groups())
        first = last = f"{year:04}-{month:02}-{day:02}"
        usable = 1 <= month <= 12 and 1 <= day <= 31
    elif found := _MONTH.search(rest.folded):
        month, year = int(found[1]), int(found[2])
        first = last = f"{year:04}-{month:02}"
        usable = 1 <= month <= 12
    elif found := _ISSUED_IN.search(rest.folded):
        first = last = found[1]
        usable = True
    if found and usable:
        words = rest.take(*found.span())
        yield "issued_from", first, words
        yield "issued_to", last, words


def _read_year(rest: _Rest) -> Iterator[Found]:
    """A year said once: of the issue, or the year the title is about; periods and deadlines stay words."""
    found = [f for f in _YEAR.finditer(rest.folded) if not _PERIOD.search(rest.folded[: f.start()])]
    if len(found) == 1:
        yield "year", found[0][1] or found[0][2], rest.take(*found[0].span())


def _read_type(rest: _Rest) -> Iterator[Found]:
    """The kind of document that the text begins with, unless it is the beginning of a number, or asks for."""
    at = _after(rest, 0, "lead")
    asked = _after(rest, at, "asks")
    has = _after(rest, asked, "has")
    if at < asked == has:  # `ai quyết định giá đất` asks for no decision, `ai có quyết định` does
        return
    at = _after(rest, has, "lead")
    for _, start, end in rest.runs(LONGEST_PLACE + 1, at):
        if start != rest.words[at][0]:
            break
        if (name := _phrases("type").get(" ".join(rest.folded[start:end].split()))) and not _is_accented_otherwise(
            rest.seen[start:end], name
        ):
            after = rest.folded[end:].lstrip()
            if not after[:1].isdigit() and not re.match(r"so\b\s*:?\s*\d", after):
                yield "type", name, rest.take(start, end)
                return
            break
    if found := re.search(rf"\b(?:{_any('has')})\s+{_ASKED_FOR.format(_any('type'))}", rest.folded):
        yield "type", _phrases("type")[found[1]], rest.take(*found.span())


def _is_accented_otherwise(words: str, name: str) -> bool:
    return words != strip_marks(words) and tone_key(words) != tone_key(name)


def _skip(rest: _Rest, at: int, role: str) -> int:
    """How many words with a role stand at word `at`."""
    for count in range(LONGEST_LEAD, 0, -1):
        if at + count <= len(rest.words):
            run = rest.folded[rest.words[at][0] : rest.words[at + count - 1][1]]
            if run in _phrases(role):
                return count
    return 0


def _after(rest: _Rest, at: int, role: str) -> int:
    """The first word from `at` on that no words with a role stand at."""
    while skipped := _skip(rest, at, role):
        at += skipped
    return at


def _skip_back(rest: _Rest, role: str) -> int:
    """How many words with a role the text ends with."""
    counts = range(min(LONGEST_LEAD, len(rest.words)), 0, -1)
    return next((count for count in counts if _skip(rest, len(rest.words) - count, role) == count), 0)


def _read_issuer(rest: _Rest) -> Iterator[Found]:
    """The body that issued it: at the head of what is left, or after `của`, `do`."""
    after = r"(?:^\W*|\b(?:cua|do)\s+)"
    if found := re.search(rf"{after}({_any('issuer')})\b(?:\s+(tinh|thanh pho|tp)\b)?(?:\s+ban hanh\b)?", rest.folded):
        start, end = found.span(1)[0], found.end(2) if found[2] else found.end(1)
        value = " ".join(rest.seen[start:end].split())
        if found.start() == 0 and _reads_on(rest, found.end()):
            return
        yield "issuer", value, rest.take(*found.span())


def _reads_on(rest: _Rest, end: int) -> bool:
    """`chính phủ điện tử`, `quốc hội khóa XV`: at the head of a text a body's name may be the topic."""
    after = rest.folded[end:].strip()
    return bool(after) and not re.match(r"(?:ve|nam|ban hanh|phe duyet|tinh|thanh pho)\b", after)


# In this order: the number that is implemented first, since its own words would be read as type, place or issuer.
READERS = (
    (("implements", "cites"), _read_cited),
    (("type",), _read_type),
    (("province", "place"), _read_province),
    (("issued_from", "issued_to", "year"), _read_day),
    (("year", "issued_from", "issued_to"), _read_year),
    (("issuer",), _read_issuer),
)


@cache
def _any(role: str) -> str:
    """A pattern for each of the phrases with a role."""
    return "|".join(map(re.escape, _phrases(role)))


@cache
def _phrases(role: str) -> dict[str, str]:
    """The folded phrases with a role, longest first, with their values."""
    rows = [row for row in read_table("query_words", "index_mappings") if row["role"] == role]
    rows.sort(key=lambda row: -len(row["words"]))
    return {fold(row["words"]): row["value"] for row in rows}
