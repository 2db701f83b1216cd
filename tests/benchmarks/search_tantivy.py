"""The same documents and questions given to tantivy itself."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import tantivy
from search_documents import made_documents, sources, timed

from index_mappings import Query
from index_mappings.clauses import without_scores
from index_mappings.compile_tantivy import build_schema, compile_clause, document_of
from index_mappings.mapping import ROOMS, load_mapping
from index_mappings.query import FACETS, MOST_FACET_VALUES, attempts_of


def index_raw_tantivy(folder: Path, size: int, length: int) -> float:
    """Documents a second with everything analysed beforehand."""
    writers, schemas = {}, {}
    for room in ROOMS:
        (folder / room).mkdir(parents=True)
        schemas[room] = build_schema(load_mapping(room))
        writers[room] = tantivy.Index(schemas[room], str(folder / room)).writer(96_000_000, 2)
    seconds = 0.0
    given = sources(made_documents(size, length))
    for room, source in given:
        ready = document_of(source, load_mapping(room), schemas[room])
        started = time.perf_counter()
        writers[room].add_document(ready)
        seconds += time.perf_counter() - started
    seconds += timed(lambda: [writer.commit() for writer in writers.values()])
    shutil.rmtree(folder)
    return size / seconds


def raw_tantivy(place: str) -> Callable[[Query], object]:
    """The clauses of a query asked of tantivy itself: ten documents and the facets."""
    (generation,) = (path for path in Path(place).iterdir() if path.is_dir())
    mapping = load_mapping("documents")
    schema = build_schema(mapping)
    searcher = tantivy.Index(schema, str(generation / "documents")).searcher()
    counted = {name: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for name, field in FACETS.items()}

    def ask(query: Query) -> object:
        for clause in attempts_of(query, mapping):
            found = searcher.search(compile_clause(clause, mapping, schema), 10)
            if found.hits:
                break
        kept = [json.loads(searcher.doc(address)["source"][0]) for _, address in found.hits]
        return kept, searcher.aggregate(compile_clause(without_scores(clause), mapping, schema), counted)

    return ask
