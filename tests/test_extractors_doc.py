"""DOC: the head and tables of old Word files as in the DOCX they were made from; without programs, a reason."""

from __future__ import annotations

import struct

import pytest

from extractors import Damaged, Encrypted, MissingProgram, Source, doc, extract_bytes, office, open_sandbox
from extractors.ole import CompoundFile, root_names
from tests.make_office import PLAN, PLAN_TEXT, SENTENCE, convert, make_docx, p
from tests.test_extractors_plain import TCVN3

LONG = p("Độc lập - Tự do - Hạnh phúc") + p("Số: 12/TB-UBND") + p(SENTENCE) * 60
TCVN3_BODY = p("kÕ ho¹ch chuyÓn ®æi sè", ".VnTimeH") + p(TCVN3, ".VnTime") * 9
DOCUMENTS = {"plan": make_docx(PLAN), "notice": make_docx(LONG), "old": make_docx(TCVN3_BODY)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return convert(tmp_path_factory.mktemp("doc"), DOCUMENTS, "doc:MS Word 97")


def test_head_and_tables_are_those_of_the_docx(made: dict[str, bytes]) -> None:
    got = extract_bytes(made["plan"])
    assert (got.method, got.text) == ("doc", PLAN_TEXT)
    assert [page.method for page in got.pages] == ["libreoffice"]


def test_running_text_needs_antiword_only(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PLACES", ())
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "antiword" else None)
    try:
        got = extract_bytes(made["notice"])
    except MissingProgram as missing:  # antiword itself
        pytest.skip(str(missing))
    assert [page.method for page in got.pages] == ["antiword"]
    assert [line for line in got.text.split("\n") if line][2:] == [SENTENCE] * 60


def test_old_fonts_are_decoded_and_capitals_stay_capitals(made: dict[str, bytes]) -> None:
    got = extract_bytes(made["old"])
    assert got.text.split("\n")[:2] == ["KẾ HOẠCH CHUYỂN ĐỔI SỐ", "ủ" + SENTENCE_DECODED]
    assert [w.code for w in got.warnings] == ["legacy_encoding"]


SENTENCE_DECODED = "y ban nhân dân tỉnh ban hành kế hoạch phát triển kinh tế số đến năm 2025."


def test_without_the_programs_the_package_is_named(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PLACES", ())
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(MissingProgram, match="libreoffice-writer-nogui"):
        extract_bytes(made["plan"])


def test_it_is_read_in_a_confined_process_too(made: dict[str, bytes]) -> None:
    with open_sandbox() as sandbox:
        got = {o.key: o for o in sandbox.extract(Source(str(i), data=made["plan"]) for i in range(2))}
    assert [outcome.text and outcome.text.text for outcome in got.values()] == [PLAN_TEXT] * 2


def test_what_the_file_says_of_itself(made: dict[str, bytes]) -> None:
    assert root_names(made["plan"]) >= {"WordDocument", "1Table"}
    promise = doc.read_promise(made["notice"])
    assert promise is not None and promise.body > 60 * len(SENTENCE) and not promise.locked


def test_a_locked_file_is_told_from_a_broken_one(made: dict[str, bytes]) -> None:
    stream = CompoundFile(made["plan"]).read("WordDocument")[:64]
    at = made["plan"].index(stream)
    flags = struct.unpack_from("<H", made["plan"], at + 10)[0] | 0x0100
    locked = made["plan"][: at + 10] + struct.pack("<H", flags) + made["plan"][at + 12 :]
    with pytest.raises(Encrypted):
        extract_bytes(locked)


@pytest.mark.parametrize(
    ("text", "promise", "whole"),
    [
        ("Độc lập - Tự do\nSố: 1/TB\n" + "chữ " * 100, doc.Promise(420, 0, 0, 0, False), True),
        ("Độc lập - Tự do\n|TT |Chỉ tiêu |\n" + "chữ " * 100, doc.Promise(420, 0, 0, 0, False), False),  # a table
        ("chữ " * 100, doc.Promise(400, 0, 0, 0, False), False),  # its head is missing
        ("Độc lập - Tự do\n" + "chữ " * 100, doc.Promise(900, 0, 0, 0, False), False),  # half of it is missing
        ("Độc lập - Tự do\n" + "chữ " * 100, doc.Promise(420, 0, 0, 50, False), False),  # words in boxes
        ("Độc lập - Tự do\n" + "chữ " * 100, None, False),
    ],
)
def test_when_antiword_is_enough(text: str, promise: doc.Promise | None, whole: bool) -> None:
    assert doc.is_whole(text, promise) is whole


def test_rubbish_behind_a_right_head_is_damage() -> None:
    with pytest.raises((Damaged, MissingProgram)):
        extract_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(999)
        )
