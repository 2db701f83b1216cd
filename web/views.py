"""What each page tells, as plain data: the page is a template over it, the JSON twin is the data itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection

from documents import comparison
from documents.collation import collation_key
from documents.number import guess_numbers, may_be_number, parse_number
from documents.provinces import province_today
from documents.record import Tags, TargetRecord, Text, to_json
from documents.units import comparable
from index_mappings import Answer, Query, TargetQuery, answer_query, describe_query, suggest
from store import gaps as missing
from store.answers import count_holdings, show_documents
from store.chain import DRIFTS, list_drift
from store.edges import describe_nodes
from store.graph import tags_of
from store.lookup import keys_of, red_links_of
from store.reached import is_result_of, pair_results, results_on
from store.results import load_lines, load_output
from store.series import list_series
from store.tree import list_implemented, list_implementers, nodes_of
from store.validity import validities
from web.asking import left_as_words, read_query
from web.site import Site

MOST_COMPARED = 1_000
MOST_PLACES = 5  # provinces chosen to be compared
MOST_DRAWN, MOST_GROUPS = 100, 8  # targets and indicators on one page: it stays below 100 kB
MOST_CITING = 200  # documents that cite one, and edges that lead to it
MOST_MEANT = 8  # documents of one number whose trees are shown together
MOST_STEPS = 130  # of a tree in each direction
DEPTH = 4


class NotFound(Exception):
    """Nothing here has that number or id."""


def find_documents(site: Site, params: Mapping[str, Any], after: str | None = None) -> dict[str, Any]:
    """The hits of a search with how it was understood, and red links of the number that was typed, if any.

    `after` goes through all hits while the index changes: "" begins, then the `next` of the page before.
    """
    return tell_documents(site, read_query(params), answer_documents(site, params, after), after)


def answer_documents(site: Site, params: Mapping[str, Any], after: str | None = None) -> Answer:
    """What a search found, and how it was understood."""
    return answer_query(site.index, read_query(params), left_as_words(params), after)


def tell_documents(site: Site, asked: Query, answer: Answer, after: str | None = None) -> dict[str, Any]:
    """What `find_documents` gives, of an answer."""
    first = asked.page == 1 and not after
    return {
        "total": answer.page.total,
        "page": asked.page,
        "size": asked.size,
        "sentence": describe_query(answer.understood.query),
        "understood": [to_json(reading) for reading in answer.understood.readings],
        "dropped": [to_json(reading) for reading in answer.dropped],
        "hits": [to_json(hit) for hit in answer.page.hits],
        "facets": answer.page.facets,
        "red_links": _red_links(site, asked.text) if first else [],
        "named": _is_named(asked.text, answer.page.hits[0].number) if answer.page.hits and first else False,
        "next": answer.page.next,
    }


def _is_named(typed: str, number: str | None) -> bool:
    """Whether the words say just this number, in some spelling: `nq 08` for 08-NQ/TU."""
    meant = parse_number(number) if number and may_be_number(typed) else None
    return meant is not None and any(
        guess.number == meant.number and (guess.type or meant.type) == meant.type for guess in guess_numbers(typed)
    )


def _red_links(site: Site, typed: str) -> list[dict[str, Any]]:
    if not may_be_number(typed):
        return []  # the catalog need not be asked
    with site.store.catalog.read() as connection:
        return red_links_of(connection, typed)


def complete(site: Site, typed: str) -> list[dict[str, Any]]:
    """Completions of a text that is still being typed."""
    return [to_json(suggestion) for suggestion in suggest(site.index, typed[:200])] if typed.strip() else []


def show_document(site: Site, name: str) -> dict[str, Any]:
    """One document by its id, or a red link by its own; raises NotFound."""
    with site.store.catalog.read() as connection:
        found = [
            d for d in show_documents(connection, site.store.originals, [], name, most=MOST_CITING) if d["id"] == name
        ]
        if not found:
            raise NotFound(name)
        document = found[0]
        if document["state"] == "resolved":
            _add_what_decided(connection, document)
    for appearance in document["appearances"]:
        del appearance["file"]  # a path of the server says nothing to a reader
    for edge in document.get("relations", ()):
        del edge["evidence"]["file"]
    return document


def _add_what_decided(connection: Connection, document: dict[str, Any]) -> None:
    """The headers of what may be the same document, and the acts that its validity was told from."""
    others = describe_nodes(connection, {maybe["document"] for maybe in document["maybe_same"]})
    document["maybe_same"] = [{**maybe, "header": others.get(maybe["document"])} for maybe in document["maybe_same"]]
    validity = validities(connection, [document["id"]]).get(document["id"])
    document["acts"] = [asdict(act) for act in (validity.acts if validity else ())]


def merge_edges(edges: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The relations of a document, each other document and type once, with all that states it, the surest first."""
    merged: dict[tuple[str, str, str], dict[str, Any]] = {}
    for edge in edges:
        other = edge["target"] if edge["direction"] == "out" else edge["source"]
        name = (edge["direction"], edge["type"], other["id"])
        line = {"type": edge["type"], "direction": edge["direction"], "other": other, "statements": []}
        merged.setdefault(name, line)["statements"].append(edge)
    for line in merged.values():
        line["statements"].sort(key=lambda edge: -edge["confidence"])
    return list(merged.values())


