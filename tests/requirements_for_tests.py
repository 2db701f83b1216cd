"""What a test may need that this machine may lack: it is skipped with the reason, or fails where that is required."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import NoReturn, TypeVar

import pytest

T = TypeVar("T")


class Missing(Exception):
    """What this machine lacks for a server, said for people."""


def serve_or_skip(name: str, server: AbstractContextManager[T]) -> Iterator[T]:
    """What a server's context gives, for as long as a fixture is used: `yield from` it."""
    with ExitStack() as stack:
        try:
            served = stack.enter_context(server)
        except Missing as missing:
            require_or_skip(name, str(missing))
        yield served


def require_or_skip(name: str, reason: str) -> NoReturn:
    """Skips the test, or fails it when VANBAN_REQUIRE names what is missing (`VANBAN_REQUIRE=elasticsearch,ocr`)."""
    required = {part.strip() for part in os.environ.get("VANBAN_REQUIRE", "").split(",")}
    if name in required:
        pytest.fail(f"{name} is required here: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")
