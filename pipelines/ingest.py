"""Files handed in: every file of some paths becomes a capture; what cannot be read is an issue, the rest goes on."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator
from pathlib import Path

from documents.record import Capture
from store.captures import keep_capture
from store.issues import close_issue, open_issue
from store.runs import Tally

from .work import Work, now

STAGE = "ingest"


def ingest_paths(work: Work, paths: Iterable[Path]) -> tuple[Tally, list[tuple[Path, str]]]:
    """Keep every file at or below some paths; gives the account and (path, reason) for each that failed."""
    done = unchanged = 0
    failures: list[tuple[Path, str]] = []
    files = list(_files_below(paths))
    for count, path in enumerate(files, 1):
        try:
            fresh = _ingest_file(work, path)
        except OSError as error:
            failures.append((path, _reason(error)))
            _note_failure(work, path, error)
        else:
            done, unchanged = done + fresh, unchanged + (not fresh)
        work.progress(STAGE, count, len(files))
    return work.finish(Tally(STAGE, done, unchanged, len(failures))), failures


def _files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Each path that is a file, and the files below each that is a folder, hidden ones left out, in order."""
    for path in map(Path.resolve, paths):
        if not path.is_dir():
            yield path
            continue
        below = (file for file in path.rglob("*") if not file.is_dir())
        yield from sorted(file for file in below if not any(p.startswith(".") for p in file.relative_to(path).parts))


def _ingest_file(work: Work, path: Path) -> bool:
    body = path.read_bytes()
    sha256 = work.store.originals.put(body)
    media_type, _ = mimetypes.guess_type(path.name)
    capture = Capture(path.as_uri(), sha256, len(body), now(), media_type=media_type)
    with work.store.catalog.write() as connection:
        close_issue(connection, STAGE, capture.url)
        return keep_capture(connection, capture)


def _note_failure(work: Work, path: Path, error: OSError) -> None:
    with work.store.catalog.write() as connection:
        open_issue(
            connection,
            STAGE,
            path.as_uri(),
            now=now(),
            reason="missing" if isinstance(error, FileNotFoundError) else "not_readable",
            detail=_reason(error),
            what_to_do="Check the path and who may read it, then ingest it again.",
            retry=False,
            url=path.as_uri(),
            file=str(path),
        )


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
