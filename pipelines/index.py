"""Indexing: what linking changed goes into the search index, what it dropped goes out."""

from __future__ import annotations

from index_mappings import Index, RecordsRefused, open_index
from store import indexing
from store.issues import close_issue, open_issue
from store.runs import Tally

from .records import RECORD_VERSION, build_records
from .settings import Settings
from .work import Work, now

STAGE = "index"
BATCH = 200


def open_working_index(settings: Settings) -> Index:
    """The index that the settings name."""
    return open_index(settings.index_place, api_key=settings.elasticsearch_api_key)


def index_documents(work: Work) -> Tally:
    """Bring the index up to the catalog; it is committed before that is noted: a kill between repeats a batch."""
    place = work.settings.index_place
    with open_working_index(work.settings) as index:
        _start_over_if_lost(work, index)
        done = 0
        changed = _changed(work)
        for at in range(0, len(changed), BATCH):
            taken = _put(work, index, changed[at : at + BATCH])
            index.commit()
            _note(work, taken)
            done += len(taken)
            work.progress(STAGE, min(at + BATCH, len(changed)), len(changed))
        _delete_dropped(work, index, place)
    return work.finish(_tally(work, done, len(changed) - done))


def rebuild_index(work: Work) -> Tally:
    """Fill the index anew from the catalog; searches see the old one until the new one is whole."""
    place, key = work.settings.index_place, work.settings.elasticsearch_api_key
    with work.store.only_writer(), open_index(place, api_key=key, rebuild=True) as index:
        with work.store.catalog.write() as connection:
            indexing.forget_index(connection, work.settings.index_place)
        changed, taken = _changed(work), []
        for at in range(0, len(changed), BATCH):
            taken += _put(work, index, changed[at : at + BATCH])
            work.progress(STAGE, min(at + BATCH, len(changed)), len(changed))
        index.commit()
        _note(work, taken)
    return work.finish(_tally(work, len(taken), len(changed) - len(taken)))


def _changed(work: Work) -> list[tuple[str, str]]:
    with work.store.catalog.read() as connection:
        return indexing.changed_documents(connection, work.settings.index_place, RECORD_VERSION)


def _put(work: Work, index: Index, batch: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Puts a batch; gives what was taken of it. What the index refuses becomes an issue, and is tried the next time."""
    with work.store.catalog.read() as connection:
        records = [build_records(connection, indexing.document_row(connection, name)) for name, _ in batch]
    try:
        index.put([record for record, _ in records], [goal for _, goals in records for goal in goals])
    except RecordsRefused as error:
        _note_refused(work, error)
        return [each for each in batch if each[0] not in error.reasons]
    return batch


def _note_refused(work: Work, error: RecordsRefused) -> None:
    with work.store.catalog.write() as connection:
        for name, reason in error.reasons.items():
            open_issue(
                connection, STAGE, name, now=now(), reason="refused", detail=reason, what_to_do=error.what_to_do,
                retry=True,
            )  # fmt: skip


def _note(work: Work, batch: list[tuple[str, str]]) -> None:
    with work.store.catalog.write() as connection:
        indexing.note_indexed(connection, work.settings.index_place, batch)
        for name, _ in batch:
            close_issue(connection, STAGE, name)


def _start_over_if_lost(work: Work, index: Index) -> None:
    """An index that holds less than was put into it was removed or replaced: fill it again."""
    with work.store.catalog.write() as connection:
        if index.count().documents < indexing.count_indexed(connection, work.settings.index_place):
            indexing.forget_index(connection, work.settings.index_place)


def _delete_dropped(work: Work, index: Index, place: str) -> None:
    with work.store.catalog.read() as connection:
        dropped = indexing.dropped_documents(connection, place)
    if dropped:
        index.delete(dropped)
        index.commit()
        with work.store.catalog.write() as connection:
            indexing.note_deleted(connection, place, dropped)


def _tally(work: Work, done: int, refused: int) -> Tally:
    with work.store.catalog.read() as connection:
        held = indexing.count_indexed(connection, work.settings.index_place)
    return Tally(STAGE, done, held - done, refused)
