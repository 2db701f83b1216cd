"""From our mappings and clauses to tantivy's schema, documents and queries.

Text is analysed in Python by the mapping's own analysis and handed over as tokens with blanks between them; keywords
are `raw`, because deleting by any other kind of key deletes nothing, silently. Each row carries its document as a
figure too, which is read for many rows at once without opening what is stored of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import Any

import orjson
import tantivy
from tantivy import Occur

from index_mappings import clauses
from index_mappings.analysis import Cuts
from index_mappings.mapping import Field, Mapping

Tantivy = tantivy.Query
FIELD_TYPES = {
    "integer": tantivy.FieldType.Integer,
    "long": tantivy.FieldType.Integer,
    "double": tantivy.FieldType.Float,
    "date": tantivy.FieldType.Date,
}
MOST_VALUES = 20  # whose records are counted one by one
PASSAGES = 10  # of a document, on average
OWNER = "owner"  # the document a row is, or is part of, as a figure
SOURCE = "source"


def build_schema(mapping: Mapping, tokenizer: Callable[[Field], str] = lambda _: "whitespace") -> tantivy.Schema:
    """The schema of a mapping: each indexed field, the owner, and the source as it was given, stored.

    `tokenizer` names the one that a text field's values, lines of tokens, are cut with.
    """
    builder = tantivy.SchemaBuilder()
    for field in mapping.fields.values():
        if field.kind == "text":
            option = "position" if field.positions else "freq"
            builder.add_text_field(field.name, tokenizer_name=tokenizer(field), index_option=option)
        elif field.kind == "keyword":
            builder.add_text_field(field.name, fast=True, tokenizer_name="raw", index_option="basic")
        elif field.kind == "long":
            builder.add_integer_field(field.name, fast=True)
        elif field.kind == "integer":
            builder.add_integer_field(field.name, indexed=True, fast=True)
        elif field.kind == "double":
            builder.add_float_field(field.name, indexed=True, fast=True)
        elif field.kind == "date":
            builder.add_date_field(field.name, indexed=True, fast=True)
    builder.add_integer_field(OWNER, indexed=True, fast=True)
    builder.add_bytes_field(SOURCE, stored=True)
    return builder.build()


def owner_of(document_id: str) -> int:
    """The figure of 63 bits that stands for a document; two of 10 million share one with a chance of 1 in 180,000."""
    return int.from_bytes(blake2b(document_id.encode(), digest_size=8).digest(), "big") >> 1


def document_of(source: dict[str, Any], mapping: Mapping, schema: tantivy.Schema) -> tantivy.Document:
    """The tantivy document of a source."""
    return tantivy.Document.from_dict(values_of(source, mapping), schema)


def values_of(source: dict[str, Any], mapping: Mapping) -> dict[str, list[Any]]:
    """The values of each field for a source."""
    kept = {name: value for name, value in source.items() if name not in mapping.kept_out}
    owner = source["document" if "document" in mapping.fields else "id"]
    values: dict[str, list[Any]] = {SOURCE: [orjson.dumps(kept)], OWNER: [owner_of(owner)]}
    lines: dict[tuple[str, str], str] = {}  # a text goes through an analyzer once, whatever fields it fills
    cuts: Cuts = {}
    for field in mapping.fields.values():
        given = _given(field, source)
        if not given:
            continue
        if field.analyzer:
            for value in given:
                if (field.analyzer, value) not in lines:
                    lines[field.analyzer, value] = mapping.analyzers[field.analyzer].line(value, cuts)
            values[field.name] = [lines[field.analyzer, value] for value in given]
        elif field.kind == "keyword":
            values[field.name] = [mapping.value(field.name, v) for v in given]
        elif field.kind == "date":
            values[field.name] = [day for v in given if (day := _day(v))]
        else:
            values[field.name] = given
    return values


def _given(field: Field, source: dict[str, Any]) -> list[Any]:
    """All values a field is filled from, in the order of the mapping."""
    given: list[Any] = []
    for name in field.sources:
        value = source.get(name)
        given += value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    return given


def _day(iso: str) -> datetime | None:
    """The first moment of an ISO day, month or year."""
    try:
        return datetime.fromisoformat(iso + "-01-01"[: 10 - len(iso)] if len(iso) < 10 else iso).replace(tzinfo=UTC)
    except ValueError:
        return None


# ---------------------------------------------------------------- clauses


def compile_clause(
    clause: clauses.Clause, mapping: Mapping, schema: tantivy.Schema, *, few: bool = False, scored: bool = True
) -> tantivy.Query:
    """The tantivy query of a clause; `few` when few of all records can be found by it, `scored` when they are ranked.

    How often a word stands in a record is read only where it is scored.
    """
    again = partial(compile_clause, mapping=mapping, schema=schema, few=few)
    match clause:
        case clauses.Term(field, value, boost):
            return _boosted(Tantivy.term_query(schema, field, value, "freq" if scored else "basic"), boost)
        case clauses.Phrase(field, words, boost):
            return _boosted(Tantivy.phrase_query(schema, field, list(words)), boost)
        case clauses.Like(field, value):
            return Tantivy.fuzzy_term_query(schema, field, value, distance=1, transposition_cost_one=True)
        case clauses.Prefix(field, value):
            return Tantivy.fuzzy_term_query(schema, field, value, distance=0, prefix=True)
        case clauses.OneOf(field, values):
            return Tantivy.term_set_query(schema, field, list(values))
        case clauses.PartOf(documents):
            # one by one: a set is sought in the whole column of figures, which takes ten times as long
            return _any_of([Tantivy.term_query(schema, OWNER, owner, "basic") for owner in documents])
        case clauses.Between(field, lower, upper):
            kind = mapping.fields[field].kind
            if lower == upper and kind == "integer":  # a year is a term; a range is sought in the whole column
                return Tantivy.term_query(schema, field, lower, "basic")
            low, high = (_bound(kind, bound) for bound in (lower, upper))
            return Tantivy.range_query(schema, field, FIELD_TYPES[kind], low, high)
        case clauses.Constant(inner, score):
            return Tantivy.const_score_query(again(inner, scored=False), score)
        case clauses.Everything():
            return Tantivy.all_query()
        case clauses.Both(must, should, any_of, at_least):
            asked = [again(c, scored=scored) for c in must]
            choices = [again(c, scored=scored) for c in any_of]
            if choices and at_least == len(choices):
                asked += choices
            elif choices:
                asked.append(_any_of(choices, at_least))
            terms = [again(c) for c in should if isinstance(c, clauses.Term)]
            others = [again(c) for c in should if not isinstance(c, clauses.Term)]
            return _scored(_all_of(asked), terms, others, few=few)


def _scored(asked: Tantivy, terms: list[Tantivy], others: list[Tantivy], *, few: bool) -> tantivy.Query:
    """What is asked, with the scores of terms and of other clauses added.

    What only scores is read whole, all rows of it: the fastest way for many records, twice as fast for terms alone. For
    few records it is the slowest: then each is an optional of its own, which is sought record by record.
    """
    if few:
        for score in (*terms, *others):
            asked = Tantivy.boolean_query([(Occur.Must, asked), (Occur.Should, score)])
        return asked
    scores = [(Occur.Should, _any_of(group)) for group in (terms, others) if group]
    return Tantivy.boolean_query([(Occur.Must, asked), *scores]) if scores else asked


def _all_of(queries: list[Tantivy]) -> tantivy.Query:
    if not queries:
        return Tantivy.all_query()
    return queries[0] if len(queries) == 1 else Tantivy.boolean_query([(Occur.Must, q) for q in queries])


def _any_of(queries: list[Tantivy], at_least: int = 1) -> tantivy.Query:
    choice = [(Occur.Should, query) for query in queries]
    return Tantivy.boolean_query(choice, minimum_number_should_match=at_least)


def without_absent(clause: clauses.Clause, frequency: Callable[[str, str | int], int]) -> clauses.Clause:
    """The clause without the scores of terms that no record has: what remains is read together, and sooner."""
    if not isinstance(clause, clauses.Both):
        return clause
    terms = [(part.clause if isinstance(part, clauses.Constant) else part, part) for part in clause.should]
    there = (part for term, part in terms if not isinstance(term, clauses.Term) or frequency(term.field, term.value))
    return replace(clause, should=tuple(there))


def most_found(clause: clauses.Clause, frequency: Callable[[str, str | int], int], every: int) -> int:
    """No more records than this are found by a clause, told from how many have each value; `every` when unknown."""
    match clause:
        case clauses.Term(field, value):
            return frequency(field, value)
        case clauses.Phrase(field, words):
            return min(frequency(field, word) for word in words)
        case clauses.OneOf(field, values) if len(values) <= MOST_VALUES:
            return sum(frequency(field, value) for value in values)
        case clauses.PartOf(documents):
            return PASSAGES * len(documents)
        case clauses.Constant(inner):
            return most_found(inner, frequency, every)
        case clauses.Both(must, _, any_of, at_least):
            bounds = [most_found(c, frequency, every) for c in must]
            if any_of:
                choices = [most_found(c, frequency, every) for c in any_of]
                bounds.append(min(choices) if at_least == len(any_of) else sum(choices) // at_least)
            return min(bounds, default=every)
    return every


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else Tantivy.boost_query(query, boost)


def _bound(kind: str, bound: str | float | None) -> Any:
    if bound is None:
        return None
    if kind == "date":
        return _day(str(bound))
    return float(bound) if kind == "double" else int(bound)
