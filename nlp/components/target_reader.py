"""One sentence -> its targets: figures with their indicator, comparator, change, unit and time.

A sentence falls into clauses at semicolons, a clause into pieces, one for each figure. A piece without words of its
own ("... và 95% vào năm 2030") takes indicator and comparator from the piece before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from documents.record import Change, Comparator, Date
from nlp.components.target_context import phrases
from nlp.components.target_times import Time, Times, read_times
from nlp.components.target_values import WORDS, Quantity, find_quantities


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece says; `own_time` is a time in the piece itself, `base` a baseline."""

    start: int
    end: int
    at: int
    indicator: str
    comparator: Comparator
    change: Change
    value: float | None
    value2: float | None
    unit: str | None
    time: Time | None
    base: str | None
    scope: str | None
    rule: str
    kind: str


@dataclass(slots=True)
class _Piece:
    """A figure and the words around it: `low[start:end]` belongs to it."""

    quantity: Quantity
    start: int
    end: int
    name_end: int  # where the words before the figure end: before "từ 40%" in "từ 40% lên 60%"
    base: str | None = None
    inside: bool = False  # in brackets


@cache
def _tail() -> re.Pattern[str]:
    kinds = ("gte", "gt", "lte", "lt", "approx", "level", "filler", "increase", "decrease", "maintain")
    words = "|".join(phrases(kind) for kind in kinds).replace("tăng\\s+trưởng|", "")
    return re.compile(rf"(?:(?<!\w)(?:{words})(?!\w)[\s:(]*)+$")


@cache
def _kind(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases(kind)})(?!\w)")


_COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    ("gte", "gte"), ("lte", "lte"), ("gt", "gt"), ("lt", "lt"), ("approx", "approx"),
)  # fmt: skip
_NO_LEVEL = re.compile(r"(?<!\w)(?:lên|xuống|còn|ở mức|đạt mức|là|chiếm|bằng)(?!\w)")
_LEADING = re.compile(
    r"(?:^\s*|[,:;(+-]\s*|(?:phấn đấu|mục tiêu|là|và|bình quân|hằng năm|hàng năm|mỗi năm|tiếp tục|chỉ tiêu \d+)\s*:?\s+)"
    r"(?P<verb>kéo giảm|giảm thiểu|giảm|tăng(?! (?:trưởng|cường))|nâng cao|nâng|duy trì|giữ vững|giữ ổn định|giữ|khống chế|kiềm chế)(?!\w)(?!\s+nghèo)"
)
_YEARLY = re.compile(r"bình quân(?!\s+đầu)|trung bình|hằng năm|hàng năm|mỗi năm|/năm")
_NOT_BEFORE = re.compile(
    r"(?:thứ|mức độ|cấp độ|loại|khóa|khoá|điều|khoản|mục|quý|tháng|ngày|đề án|phụ lục|mẫu số|bước|chương trình|nghị quyết|quyết định"
    r"|quốc lộ|ql|đt|km|số|dài|rộng|cách|nhóm|top|tốp|tiêu chí|tầng|hạng|lúc|tài khoản|kỳ họp|điện thoại)\s*(?:số\s*)?$"
)
_SCOPE_BEFORE = re.compile(
    r"(?:(?:^|\s)(?:các|những|đối với|thuộc|ở|tại|cho)\s[^,;]{0,50}\scó\s[^,;]{0,40}|(?:từ|dưới|trên|đủ|đến)\s+)(?:từ|trên|dưới|đạt)?\s*$"
)
_INDEX = re.compile(r"chỉ số|hệ số|tỷ số|tỉ số|tỷ suất|mức sinh|hdi|gini|icor|pci|papi|sipas|par index|số con")
_FROM_TO = re.compile(
    r"\s*(?:\([^)]{0,40}\))?,?\s*(?:năm\s+\d{4},?\s*)?(?:lên|xuống|còn|đến)(?:\s+(?:còn|đạt|mức|khoảng|trên|dưới|khoảng))*\s*$"
)
_BRACKET = re.compile(r"\([^()]{0,300}\)")
_SEPARATOR = re.compile(r",\s+(?!\d)|\s+và\s+|\s+với\s+(?=\d)|\s*\(|\.\s+|(?<=[)])\s*,?\s*|,\s+(?=\d)")
_PER_BASE = re.compile(r"\s*(?:trên|/|cho)\s*(?:1\s*|một\s+)?(vạn dân|10\.000 dân|1\.000 dân|100\.000 dân)")
_GDP = re.compile(r"\s*(?:tổng\s+|trong\s+|của\s+)?(grdp|gdp)(?!\w)")
_RANK = re.compile(
    r"(?:nhóm|top|tốp)\s*(?:có\s+)?(?P<top>\d{1,2}|[a-zđà-ỹ]+)(?=\s*(?:tỉnh|thành|địa phương|đơn vị|bộ|cả nước|toàn quốc|dẫn đầu|cao nhất|đứng đầu|,|\.|$|trong|của))"
    r"|(?:xếp|đứng|xếp hạng|vị trí|thứ hạng)\s+(?:vị trí\s+)?(?:thứ|hạng|vị thứ)?\s*(?:hạng\s+)?(?P<place>\d{1,2})(?!\d|/|[.,]\d|\s*%)"
    r"|(?:trong|vào|thuộc)\s+(?:số\s+)?(?P<among>\d{1,2}|[a-zđà-ỹ]+)\s+(?:tỉnh|địa phương|thành phố)[^;.]{0,40}?(?:dẫn đầu|cao nhất|đứng đầu|hàng đầu|tốt nhất)"
)
_BETTER = re.compile(
    r"(?:cao hơn|thấp hơn|vượt|bằng hoặc cao hơn|trên)\s+(?P<ref>(?:mức\s+)?(?:trung bình|bình quân)(?:\s+chung)?(?:\s+của)?\s+"
    r"(?:cả nước|toàn quốc|các tỉnh[^,;.]{0,30}|cả vùng|toàn vùng|của vùng|khu vực|vùng))(?!\w)"
)
_NONE_LEFT = re.compile(
    r"(?P<soft>cơ bản\s+)?(?:không còn|không có)\s+(?P<what>(?:hộ|nhà|xã|huyện|thôn|trường|cơ sở)\s[^,;.]{2,80})"
)
_QUALITY = re.compile(
    r"(?<!\w)(?:trở thành|phổ cập|hoàn thành|vào nhóm|thuộc nhóm|được công nhận|cơ bản trở thành|là (?:trung tâm|đô thị|tỉnh|thành phố)|hình thành|đạt chuẩn)(?!\w)"
)


def read_sentence(low: str, dates: Sequence[Date], start: int, end: int, headed: bool = False) -> list[Reading]:
    """The possible targets of `low[start:end]` in order; whether they are aims or results is judged elsewhere.

    `headed` says that a heading names a time, which then weighs more than one that closes an earlier clause.
    """
    readings: list[Reading] = []
    times = read_times(low, dates, start, end)
    at = start
    for part in re.split(r"(;)", low[start:end]):
        if part != ";":
            clause = _read_clause(low, dates, at, at + len(part), times, readings[-1] if readings else None)
            readings += clause
        at += len(part)
    return _spread_times(readings, times, start, low, headed)


def _read_clause(
    low: str, dates: Sequence[Date], start: int, end: int, times: Times, last: Reading | None
) -> list[Reading]:
    masked = _mask(low, dates, start, end, times)
    special = _read_words(low, masked, start, end)
    taken = [m.span() for m in _RANK.finditer(masked, start, end)]
    pieces = _pieces(masked, start, end, taken)
    readings: list[Reading] = []
    for piece in pieces:
        reading = _read_piece(low, masked, piece, readings[-1] if readings else last, start, end)
        if reading is not None:
            readings.append(reading)
    special = [s for s in special if s.rule != "words" or not readings]
    return sorted([*readings, *(_narrow(masked, s, readings) for s in special)], key=lambda r: r.at)


