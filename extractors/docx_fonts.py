"""Words of a DOCX in legacy fonts (`.VnTime`, `VNI-Times`), put into Unicode in the tree before it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from extractors.docx_styles import Styles, run_font, value_of
from extractors.legacy_fonts import FontCode, decode_font_text, font_code, is_really_legacy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Stretch(NamedTuple):
    """Neighbouring pieces of text in one font: a letter and its mark may stand in two runs."""

    code: FontCode
    pieces: list[Any]

    @property
    def text(self) -> str:
        """Its words, still in the font's codes."""
        return "".join(piece.text or "" for piece in self.pieces)


def decode_legacy_runs(roots: Sequence[Any], styles: Styles) -> str | None:
    """Decodes in place what stands in legacy fonts, and gives the encodings' names; None when nothing does."""
    named = {run_font(run) for root in roots for run in root.iter(f"{W}rPr")} | styles.fonts
    if not any(map(font_code, named)):
        return None
    stretches = [stretch for root in roots for paragraph in root.iter(f"{W}p") for stretch in _find(paragraph, styles)]
    if not is_really_legacy((stretch.text, stretch.code) for stretch in stretches):
        return None
    for stretch in stretches:
        decoded = decode_font_text(stretch.text, stretch.code)
        first, *others = stretch.pieces
        first.text = decoded
        for piece in others:
            piece.text = ""
    return ", ".join(sorted({stretch.code.encoding for stretch in stretches}))


def _find(paragraph: Any, styles: Styles) -> Iterator[Stretch]:
    properties = paragraph.find(f"{W}pPr")
    usual = styles.font_of(None if properties is None else value_of(properties, "pStyle")) or styles.font
    open_one: Stretch | None = None
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p")) is not paragraph:
            continue  # a text box's own paragraph
        code = font_code(_font(run, styles) or usual)
        for piece in run:
            if code is not None and piece.tag == f"{W}softHyphen":
                piece.tag, piece.text = f"{W}t", "\u00ad"  # ư in TCVN3, taken for a hyphen
            if piece.tag == f"{W}t" and code is not None and open_one is not None and open_one.code == code:
                open_one.pieces.append(piece)
            elif piece.tag != f"{W}rPr":
                if open_one is not None:
                    yield open_one
                open_one = Stretch(code, [piece]) if code is not None and piece.tag == f"{W}t" else None
    if open_one is not None:
        yield open_one


def _font(run: Any, styles: Styles) -> str | None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return None
    style = value_of(properties, "rStyle")
    return run_font(properties) or (styles.font_of(style) if style else None)
