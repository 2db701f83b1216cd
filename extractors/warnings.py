"""WARNINGS: every code a reader may put beside a text, what it means, and what whoever reads the text should do.

Codes are stable: programs ask for them. A new one is a row here, made with `warn`; the codes of files that gave no
text at all are those of `errors`.
"""

from __future__ import annotations

from typing import NamedTuple

from documents.record import Warning


class Meaning(NamedTuple):
    """What was seen, and what to do about it."""

    seen: str
    what_to_do: str


WARNINGS: dict[str, Meaning] = {
    "code_points_repaired": Meaning(
        "The font gave single letters a wrong code (HÕA for HÒA); they were put right.",
        "Nothing; compare with the picture of the page before a name in capitals is quoted.",
    ),
    "date_disagrees": Meaning(
        "Two readers of a scan read its date differently (both in the detail); day and month were left blank.",
        "Look at the picture of the page and enter the date by hand.",
    ),
    "date_to_confirm": Meaning(
        "Only one of two readers of a scan could read its date, or no signature bears it out; it stands in the text.",
        "Compare the date with the picture of the page before relying on it.",
    ),
    "has_revisions": Meaning(
        "The Word file holds tracked changes; deleted text was left out, inserted text kept.",
        "Look for the signed version; this may be a draft.",
    ),
    "hidden_sheets": Meaning(
        "The file holds sheets or slides that are not shown (named in the detail); they were left out.",
        "Open the original if something that its text promises is missing.",
    ),
    "legacy_encoding": Meaning(
        "The text was in an encoding from before Unicode (named in the detail) and was converted.",
        "Compare capitals with the original before quoting: some of these encodings know small letters only.",
    ),
    "needs_ocr": Meaning(
        "The page is a picture and was not read: OCR is not installed, or the file has too many pages for it.",
        "Install Debian's tesseract-ocr and tesseract-ocr-vie (`make setup` does), then process the file again.",
    ),
    "number_disagrees": Meaning(
        "Two readers of a scan read its number differently (both in the detail); its digits were left blank.",
        "Look at the picture of the page and enter the number by hand.",
    ),
    "number_to_confirm": Meaning(
        "Only one of two readers of a scan could read its number; it stands in the text.",
        "Compare the number with the picture of the page before relying on it.",
    ),
    "page_damaged": Meaning(
        "The page could not be loaded; its span in the text is empty.",
        "Fetch the file again; if the page stays broken, open the original.",
    ),
    "page_turned": Meaning(
        "The page was scanned on its side or upside down and was turned to be read.",
        "Nothing; boxes of lines are those of the page as it lies in the file.",
    ),
    "signed": Meaning(
        "The file carries a digital signature; the detail is its time.",
        "Nothing; the printed date should lie on or shortly before this day.",
    ),
    "tables_approximate": Meaning(
        "The old Word file could only be read roughly: cells of its tables may have run together.",
        "Open the original before a figure of a table is quoted.",
    ),
    "unusable_text": Meaning(
        "Neither the page's text layer nor OCR gave usable Vietnamese; its span in the text is empty.",
        "Open the original for this page, or look for another version of the document.",
    ),
}


def warn(code: str, detail: str = "") -> Warning:
    """A warning with one of the codes of WARNINGS; any other is a KeyError."""
    if code not in WARNINGS:
        raise KeyError(f"{code}: not in extractors.warnings.WARNINGS")
    return Warning(code, detail)
