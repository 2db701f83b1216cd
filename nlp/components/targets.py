"""Targets (chỉ tiêu) of a text: what is to be reached, how much, by when; achieved results are told apart.

Sentences are read in order under the headings they stand under. A figure becomes a target when its sentence, its
headings or its horizon say that it is aimed at, and nothing says that it has been reached; else it is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from documents.record import Target
from nlp.components.dates import find_dates
from nlp.components.sentences import read_sentences
from nlp.components.target_context import Context, Outline
from nlp.components.target_phrases import any_of, phrases
from nlp.components.target_reader import Reading, read_sentence
from nlp.components.target_tables import Entry, read_tables
from nlp.components.target_values import counted_words
from nlp.draft import Draft

_ENOUGH = 2.0  # evidence that makes a figure a target
_LONGEST = 5000  # characters; longer "sentences" are lists of names or broken text
_FRAGMENT = 300  # a clause given alone has no headings: nothing against is enough


def tag_targets(draft: Draft) -> None:
    """Fills `draft.targets`; reads `draft.dates`, and the year and title of `draft.header` when they are there."""
    text = draft.text
    low = lower(text)
    hot = _hot(low)
    if not hot and "\t" not in text and " | " not in text:
        return
    sentences = read_sentences(text)
    fragment = len(text) < _FRAGMENT and len(sentences) == 1 and not text.rstrip().endswith(".")
    year, default = _year_of(draft), _title_time(draft)
    outline = Outline(low, draft.dates, draft.header.title)
    for sentence in sentences:
        if sentence.row:
            continue
        if not hot or hot[-1] < sentence.start:
            break
        start = outline.enter(sentence)
        if (
            start >= sentence.end
            or sentence.end - start > _LONGEST
            or (next_hot := bisect_left(hot, start)) == len(hot)
            or hot[next_hot] >= sentence.end
        ):
            continue
        if _LEGAL_BASIS.match(low, sentence.start):
            continue
        context = outline.context()
        headed = bool(context.deadline or context.period)
        if not (fragment or headed or context.mode == "aim" or _hope().search(low, start, sentence.end)):
            continue
        for reading in read_sentence(low, draft.dates, start, sentence.end, headed, context.indicator):
            evidence = _evidence(low, sentence.start, sentence.end, reading, context, year, fragment)
            if evidence >= _ENOUGH:
                draft.targets.append(_target(draft, reading, context, default, evidence, fragment))
    draft.targets += [_from_table(draft, low, e) for e in read_tables(low, sentences) if _is_aim(e, year)]
    draft.targets = keep_once(draft.targets)


def _is_aim(entry: Entry, year: int | None) -> bool:
    """Whether the column of a table cell lies ahead of the document."""
    return entry.head.deadline is None or year is None or int(entry.head.deadline[:4]) >= year


def _from_table(draft: Draft, low: str, e: Entry) -> Target:
    """A table cell as a target; its span runs from the name of the row to the cell."""
    start, end = e.row[0], max(e.cell.end, e.row[0] + 1)
    text = draft.text
    start = low.find(e.name[:20], e.row[0], e.cell.start) if e.name[:20] in low[e.row[0] : e.cell.start] else start
    unit = "%" if e.unit and e.unit.startswith("%") else e.unit
    name = next(iter(re.findall(re.escape(e.name), text[start:end], re.IGNORECASE)), e.name)
    return Target(
        start, end, text[start:end], name, e.comparator, "level", e.value, e.value2, unit,
        e.head.deadline, e.head.period, e.base, None, e.agency, "table", 0.8 if e.head.deadline else 0.6,
    )  # fmt: skip


def lower(text: str) -> str:
    """The text in lower case, offset for offset; line breaks that a page left as `\\r\\n` letters become blanks."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("\\r\\n", "    ") if "\\r" in low else low


# A target has a figure with a unit, or one of these words.
_WORDS = (
    "phấn đấu", "trở thành", "không còn", "cao hơn", "thấp hơn", "nhóm ", "top ", "tốp ", "xếp ", "đứng ", "hạng ",
    "tuổi thọ", "gấp ", "chỉ số", "hệ số", "tỷ suất", "tỷ số", "mức sinh",
)  # fmt: skip


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(rf"[0-9]\s{{0,2}}(?:%|‰|/1|/\d\s+(?:số|tổng)|(?:{counted_words()})(?!\w))")


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
        rf"(?<!\w)(?:{phrases('aim')})(?!\w)|(?:đến|vào|trước|tới)\s+(?:hết\s+|cuối\s+)?(?:năm\s+|tháng\s|ngày\s"
        rf"|quý\s)?[\di]"
    )


