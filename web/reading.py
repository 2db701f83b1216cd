"""The page of one document: its text beside the picture of its page, how to cite it, how to report on it, its files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from documents.record import Tags, Text
from web import exports, reporting, views
from web.language import Words, show_value
from web.marking import Part, cut_part, marks_of, vars_of
from web.pictures import picture_of
from web.rendering import render, send_json, wants_json, words_of
from web.site import site_of

CITED_AS = ("ris", "bib", "txt")

router = APIRouter(include_in_schema=False)


@router.get("/documents/{name:path}.json")
def _document_twin(request: Request, name: str) -> Response:
    return send_json(request, views.show_document(site_of(request), name))


@router.get("/cite/{name:path}.{form}")
def _cite(request: Request, name: str, form: str) -> Response:
    """One document for a reference manager, or as a line of text."""
    return exports.export_citation(views.show_document(site_of(request), name), form)


@router.get("/documents/{name:path}")
def _document(request: Request, name: str) -> Response:
    site = site_of(request)
    document = views.show_document(site, name)
    if wants_json(request):
        return send_json(request, document)
    if document["state"] != "resolved":
        return render(request, "red_link.html", document=document)
    text, tags, sha256 = views.read_document(site, name)
    words = words_of(request)
    sought = _span(request.query_params.get("at"), len(text.text))
    root = request.scope.get("root_path", "").rstrip("/")
    links = {
        r["start"]: root + quote(f"/documents/{r['node']}")
        for r in document["references"]
        if r.get("node") and "start" in r
    }
    at = sought[0] if sought else _start(request)
    part = cut_part(text.text, text.pages, marks_of(tags, links, words), at, sought)
    return render(
        request, "document.html", document=document, part=part, picture=_picture(text, part, sought), sha256=sha256,
        warnings=[(w.code, w.detail, *words.warning(w.code)) for w in text.warnings], cite=exports.cite(document),
        sought=_sought(text, tags, sought, words) if sought else None, reached=views.show_results(site, document),
    )  # fmt: skip


def _span(given: str | None, length: int) -> tuple[int, int] | None:
    """`120-180` as a span of the text, if it is one."""
    first, _, last = (given or "").partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(first) < 10 and len(last) < 10):
        return None
    span = int(first), int(last)
    return span if span[0] < span[1] <= length else None


def _start(request: Request) -> int:
    given = request.query_params.get("from", "0")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _sought(text: Text, tags: Tags, span: tuple[int, int], words: Words) -> dict[str, Any]:
    """What is looked at: its words, its page, and what is stated over it, each with how sure that is and why."""
    first, last = span
    page = next((page.number for page in reversed(text.pages) if page.start <= first), None)
    stated = [
        (words("kind_target"), f"{t.indicator}: {show_value(vars_of(t), words)}", t.confidence, t.rule)
        for t in tags.targets
        if t.start < last and t.end > first
    ]
    stated += [
        (words("kind_relation"), f"{words('rel_' + r.type)} {r.target}", r.confidence, r.rule)
        for r in tags.relations
        if r.start < last and r.end > first and r.type != "refers_to"
    ]
    return {
        "start": first, "end": last, "page": page, "text": " ".join(text.text[first:last].split())[:1200],
        "stated": stated[:8],
    }  # fmt: skip


def _picture(text: Text, part: Part, sought: tuple[int, int] | None) -> dict[str, Any] | None:
    """The page to be drawn beside the text, with the boxes of the lines that are sought."""
    sizes = {page.number: (page.width, page.height) for page in text.pages if page.width and page.height}
    lines = [line for line in text.lines if sought and line.end > sought[0] and line.start < sought[1]]
    number = lines[0].page if lines else part.pages[0][0] if part.pages else None
    if number not in sizes:
        return None
    width, height = sizes[number]
    boxes = [(line.x0, line.y0, line.x1 - line.x0, line.y1 - line.y0) for line in lines if line.page == number]
    return {"page": number, "width": width, "height": height, "boxes": boxes}


# ---------------------------------------------------------------- what is wrong with it


@router.get("/report")
def _report(request: Request) -> Response:
    """A form that makes an entry of the decisions file; nothing is sent anywhere."""
    site, asked = site_of(request), request.query_params
    name = asked.get("document", "")
    document = views.show_document(site, name)
    sha256, quoted = "", ""
    if document["state"] == "resolved":
        text, _, sha256 = views.read_document(site, name)
        if span := _span(asked.get("at"), len(text.text)):
            quoted = " ".join(text.text[span[0] : span[1]].split())[:300]
    entry, wrong = reporting.make_entry(document, sha256, dict(asked), quoted)
    return render(
        request, "report.html", document=document, quoted=quoted, entry=entry, wrong=wrong, asked=dict(asked),
        fields=reporting.HEADER_FIELDS,
    )  # fmt: skip


# ---------------------------------------------------------------- the original


@router.get("/pictures/{sha256}/{page}.png")
def _page_picture(request: Request, sha256: str, page: int) -> Response:
    _check_hash(sha256)
    path = picture_of(site_of(request), sha256, page)
    return FileResponse(path, media_type="image/png", headers={"Cache-Control": "public, max-age=604800, immutable"})


@router.get("/originals/{sha256}")
def _original(request: Request, sha256: str) -> Response:
    """The file as it came, always as a download: nothing from outside is shown on this origin."""
    _check_hash(sha256)
    path = site_of(request).store.originals.path(sha256)
    if not path.exists():
        raise views.NotFound(sha256)
    name = PurePosixPath(request.query_params.get("name", "")).name[:100]
    safe = "".join(c for c in name if c.isalnum() or c in "._- ").strip(". ") or sha256[:12]
    return FileResponse(path, media_type="application/octet-stream", filename=safe)


def _check_hash(sha256: str) -> None:
    if len(sha256) != 64 or any(c not in "0123456789abcdef" for c in sha256):
        raise views.NotFound(sha256[:80])
