"""Words of a web page in legacy fonts (`<font face=".VnTime">`), put into Unicode in the tree before it is read."""

from __future__ import annotations

import re
from typing import Any

from extractors.legacy_fonts import FontCode, decode_font_text, font_code, is_really_legacy

_FAMILY = re.compile(r"font(?:-family)?\s*:[^;]*?['\"]?((?:\.Vn|VNI-)[\w .-]+)", re.IGNORECASE)


def decode_fonts(body: Any) -> str | None:
    """Decodes in place what stands in legacy fonts, and gives the encodings' names; None when nothing does."""
    found: list[tuple[Any, FontCode]] = []
    for element in body.find_all(lambda tag: tag.has_attr("face") or tag.has_attr("style")):
        if (code := font_code(_font(element))) is not None:
            found += [(string, code) for string in element.find_all(string=True)]
    inner = {id(string): (string, code) for string, code in found}  # the innermost font comes last
    if not is_really_legacy((str(string), code) for string, code in inner.values()):
        return None
    for string, code in inner.values():
        string.replace_with(decode_font_text(str(string), code))
    return ", ".join(sorted({code.encoding for _, code in inner.values()}))


def _font(element: Any) -> str | None:
    if face := element.get("face"):
        return str(face).split(",")[0].strip(" '\"")
    found = _FAMILY.search(str(element.get("style") or ""))
    return found[1].strip() if found else None
