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


def is_made(code: str, sources: str) -> bool:
    """Whether a module names the code, whole or as what was looked at and what came of it (`date` + `to_confirm`)."""
    words = code.split("_")
    halves = [("_".join(words[:i]), "_".join(words[i:])) for i in range(1, len(words))]
    return f'"{code}"' in sources or any(f'"{a}"' in sources and f'"{b}"' in sources for a, b in halves)


def test_no_code_of_the_table_is_left_unused() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in MODULES)
    assert [code for code in WARNINGS if not is_made(code, sources)] == []


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_says_what_to_do(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert all(sentence.endswith(".") for sentence in WARNINGS[code])
