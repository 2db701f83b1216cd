"""The night as Prefect flows: a coat around the stages, for retries, a schedule and run records.

A task is a group of portals on one host, or a batch of documents, never one document: what Prefect records per task
costs more than reading a document does. What is done and what is not stands in the catalog, never in Prefect.
"""

from __future__ import annotations

from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import wait
from prefect.task_runners import ThreadPoolTaskRunner

from store.runs import Tally

from . import crawl as crawling
from . import stages
from .index import index_documents
from .link import link_documents
from .settings import load_settings
from .work import Work, open_work

BATCH = 200  # documents in a task
HOSTS_AT_ONCE = 4  # each is a child process; politeness is kept within a host


@task(name="crawl host", retries=1, retry_delay_seconds=60, cache_policy=NO_CACHE)
def crawl_host(work: Work, portals: list[str], full: bool) -> list[Tally]:
    """The portals of one host, one after the other."""
    return crawling.crawl_portals(work, portals, full=full)


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


@flow(name="crawl", task_runner=ThreadPoolTaskRunner(max_workers=HOSTS_AT_ONCE))  # type: ignore[arg-type]
def crawl(portals: list[str] | None = None, full: bool = False) -> None:
    """Fetch what is new on some portals, or on all."""
    work = open_work(load_settings())
    futures = [crawl_host.submit(work, names, full) for names in crawling.portals_by_host(work.settings, portals or [])]
    wait(futures)
    _say(*(tally for future in futures for tally in future.result()))


@flow(name="process")
def process() -> None:
    """Everything that waits, batch by batch, through to the index."""
    work = open_work(load_settings())
    with work.store.only_writer():
        for stage, batch in ((stages.EXTRACT, read_batch), (stages.TAG, tag_batch)):
            while stages.is_waiting(work, stage):
                _say(batch(work))
        _say(link_all(work), index_all(work))


@flow(name="nightly")
def nightly(portals: list[str] | None = None, full: bool = False) -> None:
    """The night: crawl, then process what came."""
    crawl(portals, full)
    process()


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
