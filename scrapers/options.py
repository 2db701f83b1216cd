"""How a crawl is run: limits, politeness, and what the caller knows from the runs before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Settings of one crawl.

    `contact` is an address or page where a portal's owner reaches us; it stands in the User-Agent and is required
    for every portal outside `allowed_networks`. `delay` replaces every portal's own pause (seconds).
    `verify_certificates=False` takes what comes over a connection nobody vouches for: several provincial hosts send an
    incomplete chain; the better cure is to install the missing issuer's certificate.
    `allowed_networks` are private networks in CIDR form that may be asked all the same (tests, intranets).
    `full` names portals whose lists are walked to the end even where everything is known: those whose last crawl
    was cut short (PortalSummary.complete). `skip` are addresses not due yet, `also` addresses of documents to ask
    for besides what the lists show (failed before, due again), by portal. `since` is a day (ISO): lists are walked down
    to it, and all documents of their rows are asked for again, conditionally: what came late, changed or went is seen.
    Without `lists` only `also` is asked for. `turns` is a folder that all processes of a crawl share, so that each host
    is asked by one of them at a time; `run` names what they do together.
    """

    contact: str | None = None
    delay: float | None = None
    timeout: float = 60.0  # seconds of silence
    longest_file: float = 1800.0  # seconds that one file may take in all
    max_bytes: int = 100_000_000
    max_pages: int = 500
    verify_certificates: bool = True
    retries: int = 2
    back_off: float = 2.0  # seconds before the first retry, doubled each time
    longest_wait: float = 300.0  # of a Retry-After or a back-off; a host that asks for more is left for this run
    allowed_networks: tuple[str, ...] = ()
    full: frozenset[str] = frozenset()
    since: str | None = None
    lists: bool = True
    skip: frozenset[str] = frozenset()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    turns: Path | None = None
    run: str = ""

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        return f"vanban/0.1 (+{self.contact})" if self.contact else "vanban/0.1"
