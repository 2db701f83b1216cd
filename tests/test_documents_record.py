"""Records go to JSON and come back equal."""

import json

import pytest

from documents.record import Capture, Document, Header, Item, Tags, Target, Text, TextPage, Warning, from_json, to_json

TARGET = Target(0, 4, "đạt ", "kinh tế số", "gte", "level", 15.0, None, "%", "2025", None, None, None, None, "r", 0.9)


@pytest.mark.parametrize(
    "record",
    [
        Text(
            "a", "pdf", "chữ\fhai", (TextPage(1, 0, 3, "pdfium"), TextPage(2, 4, 7, "layout")), (Warning("scan", "2"),)
        ),
        Capture("file:///a", "b", 1, "2026-01-01", item=Item(number="1/KH-UBND", file_urls=("x", "y"))),
        Capture("file:///a", "b", 1, "2026-01-01"),
        Tags(header=Header(number="1/KH-UBND", draft=True), targets=(TARGET,)),
        Document("id", "page", None, None, None, "tên", None, None, None),
    ],
)
def test_there_and_back(record: object) -> None:
    assert from_json(type(record), json.loads(json.dumps(to_json(record)))) == record


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError):
        from_json(Item, {"nummer": "1"})
