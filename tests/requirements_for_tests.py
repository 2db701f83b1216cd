"""What a test may need that this machine may lack: it is skipped with the reason, or fails where that is required."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def require_or_skip(name: str, reason: str) -> NoReturn:
    """Skips the test, or fails it when VANBAN_REQUIRE names what is missing (`VANBAN_REQUIRE=elasticsearch,ocr`)."""
    required = {part.strip() for part in os.environ.get("VANBAN_REQUIRE", "").split(",")}
    if name in required:
        pytest.fail(f"{name} is required here: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")
