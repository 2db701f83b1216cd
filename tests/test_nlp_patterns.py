"""Patterns that are written so that a scan jumps find what the plain ones find."""

import re

import pytest

from nlp.components.patterns import LineStart
from nlp.phrases import one_of, whole_word

LINES = [
    "Điều 1. Một\nĐiều 1. Hai",
    "\nĐiều 1.",
    "| Điều 1: |Điều 1.",
    "theo Điều 1. Điều 1.",
    "",
    "Điều 1.Điều 1.\n\n  Điều 1:",
]


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("start", [0, 1, 8])
def test_a_pattern_at_the_beginning_of_lines(text, start):
    plain = re.compile(r"(?:^|[\n|])\s*Điều 1[.:]")
    found = LineStart(r"\n|", r"\s*Điều 1[.:]")
    wanted = [match.span() for match in plain.finditer(text, start)]
    assert [match.span() for match in found.finditer(text, start)] == wanted
    first = found.search(text, start)
    assert (first.span() if first else None) == (wanted[0] if wanted else None)


PHRASES = ["đạt", "đạt mức", "tăng thêm", "tăng", "thêm", "≥", "ước", "ước  đạt"]


@pytest.mark.parametrize(
    "text",
    [
        "đạt mức 5%, tăng thêm 3, ước\nđạt 7",
        "vượt chỉ tiêu, thành đạt, đạtmức",
        "≥ 5; x≥ 6; tăng trưởng",
        "tăng\u00a0thêm đạt",
        "",
    ],
)
def test_any_phrase_as_a_whole_word(text):
    plain = re.compile(rf"(?<!\w)(?:{one_of(PHRASES)})(?!\w)")
    assert [m.span() for m in whole_word(PHRASES).finditer(text)] == [m.span() for m in plain.finditer(text)]
