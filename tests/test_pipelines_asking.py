"""Whatever an index can be asked for can be asked on the command line."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from index_mappings.filters import FILTERS, TARGET_FILTERS
from pipelines.commands import ask, goals

# Parameters of commands that are called otherwise than those of queries.
CALLED = {"type": "kind", "kind": "draft", "issued_from": "since", "issued_to": "until", "value_from": "at_least"}
CALLED |= {"value_to": "at_most"}


@pytest.mark.parametrize(("command", "rows"), [(ask.search, FILTERS), (goals.targets, TARGET_FILTERS)])
def test_every_filter_is_an_option(command: Callable[..., None], rows: tuple) -> None:
    options = set(inspect.signature(command).parameters)
    assert {CALLED.get(row.parameter, row.parameter) for row in rows} <= options
