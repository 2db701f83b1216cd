"""Answers that a client may keep: an ETag of the content, and nothing sent again while nothing changed."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response


def answer_kept(request: Request, body: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    """A body with its ETag; 304 without the body when the client says that it has just this one."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kept = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Cookie", **(headers or {})}
    asked = request.headers.get("if-none-match", "")
    if tag in {part.strip().removeprefix("W/") for part in asked.split(",")}:
        return Response(status_code=304, headers=kept)
    return Response(body, media_type=media_type, headers=kept)


def answer_json(request: Request, data: Any) -> Response:
    """Data as JSON for programs of any origin, with their ETag."""
    body = orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)  # names of columns are no plain str
    return answer_kept(request, body, "application/json", {"Access-Control-Allow-Origin": "*"})