def _narrow(low: str, special: Reading, readings: list[Reading]) -> Reading:
    """A reading of words without the pieces of the figures around it."""
    before = [r for r in readings if r.at < special.at]
    after = [r for r in readings if r.at > special.at]
    start = _cut(low, before[-1].at, special.at, []) if before else special.start
    return replace(special, start=start, end=min([special.end, *(r.start for r in after if r.start > special.at)]))


def _mask(low: str, dates: Sequence[Date], start: int, end: int, times: Times) -> str:
    """The text with every date of the clause blanked out, offsets kept; only `low[start:end]` is looked at later."""
    cuts = [(t.start, t.end) for t in times] + [(d.start, d.end) for d in dates if start <= d.start < end]
    clause = low[start:end]
    for a, b in cuts:
        a, b = max(a, start) - start, min(b, end) - start  # noqa: PLW2901
        if a < b:
            clause = clause[:a] + " " * (b - a) + clause[b:]
    return " " * start + clause


# ---------------------------------------------------------------- pieces


def _pieces(low: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[_Piece]:
    """The figures that can be values, each with the stretch of words that is its own."""
    brackets = [(m.start(), m.end()) for m in _BRACKET.finditer(low, start, end)]
    found = sorted(find_quantities(low, start, end), key=lambda q: q.start)
    found = [q for q in found if not any(a <= q.start < b for a, b in taken)]
    outside = [q for q in found if not any(a < q.start < b for a, b in brackets)]
    merged = _merge_from_to(low, found)
    pieces: list[_Piece] = []
    for quantity, first in merged:
        base = low[first.start : first.end] if first else None
        name_end = first.start if first else quantity.start
        bracket = next(((a, b) for a, b in brackets if a < quantity.start < b), None)
        if not _can_be_value(low, quantity, start, end) or (
            bracket and not _bracket_counts(low, bracket, quantity, outside)
        ):
            continue
        if bracket and any(o.kind for o in outside):
            if pieces and not pieces[-1].inside:
                pieces[-1].end = min(pieces[-1].end, bracket[0])
            pieces.append(_Piece(quantity, bracket[0] + 1, bracket[1] - 1, name_end, base, inside=True))
            continue
        begin = start
        before = next((p for p in reversed(pieces) if not p.inside), None)
        ranks = [b for _, b in taken if b <= quantity.start and (before is None or b > before.quantity.end)]
        if before or ranks:
            begin = _cut(low, ranks[-1] if ranks else before.quantity.end if before else start, name_end, brackets)
        if before:
            before.end = min(before.end, begin)
        pieces.append(_Piece(quantity, begin, end, name_end, base))
    return pieces


def _cut(low: str, left: int, right: int, brackets: list[tuple[int, int]]) -> int:
    """Where the piece of the figure ending at `left` ends and that of the figure at `right` begins."""
    cuts = [
        m.end()
        for m in _SEPARATOR.finditer(low, left, right)
        if not any(a < m.start() < b or a == m.end() - 1 for a, b in brackets)
    ]
    if not cuts:
        return left
    tail = low[cuts[-1] : right]
    head_of_tail = _tail().search(" " + tail) if tail.strip() else None
    bare = not tail.strip() or (head_of_tail is not None and not (" " + tail)[: head_of_tail.start()].strip())
    return cuts[-1] if bare and not _kind("increase").match(tail) and not tail.startswith(("đạt", "chiếm")) else cuts[0]


def _merge_from_to(low: str, found: list[Quantity]) -> list[tuple[Quantity, Quantity | None]]:
    """The figures, "tăng từ 40% lên 60%" as 60% with the 40% it starts from."""
    merged: list[tuple[Quantity, Quantity | None]] = []
    for quantity in found:
        if merged and merged[-1][1] is None:
            first = merged[-1][0]
            if re.search(
                r"từ\s+(?:mức\s+|khoảng\s+|trên\s+)?$", low[max(0, first.start - 14) : first.start]
            ) and _FROM_TO.match(low[first.end : quantity.start]):
                merged[-1] = (quantity, first)
                continue
        merged.append((quantity, None))
    return merged


def _can_be_value(low: str, q: Quantity, start: int, end: int) -> bool:
    left = low[max(start, q.start - 60) : q.start]
    if q.kind == "fraction":
        return True
    if _NOT_BEFORE.search(left[-16:]) and q.kind != "percent":
        return False
    if q.kind == "":
        return (
            bool(_INDEX.search(low, start, q.start))
            and bool(_tail().search(left))
            and not low[q.end : q.end + 1].isalpha()
        )
    if q.kind == "score" and "điểm" in q.form:
        return bool(
            re.search(
                r"chỉ số|điểm số|xếp|đánh giá|index|sipas|papi|pci|bình quân|trung bình|tăng|giảm|đạt\s*(?:\w+\s*)?$",
                low[start : q.start],
            )
        )
    if q.kind == "age":
        return bool(re.search(r"tuổi thọ|sống khỏe|sống khoẻ", low[start : q.start]))
    if q.kind == "time":
        return "thời gian" in low[start : q.start] and "lưu trú" in low[start : q.start]
    if q.kind == "times":
        return bool(re.search(r"gấp\s+(?:\w+\s+)?(?:\w+\s+)?$", left))
    if re.search(r"(?:^|\s)(?:các|những|đối với|thuộc)\s[^,;]{2,50}\scó\s[^,;]{2,40}\s(?:từ|trên|dưới|đạt)\s+$", left):
        return False
    return not (q.kind == "count" and re.search(r"(?:quá|sau|trong)\s+$", left[-6:]))


def _bracket_counts(low: str, bracket: tuple[int, int], q: Quantity, outside: list[Quantity]) -> bool:
    """Whether a figure in brackets is a value of its own: the only one, or with a verb or a time before it."""
    before = low[bracket[0] + 1 : q.start]
    if not any(o.kind for o in outside):
        return not re.search(r"\w", before) or bool(_tail().fullmatch(before))
    gap = before.strip()
    return before.startswith("   ") and (not gap or bool(_tail().search(before)))


# ---------------------------------------------------------------- one piece


def _read_piece(low: str, masked: str, piece: _Piece, last: Reading | None, start: int, end: int) -> Reading | None:
    q = piece.quantity
    left, right = masked[piece.start : piece.name_end], masked[q.end : piece.end]
    tail = _tail().search(" " + left[-90:])
    words = tail[0] if tail else ""
    body = left[: len(left) - len(words)] if len(words) <= len(left) else ""
    comparator = _comparator(words, right, q)
    change = _change(left, body, words, comparator, q, right, piece.base)
    name, scope, rule = _indicator(body, words, right, q)
    share = _GDP.match(re.sub(r"^\s*trở lên", "", right)) if q.kind == "percent" else None
    if not name:
        moves = change in ("increase", "decrease") and bool(_CHANGED.search(words))
        if last is None or (last.kind != q.kind and not moves):
            return None
        name, rule = last.indicator, "same"
        if comparator == "eq" and not _kind("level").search(words) and q.value2 is None:
            comparator = last.comparator if last.comparator in ("gt", "gte", "lt", "lte") else "eq"
        if change == "level":
            change = last.change
    elif share and "trong" not in name:
        whole = share[1].upper()
        name = f"{name} trong {whole}" if re.match(r"t[ỷỉ] (?:trọng|lệ)", name) else f"tỷ trọng {name} trong {whole}"
    unit = _unit(q, change, left, right, name, masked[start:end])
    bracket = re.match(r"\s*\(((?:khu vực|vùng|đối với|riêng)[^)]{2,60})\)", low[q.end : piece.end + 60])
    return Reading(
        piece.start, piece.end, q.start, name, comparator, change, q.value, q.value2, unit, None, piece.base,
        bracket[1] if bracket else scope, rule, q.kind,
    )  # fmt: skip


def _comparator(words: str, right: str, q: Quantity) -> Comparator:
    after = right.lstrip()
    if _kind("gte_after").match(after) or re.match(r"grdp trở lên", after):
        return "gte"
    if _kind("lte_after").match(after):
        return "lte"
    if q.value2 is not None:
        return "range"
    for kind, comparator in _COMPARATORS:
        if _kind(kind).search(words) or (
            kind in ("gte", "gt", "lte", "lt") and words.strip() in phrases(kind).split("|")
        ):
            return comparator
    return "eq"


def _change(
    left: str, body: str, words: str, comparator: Comparator, q: Quantity, right: str, base: str | None
) -> Change:
    if base:
        return "level"
    if _kind("maintain").search(words):
        return "maintain"
    verbs = [(m.start(), "increase") for m in _kind("increase").finditer(words)]
    verbs += [(m.start(), "decrease") for m in _kind("decrease").finditer(words)]
    if verbs:
        at, change = max(verbs)
        if re.search(r"(?:tốc độ|mức|tỷ lệ|tỉ lệ)\s*$", body):
            return "level"
        return "level" if _NO_LEVEL.search(words, at) else ("increase" if change == "increase" else "decrease")
    lead = None
    for lead in _LEADING.finditer(left):  # noqa: B007 - the last one is wanted
        pass
    if lead is None:
        return "level"
    verb = lead["verb"]
    if verb.startswith(("duy", "giữ")):
        return "maintain"
    between = left[lead.end() :]
    if _kind("level").search(words) or _NO_LEVEL.search(between) or verb in ("khống chế", "kiềm chế", "nâng cao"):
        return "level"
    if comparator in ("lt", "lte") and not _YEARLY.search(left + right):
        return "level"
    return "decrease" if "giảm" in verb else "increase"


_CUE_END = re.compile(
    r"(?:phấn đấu|mục tiêu|chỉ tiêu(?: \d+)?|đặt ra|đề ra|bảo đảm|đảm bảo|trong đó|cụ thể|kỳ vọng|quyết tâm|dự kiến|hướng tới|hướng đến|yêu cầu)"
    r"(?:\s+(?:là|cho|đến|cơ bản|chủ yếu|cụ thể|tổng quát|có|về|sẽ|đạt|toàn tỉnh))*\s*[:,]?\s+"
)
_TRIM = " \t\n\f\"“”'.,:;-–+*•/≥≤><"
_LEAD_WORDS = re.compile(
    r"^(?:(?:và|là|có|đến|về|thì|của|tỉnh|đó|trong đó|phải|sẽ|cần|đạt|ngoài ra|đồng thời|toàn tỉnh|trên địa bàn tỉnh|tạo tiền đề|theo đó|cũng|cùng với|với|tiếp tục|trên|giai đoạn)(?:\s+|,\s*|$))+"
)
_LEAD_VERBS = re.compile(
    r"^(?:kéo giảm|giảm thiểu|giảm|tăng(?! trưởng)|nâng cao|nâng|duy trì|giữ vững|giữ ổn định|khống chế|kiềm chế)\s+(?=t[ỷỉ] (?:lệ|trọng|suất)|số|chỉ số|mức|tổng|quy mô|độ)"
)
_RIGHT_END = re.compile(
    r"\s{3,}|,\s+(?:trong đó|góp phần|tạo|nhằm|tăng|giảm|phấn đấu|bảo đảm|đảm bảo)|\s+so với\s|\s+vào\s*$|\.\s|\s+nhằm\s"
)
_TRANSITIVE = re.compile(
    r"(?:thu hút|đón|phục vụ|giải quyết|tạo|trồng|xây dựng|thành lập|phát triển|đào tạo|hỗ trợ|đầu tư|cải tạo|nâng cấp|có|thêm|còn|công nhận|tổ chức|xuất khẩu|hoàn thành|tiếp nhận|tuyển|xóa|xoá|sửa chữa|đưa|cho|việc làm mới)\s*$"
)
_NUMBER_NAME = re.compile(
    r"(?:^|\s)(?:số|số lượng|tổng số|tổng|quy mô|sản lượng|diện tích|thu nhập|giá trị|doanh thu|kim ngạch|tỷ lệ|tỉ lệ|tổng thu|thu ngân sách|năng suất|chỉ số|mật độ|tuổi thọ|vốn|lượng|số lượt)\s"
)


def _indicator(body: str, words: str, right: str, q: Quantity) -> tuple[str, str | None, str]:
    """(what is measured, whom it is about, which side it was read from); empty when the piece has no words for it."""
    left = _clean(body)
    after = _RIGHT_END.split(_GDP.sub("", right, count=1) if q.kind == "percent" else right, maxsplit=1)[0]
    after = re.sub(r"^\s*(?:trở lên|trở xuống)", "", after)
    tail = re.sub(r"\([^)]*\)?", " ", after)
    tail = re.sub(r"\s(?:và|với)$", "", re.sub(r"\s+", " ", tail).strip(_TRIM + "()"))
    counted = q.kind in ("count", "measure") and not _NUMBER_NAME.search(" " + left + " ")
    if left and counted and (_TRANSITIVE.search(left + " " + _first_verb(words)) or not words.strip()):
        what = f"{q.form} {tail}".strip()
        return (f"{left} {what}" if left.split()[0] in _VERBS else what), _scope(left), "count"
    if (
        q.kind == "percent"
        and _AIMED_CHANGE.search(body + words)
        and tail
        and not _NUMBER_NAME.search(" " + left + " ")
    ):
        left = ""  # "..., phấn đấu giảm 15% đầu mối": what stands before belongs to another clause
    if left and q.kind == "percent" and _GROUP.match(left) and _CHANGED.search(words) and _NAMED.match(tail):
        return tail, left, "right"
    if left and re.search(r"[^\W\d_]{2}", left):
        scope = re.match(r"(?:trên\s+)?tổng số\s+(.{4,80})", tail)
        has = re.search(r"(?:^|\s)có\s*$", words) or left in ("toàn tỉnh", "cả tỉnh")
        if q.kind == "percent" and has and tail:
            return tail, left, "right"
        return left, scope[1] if scope else _scope(left), "left"
    if (
        tail
        and re.search(r"[^\W\d_]{2}", tail)
        and not re.fullmatch(r"(?:mỗi|hằng|hàng|một)? ?năm|vào|trong|so|của tỉnh|của cả nước", tail)
    ):
        if q.kind in ("count", "measure", "score", "age"):
            return f"{q.form} {tail}", None, "count"
        whole = q.kind == "percent" and not _CHANGED.search(words)
        return re.sub(r"^(?:số|của|tổng số|trong)\s+(?=\w)", "", tail) if whole else tail, None, "right"
    if q.kind == "count" and (words.strip() or "/" in (q.unit or "")):
        return q.form, None, "count"
    return ("", None, "")


_GROUP = re.compile(r"(?:các|mỗi|từng|toàn|mọi)\s")
_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|kéo giảm|cắt giảm)(?!\w)")
_AIMED_CHANGE = re.compile(r"(?:phấn đấu|mục tiêu|chỉ tiêu)\s+(?:kéo |cắt )?(?:tăng|giảm)(?!\w)")
_NAMED = re.compile(r"(?:số|tỷ lệ|tỉ lệ|tổng|diện tích|chi phí|thời gian|lượng|mức)\s")
_VERBS = frozenset(
    "thu đón phục giải tạo trồng xây thành phát đào hỗ đầu cải nâng công tổ xuất hoàn tiếp tuyển xóa xoá sửa đưa".split()
)


