"""The same documents and questions given to tantivy itself.

It is made as easy for it as can be: values are read, pairs of syllables made and JSON written beforehand, for it has no
tokenizer of pairs; all other texts go through its own tokenizers. It indexes and stores the same, and answers the same
clauses with the same count and facets, and reads the stored rows of what is shown. What it lacks
is what we add: reading a question, our own analysis, replacing what was there, weighing thirty documents by their
passages, marking what was asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson
import tantivy
from search_documents import Cost, cost_of, fill, made_documents, sources
from search_times import PAGE
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from documents.record import DocumentRecord
from index_mappings import Query, open_index
from index_mappings.clauses import without_scores
from index_mappings.compile_tantivy import OWNER, build_schema, compile_clause, values_of
from index_mappings.embedded import WRITER_MEMORY, WRITER_THREADS
from index_mappings.mapping import ROOMS, Field, Mapping, Room, load_mapping
from index_mappings.passages import ask_passages
from index_mappings.query import COUNTED, attempts_of

Prepared = list[tuple[Room, dict[str, Any]]]
PART = 500  # documents filled at a time, ours and raw in turn


# ---------------------------------------------------------------- filling


def measure_filling(folder: Path, size: int, length: int) -> str:
    """Documents a second on the clock and of CPU, ours and raw in turn, until all is committed and merged."""
    ours, raw = Cost(), Cost()
    documents = list(made_documents(size, length))
    for start in range(0, size, PART):
        part = documents[start : start + PART]
        prepared = prepare_raw(part)
        raw += fill_raw(folder / "raw", prepared)
        del prepared
        ours += cost_of(lambda part=part: _fill_ours(folder / "ours", part))
        shutil.rmtree(folder / "ours")
    seconds, cpu = raw.seconds / ours.seconds, raw.cpu / ours.cpu
    return (
        f"{size / ours.seconds:6.0f} documents/s, raw {size / raw.seconds:.0f}: {seconds:.2f}; "
        f"CPU {1000 * ours.cpu / size:.1f} ms a document, raw {1000 * raw.cpu / size:.1f}: {cpu:.2f}"
    )


def _fill_ours(folder: Path, documents: Iterable[DocumentRecord]) -> None:
    with open_index(str(folder), rebuild=True) as index:
        fill(index, documents)


def prepare_raw(documents: Iterable[DocumentRecord]) -> Prepared:
    """What is put into each room, ready to be added."""
    return [(room, _raw_values(source, load_mapping(room))) for room, source in sources(documents)]


def _raw_values(source: dict[str, Any], mapping: Mapping) -> dict[str, list[Any]]:
    """The values of all fields: texts as they were written, pairs as pairs."""
    values = values_of(source, mapping)
    for field in mapping.fields.values():
        if field.analyzer and field.name in values and _tokenizer(field) != "whitespace":
            given = [source[name] for name in field.sources if source.get(name)]
            values[field.name] = [v for value in given for v in (value if isinstance(value, list) else [value])]
    return values


def fill_raw(folder: Path, prepared: Prepared) -> Cost:
    """Adds what was prepared to a new index, commits, and waits for the merges."""
    indexes: dict[Room, tantivy.Index] = {}
    for room in ROOMS:
        (folder / room).mkdir(parents=True)
        indexes[room] = tantivy.Index(build_schema(load_mapping(room), _tokenizer), str(folder / room))
        plain = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
        indexes[room].register_tokenizer("plain", plain.build())
        folded = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
        indexes[room].register_tokenizer("folded", folded.build())

    def add() -> None:
        writers = {room: index.writer(WRITER_MEMORY, WRITER_THREADS) for room, index in indexes.items()}
        schemas = {room: index.schema for room, index in indexes.items()}
        for room, values in prepared:
            writers[room].add_document(tantivy.Document.from_dict(values, schemas[room]))
        for writer in writers.values():
            writer.commit()
        for writer in writers.values():
            writer.wait_merging_threads()

    cost = cost_of(add)
    shutil.rmtree(folder)
    return cost


def _tokenizer(field: Field) -> str:
    """The tokenizer of tantivy's own that comes nearest to what a field needs."""
    if field.analyzer and field.analyzer.endswith("pairs"):
        return "whitespace"
    return "plain" if field.analyzer == "accented" else "folded"


# ---------------------------------------------------------------- asking


def raw_tantivy(place: str, size: int, passages: int) -> Callable[[Query], object]:
    """What asks tantivy the clauses of a query: count, facets, so many documents, and so many of their passages.

    It reads the rows that a page of ten shows: ten documents, and of their passages the same share.
    """
    (generation,) = (path for path in Path(place).iterdir() if path.is_dir())
    mappings = {room: load_mapping(room) for room in ROOMS}
    indexes = {room: tantivy.Index(build_schema(m), str(generation / room)) for room, m in mappings.items()}
    schemas = {room: build_schema(mapping) for room, mapping in mappings.items()}

    def ask(query: Query) -> object:
        mapping, schema = mappings["documents"], schemas["documents"]
        searcher = indexes["documents"].searcher()
        for clause in attempts_of(query, mapping):
            found = searcher.search(compile_clause(clause, mapping, schema), size)
            if found.hits:
                break
        facets = searcher.aggregate(compile_clause(without_scores(clause), mapping, schema), COUNTED)
        owners = searcher.fast_field_values(OWNER, [address for _, address in found.hits])
        return read(searcher, found.hits[:PAGE]), found.count, facets, passages_of_page(query.text, owners)

    def passages_of_page(text: str, owners: list[Any]) -> list[Any]:
        if not (owners and passages):
            return []
        schema, searcher = schemas["passages"], indexes["passages"].searcher()
        asked = compile_clause(ask_passages(text, owners, mappings["documents"]), mappings["passages"], schema)
        found = searcher.search(asked, passages)
        return read(searcher, found.hits[: passages * PAGE // size])

    def read(searcher: tantivy.Searcher, hits: list[Any]) -> list[Any]:
        return [orjson.loads(searcher.doc(address)["source"][0]) for _, address in hits]

    return ask
