"""Where a sentence stands: under which headings, by when they say, and whether they speak of aims or of results.

A stack of headings, one entry for each level that is open. A heading may be a line of its own ("II. MỤC TIÊU"), a
lead-in that ends with a colon, or a label at the beginning of a paragraph ("Đến năm 2025: ...").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from documents.record import Date
from documents.sentences import PLAIN, Sentence
from nlp.components.target_phrases import phrases
from nlp.components.target_times import Times, read_times
from nlp.components.target_values import counted_words

Mode = Literal["aim", "result", "task", ""]


@dataclass(frozen=True, slots=True)
class Heading:
    """One open heading: its level, what it speaks of, the times it names, and the indicator it names, if any."""

    level: int
    mode: Mode
    deadline: str | None
    period: str | None
    indicator: str | None
    scope: str | None
    inline: bool
    plain: bool  # a line without marker: over when a plain paragraph follows its bullets


@dataclass(frozen=True, slots=True)
class Context:
    """What all open headings say together; the innermost that says something wins."""

    mode: Mode = ""
    deadline: str | None = None
    period: str | None = None
    indicator: str | None = None
    scope: str | None = None


@cache
def _modes() -> re.Pattern[str]:
    kinds = ("aim", "result", "task")
    return re.compile("|".join(rf"(?P<{kind}>(?<!\w)(?:{phrases('head_' + kind)})(?!\w))" for kind in kinds))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\d\s*(?:%|‰)|\d\s+(?:{counted_words()})(?!\w)")


_ABOUT = re.compile(r"về\s")  # "Về kinh tế số: ...": a subject, no part of a name
_HEAD = 4000  # the title stands in the head
_LABEL = re.compile(r"[^:;.\n]{2,90}:(?=\s|$)")
_FIGURE = re.compile(r"\d\s*%|\d\s*(?:triệu|tỷ|tỉ|nghìn)\b")
# "Tỷ lệ che phủ rừng: 57%": a name and its figure, no heading
_VALUE_NEXT = re.compile(r"[\s≥≤><~]*(?:[^\W\d_]+\s+){0,4}\d")
_TIME_ONLY = re.compile(
    r"\W*(?:(?:phấn đấu|mục tiêu|giai đoạn|định hướng|tầm nhìn|đến|hết|cuối|trong|năm|tới|các|vào|cụ thể|từ|\d{4}"
    r"|và|-|,)\s*)+\W*$"
)
_HORIZON = re.compile(r"đến|tới|giai đoạn|định hướng|tầm nhìn|phấn đấu|mục tiêu")
_INDICATOR = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|số lượng|số|tổng|thu nhập|mức|tốc độ|diện tích|sản lượng|giá trị"
    r"|chỉ số)\s[^:]{4,120}"
)
# "Căn cứ Quyết định ... phê duyệt Chương trình ... giai đoạn 2021 - 2025; ..., xây dựng Kế hoạch như sau:"
_CITING = re.compile(
    r"\W*(?:căn cứ|thực hiện|triển khai|thi hành|để (?:triển khai|thực hiện|cụ thể)|trên cơ sở|theo)\s"
)
_LATER = re.compile(r"(?:định hướng|tầm nhìn)[^:]*$")


class Outline:
    """Follows the headings of a text sentence by sentence."""

    def __init__(self, low: str, dates: Sequence[Date], title: str | None = None) -> None:
        self._low, self._dates = low, dates
        self._title = " ".join((title or "").lower().split())
        self._open: list[Heading] = []
        self._bullets = False  # whether bullets have been seen since the last lead-in

    def enter(self, sentence: Sentence) -> int:
        """Takes note of a sentence; returns where its own words begin, after a label, or its end for a heading."""
        if not sentence.opens:
            return sentence.start
        self._close(sentence.level)
        low, start, end = self._low, sentence.start, sentence.end
        if (
            self._title
            and sentence.level == PLAIN
            and start < _HEAD
            and " ".join(low[start:end].split()) in self._title
        ):
            return start  # what the title says of time is weighed elsewhere
        label = _LABEL.match(low, start, end) if low.find(":", start, start + 95) >= 0 else None
        if label and _INDICATOR.match(low, start, label.end()) and _VALUE_NEXT.match(low, label.end(), end):
            return start  # "Tỷ lệ số hóa kết quả giải quyết thủ tục: 90%" speaks of no results
        if label and label.end() < end and not _FIGURE.search(low, start, label.end()):
            heading = self._read(start, label.end(), sentence.level, inline=True)
            named = heading.indicator and not _VALUE_NEXT.match(low, label.end(), end)
            if heading.mode or heading.deadline or heading.period or named or _ABOUT.match(low, start, end):
                self._open.append(heading)
                return label.end()
            return start
        if self._is_heading(sentence):
            heading = self._read(start, end, sentence.level, inline=False)
            self._open.append(heading)
            self._bullets = False
            leads = low[end - 1] == ":" and not _counted().search(low, start, end)
            return end if leads else start
        return start

    def confirm(self) -> None:
        """The sentence read last leads to a list and is an aim itself, so what follows below it is too."""
        if self._open:
            self._open[-1] = replace(self._open[-1], mode="aim")

    def context(self) -> Context:
        """What the open headings say for the sentence read last."""
        mode: Mode = ""
        deadline = period = indicator = scope = None
        for heading in self._open:
            if heading.mode:
                mode = heading.mode
            if heading.deadline or heading.period:
                deadline, period = heading.deadline, heading.period
            indicator = heading.indicator or (indicator if heading.inline else None)
            scope = heading.scope or scope
        return Context(mode, deadline, period, indicator, scope)

    def _close(self, level: int) -> None:
        if level == PLAIN:
            keep = [
                h
                for h in self._open
                if h.level < PLAIN - 1 or (h.level == PLAIN - 1 and not self._bullets and not h.inline)
            ]
        else:
            keep = [h for h in self._open if h.level < level]
            self._bullets = self._bullets or level > PLAIN
        self._open = keep

    def _is_heading(self, sentence: Sentence) -> bool:
        low, start, end = self._low, sentence.start, sentence.end
        if low[end - 1] == ":":
            return end - start < 400
        if end - start > 170 or low[end - 1] in ".;," or _FIGURE.search(low, start, end):
            return False
        return sentence.level <= 60 or (end - start < 90 and _modes().search(low, start, end) is not None)

    def _read(self, start: int, end: int, level: int, inline: bool) -> Heading:
        low = self._low[start:end]
        times = [] if level == PLAIN and _CITING.match(low) else read_times(self._low, self._dates, start, end)
        first = next((t for t in times if t.kind != "baseline" and not _LATER.search(self._low, start, t.start)), None)
        first = first or next((t for t in times if t.kind != "baseline"), None)
        mode = self._mode(low, times)
        plain = level == PLAIN
        if plain:
            level = self._plain_level(end - start, inline)
        deadline = first.value if first and first.kind == "deadline" else None
        period = first.value if first and first.kind == "period" else None
        indicator = None
        if (m := _INDICATOR.match(low.strip())) and mode in ("aim", ""):
            indicator = m[0].rstrip(" :")
        scope = "cả nước" if re.match(r"\W*(?:cả nước|toàn quốc)\W*$", low) else None
        return Heading(level, mode, deadline, period, indicator, scope, inline, plain)

    def _plain_level(self, length: int, inline: bool) -> int:
        """A short line without marker governs the lists below it, whatever their markers; a long one only bullets."""
        if inline:
            return PLAIN - 1
        marked = [h for h in self._open if not h.plain]
        self._open = marked
        return (marked[-1].level if marked else 0) + 1 if length < 100 else PLAIN - 1

    def _mode(self, low: str, times: Times) -> Mode:
        if times and _TIME_ONLY.match(low) and _HORIZON.search(low):
            return "aim" if not self._open or all(h.mode not in ("task", "result") for h in self._open) else ""
        every = list(_modes().finditer(low))
        if not every:
            return ""
        if low.endswith(":") and len(low) > 100:  # "Để phát huy kết quả ..., ban hành Nghị quyết với các mục tiêu sau:"
            last = every[-1].lastgroup
            return "aim" if last == "aim" else "result" if last == "result" else "task"
        found = every[0]
        if found.lastgroup == "result":
            return "result"
        aims = re.search(rf"(?<!\w)(?:{phrases('head_aim')})(?!\w)", low)
        return "aim" if aims and (found.lastgroup == "aim" or aims.start() < 60) else "task"
