"""From a read text to clauses: what must be found, and what makes one document better than another.

Weights were chosen on 2,249 law articles with 530 questions and on tests/searches.yaml (2026-11-21). Syllables and
pairs of syllables of the whole record carry the score; the heading (number, type, title, issuer, province) adds to it;
a number spelled in the text outweighs them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import Literal

from documents.text import fold
from index_mappings.analysis import pairs_of
from index_mappings.clauses import (
    NOTHING,
    Both,
    Clause,
    Constant,
    Everything,
    Like,
    OneOf,
    Phrase,
    Prefix,
    Term,
    filtered,
)
from index_mappings.highlight import Accents, accent_key
from index_mappings.mapping import Mapping
from index_mappings.words import LONGEST_KEYWORDS, Asked, abbreviations, number_spellings, read_text, stopwords

NUMBER = 1000.0  # a document whose number was typed comes first, whatever few words were typed beside it
CITED = 10.0  # in a long text, say a whole title, a number is one that is cited there
SEQUENCE = 8.0  # `kế hoạch 283 đồng tháp`: a figure that is the document's own
CODE = 3.0  # `nq 08`: the letters beside it, when they stand in the number
TYPE = 2.0  # `kế hoạch ...`: the words of the document's type
YEAR = 2.0
HEADING = 0.6
SHORTEST_MISTYPED = 4  # letters

How = Literal["strict", "alike", "fewer"]  # all words; all, one of them mistyped; half of the words


def ask_documents(text: str, numbers: tuple[str, ...], mapping: Mapping, how: How = "strict") -> Clause:
    """What a text and given numbers ask of documents."""
    asked = read_text(text, mapping)
    keys = tuple(mapping.value("number.key", n) for n in numbers)
    spelled = keys + asked.numbers
    hit = OneOf("number.key", spelled)
    matches = list(_matches(asked, mapping, ("content.folded",), how, numbered=True))
    if not matches and not keys:
        return NOTHING if text.strip() else Everything()
    must = Both(must=tuple(matches)) if matches else hit
    if matches and spelled:
        must = Both(any_of=(must, hit))
    best = [Constant(hit, CITED if len(asked.words) > LONGEST_KEYWORDS and not keys else NUMBER)] if spelled else []
    best += [Constant(Term("number.parts", n), SEQUENCE) for n in asked.sequences]
    best += [Constant(Term("number.parts", c), CODE) for c in asked.codes]
    best += [Constant(Term("type.pairs", p), TYPE) for p in dict.fromkeys(pairs_of(list(asked.tokens)))]
    best += [Constant(Term("year", y), YEAR) for y in asked.years]
    return Both(must=(filtered(must),), should=(*_scores(asked, mapping), *best))


def ask_unfinished(text: str, mapping: Mapping) -> Clause:
    """What a text that is still being typed asks of documents: words of their headings, or a number's beginning."""
    *words, last = mapping.tokens("heading", text) or [""]
    if not last:
        return NOTHING
    finished = text[-1:].isspace()
    headed = Both(
        must=(*(Term("heading", w) for w in words), Term("heading", last) if finished else Prefix("heading", last))
    )
    parts = mapping.analyzers["number_parts"].tokens(text)
    numbers = tuple(Prefix("number.key", spelled) for spelled in number_spellings(parts))
    figure = tuple(Term("number.parts", part) for part in parts if part.isdigit())
    best = [Constant(number, NUMBER) for number in numbers] + [Constant(part, SEQUENCE) for part in figure]
    pairs = [Term("heading.pairs", pair) for pair in dict.fromkeys(pairs_of([*words, last]))]
    scored = [Term("heading", word) for word in dict.fromkeys([*words, last])]
    return Both(must=(filtered(Both(any_of=(headed, *numbers, *figure))),), should=(*best, *scored, *pairs))


def ask_targets(text: str, mapping: Mapping, how: How = "strict") -> Clause:
    """What a text asks of targets."""
    asked = read_text(text, mapping)
    matches = list(_matches(asked, mapping, ("heading", "sentence"), how, numbered=False))
    if not matches:
        return NOTHING if text.strip() else Everything()
    return Both(must=(filtered(Both(must=tuple(matches))),), should=tuple(_scores(asked, mapping)))


def words_to_highlight(text: str, mapping: Mapping) -> tuple[str, ...]:
    """The folded tokens worth marking in a hit: those required, those in quotes, abbreviations written out."""
    asked = read_text(text, mapping)
    written_out = (abbreviations().get(w, "") for w in asked.words)
    every = (*asked.words, *asked.phrases, *written_out)
    return tuple(dict.fromkeys(chain.from_iterable(mapping.tokens("content.folded", part) for part in every)))


