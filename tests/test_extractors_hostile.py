"""Hostile files: each its own typed error, in its own time, and the files around it are read."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from extractors import (
    Crashed,
    Damaged,
    EmptyFile,
    Encrypted,
    ExtractError,
    Outcome,
    OutOfMemory,
    Source,
    TimedOut,
    TooLarge,
    UnknownFormat,
    extract_bytes,
    open_sandbox,
)
from tests.hostile_files import HOSTILE_FILES, good_docx

# In this process: errors that need no killing
QUIET: dict[str, type[ExtractError] | None] = {
    "empty.docx": EmptyFile,
    "html.pdf": None,
    "truncated.pdf": Damaged,
    "password.pdf": Encrypted,
    "page-tree-loop.pdf": Damaged,
    "nested-arrays.pdf": EmptyFile,
    "zip-bomb.docx": TooLarge,
    "entity-bomb.docx": Damaged,
    "outside-entity.docx": Damaged,
    "deep.docx": Damaged,
    "truncated.docx": Damaged,
    "nested-tables.html": None,
    "noise.bin": UnknownFormat,
}
KILLED = ["xobject-loop.pdf", "flate-bomb.pdf"]


@pytest.mark.parametrize(("name", "error"), QUIET.items())
def test_a_hostile_file_is_one_typed_error(name: str, error: type[ExtractError] | None) -> None:
    data = HOSTILE_FILES[name]()
    if error is None:
        assert "của tỉnh" in extract_bytes(data).text or "của Ủy ban" in extract_bytes(data).text
    else:
        with pytest.raises(error) as raised:
            extract_bytes(data)
        assert type(raised.value) is error


def test_every_hostile_file_has_its_expected_end() -> None:
    assert {*QUIET, *KILLED} == set(HOSTILE_FILES)


def test_an_error_of_one_pdf_does_not_colour_the_next() -> None:
    """pdfium repeats its last error: a broken file after a locked one must not be called locked."""
    for name in ("password.pdf", "page-tree-loop.pdf"):
        with pytest.raises(QUIET[name]):  # type: ignore[arg-type]
            extract_bytes(HOSTILE_FILES[name]())


def test_files_that_have_to_be_killed_cost_only_themselves() -> None:
    good = [Source(f"good{i}", data=good_docx(f"Điều {i}. Phạm vi")) for i in range(6)]
    bad = [Source(name, data=HOSTILE_FILES[name]()) for name in KILLED]
    with open_sandbox(workers=2, timeout=2, memory=1 << 30) as sandbox:
        got = {outcome.key: outcome for outcome in sandbox.extract([*good[:2], *bad, *good[2:]])}
    assert sorted(got) == sorted([*KILLED, *(source.key for source in good)])
    for i in range(6):
        assert got[f"good{i}"].text is not None
        assert got[f"good{i}"].text.text == f"Điều {i}. Phạm vi"
    for name in KILLED:
        assert isinstance(got[name].error, (TimedOut, Crashed, OutOfMemory))


def test_a_path_that_cannot_be_opened_is_an_error_of_its_own(tmp_path) -> None:
    here = tmp_path / "a.txt"
    here.write_text("Nghị quyết", encoding="utf-8")
    with open_sandbox() as sandbox:
        got = {o.key: o for o in sandbox.extract([Source("here", path=here), Source("gone", path=tmp_path / "b")])}
    assert got["here"].text is not None
    assert isinstance(got["gone"].error, Damaged)


def test_sources_are_taken_as_they_are_needed() -> None:
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield Source(str(len(taken)), data=b"a b c")

    with open_sandbox() as sandbox:
        stream = sandbox.extract(endless())
        assert isinstance(next(stream), Outcome)
        assert len(taken) <= 4


def _die(*args: object) -> None:
    os.kill(os.getpid(), 11)


def test_a_crash_is_reported_with_its_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sandbox.read_source", _die)
    with open_sandbox() as sandbox:
        (outcome,) = sandbox.extract([Source("a", data=b"x")])
    assert isinstance(outcome.error, Crashed)
    assert outcome.error.detail == "killed by SIGSEGV"


def test_the_package_is_cheap_to_import() -> None:
    heavy = "{'pypdfium2', 'lxml', 'bs4', 'docx', 'pdfplumber', 'pebble', 'multiprocessing'}"
    code = f"import extractors, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
