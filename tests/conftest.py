"""Fixtures that are made once and shared by all tests."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them

from elasticsearch_server import elasticsearch_server
from postgresql_server import postgresql_server
from requirements_for_tests import serve_or_skip

if TYPE_CHECKING:
    from index_mappings import Index


@pytest.fixture(scope="session")
def elasticsearch_address() -> Iterator[str]:
    """The address of a real Elasticsearch, started once for all tests; skips where there can be none."""
    yield from serve_or_skip("elasticsearch", elasticsearch_server())


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """The address of a real PostgreSQL, started once for all tests; `new_database` gives an empty database on it."""
    yield from serve_or_skip("postgresql", postgresql_server())


@pytest.fixture(scope="session")
def site_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site with the demo's files, made once; tests only read it."""
    from web_server import make_home

    return make_home(tmp_path_factory.mktemp("site") / "var")


@pytest.fixture(scope="module", params=["embedded", "elasticsearch"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Gives a new empty place for an index on each call."""
    if request.param == "embedded":
        yield lambda: str(tmp_path_factory.mktemp("index") / "here")
        return
    address: str = request.getfixturevalue("elasticsearch_address")
    made: list[str] = []

    def make() -> str:
        made.append(f"test-{uuid.uuid4().hex[:10]}")
        return f"{address}/{made[-1]}"

    yield make
    from elasticsearch import Elasticsearch

    with Elasticsearch(address) as client:
        for name in made:
            for index in client.indices.get(index=f"{name}-*"):
                client.indices.delete(index=index)


@pytest.fixture(scope="module")
def shelf(place: Callable[[], str]) -> Iterator[Index]:
    """The shelf of searches.yaml, only read."""
    from index_shelf import DOCUMENTS, TARGETS

    from index_mappings import open_index

    with open_index(place()) as index:
        index.put(DOCUMENTS, TARGETS)
        index.commit()
        yield index


@pytest.fixture
def index(place: Callable[[], str]) -> Iterator[Index]:
    """An empty index."""
    from index_mappings import open_index

    with open_index(place()) as index:
        yield index
