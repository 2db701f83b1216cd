"""The figures of a clause that can be values, each with the stretch of words that is its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.components.target_phrases import any_of, split_tail, tail
from nlp.components.target_values import Quantity, find_quantities


@dataclass(slots=True)
class Piece:
    """A figure and the words around it: `low[start:end]` belongs to it."""

    quantity: Quantity
    start: int
    end: int
    name_end: int  # where the words before the figure end: before "từ 40%" in "từ 40% lên 60%"
    base: str | None = None
    inside: bool = False  # in brackets


BRACKET = re.compile(r"\([^()]{0,300}\)")
_NOT_BEFORE = re.compile(
    r"(?:thứ|mức độ|cấp độ|loại|khóa|khoá|điều|khoản|mục|quý|tháng|ngày|đề án|phụ lục|mẫu số|bước|chương trình"
    r"|nghị quyết|quyết định"
    r"|quốc lộ|ql|đt|km|số|dài|rộng|cách|nhóm|top|tốp|tiêu chí|tầng|hạng|lúc|tài khoản|kỳ họp|điện thoại)\s*(?:số\s*)?$"
)
_INDEX = re.compile(r"chỉ số|hệ số|tỷ số|tỉ số|tỷ suất|mức sinh|hdi|gini|icor|pci|papi|sipas|par index|số con")
_UNITS_OF_PLACE = r"(?:phường|đặc khu|thị trấn|thị xã|bản|buôn|làng|tổ dân phố|khu phố)(?!\w)"
# "100% trạm y tế xã, phường có ít nhất 04 bác sĩ"
_HAS_AT_LEAST = re.compile(rf"(?:[^,;:.()]|,(?=\s+{_UNITS_OF_PLACE}))*\scó\s+(?:ít nhất|tối thiểu|từ|không dưới)\s+")
_BREAK = re.compile(r"[,;:.(]|\s{3}|phấn đấu|mục tiêu")  # three blanks: a date blanked out
_DURATION = re.compile(
    r"(?:thời gian|số (?:giờ|ngày|phút))\s[^,;]{0,40}(?:lưu trú|chờ|giải quyết|xử lý|khám|thông quan|nộp thuế)"
)
# "có ít nhất 02 khu nông nghiệp": a thing that no unit names is counted all the same
_COUNTING = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|có thêm|thêm|thành lập|xây dựng|hình thành|phát triển|công nhận)"
    r"(?:\s+(?:được|mới|trên|khoảng|có|từ))*\s+$"
)
_THING = re.compile(
    r"\s+(?!(?:năm|tháng|ngày|giờ|phút|lần|chỉ tiêu|nội dung|nhiệm vụ|giải pháp|văn bản|bước|cấp|quý|kỳ|nhóm|loại|trong"
    r"|đến|và|tỉnh|thành phố|điều|khoản|mục|chương|phần|giai đoạn|là)(?!\w))[^\W\d_]{2,}"
)
# "các xã có tỷ lệ hộ nghèo trên": the figure tells which ones
_WHICH_HAVE = re.compile(r"(?:^|\s)(?:các|những|đối với|thuộc)\s[^,;]{2,50}\scó\s[^,;]{2,40}\s(?:từ|trên|dưới|đạt)\s+$")
# "850 triệu USD/1.200 triệu USD": reached over planned; but "38 giường/10 nghìn dân"
_OVER = re.compile(r"\s?/\s?\d(?![\d.,]*\s*(?:nghìn |vạn |triệu )?(?:dân|người|hộ|lao động)(?!\w))")
_FROM_TO = re.compile(
    r"\s*(?:\([^)]{0,40}\))?,?\s*(?:năm\s+\d{4},?\s*)?(?:lên|xuống|còn|đến)(?:\s+(?:còn|đạt|mức|khoảng|trên|dưới"
    r"|khoảng))*\s*$"
)
_SEPARATOR = re.compile(
    rf",\s+(?!\d|{_UNITS_OF_PLACE})|\s+và\s+|\s+với\s+(?=\d)|\s*\(|\.\s+|(?<=[)])\s*,?\s*|,\s+(?=\d)"
)


def split_clause(low: str, taken: list[tuple[int, int]]) -> list[Piece]:
    """The pieces of a clause in lower case, its dates blanked out; `taken` are figures that are read otherwise."""
    brackets = [(m.start(), m.end()) for m in BRACKET.finditer(low)]
    found = sorted(find_quantities(low, 0, len(low)), key=lambda q: q.start)
    found = [q for q in found if not any(a <= q.start < b for a, b in taken)]
    found = [q for i, q in enumerate(found) if not _is_part(low, found[:i], q)]
    outside = [q for q in found if not any(a < q.start < b for a, b in brackets)]
    merged = _merge_from_to(low, found)
    pieces: list[Piece] = []
    for quantity, first in merged:
        base = low[first.start : first.end] if first else None
        name_end = first.start if first else quantity.start
        bracket = next(((a, b) for a, b in brackets if a < quantity.start < b), None)
        if not _can_be_value(low, quantity) or (bracket and not _bracket_counts(low, bracket, quantity, outside)):
            continue
        if bracket and any(o.kind for o in outside):
            if pieces and not pieces[-1].inside:
                pieces[-1].end = min(pieces[-1].end, bracket[0])
            pieces.append(Piece(quantity, bracket[0] + 1, bracket[1] - 1, name_end, base, inside=True))
            continue
        begin = 0
        before = next((p for p in reversed(pieces) if not p.inside), None)
        ranks = [b for _, b in taken if b <= quantity.start and (before is None or b > before.quantity.end)]
        if before or ranks:
            begin = cut(low, ranks[-1] if ranks else before.quantity.end if before else 0, name_end, brackets)
        if before:
            before.end = min(before.end, begin)
        pieces.append(Piece(quantity, begin, len(low), name_end, base))
    return pieces


def _is_part(low: str, before: list[Quantity], q: Quantity) -> bool:
    """Whether a figure only belongs to the name of what is counted before it: "25 xã đạt 19/19 tiêu chí"."""
    if not before:
        return False
    between = low[before[-1].end : q.start]
    if before[-1].kind == "percent" and q.kind != "percent" and _HAS_AT_LEAST.fullmatch(between):
        return True
    return q.form == "tiêu chí" and not re.search(r"[,;:.](?!\d)", between)


def cut(low: str, left: int, right: int, brackets: list[tuple[int, int]]) -> int:
    """Where the piece of the figure ending at `left` ends and that of the figure at `right` begins."""
    cuts = [
        m.start() + len(m[0].rstrip())
        for m in _SEPARATOR.finditer(low, left, right)
        if not any(a < m.start() < b or a == m.end() - 1 for a, b in brackets)
    ]
    if not cuts:
        return left
    lead = low[cuts[-1] : right].lstrip()
    bare = not split_tail(lead)[0].strip()
    return (
        cuts[-1] if bare and not any_of("increase").match(lead) and not lead.startswith(("đạt", "chiếm")) else cuts[0]
    )


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


def _can_be_value(low: str, q: Quantity) -> bool:
    left = low[max(0, q.start - 60) : q.start]
    if q.kind == "fraction":
        return True
    if _OVER.match(low, q.end):
        return False
    if _NOT_BEFORE.search(left[-16:]) and q.kind != "percent":
        return False
    if q.kind == "":
        index = _INDEX.search(low, 0, q.start) and tail().search(left) and not low[q.end : q.end + 1].isalpha()
        return bool(index or (_COUNTING.search(left) and _THING.match(low, q.end) and q.value < 10_000))
    if q.kind == "score" and "điểm" in q.form:
        return bool(
            re.search(
                r"chỉ số|điểm số|xếp|đánh giá|index|sipas|papi|pci|bình quân|trung bình|tăng|giảm|đạt\s*(?:\w+\s*)?$",
                low[: q.start],
            )
        )
    if q.kind == "age":
        return bool(re.search(r"tuổi thọ|sống khỏe|sống khoẻ", low[: q.start]))
    if q.kind == "time":
        return _DURATION.search(low, 0, q.start) is not None
    if q.kind == "times":
        return bool(re.search(r"(?:gấp|tăng)\s+(?:\w+\s+)?(?:\w+\s+)?$", left))
    if _WHICH_HAVE.search(left):
        return False
    if q.value == 1 and re.search(r"\strên\s+$", left) and not split_tail(left)[0].rstrip().endswith(("đạt", "có")):
        return False  # "giá trị sản xuất trên 1 ha"
    if q.kind == "count" and len(left) == 60 and not _BREAK.search(low, max(0, q.start - 90), q.start):
        return tail().search(left) is not None  # "... tham gia Chiến dịch hỗ trợ 126 xã, phường": deep in a phrase
    return not (q.kind == "count" and re.search(r"(?:(?<!không )(?<!vượt )quá|sau|trong)\s+$", left[-16:]))


def _bracket_counts(low: str, bracket: tuple[int, int], q: Quantity, outside: list[Quantity]) -> bool:
    """Whether a figure in brackets is a value of its own: the only one, or with a verb or a time before it."""
    before = low[bracket[0] + 1 : q.start]
    if not any(o.kind for o in outside):
        return not re.search(r"\w", before) or bool(tail().fullmatch(before))
    gap = before.strip()
    return before.startswith("   ") and (not gap or bool(tail().search(before)))
