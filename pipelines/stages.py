"""The stages, plain and complete: what is captured is read, tagged, linked and indexed, each input once per version.

    captures --extract--> texts --tag--> tags --link--> documents, mentions, edges --index--> what search answers from

A stage takes what waits for it, writes each result in one transaction, and can be killed at any instant: the next
run goes on where the results end. Failures are issues; they never stop the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Select, exists, select

from documents.record import Text
from extractors import READER_VERSIONS, ExtractError, Outcome, Sandbox, Source, open_sandbox, reader_version, version_of
from extractors.errors import MissingProgram, NeedsOcr, NotVietnameseText, SandboxError
from nlp import TAGGER_VERSION
from store.captures import example_of, is_shown, wanted_hashes
from store.issues import close_issues, close_unwanted, due_subjects, open_issue
from store.queues import EXTRACT, TAG, UNPACK, queued, refill
from store.results import (
    CONTAINER,
    LINES,
    Result,
    containers_to_unpack,
    count_results,
    forget_results,
    load_output,
    read_containers,
    save_json,
    save_output,
    save_result,
    save_results,
    take_pending,
    without_result,
)
from store.runs import Tally
from store.schema import results

from .batches import BATCH, in_batches
from .index import index_documents
from .link import link_documents
from .tagging import TagFailure, open_taggers
from .unpack import is_container, list_members, unpack_containers
from .work import Work, now

DEAR = 2.0  # seconds
TAGGERS = (TAGGER_VERSION,)
HEALS = (
    SandboxError,
    MissingProgram,
    NeedsOcr,
)  # time or an installation may help; else the same bytes fail the same way


def process(work: Work) -> list[Tally]:
    """Everything that is captured, through all stages to the index."""
    with work.store.only_writer():
        return [extract_texts(work), tag_texts(work), link_documents(work), index_documents(work)]


# ---------------------------------------------------------------- extract


def extract_texts(work: Work, limit: int | None = None) -> Tally:
    """Read the files that wait, each in a process that can be killed; what containers hold is read after them."""
    with work.store.catalog.write() as connection:
        _queue_files(connection)
        again = close_unwanted(connection, EXTRACT, is_shown) + due_subjects(connection, EXTRACT, now())
        forget_results(connection, EXTRACT, again)
    done = 0
    while (waiting := _waiting_files(work, None if limit is None else limit - done)) or _has_containers(work):
        with _open_sandbox(work, len(waiting)) as sandbox:
            through = 0
            for outcomes in in_batches(sandbox.extract(_sources(work, waiting), boxes=True), _is_dear):
                with work.store.catalog.write() as connection:
                    done += _keep_texts(connection, outcomes)
                through += len(outcomes)
                work.progress(EXTRACT, through, len(waiting))
            unpack_containers(work, sandbox, READER_VERSIONS)
    return work.finish(_tally(work, EXTRACT, READER_VERSIONS, done))


def _queue_files(connection: Connection) -> None:
    """All that is wanted and unread into the queue, where it was filled for readers of another version."""
    versions = sorted(READER_VERSIONS)
    refill(connection, EXTRACT, versions, without_result(wanted_hashes(), EXTRACT, READER_VERSIONS))
    refill(connection, UNPACK, versions, read_containers(READER_VERSIONS))


def _waiting_files(work: Work, limit: int | None) -> list[str]:
    """What waits, with the members of containers whose contents are known."""
    while True:
        with work.store.catalog.write() as connection:
            waiting = take_pending(connection, EXTRACT, READER_VERSIONS, is_shown)
        if not list_members(work, READER_VERSIONS):
            return waiting[:limit]


def _has_containers(work: Work) -> bool:
    with work.store.catalog.read() as connection:
        return bool(containers_to_unpack(connection, UNPACK, READER_VERSIONS))


def _is_dear(outcome: Outcome) -> bool:
    """Whether reading it took so long that it is kept at once: a kill must not cost it again."""
    return outcome.seconds > DEAR


def _sources(work: Work, hashes: list[str]) -> Iterator[Source]:
    return (Source(sha256, path=work.store.originals.path(sha256)) for sha256 in hashes)


def _open_sandbox(work: Work, files: int) -> AbstractContextManager[Sandbox]:
    settings = work.settings
    return open_sandbox(
        workers=max(1, min(settings.workers, files)),
        timeout=settings.file_seconds,
        memory=settings.file_memory_mb << 20,
        page_seconds=settings.page_seconds,
        most_seconds=settings.file_most_seconds,
    )


def _keep_texts(connection: Connection, outcomes: list[Outcome]) -> int:
    """Write down what came of some files; gives how many were read."""
    read, places = [], []
    for outcome in outcomes:
        if outcome.text is None:
            read += _note_failure(connection, outcome)
            continue
        text, version = outcome.text, version_of(outcome.text)
        if text.lines:  # kept apart: only who shows a page needs them
            places.append(Result(outcome.key, version, save_output(connection, text.lines)))
        read.append(Result(outcome.key, version, save_output(connection, replace(text, lines=()))))
    save_results(connection, LINES, places)
    save_results(connection, EXTRACT, read)
    close_issues(connection, EXTRACT, [one.input for one in read if one.output is not None])
    return len(read)


def _note_failure(connection: Connection, outcome: Outcome) -> list[Result]:
    """The result of a file without a text that is none of ours to worry about (a container); else an issue."""
    error = outcome.error or ExtractError("no text and no reason")
    if is_container(error):
        return [Result(outcome.key, reader_version(error.format), None, CONTAINER)]
    save_result(connection, EXTRACT, reader_version(error.format), outcome.key, output=None, state="failed")
    capture = example_of(connection, outcome.key)
    open_issue(
        connection,
        EXTRACT,
        outcome.key,
        now=now(),
        reason=error.code,
        detail=error.detail,
        what_to_do=error.what_to_do,
        retry=isinstance(error, HEALS) and not isinstance(error, NotVietnameseText),
        portal=capture.portal if capture else None,
        url=capture.url if capture else None,
        file=outcome.key,
    )
    return []


# ---------------------------------------------------------------- tag


def tag_texts(work: Work, limit: int | None = None) -> Tally:
    """Tag the texts that wait."""
    with work.store.catalog.write() as connection:
        _queue_texts(connection)
        again = close_unwanted(connection, TAG, is_wanted_text) + due_subjects(connection, TAG, now())
        forget_results(connection, TAG, again)
        waiting = take_pending(connection, TAG, TAGGERS, is_wanted_text)[:limit]
    done = through = 0
    with open_taggers(work.settings, len(waiting)) as taggers:
        for tagged in in_batches(taggers.tag(_texts(work, waiting))):
            with work.store.catalog.write() as connection:
                done += _keep_tags(connection, tagged)
            through += len(tagged)
            work.progress(TAG, through, len(waiting))
    return work.finish(_tally(work, TAG, TAGGERS, done))


def _queue_texts(connection: Connection) -> None:
    """All that is wanted and untagged into the queue, where it was filled for another tagger, or other readers."""
    serves = [*TAGGERS, *sorted(READER_VERSIONS)]
    refill(connection, TAG, serves, without_result(wanted_texts(), TAG, TAGGERS))


def _keep_tags(connection: Connection, tagged: list[tuple[str, bytes | TagFailure]]) -> int:
    """Write down what came of some texts; gives how many were tagged."""
    made = []
    for text_hash, tags in tagged:
        if isinstance(tags, TagFailure):
            _note_tag_failure(connection, text_hash, tags)
        else:
            made.append(Result(text_hash, TAGGER_VERSION, save_json(connection, tags)))
    save_results(connection, TAG, made)
    close_issues(connection, TAG, [one.input for one in made])
    return len(made)


def wanted_texts() -> Select[tuple[str]]:
    """The hashes of the texts of all wanted files."""
    read = (results.c.stage == EXTRACT, results.c.version.in_(READER_VERSIONS), results.c.state == "done")
    return select(results.c.output).distinct().where(*read, results.c.input.in_(wanted_hashes()))


def is_wanted_text(text_hash: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a text is that of a wanted file."""
    read = results.alias("read")
    found = (read.c.stage == EXTRACT, read.c.version.in_(READER_VERSIONS), read.c.state == "done")
    return exists().where(read.c.output == text_hash, *found, is_shown(read.c.input))


