"""The application: its routes, its headers, its errors in one shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index_mappings import BadQuery, SearchIndexError
from store import StoreError
from store.errors import BadChoice
from web.api import router as api
from web.cache import PageCache
from web.cursors import BadCursor
from web.guard import Guard
from web.listing import router as listing
from web.openapi import tell_with_examples
from web.pages import render_error, wants_json
from web.pages import router as pages
from web.pictures import NoPicture
from web.site import Busy, Site
from web.views import NotFound

# Pages made at a time in one process: more only wait for each other, and each keeps an index open.
THREADS = 12

# Nothing is loaded from another host, no script stands in a page, no page is framed.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

# From an error to its status and code; the message and what to do are the error's own.
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (NotFound, 404, "not_found"),
    (NoPicture, 404, "no_picture"),
    (BadQuery, 400, "bad_query"),
    (BadChoice, 400, "bad_query"),
    (BadCursor, 400, "bad_cursor"),
    (SearchIndexError, 503, "index_unavailable"),
    (StoreError, 503, "catalog_unavailable"),
    (Busy, 503, "busy"),
)


def build_app(site: Site) -> FastAPI:
    """The site and its API over one catalog and one index."""
    app = FastAPI(
        title="vanban",
        version="1",
        description="What Viet Nam's provinces decide: documents, their links, their targets. Reads only.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_lifespan,
    )
    app.state.site = site
    app.include_router(listing)
    app.include_router(api)
    app.get("/api/v1/{rest:path}", include_in_schema=False)(_unknown)
    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=str(files("web") / "static")), name="static")
    app.openapi = tell_with_examples(app)  # type: ignore[method-assign]
    for kind, status, code in ERRORS:
        app.add_exception_handler(kind, _handler(status, code))
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(Exception, _fault)
    app.add_middleware(PageCache, site=site)
    app.add_middleware(Guard, site=site)
    app.add_middleware(SafeHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    yield
    app.state.site.close()


class SafeHeaders:
    """Adds HEADERS to every answer that does not say otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, passed on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                more = [pair for pair in _HEADERS if pair[0] not in said]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _handler(status: int, code: str) -> Any:
    def handle(request: Request, error: Exception) -> Response:
        todo = getattr(error, "what_to_do", "")
        return answer_error(request, status, code, f"{error}. {todo}" if todo else str(error))

    return handle


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer_error(request, error.status_code, "http_error", str(error.detail))


def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
    return answer_error(request, 422, "bad_parameter", wrong)


def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: it is logged by the server, and nothing of it is told. It never passed SafeHeaders."""
    response = answer_error(request, 500, "fault", "the fault is ours; it was written into the log")
    response.headers.update(HEADERS)
    return response


def _unknown(request: Request, rest: str) -> Response:
    return answer_error(request, 404, "not_found", f"no /api/v1/{rest}")


def answer_error(request: Request, status: int, code: str, message: str) -> Response:
    """An error in its one JSON shape, or as a page that helps on."""
    if wants_json(request):
        return JSONResponse({"error": {"status": status, "code": code, "message": message}}, status)
    return render_error(request, status, code, message)
