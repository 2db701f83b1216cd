"""Imported once in the server that reading processes are forked from: they start with all that most files need.

Most files are PDFs; what else is heavy (lxml, bs4, Pillow) each process imports when it first meets such a file.
"""

import pypdfium2_raw

from extractors import confinement, formats, pdf, pdf_stamps

__all__ = ["confinement", "formats", "pdf", "pdf_stamps", "pypdfium2_raw"]