def _first_verb(words: str) -> str:
    found = re.match(r"\s*(có|thêm|còn|cho)(?!\w)", words)
    return found[1] if found else ""


def _clean(body: str) -> str:
    """The name in the words before a figure: after the last cue, without subject, leading verbs and punctuation."""
    text = re.sub(r"\s+", " ", body.replace("\n", " "))
    rest = text
    for cue in _CUE_END.finditer(text):
        if text[cue.end() :].strip(_TRIM):
            rest = text[cue.end() :]
        else:
            rest = text[: cue.start()] if rest is text else rest[: len(rest) - len(text) + cue.start()]
    rest = rest.strip(_TRIM)
    if "," in rest:  # "tỉnh Đồng Tháp, tỷ lệ ...": the subject stands before the name
        head, _, name = rest.partition(",")
        if re.match(
            r"\s*(?:t[ỷỉ] |tổng |số |thu nhập|grdp|kinh tế số|giá trị|tốc độ|chỉ số)", name
        ) and not _NUMBER_NAME.search(" " + head + " "):
            rest = name.strip(_TRIM)
    while (m := _LEAD_WORDS.match(rest)) and m.end():
        rest = rest[m.end() :].strip(_TRIM)
    rest = _LEAD_VERBS.sub("", rest)
    rest = re.sub(r"^chỉ tiêu \d+[:.]? ", "", rest)
    rest = rest.rstrip("( ")
    if rest.count("(") > rest.count(")"):  # the clause began inside a bracket
        rest = rest.rsplit("(", 1)[-1]
    elif rest.count("(") < rest.count(")"):
        rest = rest.replace(")", "")
    return re.sub(r"\s(?:và|thì|mà|là)$", "", rest.strip(_TRIM))


