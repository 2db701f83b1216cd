"""Containers (archives, letters with attachments): each member becomes a capture of its own and is read like any file.

A member's address is its container's, then `!/` and its name. What a container holds is kept by its hash; which
captures follow from that is looked up anew each time, so that a kill in between loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import quote

from sqlalchemy import Connection

from documents.record import Capture
from extractors import ExtractError, Member, Sandbox, Source
from store.captures import keep_capture, unlisted_containers
from store.issues import open_issue
from store.queues import UNPACK, leave_queue, queued
from store.results import containers_to_unpack, load_output, save_output, save_result

from .work import Work, now

STAGE = UNPACK


@dataclass(frozen=True, slots=True)
class Contents:
    """What a container holds: a row per member that could be taken out."""

    members: tuple[KeptMember, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptMember:
    """A member's name and the hash and size of its bytes."""

    name: str
    sha256: str
    size: int


def unpack_containers(work: Work, sandbox: Sandbox, versions: Collection[str]) -> None:
    """Take the members out of the containers that were met, and keep them."""
    with work.store.catalog.read() as connection:
        waiting = containers_to_unpack(connection, STAGE, versions)
    for sha256, version in waiting:
        outcome = sandbox.unpack(Source(sha256, path=work.store.originals.path(sha256)))
        members = [] if isinstance(outcome, ExtractError) else outcome
        kept = [KeptMember(m.name, work.store.originals.put(m.data), len(m.data)) for m in members if m.error is None]
        with work.store.catalog.write() as connection:
            output = save_output(connection, Contents(tuple(kept)))
            save_result(connection, STAGE, version, sha256, output=output)
            for name, error in _failures(sha256, outcome):
                _note_failure(connection, sha256, name, error)


def list_members(work: Work, versions: Collection[str]) -> int:
    """Make captures of what containers hold, wherever the same container came from; gives how many."""
    listed = 0
    with work.store.catalog.write() as connection:
        for capture, contents in unlisted_containers(connection, STAGE, versions):
            for member in load_output(connection, contents, Contents).members:
                keep_capture(connection, _as_capture(capture, member))
                listed += 1
        closed = {name for name, _ in containers_to_unpack(connection, STAGE, versions)}
        leave_queue(connection, STAGE, set(queued(connection, STAGE)) - closed)
    return listed


def _failures(sha256: str, outcome: list[Member] | ExtractError) -> list[tuple[str, ExtractError]]:
    if isinstance(outcome, ExtractError):
        return [("", outcome)]
    return [(member.name, member.error) for member in outcome if member.error is not None]


def _note_failure(connection: Connection, sha256: str, name: str, error: ExtractError) -> None:
    open_issue(
        connection,
        STAGE,
        f"{sha256}!/{name}" if name else sha256,
        now=now(),
        reason=error.code,
        detail=f"{name}: {error.detail}" if name else error.detail,
        what_to_do=error.what_to_do,
        retry=False,
        file=sha256,
    )


def _as_capture(container: Capture, member: KeptMember) -> Capture:
    return replace(
        container,
        url=f"{container.url}!/{quote(member.name)}",
        sha256=member.sha256,
        size=member.size,
        role="file",
        media_type=None,
        etag=None,
        last_modified=None,
    )


def is_container(error: ExtractError) -> bool:
    """Whether a file gave no text because it holds other files."""
    return error.code == "container"
