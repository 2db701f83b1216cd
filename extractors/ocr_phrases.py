"""Marks that OCR lost in fixed phrases, put back: `QUYÉT ĐỊNH` can only be QUYẾT ĐỊNH, `Hô Chí Minh` Hồ Chí Minh.

Phrases of two words and more whose letters without marks mean nothing else: data/ocr_phrases.csv, and the names of the
provinces where each word begins with a capital. The motto, broken by a seal, is known by most of its letters; so is the
line that names the kind of a document (`THÔẤC TƯ`), which stands alone and in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache

from documents.doctypes import doc_types
from documents.provinces import all_provinces
from documents.tables import read_table
from documents.text import fold
from extractors.ocr_layout import OcrLine
from extractors.ocr_tesseract import Word

MOTTOS = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM")
ALIKE = 0.8  # of the motto's letters
KIND_ALIKE, PLACE_ALIKE = 0.75, 0.8  # of the letters of a kind's or a province's name
APART = 0.1  # how much nearer than any other name's
SHORTEST_KIND = 6  # letters: shorter names are too near to other words
_UNIT = re.compile(r"(?:^|\s)(?:tinh|thanh pho)(?: uy)?$|(?:^|\s)thanh uy$")
_SUBJECT = re.compile(r"V\s?(?:[/⁄]\s?[vVyw]?|[iíìl1I|][vwyV])(?=\s|$)\.?")
_OF_MOTTOS = frozenset(fold(" ".join(MOTTOS)).split()) - {"-"}
EDGE = ".,;:()\"'“”"


def repair_phrases(lines: Sequence[OcrLine], head: float) -> None:
    """Put known phrases right in all lines; the mottos, `V/v` and the kind's name in those above `head` pixels."""
    for line in lines:
        _repair_words(line.words)
        if line.middle < head:
            _repair_motto(line)
            _repair_subject(line)
            _repair_place(line)
    _repair_kind([line for line in lines if line.middle < 1.2 * head])


def _repair_words(words: Sequence[Word]) -> None:
    bare = [fold(word.text.strip(EDGE)) for word in words]
    for at, first in enumerate(bare):
        for phrase, own_case in _phrases().get(first, ()):
            span = words[at : at + len(phrase)]
            if bare[at : at + len(phrase)] == [fold(x) for x in phrase] and (not own_case or _are_names(span)):
                for word, right in zip(span, phrase, strict=True):
                    word.text = _in_case_of(word.text, right)
                break


def _are_names(words: Sequence[Word]) -> bool:
    return all(word.text.strip(EDGE)[:1].isupper() for word in words)


def _in_case_of(text: str, right: str) -> str:
    """The right letters in the case of those read, whatever stands around them kept."""
    start = len(text) - len(text.lstrip(EDGE))
    own = text[start : start + len(right)]
    cased = "".join(r.upper() if o.isupper() else r.lower() for o, r in zip(own, right, strict=False))
    return text[:start] + cased + text[start + len(own) :]


def _repair_motto(line: OcrLine) -> None:
    """The motto in one piece where a column, or the end of the line, is nearly it."""
    words = line.words
    if len(_OF_MOTTOS.intersection(fold(word.text) for word in words)) < 2:
        return
    alike = [
        (SequenceMatcher(None, fold(" ".join(word.text for word in words[at:])), fold(motto)).ratio(), at, motto)
        for at in range(len(words))
        for motto in MOTTOS
        if abs(sum(len(word.text) + 1 for word in words[at:]) - len(motto)) < 8
    ]
    ratio, at, motto = max(alike, default=(0.0, 0, ""))
    if ratio >= ALIKE:
        x0, y0, x1, y1 = OcrLine(words[at:]).box
        words[at:] = [Word(motto, x0, y0, x1, y1, 100.0, words[at].line)]


def _repair_subject(line: OcrLine) -> None:
    """`V/v`, with which a letter says what it is about, at the beginning of a column."""
    for words in line.pieces():
        if _SUBJECT.fullmatch(words[0].text.lstrip("`'‘’-.,“\"")) and len(words) > 1:
            words[0].text = "V/v"


def _repair_place(line: OcrLine) -> None:
    """A province's name in capitals after TỈNH or THÀNH ỦY, the last words of a column, by most of its letters."""
    for words in line.pieces():
        units = [at for at in range(1, len(words)) if _UNIT.search(fold(" ".join(word.text for word in words[:at])))]
        if not units:
            continue
        name = words[units[-1] :]
        printed = " ".join(word.text for word in name)
        if printed.isupper() and (right := _nearest(fold(printed), _places(), PLACE_ALIKE)):
            name[0].text, name[0].x1 = _places()[right].upper(), OcrLine(name).box[2]
            gone = {id(word) for word in name[1:]}
            line.words[:] = [word for word in line.words if id(word) not in gone]


def _repair_kind(lines: Sequence[OcrLine]) -> None:
    """The kind's name in place of the first line, alone and in capitals, that is it but for specks, or nearly it."""
    alone = [(line, fold(line.text).strip(EDGE + "-_ ")) for line in lines if _stands_alone(line)]
    found = next(((line, text) for line, text in alone if text in _kinds()), None)
    found = found or next(
        ((line, kind) for line, text in alone if (kind := _nearest(text, _kinds(), KIND_ALIKE))), None
    )
    if found:
        line, kind = found
        x0, y0, x1, y1 = line.box
        line.words[:] = [Word(_kinds()[kind].upper(), x0, y0, x1, y1, 100.0, line.words[0].line)]


def _nearest(text: str, names: Iterable[str], alike: float) -> str | None:
    """The one name that most of the letters are those of; None where two are about as near."""
    near = sorted(((SequenceMatcher(None, text, name).ratio(), name) for name in names), reverse=True)
    (best, name), (second, _) = near[:2]
    return name if best >= alike and best - second >= APART else None


def _stands_alone(line: OcrLine) -> bool:
    letters = [char for char in line.text if char.isalpha()]
    in_capitals = sum(map(str.isupper, letters)) > 0.8 * len(letters)
    return "\t" not in line.text and len(letters) >= SHORTEST_KIND - 1 and in_capitals


@cache
def _kinds() -> dict[str, str]:
    """The names that a document's first line may have, by their letters without marks."""
    names = {word for kind in doc_types() for word in kind.words if kind.code != "CV"}
    return {fold(name): name for name in names if len(name.replace(" ", "")) >= SHORTEST_KIND}


@cache
def _places() -> dict[str, str]:
    """The names of provinces by their letters without marks."""
    return {fold(unit.name): unit.name for unit in all_provinces()}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """Each phrase by its first word without marks, the longest first, and whether it is a name."""
    found = [(tuple(row["phrase"].split()), False) for row in read_table("ocr_phrases", "extractors")]
    found += [(tuple(name.split()), True) for name in {unit.name for unit in all_provinces()}]
    index: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for phrase, is_name in sorted(found, key=lambda entry: (-len(entry[0]), entry[0])):
        if len(phrase) > 1:
            index.setdefault(fold(phrase[0]), []).append((phrase, is_name))
    return index