def _scope(name: str) -> str | None:
    m = re.search(
        r"(?:^|\s)((?:mỗi|từng|cả nước|toàn quốc|toàn tỉnh|khu vực|vùng|trẻ em dưới|trẻ em từ|người dân từ)(?:\s[^,]{0,60})?)",
        name,
    )
    return re.sub(r"\s+có$", "", m[1].strip()) if m else None


def _unit(q: Quantity, change: Change, left: str, right: str, name: str, clause: str) -> str | None:
    unit = q.unit
    if unit is None:
        return None
    if q.kind == "count" and "/" not in unit:
        base = _PER_BASE.match(right)
        if base is None and unit in ("giường", "bác sĩ", "dược sĩ", "điều dưỡng", "sinh viên"):
            base = re.search(r"(?:trên|/)\s*(?:1\s*|một\s+)?(vạn dân|10\.000 dân|1\.000 dân)", clause)
        if base:
            return f"{unit}/{base[1]}"
    if change in ("increase", "decrease") and q.kind == "percent" and unit == "%":
        share = re.match(r"(?:.{0,20}\s)?t[ỷỉ] (?:lệ|trọng|suất)", name)
        unit = "điểm %" if share else "%"
    yearly = _YEARLY.search(left[-40:]) or re.match(r"\s*(?:mỗi|hằng|hàng|một)\s+năm", right)
    if "/" not in unit and change in ("increase", "decrease") and yearly and q.kind in ("percent", "count"):
        unit += "/năm"
    return unit


