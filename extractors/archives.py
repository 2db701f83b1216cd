"""Archives (ZIP, RAR, 7z, tar, gzip, bzip2, xz) and letters: their members, unpacked in memory within limits.

Nothing is written to disk, so nothing can leave its folder; names are labels, made harmless all the same. A member that
cannot be had (locked, damaged, a link) is still listed, with its own error: every member is accounted for.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from extractors.errors import Damaged, Encrypted, ExtractError, MissingProgram, NotADocument, TooLarge
from extractors.member import Member, safe_name

MAX_MEMBERS = 2_000
MAX_TOTAL = 400 << 20  # bytes of all members together
MAX_RATIO = 200  # all members together to the archive
FREE = 50 << 20  # bytes that the ratio does not look at: texts of one blank line pack well
MAX_DEPTH = 2  # archives in an archive; one in those is not opened
LIBRARY = "libarchive13"
CHUNK = 1 << 20
RUBBISH = {"thumbs.db", "desktop.ini", ".ds_store"}  # left by file managers

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, NotImplementedError, ValueError, zlib.error,
           lzma.LZMAError, RuntimeError)  # fmt: skip


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of one archive, its inner archives included."""

    bytes: int
    members: int = MAX_MEMBERS

    def take(self, count: int) -> None:
        """Raises TooLarge when so many bytes more are too many."""
        self.bytes -= count
        if self.bytes < 0:
            raise TooLarge(f"unpacks to over {MAX_TOTAL} bytes, or over {MAX_RATIO} times its size")

    def take_member(self) -> None:
        """Raises TooLarge when one member more is too many."""
        self.members -= 1
        if self.members < 0:
            raise TooLarge(f"over {MAX_MEMBERS} members")


def unpack_bytes(data: bytes) -> list[Member]:
    """The files in an archive or a letter, those of archives within it too (`b.zip/c.pdf`), in their order.

    Raises Damaged, Encrypted, TooLarge, MissingProgram where the archive as a whole cannot be opened; NotADocument
    where the bytes hold no files.
    """
    return list(_members(data, Budget(min(MAX_TOTAL, max(FREE, MAX_RATIO * len(data)))), 1))


def is_container(data: bytes) -> bool:
    """Whether bytes are an archive, or a letter with files in it: for `unpack_bytes`, not for `extract_bytes`."""
    from extractors.formats import find_format

    try:
        return find_format(data).name in OPENERS
    except ExtractError:
        return False


def _members(data: bytes, budget: Budget, depth: int) -> Iterator[Member]:
    from extractors.formats import find_format

    opener = OPENERS.get(find_format(data).name)
    if opener is None:
        raise NotADocument("no archive")
    for member in opener(data, budget):
        budget.take_member()
        if member.error is not None or not is_container(member.data):
            yield member
        elif depth == MAX_DEPTH:
            yield Member(member.name, error=TooLarge(f"archives nested over {MAX_DEPTH} deep"))
        else:
            yield from _inner(member, budget, depth + 1)


def _inner(member: Member, budget: Budget, depth: int) -> Iterator[Member]:
    """An archive in the archive: its members, or itself with the reason why there are none."""
    try:
        inner = list(_members(member.data, budget, depth))
    except ExtractError as error:
        if isinstance(error, TooLarge):
            raise
        inner = [Member("", error=error)]
    for one in inner:
        yield Member(f"{member.name}/{one.name}".rstrip("/"), one.data, one.error)


# ---------------------------------------------------------------- ZIP


def _open_zip(data: bytes, budget: Budget) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        yield from _open_libarchive(data, budget, "zip")  # its directory is lost: member by member from the start
        return
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = safe_name(_zip_name(info))
            mode = info.external_attr >> 16
            if problem := _refusal(name, stat.S_ISLNK(mode), stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFLNK)):
                yield Member(name, error=problem)
            elif info.flag_bits & 1:
                yield Member(name, error=Encrypted("archive member with a password"))
            else:
                yield _read(name, budget, partial(archive.open, info))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the flag for UTF-8 it is mostly UTF-8 all the same, or Vietnamese windows-1258."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


# ---------------------------------------------------------------- tar and single packed files


def _open_tar(data: bytes, budget: Budget) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for info in archive:
                if info.isdir():
                    continue
                name = safe_name(info.name)
                is_link = info.issym() or info.islnk()
                if problem := _refusal(name, is_link, info.isreg() or is_link):
                    yield Member(name, error=problem)
                else:
                    yield _read(name, budget, partial(archive.extractfile, info))
    except _BROKEN as error:
        raise Damaged(f"tar: {error}"[:300]) from None


