"""Targets (chỉ tiêu) of a text: what is to be reached, how much, by when; achieved results are told apart.

Sentences are read in order under the headings they stand under. A figure becomes a target when its sentence, its
headings or its horizon say that it is aimed at, and nothing says that it has been reached; else it is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.record import Target
from documents.sentences import Sentence, read_sentences
from nlp.components.target_cells import read_table_targets
from nlp.components.target_context import Context, Outline
from nlp.components.target_evidence import ENOUGH, weigh
from nlp.components.target_hints import find_hints, hope
from nlp.components.target_making import make_target
from nlp.components.target_reader import Reading, read_sentence
from nlp.components.target_setting import Setting, read_setting
from nlp.components.target_times import Time
from nlp.draft import Draft
from nlp.squeeze import lower

_LONGEST = 5000  # characters; longer "sentences" are lists of names or broken text


def tag_targets(draft: Draft) -> None:
    """Fills `draft.targets`; reads `draft.dates`, `draft.agencies`, and the year and title of `draft.header`."""
    low = lower(draft.text).replace("\\r\\n", "    ")  # letters that a page left for line breaks
    hints = find_hints(low)
    if not hints and "\t" not in low and " | " not in low:
        return
    sentences = read_sentences(draft.text)
    setting = read_setting(draft, low, sentences)
    above: dict[int, Context] = {}
    found = _from_sentences(setting, hints, sentences, above)
    found += read_table_targets(setting, sentences, above)
    draft.targets = keep_once(found)


def _from_sentences(
    setting: Setting, hints: Sequence[int], sentences: Sequence[Sentence], above: dict[int, Context]
) -> list[Target]:
    """The targets of all running text; a sentence is read only where something hints at one.

    What the headings say above each row of a table is left in `above`, by the row's start.
    """
    targets: list[Target] = []
    outline = Outline(setting.low, setting.draft.dates, setting.draft.header.title)
    lead: Lead | None = None
    for sentence in sentences:
        if sentence.row:
            above[sentence.start] = outline.context()
            continue
        start = outline.enter(sentence)
        lead = lead if lead and lead.reaches(sentence) else None
        if not _worth_reading(setting.low, start, sentence, hints):
            continue
        found, opened = _from_sentence(setting, start, sentence, outline.context(), lead)
        targets += found
        if found and setting.low[sentence.end - 1] == ":":
            outline.confirm()
        lead = opened or lead
    return targets


def _from_sentence(
    setting: Setting, start: int, sentence: Sentence, context: Context, lead: Lead | None
) -> tuple[list[Target], Lead | None]:
    """The targets of one sentence, and what it means for those after it; `start` is where its label ends."""
    low, end = setting.low, sentence.end
    headed = bool(context.deadline or context.period)
    likely = setting.fragment or headed or context.mode == "aim" or lead is not None
    if not likely and not hope().search(low, start, end):
        return [], None
    targets, kept = [], []
    for read in _without_baselines(
        read_sentence(low, setting.draft.dates, start, end, headed, context.indicator), low, context
    ):
        way = lead.reaches(sentence) if lead and read.time is None else ""
        borrowed = lead.time if lead and way and not headed else None
        r = replace(read, time=borrowed) if borrowed else read
        evidence = weigh(setting, sentence.start, end, r, context, way)
        if evidence.score >= ENOUGH:
            kept.append(r)
            targets.append(make_target(setting, r, way if borrowed else "", context, evidence.ground, sentence))
    return targets, _leading(kept, start, sentence, lead)


def _worth_reading(low: str, start: int, sentence: Sentence, hints: Sequence[int]) -> bool:
    if start >= sentence.end or sentence.end - start > _LONGEST or _LEGAL_BASIS.match(low, sentence.start):
        return False
    following = bisect_left(hints, start)
    return following < len(hints) and hints[following] < sentence.end


_LEGAL_BASIS = re.compile(r"\s*(?:căn cứ|xét)\s")


@dataclass(frozen=True, slots=True)
class Lead:
    """An aim in an earlier sentence with the time it began with; it reaches over its paragraph, or its list."""

    time: Time | None
    level: int

    def reaches(self, sentence: Sentence) -> str:
        """By which way it reaches a sentence that follows: "+before", "+list", or "" for not at all."""
        if not sentence.opens:
            return "+before"
        return "+list" if self.time and self.level == sentence.level >= _LISTED else ""


_LISTED = 60  # the level of `a)`: deeper ones are lists


def _leading(kept: list[Reading], start: int, sentence: Sentence, lead: Lead | None) -> Lead | None:
    """What a sentence with targets means for those after it, with the one time it begins with, or that reached it."""
    if not kept:
        return None
    times = {r.time for r in kept}
    time = next(iter(times)) if len(times) == 1 else None
    leads = time is not None and time.kind == "deadline" and start <= time.start < min(start + 40, kept[0].at)
    return Lead((time if leads else None) or (lead.time if lead else None), sentence.level)


def _without_baselines(readings: list[Reading], low: str, context: Context) -> list[Reading]:
    """The readings without "(năm 2020 là 52%)", which becomes the baseline of the one before it."""
    kept: list[Reading] = []
    named = context.deadline or context.period
    for r in readings:
        before = kept[-1] if kept else None
        if before and r.time and before.kind == r.kind and _PAST_YEAR.search(low, before.at, r.at):
            ahead = before.time.year if before.time and before.time != r.time else int(named[-4:]) if named else None
            if ahead and r.time.year < ahead:
                figure = re.match(r"[\d.,]+\s*%?", low[r.at :])
                kept[-1] = replace(before, base=before.base or (figure[0].strip(" .,") if figure else None))
                continue
        kept.append(r)
    return kept


_PAST_YEAR = re.compile(
    r"\(\s*(?:(?:đầu|cuối|trong|hết)\s+)?(?:năm\s+)?(?:19|20)\d\d\s*(?::|,|là|đạt|chiếm|có|ước)?[^()\d]{0,12}$"
)


def keep_once(targets: list[Target]) -> list[Target]:
    """The targets without those that say again what another one says, the surer one kept."""
    kept: dict[object, list[Target]] = {}
    for target in sorted(targets, key=lambda t: -t.confidence):
        alike = kept.setdefault((target.comparator, target.value, target.value2, target.unit), [])
        if not any(_same(target, other) for other in alike):
            alike.append(target)
    return sorted((t for alike in kept.values() for t in alike), key=lambda t: (t.start, t.end))


def _same(a: Target, b: Target) -> bool:
    if a.deadline and b.deadline and a.deadline != b.deadline:
        return False
    one, two = set(a.indicator.lower().split()), set(b.indicator.lower().split())
    if ("gdp" in one) != ("gdp" in two):  # the whole country's share is another target than the province's
        return False
    return len(one & two) >= 0.6 * min(len(one), len(two))