def compare_facts(facts: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What two documents that may be one agree and differ in, and what one leaves open, in groups."""
    groups: dict[str, list[str]] = {"agrees_in": [], "differs_in": [], "unknown_in": []}
    for name, value in facts.items():
        side = "differs_in" if value == "other" else "unknown_in" if value in ("unknown", "none") else "agrees_in"
        groups[side].append(name)
    return [(name, names) for name, names in groups.items() if names]


def read_document(site: Site, name: str) -> tuple[Text, Tags, str]:
    """The text of a document we hold, its tags, and the hash of the file they were read from; raises NotFound."""
    from sqlalchemy import select

    from store.schema import documents

    with site.store.catalog.read() as connection:
        row = connection.execute(select(documents).where(documents.c.id == name)).one_or_none()
        if row is None:
            raise NotFound(name)
        text = load_output(connection, row.text, Text)
        text = replace(text, lines=load_lines(connection, row.sha256, row.text))
        return text, load_output(connection, tags_of(connection, name), Tags), row.sha256


def show_results(site: Site, document: Mapping[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """By the place of a target in the document's list: what reports on the document say was reached by its year."""
    if not document["targets"]:
        return {}
    with site.store.catalog.read() as connection:
        stated = results_on(connection, site.store.originals, [document["id"]])
    return pair_results(document["targets"], stated.get(document["id"], ()))


def show_tree(site: Site, number: str, depth: int = DEPTH, most: int = MOST_STEPS) -> dict[str, Any]:
    """What carries a number out, and what it carries out itself, with evidence at every step; raises NotFound.

    `number` may be an id. `more` is how many steps there are besides the `most` nearest below and above. Where a
    number alone is that of too many documents, `choose` is true, and they are all there is.
    """
    with site.store.catalog.read() as connection:
        keys, roots = _meant(connection, number)
        if choose := _must_choose(roots):
            below, above = [], []
        else:
            below = list_implementers(connection, site.store.originals, keys, depth)
            above = list_implemented(connection, site.store.originals, keys, depth)
    more = max(len(below) - most, 0) + max(len(above) - most, 0)
    below, above = below[:most], above[:most]
    for answer in below + above:
        del answer["evidence"]["file"]
    told = {"implemented_by": below, "implements": above, "more": more, "choose": choose}
    return {"number": number, "documents": roots, **told}


def _meant(connection: Connection, number: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The keys of a typed number, and what it means, documents that are held first; raises NotFound."""
    keys = keys_of(connection, number)
    known = describe_nodes(connection, nodes_of(connection, keys)) if keys else {}
    if not known:
        raise NotFound(number)
    told = sorted(known.values(), key=lambda node: (node["state"] != "resolved", node["issued"] or "", node["id"]))
    return keys, told


def group_by_place(nodes: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Documents by province in the order of the alphabet, those of none first; within one the newest first."""
    places: dict[str, list[Mapping[str, Any]]] = {}
    for node in sorted(nodes, key=lambda node: node["issued"] or "", reverse=True):
        places.setdefault(node["province"] or "", []).append(node)
    return sorted(places.items(), key=lambda place: collation_key(place[0]))


def _must_choose(roots: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a number is that of so many documents that all they hang together with would say nothing."""
    return len([node for node in roots if node["state"] == "resolved"]) > MOST_MEANT


def compare_targets(site: Site, params: Mapping[str, Any]) -> dict[str, Any]:
    """Targets found by words, those of one indicator together under one name, with values in a plain unit.

    `province` may name several, with `;` between them.
    """
    asked = TargetQuery(
        text=str(params.get("q") or "").strip(),
        province=params.get("province") or None,
        number=params.get("number") or None,
        deadline=params.get("deadline") or None,
        size=100,
    )
    places = [place.strip() for place in (asked.province or "").split(";") if place.strip()][:MOST_PLACES]
    questions = [replace(asked, province=place) for place in places] or [replace(asked, province=None)]
    found = [_find_goals(site, question, len(questions)) for question in questions]
    goals = list({goal.id: goal for _, members in found for goal in members}.values())
    groups: list[dict[str, Any]] = [
        {
            "indicator": one.indicator,
            "unit": one.unit,
            "targets": [_member_row(member, one) for member in one.members],
            "results": [],
        }
        for one in comparison.compare_targets(goals, asked.text)
    ]
    _add_results(site, groups)
    total = len(goals) if len(places) > 1 else found[0][0]
    return {"total": total, "sentence": describe_query(asked), "groups": groups}


def _member_row(member: comparison.Member, group: comparison.Comparison) -> dict[str, Any]:
    goal = member.target
    return {
        **to_json(goal), "group": group.indicator, "plain_value": member.value, "plain_unit": group.unit,
        "year": member.year, "at": place_of(goal),
        "province_today": goal.province_today or province_today(goal.province),
    }  # fmt: skip


def _find_goals(site: Site, asked: TargetQuery, shares: int) -> tuple[int, list[TargetRecord]]:
    """(how many there are, the first of them): as many as can be compared, shared between several questions."""
    goals: list[TargetRecord] = []
    for page in range(1, MOST_COMPARED // (100 * shares) + 1):
        found = site.index.search_targets(replace(asked, page=page))
        goals += [hit.target for hit in found.hits]
        if len(found.hits) < 100:
            break
    return found.total, goals


def fit_groups(groups: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The indicators that are drawn on one page, the first in any case, and those that are only named."""
    drawn: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    count = 0
    for group in groups:
        count += len(group["targets"])
        (drawn if not drawn or (count <= MOST_DRAWN and len(drawn) < MOST_GROUPS) else others).append(group)
    return drawn, others


def place_of(goal: TargetRecord) -> tuple[int, int] | None:
    """Where a target stands in its document's text, by the id that the index has it under: `DOCUMENT#START.ORDINAL`."""
    start = goal.id.rpartition("#")[2].partition(".")[0]
    return (int(start), int(start) + len(goal.text)) if start.isdecimal() else None


def _add_results(site: Site, groups: Sequence[dict[str, Any]]) -> None:
    """To each group of targets what reports on their documents say was reached, each sentence once."""
    with site.store.catalog.read() as connection:
        nodes = {goal["document"] for group in groups for goal in group["targets"]}
        stated = results_on(connection, site.store.originals, nodes)
    for group in groups:
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for goal in group["targets"]:
            for result in stated.get(goal["document"], ()):
                if is_result_of(goal, result):
                    value, unit = comparable(result["value"], result["unit"])
                    more = {"plain_value": value, "plain_unit": unit, "group": group["indicator"]}
                    more["at"] = (result["start"], result["end"])
                    found[result["document"], *more["at"]] = {**result, **more}
        group["results"] = sorted(found.values(), key=lambda r: (r["year"], r["province"] or "", r["document"]))


def follow_targets(site: Site, number: str) -> dict[str, Any]:
    """What became of a document's targets in those that carry it out; raises NotFound. `choose` as in `show_tree`."""
    with site.store.catalog.read() as connection:
        keys, roots = _meant(connection, number)
        if choose := _must_choose(roots):
            return {"number": number, "documents": roots, "drift": [], "choose": choose}
        drift = sorted(list_drift(connection, site.store.originals, keys), key=lambda d: DRIFTS.index(d.drift))
        rows = [asdict(each) for each in drift]
        stated = results_on(connection, site.store.originals, {row["document"]["id"] for row in rows})
    for row in rows:
        goals = [row["below"]] if row["below"] else []
        row["results"] = pair_results(goals, stated.get(row["document"]["id"], ())).get(0, [])
    return {"number": number, "documents": roots, "drift": rows, "choose": choose}


def count_drifts(drift: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """How many targets were carried over, changed and so on, in the order in which people are told of them."""
    counts = Counter(each["drift"] for each in drift)
    return [(name, counts[name]) for name in DRIFTS if counts[name]]


def show_gaps(site: Site, number: str, choose: bool = True) -> dict[str, Any]:
    """How each of the 34 provinces stands to a document; raises NotFound. `choose` as in `show_tree`, if it may."""
    with site.store.catalog.read() as connection:
        keys, roots = _meant(connection, number)
        if choose and _must_choose(roots):
            return {"number": number, "documents": roots, "provinces": [], "choose": True}
        gaps = missing.list_gaps(connection, site.store.originals, keys)
    return {"number": number, "documents": roots, "provinces": [asdict(gap) for gap in gaps], "choose": False}


def compare_gaps(site: Site, numbers: Sequence[str]) -> dict[str, Any]:
    """How each province stands to several documents: a row a province, a cell a document; raises NotFound."""
    columns = [show_gaps(site, number, choose=False) for number in numbers]
    rows: list[dict[str, Any]] = [
        {"province": cells[0]["province"], "cells": list(cells)}
        for cells in zip(*(column["provinces"] for column in columns), strict=True)
    ]
    for row in rows:
        row["silent"] = all(cell["state"] == "not_crawled" for cell in row["cells"])
    return {"numbers": list(numbers), "documents": [column["documents"] for column in columns], "provinces": rows}


def show_loose_ends(site: Site, over: str, province: str | None = None, limit: int = 100) -> dict[str, Any]:
    """What is missing over all that is held: `resolutions`, `plans`, `red-links` or `series`."""
    return site.remember(("loose ends", over, province, limit), lambda: _loose_ends(site, over, province, limit))


def _loose_ends(site: Site, over: str, province: str | None, limit: int) -> dict[str, Any]:
    with site.store.catalog.read() as connection:
        rows: list[dict[str, Any]]
        if over == "series":
            rows = [asdict(each) for each in list_series(connection)[:limit]]
        elif over == "resolutions":
            rows = missing.resolutions_without_plan(connection, province, limit)
        elif over == "plans":
            rows = missing.plans_without_resolution(connection, province, limit)
        else:
            over, rows = "red-links", missing.list_red_links(connection, limit)
    return {"over": over, "rows": rows}


def count_held(site: Site) -> dict[str, Any]:
    """How much is held."""

    def count() -> dict[str, Any]:
        with site.store.catalog.read() as connection:
            return count_holdings(connection)

    return site.remember("held", count)
