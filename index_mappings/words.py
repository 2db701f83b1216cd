"""Reads what people type: the words that count, number spellings in it, phrases in quotes, abbreviations.

Nothing here needs to know the grammar of numbers: `08-NQ/TU`, `8 nq tu` and `QD 713 UBND` are found by leaving out all
that is not a letter or digit, as the mapping's `number_key` normaliser does with the number of a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from documents.tables import read_table
from documents.text import fold, normalize
from index_mappings.mapping import Mapping, load_mapping

LONGEST_NUMBER = 7  # parts of the longest number in use, 183/2010/TTLT/BTC-BNN with a suffix letter
MOST_NUMBERS = 400  # spellings tried for one query
LONGEST_KEYWORDS = 8  # more words are a question in a sentence, as what ends in ?: ranked, not required word by word
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHARE = re.compile(r"\b0*(\d+)\s*(?:%|phần trăm)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's text, read: `words` that must be found, all its `tokens` for scoring, and what else was seen in it.

    `accented` tells whether diacritics were typed. `sequences` are figures that may be the first part of a number,
    `codes` the letters around them, `years` the figures that look like a year.
    `is_question` tells a sentence from keywords.
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
    is_question: bool

    def least_words(self, *, relaxed: bool = False) -> int:
        """How many of the words a document must have: all keywords (half when relaxed), two of a question."""
        count = len(self.words)
        if self.is_question:
            return min(count, 2)
        if relaxed:
            return max(min(count, 2), (count + 1) // 2)
        return count


@lru_cache(maxsize=256)  # a question is read for its clauses, its words to mark and its passages
def read_text(text: str, mapping: Mapping) -> Asked:
    """What a text asks for, in tokens of the mapping."""
    text = normalize(text)
    phrases = tuple(p for p in (found.group(1).strip() for found in _QUOTED.finditer(text)) if p)
    loose = _QUOTED.sub(" ", text)
    every = tuple(dict.fromkeys(_join_abbreviations(mapping.tokens("content.folded", loose))))
    words = tuple(w for w in every if w not in stopwords()) or (() if phrases else every)
    parts = mapping.analyzers["number_parts"].tokens(text)
    shares = set(_SHARE.findall(text))
    years = tuple(dict.fromkeys(int(p) for p in parts if _YEAR.fullmatch(p)))
    sequences = tuple(dict.fromkeys(p for p in parts if p.isdigit() and not _YEAR.fullmatch(p) and p not in shares))
    return Asked(
        tokens=tuple(mapping.tokens("content.folded", text)),
        accented_tokens=tuple(mapping.tokens("content", text)),
        words=words,
        phrases=phrases,
        accented=fold(text) != text.lower(),
        numbers=tuple(number_spellings(parts)),
        sequences=sequences,
        codes=tuple(dict.fromkeys(p for p in parts if not p.isdigit())) if sequences else (),
        years=years,
        is_question=len(words) > LONGEST_KEYWORDS or text.rstrip().endswith("?"),
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


@cache
def stopwords() -> frozenset[str]:
    """Folded words that carry no topic; they are never required, and scored in pairs only."""
    return frozenset(row["word"] for row in read_table("stopwords", __package__))


@cache
def abbreviations() -> dict[str, str]:
    """From a folded abbreviation with one meaning to its words; one in two parts (`KT-XH`) as the pair `kt_xh`."""
    mapping = load_mapping("documents")
    rows = ((mapping.tokens("heading", row["short"]), row) for row in read_table("abbreviations"))
    return {"_".join(parts): row["expansion"] for parts, row in rows if row["search"] == "yes" and len(parts) <= 2}


def _join_abbreviations(tokens: list[str]) -> list[str]:
    """The tokens, those that make an abbreviation in two parts joined."""
    joined: list[str] = []
    for token in tokens:
        if joined and f"{joined[-1]}_{token}" in abbreviations():
            joined[-1] = f"{joined[-1]}_{token}"
        else:
            joined.append(token)
    return joined
