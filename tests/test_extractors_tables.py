"""Ruled tables against a second opinion: pdfplumber finds the same rows of the same cells."""

from pathlib import Path

import pdfplumber
import pytest
from requirements_for_tests import require_or_skip

from documents.text import normalize
from extractors import extract_bytes
from extractors.errors import NeedsOcr

TESTS = Path(__file__).parent
PDFS = sorted([*(TESTS / "files").glob("*.pdf"), *(TESTS / "demo" / "site" / "files").glob("*.pdf")])


def rows_of_pdfplumber(path: Path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [
        "\t".join(" ".join(normalize(cell or "").split()) for cell in row)
        for table in tables
        if len(table) > 1 and len(table[0]) > 1
        for row in table
    ]


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_tables(path: Path) -> None:
    try:
        lines = extract_bytes(path.read_bytes()).text.split("\n")
    except NeedsOcr as error:
        require_or_skip("ocr", error.what_to_do)
    missing = [row for row in rows_of_pdfplumber(path) if row not in lines]
    assert not missing


def test_there_are_tables_to_compare() -> None:
    assert sum(bool(rows_of_pdfplumber(path)) for path in PDFS) >= 4
