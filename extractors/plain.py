"""Plain text: UTF-8 and UTF-16 with or without a mark, windows-1258 and the Vietnamese encodings of the 1990s."""

from __future__ import annotations

from extractors.errors import Damaged, TooLarge
from extractors.legacy import guess_encoding, repair_legacy_lines
from extractors.reading import PageReading, Reading
from extractors.warnings import warn

MAX_PLAIN = 20 << 20  # bytes
MAX_PAGES = 10_000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def looks_like_text(data: bytes) -> bool:
    """Whether bytes are text: a byte order mark, or hardly any control characters in the first 4 kB."""
    head = data[:4096]
    if head.startswith(tuple(mark for mark, _ in MARKS)) or _utf16_without_mark(head):
        return True
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return b"\x00" not in head and controls <= len(head) // 50


def read_plain(data: bytes) -> Reading:
    """The text of a plain file; form feeds in it are page breaks. Raises Damaged when no encoding is sure."""
    if len(data) > MAX_PLAIN:
        raise TooLarge(f"{len(data)} bytes of plain text, the limit is {MAX_PLAIN}")
    text, encoding = decode(data)
    if repaired := repair_legacy_lines(text):
        text, encoding = repaired
    warnings = [] if encoding.startswith("utf") else [warn("legacy_encoding", encoding)]
    if text.count("\f") >= MAX_PAGES:
        raise TooLarge(f"{text.count(chr(12)) + 1} pages of plain text, the limit is {MAX_PAGES}")
    pages = text.split("\f")
    return Reading("plain", [PageReading(i, page, "plain") for i, page in enumerate(pages, 1)], warnings)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and the encoding it was read with; raises Damaged when none is sure.

    The order of proof: byte order mark, strict UTF-8, UTF-16 by its zero bytes, what the file declares, a Vietnamese
    legacy encoding by its syllables, a detector's sure guess, UTF-8 with a few broken bytes.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if b"\x00" in data[:4096] and (wide := _utf16_without_mark(data[:4096])):
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    return _decode_legacy(data, declared)


def _decode_legacy(data: bytes, declared: str | None) -> tuple[str, str]:
    broken = data.decode("utf-8", "replace")
    if broken.count("\ufffd") * 200 <= len(broken):  # UTF-8 with a few broken bytes, declared or not
        return broken, "utf-8 with broken bytes"
    if found := guess_encoding(data):
        return found
    if declared:
        try:
            return data.decode(declared), declared
        except (LookupError, UnicodeDecodeError):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    if best is None or best.chaos > 0.1:
        raise Damaged("plain text in no encoding that could be told")
    return data.decode(best.encoding, "replace"), best.encoding


def _utf16_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half >= 4 and odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if half >= 4 and even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None
