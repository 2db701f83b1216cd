"""Asking: documents, one document, who carries it out."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from documents.number import may_be_number

from ..settings import Settings, load_settings
from .common import NOT_FOUND, Json, Number, exit_if_none, watched

BEGIN = "begin"  # of a list that is gone through to its end


def search(
    query: Annotated[list[str] | None, typer.Argument(help="Words, with or without diacritics, or a number.")] = None,
    province: Annotated[str | None, typer.Option(help="Province, of today or of the past.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Issuing body.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Type of document, as `kế hoạch`.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Issued on or after: day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Issued on or before.")] = None,
    target: Annotated[str | None, typer.Option(help="Words of a target it sets.")] = None,
    implements: Annotated[str | None, typer.Option(help="Number of a document it implements.")] = None,
    cites: Annotated[str | None, typer.Option(help="Number of a document it cites.")] = None,
    year: Annotated[str | None, typer.Option(help="Year of issue, or one its title names.")] = None,
    agency: Annotated[str | None, typer.Option(help="A body named in it.")] = None,
    status: Annotated[str | None, typer.Option(help="Its validity, as `in_force`.")] = None,
    place: Annotated[str | None, typer.Option(help="Province that issued it or that its title names.")] = None,
    term: Annotated[str | None, typer.Option(help="Term of its council or Party body, as 2020-2025.")] = None,
    source: Annotated[str | None, typer.Option(help="Name of the portal that shows it.")] = None,
    draft: Annotated[bool, typer.Option(help="Only drafts.")] = False,
    as_typed: Annotated[bool, typer.Option(help="Words only: no province, year or type is read out of them.")] = False,
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=0, max=100)] = 10,
    sort: Annotated[str, typer.Option(help="relevance, newest or oldest.")] = "relevance",
    after: Annotated[
        str | None, typer.Option(help="All hits, though the index changes: `begin`, then the `next` of each page.")
    ] = None,
    facets: Annotated[bool, typer.Option(help="Also count hits by province, type, issuer and year.")] = False,
    as_json: Json = False,
) -> None:
    """Find documents: `vanban search "kinh te so" --province "Đồng Tháp" --from 2022`."""
    from documents.number import number_key
    from index_mappings import Query, answer_query, describe_query, open_index
    from index_mappings.filters import FILTERS

    from .. import printing

    settings = load_settings()
    asked = Query(
        text=" ".join(query or []),
        province=province,
        issuer=issuer,
        type=kind,
        issued_from=since,
        issued_to=until,
        target=target,
        implements=implements,
        cites=cites,
        year=year,
        agency=agency,
        status=status,
        place=place,
        term=term,
        source=source,
        kind="draft" if draft else None,
        page=page,
        size=size,
        sort=sort,  # type: ignore[arg-type]  # checked by Query
        facets=facets,
    )
    with open_index(settings.index_place, api_key=settings.elasticsearch_api_key) as index:
        leave = [row.parameter for row in FILTERS] if as_typed else ()
        answer = answer_query(index, asked, leave, "" if after == BEGIN else after)
        found, understood = answer.page, answer.understood
        empty = not found.total and not index.count().documents
    if empty:
        print(
            f"nothing is indexed in {settings.index_place} yet: `vanban ingest`, then `vanban process`", file=sys.stderr
        )
    cited = _red_links(asked.text, settings) if page == 1 and after in (None, BEGIN) else []
    held = {number_key(hit.number) for hit in found.hits if hit.number} & {number_key(node["number"]) for node in cited}
    if as_json:
        from documents.record import to_json

        printing.print_json([] if held else [{**node, "score": None, "highlights": [], "url": None} for node in cited])
        printing.print_json(to_json(found.hits))
        last: dict[str, Any] = {}
        if facets:
            read = {reading.parameter: reading.value for reading in understood.readings}
            last |= {"facets": found.facets, "total": found.total, "understood": read}
        if after is not None:
            last |= {"total": found.total, "next": found.next}
        printing.print_json([last] if last else [])
        return
    if answer.dropped:
        print("Không có văn bản nào khớp hết, đã bỏ: " + ", ".join(reading.sentence for reading in answer.dropped))
    if cited and not held:
        printing.print_red_links(cited)
    printing.print_hits(found.hits, found.total, describe_query(understood.query))
    if held:
        printing.print_red_links(cited)
    if understood.readings:
        print(
            "(" + "; ".join(f"“{r.words}” → {r.parameter}" for r in understood.readings) + "; --as-typed: words only)"
        )
    for name, values in found.facets.items():
        print(f"\n{name}: " + ", ".join(f"{value} ({count})" for value, count in list(values.items())[:12]))
    if found.next:
        print(f"\n--after {found.next}")


def _red_links(typed: str, settings: Settings) -> list[dict[str, Any]]:
    """What a typed number means that is cited but not here; the catalog is opened only where a figure was typed."""
    if not may_be_number(typed):
        return []
    from store import CatalogNotReady, open_store
    from store.lookup import red_links_of

    try:
        store = open_store(settings.home, settings.catalog, read_only=True)
    except CatalogNotReady:
        return []
    with store.catalog.read() as connection:
        return [node for node in red_links_of(connection, typed) if node["number"]]


def show(
    number: Number,
    text: Annotated[bool, typer.Option(help="Also its whole text.")] = False,
    why: Annotated[bool, typer.Option(help="Also what decided on it: captures, likenesses, mentions.")] = False,
    as_of: Annotated[str | None, typer.Option(help="Its validity on that day, as 2024-05-01.")] = None,
    as_json: Json = False,
) -> None:
    """Everything known of a document: `vanban show 04/2025/QĐ-UBND`."""
    from datetime import date

    from store.answers import show_documents
    from store.lookup import keys_of
    from store.validity import validities

    from .. import printing
    from ..why import explain_document, print_why

    try:
        day = date.fromisoformat(as_of).isoformat() if as_of else None
    except ValueError:
        raise typer.BadParameter(f"{as_of!r} is no day as 2024-05-01", param_hint="--as-of") from None
    with watched() as work, work.store.catalog.read() as connection:
        keys = keys_of(connection, number)
        found = show_documents(connection, work.store.originals, keys, number, with_text=text)
        standing = validities(connection, [document["id"] for document in found], day) if day else {}
        for document in found if day else ():
            validity = standing.get(document["id"])
            document["status"] = validity.status if validity else None
        for document in found if why else ():
            document["why"] = explain_document(connection, document["id"])
    exit_if_none(found, number)
    if as_json:
        printing.print_json(found)
    for document in [] if as_json else found:
        printing.print_document(document)
        if why:
            print_why(document["why"])


def implements(
    number: Number,
    depth: Annotated[int, typer.Option(min=1, max=10, help="How many steps are followed.")] = 3,
    up: Annotated[bool, typer.Option(help="What it carries out itself, up to the Centre.")] = False,
    as_json: Json = False,
) -> None:
    """Which documents carry this one out, nearest first: `vanban implements 08-NQ/TU`."""
    from store.lookup import keys_of
    from store.tree import list_implemented, list_implementers

    from .. import printing

    climb = list_implemented if up else list_implementers
    with watched() as work, work.store.catalog.read() as connection:
        keys = keys_of(connection, number)
        answers = climb(connection, work.store.originals, keys, depth)
    if as_json:
        printing.print_json(answers)
        return
    if not keys:
        print(f"{number} is neither here nor cited by anything that is here.")
        raise typer.Exit(NOT_FOUND)
    if not answers:
        print(f"{', '.join(keys)}: known, but nothing here says that it implements {'anything' if up else 'it'}.")
    printing.print_tree(answers)
