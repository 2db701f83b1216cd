"""Which version each reader is at: stored texts are kept by it, so a new version reads again only what it concerns.

Raise a format's version whenever the text of any of its files changes; where bytes move from one format to another
(a new row in FORMATS), raise the version of the format that gives them up.
"""

from __future__ import annotations

from documents.record import Text

VERSIONS = {
    "empty": "1",
    "pdf": "5",
    "docx": "2",
    "xlsx": "2",
    "pptx": "2",
    "odt": "1",
    "ods": "1",
    "opendocument": "2",
    "zip": "2",
    "locked": "1",
    "doc": "2",
    "xls": "2",
    "outlook": "1",
    "msg": "2",
    "ole": "2",
    "rtf": "3",
    "rar": "2",
    "7z": "2",
    "gzip": "2",
    "bzip2": "1",
    "xz": "1",
    "tar": "1",
    "picture": "2",
    "mhtml": "2",
    "letter": "1",
    "mail": "1",
    "excel-xml": "1",
    "wordml": "1",
    "html": "2",
    "json": "1",
    "csv": "1",
    "plain": "3",
    "unknown": "2",  # bytes of no format, and files whose reading had to be ended
}
OCR = "3"  # how pictures of pages are read; texts with such pages are kept by this version too
READERS_WITH_OCR = ("pdf", "picture")
READER_VERSIONS = frozenset(
    [f"{name}/{version}" for name, version in VERSIONS.items()]
    + [f"{name}/{VERSIONS[name]}+ocr/{OCR}" for name in READERS_WITH_OCR]
    + [f"ocr/{OCR}"]
)


def reader_version(name: str | None) -> str:
    """The name and version of the reader of a format, as failures are kept by: `pdf/1`."""
    name = name if name in VERSIONS else "unknown"
    return f"{name}/{VERSIONS[name]}"


def version_of(text: Text) -> str:
    """The readers that a text comes from: `pdf/1`, with scanned pages among others `pdf/1+ocr/1`, a scan `ocr/1`.

    So a new way of reading born-digital pages does not send whole scans through OCR again.
    """
    scanned = [page.method == "ocr" for page in text.pages]
    if text.method in READERS_WITH_OCR and any(scanned):
        return f"ocr/{OCR}" if all(scanned) else f"{reader_version(text.method)}+ocr/{OCR}"
    return reader_version(text.method)
