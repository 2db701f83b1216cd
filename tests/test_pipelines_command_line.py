"""A command is described alone when it is asked for by its name, and says the same then."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pipelines.cli import COMMANDS, app, make_app

NAMES = [command.__name__ for command in COMMANDS]


@pytest.mark.parametrize("name", NAMES)
def test_a_command_alone_is_the_command_among_all(name: str) -> None:
    alone = make_app(name)
    assert len(alone.registered_commands) == 1
    asked = CliRunner().invoke(alone, [name, "--help"])
    assert asked.exit_code == 0
    assert asked.output == CliRunner().invoke(app, [name, "--help"]).output


@pytest.mark.parametrize("name", ["", "portals", "extrakt", "--help"])
def test_anything_else_finds_all_commands(name: str) -> None:
    assert len(make_app(name).registered_commands) == len(COMMANDS)
