"""Showing it to people: the web site."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..settings import Settings, load_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from web import Site

REQUESTS_PER_MINUTE = 600  # of one address on the API
AT_ONCE = 1_000  # connections that one process keeps open; more are told to come again
LONGEST_HEADERS = 32_768  # bytes
SECONDS_TO_END = 10  # for answers on their way when the site is ended


def _say_what_is_missing(site: Any) -> None:
    """What its pages would say, said to the operator at once; they are served all the same."""
    from index_mappings import SearchIndexError
    from store import StoreError

    for part in ("store", "index"):
        try:
            getattr(site, part)
        except (StoreError, SearchIndexError) as error:
            print(f"{error}. {getattr(error, 'what_to_do', '')}".rstrip(), file=sys.stderr)


def _open_site(settings: Settings, root_path: str, workers: int) -> Site:
    from web import Site

    return Site(
        home=settings.home,
        index_place=settings.index_place,
        catalog=settings.catalog,
        api_key=settings.elasticsearch_api_key,
        root_path=root_path,
        password=settings.web_password,
        user_header=settings.web_user_header,
        requests_per_minute=-(-REQUESTS_PER_MINUTE // workers),  # each process counts for itself
    )


def _make_app(settings: Settings, root_path: str, workers: int) -> FastAPI:
    """The application, made anew in each process."""
    from web import create_app

    return create_app(_open_site(settings, root_path, workers))


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8080,
    root_path: Annotated[str, typer.Option(help="Path below which a proxy shows the site, as /vanban.")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer; one per core at most.")] = 1,
) -> None:
    """The web site and its JSON API, reading only: `vanban serve`, then open http://127.0.0.1:8080."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from web.patience import ImpatientProtocol

    settings = load_settings()
    site = _open_site(settings, root_path, workers)
    _say_what_is_missing(site)
    site.close()
    print(f"http://{host}:{port}{root_path}/ shows what is in {settings.home}; Ctrl-C ends it", flush=True)
    config = uvicorn.Config(
        partial(_make_app, settings, root_path, workers),
        factory=True,
        http=ImpatientProtocol,
        ws="none",
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        proxy_headers=True,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=SECONDS_TO_END,
        limit_concurrency=AT_ONCE,
        h11_max_incomplete_event_size=LONGEST_HEADERS,
    )
    if workers == 1:
        uvicorn.Server(config).run()
    else:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
