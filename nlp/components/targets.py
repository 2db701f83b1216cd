"""Targets (chỉ tiêu) of a text: what is to be reached, how much, by when; achieved results are told apart.

Sentences are read in order under the headings they stand under. A figure becomes a target when its sentence, its
headings or its horizon say that it is aimed at, and nothing says that it has been reached; else it is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from documents.record import Target
from nlp.components.dates import find_dates
from nlp.components.sentences import Sentence, read_sentences
from nlp.components.target_agencies import agency_in_charge
from nlp.components.target_columns import Cell
from nlp.components.target_context import Context, Outline
from nlp.components.target_evidence import ENOUGH, weigh
from nlp.components.target_phrases import any_of, phrases
from nlp.components.target_reader import Reading, read_sentence
from nlp.components.target_tables import Entry, Statement, read_tables
from nlp.components.target_times import Time
from nlp.components.target_values import counted_words
from nlp.draft import Draft
from nlp.squeeze import lower

_LONGEST = 5000  # characters; longer "sentences" are lists of names or broken text
_FRAGMENT = 300  # a clause given alone has no headings: nothing against is enough
_SHOWN = 600  # characters; of a longer sentence the clause is shown as evidence


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole text: the document's own year, what its title says of time, whether it is a fragment."""

    year: int | None
    title_time: str | None
    fragment: bool


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


def tag_targets(draft: Draft) -> None:
    """Fills `draft.targets`; reads `draft.dates`, `draft.agencies`, and the year and title of `draft.header`."""
    text = draft.text
    low = lower(text).replace("\\r\\n", "    ")  # letters that a page left for line breaks
    hot = _hot(low)
    if not hot and "\t" not in text and " | " not in text:
        return
    sentences = read_sentences(text)
    fragment = len(text) < _FRAGMENT and len(sentences) == 1 and not text.rstrip().endswith(".")
    setting = Setting(_year_of(draft), _title_time(draft), fragment)
    tables: dict[int, Context] = {}
    found = _from_sentences(draft, low, hot, sentences, setting, tables)
    found += _from_tables(draft, low, sentences, setting, tables)
    draft.targets = keep_once(found)


def _from_sentences(
    draft: Draft,
    low: str,
    hot: Sequence[int],
    sentences: Sequence[Sentence],
    setting: Setting,
    tables: dict[int, Context],
) -> list[Target]:
    """The targets of all running text; a sentence is read only where something hints at one.

    What the headings above each row of a table say is left in `tables`, by the row's start.
    """
    targets: list[Target] = []
    outline = Outline(low, draft.dates, draft.header.title)
    lead: Lead | None = None
    for sentence in sentences:
        if sentence.row:
            tables[sentence.start] = outline.context()
            continue
        start = outline.enter(sentence)
        way = lead.reaches(sentence) if lead else ""
        lead = lead if way else None
        if not _worth_reading(low, start, sentence, hot):
            continue
        context = outline.context()
        headed = bool(context.deadline or context.period)
        likely = setting.fragment or headed or context.mode == "aim" or bool(lead)
        if not likely and not _hope().search(low, start, sentence.end):
            continue
        readings = read_sentence(low, draft.dates, start, sentence.end, headed, context.indicator)
        kept = []
        for r in _without_baselines(readings, low, context):
            borrows = lead is not None and lead.time is not None and r.time is None and not headed
            timed = replace(r, time=lead.time) if lead and borrows else r
            follows = way == "+before" and r.time is None
            evidence = weigh(low, sentence.start, sentence.end, timed, context, setting.year, setting.fragment, follows)
            if evidence >= ENOUGH:
                kept.append(timed)
                inherited = way if borrows else ""
                targets.append(_target(draft, timed, inherited, context, setting, evidence, sentence))
        if kept and low[sentence.end - 1] == ":":
            outline.confirm()
        if opened := _leading(kept, start, sentence):
            lead = replace(opened, time=opened.time or (lead.time if lead else None))
    return targets


