"""Every reader has a version of its own."""

import pytest

from documents.record import Text, TextPage
from extractors import ExtractError, extract_bytes, reader_version, version_of
from extractors.formats import FORMATS
from extractors.versions import OCR, READER_VERSIONS, VERSIONS


def test_every_format_has_a_version() -> None:
    assert {row.name for row in FORMATS} | {"unknown"} == set(VERSIONS)


@pytest.mark.parametrize(
    ("data", "version"),
    [("Kế hoạch của tỉnh".encode(), "plain"), (b"<html><body>Tin</body></html>", "html"), (b"%PDF-1.4 broken", "pdf"),
     (b"", "empty"), (b"Rar!\x1a\x07\x00", "rar"), (b"\x7fELF" + bytes(range(256)) * 4, "unknown")],
)  # fmt: skip
def test_what_reads_a_file_is_known_also_where_it_fails(data: bytes, version: str) -> None:
    try:
        read_by = extract_bytes(data).method
    except ExtractError as error:
        read_by = error.format
    assert reader_version(read_by) == f"{version}/{VERSIONS[version]}"
    assert reader_version(read_by) in READER_VERSIONS


@pytest.mark.parametrize(
    ("methods", "version"),
    [
        (["layout", "pdfium"], f"pdf/{VERSIONS['pdf']}"),
        (["ocr", "pdfium"], f"pdf/{VERSIONS['pdf']}+ocr/{OCR}"),
        (["ocr", "ocr"], f"ocr/{OCR}"),
    ],
)
def test_scans_are_kept_by_how_pictures_are_read(methods: list[str], version: str) -> None:
    pages = tuple(TextPage(n, 0, 0, method) for n, method in enumerate(methods, 1))
    assert version_of(Text("a", "pdf", "", pages)) == version
    assert version in READER_VERSIONS
