"""Fixtures that are made once and shared by all tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them

from elasticsearch_server import Missing, elasticsearch_server
from requirements_for_tests import require_or_skip


@pytest.fixture(scope="session")
def elasticsearch_address() -> Iterator[str]:
    """The address of a real Elasticsearch, started once for all tests; skips where there can be none."""
    server = elasticsearch_server()
    try:
        address = server.__enter__()
    except Missing as missing:
        require_or_skip("elasticsearch", str(missing))
    yield address
    server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def site_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site with the demo's files, made once; tests only read it."""
    from web_server import make_home

    return make_home(tmp_path_factory.mktemp("site") / "var")
