"""Every reader has a version of its own."""

import pytest

from extractors import ExtractError, extract_bytes, reader_version
from extractors.formats import FORMATS
from extractors.versions import READER_VERSIONS, VERSIONS


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
