"""Tesseract's library in this process: the same words as its program, and the program where it cannot be used."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from typing import Any

import pytest

from extractors import ocr_library, ocr_tesseract
from extractors.ocr_library import Library
from extractors.ocr_tesseract import BLOCK, COLUMN, LANGUAGE, SINGLE_LINE, OcrFailed, read_with_program, read_words
from tests.make_scans import needs_tesseract, picture
from tests.requirements_for_tests import require_or_skip

A_LINE = (100, 180, 700, 215)


@pytest.fixture
def library() -> Library:
    needs_tesseract()
    if not (loaded := ocr_library.load(LANGUAGE)):
        require_or_skip("ocr", "libtesseract 5 does not load")
    assert loaded
    return loaded


def test_library_and_program_say_the_same_whatever_was_read_before(library: Library) -> None:
    page = picture()
    line = page.crop(A_LINE)
    pictures: list[tuple[Any, int, int]] = [
        (page, 150, COLUMN),
        (line.resize((2 * line.width, 2 * line.height)), 300, SINGLE_LINE),
        (page.rotate(180).crop((0, 0, page.width, 400)), 150, BLOCK),
        (page.crop((0, 0, 9, 9)), 150, COLUMN),
        (page, 150, COLUMN),
    ]
    said = [library.read(*one, 40) for one in pictures]
    assert said == [read_with_program(*one, 40) for one in pictures]
    assert len(said[0]) > 50 and len({row.line for row in said[0]}) > 8
    assert said[1] and not said[3]


@pytest.mark.parametrize("read", ["library", "program"])
def test_what_both_refuse(library: Library, monkeypatch: pytest.MonkeyPatch, read: str) -> None:
    if read == "program":
        monkeypatch.setattr(ocr_library, "load", lambda language: None)
    with pytest.raises(OcrFailed, match=r"over 0\.01 s"):
        read_words(picture(), 150, seconds=0.01)
    with pytest.raises(OcrFailed):
        read_words(picture().resize((33_000, 20)), 150)
    assert read_words(picture(), 150)  # and goes on


def _no_library(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ocr_library, "load", lambda language: None)


def _no_room(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(resource, "getrlimit", lambda what: (ocr_library.ROOM, ocr_library.ROOM))


@pytest.mark.parametrize("spoil", [_no_library, _no_room])
def test_the_program_is_used_where_the_library_cannot_be(
    library: Library, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[pytest.MonkeyPatch], None]
) -> None:
    line = picture().crop(A_LINE)
    words = read_words(line, 150)
    monkeypatch.setattr(Library, "read", lambda *_: pytest.fail("the library was used"))
    spoil(monkeypatch)
    assert ocr_tesseract.is_installed()
    assert words and read_words(line, 150) == words


@pytest.mark.parametrize(
    ("constant", "value"),
    [
        ("VERSION", b"4."),
        ("LIBRARY", "libnone.so.5"),
        ("OPENMP", "libnone.so.1"),
        ("_FUNCTIONS", {"TessNone": (None,)}),
    ],
)
def test_a_library_that_is_not_known_is_not_used(
    library: Library, monkeypatch: pytest.MonkeyPatch, constant: str, value: object
) -> None:
    monkeypatch.setattr(ocr_library, constant, value)
    assert ocr_library.load.__wrapped__(LANGUAGE) is None


def test_a_language_without_data_is_not_read(library: Library) -> None:
    assert ocr_library.load("none") is None


def test_the_environment_is_what_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("3", None):
        if value:
            monkeypatch.setenv("OMP_THREAD_LIMIT", value)
        else:
            monkeypatch.delenv("OMP_THREAD_LIMIT")
        before = dict(os.environ)
        assert ocr_library.load.__wrapped__(LANGUAGE)
        assert dict(os.environ) == before
