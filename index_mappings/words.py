"""Reads what people type: the words that count, number spellings in it, phrases in quotes, abbreviations.

Nothing here needs to know the grammar of numbers: `08-NQ/TU`, `8 nq tu` and `QD 713 UBND` are found by leaving out all
that is not a letter or digit, as the mapping's `number_key` normaliser does with the number of a document.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from documents.text import fold, normalize
from index_mappings.mapping import Mapping

LONGEST_NUMBER = 7  # parts of the longest number in use, 183/2010/TTLT/BTC-BNN with a suffix letter
MOST_NUMBERS = 400  # spellings tried for one query
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHARE = re.compile(r"\b0*(\d+)\s*(?:%|phần trăm)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's text, read: `words` that must be found, all its `tokens` for scoring, and what else was seen in it.

    `accented` tells whether diacritics were typed. `sequences` are figures that may be the first part of a number,
    `codes` the letters around them, `years` the figures that look like a year.
    """

    tokens: tuple[str, ...]
    accented_tokens: tuple[str, ...]
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    accented: bool
    numbers: tuple[str, ...]
    sequences: tuple[str, ...]
    codes: tuple[str, ...]
    years: tuple[int, ...]


def read_text(text: str, mapping: Mapping) -> Asked:
    """What a text asks for, in tokens of the mapping."""
    text = normalize(text)
    phrases = tuple(p for p in (found.group(1).strip() for found in _QUOTED.finditer(text)) if p)
    loose = _QUOTED.sub(" ", text)
    tokens = mapping.tokens("content.folded", loose)
    words = list(dict.fromkeys(tokens))
    parts = mapping.tokens("number.parts", loose)
    shares = set(_SHARE.findall(loose))
    years = tuple(dict.fromkeys(int(p) for p in parts if _YEAR.fullmatch(p)))
    sequences = tuple(dict.fromkeys(p for p in parts if p.isdigit() and not _YEAR.fullmatch(p) and p not in shares))
    return Asked(
        tokens=tuple(tokens),
        accented_tokens=tuple(mapping.tokens("content", loose)),
        words=tuple(w for w in words if w not in stopwords()) or tuple(words),
        phrases=phrases,
        accented=fold(text) != text.lower(),
        numbers=tuple(number_spellings(parts)),
        sequences=sequences,
        codes=tuple(dict.fromkeys(p for p in parts if not p.isdigit())) if sequences else (),
        years=years,
    )


def number_spellings(parts: list[str]) -> list[str]:
    """Every run of parts that could be a number, written as the index keeps numbers: figures first, nothing between."""
    found: dict[str, None] = {}
    for first in range(len(parts)):
        for last in range(first + 2, min(first + LONGEST_NUMBER, len(parts)) + 1):
            run = parts[first:last]
            figure = next((i for i, part in enumerate(run) if part.isdigit()), None)
            if figure is not None and not all(part.isdigit() for part in run):
                found["".join([run[figure], *run[:figure], *run[figure + 1 :]])] = None
        if len(found) > MOST_NUMBERS:
            break
    return list(found)


def least_words(count: int) -> int:
    """How many of a query's words a document must have: all of few, most of several, some of a whole question."""
    if count <= 4:
        return count
    if count <= 8:
        return count - 1
    return max(7, round(count * (0.7 if count <= 12 else 0.4)))


@cache
def stopwords() -> frozenset[str]:
    """Folded words that carry no topic; they are scored but never required."""
    return frozenset(row["word"] for row in _rows("stopwords"))


@cache
def abbreviations() -> dict[str, str]:
    """From a folded abbreviation with one meaning to its words."""
    return {row["short"]: row["long"] for row in _rows("abbreviations")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
