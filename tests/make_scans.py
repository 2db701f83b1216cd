"""Scans made of the PDFs in tests/files: pictures of pages, with what happens to paper."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from documents.record import Text
from extractors import ocr, ocr_digits
from extractors.ocr_layout import build_lines
from extractors.ocr_tesseract import read_words
from tests.requirements_for_tests import require_or_skip

FILES = Path(__file__).parent / "files"


def needs_tesseract() -> None:
    if not ocr.is_installed():
        require_or_skip("ocr", "tesseract-ocr and tesseract-ocr-vie are not installed")


def needs_both() -> None:
    needs_tesseract()
    if not ocr_digits.is_installed():
        require_or_skip("ocr", "rapidocr is not installed")


@cache
def picture(name: str = "plain", dpi: int = 150) -> Any:
    """The first page of a file in tests/files, stamps drawn, in grey."""
    return picture_of(FILES / f"{name}.pdf", dpi)


def picture_of(path: Path, dpi: int = 150) -> Any:
    """The first page of a PDF in grey."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    return document[0].render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("L")


def saved(image: Any, kind: str = "PDF", dpi: int = 150) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, resolution=dpi)
    return out.getvalue()


def box_of(text: Text, opening: str) -> tuple[float, float, float, float]:
    line = next(line for line in text.lines if text.text[line.start : line.end].startswith(opening))
    return line.x0, line.y0, line.x1, line.y1


def with_text_layer(image: Any, layer: list[str], *, under: bool = False, font: str = "Helvetica") -> bytes:
    """The picture as a page, and over it text that is not seen, as scanners with OCR write it; or `under` it."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    text = canvas.beginText(60, 780)
    text.setFont(font, 9)
    text.setTextRenderMode(0 if under else 3)
    text.textLines(layer)
    drawn = [lambda: canvas.drawImage(ImageReader(image), 0, 0, *A4), lambda: canvas.drawText(text)]
    for draw in reversed(drawn) if under else drawn:
        draw()
    canvas.save()
    return out.getvalue()


def scrawled(image: Any) -> Any:
    """The digits of the number covered by strokes that are no digits."""
    from PIL import ImageDraw

    copy = image.copy()
    line = next(x for x in build_lines(read_words(copy, 150)) if x.text.startswith("Số"))
    digits = next(word for word in line.words if "370" in word.text)
    x0, y0, x1, y1 = digits.x0, digits.y0 - 3, digits.x0 + 0.34 * (digits.x1 - digits.x0), digits.y1 + 3
    draw = ImageDraw.Draw(copy)
    draw.rectangle((x0, y0, x1, y1), fill=255)
    steps = [(x0 + (x1 - x0) * i / 8, y0 if i % 2 else y1) for i in range(9)]
    draw.line(steps, fill=0, width=3)
    return copy


def sealed(image: Any, at: tuple[float, float], size: float, colour: tuple[int, int, int]) -> Any:
    """The picture in colours with a round seal at a place given in shares of its width and height."""
    from PIL import Image, ImageDraw

    ink = Image.new("RGB", image.size, "white")
    draw, (x, y), radius = ImageDraw.Draw(ink), (at[0] * image.width, at[1] * image.height), size * image.width
    for part in (1.0, 0.9, 0.65):
        box = (x - part * radius, y - part * radius, x + part * radius, y + part * radius)
        draw.ellipse(box, outline=colour, width=round(0.06 * radius))
    for step in range(-3, 4):
        draw.line((x - radius / 2, y + step * radius / 7, x + radius / 2, y + step * radius / 7), fill=colour, width=2)
    return multiply(image.convert("RGB"), ink)


def shaded(image: Any, darkest: float = 0.35) -> Any:
    """The picture with a shadow over its right side and a dark fold across its head, as of a photograph."""
    import numpy

    grey = numpy.asarray(image, dtype=numpy.float32)
    down, across = numpy.mgrid[0 : grey.shape[0], 0 : grey.shape[1]] / [[[grey.shape[0]]], [[grey.shape[1]]]]
    light = 1 - (1 - darkest) / (1 + numpy.exp((0.7 - across) / 0.02))
    light -= 0.3 * numpy.exp(-(((down - 0.15) / 0.006) ** 2)) * light
    return _picture_of_levels(grey * light)


def speckled(image: Any, specks: int) -> Any:
    """The picture with small specks all over, the same each time."""
    import random

    from PIL import ImageDraw

    copy, chance = image.copy(), random.Random(7)
    for _ in range(specks):
        x, y, size = chance.randrange(image.width), chance.randrange(image.height), chance.choice((0, 1, 1))
        ImageDraw.Draw(copy).rectangle((x, y, x + size, y + size), fill=0)
    return copy


def slanted(image: Any, degrees: float) -> Any:
    """The sheet laid askew on the glass, turned counterclockwise."""
    from PIL import Image

    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def stamped(image: Any, lines: list[str], at: tuple[float, float], size: int = 20) -> Any:
    """The picture with a line of black text each, at a place given in shares of its width and height."""
    from PIL import ImageDraw, ImageFont

    copy = image.copy()
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", size)
    for number, line in enumerate(lines):
        ImageDraw.Draw(copy).text(
            (at[0] * image.width, at[1] * image.height + 1.4 * size * number), line, font=font, fill=0
        )
    return copy


def _picture_of_levels(levels: Any) -> Any:
    import numpy
    from PIL import Image

    return Image.fromarray(numpy.clip(levels, 0, 255).astype(numpy.uint8))


def multiply(paper: Any, ink: Any) -> Any:
    """Ink over print: what is dark in either is dark."""
    from PIL import ImageChops

    return ImageChops.multiply(paper, ink)


def with_signature(image: Any, lines: list[str]) -> bytes:
    """The picture as a page of a PDF, over its head the widget of a digital signature with these lines."""
    from tests.hostile_pdf import FONT, one_page, stream

    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    )
    shown = b"".join(b"(%s) Tj T* " % line.encode("latin-1") for line in lines)
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 230 50]/Resources<</Font<</H 6 0 R>>>>"
    look = stream(b"BT /H 9 Tf 11 TL 4 38 Td %sET" % shown, form)
    widget = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 4/Rect[250 770 480 820]/AP<</N 7 0 R>>>>"
    return one_page(
        stream(b"q 595 0 0 842 0 0 cm /P Do Q"),
        b"<</XObject<</P 5 0 R>>>>",
        [stream(out.getvalue(), entries % image.size), FONT, look, widget],
        page=b"/Annots[8 0 R]",
        catalog=b"/AcroForm<</Fields[8 0 R]/SigFlags 3>>",
    )