def accents_to_highlight(text: str, mapping: Mapping) -> Accents:
    """How the words to mark were typed, as far as that was with diacritics; abbreviations as they are written out."""
    asked = read_text(text, mapping)
    written_out = (abbreviations().get(word, "") for word in asked.words)
    typed = [*asked.accented_tokens, *chain.from_iterable(mapping.tokens("content", part) for part in written_out)]
    keys: dict[str, set[str]] = defaultdict(set)
    for word in typed:
        keys[fold(word)].add(accent_key(word))
    return {word: frozenset(forms) for word, forms in keys.items() if word not in typed}


def ways_to_ask(text: str, mapping: Mapping) -> tuple[How, ...]:
    """How a text can be asked, from all its words as typed to fewer; what finds nothing gives way to the next."""
    asked = read_text(text, mapping)
    alike: tuple[How, ...] = ("alike",) if not asked.is_question and any(map(_may_be_mistyped, asked.words)) else ()
    fewer: tuple[How, ...] = ("fewer",) if asked.least_words() > asked.least_words(relaxed=True) else ()
    return ("strict", *alike, *fewer)


def _matches(asked: Asked, mapping: Mapping, fields: tuple[str, ...], how: How, *, numbered: bool) -> list[Clause]:
    """Enough of the words, and each phrase in quotes (in a whole question quotes are mere punctuation)."""
    found: list[Clause] = [] if asked.is_question else [_phrase(p, mapping, fields) for p in asked.phrases]
    if asked.words:
        words = tuple(_word(w, mapping, numbered=numbered) for w in asked.words)
        if how == "alike":
            found.append(_one_mistyped(asked.words, words))
        else:
            found.append(Both(any_of=words, at_least=asked.least_words(relaxed=how == "fewer")))
    return found


def _one_mistyped(typed: tuple[str, ...], words: tuple[Clause, ...]) -> Clause:
    """All the words, one of them mistyped by a letter, whichever it is."""
    choices = [i for i, word in enumerate(typed) if _may_be_mistyped(word)]
    return Both(
        any_of=tuple(Both(must=(*words[:i], Like("content.folded", typed[i]), *words[i + 1 :])) for i in choices)
    )


def _may_be_mistyped(word: str) -> bool:
    """Shorter words, and figures, are one letter away from too many others."""
    return len(word) >= SHORTEST_MISTYPED and word.isalpha()


def _word(word: str, mapping: Mapping, *, numbered: bool) -> Clause:
    """A word as it stands, an abbreviation also written out, a figure also without its zeros in the number."""
    ways: list[Clause] = [Term("content.folded_pairs" if "_" in word else "content.folded", word)]
    if word in abbreviations():
        # pairs that stand in the record are nearly its phrase, and found in a tenth of the time
        pairs = mapping.tokens("content.folded_pairs", abbreviations()[word])
        ways.append(Both(must=tuple(Term("content.folded_pairs", pair) for pair in pairs)))
    if numbered and any(c.isdigit() for c in word):
        parts = mapping.analyzers["number_parts"].tokens(word)
        if parts != [word]:
            ways.append(Both(must=tuple(Term("number.parts", p) for p in parts)))
    return ways[0] if len(ways) == 1 else Both(any_of=tuple(ways))


def _phrase(phrase: str, mapping: Mapping, fields: tuple[str, ...]) -> Clause:
    """Words in quotes stand next to each other; with diacritics, with these diacritics."""
    folded = tuple(mapping.tokens("heading", phrase))
    exact = tuple(Term("content.pairs", pair) for pair in mapping.tokens("content.pairs", phrase))
    if not exact:
        exact = tuple(Term("content", word) for word in mapping.tokens("content", phrase))
    anywhere = (
        Both(any_of=tuple(Phrase(f, folded) if len(folded) > 1 else Term(f, folded[0]) for f in fields))
        if folded
        else Everything()
    )
    accented = read_text(phrase, mapping).accented
    return Both(must=(anywhere, *exact)) if accented else anywhere


def _scores(asked: Asked, mapping: Mapping) -> list[Clause]:
    """BM25 over syllables and pairs of them: with diacritics when they were typed, else without."""
    pairs, accented_pairs = pairs_of(list(asked.tokens)), pairs_of(list(asked.accented_tokens))
    empty = stopwords() - set(asked.words)  # they count in pairs only
    folded = [token for token in asked.tokens if token not in empty]
    accented = [token for token in asked.accented_tokens if fold(token) not in empty]
    for long in (abbreviations()[word] for word in asked.words if word in abbreviations()):
        pairs += mapping.tokens("heading.pairs", long)
        accented_pairs += mapping.tokens("content.pairs", long)
    rows: list[tuple[str, list[str], float]] = [
        ("heading", folded, HEADING),
        ("heading.pairs", pairs, HEADING),
    ]
    if asked.accented:
        rows += [("content", accented, 1.0), ("content.pairs", accented_pairs, 1.0)]
    else:
        rows += [("content.folded", folded, 1.0), ("content.folded_pairs", pairs, 1.0)]
    return [Term(f, t, w * tokens.count(t)) for f, tokens, w in rows for t in dict.fromkeys(tokens)]
