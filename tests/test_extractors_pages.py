"""Where lines stand on their page, and the page's picture: a box drawn on the picture lies on its line."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from extractors import (
    Damaged,
    NoSuchPage,
    Source,
    TooLarge,
    UnknownFormat,
    extract_bytes,
    open_sandbox,
    render_page,
)
from extractors.pdf_chars import Char, read_words
from extractors.pdf_pages import PdfPage
from extractors.reading import LineBox, PageReading, Reading, freeze

FILES = Path(__file__).parent / "files"
DPI = 144
PAGES = ("plain", "stamped", "stamped-twice", "stamped-over-draft", "head-drawn-last", "tables", "stamped-second-page")


def read(name: str, boxes: bool = True):
    return extract_bytes((FILES / f"{name}.pdf").read_bytes(), boxes=boxes)


def ink_in(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """The share of dark pixels in a box of points."""
    cut = picture.crop(tuple(round(side * DPI / 72) for side in box))
    return sum(cut.histogram()[:128]) / max(1, cut.width * cut.height)


def assert_boxes_hold_all_ink(data: bytes, expected: list[str]) -> None:
    """Each line has ink in its box, and nothing is drawn outside the boxes."""
    text = extract_bytes(data, boxes=True)
    assert [text.text[line.start : line.end] for line in text.lines] == expected
    page = text.pages[0]
    picture = Image.open(io.BytesIO(render_page(data, 1, DPI))).convert("L")
    assert picture.size == (round(page.width * DPI / 72), round(page.height * DPI / 72))
    for line in text.lines:
        assert ink_in(picture, (line.x0, line.y0, line.x1, line.y1)) > 0.02
        sides = [(line.x0 - 1, line.y0 - 1), (line.x1 + 1, line.y1 + 1)]
        picture.paste(255, tuple(round(side * DPI / 72) for corner in sides for side in corner))
    assert ink_in(picture, (0, 0, page.width, page.height)) == 0


def pages_of(entries: str, *contents: str) -> bytes:
    """A PDF whose pages have these entries; without a table of objects, which readers make good."""
    kids = range(4, 4 + 2 * len(contents), 2)
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]/Count {len(contents)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    for kid, content in zip(kids, contents, strict=True):
        objects[kid] = f"<</Type/Page/Parent 2 0 R/Contents {kid + 1} 0 R{entries}/Resources<</Font<</F 3 0 R>>>>>>"
        objects[kid + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in objects.items())
    return f"%PDF-1.7\n{body}trailer\n<</Root 1 0 R>>\n%%EOF".encode()


LINES = ["Dieu 1. Giao So Tai chinh", "chu tri thuc hien ke hoach nay", "truoc ngay 15 thang 12"]
UPRIGHT = "".join(f"BT /F 14 Tf 80 {700 - 40 * i} Td ({text}) Tj ET\n" for i, text in enumerate(LINES))
SIDEWAYS = "".join(f"BT /F 14 Tf 0 1 -1 0 {300 + 40 * i} 100 Tm ({text}) Tj ET\n" for i, text in enumerate(LINES))


@pytest.mark.parametrize("name", PAGES)
def test_every_line_has_a_box_on_the_page(name: str) -> None:
    text = read(name)
    for page in text.pages:
        lines = [line for line in text.lines if line.page == page.number]
        assert "\n".join(text.text[x.start : x.end] for x in lines) == text.text[page.start : page.end]
        assert (page.width, page.height) == (595.28, 841.89)
        for line in lines:
            assert 0 <= line.x0 < line.x1 <= page.width
            assert 0 <= line.y0 < line.y1 <= page.height


@pytest.mark.parametrize("name", PAGES)
def test_boxes_change_nothing_else(name: str) -> None:
    with_boxes, without = read(name), read(name, boxes=False)
    assert without.lines == ()
    assert (with_boxes.text, with_boxes.pages, with_boxes.warnings) == (without.text, without.pages, without.warnings)


@pytest.mark.parametrize("name", PAGES)
def test_words_joined_words_alone_and_letters_are_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = []

    def words(page: PdfPage, joined: bool) -> list[Char] | None:
        pieces.append(read_words(page, joined))
        return pieces[-1]

    monkeypatch.setattr("extractors.pdf.read_words", words)
    joined, most = read(name), len(pieces[0] or ())
    monkeypatch.setattr("extractors.pdf.read_words", lambda page, _: words(page, False))
    alone = read(name)
    assert most < len(pieces[-1] or ())
    monkeypatch.setattr("extractors.pdf.read_words", lambda *_: None)
    by_letter = read(name)
    assert joined == alone
    assert by_letter.text == joined.text
    assert [(x.start, x.end) for x in by_letter.lines] == [(x.start, x.end) for x in joined.lines]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("frame", ["/MediaBox[0 0 612 792]", "/MediaBox[-20 -30 620 900]/CropBox[40 200 500 800]"])
def test_boxes_lie_on_their_lines_on_rotated_and_cropped_pages(rotation: int, frame: str) -> None:
    assert_boxes_hold_all_ink(pages_of(f"{frame}/Rotate {rotation}", UPRIGHT), LINES)


@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_boxes_lie_on_lines_set_sideways(rotation: int) -> None:
    data = pages_of(f"/MediaBox[0 0 612 792]/Rotate {rotation}", SIDEWAYS)
    assert_boxes_hold_all_ink(data, LINES)


def drawn(*lines: tuple[int, int, str]) -> str:
    return "".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines)


ANNEX = [(80, 600, "1. Giao So Tai chinh chu tri"), (80, 580, "2. Giao So Noi vu phoi hop")]
HEAD_OF_ANNEX = [(120, 700, "Phu luc I"), (90, 680, "Danh muc nhiem vu")]
BESIDE = [(340, 600, "3. Giao So Y te"), (340, 580, "4. Giao So Van hoa")]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([*ANNEX, *HEAD_OF_ANNEX], [*HEAD_OF_ANNEX, *ANNEX]),  # the head drawn last
        ([*HEAD_OF_ANNEX, *ANNEX], [*HEAD_OF_ANNEX, *ANNEX]),
        ([*ANNEX, (340, 640, "Ghi chu"), *BESIDE], [*ANNEX, (340, 640, "Ghi chu"), *BESIDE]),  # columns stay
    ],
)
def test_a_head_drawn_last_comes_first_on_any_page(
    order: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]
) -> None:
    text = extract_bytes(pages_of("/MediaBox[0 0 612 792]", drawn((80, 700, "Trang bia cua ke hoach")), drawn(*order)))
    assert text.text.split("\n\f\n")[1].split("\n") == [words for _, _, words in expected]


@pytest.mark.parametrize("name", PAGES)
def test_stamps_and_accents_are_drawn_in_the_boxes(name: str) -> None:
    text = read(name)
    data = (FILES / f"{name}.pdf").read_bytes()
    for page in text.pages:
        picture = Image.open(io.BytesIO(render_page(data, page.number, DPI))).convert("L")
        for line in text.lines:
            if line.page == page.number:
                assert ink_in(picture, (line.x0, line.y0, line.x1, line.y1)) > 0.02


def test_the_picture_shows_the_stamp() -> None:
    drawn = [
        ink_in(Image.open(io.BytesIO(render_page((FILES / f"{name}.pdf").read_bytes(), 1, DPI))).convert("L"), box)
        for name in ("stamped", "unsigned")
        for box in [(118, 80, 150, 96)]
    ]
    assert drawn[0] > 0.02
    assert drawn[1] == 0


def test_a_table_row_has_the_box_of_the_row() -> None:
    text = read("tables")
    rows = [line for line in text.lines if text.text[line.start : line.end].count("\t") == 3]
    assert len(rows) == 3
    assert {(line.x0, line.x1) for line in rows} == {(70, 545.28)}
    assert [rows[0].y1, rows[1].y1] == [rows[1].y0, rows[2].y0]


@pytest.mark.parametrize(
    ("number", "dpi", "error"), [(0, 100, NoSuchPage), (2, 100, NoSuchPage), (-1, 100, NoSuchPage), (1, 1200, TooLarge)]
)
def test_pages_that_cannot_be_drawn(number: int, dpi: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        render_page((FILES / "plain.pdf").read_bytes(), number, dpi)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7\nnothing more", Damaged),
        ("Văn bản không có trang".encode(), UnknownFormat),
        (pages_of("/MediaBox[0 0 14400 14400]", ""), TooLarge),
    ],
)
def test_files_without_pages_to_draw(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        render_page(data, 1)


def test_a_picture_file_is_drawn_too() -> None:
    out = io.BytesIO()
    Image.new("L", (400, 600), 255).save(out, "PNG")
    assert Image.open(io.BytesIO(render_page(out.getvalue(), 1, 72))).size == (561, 842)


def test_pages_are_drawn_in_the_sandbox() -> None:
    data = (FILES / "stamped.pdf").read_bytes()
    with open_sandbox() as sandbox:
        assert sandbox.render(Source("plan", data=data), 1, 72) == render_page(data, 1, 72)
        with pytest.raises(NoSuchPage):
            sandbox.render(Source("plan", path=FILES / "stamped.pdf"), 5)
        outcomes = list(sandbox.extract([Source("plan", data=data)], boxes=True))
    assert outcomes[0].text == read("stamped")


PEAK = """
import sys
from pathlib import Path
from extractors import extract_bytes
text = extract_bytes(sys.stdin.buffer.read(), boxes=True)
print(len(text.pages), Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def test_memory_does_not_grow_with_the_pages() -> None:
    peaks = {}
    for count in (20, 500):
        lines = [
            f"BT /F 9 Tf 50 {780 - 14 * i} Td (trang nay co dong thu {i} va them vai chu nua) Tj ET" for i in range(50)
        ]
        data = pages_of("/MediaBox[0 0 595 842]", *["\n".join(lines)] * count)
        said = subprocess.run([sys.executable, "-c", PEAK], input=data, capture_output=True, check=True)
        pages, peaks[count] = map(int, said.stdout.split())
        assert pages == count
    assert peaks[500] < 300 << 10
    assert peaks[500] - peaks[20] < 60 << 10  # kB: the text, its lines, and the file itself


def test_boxes_follow_the_text_when_it_is_tidied() -> None:
    page = PageReading(
        1,
        "  So\u0302\u0301:  12 \r\n\n\n\nQuyet\u00a0 dinh\u200b \n 3\u2013NQ",
        "made",
        lines=[
            LineBox("So\u0302\u0301: 12", 1, 2, 3, 4),
            LineBox("Quyet dinh\u200b", 5, 6, 7, 8),
            LineBox("3\u2013NQ", 9, 9, 10, 10),
        ],
    )
    text = freeze(b"", Reading("made", [PageReading(1, "Trang đầu", "made"), page]))
    assert [(text.text[x.start : x.end], x.x0, x.y1) for x in text.lines] == [
        ("Số: 12", 1, 4),
        ("Quyet dinh", 5, 8),
        ("3-NQ", 9, 10),
    ]


def test_a_box_is_left_out_rather_than_laid_on_another_line() -> None:
    lines = [LineBox("Điều 1", 0, 0, 1, 1), LineBox("khác hẳn", 0, 1, 1, 2), LineBox("Điều 3", 0, 2, 1, 3)]
    text = freeze(b"", Reading("made", [PageReading(1, "Điều 1\nĐiều 2\nĐiều 3", "made", lines=lines)]))
    assert [text.text[x.start : x.end] for x in text.lines] == ["Điều 1"]


@pytest.mark.parametrize(
    ("text", "quality"),
    [("Ủy ban nhân dân tỉnh " * 10, 1.0), ("Uy ban qwrx tinh nhzn " * 10, 0.6), ("Ủy ban nhân dân", None)],
)
def test_a_page_says_how_well_it_was_read(text: str, quality: float | None) -> None:
    assert freeze(b"", Reading("made", [PageReading(1, text, "made")])).pages[0].quality == quality


def test_pages_of_a_pdf_say_their_quality() -> None:
    qualities = [page.quality for page in read("stamped-second-page").pages]
    assert all(quality is not None and quality > 0.95 for quality in qualities)
