"""One sentence -> its targets: figures with their indicator, comparator, change, unit and time.

A sentence falls into clauses at semicolons, a clause into pieces, one for each figure. A piece without words of its
own ("... và 95% vào năm 2030") takes indicator and comparator from the piece before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from documents.record import Change, Comparator, Date
from nlp.components.target_names import CHANGED, NUMBER_NAME, SHARE, YEARLY, read_name, read_unit
from nlp.components.target_phrases import any_of, phrases, split_tail
from nlp.components.target_pieces import BRACKET, Piece, cut, split_clause
from nlp.components.target_specials import Reading, find_ranks, read_words
from nlp.components.target_times import Time, Times, read_times
from nlp.components.target_values import Quantity

__all__ = ["Reading", "read_sentence"]

_COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    ("gte", "gte"), ("lte", "lte"), ("gt", "gt"), ("lt", "lt"), ("approx", "approx"),
)  # fmt: skip
_NO_LEVEL = re.compile(r"(?<!\w)(?:lên|xuống|còn|ở mức|đạt mức|là|chiếm|bằng)(?!\w)")
_LEADING = re.compile(
    r"(?:^\s*|[,:;(+-]\s*|(?:phấn đấu|mục tiêu|là|và|bình quân|hằng năm|hàng năm|mỗi năm|tiếp tục"
    r"|chỉ tiêu \d+)\s*:?\s+)"
    r"(?P<verb>kéo giảm|giảm thiểu|giảm|tăng(?! (?:trưởng|cường))|nâng cao|nâng|duy trì|giữ vững|giữ ổn định|giữ"
    r"|khống chế|kiềm chế)(?!\w)(?!\s+nghèo)"
)


_MAKINGS = re.compile(
    r"0|1|2|3|4|5|6|7|8|9"
    r"|nhóm |gấp | nửa|top |tốp |hơn |trên |vượt |không c|trở thành|phổ cập|hoàn thành|hình thành|đạt|là "
    r"|công nhận"
)


def read_sentence(
    low: str, dates: Sequence[Date], start: int, end: int, headed: bool = False, topic: str | None = None
) -> list[Reading]:
    """The possible targets of `low[start:end]` in order; whether they are aims or results is judged elsewhere.

    `headed` says that a heading names a time, which then weighs more than one that closes an earlier clause; `topic` is
    the indicator that a heading names, for figures that stand under it alone.
    """
    readings: list[Reading] = []
    times = read_times(low, dates, start, end)
    at = start
    for part in re.split(r"(;)", low[start:end]):
        if part != ";":
            masked = _mask(part, at, dates, times)
            for reading in _read_clause(part, masked, readings, topic) if _MAKINGS.search(masked) else ():
                own = replace(reading, start=reading.start + at, end=reading.end + at, at=reading.at + at)
                readings.append(own)
        at += len(part)
    timed = _spread_times(readings, times, start, low, headed)
    return [reading for reading in timed if not _tells_where(reading)]


def _tells_where(r: Reading) -> bool:
    """Whether a figure counts where something is done, no aim: "các nền tảng số tại 126 xã, phường"."""
    return r.rule == "left" and r.comparator == "eq" and r.time is None and r.indicator.endswith((" tại", " ở"))


def _read_clause(clause: str, masked: str, past: Sequence[Reading], topic: str | None) -> list[Reading]:
    """The readings of one clause, offsets in the clause; `masked` is the clause with its dates blanked out."""
    ranks = [m.span() for m in find_ranks(masked)]
    readings: list[Reading] = []
    waiting: list[Piece] = []
    label = _LABEL.match(masked)
    for piece in split_clause(masked, ranks):
        reading = _read_piece(clause, masked, piece, past, readings, topic)
        if reading is not None and label and readings and not NUMBER_NAME.search(f" {reading.indicator} "):
            reading = replace(reading, indicator=f"{label[1]}: {reading.indicator}")
        if reading is None:
            waiting.append(piece)
            continue
        if waiting and reading.rule in ("right", "count"):  # "năm 2022 đạt 30%, năm 2023 đạt 40% số hộ ..."
            first = [_read_piece(clause, masked, early, (), [reading], topic) for early in waiting]
            readings += [r for r in first if r is not None and r.kind == reading.kind]
        waiting = []
        readings.append(reading)
    special = [s for s in read_words(masked) if s.rule != "words" or not readings]
    return sorted([*readings, *(_narrow(masked, s, readings) for s in special)], key=lambda r: r.at)


def _narrow(clause: str, special: Reading, readings: list[Reading]) -> Reading:
    """A reading of words without the pieces of the figures around it."""
    before = [r for r in readings if r.at < special.at]
    start = cut(clause, before[-1].at, special.at, []) if before else special.start
    return replace(special, start=start, end=min([special.end, *(r.start for r in readings if r.start > special.at)]))


def _mask(clause: str, at: int, dates: Sequence[Date], times: Times) -> str:
    """The clause that begins at `at` with every date blanked out, offsets kept."""
    end = at + len(clause)
    cuts = [(t.start, t.end) for t in times]
    for index in range(bisect_left(dates, at, key=lambda d: d.start), len(dates)):
        if dates[index].start >= end:
            break
        cuts.append((dates[index].start, dates[index].end))
    for first, last in cuts:
        a, b = max(first - at, 0), min(last - at, len(clause))
        if a < b:
            clause = clause[:a] + " " * (b - a) + clause[b:]
    return clause


# ---------------------------------------------------------------- one piece


def _read_piece(
    clause: str, masked: str, piece: Piece, past: Sequence[Reading], here: Sequence[Reading], topic: str | None
) -> Reading | None:
    """The reading of a figure; `past` are those of earlier clauses, `here` those of this one."""
    q = piece.quantity
    left, right = masked[piece.start : piece.name_end], masked[q.end : piece.end]
    body, words = split_tail(left)
    comparator = _comparator(words, right, q)
    change = _change(left, body, words, comparator, right, piece.base)
    name, scope, rule = read_name(body, words, right, q)
    like = _like(past, here, q, change, words)
    if like and rule == "right" and _PLACE.match(name):  # "98% ở đô thị và 93% ở nông thôn"
        name, scope = "", name
    if name:
        name = _share(name, right, q)
    elif like is not None:
        name, rule = like.indicator, "same"
        comparator, change = _as_before(like, q, words, comparator, change)
    elif topic:
        name, rule = topic, "topic"
    else:
        return None
    unit = read_unit(q, change, left, right, name, masked)
    where = _WHERE.match(clause, q.end, piece.end + 60)
    return Reading(
        piece.start, piece.end, q.start, name, comparator, change, q.value, q.value2, unit, None, piece.base,
        where[1] if where else scope, rule, q.kind,
    )  # fmt: skip


_PLACE = re.compile(r"(?:ở|tại|đối với|khu vực|cho)\s")
_LABEL = re.compile(r"\W*((?:t[ỷỉ] (?:lệ|trọng)|số|số lượng|diện tích|sản lượng|mức)\s[^:;\d]{4,120}):\s")
_WHERE = re.compile(r"\s*\(((?:khu vực|vùng|đối với|riêng)[^)]{2,60})\)")


def _like(past: Sequence[Reading], here: Sequence[Reading], q: Quantity, change: Change, words: str) -> Reading | None:
    """The reading whose indicator a figure without words of its own shares: the last of its kind of unit."""
    if q.kind == "times" or (change in ("increase", "decrease") and CHANGED.search(words)):
        return next(iter([*here[-1:], *past[-1:]]), None)
    alike = next((r for r in reversed(here) if r.kind == q.kind), None)
    if (
        alike is None and len(here) == 1 and words.strip() == "đạt"
    ):  # "tăng bình quân 11%/năm, đến năm 2030 đạt 4,5 tỷ USD"
        return here[0]
    return alike or next((r for r in reversed(past) if r.kind == q.kind), None)


def _as_before(
    like: Reading, q: Quantity, words: str, comparator: Comparator, change: Change
) -> tuple[Comparator, Change]:
    """Comparator and change of a figure that says less of itself than the one whose indicator it shares."""
    if _base_unit(like.unit) == _base_unit(q.unit):
        bare = comparator == "eq" and change == "level" and not any_of("level").search(words)
        if bare and like.comparator in ("gt", "gte", "lt", "lte"):
            comparator = like.comparator
        if change == "level" and not _REMAINS.search(words):
            change = like.change
    return comparator, change


_REMAINS = re.compile(r"(?<!\w)(?:còn|xuống)(?!\w)")  # "giảm 0,5%, còn dưới 2,9%": what it comes to


def _base_unit(unit: str | None) -> str:
    return (unit or "").split("/", maxsplit=1)[0].replace("điểm %", "%")


def _share(name: str, right: str, q: Quantity) -> str:
    """ "kinh tế số" before "20% GRDP" is "tỷ trọng kinh tế số trong GRDP"."""
    share = SHARE.match(re.sub(r"^\s*trở lên", "", right)) if q.kind == "percent" else None
    if share is None or "trong" in name:
        return name
    whole = share[1].upper()
    return f"{name} trong {whole}" if re.match(r"t[ỷỉ] (?:trọng|lệ)", name) else f"tỷ trọng {name} trong {whole}"


# "20% GRDP trở lên"; "từ 60% số xã trở lên", but not "130 khách sạn từ 1 sao trở lên"
_OR_MORE = re.compile(r"grdp trở lên")
_FROM = re.compile(r"(?<!\w)từ\s+$")
_FROM_UP = re.compile(r"(?:(?!từ\s)\w+\s+){1,6}trở lên(?!\w)")


def _comparator(words: str, right: str, q: Quantity) -> Comparator:
    after = right.lstrip()
    if any_of("gte_after").match(after) or _OR_MORE.match(after) or (_FROM.search(words) and _FROM_UP.match(after)):
        return "gte"
    if any_of("lte_after").match(after):
        return "lte"
    if q.value2 is not None:
        return "range"
    for kind, comparator in _COMPARATORS:
        if any_of(kind).search(words) or (
            kind in ("gte", "gt", "lte", "lt") and words.strip() in phrases(kind).split("|")
        ):
            return comparator
    return "eq"


def _change(left: str, body: str, words: str, comparator: Comparator, right: str, base: str | None) -> Change:
    if base:
        return "level"
    if any_of("maintain").search(words):
        return "maintain"
    verbs = [(m.start(), "increase") for m in any_of("increase").finditer(words)]
    verbs += [(m.start(), "decrease") for m in any_of("decrease").finditer(words)]
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
    if any_of("level").search(words) or _NO_LEVEL.search(between) or verb in ("khống chế", "kiềm chế", "nâng cao"):
        return "level"
    if comparator in ("lt", "lte") and not YEARLY.search(left + right):
        return "level"
    return "decrease" if "giảm" in verb else "increase"


def _spread_times(readings: list[Reading], times: Times, start: int, low: str, headed: bool) -> list[Reading]:
    """Gives each reading its time: its own, else one that leads the sentence, else one that closes it."""
    if (pairs := _in_turn(readings, times, low, start)) is not None:
        return pairs
    done: list[Reading] = []
    ends = max((r.end for r in readings), default=start)
    brackets = [
        (m.start(), m.end()) for m in BRACKET.finditer(low, start, max(ends, times[-1].end + 60) if times else ends)
    ]
    for i, r in enumerate(readings):
        others = [(a, b) for a, b in brackets if not a < r.at < b and any(a < x.at < b for x in readings)]
        goals = [t for t in times if t.kind != "baseline" and not any(a < t.start < b for a, b in others)]
        following = readings[i + 1].at if i + 1 < len(readings) else 10**9
        before = [t for t in goals if start <= t.start < r.at and not (r.base and _SINCE.match(low, t.end, r.at))]
        own_after = [t for t in goals if r.at < t.start < min(r.end + 1, following) and not _cites(low[r.at : t.start])]
        own_before = [t for t in before if t.start >= r.start]
        trailing = {t.start for d in done for t in goals if d.at < t.start <= d.end and d.time is t}
        leading = [t for t in before if t.start not in trailing]
        leading = [t for t in leading if not _inside(t, r, readings, low)] or leading
        later = [t for t in goals if t.start > r.at and not _cites(low[r.at : t.start])]
        if headed:  # "Đến năm 2028: 60% số xã ...; đến năm 2030: 85%"
            later = [t for t in later if low.find(";", r.at, t.start) < 0]
        closed = [] if headed else before[-1:]
        time = next(iter(own_before[-1:] or own_after[:1] or leading[-1:] or later[:1] or closed), None)
        base = next((t.value for t in times if t.kind == "baseline" and r.at < t.start and t.start < following), None)
        done.append(replace(r, time=time, base=r.base or base))
    return done


# "từ 88% năm 2021 lên 96%": the year of what it starts from
_SINCE = re.compile(r"\)?,?\s*(?:lên|xuống|còn|đến)\s(?:[^\W\d_]+\s+){0,3}$")


def _inside(time: Time, r: Reading, readings: list[Reading], low: str) -> bool:
    """Whether a time stands behind a figure of an earlier clause: that for B in "A 11%, đến năm 2030 đạt 4; B 7"."""
    if low.find(";", time.start, r.at) < 0:
        return False
    return any(d.at < time.start and low.find(";", d.at, time.start) < 0 for d in readings)


def _in_turn(readings: list[Reading], times: Times, low: str, start: int) -> list[Reading] | None:
    """The readings with their times when a sentence says that years and figures answer each other in turn."""
    goals = [t for t in times if t.kind != "baseline"]
    if not 1 < len(readings) == len(goals) or (goals[-1].start > readings[0].at and goals[0].start < readings[-1].at):
        return None
    end = max(goals[-1].end, readings[-1].end)
    if not re.search(r"(?<!\w)(?:tương ứng|lần lượt)(?!\w)", low[start:end]):
        return None
    return [replace(r, time=t) for r, t in zip(readings, goals, strict=True)]


def _cites(between: str) -> bool:
    return bool(re.search(r"quyết định|nghị quyết|chương trình|kế hoạch|chiến lược|đề án|luật|nghị định|“", between))
