"""What a document's title names: a plan `thực hiện Đề án X` implements the decision that approved X."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.record import Header
from documents.text import fold
from nlp.squeeze import Squeezed

if TYPE_CHECKING:
    from nlp.components.relation_statements import Mention

_TYPES = (
    "KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|CHƯƠNG TRÌNH HÀNH ĐỘNG|CHƯƠNG TRÌNH|BÁO CÁO|"
    "ĐỀ ÁN|THÔNG BÁO|HƯỚNG DẪN|KẾT LUẬN|PHƯƠNG ÁN|TỜ TRÌNH"
)
_HEADING = re.compile(r"(?:^|[\n¶|])[ \n]*(" + _TYPES.replace(" ", r"[ \n]") + r")[ \n]*(?=[\n¶|])")
_TITLE_END = re.compile(r"[\n¶|.;:/][ \n]*(?=[^\s]*[a-zà-ỹđ])|[|]|-{3,}|_{3,}")
_CODES = {"BÁO CÁO": "BC"}
# "THỰC HIỆN ĐỀ ÁN phát triển ... giai đoạn": the name of a scheme, up to its time and place
_NAMED = re.compile(
    r"(?:triển[ \n]khai[ \n]thực[ \n]hiện|triển[ \n]khai[ \n]thi[ \n]hành|triển[ \n]khai|thực[ \n]hiện|"
    r"thi[ \n]hành|cụ[ \n]thể[ \n]hóa)[ \n](?:có[ \n]hiệu[ \n]quả[ \n])?[“\"]?"
    r"((chương[ \n]trình|đề[ \n]án|chiến[ \n]lược|kế[ \n]hoạch|quy[ \n]hoạch|dự[ \n]án|phong[ \n]trào|"
    r"bộ[ \n]luật|luật|pháp[ \n]lệnh|đề[ \n]cương|nghị[ \n]quyết|quy[ \n]tắc)(?!\w)[^¶|;]{0,240})"
)
_NAME_END = re.compile(
    r"[ \n](?:giai[ \n]đoạn|đến[ \n]năm|trên[ \n]địa[ \n]bàn|tỉnh(?!\w)|thành[ \n]phố(?!\w)|năm[ \n]\d|"
    r"tầm[ \n]nhìn|định[ \n]hướng[ \n]đến|số[ \n]\d|của[ \n]tỉnh|tại[ \n])|[“”\"]"
)
_APPROVED = re.compile(
    r"(?:phê[ \n]duyệt|ban[ \n]hành|thông[ \n]qua|về)[ \n](?:việc[ \n](?:phê[ \n]duyệt|ban[ \n]hành)[ \n])?[“\"]?"
)
_IDLE = frozenset(["va", "cua", "ve", "cac", "quoc", "gia", "theo", "trong", "cho", "den", "nhung"])
_BETWEEN_WORDS = re.compile(r"[\s¶|]+")


@dataclass(frozen=True, slots=True)
class Title:
    """The title in the squeezed text; `kind` is BC for reports, None for others."""

    start: int
    end: int
    kind: str | None


def find_title(squeezed: Squeezed, header: Header) -> Title | None:
    """Where the document's own title stands, from its heading word; None for news and listings without one."""
    match = _HEADING.search(squeezed.line[:8000])
    kind = _CODES.get(re.sub(r"\s", " ", match[1])) if match else None
    if header.title:
        found = find_words(squeezed.line, header.title.split()[:80])
        if found:
            kind = kind or ("BC" if (header.type or "") in ("BC", "Báo cáo") else None)
            return Title(*found, kind)
    if match is None:
        return None
    end = _TITLE_END.search(squeezed.line, match.end() + 1)
    stop = end.start() if end else len(squeezed.line)
    return Title(match.end(), stop, kind) if stop - match.end() < 900 else None


def find_words(line: str, words: list[str]) -> tuple[int, int] | None:
    """Where these words first stand one after the other, blanks, line ends and cell marks between them.

    A pattern would do; but it is another one for every text, and making it costs more than the search.
    """
    start = line.find(words[0]) if words else -1
    while start >= 0:
        end = start + len(words[0])
        for word in words[1:]:
            gap = _BETWEEN_WORDS.match(line, end)
            if gap is None or not line.startswith(word, gap.end()):
                break
            end = gap.end() + len(word)
        else:
            return start, end
        start = line.find(words[0], start + 1)
    return None


def link_names(
    title: Title | None, squeezed: Squeezed, mentions: Sequence[Mention], opening_end: int
) -> list[tuple[Mention, int, int]]:
    """The documents of the opening that carry the scheme named in the title: (mention, evidence start, end)."""
    if title is None or title.kind == "BC":
        return []
    named = _NAMED.search(squeezed.plain[title.start : title.end])
    if named is None:
        return []
    at = title.start + named.start(1)
    if any(mention.start == at and mention.canonical for mention in mentions):
        return []  # it is named with its number: nobody need be looked for
    stop = _NAME_END.search(named[1])
    name = named[1][: stop.start()] if stop else named[1]
    kind = re.sub(r"\s", " ", named[2])
    wanted = _content(name)
    if len(wanted) < 4 and not kind.endswith("luật"):
        return []
    best: list[tuple[float, Mention, int, int]] = []
    for index, mention in enumerate(mentions):
        if not title.end <= mention.start < opening_end or mention.canonical is None:
            continue
        limit = mentions[index + 1].start if index + 1 < len(mentions) else mention.end + 500
        score = _score(kind, wanted, squeezed.plain, mention, min(limit, mention.end + 500, opening_end))
        if score >= 0.75:
            best.append((score, mention, title.start, title.end))
    best.sort(key=lambda hit: -hit[0])
    return [(mention, mention.start, _clause_end(squeezed, mention)) for score, mention, _, _ in best[:1]]


def _score(kind: str, wanted: list[str], plain: str, mention: Mention, limit: int) -> float:
    """How much of the name stands right after `phê duyệt` (or, for a law, right before its bracketed number)."""
    if kind.endswith("luật"):
        words = _content(plain[max(0, mention.start - 120) : mention.end])
        behind = [
            words[i + len(wanted)] for i in range(len(words) - len(wanted)) if words[i : i + len(wanted)] == wanted
        ]
        return 1.0 if any(word in ("so", "luat") or word.isdigit() for word in behind) else 0.0
    after = plain[mention.end : limit]
    for approved in _APPROVED.finditer(after):
        scheme = after[approved.end() : approved.end() + 400]
        if re.match(re.sub(" ", "[ \\\\n]", kind), scheme):
            offered = set(_content(scheme))
            return sum(word in offered for word in wanted) / len(wanted)
    return 0.0


def _clause_end(squeezed: Squeezed, mention: Mention) -> int:
    stop = re.compile(r"[;¶|]|\.[ \n]|\(").search(squeezed.plain, mention.end, mention.end + 420)
    return stop.start() if stop else mention.end


def _content(words: str) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(words)) if word not in _IDLE]
