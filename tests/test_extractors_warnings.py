"""Every warning's code stands in one table, with what the reader of the text should do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.warnings import WARNINGS, warn

ROOM = Path(__file__).parents[1] / "extractors"
MODULES = sorted(path for path in ROOM.glob("*.py") if path.name != "warnings.py")
MADE = re.compile(r"\bwarn\(\s*\"([^\"]+)\"")


def test_a_code_outside_the_table_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        warn("some_new_code")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_warnings_are_made_from_the_table(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<!\w)Warning\(", source), "use extractors.warnings.warn"
    assert set(MADE.findall(source)) <= WARNINGS.keys()


def test_no_code_of_the_table_is_left_unused() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in MODULES)
    assert [code for code in WARNINGS if f'"{code}"' not in sources] == []


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_says_what_to_do(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert all(sentence.endswith(".") for sentence in WARNINGS[code])
