"""Files handed in: every file of some paths becomes a capture; what cannot be read is an issue, the rest goes on."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence
from pathlib import Path

from documents.record import Capture
from store.captures import keep_capture
from store.issues import close_issue, list_issues, open_issue
from store.runs import Tally

from .crawl import fetch_addresses
from .paths import check_readable, failure_code, failure_reason, files_below
from .work import Work, now

STAGE = "ingest"


def ingest_sources(work: Work, sources: Sequence[str]) -> tuple[list[Tally], list[tuple[str, str]]]:
    """Keep what some paths and http(s) addresses hold; gives the accounts and (source, reason) for each failure."""
    urls = [source for source in sources if source.startswith(("http://", "https://"))]
    paths = [Path(source) for source in sources if source not in urls]
    tallies: list[Tally] = []
    failures: list[tuple[str, str]] = []
    if paths:
        tally, failed = ingest_paths(work, paths)
        tallies.append(tally)
        failures += [(str(path), reason) for path, reason in failed]
    if urls:
        tallies.append(fetch_addresses(work, urls))
        failures += _failed_addresses(work, urls)
    return tallies, failures


def _failed_addresses(work: Work, urls: Sequence[str]) -> list[tuple[str, str]]:
    with work.store.catalog.read() as connection:
        issues = list_issues(connection)
    return [(issue["url"], f"{issue['reason']} {issue['detail']}") for issue in issues if issue["url"] in urls]


def ingest_paths(work: Work, paths: Iterable[Path]) -> tuple[Tally, list[tuple[Path, str]]]:
    """Keep every file at or below some paths; gives the account and (path, reason) for each that failed."""
    done = unchanged = 0
    failures: list[tuple[Path, str]] = []
    files = list(files_below(map(Path.resolve, paths)))
    for count, path in enumerate(files, 1):
        try:
            fresh = _ingest_file(work, path)
        except OSError as error:
            failures.append((path, failure_reason(error)))
            _note_failure(work, path, error)
        else:
            done, unchanged = done + fresh, unchanged + (not fresh)
        work.progress(STAGE, count, len(files))
    return work.finish(Tally(STAGE, done, unchanged, len(failures))), failures


def _ingest_file(work: Work, path: Path) -> bool:
    check_readable(path)
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
            reason=failure_code(error),
            detail=failure_reason(error),
            what_to_do="Check the path and who may read it, then ingest it again.",
            retry=False,
            url=path.as_uri(),
            file=str(path),
        )