def _worth_reading(low: str, start: int, sentence: Sentence, hot: Sequence[int]) -> bool:
    if start >= sentence.end or sentence.end - start > _LONGEST or _LEGAL_BASIS.match(low, sentence.start):
        return False
    following = bisect_left(hot, start)
    return following < len(hot) and hot[following] < sentence.end


_LEGAL_BASIS = re.compile(r"\s*(?:căn cứ|xét)\s")


def _leading(kept: list[Reading], start: int, sentence: Sentence) -> Lead | None:
    """What a sentence with targets means for those after it, with the one time it begins with."""
    times = {r.time for r in kept}
    if not kept:
        return None
    time = next(iter(times)) if len(times) == 1 else None
    leads = time is not None and time.kind == "deadline" and start <= time.start < min(start + 40, kept[0].at)
    return Lead(time if leads else None, sentence.level)


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


def _from_tables(
    draft: Draft, low: str, sentences: Sequence[Sentence], setting: Setting, tables: dict[int, Context]
) -> list[Target]:
    """The targets of all tables: cells with figures, and cells that are read like sentences."""
    targets: list[Target] = []
    for found in read_tables(low, sentences):
        context = tables[found.row.table]
        deadline = found.column.deadline
        year = int(deadline[:4]) if deadline else None
        gone = year is not None and setting.year is not None and year < setting.year
        ahead = year is not None and setting.year is not None and year > setting.year
        if gone or (context.mode == "result" and not ahead) or any_of("norm").search(found.row.name):
            continue
        if isinstance(found, Entry):
            targets.append(_from_cell(draft, found, context, setting))
        else:
            targets += _from_statement(draft, low, found, context, setting)
    return targets


def _from_statement(draft: Draft, low: str, found: Statement, context: Context, setting: Setting) -> list[Target]:
    """The targets of a cell in words, about its row's name or a goal of its own."""
    row, column, cell = found.row, found.column, found.cell
    below = Context("aim", column.deadline or context.deadline, column.period or context.period, None, context.scope)
    sentence = Sentence(row.start, row.end, 0, True, True)
    targets: list[Target] = []
    for r in read_sentence(low, draft.dates, cell.start, cell.end, True, None if found.own else row.name):
        if r.rule == "words" or weigh(low, cell.start, cell.end, r, below, setting.year, False) < ENOUGH:
            continue
        target = _target(draft, r, "+table", below, setting, ENOUGH, sentence)
        name = row.name.capitalize() if target.indicator == "xếp hạng" else target.indicator
        targets.append(replace(target, indicator=name, agency=target.agency or _words(draft, row.agency)))
    return targets


def _from_cell(draft: Draft, e: Entry, context: Context, setting: Setting) -> Target:
    """A value cell as a target; its span runs from the name of the row to the cell."""
    start, end = min(e.row.title.start, e.cell.start), max(e.cell.end, e.row.title.end)
    deadline, period, rule = e.column.deadline, e.column.period, "table"
    if deadline is None:
        deadline, period, rule = _inherited(context, setting, rule)
    name = draft.text[e.row.title.start : e.row.title.end]
    name = " ".join(name.split()) if e.row.name == " ".join(name.lower().split()) else e.row.name.capitalize()
    return Target(
        start, end, draft.text[start:end], name, e.comparator, "level", e.value, e.value2, e.unit, deadline, period,
        e.base, context.scope, _words(draft, e.row.agency), rule, 0.8 if deadline else 0.6, (e.row.start, e.row.end),
    )  # fmt: skip


def _inherited(context: Context, setting: Setting, rule: str) -> tuple[str | None, str | None, str]:
    """Deadline, period and rule of a target that says no time itself: from the headings above it, or from the title."""
    if context.deadline or context.period:
        return context.deadline, context.period, f"{rule}+heading"
    said = setting.title_time
    if not said:
        return None, None, rule
    return (None, said, f"{rule}+title") if "-" in said else (said, None, f"{rule}+title")


def _words(draft: Draft, cell: Cell | None) -> str | None:
    return " ".join(draft.text[cell.start : cell.end].split()) if cell else None


