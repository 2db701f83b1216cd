"""Done once in the process that reading processes are forked from: they start with all that most files need.

Most files are PDFs; what else is heavy (lxml, bs4, Pillow) each process imports when it first meets such a file.
"""

import gc
import resource
import tempfile

from extractors import confinement, formats, office, pdf, pdf_stamps, pdfium, syllables, worker

__all__ = ["confinement", "formats", "gc", "office", "pdf", "pdf_stamps", "resource", "tempfile", "worker"]

pdfium.start()
pdfium.find_all()
syllables.is_syllable("quyết")  # reads its table
"".encode("utf-16-le")  # a codec is found when it is first used
