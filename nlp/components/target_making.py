"""From a reading to a target: its span, its name with the capitals of the text, its time, and how sure it is."""

from __future__ import annotations

import re
from functools import cache

from documents.record import Target
from documents.sentences import Sentence
from nlp.components.target_agencies import agency_in_charge
from nlp.components.target_context import Context
from nlp.components.target_setting import Setting
from nlp.components.target_specials import Reading
from nlp.phrases import read_phrases

_SHOWN = 600  # characters; of a longer sentence the clause is shown as evidence
_UNKNOWN = 0.7  # confidence of what the table does not know


def make_target(setting: Setting, r: Reading, way: str, context: Context, ground: str, sentence: Sentence) -> Target:
    """The target that a reading says; `way` is how its time came to it when it is not its own ("+list", "+before")."""
    text = setting.draft.text
    start, end = _trim(text, r.start, r.end)
    if r.time:
        deadline, period = (r.time.value, None) if r.time.kind == "deadline" else (None, r.time.value)
    else:
        deadline, period, way = setting.time_of(context)
    if period and r.change in ("level", "maintain") and not (r.unit or "").endswith("/năm"):
        deadline = period[-4:] if re.fullmatch(r"\d{4}-\d{4}", period) else deadline
    name = re.sub(r"\s+", " ", _cased(text, r)).strip()
    rule = r.rule + way + ("+fragment" if setting.fragment else "")
    return Target(
        start, end, text[start:end], name, r.comparator, r.change, r.value, r.value2, r.unit, deadline, period,
        r.base, r.scope or context.scope, agency_in_charge(setting.draft, r), rule,
        confidence_of(r.rule, ground, way, deadline or period), _shown(text, start, end, sentence),
    )  # fmt: skip


def confidence_of(rule: str, ground: str, way: str, time: str | None) -> float:
    """How sure a target is (`data/target_confidence.csv`): by how it was read, what makes it an aim, and its time.

    `ground` is what spoke for an aim: headed, said, horizon, follows, fragment or table; "borrowed" is a time from the
    title or an earlier sentence, "alone" a fragment or cell whose time is not in the text at all. In the table, `right`
    of `of` tuples were wholly right on texts read for the first time, and `confidence` is (right + 3.4) / (of + 4):
    what was seen seldom stays near 0.85.
    """
    if ground == "fragment" and time is None:
        ground = "alone"
    if way in ("+title", "+list", "+before"):
        ground = "borrowed"
    known = _confidences()
    return known.get((rule, ground)) or known.get(("*", ground), _UNKNOWN)


@cache
def _confidences() -> dict[tuple[str, str], float]:
    return {(row["rule"], row["ground"]): float(row["confidence"]) for row in read_phrases("target_confidence")}


def _shown(text: str, start: int, end: int, sentence: Sentence) -> tuple[int, int]:
    """The sentence as the evidence of a target, or its clause when it is too long to be read at a glance."""
    if sentence.end - sentence.start <= _SHOWN:
        return sentence.start, sentence.end
    left = text.rfind(";", sentence.start, start) + 1
    right = text.find(";", end, sentence.end)
    return left or sentence.start, right if right >= 0 else sentence.end


def _cased(text: str, r: Reading) -> str:
    """The indicator with the capitals of the text, when it stands there in one piece."""
    far = 600 if r.rule in ("same", "topic") else 10  # a borrowed name stands before its piece
    stretch = re.sub(r"\s+", " ", text[max(0, r.start - far) : r.end])
    at = stretch.lower().rfind(r.indicator)
    return stretch[at : at + len(r.indicator)] if at >= 0 else r.indicator.replace("grdp", "GRDP").replace("gdp", "GDP")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;:.-+("):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:.("):
        end -= 1
    if text[start:end].endswith(" và"):
        end -= 3
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return start, end
