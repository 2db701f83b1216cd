"""Results that a report states: what was reached of an indicator in a year, so that it can stand beside its target.

Only reports are read, and only sentences that say a level (`ước đạt 6,4% GRDP`) for a whole year: the year stands with
the figure, over it, or in the title. Shares of a plan (`đạt 98% kế hoạch`), differences and parts of a year are none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from documents.record import Target
from documents.sentences import Sentence, read_sentences
from nlp.components.target_context import Context, Outline
from nlp.components.target_hints import find_hints
from nlp.components.target_making import make_target
from nlp.components.target_phrases import any_of
from nlp.components.target_reader import Reading, read_sentence
from nlp.components.target_setting import Setting, read_setting
from nlp.draft import Draft
from nlp.squeeze import lower

REPORT = "Báo cáo"
_YEARS_BACK = 6  # a report of a term looks back so far
_LONGEST = 1500  # characters of a sentence that is read
_SURE, _FAIR = 0.85, 0.8  # the year and a word of result in the sentence itself; one of them from elsewhere
_RULES = ("left", "right", "count")
_REVIEWS = re.compile(r"kết quả|sơ kết|tổng kết|tình hình|đánh giá|kiểm điểm")
_DONE = re.compile(r"(?<!\w)đã(?!\w)")
_REACHES = re.compile(r"(?<!\w)(?:đạt|chiếm|đóng góp|còn|là|có)(?!\w)")
_NOT_YET = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|dự kiến|sẽ|đề ra|giao|cần|yêu cầu|đăng ký|kế hoạch là)(?!\w)"
)
_DIFFERENCE = re.compile(
    r"(?:vượt|hơn|tăng|giảm|thêm|chênh|so với|bằng)(?:\s+(?:trên|gần|khoảng|thêm|được|so với))*\s*$"
)
_OF_A_PLAN = re.compile(
    r"[\d.,]+\s*(?:%|\w+)?\s*(?:so với|cùng kỳ|điểm"
    r"|(?:của\s+)?(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu|nghị quyết|nhiệm vụ))(?!\w)"
)
_ESTIMATED = re.compile(r"(?<!\w)(?:ước(?:\s+(?:tính|thực hiện|đóng góp|đạt|chiếm))?|đã|hiện)(?!\w)")
_EVERYWHERE = re.compile(r"\s+(?:(?:trên địa bàn |của )?(?:toàn |cả )?(?:tỉnh|thành phố))$")
_PART_OF_A_YEAR = re.compile(r"(?<!\w)(?:\d{1,2}|sáu|chín|ba|một)\s+tháng(?!\s+\d)|(?<!\w)quý\s|tháng \d")


def tag_results(draft: Draft) -> None:
    """Fills `draft.results`; reads what `tag_targets` reads."""
    if draft.header.type != REPORT:
        return
    low = lower(draft.text)
    hints = find_hints(low)
    if not hints:
        return
    sentences = read_sentences(draft.text)
    setting = read_setting(draft, low, sentences)
    outline = Outline(low, draft.dates, draft.header.title)
    found: dict[tuple[object, ...], Target] = {}
    for sentence in sentences:
        if sentence.row:
            continue
        start, context = outline.enter(sentence), outline.context()
        hinted = any(start <= hint < sentence.end for hint in hints)
        if hinted and context.mode not in ("aim", "task") and sentence.end - start < _LONGEST:
            for result in _results_of(setting, start, sentence, context):
                found.setdefault((result.indicator, result.unit, result.deadline), result)
    draft.results = list(found.values())


def _results_of(setting: Setting, start: int, sentence: Sentence, context: Context) -> list[Target]:
    low, dates = setting.low, setting.draft.dates
    if _NOT_YET.search(low, start, sentence.end):
        return []
    headed = bool(context.deadline or context.period)
    readings = read_sentence(low, dates, start, sentence.end, headed, context.indicator)
    results = []
    for r in readings:
        sign = _sign(setting, start, sentence, r, context)
        year, own = _year(setting, sentence, r, context)
        if sign and year is not None:
            made = make_target(setting, replace(r, indicator=_named(r.indicator)), "", context, "horizon", sentence)
            sure = _SURE if own and sign == "said" else _FAIR
            rule = f"{r.rule}+reached" + ("" if own else "+title" if year == setting.title_time else "+heading")
            results.append(replace(made, deadline=year, period=None, baseline=None, rule=rule, confidence=sure))
    return results


def _named(indicator: str) -> str:
    """The name without the words of estimating that stand in it, and without "toàn tỉnh", which goes without saying."""
    return " ".join(_EVERYWHERE.sub("", _ESTIMATED.sub(" ", indicator)).split())


def _sign(setting: Setting, start: int, sentence: Sentence, r: Reading, context: Context) -> str:
    """What says that a level was reached: the sentence (`said`), what it stands under (`headed`), "" for nothing."""
    low = setting.low
    if (
        r.rule not in _RULES
        or r.change != "level"
        or r.value is None
        or r.indicator.endswith((" này", " đó"))
        or not _REACHES.search(low, r.start, r.end)
    ):
        return ""
    if _DIFFERENCE.search(low, max(start, r.at - 30), r.at) or _OF_A_PLAN.match(low, r.at):
        return ""
    if any_of("result").search(low, start, r.at) or _DONE.search(low, start, r.at):
        return "said"
    title = (setting.draft.header.title or "").lower()
    return "headed" if context.mode == "result" or _REVIEWS.search(title) else ""


def _year(setting: Setting, sentence: Sentence, r: Reading, context: Context) -> tuple[str | None, bool]:
    """(the year of a result, whether the sentence itself says it); None for parts of a year and for what is to come."""
    if _PART_OF_A_YEAR.search(setting.low, sentence.start, sentence.end):
        return None, False
    own = r.time.value if r.time and r.time.kind == "deadline" else None
    if r.time and own is None:
        return None, False
    year = own or context.deadline or setting.title_time or ""
    issued = setting.year
    if not re.fullmatch(r"20\d\d(?:-12-31)?", year) or issued is None:
        return None, False
    return (year[:4], own is not None) if issued - _YEARS_BACK <= int(year[:4]) <= issued else (None, False)
