"""Crawling: portals to captures, in one child process per crawl, because Scrapy's reactor starts once per process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from scrapers import Portal, PortalFileError, load_portals
from store.issues import close_issue, open_issue
from store.runs import Tally

from .settings import Settings
from .work import Work, now

STAGE = "crawl"
BY_HAND = "by-hand"  # the portal that addresses handed in are counted under
UNFINISHED = "unfinished"  # the issue of a portal whose lists were not walked to their end


class UnknownPortal(PortalFileError):
    """A portal was named that no file describes."""


class CrawlRefused(Exception):
    """The crawl cannot start as it is set; nothing was asked."""

    what_to_do = "A missing contact is set with VANBAN_CONTACT; `vanban settings` lists everything."


def crawl_portals(work: Work, names: Sequence[str], full: bool = False) -> list[Tally]:
    """Fetch what is new on some portals, or on all that are enabled; one account per portal."""
    chosen = choose_portals(work.settings, names)
    if not chosen:
        return []
    job = {"portals": [portal.id for portal in chosen], "full": full}
    summaries = list(_run_child(work, job))
    return [_close_portal(work, portal, summaries) for portal in chosen]


def fetch_addresses(work: Work, urls: Sequence[str]) -> Tally:
    """Fetch some addresses handed in, as politely as a portal's, with the files that their pages name."""
    summaries = _run_child(work, {"portals": [], "full": False, "urls": list(urls)})
    summary = next(iter(summaries), {"done": 0, "unchanged": 0, "failed": len(urls)})
    return work.finish(Tally(STAGE, summary["done"], summary["unchanged"], summary["failed"], BY_HAND))


def choose_portals(settings: Settings, names: Sequence[str]) -> list[Portal]:
    """The portals with these names, or all that are enabled; UnknownPortal when there is no such file."""
    known = load_portals(settings.portals)
    if unknown := [name for name in names if name not in known]:
        raise UnknownPortal(f"no portal is called {', '.join(unknown)}; `vanban portals` lists them")
    return [known[name] for name in names] if names else [portal for portal in known.values() if portal.enabled]


def portals_by_host(settings: Settings, names: Sequence[str]) -> list[list[str]]:
    """The names of portals grouped so that no host is in two groups: groups may be crawled at the same time."""
    groups: list[tuple[set[str], list[str]]] = []
    for portal in choose_portals(settings, names):
        hosts = {urlsplit(url).netloc for url in portal.lists}
        joined = [group for group in groups if group[0] & hosts]
        groups = [group for group in groups if not group[0] & hosts]
        merged_hosts = hosts.union(*(group[0] for group in joined))
        groups.append((merged_hosts, [name for group in joined for name in group[1]] + [portal.id]))
    return [portals for _, portals in groups]


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


def _run_child(work: Work, job: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """The summaries that the child printed; its standard input stays open, so that it ends when this process does."""
    command = [sys.executable, "-m", "pipelines.crawl_child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin and child.stdout
        child.stdin.write(json.dumps(job) + "\n")
        child.stdin.flush()
        summaries, fetched = [], 0
        for line in child.stdout:
            message = json.loads(line)
            if "refused" in message:
                raise CrawlRefused(message["refused"])
            if "fetched" in message:
                fetched = message["fetched"]
                work.progress(STAGE, fetched, 0)  # how many there will be is known at the end
            else:
                summaries.append(message)
        work.progress(STAGE, fetched, fetched)
    return summaries


def _close_portal(work: Work, portal: Portal, summaries: Sequence[dict[str, Any]]) -> Tally:
    """The account of a portal, and its issue when its crawl did not come to the end."""
    summary = next((s for s in summaries if s["portal"] == portal.id), None)
    with work.store.catalog.write() as connection:
        if summary is not None and summary["complete"]:
            close_issue(connection, STAGE, portal.id)
        else:
            open_issue(
                connection,
                STAGE,
                portal.id,
                now=now(),
                reason=UNFINISHED if summary else "crawler_died",
                detail="; ".join(summary["notes"]) if summary else "the crawling process ended before its account",
                what_to_do="The next crawl walks the portal's lists to their end; see the portal's other issues.",
                retry=True,
                portal=portal.id,
                url=portal.lists[0],
            )
    if summary is None:
        return work.finish(Tally(STAGE, 0, 0, 1, portal.id))
    return work.finish(Tally(STAGE, summary["done"], summary["unchanged"], summary["failed"], portal.id))


def as_message(summary: Any) -> str:
    """A portal's summary as the line that the child prints."""
    return json.dumps(asdict(summary), ensure_ascii=False)
