"""Crawling: portals to captures, in child processes, because Scrapy's reactor starts once per process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from scrapers import OptionsError, Portal, PortalFileError, check_options, load_portals
from store.issues import close_issue, due_portals, due_subjects, open_issue
from store.night_account import BY_HAND, UNFINISHED
from store.runs import Tally, walked_portals

from .crawl_jobs import CrawlRefused, run_jobs
from .crawl_options import STAGE, USUAL, Reach, choose_options
from .settings import Settings
from .work import Work, now

APIECE = 10  # portals that a process more is worth: it takes a second to start, and 110 MB
MOST_PROCESSES = 4


class UnknownPortal(PortalFileError):
    """A portal was named that no file describes."""


def crawl_portals(
    work: Work, names: Sequence[str], reach: Reach = USUAL, processes: int = MOST_PROCESSES
) -> list[Tally]:
    """Fetch what is new on some portals, or on all that are enabled, in so many processes at most; an account for each.

    A portal that this run has walked to its end before it was killed is not walked again.
    """
    with work.store.catalog.read() as connection:
        walked = walked_portals(connection, STAGE, work.started)
        waiting = due_portals(connection, STAGE, now()) if reach.due else set()
    chosen = [portal for portal in choose_portals(work.settings, names) if portal.id not in walked]
    chosen = [portal for portal in chosen if portal.id in waiting or (portal.lists and not reach.due)]
    if not chosen:
        return []
    jobs = _share_out(work, chosen, reach, processes)
    portals = {portal.id: portal for portal in chosen}
    ended = {told["portal"]: _close_portal(work, portals[told["portal"]], told, reach) for told in run_jobs(work, jobs)}
    return [ended.get(portal.id) or _note_death(work, portal) for portal in chosen]


def _share_out(work: Work, portals: Sequence[Portal], reach: Reach, most: int) -> list[dict[str, Any]]:
    """The jobs of a crawl: one process for few portals, more for many; CrawlRefused before anything is asked."""
    parts = max(1, min(work.settings.workers, most, len(portals) // APIECE))
    if parts == 1:
        return [_job(work, [portal.id for portal in portals], reach)]
    names = frozenset(portal.id for portal in portals)
    try:
        check_options(portals, choose_options(work.settings, work.store, names, reach, work.started))
    except OptionsError as error:
        raise CrawlRefused(str(error)) from error
    return [_job(work, share, reach) for share in _share(portals, parts)]


def _job(work: Work, names: Sequence[str], reach: Reach) -> dict[str, Any]:
    return {"portals": list(names), **asdict(reach), "run": work.started}


def retry_by_hand(work: Work) -> list[Tally]:
    """Ask again for the addresses handed in that failed and are due; no account where there are none."""
    with work.store.catalog.read() as connection:
        urls = [url for url in due_subjects(connection, STAGE, now(), BY_HAND) if "://" in url]
    return [fetch_addresses(work, urls)] if urls else []


def note_failure(work: Work, names: Sequence[str], error: Exception) -> None:
    """Write down for some portals that their crawl could not be run at all."""
    with work.store.catalog.read() as connection:
        walked = walked_portals(connection, STAGE, work.started)
    for portal in choose_portals(work.settings, names):
        if portal.id not in walked:
            _note_death(work, portal, f"{type(error).__name__}: {error}")


def fetch_addresses(work: Work, urls: Sequence[str]) -> Tally:
    """Fetch some addresses handed in, as politely as a portal's, with the files that their pages name."""
    summaries = list(run_jobs(work, [{**_job(work, [], USUAL), "urls": list(urls)}]))
    summary = next(iter(summaries), {"done": 0, "unchanged": 0, "failed": len(urls)})
    return work.finish(Tally(STAGE, summary["done"], summary["unchanged"], summary["failed"], BY_HAND))


def choose_portals(settings: Settings, names: Sequence[str]) -> list[Portal]:
    """The portals with these names, or all that are enabled; UnknownPortal when there is no such file."""
    known = load_portals(settings.portals)
    if unknown := [name for name in names if name not in known]:
        raise UnknownPortal(f"no portal is called {', '.join(unknown)}; `vanban portals` lists them")
    return [known[name] for name in names] if names else [portal for portal in known.values() if portal.enabled]


def share_portals(settings: Settings, names: Sequence[str], parts: int) -> list[list[str]]:
    """The names of portals in so many parts at most, no host in two of them: parts may be crawled at the same time.

    Within a part each portal is crawled beside the others: one that is slow delays none.
    """
    return _share([portal for portal in choose_portals(settings, names) if portal.lists], parts)


def _share(portals: Sequence[Portal], parts: int) -> list[list[str]]:
    shares: list[list[str]] = [[] for _ in range(parts)]
    for group in sorted(_names_by_host(portals), key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [share for share in shares if share]


def _names_by_host(portals: Sequence[Portal]) -> list[list[str]]:
    groups: list[tuple[set[str], list[str]]] = []
    for portal in portals:
        hosts = {urlsplit(url).netloc for url in portal.lists}
        joined = [group for group in groups if group[0] & hosts]
        groups = [group for group in groups if not group[0] & hosts]
        merged_hosts = hosts.union(*(group[0] for group in joined))
        groups.append((merged_hosts, [name for group in joined for name in group[1]] + [portal.id]))
    return [names for _, names in groups]


def known_portals(settings: Settings) -> list[dict[str, Any]]:
    """What `vanban portals` shows of each portal."""
    return [
        {
            "portal": portal.id,
            "province": portal.province,
            "engine": portal.engine,
            "evidence": portal.evidence,
            "enabled": portal.enabled,
            "lists": " ".join(portal.lists),
        }
        for portal in load_portals(settings.portals).values()
    ]


def _close_portal(work: Work, portal: Portal, summary: dict[str, Any], reach: Reach) -> Tally:
    """The account of a portal, and its issue when its crawl did not come to the end."""
    if not summary["complete"]:
        _note_unfinished(work, portal, UNFINISHED, "; ".join(summary["notes"]))
    elif not reach.due:  # where no list was walked, nothing was walked to its end
        with work.store.catalog.write() as connection:
            close_issue(connection, STAGE, portal.id)
    tally = Tally(STAGE, summary["done"], summary["unchanged"], summary["failed"], portal.id)
    return work.finish(tally, summary)


def _note_death(work: Work, portal: Portal, why: str = "the crawling process ended before its account") -> Tally:
    """The account of a portal whose crawl gave none."""
    _note_unfinished(work, portal, "crawler_died", why)
    return work.finish(Tally(STAGE, 0, 0, 1, portal.id))


def _note_unfinished(work: Work, portal: Portal, reason: str, detail: str) -> None:
    with work.store.catalog.write() as connection:
        open_issue(
            connection,
            STAGE,
            portal.id,
            now=now(),
            reason=reason,
            detail=detail,
            what_to_do="The next crawl walks the portal's lists to their end; see the portal's other issues.",
            retry=True,
            endless=True,
            portal=portal.id,
            url=next(iter(portal.lists), portal.home),
        )
