"""The JSON API, version 1: the views of the pages with their shapes promised, cursors, and answers that can be kept."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from web import models, views
from web.kept import answer_kept
from web.site import Site

PAGES = 10_000  # hits that can be paged through
_ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": models.ErrorAnswer, "description": said}
    for code, said in (
        (400, "the question cannot be answered"),
        (404, "nothing here has that number or id"),
        (422, "a parameter is wrong"),
        (429, "too many requests"),
        (503, "the index is not there"),
    )
}
router = APIRouter(prefix="/api/v1", responses=_ERRORS, tags=["vanban"])

Number = Annotated[str, Query(min_length=1, max_length=200, description="in any spelling", examples=["08-NQ/TU"])]
Word = Annotated[str | None, Query(max_length=200)]


def _answer(request: Request, data: Any) -> Response:
    """JSON with an ETag of its content: asked again with If-None-Match, nothing is sent when nothing changed."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return answer_kept(request, body, "application/json", {"Access-Control-Allow-Origin": "*"})


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


@router.get("/search", response_model=models.Found, summary="Find documents")
def search(
    request: Request,
    q: Annotated[str, Query(max_length=1000, description="words, or a number", examples=["chuyển đổi số"])] = "",
    province: Word = None,
    issuer: Word = None,
    type: Word = None,
    issued_from: Annotated[str | None, Query(max_length=10, examples=["2022"])] = None,
    issued_to: Annotated[str | None, Query(max_length=10, examples=["2023-06"])] = None,
    year: Annotated[str | None, Query(max_length=4)] = None,
    target: Word = None,
    implements: Word = None,
    cites: Word = None,
    agency: Word = None,
    status: Word = None,
    place: Word = None,
    term: Word = None,
    source: Word = None,
    leave: Annotated[list[str] | None, Query(max_length=20, description="filters not to be read from `q`")] = None,
    sort: Literal["relevance", "newest", "oldest"] = "relevance",
    size: Annotated[int, Query(ge=0, le=100)] = 10,
    cursor: Annotated[str | None, Query(max_length=10, description="`next` of the page before")] = None,
) -> Response:
    """Documents by words, with or without diacritics, or by a number in any spelling, narrowed by filters."""
    given = {k: v for k, v in locals().items() if k not in ("request", "cursor", "leave") and v is not None}
    page = int(cursor) if cursor and cursor.isdecimal() else 1
    found = views.find_documents(_site(request), {**given, "page": str(page), "leave": leave or ()})
    more = size and page * size < min(found["total"], PAGES)
    found["next"] = str(page + 1) if more else None
    return _answer(request, found)


@router.get("/suggest", response_model=list[dict[str, Any]], summary="Complete a text that is being typed")
def suggest(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Bodies and documents whose name or number begins like this."""
    return _answer(request, views.complete(_site(request), q))


@router.get("/documents/{name:path}", response_model=models.Document, summary="One document")
def document(request: Request, name: Annotated[str, Path(max_length=500)]) -> Response:
    """A document by its id, with what it cites, who cites it, its relations and targets."""
    return _answer(request, views.show_document(_site(request), name))


@router.get("/tree", response_model=models.Tree, summary="Who carries out whom")
def tree(request: Request, number: Number, depth: Annotated[int, Query(ge=1, le=8)] = 4) -> Response:
    """What carries a number out and what it carries out itself, each step with its evidence."""
    return _answer(request, views.show_tree(_site(request), number, depth))


@router.get("/targets", response_model=models.Comparison, summary="Compare targets")
def targets(
    request: Request,
    q: Annotated[str, Query(max_length=500, examples=["kinh tế số"])] = "",
    province: Word = None,
    number: Word = None,
    deadline: Annotated[str | None, Query(pattern=r"^\d{4}$")] = None,
) -> Response:
    """Targets by words of the indicator or its sentence, those of one indicator together."""
    given = {"q": q, "province": province, "number": number, "deadline": deadline}
    return _answer(request, views.compare_targets(_site(request), given))


@router.get("/chain", response_model=models.Chain, summary="Targets along the chain")
def chain(request: Request, number: Number) -> Response:
    """What became of a document's targets in those that carry it out."""
    return _answer(request, views.follow_targets(_site(request), number))


@router.get("/gaps", response_model=models.Gaps, summary="Where a plan is missing")
def gaps(request: Request, number: Number) -> Response:
    """For each of the 34 provinces: found, only cited, missing, or not crawled."""
    return _answer(request, views.show_gaps(_site(request), number))


@router.get("/loose-ends", response_model=dict[str, Any], summary="What else is missing")
def loose_ends(
    request: Request,
    over: Literal["red-links", "resolutions", "plans", "series"] = "red-links",
    province: Word = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Numbers cited but not here, resolutions without a plan, plans without a resolution, holes in series."""
    return _answer(request, views.show_loose_ends(_site(request), over, province, limit))


@router.get("/night", response_model=dict[str, Any], summary="How it stands")
def night(request: Request) -> Response:
    """The last run of every stage and portal, what is held, and every open issue."""
    return _answer(request, views.show_night(_site(request)))


@router.get("/{rest:path}", include_in_schema=False)
def unknown(rest: str) -> Response:
    """There is nothing else below the API."""
    return JSONResponse({"error": {"status": 404, "code": "not_found", "message": f"no /api/v1/{rest}"}}, 404)
