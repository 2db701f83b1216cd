"""Files alone: read and tag files without a store, one answer per file, whatever the file is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from documents.record import Tags, Text, to_json
from extractors import ExtractError, Source, open_sandbox

from .paths import check_readable, failure_code, failure_reason, files_below
from .settings import Settings

Answer = dict[str, Any]


def extract_files(settings: Settings, paths: Iterable[Path], boxes: bool = False) -> Iterator[Answer]:
    """Each file's text with its pages and warnings, as they are ready; `method` is None where it could not be read.

    With `boxes`, `lines` says where each line stands on its page.
    """
    for path, text, error in _read_all(settings, list(files_below(paths)), boxes):
        answer = _failure(path, error) if text is None else _extracted(path, text)
        if not boxes:
            answer.pop("lines", None)
        yield answer


def tag_files(settings: Settings, paths: Iterable[Path]) -> Iterator[Answer]:
    """Each file's tags, with warnings of what cannot be; a file that could not be read has none but says why."""
    from nlp import find_oddities, tag_text

    from .tagging import was_scanned

    for path, text, error in _read_all(settings, list(files_below(paths))):
        if text is None:
            yield _failure(path, error, **to_json(Tags()))
        else:
            answer = _extracted(path, text)
            del answer["pages"], answer["lines"]
            tags = tag_text(text.text, scanned=was_scanned(text))
            answer["warnings"] += to_json(find_oddities(tags))
            yield answer | to_json(tags)


def _read_all(
    settings: Settings, paths: list[Path], boxes: bool = False
) -> Iterator[tuple[Path, Text | None, ExtractError | OSError]]:
    readable = []
    for path in paths:
        try:
            check_readable(path)
            readable.append(path)
        except OSError as error:
            yield path, None, error
    sources = (Source(str(path), path=path) for path in readable)
    with open_sandbox(
        workers=max(1, min(settings.workers, len(readable))),
        timeout=settings.file_seconds,
        memory=settings.file_memory_mb << 20,
        page_seconds=settings.page_seconds,
        most_seconds=settings.file_most_seconds,
    ) as sandbox:
        for outcome in sandbox.extract(sources, boxes=boxes):
            yield Path(outcome.key), outcome.text, outcome.error or ExtractError()


def _extracted(path: Path, text: Text) -> Answer:
    return {"file": str(path), **to_json(text)}


def _failure(path: Path, error: ExtractError | OSError, **nothing: Any) -> Answer:
    if isinstance(error, ExtractError):
        from store.originals import hash_bytes  # here: nothing else of the store is needed, and it is heavy

        warning = {"code": error.code, "detail": error.detail, "what_to_do": error.what_to_do}
        sha256: str | None = hash_bytes(path.read_bytes())
    else:
        code, reason = failure_code(error), failure_reason(error)
        warning = {"code": code, "detail": reason, "what_to_do": "Check the path and who may read it."}
        sha256 = None
    return {"file": str(path), "sha256": sha256, "method": None, "text": "", "warnings": [warning], **nothing}
