"""The JSON API, version 1: the views of the pages with their shapes promised, cursors, and answers that can be kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from web import models, nights, views
from web.kept import answer_json
from web.site import site_of

router = APIRouter(prefix="/api/v1", responses=models.ERRORS, tags=["vanban"])

Number = Annotated[
    str, Query(min_length=1, max_length=200, description="in any spelling, or an id", examples=["08-NQ/TU"])
]
Word = Annotated[str | None, Query(max_length=200)]


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
    cursor: Annotated[str | None, Query(max_length=7_000, description="`next` of the page before, as it is")] = None,
) -> Response:
    """Documents by words, with or without diacritics, or by a number in any spelling, narrowed by filters."""
    given = {k: v for k, v in locals().items() if k not in ("request", "cursor", "leave") and v is not None}
    return answer_json(request, views.find_documents(site_of(request), {**given, "leave": leave or ()}, cursor or ""))


@router.get("/suggest", response_model=list[dict[str, Any]], summary="Complete a text that is being typed")
def suggest(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Bodies and documents whose name or number begins like this."""
    return answer_json(request, views.complete(site_of(request), q))


@router.get("/documents/{name:path}", response_model=models.Document, summary="One document")
def document(
    request: Request,
    name: Annotated[str, Path(max_length=500, examples=["uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"])],
) -> Response:
    """A document by its id, with what it cites, who cites it, its relations and targets."""
    return answer_json(request, views.show_document(site_of(request), name))


@router.get("/tree", response_model=models.Tree, summary="Who carries out whom")
def tree(
    request: Request,
    number: Number,
    depth: Annotated[int, Query(ge=1, le=8)] = 4,
    most: Annotated[int, Query(ge=1, le=5_000, description="steps told in each direction")] = views.MOST_STEPS,
) -> Response:
    """What carries a number out and what it carries out itself, each step with its evidence."""
    return answer_json(request, views.show_tree(site_of(request), number, depth, most))


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
    return answer_json(request, views.compare_targets(site_of(request), given))


@router.get("/chain", response_model=models.Chain, summary="Targets along the chain")
def chain(request: Request, number: Number) -> Response:
    """What became of a document's targets in those that carry it out."""
    return answer_json(request, views.follow_targets(site_of(request), number))


@router.get("/gaps", response_model=models.Gaps, summary="Where a plan is missing")
def gaps(request: Request, number: Number) -> Response:
    """For each of the 34 provinces: found, only cited, missing, or not crawled."""
    return answer_json(request, views.show_gaps(site_of(request), number))


@router.get("/night", response_model=dict[str, Any], summary="How it stands")
def night(request: Request) -> Response:
    """The last run of every stage and portal, what is held, and every open issue."""
    return answer_json(request, nights.show_night(site_of(request)))
