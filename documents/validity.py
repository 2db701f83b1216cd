"""Whether a document is in force on a day, from what later documents say they do to it.

Nothing known against a document is `in_force` as far as what is here goes; a draft or a page has no validity. Part of
a document repealed or replaced leaves the rest in force: the document is amended (Luật Ban hành văn bản quy phạm pháp
luật 2025, on văn bản hết hiệu lực một phần).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .record import Document, RelationType

Status = Literal["in_force", "amended", "replaced", "repealed", "not_yet"]
ACTS: tuple[RelationType, ...] = ("amends", "replaces", "repeals")
_STATUS: dict[str, Status] = {"amends": "amended", "replaces": "replaced", "repeals": "repealed"}
_STRENGTH = {"in_force": 0, "not_yet": 0, "amended": 1, "replaced": 2, "repealed": 3}
_PART = re.compile(
    r"(?:một\s+(?:số|phần)|(?<!\w)(?:điều|khoản|điểm|mục|phụ\s+lục|chương|nội\s+dung|cụm\s+từ)(?!\w))"
    r"[^;.]*?(?:của|tại|ban\s+hành\s+kèm\s+theo)[^;.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Act:
    """What one document does to another: amends, replaces or repeals it, from a day on where that is known."""

    type: str
    by: str
    number: str | None
    day: str | None
    text: str
    confidence: float
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """How a document stands on a day, and the acts that made it so, in their order."""

    status: Status
    as_of: str | None
    acts: tuple[Act, ...] = ()


def validity_of(document: Document, acts: Iterable[Act], as_of: str | None = None) -> Validity | None:
    """How a document stands on an ISO day; without a day, after all that is known. None for drafts and pages.

    An act counts from the day it takes effect, else from its date; without either, always.
    """
    if document.kind != "document":
        return None
    known = sorted(acts, key=lambda act: (act.day or "", act.by, act.type))
    done = tuple(act for act in known if as_of is None or act.day is None or act.day <= as_of)
    start = document.effective or document.issued
    if as_of is not None and start is not None and as_of < start:
        return Validity("not_yet", as_of)
    reached: list[Status] = ["amended" if act.partial else _STATUS[act.type] for act in done]
    status: Status = max(reached, key=lambda status: _STRENGTH[status], default="in_force")
    return Validity(status, as_of, done)


def acts_on_part(act: str, before: str) -> bool:
    """Whether words repeal or replace only a part: `before` is the statement up to the number of what is acted on."""
    return act in ("replaces", "repeals") and bool(_PART.search(before))
