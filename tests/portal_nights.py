"""Crawls of the local portals as a user starts them, and what came of them held against the truth."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from portals_server import CANARIES, NETWORK, Portals, Seen

VANBAN = str(Path(sys.executable).parent / "vanban")


@dataclass(frozen=True)
class Home:
    """A folder that nights are kept in."""

    folder: Path
    portals: Path
    tls: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the command needs to know of it."""
        return {
            **os.environ,
            "VANBAN_HOME": str(self.folder),
            "VANBAN_PORTALS": str(self.portals),
            "VANBAN_ALLOW_NETWORKS": NETWORK,
            "VANBAN_CRAWL_DELAY": "0",
            **({"SSL_CERT_FILE": str(self.tls)} if self.tls else {}),
        }

    def run(self, *words: str, timeout: float = 600, **more: str) -> list[dict[str, Any]]:
        """What a command prints with --json; `more` are further environment variables."""
        done = subprocess.run(
            [VANBAN, *words, "--json"],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        if done.returncode > 1:
            raise RuntimeError(f"vanban {' '.join(words)}: {done.returncode}: {done.stderr[-2000:]}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A command on its way, in a process group of its own."""
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [VANBAN, *words], env=self.environment, stdout=quiet, stderr=quiet, start_new_session=True
        )

    @staticmethod
    def kill_when(process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
        """End a command and its children at once, as soon as something is so."""
        while not ready() and process.poll() is None:
            time.sleep(0.005)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A table of the catalog."""
        catalog = self.folder / "catalog.db"
        if not catalog.exists():
            return []
        with sqlite3.connect(f"file:{catalog}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(f"select * from {table}")]

    def documents(self) -> list[dict[str, Any]]:
        """The captures that are no listings, each with its row of the list as `item`."""
        kept = [row for row in self.rows("captures") if row["role"] != "listing"]
        return [{**row, "item": json.loads(row["item"] or "null") or {}} for row in kept]


@dataclass
class Judgement:
    """Documents of the truth: those that can be had, and what became of them."""

    can: int = 0
    found: int = 0
    invented: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # a number or date that is not the document's
    reasons: list[tuple[str, str]] = field(default_factory=list)  # (expected, told) where they differ

    @property
    def share(self) -> float:
        """Found of those that can be had."""
        return self.found / self.can if self.can else 0.0


def judge_home(portals: Portals, home: Home, *names: str) -> Judgement:
    """What came of the portals' documents in a home."""
    issues = {row["subject"]: row["reason"] for row in home.rows("issues") if row["stage"] == "crawl"}
    return judge(portals, home.documents(), issues, *names)


def judge(portals: Portals, kept: list[dict[str, Any]], issues: dict[str, str], *names: str) -> Judgement:
    """What came of the portals' documents.

    `kept` are captures, each with its row as `item`, `issues` the reasons by address. Invented is what is kept without
    being a document's page or file; lost is a document that can be had, was not kept and is in no issue; wrong is a
    row's number or date that the document does not have.
    """
    result = Judgement()
    reasons = {_plain(subject): reason for subject, reason in issues.items()}
    for name in names or portals.sites:
        mine = [row for row in kept if row["portal"] == name]
        hashes, pages = {row["sha256"] for row in mine}, {row["url"]: row for row in mine}
        truth = list(portals.truth(name))
        documents = {told["sha256"] for told in truth} | {told["was"] for told in truth}
        titles = {told["page"]: told for told in truth}
        result.invented += [row["url"] for row in mine if row["role"] == "file" and row["sha256"] not in documents]
        result.invented += [row["url"] for row in mine if row["role"] == "detail" and _page(row["url"], titles) is None]
        for told in truth:
            known = _same_page(told["page"], pages)
            got = told["sha256"] in hashes if told["sha256"] else known is not None
            issue = reasons.get(_plain(told["page"])) or reasons.get(_plain(told["file"] or ""))
            if told["reason"] is None:
                result.can += 1
                result.found += got
                if not got and issue is None:
                    result.lost.append(told["page"])
            elif issue != told["reason"]:
                result.reasons.append((told["reason"], issue or "no issue"))
        for row in mine:
            told = next((t for t in truth if t["sha256"] == row["sha256"]), None) or _page(row["url"], titles)
            item = row["item"]
            if told and any(item.get(f) and item[f] != told[f] for f in ("number", "issued")):
                result.wrong.append(f"{row['url']}: {item.get('number')} {item.get('issued')}")
    return result


def _page(url: str, titles: dict[str, Any]) -> Any:
    return titles.get(url) or next((told for page, told in titles.items() if _plain(page) == _plain(url)), None)


def _same_page(page: str, pages: dict[str, Any]) -> Any:
    return pages.get(page) or next((row for url, row in pages.items() if _plain(url) == _plain(page)), None)


def _plain(url: str) -> tuple[str, ...]:
    path, _, query = url.partition("?")
    return (path, *sorted(query.split("&")))


@dataclass
class Manners:
    """How the portals were asked."""

    most_at_once: int
    shortest_pause: float | None  # seconds between an answer's end and the next request, of one host
    too_early: list[str]  # requests that did not wait as long as the server asked
    forbidden: list[str]
    private: list[str]


def manners(portals: Portals) -> Manners:
    """Told from the servers' log."""
    hosts = {portals.host(name): name for name in portals.sites}
    pauses, early = [], []
    for host in hosts:
        asked = sorted((seen for seen in portals.log if seen.host == host), key=lambda seen: seen.start)
        for before, after in pairwise(asked):
            pause = after.start - before.end
            pauses.append(pause)
            if before.status == 429 and pause < 0.9:
                early.append(after.target)
    return Manners(
        max((seen.inside for seen in portals.log), default=0),
        min(pauses, default=None),
        early,
        [seen.target for seen in portals.log if seen.target.startswith(("/noi-bo/", "/quan-tri/"))],
        [f"{seen.host} {seen.target}" for seen in portals.log if seen.host in CANARIES],
    )


def is_conditional(seen: Seen) -> bool:
    """True if a request only asks for what has changed."""
    return "if-none-match" in seen.headers or "if-modified-since" in seen.headers


def is_list(portals: Portals, seen: Seen) -> bool:
    """True if a request asks for a page of a list, or for robots.txt."""
    return seen.target == "/robots.txt" or any(
        portals.host(name) == seen.host and seen.target.startswith(site.family.list_path)
        and not any(str(doc.id) in seen.target for doc in site.docs)
        for name, site in portals.sites.items()
    )  # fmt: skip


def fetched(log: Iterable[Seen]) -> list[tuple[str, str]]:
    """(host, address) of everything that was sent whole."""
    return [(seen.host, seen.target) for seen in log if seen.status == 200]
