"""Archives: every member accounted for, none unpacked that could do harm, limits that hold whatever heads claim."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

import pytest

from extractors import (
    Container,
    Damaged,
    Encrypted,
    ExtractError,
    Member,
    MissingProgram,
    NotADocument,
    Source,
    TooLarge,
    archives,
    extract_bytes,
    is_container,
    open_sandbox,
    unpack_bytes,
)
from extractors.member import safe_name
from tests.make_office import make_zip
from tests.requirements_for_tests import require_or_skip

PLAN, NOTE = "Kế hoạch chuyển đổi số của tỉnh".encode(), "Thông báo kết luận của Ủy ban nhân dân tỉnh".encode()
FILES = {"kế hoạch/370.txt": PLAN, "b.txt": NOTE}


def make_tar(files: dict[str, bytes], *others: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in others:
            archive.addfile(info)
    return out.getvalue()


def make_rar(files: dict[str, bytes]) -> bytes:
    """RAR 4 of stored members: marker, archive head, and for each member a head with its CRC."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        head = bytes([kind]) + flags.to_bytes(2, "little") + (7 + len(rest)).to_bytes(2, "little") + rest
        return (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little") + head

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, data in files.items():
        raw = name.encode()
        size = len(data).to_bytes(4, "little")
        crc = zlib.crc32(data).to_bytes(4, "little")
        rest = size + size + b"\x03" + crc + bytes(4) + b"\x14\x30" + len(raw).to_bytes(2, "little") + bytes(4) + raw
        out += block(0x74, 0x8000, rest) + data
    return out + block(0x7B, 0x4000, b"")


def make_7z(files: dict[str, bytes]) -> bytes:
    """By bsdtar, which comes with libarchive's tools; the test is skipped without it."""
    import subprocess
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as name:
        for file, data in files.items():
            path = Path(name) / "in" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        try:
            command = ["bsdtar", "--format=7zip", "-cf", "../a.7z", *files]
            subprocess.run(command, cwd=Path(name) / "in", check=True, capture_output=True, env={"LC_ALL": "C.UTF-8"})
        except (FileNotFoundError, subprocess.CalledProcessError) as missing:
            require_or_skip("office", f"bsdtar (libarchive-tools): {missing}")
        return (Path(name) / "a.7z").read_bytes()


def unpack(data: bytes) -> list[Member]:
    try:
        return unpack_bytes(data)
    except MissingProgram as missing:
        require_or_skip("office", str(missing))


def seen(members: list[Member]) -> list[tuple[str, bytes | type[ExtractError]]]:
    return [(member.name, type(member.error) if member.error else member.data) for member in members]


WHOLE = list(FILES.items())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (make_zip(dict(FILES)), WHOLE),
        (make_tar(FILES), WHOLE),
        (gzip.compress(make_tar(FILES)), WHOLE),
        (bz2.compress(make_tar(FILES)), WHOLE),
        (lzma.compress(make_tar(FILES)), WHOLE),
        (gzip.compress(PLAN, mtime=0), [("content", PLAN)]),
        # archives in it: two deep, not three
        (make_zip({"a.zip": make_zip(dict(FILES)), "c.txt": NOTE}),
         [("a.zip/kế hoạch/370.txt", PLAN), ("a.zip/b.txt", NOTE), ("c.txt", NOTE)]),
        (make_zip({"a.zip": make_zip({"b.zip": make_zip({"c.txt": NOTE})})}), [("a.zip/b.zip", TooLarge)]),
        # what is not unpacked is listed all the same
        (make_zip({"a.zip": b"PK\x03\x04 broken", "c.txt": NOTE}), [("a.zip", Damaged), ("c.txt", NOTE)]),
        (make_zip({"__MACOSX/._a": b"x", "x/Thumbs.db": b"x", "a.txt": NOTE}),
         [("__MACOSX/._a", NotADocument), ("x/Thumbs.db", NotADocument), ("a.txt", NOTE)]),
        # names that lead elsewhere are only names
        (make_zip({"../../etc/passwd": NOTE, "/root/a": NOTE, "C:\\b\\c.txt": NOTE}),
         [("etc/passwd", NOTE), ("root/a", NOTE), ("b/c.txt", NOTE)]),
        # a docx is a document, not a container
        (make_zip({"a.docx": make_zip({"word/document.xml": b"<x/>"})}),
         [("a.docx", make_zip({"word/document.xml": b"<x/>"}))]),
    ],
)  # fmt: skip
def test_every_member_is_accounted_for(data: bytes, expected: list[tuple[str, bytes]]) -> None:
    assert is_container(data)
    assert seen(unpack_bytes(data)) == expected


