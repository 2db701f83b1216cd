"""The records every room speaks in: frozen, typed, and the same in memory, in the catalog and as JSON.

Offsets are code points into the frozen text of a `Text`; `text[start:end]` is always the tag's own `text`.
Dates are ISO strings (`2021-10-06`, `2026-04`, `2026-Q2`, `2025`); unknown is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from . import record_json

to_json, from_json = record_json.to_json, record_json.from_json  # said here too: who has a record wants them

# ---------------------------------------------------------------- what a portal gives

Role = Literal["listing", "detail", "file"]


@dataclass(frozen=True, slots=True)
class Item:
    """What one row of a listing says about a document; every field as printed there, dates as ISO."""

    number: str | None = None
    issued: str | None = None
    title: str | None = None
    type: str | None = None
    issuer: str | None = None
    detail_url: str | None = None
    file_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetched response, or one file handed in: where it came from and the hash of its bytes.

    `url` is `http(s)://...` or `file:///...`; `fetched` is an ISO time in UTC; `media_type` is what the sender
    claimed, never trusted. `item` is the listing row that led here.
    """

    url: str
    sha256: str
    size: int
    fetched: str
    role: Role = "file"
    portal: str | None = None
    province: str | None = None
    issuer: str | None = None
    media_type: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """An address that sent us on to another one, and the status it did that with."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """How a response came, kept as evidence beside its bytes.

    `url` is the address that answered in the end, `hops` those that sent us there, first to last. `asked` and
    `answered` are the lines of the two heads ("Name: value"), without cookies; `tls` says over what kind of secure
    connection it came and whether its certificate was vouched for, None where there was none. `file_name` is the name
    that the sender gave the file, whatever its address.
    """

    url: str
    method: str = "GET"
    status: int | None = None
    asked: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    hops: tuple[Hop, ...] = ()
    address: str | None = None
    protocol: str | None = None
    tls: str | None = None
    file_name: str | None = None


# ---------------------------------------------------------------- what an extractor gives


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader should know about a text; `code` is stable, `detail` is for people."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of a text: `text[start:end]`, how it was read (`pdfium`, `layout`, `ocr`, ...), and how well.

    `quality` is the share of its words that are possible Vietnamese syllables (None: too few to say); `width` and
    `height` are the page's size in points where it has one.
    """

    number: int
    start: int
    end: int
    method: str
    quality: float | None = None
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """Where a line of a text stands on its page: a box in points from the top left corner, as the page is seen."""

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Text:
    """The frozen, normalised text of one file, with its pages in order and how it was read.

    `lines` are the places of its lines on their pages; empty where they were not asked for, or there are no pages.
    """

    sha256: str
    method: str
    text: str
    pages: tuple[TextPage, ...] = ()
    warnings: tuple[Warning, ...] = ()
    lines: tuple[TextLine, ...] = ()


# ---------------------------------------------------------------- what the tagger gives

