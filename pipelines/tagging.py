"""Tagging many texts: in this process when there are few, else in processes of their own, which can be killed."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from documents.record import Text
from nlp import tag_text

from .settings import Settings

FEW = 40  # below this, starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class TagFailure:
    """Why a text could not be tagged."""

    reason: str
    detail: str


class Taggers:
    """Something that tags texts; made by `open_taggers`."""

    def __init__(self, pool: Any | None, settings: Settings):
        self._pool, self._settings = pool, settings

    def tag(self, texts: Iterable[tuple[str, Text]]) -> Iterator[tuple[str, bytes | TagFailure]]:
        """The tags of each (key, text) as JSON, in the order of the texts.

        They are only kept: as bytes they come back from their process at a fifth of what records would cost.
        """
        if self._pool is None:
            yield from ((key, _tag_safely(text)) for key, text in texts)
            return
        feed = iter(texts)
        waiting: list[tuple[str, Any]] = []
        while True:
            for key, text in islice(feed, 4 * self._settings.workers - len(waiting)):
                future = self._pool.schedule(_tag_safely, args=[text], timeout=self._settings.file_seconds)
                waiting.append((key, future))
            if not waiting:
                return
            key, future = waiting.pop(0)
            yield key, _outcome(future)


@contextmanager
def open_taggers(settings: Settings, count: int) -> Iterator[Taggers]:
    """Taggers for about `count` texts."""
    if count < FEW:
        yield Taggers(None, settings)
        return
    from pebble import ProcessPool

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["nlp.language"])
    pool = ProcessPool(max_workers=settings.workers, max_tasks=2000, context=context)
    try:
        yield Taggers(pool, settings)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def was_scanned(text: Text) -> bool:
    """Whether the head of a text was read from a picture, so that a blank number may just have been illegible."""
    return bool(text.pages) and text.pages[0].method == "ocr"


def _tag_safely(text: Text) -> bytes | TagFailure:
    try:
        return orjson.dumps(tag_text(text.text, scanned=was_scanned(text)))
    except Exception as error:  # one text must not stop the night
        return TagFailure("tagger_failed", f"{type(error).__name__}: {error}")


def _outcome(future: Any) -> bytes | TagFailure:
    from pebble import ProcessExpired

    try:
        return future.result()  # type: ignore[no-any-return]
    except FutureTimeout:
        return TagFailure("timed_out", "tagging took longer than VANBAN_FILE_SECONDS")
    except ProcessExpired as expired:
        return TagFailure("crashed", f"the tagging process died with {expired.exitcode}")
