"""The whole of what is held, for programs: lists that go on behind a cursor, and everything at once as JSON lines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from store import gaps
from store.bulk import Chosen, Kind, list_page, list_parts
from store.series import Series, list_series
from web import models
from web.cursors import pack_cursor, unpack_cursor
from web.kept import answer_json
from web.site import Busy, Site, site_of

MOST_AT_ONCE = 2  # downloads of everything that one process sends at a time
LINES = "application/x-ndjson"
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)

router = APIRouter(prefix="/api/v1", responses=models.ERRORS, tags=["vanban"])

Day = Annotated[
    str | None, Query(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$", description="a day, a month or a year", examples=["2022-06"])
]
Name = Annotated[str | None, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=2_000, description="`next` of the page before, as it is")]
Over = Literal["red-links", "resolutions", "plans", "series"]


def choose(
    province: Annotated[str | None, Query(max_length=200, examples=["Đồng Tháp"])] = None,
    issuer: Annotated[str | None, Query(max_length=200, examples=["ủy ban nhân dân tỉnh"])] = None,
    type: Annotated[str | None, Query(max_length=200, examples=["Kế hoạch"])] = None,
    issued_from: Day = None,
    issued_to: Day = None,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    status: Name = None,
    kind: Literal["document", "page", "draft"] | None = None,
) -> Chosen:
    """Which documents are meant."""
    return Chosen(province, issuer, type, issued_from, issued_to, year, status, kind)


@router.get("/documents", response_model=models.DocumentList, summary="All documents, page by page")
def list_documents(
    request: Request,
    chosen: Annotated[Chosen, Depends(choose)],
    size: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: Cursor = None,
) -> Response:
    """Every document that fits, by its header, ordered by id: all of them however many there are."""
    after = unpack_cursor(cursor, str)
    with site_of(request).store.catalog.read() as connection:
        rows = list_page(connection, chosen, after[0] or "" if after else "", size + 1)
    more = len(rows) > size
    return answer_json(request, {"documents": rows[:size], "next": pack_cursor(rows[size - 1]["id"]) if more else None})


@router.get("/loose-ends", response_model=models.LooseEnds, summary="What else is missing")
def loose_ends(
    request: Request,
    over: Over = "red-links",
    province: Annotated[str | None, Query(max_length=200, description="of resolutions and plans")] = None,
    size: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: Cursor = None,
) -> Response:
    """Numbers cited but not here, resolutions without a plan, plans without a resolution, holes in series."""
    rows, following = _LISTS[over](site_of(request), province, size, cursor)
    return answer_json(request, {"over": over, "rows": rows, "next": following})


Rows = tuple[list[dict[str, Any]], str | None]


def _red_links(site: Site, _: str | None, size: int, cursor: str | None) -> Rows:
    with site.store.catalog.read() as connection:
        rows = gaps.list_red_links(connection, size + 1, unpack_cursor(cursor, int, str))
    return _cut(rows, size, "cited_by", "id")


def _resolutions(site: Site, province: str | None, size: int, cursor: str | None) -> Rows:
    with site.store.catalog.read() as connection:
        after = unpack_cursor(cursor, str, str)
        rows = gaps.resolutions_without_plan(connection, province, size + 1, after)
    return _cut(rows, size, "issued", "id")


def _plans(site: Site, province: str | None, size: int, cursor: str | None) -> Rows:
    with site.store.catalog.read() as connection:
        after = unpack_cursor(cursor, str, str)
        rows = gaps.plans_without_resolution(connection, province, size + 1, after)
    return _cut(rows, size, "issued", "id")


def _series(site: Site, _: str | None, size: int, cursor: str | None) -> Rows:
    after = unpack_cursor(cursor, int)
    first = after[0] or 0 if after else 0

    def look() -> list[Series]:
        with site.store.catalog.read() as connection:
            return list_series(connection)

    found = site.remember("series", look)
    rows = [orjson.loads(orjson.dumps(each)) for each in found[first : first + size]]
    return rows, pack_cursor(first + size) if first + size < len(found) else None


def _cut(rows: list[dict[str, Any]], size: int, *sort: str) -> Rows:
    """One row more than asked for tells that there is a next page."""
    return rows[:size], pack_cursor(*(rows[size - 1][name] for name in sort)) if len(rows) > size else None


_LISTS = {"red-links": _red_links, "resolutions": _resolutions, "plans": _plans, "series": _series}


# ---------------------------------------------------------------- everything at once


class _Lines(StreamingResponse):
    """Sends lines as they are made, and gives its turn back however that ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _turns.release()


@router.get(
    "/export/{what}",
    response_class=_Lines,
    summary="Everything as JSON lines",
    responses={
        200: {
            "description": "one JSON object in a line",
            "content": {LINES: {"schema": {"type": "string"}, "example": '{"id":"…","number":"370/KH-UBND"}\n'}},
        }
    },
)
def export(
    request: Request,
    what: Annotated[Kind, Path(examples=["documents"])],
    chosen: Annotated[Chosen, Depends(choose)],
    text: Annotated[bool, Query(description="documents with their texts")] = False,
) -> Response:
    """All documents, relations or targets, or those of the documents that fit, one JSON object a line."""
    catalog = site_of(request).store.catalog
    if not _turns.acquire(blocking=False):
        raise Busy("others are downloading everything: come again in some minutes")
    parts = list_parts(catalog, what, chosen, with_text=text)
    headers = {"Content-Disposition": f'attachment; filename="{what}.jsonl"', "Access-Control-Allow-Origin": "*"}
    return _Lines(_packed(parts), media_type=LINES, headers=headers)


def _packed(parts: Iterator[list[dict[str, Any]]]) -> Iterator[bytes]:
    for part in parts:
        if part:
            yield b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in part)
