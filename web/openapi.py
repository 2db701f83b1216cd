"""The OpenAPI document: what FastAPI tells of the routes, with an example of each answer (`data/api_examples.json`)."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from fastapi import FastAPI


def tell_with_examples(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """What gives the document of an application; an example stands under the name of the function that answers so."""
    tell, told = app.openapi, dict[str, Any]()

    def openapi() -> dict[str, Any]:
        if not told:
            told.update(tell())
            _add_examples(told)
        return told

    return openapi


def _add_examples(document: dict[str, Any]) -> None:
    examples = json.loads(files("web").joinpath("data", "api_examples.json").read_text("utf-8"))
    for path in document["paths"].values():
        operation = path["get"]
        name = operation["operationId"].split("_api_v1")[0]
        content = operation["responses"]["200"]["content"]
        if name in examples:
            content["application/json"]["example"] = examples[name]
        error = {"status": 400, "code": "bad_query", "message": "year 'x': give four figures, as 2025"}
        operation["responses"]["400"]["content"]["application/json"]["example"] = {"error": error}
