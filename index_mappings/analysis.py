"""The analysis section of a mapping, carried out in Python: the same tokens Elasticsearch makes of the same text.

Only the parts our mappings use are known, and an unknown one is an error, so that a mapping cannot drift away from
the embedded index unseen. Character filters here rewrite letters into letters, never into separators, so applying them
to a token is the same as applying them to the text before it is cut: each distinct token is worked out once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from documents.text import USUAL, fold, rewrite_usual

Rewrite = Callable[[str], str]
Cuts = dict[tuple[str, str], list[str]]  # by pattern and text
VOCABULARY = 200_000  # distinct tokens remembered by one analyzer; a province's documents have some 20,000


class Analyzer:
    """Cuts text into the tokens of one analyzer of a mapping."""

    def __init__(self, analysis: dict[str, Any], name: str) -> None:
        spec = analysis["analyzer"][name]
        filters = [analysis["filter"].get(f, {"type": f}) for f in spec["filter"]]
        self.pairs = any(f["type"] == "shingle" for f in filters)
        self._pattern: str = analysis["tokenizer"][spec["tokenizer"]]["pattern"]
        self._find = re.compile(self._pattern).findall
        self._blanked = _blank_between(self._pattern)
        self._known = _Known(_rewrites(analysis, spec))
        self._twice = _Twice(self._known)

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text in order; for an analyzer with shingles, its pairs of neighbours."""
        tokens = [self._known[raw] for raw in self._cut(text)]
        return pairs_of(tokens) if self.pairs else tokens

    def line(self, text: str, cuts: Cuts) -> str:
        """The tokens of a text with blanks between; `cuts` keeps what analyzers of one tokenizer share."""
        raw = cuts.get((self._pattern, text))
        if raw is None:
            raw = cuts[self._pattern, text] = self._cut(text)
        if not self.pairs:
            return " ".join(map(self._known.__getitem__, raw))
        if len(raw) < 2:
            return ""
        chained = "_".join(map(self._twice.__getitem__, raw))  # "a a_b b_c c"
        return chained[len(self._known[raw[0]]) + 1 : -len(self._known[raw[-1]]) - 1]

    def _cut(self, text: str) -> list[str]:
        """The tokens as they stand in the text."""
        blanked = rewrite_usual(text, self._blanked) if self._blanked else None
        return self._find(text) if blanked is None else blanked.split()


class Normalizer:
    """Rewrites a whole value as one normalizer of a mapping does."""

    def __init__(self, analysis: dict[str, Any], name: str) -> None:
        self._rewrites = _rewrites(analysis, analysis["normalizer"][name])

    def value(self, text: str) -> str:
        """The one form under which a value is indexed and asked for."""
        for rewrite in self._rewrites:
            text = rewrite(text)
        return text


def pairs_of(tokens: list[str]) -> list[str]:
    """Each two neighbours as one token, `chuyển_đổi`."""
    return [f"{a}_{b}" for a, b in pairwise(tokens)]


class _Known(dict[str, str]):
    """From a token as it stands in a text to its indexed form, worked out on first sight."""

    def __init__(self, rewrites: Iterable[Rewrite]) -> None:
        super().__init__()
        self._rewrites = tuple(rewrites)

    def __missing__(self, raw: str) -> str:
        token = raw
        for rewrite in self._rewrites:
            token = rewrite(token)
        if len(self) >= VOCABULARY:
            self.clear()
        self[raw] = token
        return token


class _Twice(dict[str, str]):
    """From a token as it stands in a text to its indexed form twice, with a blank between."""

    def __init__(self, known: _Known) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, raw: str) -> str:
        if len(self) >= VOCABULARY:
            self.clear()
        self[raw] = twice = f"{self._known[raw]} {self._known[raw]}"
        return twice


def _blank_between(pattern: str) -> str | None:
    """For a tokenizer of one kind of characters, the usual ones with a blank for each that is not of it."""
    one = re.compile(pattern).fullmatch
    of_one_kind = re.fullmatch(r"\[[^]]+\]\+", pattern)
    return "".join(character if one(character) else " " for character in USUAL) if of_one_kind else None


def _rewrites(analysis: dict[str, Any], spec: dict[str, Any]) -> list[Rewrite]:
    """The character filters, then the token filters of an analyzer or normalizer, without its shingles."""
    char_filters = [analysis["char_filter"][name] for name in spec.get("char_filter", ())]
    filters = [analysis["filter"].get(name, {"type": name}) for name in spec["filter"]]
    return [FILTERS[f["type"]](f) for f in (*char_filters, *filters) if f["type"] != "shingle"]


def _mapping(spec: dict[str, Any]) -> Rewrite:
    table = dict(rule.split(" => ") for rule in spec["mappings"])
    pattern = re.compile("|".join(map(re.escape, table)))
    return lambda text: pattern.sub(lambda found: table[found.group()], text)


def _pattern_replace(spec: dict[str, Any]) -> Rewrite:
    pattern, replacement = re.compile(spec["pattern"]), spec["replacement"].replace("$", "\\")
    return lambda text: pattern.sub(replacement, text)


FILTERS: dict[str, Callable[[dict[str, Any]], Rewrite]] = {
    "mapping": _mapping,
    "pattern_replace": _pattern_replace,
    "lowercase": lambda _: str.lower,
    "asciifolding": lambda _: fold,
}
