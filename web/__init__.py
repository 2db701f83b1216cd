"""The web site and its JSON API: reads only, server-rendered, nothing from another host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.site import Site

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Site", "create_app"]


def create_app(site: Site) -> FastAPI:
    """The ASGI application over what a site holds; give it to an ASGI server."""
    from web.app import build_app

    return build_app(site)
