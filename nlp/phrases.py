"""Reading the phrase tables of this package: each is one CSV in `nlp/data`, each row with an example."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from importlib.resources import files


def read_phrases(name: str) -> list[dict[str, str]]:
    """The rows of `nlp/data/NAME.csv` in file order; cells are stripped, empty cells are ''."""
    text = files("nlp").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(keepends=True))  # an example may have two lines
    return [{column: (cell or "").strip() for column, cell in row.items()} for row in rows]


def whole_word(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as a whole word; the first letter comes first, so that a scan jumps to it."""
    by_letter: dict[str, list[str]] = {}
    for phrase in phrases:
        by_letter.setdefault(phrase[0], []).append(phrase[1:])
    words = (rf"{re.escape(letter)}(?<!\w.)(?:{one_of(rests)})" for letter, rests in by_letter.items())
    return re.compile(rf"(?:{'|'.join(words)})(?!\w)")


def one_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first, blanks read as any white space."""
    longest = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "|".join(re.escape(p).replace("\\ ", r"\s+") for p in longest)
