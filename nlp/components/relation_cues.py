"""The phrases that carry relations (`relation_phrases.csv`) as patterns over squeezed lower-case text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from documents.record import RelationType
from nlp.components.agency_forms import blank
from nlp.phrases import read_phrases
from nlp.squeeze import one_tone

# What may stand between a verb and the document it governs: "sửa đổi một số điều của", "thực hiện tốt nội dung tại".
_FILLER = (
    r"(?:có hiệu quả|hiệu quả|kịp thời|đồng bộ|nghiêm túc|nghiêm|tốt|thắng lợi|toàn bộ|một phần|một số|nội dung|"
    r"nhiệm vụ|giải pháp|mục tiêu|"
    r"chỉ tiêu|quan điểm|chủ trương|chỉ đạo|ý kiến|kết luận|yêu cầu|quy định|quy chế|chính sách|danh mục|phụ lục|"
    r"văn bản quy phạm pháp luật|văn bản|toàn văn|một số điểm|tên|"
    r"chương trình hành động|chương trình|kế hoạch hành động|kế hoạch|đề án|chiến lược|quy hoạch|các|những|của|"
    r"tại|theo|trong|đối với|"
    r"và|thế|sau đây|sau|gồm|cụ thể|điều|khoản|điểm|mục|chương|phần|số|nêu|đề ra|về|việc|chính phủ|"
    r"thủ tướng chính phủ|thủ tướng|bộ chính trị|"
    r"ban bí thư|tỉnh ủy|trung ương|tỉnh|hđnd tỉnh|hđnd|hội đồng nhân dân tỉnh|hội đồng nhân dân|ubnd tỉnh|"
    r"ủy ban nhân dân tỉnh|ubnd|"
    r"ủy ban nhân dân|ban chấp hành|đảng bộ|quốc hội|đã|được|ban hành kèm theo|kèm theo|ban hành|phê duyệt|"
    r"quan trọng|cơ bản|đầy đủ|nội|dung|"
    r"\d{1,2}|[a-zđ]|[ivx]{2,5}|luật|nghị quyết|quyết định|chỉ thị)"
)
_TAIL = rf"(?:[ \n:,]+{_FILLER}(?!\w))*(?: của [^;.:¶]{{2,70}}:)?[ \n:,(“\"]*$"
# what an act changes may be named before the document that carries it: "sửa đổi Quy định X ban hành kèm theo ..."
_CARRIED = (
    r"(?: [^;:¶]{2,220}?[ ,](?:đã )?(?:được )?(?:ban hành(?: kèm)?(?: theo| tại)|kèm theo|"
    r"(?:thông qua|phê duyệt|quy định|giao|phân bổ)(?: tại| theo))(?: các)?[ \n]*$)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One phrase: the relation it carries, how sure, and its pattern (anchored as its role needs)."""

    relation: RelationType
    role: str
    pattern: re.Pattern[str]
    confidence: float


@cache
def cues(role: str) -> tuple[Cue, ...]:
    """The phrases of one role: `lead` begins a statement, `nested` ends before a document, `passive` reverses,
    `section` is a heading, `negative` forbids.
    """
    found = []
    for row in read_phrases("relation_phrases"):
        if row["role"] == role:
            words = blank(one_tone(row["phrase"]))
            pattern = {
                "lead": rf"(?:{words})(?!\w)",
                "nested": rf"(?<!\w)(?:{words})(?!\w){_tail(row['relation'])}",
                "passive": rf"(?<!\w)(?:{words})(?!\w)[^;.¶]{{0,60}}$",
                "section": rf"(?:{words})",
                "negative": rf"(?<!\w)(?:{words})(?!\w)",
            }[role]
            found.append(Cue(_relation(row["relation"]), role, re.compile(pattern), float(row["confidence"])))
    return tuple(found)


def _tail(relation: str) -> str:
    """What may stand between a verb and its document, for this relation."""
    return blank(f"(?:{_TAIL}|{_CARRIED})" if relation in ("amends", "replaces", "repeals") else _TAIL)


def _relation(name: str) -> RelationType:
    known: dict[str, RelationType] = {
        "implements": "implements",
        "legal_basis": "legal_basis",
        "amends": "amends",
        "replaces": "replaces",
        "repeals": "repeals",
        "promulgates": "promulgates",
        "proposed_by": "proposed_by",
        "approves": "approves",
        "reports_on": "reports_on",
        "refers_to": "refers_to",
    }
    return known[name]
