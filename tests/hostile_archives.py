"""Archives and pictures that attack or merely annoy a reader."""

# ruff: noqa: E501 - one line for each file of the table
from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

from tests.hostile_kinds import (
    CONTAINER,
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    MB,
    NO_DOCUMENT,
    NOT_YET,
    SCAN,
    TEXT,
    TOO_LARGE,
    UNKNOWN,
    UNREADABLE,
    Hostile,
)
from tests.hostile_office import bomb, docx, encrypted_member, p, package
from tests.hostile_pdf import pack, said

NOTHING = CONTAINER | NOT_YET | DAMAGED | EMPTY | UNKNOWN  # an archive of which nothing can be read
ANYTHING = NOTHING | TEXT | TOO_LARGE | NO_DOCUMENT
OUT = "../../../../../../tmp/vanban-was-here"


def in_one_another(depth: int, wide: int, inside: bytes) -> bytes:
    """Archives in archives: `wide` to the power of `depth` files from a few kB."""
    for _ in range(depth):
        inside = package({f"{n}.zip": inside for n in range(wide)})
    return inside


def special_members() -> bytes:
    """A ZIP of links out of it and of devices."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, mode in (("link.txt", 0o120777), ("device.txt", 0o060666), ("pipe.txt", 0o010666)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, mode << 16
            archive.writestr(info, "/etc/passwd")
        archive.writestr("a/link.txt/../../b.txt", "Nghị quyết")
    return out.getvalue()


def tar(mode: str = "w") -> bytes:
    """A TAR of links out of it, devices, and names that lead out."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, kind in (
            ("l", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("d", tarfile.CHRTYPE),
            ("f", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo(OUT)
        info.size = 3
        archive.addfile(info, io.BytesIO(b"boo"))
    return out.getvalue()


def gzip_bomb() -> bytes:
    """2 GB of blanks in 2 MB."""
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + pack(b" " * MB, 2000)[2:] + bytes(8)


def many_members() -> bytes:
    """100,000 files of nothing."""
    return package({str(n): b"" for n in range(60_000)}, zipfile.ZIP_STORED)


def many_texts() -> bytes:
    """3,000 texts: each a document?"""
    return package({f"{n}.txt": f"Nghị quyết số {n}".encode() for n in range(3000)})


def own_member() -> bytes:
    """A ZIP whose stored member is the whole ZIP up to there, again."""
    once = package({"a.zip": b""}, zipfile.ZIP_STORED)
    for _ in range(12):
        once = package({"a.zip": once, "b.zip": once}, zipfile.ZIP_STORED)
    return once


def seven_zip() -> bytes:
    """A header that promises 2 ** 60 bytes."""
    start = struct.pack("<QQI", 0, 1 << 60, 0)
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + bytes(999)


def rar() -> bytes:
    """A RAR 5 whose block sizes mean nothing."""
    return b"Rar!\x1a\x07\x01\x00" + b"\xff" * 2000


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes | None = None) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packed = pack(bytes(MB), width * height // (8 * MB) + 1) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def png_comments() -> bytes:
    """A small picture with a comment of 500 MB, packed."""
    return png(9, 9)[:33] + chunk(b"zTXt", b"a\x00\x00" + pack(b" " * MB, 500)) + png(9, 9)[33:]


def tiff(width: int, height: int, following: int = 0, compression: int = 1) -> bytes:
    """A black-and-white TIFF of one strip; `following` is where the next picture is said to be."""
    tags = ((256, width), (257, height), (258, 1), (259, compression), (262, 0), (273, 122), (278, height), (279, 99))
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return (
        b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(tags)) + rows + struct.pack("<I", following) + b"\xff" * 200
    )


def jpeg(width: int, height: int) -> bytes:
    """A JPEG's head that promises so many points, and nothing behind it."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes((1, 17, 0, 2, 17, 0, 3, 17, 0))
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + frame + b"\xff\xda" + bytes(500)


def gif() -> bytes:
    """A moving picture of 20,000 frames of 65,535 x 65,535 points."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(6) + frame * 20_000 + b";"


def packed(module: object, times: int) -> Callable[[], bytes]:
    return lambda: module.compress(b" " * (MB * times))  # type: ignore[attr-defined]


IMAGE = SCAN | UNREADABLE | DAMAGED | EMPTY | TOO_LARGE | UNKNOWN

FILES = (
    Hostile("bomb.zip", lambda: bomb("a.txt", b" " * MB, 2000), TOO_LARGE | NOTHING),
    Hostile("many-bombs.zip", lambda: package({f"{n}.txt": b" " * (12 * MB) for n in range(10)}), TOO_LARGE | NOTHING),
    Hostile("traversal.zip", lambda: package({OUT: b"boo", "/tmp/vanban-was-here": b"boo", "..\\..\\x.txt": b"boo", "a.pdf": said()}), ANYTHING),
    Hostile("special.zip", special_members, ANYTHING),
    Hostile("nested.zip", lambda: in_one_another(5, 16, b" " * MB), TOO_LARGE | NOTHING),
    Hostile("deep.zip", lambda: in_one_another(200, 1, b"Nghi quyet"), TOO_LARGE | NOTHING),
    Hostile("own-member.zip", own_member, TOO_LARGE | NOTHING),
    Hostile("100000-members.zip", many_members, TOO_LARGE | NOTHING),
    Hostile("3000-texts.zip", many_texts, TOO_LARGE | NOTHING | TEXT),
    Hostile("encrypted.zip", encrypted_member, ENCRYPTED | ANYTHING),
    Hostile("hostile-inside.zip", lambda: package({"a.docx": bomb("word/document.xml", b" " * MB, 500), "b.docx": docx(p())}), ANYTHING),
    Hostile("cut.zip", lambda: package({"a.docx": docx(p()), "b.txt": b"abc" * 9999})[:-60], ANYTHING),
    Hostile("zip64-lie.zip", lambda: package({"a.txt": b"abc"}).replace(b"\x03\x00\x00\x00\x05", b"\xff\xff\xff\xff\x05"), ANYTHING),
    Hostile("devices.tar", tar, ANYTHING),
    Hostile("devices.tar.gz", lambda: tar("w:gz"), ANYTHING),
    Hostile("bomb.gz", gzip_bomb, TOO_LARGE | NOTHING),
    Hostile("gzip-in-gzip.gz", lambda: gzip.compress(gzip.compress(gzip.compress(bytes(20 * MB)))), TOO_LARGE | NOTHING),
    Hostile("bomb.bz2", packed(bz2, 20), NOTHING | TOO_LARGE),
    Hostile("bomb.xz", packed(lzma, 20), NOTHING | TOO_LARGE),
    Hostile("lie.7z", seven_zip, NOTHING | TOO_LARGE),
    Hostile("garbage.rar", rar, NOTHING | TOO_LARGE),
    Hostile("bomb.png", lambda: png(60_000, 60_000), IMAGE),
    Hostile("wide.png", lambda: png(2_000_000_000, 1, b"x"), IMAGE),
    Hostile("comment-bomb.png", png_comments, IMAGE),
    Hostile("cut.png", lambda: png(600, 800)[:60], IMAGE),
    Hostile("huge.tif", lambda: tiff(100_000, 100_000, compression=4), IMAGE),
    Hostile("loop.tif", lambda: tiff(10, 10, following=8), IMAGE),
    Hostile("huge.jpg", lambda: jpeg(65_500, 65_500), IMAGE),
    Hostile("frames.gif", gif, IMAGE),
)  # fmt: skip
