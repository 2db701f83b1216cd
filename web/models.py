"""The shapes of the API's answers: what the OpenAPI document promises."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["resolved", "ambiguous", "unresolved"]
CHOOSE: bool = Field(
    description="the number is that of too many documents: nothing but `documents` is told, ask again with an id"
)


class Header(BaseModel):
    """What is known of a document; of a red link, what its mentions say."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(examples=["uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"])
    number: str | None = Field(None, examples=["370/KH-UBND"])
    type: str | None = Field(None, examples=["Kế hoạch"])
    title: str | None = None
    issuer: str | None = None
    province: str | None = Field(None, examples=["Tiền Giang"])
    issued: str | None = Field(None, description="ISO day, or as far as it is known", examples=["2021-12-08"])


class Node(Header):
    """A header with its state: `unresolved` is cited, but not here."""

    state: State


class Hit(Header):
    """One document found; `highlights` are pieces of its text, HTML-escaped, what was asked for in `<mark>`."""

    score: float
    highlights: list[str]
    url: str | None = None
    status: str | None = None


class Reading(BaseModel):
    """One thing that the typed words were understood to say."""

    parameter: str
    value: str
    words: str
    sentence: str


class Found(BaseModel):
    """One page of a search; `next` is the cursor of the following page, None at the end."""

    total: int
    sentence: str
    understood: list[Reading]
    dropped: list[Reading]
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    red_links: list[Node]
    named: bool = Field(False, description="whether the words are just the number of the first hit")
    next: str | None = None


class Evidence(BaseModel):
    """The words that carry a statement, and where they stand."""

    model_config = ConfigDict(extra="allow")

    text: str
    page: int | None = None
    url: str | None = None


class Step(BaseModel):
    """One step of a tree: `document` implements `implements`, or is implemented by `implemented_by`."""

    document: Header
    type: Literal["implements"]
    implements: Header | None = None
    implemented_by: Header | None = None
    depth: int
    evidence: Evidence
    rule: str = Field(description="how the statement was come to", examples=["implements title"])
    confidence: float
    state: State


class Tree(BaseModel):
    """What carries a number out, and what it carries out."""

    number: str
    documents: list[Node]
    implemented_by: list[Step]
    implements: list[Step]
    more: int = Field(description="steps that were left out, the farthest ones")
    choose: bool = CHOOSE


class Document(Header):
    """A document with all that hangs on it; a red link has only who cites it."""

    state: State
    appearances: list[dict[str, Any]]
    cited_by: list[Header] = Field(description="the newest of those that cite it")
    cited_by_count: int
    references: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []


class Goal(BaseModel):
    """One target with its sentence, under the one name of its indicator, its value also in a plain unit."""

    model_config = ConfigDict(extra="allow")

    indicator: str
    comparator: str
    change: str
    value: float | None
    unit: str | None
    deadline: str | None
    sentence: str
    document: str
    province: str | None
    plain_value: float | None
    plain_unit: str
    confidence: float


class Reached(BaseModel):
    """What a report on a document says was reached of its target in `year`; `start` and `end` are in the report."""

    model_config = ConfigDict(extra="allow")

    indicator: str
    value: float | None
    unit: str | None
    year: str
    sentence: str
    document: str
    number: str | None
    start: int
    end: int
    rule: str
    confidence: float


class GoalGroup(BaseModel):
    """The targets of one indicator in one unit, and what reports say was reached of them."""

    indicator: str
    unit: str
    targets: list[Goal]
    results: list[Reached]


class Comparison(BaseModel):
    """Targets found, those of one indicator together."""

    total: int
    sentence: str
    groups: list[GoalGroup]


class Drift(BaseModel):
    """What became of one target in a document that carries another out."""

    drift: Literal["carried", "changed", "step", "added", "dropped", "later"]
    indicator: str
    above: dict[str, Any] | None
    below: dict[str, Any] | None
    document: Header
    of: Header
    results: list[Reached]


class Chain(BaseModel):
    """The targets of a document followed into those that carry it out."""

    number: str
    documents: list[Node]
    drift: list[Drift]
    choose: bool = CHOOSE


class ProvinceGap(BaseModel):
    """How one province stands to a document; `not_crawled` says nothing of a plan."""

    province: str
    state: Literal["found", "cited_only", "missing", "not_crawled"]
    documents: list[dict[str, Any]]
    held: int
    newest: str | None


class Gaps(BaseModel):
    """All 34 provinces and one document."""

    number: str
    documents: list[Node]
    provinces: list[ProvinceGap]
    choose: bool = CHOOSE


class Error(BaseModel):
    """What went wrong."""

    status: int
    code: str
    message: str


class ErrorAnswer(BaseModel):
    """The one shape of errors."""

    error: Error


class DocumentRow(Header):
    """A document as the catalog has it, without what hangs on it."""

    kind: Literal["document", "page", "draft"]
    url: str
    sha256: str = Field(description="of the original file")


class DocumentList(BaseModel):
    """One page of all documents; `next` is the cursor of the following page, None at the end."""

    documents: list[DocumentRow]
    next: str | None = None


class LooseEnds(BaseModel):
    """One page of what is missing; `next` is the cursor of the following page, None at the end."""

    over: Literal["red-links", "resolutions", "plans", "series"]
    rows: list[dict[str, Any]]
    next: str | None = None


ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorAnswer, "description": said}
    for code, said in (
        (400, "the question cannot be answered"),
        (404, "nothing here has that number or id"),
        (422, "a parameter is wrong"),
        (429, "too many requests"),
        (503, "the index or the catalog is not there, or too many ask at once"),
    )
}