Comparator = Literal["eq", "gte", "gt", "lte", "lt", "range", "approx", "rank_top", "gt_ref", "qualitative"]
Change = Literal["level", "increase", "decrease", "maintain"]
DateRole = Literal["issue", "effect", "deadline", "cited", "publication", "other"]
DatePrecision = Literal["day", "month", "quarter", "year", "period", "term"]
RelationType = Literal[
    "implements",
    "legal_basis",
    "amends",
    "replaces",
    "repeals",
    "promulgates",
    "proposed_by",
    "approves",
    "reports_on",
    "refers_to",
]
SELF = "self"  # the source of a relation that starts at the document itself


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself; `number` in canonical printed form, `issued` a day, both None when blank."""

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    province: str | None = None
    issued: str | None = None
    title: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of another document; `canonical` and `key` are None for a document named without a number.

    A mention that points back (`Kế hoạch nêu trên`) has the number of the document it means; `rule` tells them apart.
    """

    start: int
    end: int
    text: str
    canonical: str | None = None
    key: str | None = None
    type: str | None = None
    number: int | None = None
    year: int | None = None
    agency: str | None = None
    date: str | None = None
    issuer: str | None = None
    province: str | None = None
    title: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A date or period; `value2` is the end of a period or term."""

    start: int
    end: int
    text: str
    value: str | None
    value2: str | None
    precision: DatePrecision
    role: DateRole
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A named body; `id` is its abbreviation in the lexicon or None, `province` as of the document's date."""

    start: int
    end: int
    text: str
    id: str | None
    name: str
    level: str | None
    province: str | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A chỉ tiêu: what is to be reached, how much, by when. Counts are plain numbers, money keeps its unit.

    `sentence` is the span of the sentence that says so, as evidence.
    """

    start: int
    end: int
    text: str
    indicator: str
    comparator: Comparator
    change: Change
    value: float | None
    value2: float | None
    unit: str | None
    deadline: str | None
    period: str | None
    baseline: str | None
    scope: str | None
    agency: str | None
    rule: str
    confidence: float
    sentence: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed edge with the words that carry it (`text[start:end]`).

    `source` is a canonical number or SELF, `target` a canonical number, or the name of a law, a congress resolution or
    a programme that is cited without one; a name never has a figure in it.
    """

    type: RelationType
    source: str
    target: str
    start: int
    end: int
    text: str
    rule: str
    confidence: float


SectionKind = Literal[
    "annex", "part", "chapter", "subchapter", "capital", "roman", "article", "clause", "number", "point"
]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its marker: `label` as printed (`Điều 5`, `1.2`, `a`), `title` its heading, if any.

    `parent` is the place of the enclosing section in `Tags.sections`; None for the outermost.
    """

    start: int
    end: int
    kind: SectionKind
    label: str
    title: str | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """Everything tagged in one text, each kind ordered by position; `results` are what a report says was reached."""

    header: Header = field(default_factory=Header)
    references: tuple[Reference, ...] = ()
    dates: tuple[Date, ...] = ()
    agencies: tuple[Agency, ...] = ()
    targets: tuple[Target, ...] = ()
    relations: tuple[Relation, ...] = ()
    sections: tuple[Section, ...] = ()
    results: tuple[Target, ...] = ()


# ---------------------------------------------------------------- what we know of a document

ReferenceState = Literal["resolved", "ambiguous", "unresolved"]
Kind = Literal["document", "page", "draft"]  # a page has no number of its own, a draft a blank one


@dataclass(frozen=True, slots=True)
class Document:
    """One văn bản. `id` is its identity as a readable key; a page without a number is identified by its text."""

    id: str
    kind: Kind
    number: str | None
    key: str | None
    type: str | None
    title: str | None
    issuer: str | None
    province: str | None
    issued: str | None
    year: int | None = None
    term: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    effective: str | None = None  # the day it takes effect, where it says so


# ---------------------------------------------------------------- what goes into the index


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the index sees it: its header, its whole text, and what it points to (number keys)."""

    id: str
    kind: str
    number: str | None
    key: str | None
    type: str | None
    title: str | None
    issuer: str | None
    province: str | None
    province_today: str | None
    issued: str | None
    year: int | None
    text: str
    url: str | None
    file: str | None
    status: str | None
    agencies: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    term: str | None = None
    portals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """One target as the index sees it: the tuple, its sentence as evidence, and the document it stands in."""

    id: str
    document: str
    number: str | None
    type: str | None
    issuer: str | None
    province: str | None
    province_today: str | None
    issued: str | None
    indicator: str
    comparator: str
    change: str
    value: float | None
    value2: float | None
    unit: str | None
    deadline: str | None
    period: str | None
    baseline: str | None
    scope: str | None
    agency: str | None
    text: str
    sentence: str
    page: int | None
    url: str | None
    rule: str
    confidence: float
