"""Tables that a phone shows as cards: every cell says its column, and stays a cell for those who hear the page."""

from __future__ import annotations

import re

from markupsafe import Markup

_HEAD = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_PART = re.compile(r"<(table|thead|tbody|tr|td|th)(?=[\s>])")
_CELL = re.compile(r"<t[dh][\s>][^>]*>?")
_BLANK = re.compile(r"(?<=>)\s+</td>")  # an empty cell is not shown on a card
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def stack_cells(html: str) -> Markup:
    """A table of our own templates with the name of its column on each cell; what it holds is escaped already.

    Roles are written out because a browser forgets what a table is when its rows are laid out as blocks.
    """
    html = _BLANK.sub("</td>", html)
    heads = [_TAG.sub("", head).strip().replace('"', "&quot;") for head in _HEAD.findall(html)]
    body = html.partition("<tbody")[2].partition("</tr>")[0]
    figures = {at for at, cell in enumerate(_CELL.findall(body)) if cell.startswith('<td class="number"')}
    column = -1

    def name(found: re.Match[str]) -> str:
        nonlocal column
        tag = found[1]
        column = -1 if tag == "tr" else column + 1 if tag in ("td", "th") else column
        if tag == "th":
            row_head = html.startswith('<th scope="row"', found.start())
            right = ' class="number"' if column in figures and not row_head else ""
            return f'<th{right} role="{"rowheader" if row_head else "columnheader"}"'
        label = f' data-label="{heads[column]}"' if tag == "td" and column < len(heads) and heads[column] else ""
        extra = ' class="stacks"' if tag == "table" else ""
        return f'<{tag}{extra} role="{_ROLES[tag]}"{label}'

    return Markup(_PART.sub(name, html))
