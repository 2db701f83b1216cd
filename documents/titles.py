"""Whether two titles name the same matter: by their words, figures included, however they are printed or cut short."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from documents.tables import read_table
from documents.text import fold

TitleLikeness = Literal["same", "like", "other", "unknown"]

_WORD = re.compile(r"[a-z0-9]+")
_CUT_SHORT = 8  # words that a title cut short must still have
_FEWEST = 3
_HEADING_WITHIN, _HEADING_WORDS, _HEADING_LONGEST = 3_000, 7, 300


@lru_cache(100_000)
def title_words(title: str | None) -> frozenset[str]:
    """The words of a title that tell it from others: folded, without those that any title has (`title_words.csv`)."""
    return frozenset(_WORD.findall(fold(title or ""))) - _common()


def compare_titles(one: str | None, other: str | None) -> TitleLikeness:
    """`same` when nearly all words and every figure agree, or one is the other cut short; `like` from half of them."""
    a, b = title_words(one), title_words(other)
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < _FEWEST:
        return "unknown" if a != b or not a else "same"
    common = a & b
    agree = len(common) / len(a | b)
    figures_agree = _figures(shorter) <= _figures(longer) if len(shorter) >= _CUT_SHORT else _figures(a) == _figures(b)
    cut_short = len(shorter) >= _CUT_SHORT and len(common) >= 0.95 * len(shorter)
    if figures_agree and (cut_short or (agree >= 0.8 and _figures(a) == _figures(b))):
        return "same"
    return "like" if len(common) >= 0.5 * len(shorter) and agree >= 0.35 and figures_agree else "other"


def names_title(words: str | None, title: str | None) -> bool | None:
    """Whether the words of a mention are words of a title: True, False, or None when they say too little."""
    said, named = title_words(words), title_words(title)
    if len(said) < 2 or len(named) < 2:
        return None
    share = len(said & named) / min(len(said), len(named))
    figures_agree = _figures(said) <= _figures(named) or _figures(named) <= _figures(said)
    if share >= 0.7 and figures_agree:
        return True
    return False if share < 0.3 and min(len(said), len(named)) >= 4 else None


def heading_of(text: str) -> str | None:
    """What a page without a title of its own is called by: its first line that is long enough to say something.

    Menus, dates and links to the content are shorter or say one thing again and again; a paragraph is longer.
    """
    lines = (" ".join(line.split()) for line in text[:_HEADING_WITHIN].splitlines())
    return next(
        (line for line in lines if len(set(line.split())) >= _HEADING_WORDS and len(line) <= _HEADING_LONGEST), None
    )


@lru_cache(100_000)
def figures_of(title: str | None) -> frozenset[str]:
    """The figures (years, numbers) of a title."""
    return _figures(title_words(title))


def _figures(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("title_words"))
