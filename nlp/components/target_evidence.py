"""Whether a reading is an aim: what speaks for it, in its words, its headings and its horizon, and what against.

Achieved results, norms of support and counted chapters of plans have figures too; each sign of one of them weighs more
than what a heading says.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from nlp.components.target_context import Context
from nlp.components.target_phrases import any_of
from nlp.components.target_setting import Setting
from nlp.components.target_specials import Reading

ENOUGH = 2.0  # evidence that makes a figure a target

_DONE = re.compile(
    r"(?<!\w)đã(?!\w)(?!\s+(?:đặt|đề ra|xác định|giao|đăng ký|qua đào tạo|được giao|cam kết|có hiệu lực))"
)
# "Để đạt mục tiêu trên", "Chương trình mục tiêu quốc gia", "12 chỉ tiêu": the word without an intent
_NO_AIM = re.compile(r"\s+(?:trên|này|đó|nêu trên|nói trên|quốc gia|kế hoạch)(?!\w)")
# "vượt 10% so với mục tiêu Nghị quyết đề ra"
_COMPARED_TO = re.compile(
    r"(?:so với|vượt|hoàn thành|đạt [\d.,]+\s?%)\s+(?:các\s+)?(?:(?:mục tiêu|chỉ tiêu)[^,;.]{0,40})?$"
)
_COMPARED = re.compile(r"so với\s+(?:mức\s+|số\s+)?$")
# "số hóa hồ sơ, kết quả giải quyết thủ tục hành chính": what an office hands out
_OUTCOME = re.compile(r"kết quả (?:giải quyết|xử lý|thủ tục|tthc|đầu ra)")
_COUNTED_AIMS = re.compile(r"(?<!\d)\d{1,3}\s+$")  # "12 chỉ tiêu"; but "năm 2026 phấn đấu"
_RESULT_RANK = re.compile(
    r"(?:xếp|đứng)\s+(?:thứ|hạng|vị trí)\s*(?:thứ\s+)?\d+/\d+|sau \d+ năm|đạt mục tiêu đề ra|so với \d{4} là"
)
# "Nâng tỷ lệ ... lên 96%": what is to be done begins with its verb, what was done with its subject
_ORDERS = re.compile(
    r"\W*(?:(?:và|tiếp tục|phấn đấu|từng bước)\s+)*(?:nâng|kéo giảm|giảm|tăng|duy trì|giữ vững|hạ)\s+"
    r"(?:t[ỷỉ] (?:lệ|trọng|suất)|số|mức|tổng|chỉ số|năng suất|thu nhập|độ che phủ|diện tích)\s"
)
_USUAL = re.compile(r"\W*(?:hằng|hàng|mỗi) năm")  # "Hằng năm có trên 90% ...; phấn đấu ..."
_HORIZON = re.compile(r"đến|vào|trước|tới|chậm nhất|hết")


class Evidence(NamedTuple):
    """How much speaks for an aim, and what most of all: "headed", "said", "horizon", "follows" or "fragment"."""

    score: float
    ground: str


def weigh(setting: Setting, start: int, end: int, r: Reading, context: Context, way: str = "") -> Evidence:
    """How much speaks for an aim in the sentence `low[start:end]`; below zero it is a result, a norm, or nothing.

    `way` says how an aim before it reaches the sentence: "+before" in its paragraph, "+list" in its list, "" not at
    all. In a fragment nothing against is enough.
    """
    low = setting.low
    before, clause = low[start : r.at], low[r.start : r.end]
    aim = _aim(before)
    meant = aim is not None or (r.rule in ("right", "count", "rank") and any_of("aim").search(clause) is not None)
    ground = "headed" if context.mode == "aim" else "said" if meant else "follows" if way == "+before" else "horizon"
    norm = any_of("norm").search(low, max(start, low.rfind(";", start, r.at)), min(end, r.at + 40))
    if norm and not meant and context.mode != "aim":
        return Evidence(-1, ground)
    score = 3.0 if meant else 0.0
    score += {"aim": 3, "result": -3, "task": -1}.get(context.mode, 0) + _time(low, r, context, setting.year)
    if any_of("commit").search(clause):
        score += 1
    if _ORDERS.match(clause):
        score += 2
    if way == "+before" and context.mode != "result":
        score += 2
    if not meant and _aim(low[r.end : end]) is not None:
        score += 1 + (_USUAL.match(low, start) is not None)
    since = start + aim if aim is not None else start
    if _DONE.search(low, since, end if way and not meant else r.at) or (
        not meant and _RESULT_RANK.search(low, since, end)
    ):
        score -= 5
    if _says_result(low, since, r.at if meant else end):
        score -= 5
    if r.rule == "words":
        score += _quality(clause, r, context)
    if setting.fragment and score >= 0 and r.rule != "words" and context.mode not in ("task", "result"):
        return Evidence(max(score, ENOUGH), "fragment")
    return Evidence(score, ground)


def _says_result(low: str, start: int, end: int) -> bool:
    """Whether words of a result stand there; "so với ước thực hiện năm 2025" only says what is compared with."""
    return any(
        not _COMPARED.search(low, start, m.start()) and not _OUTCOME.match(low, m.start())
        for m in any_of("result").finditer(low, start, end)
    )


def _aim(before: str) -> int | None:
    """Where the last word of intent before a figure ends."""
    last = None
    for found in any_of("aim").finditer(before):
        if (
            not _NO_AIM.match(before, found.end())
            and not _COUNTED_AIMS.search(before, 0, found.start())
            and not _COMPARED_TO.search(before, max(0, found.start() - 60), found.start())
        ):
            last = found.end()
    return last


def _time(low: str, r: Reading, context: Context, year: int | None) -> float:
    """What the time of a reading says: a horizon ahead speaks for an aim, a year gone by for a result."""
    score = 0.0
    if r.time and r.time.kind == "deadline" and (year is None or r.time.year >= year):
        ahead = _HORIZON.search(low, r.time.start, r.time.end) is not None
        score += 2 if ahead else 0.5
        if ahead and context.mode == "task" and r.kind in ("percent", "rank"):
            score += 1  # "Đến năm 2025, phủ sóng 5G tại 100% khu công nghiệp" among the tasks
    if r.time and year is not None and r.time.year < year:
        score -= 5
    named = context.deadline or context.period
    if named and context.mode != "result":
        score += 1 if year is None or int(named[-4:] if context.period else named[:4]) >= year else -5
    return score


def _quality(clause: str, r: Reading, context: Context) -> float:
    """A target without a figure needs a horizon, and an aim right before its verb or above it."""
    horizon = r.time or context.deadline
    said = "phấn đấu" in clause or (context.mode == "aim" and re.search(r"trở thành|vào nhóm|phấn đấu", clause))
    return 0 if horizon and said else -10
