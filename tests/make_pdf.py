"""Small PDFs as provincial e-office systems make them: two-column head, body, ruled tables, stamped figures.

Needs reportlab and the Debian package fonts-dejavu-core; the PDFs it makes carry a font subset, so reading them
needs neither. In `head` and `body_paragraphs`, `{370}` marks what the e-office system fills in when the document
is signed: with a stamp it is a signature widget drawn over blanks, without one it is ordinary page text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path("/usr/share/fonts/truetype/dejavu")
BODY, BOLD = "DejaVuSerif", "DejaVuSerif-Bold"
SIZE, LEAD = 11, 16
LEFT, RIGHT, TOP, BOTTOM = 70, A4[0] - 50, A4[1] - 60, 60
FILLED = re.compile(r"\{([^}]*)\}")
SIGNED = "D:20211208093000+07'00'"


def make_pdf(
    path: str | Path,
    head: Sequence[tuple[str, str]],
    body_paragraphs: Sequence[str],
    tables: Sequence[Sequence[Sequence[str]]] = (),
    stamp: str | None = "widget",
    *,
    title: Sequence[str] = (),
    footer: Sequence[tuple[str, str]] = (),
    signed: str | None = SIGNED,
    blank: str = " ",
    head_last: bool = False,
    page_numbers: bool = True,
) -> Path:
    """One PDF at `path`.

    `head` and `footer` are rows of a left and a right column: `("Số: {370}/KH-UBND", "Tiền Giang, ngày {08} tháng
    {12} năm 2021")`; `title` lines are centred and bold; a body paragraph starting with `# ` is bold; a table is a
    list of rows of cells, drawn with ruling lines after the body. `stamp`: None (braces are page text), `widget`
    (each a signature widget over blanks), `double` (stamped twice on the same spot), `raised` (above its line),
    `over` (over drafted digits `00`), `unfilled` (blanks, nothing stamped). `signed` is the PDF time of the
    signature, or None. `blank="."` leaves dotted blanks. `head_last` draws the head after the body.
    """
    page = _Page(path, stamp, signed, blank, page_numbers)
    y = TOP
    if head_last:  # the content stream then gives the body first
        height = (len(head) + len(title) + 2) * LEAD
        page.y = TOP - height
        page.body(body_paragraphs, tables)
        page.footer(footer)
        page.y = y
        page.columns(head, BOLD)
        page.centred(title)
    else:
        page.columns(head, BOLD)
        page.centred(title)
        page.body(body_paragraphs, tables)
        page.footer(footer)
    page.save()
    return Path(path)


class _Page:
    """The place where the next line goes."""

    def __init__(self, path: str | Path, stamp: str | None, signed: str | None, blank: str, numbers: bool) -> None:
        for name in (BODY, BOLD):
            if name not in getRegisteredFontNames():
                registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
        self.canvas = Canvas(str(path), pagesize=A4, invariant=True, pageCompression=1)
        self.stamp, self.signed, self.blank, self.numbers = stamp, signed, blank, numbers
        self.y, self.number, self.widgets = TOP, 1, 0
        self.fields: list[Any] = []

    def columns(self, rows: Sequence[tuple[str, str]], font: str) -> None:
        for left, right in rows:
            self.line(left, (LEFT + 90) - self.width(left, font) / 2, font)
            self.line(right, (RIGHT - 130) - self.width(right, font) / 2, font)
            self.y -= LEAD
        self.y -= LEAD / 2

    def centred(self, lines: Sequence[str]) -> None:
        for text in lines:
            for part in simpleSplit(text, BOLD, SIZE + 1, RIGHT - LEFT - 60):
                self.line(part, (LEFT + RIGHT - self.width(part, BOLD)) / 2, BOLD)
                self.y -= LEAD
        self.y -= LEAD / 2

    def body(self, paragraphs: Sequence[str], tables: Sequence[Sequence[Sequence[str]]]) -> None:
        for paragraph in paragraphs:
            font = BOLD if paragraph.startswith("# ") else BODY
            for i, part in enumerate(simpleSplit(paragraph.removeprefix("# "), font, SIZE, RIGHT - LEFT - 24)):
                self.room(LEAD)
                self.line(part, LEFT + (24 if i == 0 else 0), font)
                self.y -= LEAD
            self.y -= 4
        for table in tables:
            self.table(table)

    def footer(self, rows: Sequence[tuple[str, str]]) -> None:
        self.room(LEAD * (len(rows) + 1))
        self.y -= LEAD
        for left, right in rows:
            self.line(left, LEFT, BODY)
            self.line(right, (RIGHT - 100) - self.width(right, BOLD) / 2, BOLD)
            self.y -= LEAD

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        columns = max(len(row) for row in rows)
        width = (RIGHT - LEFT) / columns
        for row in rows:
            cells = [simpleSplit(cell, BODY, SIZE - 1, width - 8) for cell in row]
            height = max(len(cell) for cell in cells) * (LEAD - 3) + 8
            self.room(height)
            for i, cell in enumerate(cells):
                self.canvas.rect(LEFT + i * width, self.y - height + LEAD - 3, width, height, stroke=1, fill=0)
                self.canvas.setFont(BODY, SIZE - 1)
                for j, part in enumerate(cell):
                    self.canvas.drawString(LEFT + i * width + 4, self.y - 3 - j * (LEAD - 3), part)
            self.y -= height
        self.y -= LEAD

    def line(self, text: str, x: float, font: str) -> None:
        """One line of text; what stands in braces is stamped over blanks, or drawn as text."""
        canvas = self.canvas
        for i, part in enumerate(FILLED.split(text)):
            filled = i % 2 == 1
            room = self.gap(part, font) if filled else stringWidth(part, font, SIZE)
            canvas.setFont(font, SIZE)
            if not filled or self.stamp is None:
                canvas.drawString(x, self.y, part)
            else:
                under = "00" if self.stamp == "over" else self.blank * round(room / stringWidth(self.blank, font, SIZE))
                canvas.drawString(x, self.y, under)
                if self.stamp != "unfilled":
                    self.widget(part, x + 1, self.y + (5 if self.stamp == "raised" else 0.8))
            x += room

    def gap(self, part: str, font: str) -> float:
        drawn = stringWidth(part, font, SIZE)
        return drawn if self.stamp is None else stringWidth("00", font, SIZE) if self.stamp == "over" else drawn + 14

    def width(self, text: str, font: str) -> float:
        return sum(self.gap(p, font) if i % 2 else stringWidth(p, font, SIZE) for i, p in enumerate(FILLED.split(text)))

    def widget(self, text: str, x: float, y: float) -> None:
        """A signature widget whose appearance stream shows the text (twice for `double`), as e-office systems do."""
        doc = self.canvas._doc
        shown = f"BT /H {SIZE} Tf 1 3 Td ({text}) Tj ET\n" * (2 if self.stamp == "double" else 1)
        box = [0, 0, 8 * len(text) + 4, SIZE + 4]
        look = pdfdoc.PDFStream(content=shown.encode())
        look.dictionary["Type"], look.dictionary["Subtype"] = pdfdoc.PDFName("XObject"), pdfdoc.PDFName("Form")
        look.dictionary["BBox"] = pdfdoc.PDFArray(box)
        font = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica", "Encoding": "WinAnsiEncoding"}
        fonts = pdfdoc.PDFDictionary({"H": pdfdoc.PDFDictionary({k: pdfdoc.PDFName(v) for k, v in font.items()})})
        look.dictionary["Resources"] = pdfdoc.PDFDictionary({"Font": fonts})
        self.widgets += 1
        field = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Widget"),
            "FT": pdfdoc.PDFName("Sig"),
            "T": pdfdoc.PDFString(f"stamp{self.widgets}"),
            "F": 132,
            "Rect": pdfdoc.PDFArray([x, y - 3, x + box[2], y - 3 + box[3]]),
            "AP": pdfdoc.PDFDictionary({"N": doc.Reference(look)}),
        }
        if self.signed:
            value = {
                "Type": pdfdoc.PDFName("Sig"),
                "Filter": pdfdoc.PDFName("Adobe.PPKLite"),
                "SubFilter": pdfdoc.PDFName("adbe.pkcs7.detached"),
                "M": pdfdoc.PDFString(self.signed),
                "Contents": pdfdoc.PDFString("0"),
                "ByteRange": pdfdoc.PDFArray([0, 0, 0, 0]),
            }
            field["V"] = doc.Reference(pdfdoc.PDFDictionary(value))
        annotation = pdfdoc.PDFDictionary(field)
        self.canvas._addAnnotation(annotation)
        self.fields.append(doc.Reference(annotation))

    def room(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.canvas.showPage()
            self.number += 1
            self.y = TOP
            if self.numbers:
                self.canvas.setFont(BODY, SIZE)
                self.canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(self.number))

    def save(self) -> None:
        if self.fields:
            form = {"Fields": pdfdoc.PDFArray(self.fields), "SigFlags": 3}
            self.canvas._doc.Catalog.AcroForm = self.canvas._doc.Reference(pdfdoc.PDFDictionary(form))
        self.canvas.showPage()
        self.canvas.save()