def test_rar_and_7z() -> None:
    assert seen(unpack(make_rar({"a.txt": PLAN, "b/c.txt": NOTE}))) == [("a.txt", PLAN), ("b/c.txt", NOTE)]
    assert sorted(seen(unpack(make_7z(FILES)))) == sorted(WHOLE)


def test_a_rar_that_breaks_off_says_so() -> None:
    got = seen(unpack(make_rar({"a.txt": PLAN, "b.txt": NOTE * 50})[:-1200]))
    assert got[0] == ("a.txt", PLAN)
    assert {kind for _, kind in got[1:]} == {Damaged}


def test_links_and_devices_are_refused() -> None:
    link, device = tarfile.TarInfo("liên kết"), tarfile.TarInfo("thiết bị")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.CHRTYPE
    assert seen(unpack_bytes(make_tar({"a.txt": NOTE}, link, device)))[1:] == [
        ("liên kết", NotADocument), ("thiết bị", NotADocument)]  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("liên kết")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert seen(unpack_bytes(out.getvalue())) == [("liên kết", NotADocument)]


def test_a_locked_member_does_not_hide_the_others() -> None:
    data = bytearray(make_zip({"a.txt": PLAN, "b.txt": NOTE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption, of the first member
        data[data.index(signature) + offset] |= 1
    assert seen(unpack_bytes(bytes(data))) == [("a.txt", Encrypted), ("b.txt", NOTE)]


def test_a_damaged_member_does_not_hide_the_others() -> None:
    data = bytearray(make_zip({"a.txt": PLAN * 9, "b.txt": NOTE}))
    data[45] ^= 0xFF
    assert seen(unpack_bytes(bytes(data))) == [("a.txt", Damaged), ("b.txt", NOTE)]


def test_a_zip_without_its_directory_is_read_from_the_start() -> None:
    whole = make_zip({"a.txt": PLAN, "b.txt": NOTE * 99})
    got = seen(unpack(whole[: whole.index(b"PK\x01\x02") - 20]))
    assert got[0] == ("a.txt", PLAN)
    assert {kind for _, kind in got[1:]} == {Damaged}


def test_names_without_the_flag_for_unicode_are_read_all_the_same() -> None:
    data = make_zip({"kế hoạch.txt": NOTE})
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = data.index(signature) + offset
        data = data[:at] + bytes([data[at] & ~0x08]) + data[at + 1 :]
    assert unpack_bytes(data)[0].name == "kế hoạch.txt"


@pytest.mark.parametrize(
    "data",
    [
        make_zip({"a": bytes(60 << 20)}),  # 60 MB in 60 kB
        gzip.compress(bytes(60 << 20)),
        bz2.compress(bytes(60 << 20)),
        make_zip({"a.zip": make_zip({"b": bytes(60 << 20)})}),
        make_zip({str(i): b"" for i in range(archives.MAX_MEMBERS + 1)}),
    ],
)
def test_bombs_are_too_large(data: bytes) -> None:
    with pytest.raises(TooLarge):
        unpack_bytes(data)


def test_an_archive_is_no_text_and_a_text_no_archive() -> None:
    with pytest.raises(Container):
        extract_bytes(make_zip(dict(FILES)))
    assert not is_container(PLAN)
    with pytest.raises(NotADocument):
        unpack_bytes(PLAN)


def test_without_the_library_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "libarchive", None)
    with pytest.raises(MissingProgram, match="libarchive13"):
        unpack_bytes(make_rar({"a.txt": PLAN}))


def test_a_sandbox_unpacks_too() -> None:
    with open_sandbox() as sandbox:
        got = sandbox.unpack(Source("a", data=make_zip(dict(FILES))))
        assert isinstance(got, list) and seen(got) == WHOLE
        assert isinstance(sandbox.unpack(Source("b", data=make_zip({"a": bytes(60 << 20)}))), TooLarge)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("a/b.pdf", "a/b.pdf"), ("..\\..\\a", "a"), ("/etc/passwd", "etc/passwd"), ("C:/x", "x"), ("", "unnamed"),
        ("a\x00\n/./b", "a/b"), ("gpj.\u202ecod", "gpj.cod"), ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
        ("kê\u0301", "kế"), ("../..", "unnamed"),
    ],
)  # fmt: skip
def test_names(raw: str, name: str) -> None:
    assert safe_name(raw) == name
