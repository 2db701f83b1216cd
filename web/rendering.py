"""From data to a page in the reader's language, or to its JSON twin: what all pages share."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from markupsafe import Markup

from documents.collation import collation_key
from web.charts import draw_bars, draw_trend, lay_matrix
from web.drawing import draw_tree
from web.kept import answer_kept
from web.language import LANGUAGES, Words, read_sureness, say_rule, show_day, show_moment, show_number, show_value
from web.nights import seconds_between
from web.stacking import stack_cells
from web.timeline import days_between, draw_timeline, group_levels
from web.views import compare_facts, count_drifts, group_by_place, merge_edges

HTML = "text/html; charset=utf-8"

_templates = Jinja2Templates(directory=str(files("web") / "templates"))
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
_templates.env.filters |= {
    "day": show_day,
    "moment": show_moment,
    "number": pass_context(lambda context, value: show_number(value, context.get("language", "vi"))),
    "sureness": read_sureness,
    "rule_said": say_rule,
    "marked": Markup,  # only for highlights, which the index gives escaped
    "bars": draw_bars,
    "matrix": lay_matrix,
    "graph": draw_tree,
    "timeline": draw_timeline,
    "levels": group_levels,
    "days_since": lambda last, first: days_between(first, last),
    "trend": draw_trend,
    "nights_of": lambda trend: [(past["started"], past["new"], past.get("failed", 0)) for past in trend],
    "took": seconds_between,
    "stacked": stack_cells,
    "lines": merge_edges,
    "compared": compare_facts,
    "drift_counts": count_drifts,
    "by_name": lambda rows, name=None: sorted(rows, key=lambda row: collation_key(row[name] if name else row)),
    "by_place": group_by_place,
    "by_year": lambda rows: sorted(rows, key=lambda row: (row["year"] or "", collation_key(row["province"]))),
    "address_of": lambda params, **more: urlencode([*params, *more.items()]),
    "first_of": lambda params, name: next((value for key, value in params if key == name), ""),
    "with_state": lambda document, state: {**document, "state": state},
}


def words_of(request: Request) -> Words:
    """The words in the reader's language: as the address says, as was chosen before, else Vietnamese."""
    return Words(request.query_params.get("lang") or request.cookies.get("lang") or "vi")


def wants_json(request: Request) -> bool:
    """Whether a program asks: by the path, or by what it accepts."""
    accepted = request.headers.get("accept", "")
    path = request.url.path
    return (
        bool(path.endswith(".json"))
        or "/api/" in path
        or ("application/json" in accepted and "text/html" not in accepted)
    )


def render(request: Request, template: str, status: int = 200, **data: Any) -> Response:
    """A page; with status 200 the browser may keep it, and asks whether it changed."""
    words = words_of(request)
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


def send_json(request: Request, data: Any) -> Response:
    """The JSON twin of a page."""
    return answer_kept(request, json.dumps(data, ensure_ascii=False).encode(), "application/json")


def render_error(request: Request, status: int, code: str, message: str) -> Response:
    """A page that says what is wrong and how to go on."""
    return render(request, "error.html", status, code=code, message=message)


def page_of(router: APIRouter, path: str) -> Callable[[Any], Any]:
    """A page at a path, with its JSON twin beside it: the function gives (template, data)."""

    def register(make: Callable[..., tuple[str, dict[str, Any]]]) -> Callable[..., Any]:
        def respond(request: Request) -> Response:
            template, data = make(request)
            twin = data.pop("twin", None)
            if wants_json(request):
                return send_json(request, twin if twin is not None else data)
            return render(request, template, **data)

        router.get(f"{path}.json")(respond)
        router.get(path)(respond)
        return make

    return register
