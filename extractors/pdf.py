"""PDF: each page in the way that suits it, and a clear word about pages whose text cannot be trusted.

Page 1 and stamped pages are read by position, pages with ruled tables with their grid, the rest in content order, which
is best for running text unless the accented letters were drawn after the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from documents.record import Warning
from extractors import pdf_lines, pdf_quality, pdf_tables
from extractors.errors import Damaged, EmptyFile, NeedsOcr, NotVietnameseText
from extractors.pdf_annotations import signing_times
from extractors.pdf_chars import read_characters, read_words
from extractors.pdf_furniture import drop_furniture
from extractors.pdf_layout import Line, has_overlaps, has_raised, join_lines, layout_lines, line_text
from extractors.pdf_lines import PlacedText
from extractors.pdf_pages import PdfPage, iter_pages, open_pdf
from extractors.pdf_rulings import find_rulings, turn_rulings
from extractors.reading import PageReading, Reading
from extractors.warnings import warn

SURELY_ENOUGH = 1000  # characters: words enough to say how well the page was read
UNREAD = "unread"  # the method of a page that gave nothing
OCR = "ocr"  # the method of a page that was read as a picture


def read_pdf(data: bytes, boxes: bool = False) -> Reading:
    """The text of a PDF page by page, with `boxes` also where its lines stand.

    A page that is a scan, or whose text layer is unusable, is read by OCR, or left empty with a warning.
    Raises Encrypted, Damaged, TooLarge, and NeedsOcr or NotVietnameseText when no page could be read.
    """
    pages: list[PageReading] = []
    warnings: list[Warning] = []
    with open_pdf(data) as document, closing(iter_pages(document)) as opened:  # pages close before their document
        signed = signing_times(document)
        for number, page in enumerate(opened, 1):
            reading, found = _read_page(page, number, signed, boxes)
            pages.append(reading)
            warnings += found
    if not any(page.text.strip() for page in pages):
        raise _nothing_read(pages, warnings)
    if all(page.method in (OCR, UNREAD) for page in pages) and _is_no_text(pages):
        raise NotVietnameseText(f"{len(pages)} page(s), pictures in which hardly a word could be read")
    drop_furniture(pages)
    warnings += [warn("signed", time) for time in signed]
    return Reading("pdf", pages, warnings)


def _read_page(page: PdfPage | None, number: int, signed: list[str], boxes: bool) -> tuple[PageReading, list[Warning]]:
    if page is None:
        return PageReading(number, "", UNREAD), [warn("page_damaged", f"page {number}")]
    width, height = pdf_lines.size_as_seen(page)
    problem = pdf_quality.find_problem(page)
    if read := _read_picture(page, problem, signed, boxes):
        read[0].width, read[0].height = width, height
        return read
    text, method, lines = _page_text(page)
    right = pdf_quality.repair_code_points(text)
    warnings = [] if right == text else [warn("code_points_repaired", f"page {number}")]
    quality = page.share if method == "pdfium" and len(text) > SURELY_ENOUGH else None
    placed = pdf_lines.boxes_as_seen(page, lines) if boxes else []
    return PageReading(number, right, method, width, height, quality, placed), warnings


def _read_picture(
    page: PdfPage, problem: pdf_quality.Problem | None, signed: list[str], boxes: bool
) -> tuple[PageReading, list[Warning]] | None:
    """A page whose text is not, or may not be, what is seen on it; None: its text is."""
    if problem and problem.gain is None:
        return _read_problem(page, problem, signed, boxes)
    if problem:
        return _read_in_doubt(page, problem, signed, boxes)
    if pdf_quality.has_little_text_on_a_picture(page):
        return _read_under_text(page, signed, boxes)
    return None


def _read_problem(
    page: PdfPage, problem: pdf_quality.Problem, signed: list[str], boxes: bool
) -> tuple[PageReading, list[Warning]]:
    """A page whose text is none: converted where it is in a legacy encoding, else read by OCR."""
    from extractors.legacy import is_vietnamese, repair_legacy_lines, repair_line
    from extractors.pdf_fonts import ENCODING, decode_named_fonts
    from extractors.pdf_scans import read_scanned_page

    by_name = problem.code == pdf_quality.UNUSABLE and decode_named_fonts(page)
    own, _, lines = _page_text(page) if problem.code == pdf_quality.UNUSABLE else ("", "", iter(()))
    if by_name and is_vietnamese(own):
        return _converted(page, own, ENCODING, lines if boxes else iter(()))
    if own and (repaired := repair_legacy_lines(own)):
        text, encoding = repaired
        right = ((repair_line(line, encoding), box) for line, box in lines)
        return _converted(page, text, encoding, right if boxes else iter(()))
    return read_scanned_page(page, problem, own, signed, boxes)


def _converted(
    page: PdfPage, text: str, encoding: str, lines: Iterator[PlacedText]
) -> tuple[PageReading, list[Warning]]:
    placed = pdf_lines.boxes_as_seen(page, lines)
    warning = warn("legacy_encoding", f"page {page.number}: {encoding}")
    return PageReading(page.number, text, "legacy", lines=placed), [warning]


def _read_under_text(page: PdfPage, signed: list[str], boxes: bool) -> tuple[PageReading, list[Warning]] | None:
    from extractors.pdf_scans import read_under_text

    return read_under_text(page, page.native, signed, boxes)


def _read_in_doubt(
    page: PdfPage, problem: pdf_quality.Problem, signed: list[str], boxes: bool
) -> tuple[PageReading, list[Warning]] | None:
    from extractors.pdf_scans import read_in_doubt

    return read_in_doubt(page, problem, signed, boxes)


def _is_no_text(pages: list[PageReading]) -> bool:
    from extractors.pdf_scans import is_no_text

    return is_no_text(pages)


def _page_text(page: PdfPage) -> tuple[str, str, Iterator[PlacedText]]:
    """The text, the way it was read, and its lines with their boxes, made when they are asked for."""
    rulings = find_rulings(page)
    tables = []
    if may_hold := pdf_tables.may_hold_table(rulings):
        tables = pdf_tables.find_tables(turn_rulings(rulings, page))
    if tables:
        rows = _lines_with_tables(page, tables)
        return "\n".join(row.text for row in rows), "tables", pdf_lines.lines_of_tables(rows)
    if (
        may_hold
        or page.number == 1
        or page.stamped
        or pdf_quality.is_scrambled(page.native)
        or pdf_lines.is_out_of_order(page)
    ):
        lines = _layout_lines(page)
        texts = [line_text(line.chars) for line in lines]
        return join_lines(texts), "layout", pdf_lines.lines_of_layout(lines, texts)
    return page.native.replace("\ufffe", "-"), "pdfium", pdf_lines.lines_of_content(page)


def _lines_with_tables(page: PdfPage, tables: list[pdf_tables.Grid]) -> list[pdf_tables.PlacedLine]:
    for joined in (True, False):
        words = read_words(page, joined)
        if words is None:
            break
        if not pdf_tables.is_cut(words, tables) and _is_in_order(layout_lines(words), joined):
            return pdf_tables.lines_with_tables(words, tables)
    return pdf_tables.lines_with_tables(read_characters(page), tables)


def _layout_lines(page: PdfPage) -> list[Line]:
    """Lines of the largest pieces that can be put in order: words joined, words, letters."""
    for joined in (True, False):
        words = read_words(page, joined)
        if words is None:
            break
        lines = layout_lines(words)
        if _is_in_order(lines, joined):
            return lines
    return layout_lines(read_characters(page))


def _is_in_order(lines: list[Line], joined: bool) -> bool:
    """Whether nothing on these lines may belong into the midst of a word, or of words that are joined."""
    return not has_overlaps(lines) and not (joined and has_raised(lines))


def _nothing_read(pages: list[PageReading], warnings: list[Warning]) -> Exception:
    """The error that says why no page of the file gave text."""
    reasons = {warning.code: warning.detail for warning in reversed(warnings)}
    said = f"{len(pages)} page(s)"
    if pdf_quality.UNUSABLE in reasons:
        return NotVietnameseText(f"{said}, {reasons[pdf_quality.UNUSABLE]}")
    if pdf_quality.SCAN in reasons:
        return NeedsOcr(f"{said}, none with text")
    if "page_damaged" in reasons:
        return Damaged(f"{said}, none could be loaded")
    return EmptyFile(f"{said}, all blank")
