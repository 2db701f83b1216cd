"""The stages, plain and complete: what is captured is read, tagged, linked and indexed, each input once per version.

    captures --extract--> texts --tag--> tags --link--> documents, mentions, edges --index--> what search answers from

A stage takes what waits for it, writes each result in one transaction, and can be killed at any instant: the next
run goes on where the results end. Failures are issues; they never stop the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import Connection, Select, select

from documents.record import Text
from extractors import READER_VERSIONS, ExtractError, Outcome, Sandbox, Source, open_sandbox, reader_version, version_of
from extractors.errors import MissingProgram, NeedsOcr, NotVietnameseText, SandboxError
from nlp import TAGGER_VERSION
from store.captures import example_of, wanted_hashes
from store.issues import close_issue, close_unwanted, due_subjects, open_issue
from store.results import (
    CONTAINER,
    LINES,
    count_states,
    forget_results,
    load_output,
    pending_inputs,
    save_output,
    save_result,
)
from store.runs import Tally
from store.schema import results

from .index import index_documents
from .link import link_documents
from .tagging import TagFailure, open_taggers
from .unpack import is_container, list_members, unpack_containers
from .work import Work, now

EXTRACT, TAG = "extract", "tag"
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
        forget_results(connection, EXTRACT, due_subjects(connection, EXTRACT, now()))
        close_unwanted(connection, EXTRACT, wanted_hashes())
    done = 0
    while waiting := _waiting_files(work, None if limit is None else limit - done):
        with _open_sandbox(work, len(waiting)) as sandbox:
            for count, outcome in enumerate(sandbox.extract(_sources(work, waiting), boxes=True), 1):
                with work.store.catalog.write() as connection:
                    done += _keep_text(connection, outcome)
                work.progress(EXTRACT, count, len(waiting))
            unpack_containers(work, sandbox, READER_VERSIONS)
    return work.finish(_tally(work, EXTRACT, READER_VERSIONS, wanted_hashes(), done))


def _waiting_files(work: Work, limit: int | None) -> list[str]:
    list_members(work, READER_VERSIONS)
    with work.store.catalog.read() as connection:
        return pending_inputs(connection, wanted_hashes(), EXTRACT, READER_VERSIONS)[:limit]


def _sources(work: Work, hashes: list[str]) -> Iterator[Source]:
    return (Source(sha256, path=work.store.originals.path(sha256)) for sha256 in hashes)


def _open_sandbox(work: Work, files: int) -> AbstractContextManager[Sandbox]:
    settings = work.settings
    return open_sandbox(
        workers=min(settings.workers, files),
        timeout=settings.file_seconds,
        memory=settings.file_memory_mb << 20,
        page_seconds=settings.page_seconds,
        most_seconds=settings.file_most_seconds,
    )


def _keep_text(connection: Connection, outcome: Outcome) -> bool:
    if outcome.text is not None:
        text, version = outcome.text, version_of(outcome.text)
        if text.lines:  # kept apart: only who shows a page needs them
            save_result(connection, LINES, version, outcome.key, output=save_output(connection, text.lines))
        output = save_output(connection, replace(text, lines=()))
        save_result(connection, EXTRACT, version, outcome.key, output=output)
        close_issue(connection, EXTRACT, outcome.key)
        return True
    error = outcome.error or ExtractError("no text and no reason")
    if is_container(error):
        save_result(connection, EXTRACT, reader_version(error.format), outcome.key, output=None, state=CONTAINER)
        return True
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
    return False


# ---------------------------------------------------------------- tag


def tag_texts(work: Work, limit: int | None = None) -> Tally:
    """Tag the texts that wait."""
    with work.store.catalog.write() as connection:
        forget_results(connection, TAG, due_subjects(connection, TAG, now()))
        close_unwanted(connection, TAG, wanted_texts())
        waiting = pending_inputs(connection, wanted_texts(), TAG, TAGGERS)[:limit]
    done = 0
    with open_taggers(work.settings, len(waiting)) as taggers:
        for count, (text_hash, tags) in enumerate(taggers.tag(_texts(work, waiting)), 1):
            with work.store.catalog.write() as connection:
                if isinstance(tags, TagFailure):
                    _note_tag_failure(connection, text_hash, tags)
                else:
                    save_result(connection, TAG, TAGGER_VERSION, text_hash, output=save_output(connection, tags))
                    close_issue(connection, TAG, text_hash)
                    done += 1
            work.progress(TAG, count, len(waiting))
    return work.finish(_tally(work, TAG, TAGGERS, wanted_texts(), done))


def wanted_texts() -> Select[tuple[str]]:
    """The hashes of the texts of all wanted files."""
    read = (results.c.stage == EXTRACT, results.c.version.in_(READER_VERSIONS), results.c.state == "done")
    return select(results.c.output).distinct().where(*read, results.c.input.in_(wanted_hashes()))


def _texts(work: Work, hashes: list[str]) -> Iterator[tuple[str, Text]]:
    for text_hash in hashes:
        with work.store.catalog.read() as connection:
            text = load_output(connection, text_hash, Text)
        yield text_hash, text


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
    versions, wanted = {EXTRACT: (READER_VERSIONS, wanted_hashes()), TAG: (TAGGERS, wanted_texts())}[stage]
    with work.store.catalog.read() as connection:
        return bool(count_states(connection, wanted, stage, versions)["pending"])


def _tally(work: Work, stage: str, versions: Collection[str], wanted: Select[tuple[str]], done: int) -> Tally:
    """The account of a stage; what a limit left waiting is not asked for yet."""
    with work.store.catalog.read() as connection:
        counts = count_states(connection, wanted, stage, versions)
    return Tally(stage, done, counts["done"] - done, counts["failed"])
