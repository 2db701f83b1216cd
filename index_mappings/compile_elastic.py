"""From our clauses to Elasticsearch's query language; terms are already analysed, so only term-level queries occur."""

from __future__ import annotations

from typing import Any

from index_mappings import clauses

Json = dict[str, Any]
MOST_LIKE = 1000  # tokens one mistake away: more than a vocabulary has, for the embedded index knows no limit


def compile_clause(clause: clauses.Clause) -> Json:
    """The Elasticsearch query of a clause."""
    match clause:
        case clauses.Term(field, value, boost):
            return {"term": {field: {"value": value, "boost": boost}}}
        case clauses.Phrase(field, words, boost):
            # a span_near of exact terms is the phrase query that is not analysed a second time
            spans = [{"span_term": {field: word}} for word in words]
            return {"span_near": {"clauses": spans, "slop": 0, "in_order": True, "boost": boost}}
        case clauses.Like(field, value):
            return {"fuzzy": {field: {"value": value, "fuzziness": 1, "max_expansions": MOST_LIKE}}}
        case clauses.Prefix(field, value):
            return {"prefix": {field: {"value": value}}}
        case clauses.OneOf(field, values):
            return {"terms": {field: list(values)}}
        case clauses.PartOf(documents):
            return {"terms": {"document": list(documents)}}
        case clauses.Between(field, lower, upper):
            bounds = {"gte": lower, "lte": upper}
            return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}
        case clauses.Constant(inner, score):
            return {"constant_score": {"filter": compile_clause(inner), "boost": score}}
        case clauses.Everything():
            return {"match_all": {}}
        case clauses.Both(must, should, any_of, at_least):
            return _both(
                [compile_clause(c) for c in must],
                [compile_clause(c) for c in should],
                [compile_clause(c) for c in any_of],
                at_least,
            )


def _both(must: list[Json], should: list[Json], any_of: list[Json], at_least: int) -> Json:
    if any_of:
        must = [*must, {"bool": {"should": any_of, "minimum_should_match": at_least}}]
    return {"bool": {"must": must or [{"match_all": {}}], "should": should}}
