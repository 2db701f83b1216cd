"""Where a list goes on: going through all hits, page by page, while the index changes.

`Query(after="")` begins. Each page's `next` is an opaque text that the next query gives as `after`; None ends the list.
The list stays as it was when it began for as long as the index keeps that state, its `snapshot`. When the state is gone
an order by date goes on behind the last hit all the same, and an order by relevance at the same rank.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass
from hashlib import blake2b

from index_mappings.errors import BadQuery

LONGEST = 10_000  # characters of a text that is read; a server's names of three snapshots are long


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was shown so far of the hits of a question: how many, and what the last is sorted by (in an order by date).

    `attempt` is the way of asking that found something, `total` the number of hits when the list began.
    """

    question: str
    snapshot: str
    attempt: int
    shown: int
    total: int
    key: int | None

    def __str__(self) -> str:
        return urlsafe_b64encode(json.dumps(astuple(self), separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str, question: str) -> Cursor:
    """The cursor of an opaque text. Raises BadQuery for any other text, and for the cursor of another question."""
    try:
        if len(text) > LONGEST:
            raise ValueError(text)
        cursor = Cursor(*json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4))))
        whole = (cursor.attempt, cursor.shown, cursor.total, 0 if cursor.key is None else cursor.key)
        if not (all(type(n) is int and 0 <= n < 2**63 for n in whole) and isinstance(cursor.snapshot, str)):
            raise ValueError(text)
    except (ValueError, TypeError) as error:
        raise BadQuery("after: give the `next` of the page before, or nothing to begin") from error
    if cursor.question != question:
        raise BadQuery("after belongs to another question: begin again without it")
    return cursor


def question_mark(*asked: object) -> str:
    """A few letters that tell one question from another."""
    return blake2b(repr(asked).encode(), digest_size=6).hexdigest()