# ---------------------------------------------------------------- where to look


# A target has a figure with a unit, or one of these words.
_WORDS = (
    "phấn đấu", "trở thành", "không còn", "cao hơn", "thấp hơn", "nhóm ", "top ", "tốp ", "xếp ", "đứng ", "hạng ",
    "tuổi thọ", "gấp ", "chỉ số", "hệ số", "tỷ suất", "tỷ số", "mức sinh", " nửa ",
)  # fmt: skip


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(rf"[0-9](?![0-9.,])\s{{0,2}}+(?:%|‰|/1|/\d\s+(?:số|tổng)|(?:{counted_words()})(?!\w))")


def _hot(low: str) -> list[int]:
    """Where in the text something stands that a target may be made of, in order."""
    found = [m.start() for m in _figure().finditer(low)]
    for word in _WORDS:
        at = low.find(word)
        while at >= 0:
            found.append(at)
            at = low.find(word, at + 1)
    return sorted(found)


@cache
def _hope() -> re.Pattern[str]:
    """What makes a target likely where no heading speaks of aims: an intent, or a horizon."""
    return re.compile(
        rf"(?<!\w)(?:{phrases('aim')})(?!\w)|(?:đến|vào|trước|tới)\s*(?:hết\s+|cuối\s+)?(?:năm\s+|tháng\s|ngày\s"
        rf"|quý\s)?[\di]|(?:^|[;:]\s*)(?:nâng|kéo giảm|giảm|tăng|duy trì)\s+(?:t[ỷỉ] |số |mức |độ |diện tích )"
    )


# ---------------------------------------------------------------- from readings to targets


def _target(
    draft: Draft, r: Reading, inherited: str, context: Context, setting: Setting, evidence: float, sentence: Sentence
) -> Target:
    text = draft.text
    start, end = _trim(text, r.start, r.end)
    rule = r.rule + inherited
    if r.time:
        deadline, period = (r.time.value, None) if r.time.kind == "deadline" else (None, r.time.value)
    else:
        deadline, period, rule = _inherited(context, setting, rule)
    if period and r.change in ("level", "maintain") and not (r.unit or "").endswith("/năm"):
        deadline = period[-4:] if re.fullmatch(r"\d{4}-\d{4}", period) else deadline
    name = re.sub(r"\s+", " ", _cased(text, r)).strip()
    rule += "+fragment" if setting.fragment else ""
    sure = min(0.95, 0.5 + 0.1 * (evidence - 1)) - (0.05 if "+" in rule else 0) - (0.05 if r.rule == "same" else 0)
    return Target(
        start, end, text[start:end], name, r.comparator, r.change, r.value, r.value2, r.unit, deadline, period,
        r.base, r.scope or context.scope, agency_in_charge(draft, r), rule, round(max(sure, 0.3), 2),
        _shown(text, start, end, sentence),
    )  # fmt: skip


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


def _year_of(draft: Draft) -> int | None:
    issued = draft.header.issued or next((d.value for d in draft.dates if d.role == "issue" and d.value), None)
    return int(issued[:4]) if issued else None


# "giai đoạn 2021 - 2025, định hướng đến năm 2030": the outlook is not what the plan is for
_OUTLOOK = re.compile(r"(?:định hướng|tầm nhìn)[^,;]*$")


# "Năm An toàn giao thông 2016"
_NAMED_YEAR = re.compile(r"[Nn]ăm(?:\s+[^\W\d_]+){2,6}\s+(20\d\d)(?![\d/-])")


def _title_time(draft: Draft) -> str | None:
    """The one year or period that the document's own title names; None when it names none or several."""
    title = draft.header.title
    if not title:
        return None
    found = {
        d.value if not d.value2 else f"{d.value}-{d.value2}"
        for d in find_dates(title)
        if d.precision in ("year", "period") and not _OUTLOOK.search(title[: d.start].lower())
    }
    if not found:
        found = set(_NAMED_YEAR.findall(title))
    return next(iter(found)) if len(found) == 1 else None


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
