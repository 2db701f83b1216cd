"""One request of a walk, and the response it got."""

from __future__ import annotations

from dataclasses import dataclass

from documents.record import Exchange, Item, Role
from scrapers.addresses import canonical
from scrapers.page_request import PageRequest


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: an address, what is expected there, and what we have of it already."""

    url: str
    role: Role
    item: Item | None = None
    etag: str | None = None
    last_modified: str | None = None
    page: int = 1
    request: PageRequest | None = None  # of a list's page: how it is asked where an address alone does not do

    @property
    def kept_as(self) -> str:
        """The address its answer is kept under: canonical; pages of one address have a fragment, never sent."""
        posted = self.request is not None and self.request.method == "POST"
        place = canonical(self.url)
        return f"{place}#page={self.page}" if posted and self.page > 1 else place


@dataclass(frozen=True, slots=True)
class Answer:
    """One response with a good status (or 304): where it came from in the end, and its bytes."""

    url: str
    status: int
    body: bytes
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    exchange: Exchange | None = None
    odd: tuple[str, ...] = ()  # what was odd on the way: codes of errors.RECOGNISED
