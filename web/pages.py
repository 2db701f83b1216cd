"""The pages: each is a view and a template; with `.json` or Accept the view itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from documents.collation import collation_key
from documents.provinces import provinces_today
from web import exports, feeds, nights, reading, views
from web.asking import FACET_FILTERS, SORTS, address, list_chips, read_query
from web.kept import answer_kept
from web.rendering import page_of, render, render_error, send_json, wants_json, words_of
from web.saying import say_filter, say_goals, say_query
from web.site import site_of

__all__ = ["render_error", "router", "wants_json"]

MOST_COMPARED = 6  # documents beside each other
PROVINCES = sorted(provinces_today(), key=collation_key)

router = APIRouter(include_in_schema=False)
router.include_router(reading.router)


# ---------------------------------------------------------------- search


@page_of(router, "/search")
def _search(request: Request) -> tuple[str, dict[str, Any]]:
    params = list(request.query_params.multi_items())
    asked, words = read_query(request.query_params), words_of(request)
    answer = views.answer_documents(site_of(request), request.query_params)
    found, understood = views.tell_documents(site_of(request), asked, answer), answer.understood
    if wants_json(request):
        return "", {"twin": found}
    facets = {
        name: [(value, count, address("", params, **_facet(name, value))) for value, count in list(values.items())[:12]]
        for name, values in found["facets"].items()
    }
    last = min(-(-found["total"] // found["size"]) if found["size"] else 1, 10_000 // max(found["size"], 1))
    return "search.html", {
        **found,
        "q": asked.text,
        "chips": list_chips("", params, asked, understood, words),
        "sentence": say_query(understood.query, words),
        "dropped": [say_filter(r["parameter"], r["value"], words) for r in found["dropped"]],
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
    return render(request, "home.html", q="", holdings=views.count_held(site_of(request)))


@router.get("/suggest")
def _suggest(request: Request) -> Response:
    found = views.complete(site_of(request), request.query_params.get("q", ""))
    return send_json(request, found) if wants_json(request) else render(request, "suggestions.html", suggestions=found)


@router.get("/search.atom")
def _feed(request: Request) -> Response:
    base = str(request.base_url).rstrip("/")
    body = feeds.write_feed(site_of(request), request.query_params, base, str(request.url))
    return answer_kept(request, body, feeds.MEDIA_TYPE)


@router.get("/search.{form}")
def _export(request: Request, form: str) -> Response:
    return exports.export_documents(site_of(request), request.query_params, form)


# ---------------------------------------------------------------- tree, targets, gaps, the night


@page_of(router, "/tree")
def _tree(request: Request) -> tuple[str, dict[str, Any]]:
    number = request.query_params.get("number", "").strip()
    if not number:
        return "tree.html", {"number": "", "documents": [], "implemented_by": [], "implements": [], "more": 0}
    found = views.show_tree(site_of(request), number)
    return _choose("/tree", "number", found) if found["choose"] else ("tree.html", found)


def _choose(action: str, param: str, found: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Which of the many documents of one number is meant: each leads to the same page with its id."""
    return "choose.html", {**found, "action": action, "param": param, "twin": found}


@page_of(router, "/targets")
def _targets(request: Request) -> tuple[str, dict[str, Any]]:
    along = request.query_params.get("along", "").strip()
    if along:
        found = views.follow_targets(site_of(request), along)
        if found["choose"]:
            return _choose("/targets", "along", found)
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in sorted(found["drift"], key=lambda row: (row["document"]["issued"] or "9999", row["document"]["id"])):
            groups.setdefault(row["document"]["id"], []).append(row)
        return "chain.html", {
            **found,
            "groups": [(rows[0]["document"], rows) for rows in groups.values()],
            "with_results": {name for name, rows in groups.items() if any(row["results"] for row in rows)},
            "twin": found,
        }
    if not any(request.query_params.get(name) for name in ("q", "province", "number", "deadline")):
        return "targets.html", {"total": None, "sentence": "", "groups": [], "others": [], "provinces": PROVINCES}
    found = views.compare_targets(site_of(request), request.query_params)
    sentence = say_goals(request.query_params, found["sentence"], words_of(request))
    drawn, others = views.fit_groups(found["groups"])
    shown = {**found, "groups": drawn, "others": others, "sentence": sentence}
    return "targets.html", {**shown, "provinces": PROVINCES, "twin": found}


@router.get("/targets.{form}")
def _export_targets(request: Request, form: str) -> Response:
    found = views.compare_targets(site_of(request), request.query_params)
    rows: list[exports.Row] = [
        {**goal, "kind": kind}
        for group in found["groups"]
        for kind, goals in (("target", group["targets"]), ("result", group["results"]))
        for goal in goals
    ]
    return exports.export_targets(rows, form)


@page_of(router, "/gaps")
def _gaps(request: Request) -> tuple[str, dict[str, Any]]:
    given = "; ".join(request.query_params.getlist("number")).replace(",", ";").split(";")
    numbers = list(dict.fromkeys(number.strip() for number in given if number.strip()))[:MOST_COMPARED]
    if len(numbers) > 1:
        return "gaps_matrix.html", views.compare_gaps(site_of(request), numbers)
    if numbers:
        found = views.show_gaps(site_of(request), numbers[0])
        return _choose("/gaps", "number", found) if found["choose"] else ("gaps.html", found)
    over = request.query_params.get("over", "red-links")
    return "loose_ends.html", views.show_loose_ends(site_of(request), over, request.query_params.get("province"))


@page_of(router, "/night")
def _night(request: Request) -> tuple[str, dict[str, Any]]:
    return "night.html", nights.show_night(site_of(request), request.query_params.get("night"))


@router.get("/robots.txt")
def _robots() -> Response:
    return Response("User-agent: *\nDisallow: /originals/\nDisallow: /pictures/\n", media_type="text/plain")


@router.get("/favicon.ico")
def _icon(request: Request) -> Response:
    return RedirectResponse(request.scope.get("root_path", "").rstrip("/") + "/static/icon.svg")
