"""Where in a text targets may stand: a cheap scan that spares most sentences the reading."""

from __future__ import annotations

import re
from functools import cache

from nlp.components.target_phrases import phrases
from nlp.components.target_values import counted_words

# A target has a figure with a unit, or one of these words.
_WORDS = (
    "phấn đấu", "trở thành", "không còn", "cao hơn", "thấp hơn", "nhóm ", "top ", "tốp ", "xếp ", "đứng ", "hạng ",
    "tuổi thọ", "gấp ", "chỉ số", "hệ số", "tỷ suất", "tỷ số", "mức sinh", " nửa ",
)  # fmt: skip


_AT_LEAST = re.compile(r"ít nhất \d|tối thiểu \d|thêm \d")  # apart from the figures: both scans jump


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(rf"[0-9](?![0-9.,])\s{{0,2}}+(?:%|‰|/1|/\d\s+(?:số|tổng)|(?:{counted_words()})(?!\w))")


def find_hints(low: str) -> list[int]:
    """Where in the text something stands that a target may be made of, in order."""
    found = [m.start() for m in _figure().finditer(low)]
    found += [m.start() for m in _AT_LEAST.finditer(low)]
    for word in _WORDS:
        at = low.find(word)
        while at >= 0:
            found.append(at)
            at = low.find(word, at + 1)
    return sorted(found)


@cache
def hope() -> re.Pattern[str]:
    """What makes a target likely where no heading speaks of aims: an intent, or a horizon."""
    return re.compile(
        rf"(?<!\w)(?:{phrases('aim')})(?!\w)|(?:đến|vào|trước|tới)\s*(?:hết\s+|cuối\s+)?(?:năm\s+|tháng\s|ngày\s"
        rf"|quý\s)?[\di]|(?:^|[;:]\s*)(?:nâng|kéo giảm|giảm|tăng|duy trì)\s+(?:t[ỷỉ] |số |mức |độ |diện tích )"
    )
