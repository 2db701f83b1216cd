"""The processes of a crawl: each is given one job, and tells what came of its portals as they end."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from .crawl_options import STAGE
from .work import Work


class CrawlRefused(Exception):
    """The crawl cannot start as it is set; nothing was asked."""

    what_to_do = "A missing contact is set with VANBAN_CONTACT; `vanban settings` lists everything."


def run_jobs(work: Work, jobs: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The summaries of the jobs' portals, as they end; the jobs run at the same time, see crawl_child."""
    fetched: dict[int, int] = {}
    for number, message in _listen(jobs):
        if "refused" in message:
            raise CrawlRefused(message["refused"])
        if "fetched" in message:
            fetched[number] = message["fetched"]
            work.progress(STAGE, sum(fetched.values()), 0)  # how many there will be is known at the end
        else:
            yield message
    work.progress(STAGE, sum(fetched.values()), sum(fetched.values()))


def _listen(jobs: Sequence[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """What the processes say, each message with its job's number; their input stays open, so that they end with us."""
    told: queue.SimpleQueue[tuple[int, str | None]] = queue.SimpleQueue()
    with ExitStack() as running:
        for number, job in enumerate(jobs):
            command = [sys.executable, "-m", "pipelines.crawl_child"]
            child = running.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            assert child.stdin
            running.callback(child.stdin.close)  # before anything else at the end: it ends a child that is not done
            child.stdin.write(json.dumps(job) + "\n")
            child.stdin.flush()
            threading.Thread(target=_hear, args=(number, child, told), daemon=True).start()
        left = len(jobs)
        while left:
            number, line = told.get()
            if line is None:
                left -= 1
            else:
                yield number, json.loads(line)


def _hear(number: int, child: subprocess.Popen[str], told: queue.SimpleQueue[tuple[int, str | None]]) -> None:
    assert child.stdout
    try:
        for line in child.stdout:
            told.put((number, line))
    finally:
        told.put((number, None))
