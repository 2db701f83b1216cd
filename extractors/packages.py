"""Packages: ZIP files of XML parts (DOCX, XLSX, ODT), read within limits and without entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractors.errors import Damaged, Encrypted, TooLarge

MAX_MEMBERS = 10_000
MAX_MEMBER = 100 << 20  # bytes of one part, unpacked
MAX_TOTAL = 100 << 20  # bytes of all parts that are read
MAX_TAGS = 2_000_000  # starts and ends in one part; a text of 500 pages has half
MAX_RATIO = 200  # unpacked to packed, for parts over 1 MB: XML packs 10 to 30 times

# Strict OOXML ([ISO/IEC 29500-1]) is the same vocabulary under other addresses
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)  # fmt: skip


class Package:
    """The parts of one package by name; made by `open_package`."""

    def __init__(self, archive: zipfile.ZipFile, kind: str) -> None:
        self._archive, self.kind = archive, kind
        # some writers use backslashes, or capitals other than the relationships say
        self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in archive.infolist()}
        self.names = tuple(self._infos)
        self._left = MAX_TOTAL

    def check(self, name: str) -> zipfile.ZipInfo:
        """Raises Encrypted or TooLarge when a part is not to be unpacked."""
        info = self._infos.get(name)
        if info is None:
            raise Damaged(f"{self.kind} without {name}")
        if info.flag_bits & 1:
            raise Encrypted(f"{name} is encrypted")
        if info.file_size > MAX_MEMBER:
            raise TooLarge(f"{name}: {info.file_size} bytes, the limit is {MAX_MEMBER}")
        if info.file_size > 1 << 20 and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise TooLarge(f"{name}: packed over {MAX_RATIO} times")
        return info

    def read(self, name: str) -> bytes:
        """One part's bytes, after its size and ratio were looked at."""
        info = self.check(name)
        self._left -= info.file_size
        if self._left < 0:
            raise TooLarge(f"over {MAX_TOTAL} bytes in all parts together")
        try:
            return self._archive.read(info)
        except MemoryError:
            raise
        except Exception as error:
            raise Damaged(f"{self.kind}: {name}: {error}"[:300]) from None

    def xml(self, name: str) -> Any:
        """One part as an XML tree; a document type (entities) is refused."""
        return parse_xml(self.read(name), f"{self.kind}: {name}")

    def optional_xml(self, name: str | None) -> Any | None:
        """As `xml`; None when there is no such part."""
        return self.xml(name) if name in self._infos else None


@contextmanager
def open_package(data: bytes, kind: str) -> Iterator[Package]:
    """A package of bytes; whatever is wrong with the ZIP itself is Damaged, too many members TooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise TooLarge(f"{len(archive.infolist())} members, the limit is {MAX_MEMBERS}")
            yield Package(archive, kind)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Damaged(f"{kind}: {error}"[:300]) from None


def parse_xml(raw: bytes, what: str) -> Any:
    """The root of an XML part, entities refused, nothing fetched; Strict OOXML under its usual addresses."""
    from lxml import etree

    if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:65536]:
        raise Damaged(f"{what} declares entities, which no such file does")
    if raw.count(b"<") > MAX_TAGS:
        raise TooLarge(f"{what}: over {MAX_TAGS} tags")
    if b"purl.oclc.org/ooxml" in raw[:8192]:
        for strict, usual in _STRICT:
            raw = raw.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"{what}: {error}"[:300]) from None