def _open_packed(opener: Callable[[io.BytesIO], Any]) -> Callable[[bytes, Budget], Iterator[Member]]:
    """One file packed by itself; a tar in it is opened at once."""

    def unpack(data: bytes, budget: Budget) -> Iterator[Member]:
        member = _read(_gzip_name(data), budget, partial(opener, io.BytesIO(data)))
        if member.error is not None:
            raise member.error
        yield from _open_tar(member.data, budget) if _is_tar(member.data) else [member]

    return unpack


def _gzip_name(data: bytes) -> str:
    """The name kept in a gzip head (RFC 1952), else a plain one."""
    if data[:2] == b"\x1f\x8b" and data[3] & 0x0C == 0x08 and (end := data.find(b"\0", 10, 300)) > 10:
        return safe_name(data[10:end].decode("utf-8", "replace"))
    return "content"


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


# ---------------------------------------------------------------- RAR, 7z, and ZIPs without a directory


def _open_libarchive(data: bytes, budget: Budget, kind: str = "all") -> Iterator[Member]:
    try:
        import libarchive
        from libarchive.exception import ArchiveError
    except (ImportError, OSError, TypeError, AttributeError):
        raise MissingProgram(f"libarchive is not installed; Debian package: {LIBRARY}") from None
    seen = 0
    try:
        with libarchive.memory_reader(data, kind) as archive:
            for entry in archive:
                if entry.isdir:
                    continue
                seen += 1
                name = safe_name(_as_text(entry.pathname) or f"member-{seen}")
                is_link = entry.issym or entry.islnk
                problem = _refusal(name, is_link, is_link or entry.isfile or not entry.filetype)
                yield Member(name, error=problem) if problem else _read_entry(entry, name, budget, ArchiveError)
    except ArchiveError as error:
        if not seen:
            raise _why(error) from None
        yield Member("", error=_why(error))  # how much comes after is not known


def _as_text(name: str | bytes | None) -> str:
    """A member's name; libarchive gives one that it cannot decode as bytes."""
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name or ""


def _read_entry(entry: Any, name: str, budget: Budget, failure: type[Exception]) -> Member:
    parts = []
    try:
        for block in entry.get_blocks():
            budget.take(len(block))
            parts.append(block)
    except failure as error:
        return Member(name, error=_why(error))
    return Member(name, b"".join(parts))


def _why(error: Exception) -> ExtractError:
    reason = str(getattr(error, "msg", error))
    if any(word in reason.lower() for word in ("encrypt", "passphrase", "password")):
        return Encrypted("archive with a password")
    return Damaged(f"archive: {reason}"[:300])


# ---------------------------------------------------------------- all of them


def _refusal(name: str, is_link: bool, is_plain: bool) -> ExtractError | None:
    """Why a member is not even looked at: a link leads elsewhere, a device is no file."""
    if is_link:
        return NotADocument("a link, not a file")
    if not is_plain:
        return NotADocument("a device, not a file")
    path = PurePosixPath(name)
    if path.name.lower() in RUBBISH or "__MACOSX" in path.parts:
        return NotADocument("left by a file manager")
    return None


def _read(name: str, budget: Budget, opened: Callable[[], Any]) -> Member:
    """One member, as far as the budget goes: what its head claims to be its size is not believed."""
    parts = []
    try:
        with opened() as stream:
            while block := stream.read(CHUNK):
                budget.take(len(block))
                parts.append(block)
    except _BROKEN as error:
        return Member(name, error=Damaged(f"{type(error).__name__}: {error}"[:300]))
    return Member(name, b"".join(parts))


def _open_letter(data: bytes, budget: Budget) -> Iterator[Member]:
    from extractors.mail import letter_members

    for member in letter_members(data):
        budget.take(len(member.data))
        yield member


def _open_outlook(data: bytes, budget: Budget) -> Iterator[Member]:
    from extractors.msg import msg_members

    for member in msg_members(data):
        budget.take(len(member.data))
        yield member


OPENERS: dict[str, Callable[[bytes, Budget], Iterator[Member]]] = {
    "zip": _open_zip,
    "rar": _open_libarchive,
    "7z": _open_libarchive,
    "tar": _open_tar,
    "gzip": _open_packed(lambda file: gzip.GzipFile(fileobj=file)),
    "bzip2": _open_packed(bz2.BZ2File),
    "xz": _open_packed(lzma.LZMAFile),
    "letter": _open_letter,
    "outlook": _open_outlook,
}
