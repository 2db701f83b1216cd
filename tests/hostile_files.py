"""Files that attack or merely annoy a reader, each made from nothing in a few lines, and its right ends.

One module for each kind; HOSTILE_FILES holds them all by name.
"""

from __future__ import annotations

from tests import hostile_archives, hostile_office, hostile_pdf, hostile_web
from tests.hostile_kinds import Hostile
from tests.hostile_office import SENTENCE, docx, p

HOSTILE_FILES: dict[str, Hostile] = {
    file.name: file for file in (*hostile_pdf.FILES, *hostile_office.FILES, *hostile_web.FILES, *hostile_archives.FILES)
}
ARCHIVES = [file.name for file in hostile_archives.FILES if "container" in file.ends]


def good_docx(text: str = SENTENCE) -> bytes:
    """The smallest DOCX with one paragraph."""
    return docx(p(text))
