"""The account of one portal's crawl: what was asked, what came of it, and what was odd."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_NOTES = 100


@dataclass(slots=True)
class PortalSummary:
    """The account of one portal's crawl, kept while it is walked: in the end asked = done + unchanged + failed.

    Counted are the documents' addresses (detail pages and files) and every listing that failed; a listing that
    was read counts in `listings` only. `complete` is False when the walk through the lists was cut short by a
    failure or by max_pages: the next crawl of this portal should then be a full one (CrawlOptions.full).
    """

    portal: str
    asked: int = 0
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    listings: int = 0
    rows: int = 0
    failed_listings: int = 0
    complete: bool = True
    notes: list[str] = field(default_factory=list)
    gone: int = 0  # addresses that gave a document once and no longer do, seen for the first time; part of `done`
    first_rows: int = 0  # rows on the first page of every list: what a portal's nights can be compared by
    newest: str | None = None  # the newest date of a row that is not in the future
    odd: dict[str, int] = field(default_factory=dict)  # what was recognised and left out: a code of errors.RECOGNISED

    def note(self, *notes: str) -> None:
        """Say something to people; each thing once, and no more than they read."""
        new = [note for note in dict.fromkeys(notes) if note not in self.notes]
        self.notes += new[: max(0, MOST_NOTES - len(self.notes))]

    def cut_short(self, *why: str) -> None:
        """The walk did not come to its end."""
        self.complete = False
        self.note(*why)

    def saw(self, oddity: str, times: int = 1) -> None:
        """Something odd was recognised, so many times (0: it was not)."""
        if times:
            self.odd[oddity] = self.odd.get(oddity, 0) + times
