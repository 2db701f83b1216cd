"""A question in the reader's language: each filter of it, and the whole as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index_mappings import Query, describe_query
from index_mappings.filters import FILTERS, filter_sentence, spoken
from web.language import Words


def say_filter(parameter: str, value: str, words: Words) -> str:
    """One filter: `của Tiền Giang`, `of Tiền Giang`."""
    if words.language == "vi":
        return filter_sentence(parameter, value)
    return words(f"says_{parameter}", value=spoken(parameter, value))


def say_query(query: Query, words: Words) -> str:
    """A question for documents: `Văn bản của Tiền Giang về kinh tế số`, `Documents of Tiền Giang on kinh tế số`."""
    if words.language == "vi":
        return describe_query(query)
    given = {row.parameter: getattr(query, row.parameter) for row in FILTERS if getattr(query, row.parameter)}
    return _say("documents", [*query.numbers, query.text], given, words)


def say_goals(params: Mapping[str, Any], sentence: str, words: Words) -> str:
    """A question for targets; `sentence` is what it is in Vietnamese."""
    if words.language == "vi":
        return sentence
    given = {name: str(params[name]) for name in ("province", "number", "deadline") if params.get(name)}
    return _say("targets", [str(params.get("q") or "")], given, words)


def _say(head: str, asked: list[str], given: Mapping[str, str], words: Words) -> str:
    about = [words("says_about", value=text) for text in (" ".join(text.split()) for text in asked) if text]
    filters = [say_filter(name, str(value), words) for name, value in given.items()]
    sentence = " ".join([*([] if "type" in given else [words(f"says_{head}")]), *filters, *about])
    return sentence[:1].upper() + sentence[1:]