# ---------------------------------------------------------------- ranks, references, words


def _read_words(low: str, masked: str, start: int, end: int) -> list[Reading]:
    """The targets of a clause that are no figure with a unit: ranks, "better than", "none left", becoming something."""
    found: list[Reading] = []
    for m in _RANK.finditer(masked, start, end):
        word = m["top"] or m["place"] or m["among"]
        number = int(word) if word.isdigit() else WORDS.get(word)
        if number:
            found.append(
                _special(m.start(), start, end, _rank_name(masked, m, start, end), "rank_top", number, "hạng", "rank")
            )
    for m in _BETTER.finditer(masked, start, end):
        if re.match(r"\s*(?:là\s+)?\d", masked[m.end() : m.end() + 6]):
            continue
        name = re.match(r"\s*(?:về|đối với)\s+([^,;.]{3,90})", masked[m.end() : end])
        what = re.sub(r"\s+", " ", name[1]).strip() if name else _clean(_strip_tail(masked[start : m.start()]))
        if what:
            found.append(
                _special(m.start(), start, end, what, "gt_ref", None, re.sub(r"\s+", " ", m["ref"]), "reference")
            )
    if m := _NONE_LEFT.search(masked, start, end):
        unit = m["what"].split()[0]
        found.append(
            _special(
                m.start(),
                start,
                end,
                re.sub(r"\s+", " ", m["what"]).strip(),
                "approx" if m["soft"] else "eq",
                0.0,
                unit,
                "none_left",
            )
        )
    if not found and (m := _QUALITY.search(masked, start, end)):
        what = re.sub(r"\s+", " ", masked[m.start() : end].split("(")[0]).strip(_TRIM)
        found.append(_special(m.start(), start, end, what[:160], "qualitative", None, None, "words"))
    return found