_DONE = re.compile(
    r"(?<!\w)đã(?!\w)(?!\s+(?:đặt|đề ra|xác định|giao|đăng ký|qua đào tạo|được giao|cam kết|có hiệu lực))"
)
# "Để đạt mục tiêu trên", "Chương trình mục tiêu quốc gia", "12 chỉ tiêu": the word without an intent
_NO_AIM = re.compile(r"\s+(?:trên|này|đó|nêu trên|nói trên|quốc gia|kế hoạch)(?!\w)")
_COUNTED_AIMS = re.compile(r"\d\s+$")
_LEGAL_BASIS = re.compile(r"\s*(?:căn cứ|xét)\s")
_RESULT_RANK = re.compile(
    r"(?:xếp|đứng)\s+(?:thứ|hạng|vị trí)\s*(?:thứ\s+)?\d+/\d+|sau \d+ năm|đạt mục tiêu đề ra|so với \d{4} là"
)


def _evidence(low: str, start: int, end: int, r: Reading, context: Context, year: int | None, fragment: bool) -> float:
    """How much speaks for an aim; below zero it is a result, a norm, or nothing."""
    before = low[start : r.at]
    clause = low[r.start : r.end]
    aim = None
    for found in any_of("aim").finditer(before):
        aim = aim if _NO_AIM.match(before, found.end()) or _COUNTED_AIMS.search(before, 0, found.start()) else found
    meant = aim is not None or (r.rule in ("right", "count", "rank") and any_of("aim").search(clause) is not None)
    if (
        not meant
        and context.mode != "aim"
        and any_of("norm").search(low, max(start, low.rfind(";", start, r.at)), min(end, r.at + 40))
    ):
        return -1
    score = 3.0 if meant else 0.0
    score += {"aim": 3, "result": -3, "task": -1}.get(context.mode, 0)
    if r.time and r.time.kind == "deadline" and (year is None or r.time.year >= year):
        horizon = re.search(r"đến|vào|trước|tới", low[r.time.start : r.time.end])
        score += 2 if horizon else 0.5
    if r.time and year is not None and r.time.year < year:
        score -= 5
    named = context.deadline or context.period
    if named and context.mode != "result":
        score += 1 if year is None or int(named[-4:] if context.period else named[:4]) >= year else -5
    if any_of("commit").search(clause):
        score += 1
    since = start + aim.end() if aim else start
    if _DONE.search(low, since, r.at) or (not meant and _RESULT_RANK.search(low, since, end)):
        score -= 5
    if any_of("result").search(low, since, r.at if meant else end):
        score -= 5
    if r.rule == "words":
        score += _quality(before, clause, r, context)
    if fragment and score >= 0 and r.rule != "words" and context.mode not in ("task", "result"):
        score = max(score, _ENOUGH)
    return score


def _quality(before: str, clause: str, r: Reading, context: Context) -> float:
    """A target without a figure needs a horizon, and an aim right before its verb or above it."""
    horizon = r.time or context.deadline
    said = "phấn đấu" in clause or (context.mode == "aim" and re.search(r"trở thành|vào nhóm|phấn đấu", clause))
    return 0 if horizon and said else -10


def _target(draft: Draft, r: Reading, context: Context, default: str | None, evidence: float, fragment: bool) -> Target:
    text = draft.text
    start, end = _trim(text, r.start, r.end)
    deadline = period = None
    inherited = ""
    if r.time:
        deadline, period = (r.time.value, None) if r.time.kind == "deadline" else (None, r.time.value)
    elif context.deadline or context.period:
        deadline, period, inherited = context.deadline, context.period, "+heading"
    elif default:
        deadline, period = (None, default) if "-" in default else (default, None)
        inherited = "+title"
    if period and r.change in ("level", "maintain") and not (r.unit or "").endswith("/năm"):
        deadline = period[-4:] if re.fullmatch(r"\d{4}-\d{4}", period) else deadline
    name = re.sub(r"\s+", " ", _cased(text, r)).strip()
    rule = r.rule + inherited + ("+fragment" if fragment else "")
    sure = min(0.95, 0.5 + 0.1 * (evidence - 1)) - (0.05 if inherited else 0) - (0.05 if r.rule == "same" else 0)
    return Target(
        start, end, text[start:end], name, r.comparator, r.change, r.value, r.value2, r.unit, deadline, period,
        r.base, r.scope or context.scope, _charged(draft, r), rule, round(max(sure, 0.3), 2),
    )  # fmt: skip


def _charged(draft: Draft, r: Reading) -> str | None:
    """The agency that "giao Sở Y tế ..." charges with the target, when agencies have been read."""
    for agency in draft.agencies:
        if r.start - 80 <= agency.start < r.at and draft.text[max(0, agency.start - 6) : agency.start].lower().endswith(
            "giao "
        ):
            return agency.text
    return None


def _cased(text: str, r: Reading) -> str:
    """The indicator with the capitals of the text, when it stands there in one piece."""
    far = 600 if r.rule == "same" else 10  # a borrowed name stands before its piece
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


def _title_time(draft: Draft) -> str | None:
    """The one year or period that the document's own title names; None when it names none or several."""
    if not draft.header.title:
        return None
    title = draft.header.title
    found = {
        d.value if not d.value2 else f"{d.value}-{d.value2}"
        for d in find_dates(title)
        if d.precision in ("year", "period") and not _OUTLOOK.search(title[: d.start].lower())
    }
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
