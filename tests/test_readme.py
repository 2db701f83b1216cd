"""README says what the program does: every setting and every command is in it, with the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.cli import COMMANDS
from pipelines.settings import SETTINGS

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_settings(setting) -> None:
    default = f"`{setting.default}`" if setting.default else ""
    assert f"| `VANBAN_{setting.name}` | {default} | {setting.help} |" in README


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_commands(command) -> None:
    assert re.search(rf"^\| `vanban {command.__name__}\b", README, re.M)
