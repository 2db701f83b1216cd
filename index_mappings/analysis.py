"""The analysis section of a mapping, carried out in Python: the same tokens Elasticsearch makes of the same text.

Only the parts our mappings use are known, and an unknown one is an error, so that a mapping cannot drift away from
the embedded index unseen. Character filters here rewrite letters into letters, never into separators, so applying them
to a token is the same as applying them to the text before it is cut: each distinct token is worked out once and kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from documents.text import fold

Rewrite = Callable[[str], str]
Done = dict[tuple[str, str, str], list[str]]  # by pattern, rewriting and text
VOCABULARY = 200_000  # distinct tokens remembered by one analyzer; a province's documents have some 20,000


class Analyzer:
    """Cuts text into the tokens of one analyzer of a mapping."""

    def __init__(self, analysis: dict[str, Any], name: str) -> None:
        spec = analysis["analyzer"][name]
        filters = [analysis["filter"].get(f, {"type": f}) for f in spec["filter"]]
        self.pairs = any(f["type"] == "shingle" for f in filters)
        self._pattern: str = analysis["tokenizer"][spec["tokenizer"]]["pattern"]
        self._cut = re.compile(self._pattern).findall
        self._rewriting = json.dumps([spec.get("char_filter", ()), [f for f in filters if f["type"] != "shingle"]])
        self._known = _Known(_rewrites(analysis, spec))

    def tokens(self, text: str, done: Done | None = None) -> list[str]:
        """The tokens of a text in order; for an analyzer with shingles, its pairs of neighbours.

        `done` keeps what analyzers share: a text that several of them are given is cut once, and rewritten once for
        those that differ in their pairs only.
        """
        done = {} if done is None else done
        rewritten = (self._pattern, self._rewriting, text)
        if rewritten not in done:
            if (self._pattern, "", text) not in done:
                done[self._pattern, "", text] = self._cut(text)
            known = self._known
            done[rewritten] = [known[raw] for raw in done[self._pattern, "", text]]
        return pairs_of(done[rewritten]) if self.pairs else done[rewritten]


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
