"""Slides in the order of the show, each a page."""

from __future__ import annotations

import pytest

from extractors import Damaged, EmptyFile, extract_bytes
from tests.make_office import OFFICE, RELATIONS, make_zip

NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}"'
)
TABLE = (
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>"
    "<a:tr><a:tc><a:txBody><a:p><a:r><a:t>Chỉ tiêu</a:t></a:r></a:p></a:txBody></a:tc>"
    "<a:tc><a:txBody><a:p><a:r><a:t>Năm</a:t></a:r></a:p><a:p><a:r><a:t>2025</a:t></a:r></a:p></a:txBody></a:tc></a:tr>"
    "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)


def shape(text: str, kind: str = "body", hidden: bool = False) -> str:
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    unseen = ' hidden="1"' if hidden else ""
    head = f'<p:nvSpPr><p:cNvPr id="2" name="x"{unseen}/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
    return f"<p:sp>{head}<p:txBody>{lines}</p:txBody></p:sp>"


def slide(*shapes: str, show: str = "1") -> str:
    return f'<p:sld {NAMES} show="{show}"><p:cSld><p:spTree>{"".join(shapes)}</p:spTree></p:cSld></p:sld>'


def pptx(*slides: str) -> bytes:
    """Slides whose parts are numbered against the order of the show."""
    files = [f"slides/slide{len(slides) - at}.xml" for at in range(len(slides))]
    ids = "".join(f'<p:sldId id="{at + 256}" r:id="r{at}"/>' for at in range(len(slides)))
    links = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/slide" Target="{file}"/>' for at, file in enumerate(files)
    )
    return make_zip({
        "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        **{f"ppt/{file}": content for file, content in zip(files, slides, strict=True)},
    })  # fmt: skip


def test_each_slide_is_a_page() -> None:
    got = extract_bytes(
        pptx(slide(shape("Chuyển đổi số\ntỉnh Tiền Giang", "title"), TABLE), slide(shape("Trân trọng cảm ơn")))
    )
    assert got.text.split("\n\f\n") == ["Chuyển đổi số\ntỉnh Tiền Giang\nChỉ tiêu\tNăm 2025", "Trân trọng cảm ơn"]
    assert [page.method for page in got.pages] == ["pptx", "pptx"]


def test_what_is_not_shown_is_left_out() -> None:
    seen = slide(
        shape("Nội dung"), shape("3", "sldNum"), shape("Ẩn", hidden=True), f"<p:grpSp>{shape('Nhóm')}</p:grpSp>"
    )
    got = extract_bytes(pptx(seen, slide(shape("Trang ẩn"), show="0")))
    assert got.text == "Nội dung\nNhóm"
    assert [(warning.code, warning.detail) for warning in got.warnings] == [("hidden_sheets", "slides 2")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (pptx(slide()), EmptyFile),
        (make_zip({"ppt/presentation.xml": "<p/>"}), Damaged),
        (b"PK\x03\x04 ppt/presentation.xml", Damaged),
    ],
)
def test_what_gives_no_slides(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        extract_bytes(data)
    assert type(raised.value) is error
