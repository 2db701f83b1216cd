"""The night as Prefect flows: a coat around the stages, for retries, a schedule and run records.

A task is a share of the portals, or a batch of documents, never one document: what Prefect records per task
costs more than reading a document does. What is done and what is not stands in the catalog, never in Prefect.

Imports are absolute: Prefect loads this file under a name of its own, which the processes that tag could not import.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, redirect_stdout
from io import StringIO
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import wait
from prefect.task_runners import ThreadPoolTaskRunner

from pipelines import crawl as crawling
from pipelines import stages
from pipelines.crawl_jobs import CrawlRefused
from pipelines.crawl_options import Reach
from pipelines.index import index_documents, rebuild_index
from pipelines.link import link_documents
from pipelines.night import Plan, close_night, only_night, open_nights
from pipelines.printing_night import print_night
from pipelines.settings import load_settings
from pipelines.work import Work, open_work
from store import StoreBusy
from store.night_report import NightReport
from store.queues import EXTRACT, TAG
from store.runs import Tally

BATCH = 200  # documents in a task
CRAWLERS = 3  # child processes at the same time, each with its share of the portals
LOOK_AGAIN = 5.0  # seconds between two looks whether the night before has ended
SAY_EVERY = 120  # looks between two lines in the log that say so
LONGEST_WAIT = 12 * 3600.0  # seconds that a night waits for the one before it


@task(name="crawl portals", retries=1, retry_delay_seconds=60, cache_policy=NO_CACHE)
def crawl_share(work: Work, portals: list[str], reach: Reach) -> list[Tally]:
    """Some portals, each beside the others: a slow one delays none; a host is in one share only."""
    return crawling.crawl_portals(work, portals, reach, processes=1)


@task(name="read a batch", cache_policy=NO_CACHE)
def read_batch(work: Work) -> Tally:
    """Up to BATCH files to texts."""
    return stages.extract_texts(work, limit=BATCH)


@task(name="tag a batch", cache_policy=NO_CACHE)
def tag_batch(work: Work) -> Tally:
    """Up to BATCH texts to tags."""
    return stages.tag_texts(work, limit=BATCH)


@task(name="link", cache_policy=NO_CACHE)
def link_all(work: Work) -> Tally:
    """What was tagged to documents and edges."""
    return link_documents(work)


@task(name="index", retries=2, retry_delay_seconds=30, cache_policy=NO_CACHE)
def index_all(work: Work) -> Tally:
    """What was linked to the search index."""
    return index_documents(work)


@task(name="reindex", retries=2, retry_delay_seconds=60, cache_policy=NO_CACHE)
def rebuild(work: Work) -> Tally:
    """The index filled anew from the catalog, while the old one answers."""
    return rebuild_index(work)


@flow(name="crawl", task_runner=ThreadPoolTaskRunner(max_workers=CRAWLERS), validate_parameters=False)  # type: ignore[arg-type]
def crawl(work: Work, plan: Plan) -> None:
    """Fetch what is new on some portals, or on all; what fails on one is told of it and stops no other."""
    shares = crawling.share_portals(work.settings, plan.portals, CRAWLERS)
    futures = [crawl_share.submit(work, names, plan.reach(work.started)) for names in shares]
    wait(futures)
    for names, future in zip(shares, futures, strict=True):
        tallies = future.result(raise_on_failure=False)
        if isinstance(tallies, CrawlRefused):
            raise tallies  # nothing can be crawled as it is set
        if isinstance(tallies, Exception):
            crawling.note_failure(work, names, tallies)
        else:
            _say(*tallies)
    _say(*crawling.retry_by_hand(work))


def _process(work: Work) -> None:
    with _in_turn(work.store.only_writer):
        for stage, batch in ((EXTRACT, read_batch), (TAG, tag_batch)):
            _say(batch(work))
            while stages.is_waiting(work, stage):
                _say(batch(work))
        _say(link_all(work), index_all(work))


@flow(name="process")
def process() -> None:
    """Everything that waits, batch by batch, through to the index."""
    _process(open_work(load_settings()))


@flow(name="nightly")
def nightly(
    portals: list[str] | None = None, full: bool = False, look_back: int | None = None, retry: bool = False
) -> None:
    """The night: crawl, then process what came, then tell; `vanban nightly` does the same."""
    _run_nights(Plan(tuple(portals or ()), full, look_back, retry))


@flow(name="resume")
def resume() -> None:
    """What is left of a night whose process was killed; nothing where none was."""
    _run_nights(None)


def _run_nights(plan: Plan | None) -> None:
    work = open_work(load_settings())
    with _in_turn(lambda: only_night(work)):
        for each, begun in open_nights(work, plan):
            crawl(begun, each)
            _process(begun)
            _tell(close_night(begun, each))


@flow(name="reindex")
def reindex() -> None:
    """The index filled anew from the catalog, while the old one answers."""
    work = open_work(load_settings())
    with _in_turn(work.store.only_writer):
        pass  # it takes the right itself
    _say(rebuild(work))


@contextmanager
def _in_turn(hold: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """Hold a right that one has at a time: wait for whoever has it, say so, and give up with StoreBusy in the end."""
    looks = 0
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(hold())
                break
            except StoreBusy as busy:
                if looks * LOOK_AGAIN > LONGEST_WAIT:
                    raise
                if looks % SAY_EVERY == 0:
                    get_run_logger().warning("%s; this run waits for it", busy)
                looks += 1
                time.sleep(LOOK_AGAIN)
        yield


def _tell(report: NightReport) -> None:
    """The report, as the terminal has it, in the run's log."""
    log: Any = get_run_logger()
    with StringIO() as said, redirect_stdout(said):
        print_night(report)
        log.info("%s", said.getvalue())


def _say(*tallies: Tally) -> None:
    logger: Any = get_run_logger()
    for tally in tallies:
        logger.info(
            "%s %s: asked %d = done %d + unchanged %d + failed %d",
            tally.stage,
            tally.portal,
            tally.asked,
            tally.done,
            tally.unchanged,
            tally.failed,
        )
