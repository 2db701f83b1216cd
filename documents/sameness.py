"""Whether two captures show the same document: the facts of both side by side, and a table of what they mean.

What is not certain is `maybe`: two documents with a link between them, never one on a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from .likeness import bands_of, share_alike
from .record import Document
from .titles import compare_titles

Judgement = Literal["same", "maybe", "different"]
FACTS = ("number", "body", "place", "day", "period", "title", "text", "printed")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one capture says of the document it shows, alone: `document.id` is the identity it would have by itself.

    `reading` names the capture; `body` is whose numbering its number belongs to and `period` the year or term of it;
    `printed` says that the number stands in the file itself, `doubtful` that it may be misread: a scan, or the list
    has another figure. `rank` sorts the
    readings of one document, the best last. `decided` are a person's decisions: `same:NAME`, `different:NAME:SIDE`.
    """

    reading: int
    document: Document
    body: str | None
    period: str | None
    printed: bool
    doubtful: bool
    rank: str
    signature: bytes | None = None
    listed: str | None = None  # the number key of the list that led to it, where that is another
    decided: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether number, body and period are known: then its identity is readable, else it is its text."""
        return bool(self.document.key and self.body and self.period)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What two claims are to each other, how surely (0 to 1), by which rule, and every fact that was compared."""

    judgement: Judgement
    weight: float
    rule: str
    facts: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A judgement with what it asks of facts: `title: "same like"` is met by either."""

    name: str
    judgement: Judgement
    weight: float
    asks: dict[str, str]


# The first row that fits decides. A fact that is not asked for may be anything.
# number: same, listed (one figure apart, and the list of one has the other's), near (one figure apart, one of them
#   doubtful: real issuers give one title to 809 and 810 on one day), other, half (one has none), none (neither has one)
# body, place, day, period: same, other, unknown     title, text: same, like, other, unknown
# printed: both files print the number, or (listed) one has it from the list that led to it
RULES = (
    Rule("number, issuer, date and title", "same", 1.0, {"number": "same", "body": "same", "day": "same",
         "title": "same like unknown"}),
    Rule("number, issuer, date and words", "same", 1.0, {"number": "same", "body": "same", "day": "same",
         "text": "same like"}),
    Rule("number, issuer and date of the list", "same", 0.95, {"number": "same", "body": "same", "day": "same",
         "printed": "listed"}),
    Rule("number, issuer and date, but titles differ", "maybe", 0.5, {"number": "same", "body": "same", "day": "same"}),
    Rule("number, issuer, period and title", "same", 0.95, {"number": "same", "body": "same", "period": "same",
         "title": "same", "text": "same like unknown"}),
    Rule("number, issuer, period and title, one without a day", "same", 0.9, {"number": "same", "body": "same",
         "period": "same", "day": "unknown", "title": "same"}),
    Rule("number, issuer, period and title, but other words and days", "maybe", 0.5, {"number": "same",
         "body": "same", "period": "same", "title": "same"}),
    Rule("number, issuer, period and words", "same", 0.95, {"number": "same", "body": "same", "period": "same",
         "text": "same"}),
    Rule("number, issuer and period, one without a day", "same", 0.9, {"number": "same", "body": "same",
         "period": "same", "day": "unknown", "title": "like unknown"}),
    Rule("number, issuer and nearly the words", "same", 0.9, {"number": "same", "body": "same", "period": "same",
         "day": "unknown", "text": "like"}),
    Rule("number and issuer, one without a date", "same", 0.9, {"number": "same", "body": "same", "period": "unknown",
         "day": "unknown", "title": "same", "text": "same like unknown"}),
    Rule("number, issuer and words, one without a date", "same", 0.9, {"number": "same", "body": "same",
         "period": "unknown", "day": "unknown", "text": "same", "title": "same like unknown"}),
    Rule("number and issuer, perhaps the date", "maybe", 0.5, {"number": "same", "body": "same", "period": "unknown",
         "title": "same like"}),
    Rule("number, issuer, title and words, but not the period", "maybe", 0.5, {"number": "same", "body": "same",
         "period": "other", "title": "same", "text": "same like"}),
    Rule("number and words, but not the date", "maybe", 0.5, {"number": "same", "body": "same", "text": "same",
         "title": "same like unknown"}),
    Rule("number, date and title, one without an issuer", "same", 0.9, {"number": "same", "body": "unknown",
         "place": "same unknown", "day": "same", "title": "same"}),
    Rule("number, date and words, one without an issuer", "same", 0.95, {"number": "same", "body": "unknown",
         "place": "same unknown", "day": "same", "text": "same like"}),
    Rule("number and words", "same", 0.9, {"number": "same", "body": "unknown", "place": "same unknown",
         "day": "unknown", "text": "same", "title": "same like unknown"}),
    Rule("number, title and nearly the words", "same", 0.85, {"number": "same", "body": "unknown",
         "place": "same unknown", "day": "unknown", "text": "like", "title": "same"}),
    Rule("number and words, perhaps the date", "maybe", 0.5, {"number": "same", "body": "unknown",
         "place": "same unknown", "text": "same"}),
    Rule("number, words and date, but not the issuer", "maybe", 0.4, {"number": "same", "body": "other",
         "place": "same unknown", "day": "same unknown", "text": "same", "title": "same"}),
    Rule("another issuer", "different", 1.0, {"number": "same", "body": "other"}),
    Rule("another province", "different", 1.0, {"number": "same", "place": "other"}),
    Rule("another day", "different", 1.0, {"number": "same", "day": "other"}),
    Rule("another period", "different", 1.0, {"number": "same", "period": "other"}),
    Rule("date, title and words; a figure of the number misread", "same", 0.85, {"number": "listed",
         "body": "same unknown", "place": "same unknown", "day": "same", "title": "same", "text": "same like"}),
    Rule("title and words, one without a date; a figure of the number misread", "same", 0.85, {"number": "listed",
         "body": "same unknown", "place": "same unknown", "day": "unknown", "title": "same", "text": "same"}),
    Rule("title and words; a figure of the number perhaps misread", "maybe", 0.4, {"number": "listed near",
         "place": "same unknown", "day": "same unknown", "title": "same like", "text": "same like"}),
    Rule("words, one without a number", "same", 0.85, {"number": "half", "place": "same unknown",
         "day": "same unknown", "body": "same unknown", "text": "same", "title": "same like unknown"}),
    Rule("title and nearly the words, one without a number", "same", 0.8, {"number": "half", "place": "same unknown",
         "day": "same unknown", "body": "same unknown", "text": "like", "title": "same"}),
    Rule("nearly the words, one without a number", "maybe", 0.4, {"number": "half", "place": "same unknown",
         "text": "same like", "title": "same like unknown"}),
    Rule("title and words, neither with a number", "same", 0.85, {"number": "none", "place": "same unknown",
         "day": "same unknown", "text": "same", "title": "same"}),
    Rule("nearly the words, neither with a number", "maybe", 0.4, {"number": "none", "place": "same unknown",
         "text": "same like", "title": "same like"}),
    Rule("all but the number", "maybe", 0.3, {"number": "other", "body": "same", "day": "same", "title": "same",
         "text": "same"}),
    Rule("another number", "different", 1.0, {"number": "other"}),
)  # fmt: skip
OTHER_NUMBER = Verdict("different", 1.0, "another number")
_BY_NUMBER = {
    number: tuple(
        (rule, tuple((fact, frozenset(values.split())) for fact, values in rule.asks.items() if fact != "number"))
        for rule in RULES
        if number in rule.asks["number"].split()
    )
    for number in ("same", "listed", "near", "other", "half", "none")
}


def compare(one: Claim, other: Claim) -> Verdict:
    """What two captures are to each other by what they say; the same whichever comes first."""
    a, b = one.document, other.document
    number = _numbers(one, other)
    if number == "other" and (a.issued != b.issued or a.issued is None or one.body != other.body):
        return OTHER_NUMBER  # most pairs: not worth the comparison of their words
    facts = {
        "number": number,
        "body": _fact(one.body, other.body),
        "place": _fact(a.province, b.province),
        "day": _fact(a.issued, b.issued),
        "period": _fact(one.period, other.period),
        "title": compare_titles(a.title, b.title),
        "text": _texts(one, other),
        "printed": "both" if one.printed and other.printed else "listed",
    }
    for rule, asks in _BY_NUMBER[number]:
        if all(facts[fact] in values for fact, values in asks):
            return Verdict(rule.judgement, rule.weight, rule.name, facts)
    return Verdict("different", 0.0, "nothing speaks for it", facts)  # and nothing against it


def sure_blocks(claim: Claim) -> list[str]:
    """The names of the groups whose members belong together, or must at least be told apart."""
    return [f"identity:{claim.document.id}", *(name for name in claim.decided if name.startswith("same:"))]


def blocks_of(claim: Claim) -> list[str]:
    """The names of the groups that a claim is compared within: whoever may be the same shares one of all these."""
    document = claim.document
    blocks = [f"body:{document.key}:{claim.body}"] if document.key and claim.body else []
    blocks += [f"day:{document.key}:{document.issued}"] if document.key and document.issued else []
    return blocks + (bands_of(claim.signature) if claim.signature else [])


def decided_sides(claim: Claim) -> dict[str, str]:
    """The decisions that keep a capture apart from others, each with the side that it stands on."""
    return dict(name.rsplit(":", 1) for name in claim.decided if name.startswith("different:"))


def decided_same(one: Claim, other: Claim) -> bool:
    """Whether a person said that two captures show one document."""
    return any(name.startswith("same:") and name in other.decided for name in one.decided)


def _fact(one: str | None, other: str | None) -> str:
    if one is None or other is None:
        return "unknown"
    return "same" if one == other else "other"


_FIGURES = re.compile(r"(\d+)(.*)", re.DOTALL)


def _numbers(one: Claim, other: Claim) -> str:
    a, b = one.document.key, other.document.key
    if a is None or b is None:
        return "none" if a is b else "half"
    if a == b:
        return "same"
    if not (one.doubtful or other.doubtful) or not one_figure_apart(a, b):
        return "other"
    return "listed" if one.listed == b or other.listed == a else "near"


def one_figure_apart(one: str, other: str) -> bool:
    """Whether two number keys differ in one figure of the number: another, lost or too many."""
    a, b = _FIGURES.fullmatch(one), _FIGURES.fullmatch(other)
    return bool(a and b and a[2] == b[2] and _one_apart(a[1], b[1]))


def _one_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(x != y for x, y in zip(one, other, strict=True)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _texts(one: Claim, other: Claim) -> str:
    if one.signature is None or other.signature is None:
        return "unknown"
    share = 1.0 if one.signature == other.signature else share_alike(one.signature, other.signature)
    return "same" if share >= 0.9 else "like" if share >= 0.7 else "other"
