"""Which version each reader is at: stored texts are kept by it, so a new version reads again only what it concerns.

Raise a format's version whenever the text of any of its files changes; where bytes move from one format to another
(a new row in FORMATS), raise the version of the format that gives them up.
"""

from __future__ import annotations

VERSIONS = {
    "empty": "1",
    "pdf": "2",
    "docx": "1",
    "xlsx": "1",
    "pptx": "1",
    "opendocument": "1",
    "zip": "1",
    "xls": "1",
    "doc": "1",
    "ole": "1",
    "rtf": "1",
    "rar": "1",
    "7z": "1",
    "gzip": "1",
    "picture": "2",
    "mhtml": "1",
    "html": "1",
    "json": "1",
    "csv": "1",
    "plain": "1",
    "unknown": "1",  # bytes of no format, and files whose reading had to be ended
}
READER_VERSIONS = frozenset(f"{name}/{version}" for name, version in VERSIONS.items())


def reader_version(name: str | None) -> str:
    """The name and version of the reader of a format, as results are kept by: `pdf/1`."""
    name = name if name in VERSIONS else "unknown"
    return f"{name}/{VERSIONS[name]}"
