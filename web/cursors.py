"""Cursors: where the next page of a list begins, told by the last row that was shown and not by counting rows.

What is added or taken away meanwhile moves nothing: no row is shown twice and none is left out that was there all the
time. To the client a cursor is an opaque text.
"""

from __future__ import annotations

import base64
import json
from typing import Any

LONGEST = 2_000


class BadCursor(Exception):
    """The cursor is none of ours."""

    what_to_do = "Take `next` of the page before, as it is, with the same other parameters"


def pack_cursor(*last: Any) -> str:
    """The cursor behind a row with these values of its sort."""
    return base64.urlsafe_b64encode(json.dumps(last, ensure_ascii=False).encode()).decode().rstrip("=")


def unpack_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """The values that a cursor was made of, each of its kind or None; None without a cursor. Raises BadCursor."""
    if not cursor:
        return None
    try:
        last = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except ValueError:
        raise BadCursor("the cursor cannot be read") from None
    right = isinstance(last, list) and len(last) == len(kinds)
    if not right or not all(value is None or type(value) is kind for value, kind in zip(last, kinds, strict=True)):
        raise BadCursor("the cursor is of another list")
    return tuple(last)
