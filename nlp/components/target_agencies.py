"""Who answers for a target: the agency that a sentence charges with it, or that the line behind it names.

"Giao Sở Y tế phấn đấu ...", "(Sở Nội vụ chủ trì)", "Cơ quan chủ trì: Sở Xây dựng"; an agency that only takes part
("phối hợp") is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from nlp.components.target_specials import Reading
from nlp.draft import Draft

_BEFORE = 80  # characters before a figure in which "giao Sở ..." stands
_AFTER = 250  # characters behind a target in which it is said who takes the lead
_GIVEN = re.compile(r"giao\s+(?:cho\s+)?$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:cơ quan|đơn vị)\s+(?:chủ trì|đầu mối|phụ trách|chịu trách nhiệm)|chủ trì)(?:\s+(?:thực hiện|theo dõi"
    r"|tham mưu|báo cáo))*\s*(?::|là)\s*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\s*(?:là\s+(?:cơ quan|đơn vị)\s+)?(?:chủ trì|chịu trách nhiệm chính|làm đầu mối)(?!\w)", re.IGNORECASE
)
_NEXT_ITEM = re.compile(r"\n\s*(?:[-+•*]|\d+[.)]|[a-zđ]\))\s|\n\s*\n|\d\s*%")


def agency_in_charge(draft: Draft, r: Reading) -> str | None:
    """The words that name the agency in charge of a reading; None where nobody is charged."""
    text, agencies = draft.text, draft.agencies
    for index in range(bisect_left(agencies, r.start - _BEFORE, key=lambda a: a.start), len(agencies)):
        agency = agencies[index]
        if agency.start > r.end + _AFTER:
            break
        before = text[max(0, agency.start - 50) : agency.start]
        if agency.start < r.at:
            if _GIVEN.search(before):
                return agency.text
        elif (_LABEL.search(before) or _LEADS.match(text, agency.end)) and not _NEXT_ITEM.search(
            text, r.end, agency.start
        ):
            return agency.text
    return None