def _special(
    at: int, start: int, end: int, name: str, comparator: Comparator, value: float | None, unit: str | None, rule: str
) -> Reading:
    return Reading(start, end, at, name, comparator, "level", value, None, unit, None, None, None, rule, rule)


def _strip_tail(left: str) -> str:
    tail = _tail().search(" " + left)
    return left[: len(left) - len(tail[0])] if tail and len(tail[0]) <= len(left) else left


def _rank_name(low: str, m: re.Match[str], start: int, end: int) -> str:
    about = re.search(r"(?<!\w)về\s+([^,;.]{3,90})", low[m.end() : end])
    if about:
        return "xếp hạng " + re.sub(r"\s+", " ", about[1]).strip(_TRIM)
    left = re.sub(
        r"(?:thuộc|vào|trong|nằm trong|đứng trong|lọt vào|là một|một|nằm|đứng|xếp)\s*$",
        "",
        low[start : m.start()].rstrip(),
    )
    name = _clean(_strip_tail(re.sub(r"(?:\s(?:thuộc|vào|trong|nằm|đứng|là|một|xếp|lọt))+\s*$", "", left)))
    return name or "xếp hạng"


# ---------------------------------------------------------------- times


def _spread_times(readings: list[Reading], times: Times, start: int, low: str, headed: bool) -> list[Reading]:
    """Gives each reading its time: its own, else one that leads the sentence, else one that closes it."""
    done: list[Reading] = []
    ends = max((r.end for r in readings), default=start)
    brackets = [
        (m.start(), m.end()) for m in _BRACKET.finditer(low, start, max(ends, times[-1].end + 60) if times else ends)
    ]
    for i, r in enumerate(readings):
        others = [(a, b) for a, b in brackets if not a < r.at < b and any(a < x.at < b for x in readings)]
        goals = [t for t in times if t.kind != "baseline" and not any(a < t.start < b for a, b in others)]
        following = readings[i + 1].at if i + 1 < len(readings) else 10**9
        before = [t for t in goals if t.start < r.at and t.start >= start]
        own_after = [t for t in goals if r.at < t.start < min(r.end + 1, following) and not _cites(low[r.at : t.start])]
        own_before = [t for t in before if t.start >= r.start]
        trailing = {t.start for d in done for t in goals if d.at < t.start <= d.end and d.time is t}
        leading = [t for t in before if t.start not in trailing]
        later = [t for t in goals if t.start > r.at and not _cites(low[r.at : t.start])]
        closed = [] if headed else before[-1:]
        time = next(iter(own_before[-1:] or own_after[:1] or leading[-1:] or later[:1] or closed), None)
        base = next((t.value for t in times if t.kind == "baseline" and r.at < t.start and t.start < following), None)
        done.append(replace(r, time=time, base=r.base or base))
    return done


def _cites(between: str) -> bool:
    return bool(re.search(r"quyết định|nghị quyết|chương trình|kế hoạch|chiến lược|đề án|luật|nghị định|“", between))
