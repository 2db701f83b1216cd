"""The account of one portal's crawl while it is made: what was asked, what came of it, and what was odd."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scrapers.sink import PortalSummary


@dataclass(slots=True)
class Account:
    """Counts of one walk, see PortalSummary."""

    asked: int = 0
    done: int = 0
    unchanged: int = 0
    lost: int = 0
    listings: int = 0
    failed_listings: int = 0
    rows: int = 0
    gone: int = 0
    first_rows: int = 0
    newest: str | None = None
    complete: bool = True
    notes: list[str] = field(default_factory=list)
    odd: Counter[str] = field(default_factory=Counter)

    def summary(self, portal: str) -> PortalSummary:
        """The account so far."""
        return PortalSummary(
            portal=portal,
            asked=self.asked + self.failed_listings,
            done=self.done,
            unchanged=self.unchanged,
            failed=self.lost + self.failed_listings,
            listings=self.listings,
            rows=self.rows,
            failed_listings=self.failed_listings,
            complete=self.complete,
            notes=tuple(dict.fromkeys(self.notes)),
            gone=self.gone,
            first_rows=self.first_rows,
            newest=self.newest,
            odd={name: count for name, count in sorted(self.odd.items()) if count},
        )
