"""Indexing: what linking changed goes into the search index, what it dropped goes out."""

from __future__ import annotations

from index_mappings import Index, open_index
from store import indexing
from store.runs import Tally

from .records import RECORD_VERSION, build_records
from .settings import Settings
from .work import Work

STAGE = "index"
BATCH = 200


def index_documents(work: Work) -> Tally:
    """Bring the index up to the catalog. The index is committed first, then noted: a kill between the two repeats a batch."""
    place = work.settings.index_place
    index = open_working_index(work.settings)
    try:
        _start_over_if_lost(work, index)
        done = _put_changed(work, index, place)
        _delete_dropped(work, index, place)
    finally:
        index.close()
    with work.store.catalog.read() as connection:
        held = indexing.count_indexed(connection, place)
    return work.finish(Tally(STAGE, done, held - done, 0))


def open_working_index(settings: Settings) -> Index:
    """The index that the settings name."""
    return open_index(settings.index_place, api_key=settings.elasticsearch_api_key)


def rebuild_index(work: Work) -> Tally:
    """Empty the index and fill it again from the catalog."""
    index = open_working_index(work.settings)
    try:
        index.clear()
        index.commit()
    finally:
        index.close()
    with work.store.only_writer():
        with work.store.catalog.write() as connection:
            indexing.forget_index(connection, work.settings.index_place)
        return index_documents(work)


def _start_over_if_lost(work: Work, index: Index) -> None:
    """An index that holds less than was put into it was removed or replaced: fill it again."""
    with work.store.catalog.write() as connection:
        if index.count() < indexing.count_indexed(connection, work.settings.index_place):
            indexing.forget_index(connection, work.settings.index_place)


def _put_changed(work: Work, index: Index, place: str) -> int:
    with work.store.catalog.read() as connection:
        changed = indexing.changed_documents(connection, place, RECORD_VERSION)
    done = 0
    for at in range(0, len(changed), BATCH):
        batch = changed[at : at + BATCH]
        with work.store.catalog.read() as connection:
            records = [build_records(connection, indexing.document_row(connection, name)) for name, _ in batch]
        index.put([record for record, _ in records], [goal for _, goals in records for goal in goals])
        index.commit()
        with work.store.catalog.write() as connection:
            indexing.note_indexed(connection, place, batch)
        done += len(batch)
        work.progress(STAGE, done, len(changed))
    return done


def _delete_dropped(work: Work, index: Index, place: str) -> None:
    with work.store.catalog.read() as connection:
        dropped = indexing.dropped_documents(connection, place)
    if dropped:
        index.delete(dropped)
        index.commit()
        with work.store.catalog.write() as connection:
            indexing.note_deleted(connection, place, dropped)
