"""The pages: each is a view and a template; with `.json` or Accept the view itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from web import exports, feeds, views
from web.asking import FACET_FILTERS, SORTS, address, list_chips, read_query
from web.charts import draw_bars, lay_matrix
from web.drawing import draw_tree
from web.kept import answer_kept
from web.language import LANGUAGES, Words, show_day, show_moment, show_number, show_value
from web.marking import cut_part, marks_of
from web.pictures import picture_of
from web.site import Site

MOST_COMPARED = 6  # documents beside each other

HTML = "text/html; charset=utf-8"

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(directory=str(files("web") / "templates"))
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
_templates.env.filters |= {
    "day": show_day,
    "moment": show_moment,
    "number": show_number,
    "marked": Markup,  # only for highlights, which the index gives escaped
    "bars": draw_bars,
    "matrix": lay_matrix,
    "graph": draw_tree,
    "lines": views.merge_edges,
    "address_of": lambda params, **more: urlencode([*params, *more.items()]),
    "first_of": lambda params, name: next((value for key, value in params if key == name), ""),
    "with_state": lambda document, state: {**document, "state": state},
}


def wants_json(request: Request) -> bool:
    """Whether a program asks: by the path, or by what it accepts."""
    accepted = request.headers.get("accept", "")
    path = request.url.path
    return (
        bool(path.endswith(".json"))
        or "/api/" in path
        or ("application/json" in accepted and "text/html" not in accepted)
    )


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _render(request: Request, template: str, status: int = 200, **data: Any) -> Response:
    language = request.query_params.get("lang") or request.cookies.get("lang") or "vi"
    words = Words(language)
    root: str = request.scope.get("root_path", "").rstrip("/")

    def link(path: str, **params: Any) -> str:
        kept = {name: value for name, value in params.items() if value not in (None, "")}
        return root + quote(path) + (f"?{urlencode(kept)}" if kept else "")

    here = root + request.url.path.removeprefix(root)
    context = {
        "t": words, "language": words.language, "link": link, "root": root, "here": here,
        "params": list(request.query_params.multi_items()), "value_of": lambda goal: show_value(goal, words),
        "status_code": status, **data,
    }  # fmt: skip
    body = _templates.get_template(template).render(request=request, **context).encode()
    response = answer_kept(request, body, HTML) if status == 200 else Response(body, status, media_type=HTML)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie("lang", words.language, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def _send_json(request: Request, data: Any) -> Response:
    return answer_kept(request, json.dumps(data, ensure_ascii=False).encode(), "application/json")


def render_error(request: Request, status: int, code: str, message: str) -> Response:
    """A page that says what is wrong and how to go on."""
    return _render(request, "error.html", status, code=code, message=message)


def _page(path: str) -> Callable[[Any], Any]:
    """A page at a path, with its JSON twin beside it: the function gives (template, data)."""

    def register(make: Callable[..., tuple[str, dict[str, Any]]]) -> Callable[..., Any]:
        def respond(request: Request) -> Response:
            template, data = make(request)
            twin = data.pop("twin", None)
            if wants_json(request):
                return _send_json(request, twin if twin is not None else data)
            return _render(request, template, **data)

        router.get(f"{path}.json")(respond)
        router.get(path)(respond)
        return make

    return register


# ---------------------------------------------------------------- search


@_page("/search")
def _search(request: Request) -> tuple[str, dict[str, Any]]:
    params = list(request.query_params.multi_items())
    found = views.find_documents(_site(request), request.query_params)
    if wants_json(request):
        return "", {"twin": found}
    asked = read_query(request.query_params)
    understood = views.understood_of(asked, request.query_params, [r["parameter"] for r in found["dropped"]])
    facets = {
        name: [(value, count, address("", params, **_facet(name, value))) for value, count in list(values.items())[:12]]
        for name, values in found["facets"].items()
    }
    last = min(-(-found["total"] // found["size"]) if found["size"] else 1, 10_000 // max(found["size"], 1))
    return "search.html", {
        **found,
        "q": asked.text,
        "chips": list_chips("", params, asked, understood),
        "facet_links": facets,
        "sorts": [(name, address("", params, sort=name), name == asked.sort) for name in SORTS],
        "last": last,
        "earlier": _turned(params, asked.page - 1) if asked.page > 1 else None,
        "later": _turned(params, asked.page + 1) if asked.page < last else None,
        "atom": f"{request.scope.get('root_path', '').rstrip('/')}/search.atom?{urlencode(params)}",
        "exports": [(form, f"search.{form}?{urlencode(params)}") for form in exports.FORMS],
    }


def _facet(name: str, value: str) -> dict[str, str]:
    if name == "year":
        return {"issued_from": value, "issued_to": value}
    return {FACET_FILTERS[name]: value}


def _turned(params: list[tuple[str, str]], page: int) -> str:
    return f"?{urlencode([*((n, v) for n, v in params if n != 'page'), ('page', page)])}"


@router.get("/")
def _home(request: Request) -> Response:
    return _render(request, "home.html", q="", holdings=views.count_held(_site(request)))


@router.get("/suggest")
def _suggest(request: Request) -> Response:
    found = views.complete(_site(request), request.query_params.get("q", ""))
    return (
        _send_json(request, found) if wants_json(request) else _render(request, "suggestions.html", suggestions=found)
    )


@router.get("/search.atom")
def _feed(request: Request) -> Response:
    base = str(request.base_url).rstrip("/")
    body = feeds.write_feed(_site(request), request.query_params, base, str(request.url))
    return answer_kept(request, body, feeds.MEDIA_TYPE)


@router.get("/search.{form}")
def _export(request: Request, form: str) -> Response:
    return exports.export_documents(_site(request), request.query_params, form)


# ---------------------------------------------------------------- one document


@router.get("/documents/{name:path}.json")
def _document_twin(request: Request, name: str) -> Response:
    return _send_json(request, views.show_document(_site(request), name))


@router.get("/documents/{name:path}")
def _document(request: Request, name: str) -> Response:
    site = _site(request)
    document = views.show_document(site, name)
    if wants_json(request):
        return _send_json(request, document)
    if document["state"] != "resolved":
        return _render(request, "red_link.html", document=document)
    text, tags, sha256 = views.read_document(site, name)
    sought = _span(request.query_params.get("at"), len(text.text))
    root = request.scope.get("root_path", "").rstrip("/")
    links = {
        r["start"]: root + quote(f"/documents/{r['node']}")
        for r in document["references"]
        if r.get("node") and "start" in r
    }
    part = cut_part(text.text, text.pages, marks_of(tags, links), sought[0] if sought else _start(request), sought)
    shown = _picture(text, part, sought)
    return _render(
        request, "document.html", document=document, part=part, sought=sought, picture=shown, sha256=sha256,
        warnings=text.warnings, method=text.method, cite=exports.cite(document),
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


def _picture(text: Any, part: Any, sought: tuple[int, int] | None) -> dict[str, Any] | None:
    """The page to be drawn beside the text, with the boxes of the lines that are sought."""
    sizes = {page.number: (page.width, page.height) for page in text.pages if page.width and page.height}
    lines = [line for line in text.lines if sought and line.end > sought[0] and line.start < sought[1]]
    number = lines[0].page if lines else part.pages[0][0] if part.pages else None
    if number not in sizes:
        return None
    width, height = sizes[number]
    boxes = [(line.x0, line.y0, line.x1 - line.x0, line.y1 - line.y0) for line in lines if line.page == number]
    return {"page": number, "width": width, "height": height, "boxes": boxes}


@router.get("/pictures/{sha256}/{page}.png")
def _page_picture(request: Request, sha256: str, page: int) -> Response:
    _check_hash(sha256)
    path = picture_of(_site(request), sha256, page)
    return FileResponse(path, media_type="image/png", headers={"Cache-Control": "public, max-age=604800, immutable"})


@router.get("/originals/{sha256}")
def _original(request: Request, sha256: str) -> Response:
    """The file as it came, always as a download: nothing from outside is shown on this origin."""
    _check_hash(sha256)
    path = _site(request).store.originals.path(sha256)
    if not path.exists():
        raise views.NotFound(sha256)
    name = PurePosixPath(request.query_params.get("name", "")).name[:100]
    safe = "".join(c for c in name if c.isalnum() or c in "._- ").strip(". ") or sha256[:12]
    return FileResponse(path, media_type="application/octet-stream", filename=safe)


def _check_hash(sha256: str) -> None:
    if len(sha256) != 64 or any(c not in "0123456789abcdef" for c in sha256):
        raise views.NotFound(sha256[:80])


# ---------------------------------------------------------------- tree, targets, gaps, the night


@_page("/tree")
def _tree(request: Request) -> tuple[str, dict[str, Any]]:
    number = request.query_params.get("number", "").strip()
    if not number:
        return "tree.html", {"number": "", "documents": [], "implemented_by": [], "implements": []}
    return "tree.html", views.show_tree(_site(request), number)


@_page("/targets")
def _targets(request: Request) -> tuple[str, dict[str, Any]]:
    along = request.query_params.get("along", "").strip()
    if along:
        return "chain.html", views.follow_targets(_site(request), along)
    if not any(request.query_params.get(name) for name in ("q", "province", "number", "deadline")):
        return "targets.html", {"total": None, "sentence": "", "groups": []}
    return "targets.html", views.compare_targets(_site(request), request.query_params)


@router.get("/targets.{form}")
def _export_targets(request: Request, form: str) -> Response:
    found = views.compare_targets(_site(request), request.query_params)
    return exports.export_targets([goal for group in found["groups"] for goal in group["targets"]], form)


@_page("/gaps")
def _gaps(request: Request) -> tuple[str, dict[str, Any]]:
    given = "; ".join(request.query_params.getlist("number")).replace(",", ";").split(";")
    numbers = list(dict.fromkeys(number.strip() for number in given if number.strip()))[:MOST_COMPARED]
    if len(numbers) > 1:
        return "gaps_matrix.html", views.compare_gaps(_site(request), numbers)
    if numbers:
        return "gaps.html", views.show_gaps(_site(request), numbers[0])
    over = request.query_params.get("over", "red-links")
    return "loose_ends.html", views.show_loose_ends(_site(request), over, request.query_params.get("province"))


@_page("/night")
def _night(request: Request) -> tuple[str, dict[str, Any]]:
    return "night.html", views.show_night(_site(request))


@router.get("/robots.txt")
def _robots() -> Response:
    return Response("User-agent: *\nDisallow: /originals/\nDisallow: /pictures/\n", media_type="text/plain")


@router.get("/favicon.ico")
def _icon(request: Request) -> Response:
    return RedirectResponse(request.scope.get("root_path", "").rstrip("/") + "/static/icon.svg")
