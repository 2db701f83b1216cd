"""The picture of one page, as a reader sees it: stamps and filled forms drawn, cropped and turned as the file says."""

from __future__ import annotations

import io
from typing import Any

from extractors import pdfium
from extractors.errors import Damaged, NoSuchPage, TooLarge, UnknownFormat
from extractors.formats import find_format
from extractors.pdf_pages import open_flat_page, open_pdf
from extractors.pdf_picture import draw

MOST_PIXELS = 40_000_000  # A4 at 600 dpi has 35 million
A4_HEIGHT = 842.0  # points: the longer side of a scanned picture without a size of its own


def draw_page(data: bytes, number: int, dpi: float = 150) -> bytes:
    """Page `number` (from 1) of a PDF or of a picture file, as PNG with `dpi` pixels an inch.

    A line's box in points times dpi / 72 lies on it. Raises NoSuchPage, TooLarge over MOST_PIXELS, UnknownFormat for
    files that have no pages to be drawn, and what `extract_bytes` raises for damaged and encrypted ones.
    """
    if not 1 <= dpi <= 1200:
        raise ValueError(f"dpi of {dpi}: from 1 to 1200")
    form = find_format(data).name
    if form == "pdf":
        picture = _draw_pdf_page(data, number, dpi)
    elif form == "picture":
        picture = _scale_frame(data, number, dpi)
    else:
        raise UnknownFormat(f"{form}: only pages of PDFs and pictures can be drawn")
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3, dpi=(dpi, dpi))
    return out.getvalue()


def _draw_pdf_page(data: bytes, number: int, dpi: float) -> Any:
    with open_pdf(data) as document, open_flat_page(document, number) as page:
        scale = dpi / 72
        size = _size(pdfium.FPDF_GetPageWidthF(page) * scale, pdfium.FPDF_GetPageHeightF(page) * scale)
        return draw(page, *size)


def _scale_frame(data: bytes, number: int, dpi: float) -> Any:
    """A frame of a picture file; its longer side counts as that of an A4 page, as where its text is read."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF")) as file:
            if not 1 <= number <= getattr(file, "n_frames", 1):
                raise NoSuchPage(f"page {number} of {getattr(file, 'n_frames', 1)}")
            file.seek(number - 1)
            _size(file.width, file.height)
            picture = ImageOps.exif_transpose(file).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Damaged(f"picture, page {number}: {error}"[:200]) from None
    except Image.DecompressionBombError as error:
        raise TooLarge(str(error)) from None
    factor = A4_HEIGHT * dpi / 72 / max(picture.size)
    ground = Image.new("RGBA", picture.size, "white")
    size = _size(picture.width * factor, picture.height * factor)
    return Image.alpha_composite(ground, picture).convert("RGB").resize(size)


def _size(width: float, height: float) -> tuple[int, int]:
    """Whole pixels, at least one each way; raises TooLarge."""
    if width * height > MOST_PIXELS:
        raise TooLarge(f"{width:.0f} x {height:.0f} pixels, the limit is {MOST_PIXELS}; ask for fewer dpi")
    return max(1, round(width)), max(1, round(height))
