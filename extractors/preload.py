"""Imported once in the server that worker processes are forked from: they start with the heavy libraries loaded."""

import bs4
import lxml.etree
import lxml.html
import pypdfium2

__all__ = ["bs4", "lxml", "pypdfium2"]
