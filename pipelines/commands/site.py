"""Showing it to people: the web site."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from ..settings import load_settings


def _say_what_is_missing(site: Any) -> None:
    """What its pages would say, said to the operator at once; they are served all the same."""
    from index_mappings import SearchIndexError
    from store import StoreError

    for part in ("store", "index"):
        try:
            getattr(site, part)
        except (StoreError, SearchIndexError) as error:
            print(f"{error}. {getattr(error, 'what_to_do', '')}".rstrip(), file=sys.stderr)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8080,
    root_path: Annotated[str, typer.Option(help="Path below which a proxy shows the site, as /vanban.")] = "",
) -> None:
    """The web site and its JSON API, reading only: `vanban serve`, then open http://127.0.0.1:8080."""
    import uvicorn

    from web import Site, create_app

    settings = load_settings()
    site = Site(
        home=settings.home,
        index_place=settings.index_place,
        catalog=settings.catalog,
        api_key=settings.elasticsearch_api_key,
        root_path=root_path,
        password=settings.web_password,
    )
    _say_what_is_missing(site)
    print(f"http://{host}:{port}{root_path}/ shows what is in {settings.home}; Ctrl-C ends it", flush=True)
    uvicorn.run(
        create_app(site),
        host=host,
        port=port,
        log_level="warning",
        proxy_headers=True,
        server_header=False,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=32_768,
    )
