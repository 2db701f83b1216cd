"""A request for one page of a list: mostly an address, sometimes a form that is posted back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What to ask for a page of a list: an address and, for POST, the fields of a form or a body as it is sent.

    `counter` names the field (or parameter) that counts pages, for answers that are bare rows without a pager: the
    page after is the same request with that field one higher.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    body: str = ""
    counter: str = ""

    @property
    def content(self) -> str:
        """The bytes to send, as text: the body, or the form encoded as browsers do."""
        return self.body or urlencode(self.form)

    @property
    def content_type(self) -> str:
        """The media type of `content`."""
        return JSON if self.body[:1] in ("{", "[") else FORM

    def advanced(self) -> PageRequest | None:
        """The request for the page after, or None where nothing is counted."""
        if not self.counter:
            return None
        if self.method == "POST":
            return replace(self, form=_counted(self.form, self.counter))
        parts = urlsplit(self.url)
        query = _counted(tuple(parse_qsl(parts.query, keep_blank_values=True)), self.counter)
        return replace(self, url=urlunsplit(parts._replace(query=urlencode(query))))


def _counted(pairs: tuple[tuple[str, str], ...], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((k, str(int(v) + 1)) if k == name and v.isdigit() else (k, v) for k, v in pairs)