def _texts(work: Work, hashes: list[str]) -> Iterator[tuple[str, Text]]:
    for at in range(0, len(hashes), BATCH):
        with work.store.catalog.read() as connection:
            texts = [(name, load_output(connection, name, Text)) for name in hashes[at : at + BATCH]]
        yield from texts


def _note_tag_failure(connection: Connection, text_hash: str, failure: TagFailure) -> None:
    save_result(connection, TAG, TAGGER_VERSION, text_hash, output=None, state="failed")
    open_issue(
        connection,
        TAG,
        text_hash,
        now=now(),
        reason=failure.reason,
        detail=failure.detail,
        what_to_do="The fault is ours: report it with the detail; the text is tagged again by the next version.",
        retry=True,
        file=text_hash,
    )


def is_waiting(work: Work, stage: str) -> bool:
    """Whether a stage has inputs that it has not tried at its version."""
    with work.store.catalog.write() as connection:
        if stage == TAG:
            _queue_texts(connection)
            return bool(take_pending(connection, TAG, TAGGERS, is_wanted_text))
        _queue_files(connection)
        waiting = take_pending(connection, EXTRACT, READER_VERSIONS, is_shown)
        return bool(waiting or queued(connection, UNPACK))


def _tally(work: Work, stage: str, versions: Collection[str], done: int) -> Tally:
    """The account of a stage; what a limit left waiting is not asked for yet."""
    with work.store.catalog.read() as connection:
        held, failed = count_results(connection, stage, versions)
    return Tally(stage, done, held - failed - done, failed)
