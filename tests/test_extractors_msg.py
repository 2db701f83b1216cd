"""Outlook letters: a text, or a container of its text and its files."""

from __future__ import annotations

from typing import Any

import pytest

from extractors import Container, EmptyFile, TooLarge, extract_bytes, unpack_bytes
from tests.make_ole import make_ole

SUBJECT = "Kế hoạch số 370/KH-UBND"
BODY = "Kính gửi: Các sở, ban, ngành tỉnh.\r\nVăn phòng xin gửi Kế hoạch về chuyển đổi số."
PROPERTIES = {"__properties_version1.0": bytes(32)}
SHOWN = bytes(8) + b"\x0b\x00\xfe\x7f" + bytes(4) + b"\x01" + bytes(7)  # a picture that the text shows


def letter(body: str = BODY, **more: Any) -> dict[str, Any]:
    return PROPERTIES | {
        "__substg1.0_0037001F": SUBJECT.encode("utf-16-le"), "__substg1.0_1000001F": body.encode("utf-16-le"), **more
    }  # fmt: skip


def attached(name: str, content: bytes | dict[str, Any], properties: bytes = bytes(8)) -> dict[str, Any]:
    kind = "__substg1.0_37010102" if isinstance(content, bytes) else "__substg1.0_3701000D"
    return {"__properties_version1.0": properties, kind: content, "__substg1.0_3707001F": name.encode("utf-16-le")}


def with_files(*files: dict[str, Any]) -> bytes:
    return make_ole(letter(**{f"__attach_version1.0_#{at:08X}": file for at, file in enumerate(files)}))


def test_a_letter_without_files_is_a_text() -> None:
    got = extract_bytes(make_ole(letter()))
    assert got.text.split("\n") == [SUBJECT, *BODY.split("\r\n")]
    assert got.method == "msg"


@pytest.mark.parametrize(
    "properties",
    [
        {"__substg1.0_10130102": '<html><meta charset="utf-8"><body><p>Văn phòng xin gửi</p></body></html>'.encode()},
        {"__substg1.0_1000001E": "Văn phòng xin gửi".encode()},
    ],
)
def test_the_body_is_where_outlook_left_it(properties: dict[str, bytes]) -> None:
    assert extract_bytes(make_ole(PROPERTIES | properties)).text == "Văn phòng xin gửi"


def test_a_letter_with_files_gives_its_text_and_them() -> None:
    data = with_files(attached("../370.txt", "Kế hoạch".encode()), attached("logo.png", b"\x89PNG", SHOWN))
    with pytest.raises(Container):
        extract_bytes(data)
    members = {member.name: member.data.decode() for member in unpack_bytes(data)}
    assert members == {"letter.txt": f"{SUBJECT}\n" + BODY.replace("\r\n", "\n"), "370.txt": "Kế hoạch"}


def test_letters_in_letters_are_opened_so_far() -> None:
    inner: dict[str, Any] = letter("Thư trong cùng")
    for depth in range(3):
        inner = letter(f"Thư {depth}", **{"__attach_version1.0_#00000000": attached("thư", inner)})
    members = unpack_bytes(make_ole(inner))
    assert [member.name for member in members] == ["letter.txt", "thư/letter.txt", "thư/thư/letter.txt", "thư/thư/thư"]
    assert isinstance(members[-1].error, TooLarge)


def test_a_letter_without_a_word_is_empty() -> None:
    with pytest.raises(EmptyFile):
        extract_bytes(make_ole(letter("")))
