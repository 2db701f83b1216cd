"""Documents told by several elements side by side, each made into one: rows of labels, headings with text below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from scrapers import fields
from scrapers.page import Element, text_of

_LEAST = 3  # records
_LARGEST = 6  # elements of a record
_HOLDERS = frozenset({"ul", "ol", "table", "form", "nav", "select", "aside"})  # hold more than one document's words
_RULES = frozenset({"hr", "br"})
_OPENERS = frozenset({"dt", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "a", "strong", "b", "span"})


def read_records(rows: Sequence[Element]) -> list[Element]:
    """Documents that a table without heads tells over several rows, each as an element of its own; or none.

    A cell that reaches down holds such rows together, or they are labels with their values.
    """
    if spanned := _spanned(rows):
        return [_record(rows[start:end]) for start, end in spanned]
    labels = [_label_of(row) for row in rows]
    first = next(filter(None, labels), None)
    starts = [index for index, label in enumerate(labels) if label == first]
    if first not in ("number", "title") or len(starts) < 2 or starts[-1] - starts[0] < len(starts):
        return []
    return [_record(rows[start:end]) for start, end in _spans(starts, len(rows))]


def _spanned(rows: Sequence[Element]) -> list[tuple[int, int]]:
    """(start, end) of groups of rows, each held together by a first cell that reaches down over all of it."""
    spans, start = [], 0
    while start < len(rows):
        first = next((cell for cell in rows[start] if cell.tag in ("td", "th")), None)
        told = (first.get("rowspan") or "") if first is not None else ""
        if not told.isdigit() or not 1 < int(told) <= _LARGEST or start + int(told) > len(rows):
            return []
        spans.append((start, start + int(told)))
        start += int(told)
    return spans if len(spans) > 1 else []


def _label_of(row: Element) -> str | None:
    """The field that a row's first cell is the label of, its value beside it."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or fields.header_field(text_of(cells[1])):
        return None
    return fields.header_field(text_of(cells[0]))


def flat_records(parent: Element) -> list[Element]:
    """Documents whose heading and words are brothers: `<h4>Kế hoạch số 12/KH-UBND</h4><p>Về …</p>`, again and again.

    All begin with a part that names the document by its number: no other part looks like it, or all have as many.
    """
    if parent.tag in ("table", "tbody", "thead", "tr", "ul", "ol", "select"):
        return []
    children = [child for child in parent if isinstance(child.tag, str) and child.tag not in _RULES]
    if len(children) < 2 * _LEAST:
        return []
    opener = next((_look(child) for child in children if child.tag in _OPENERS and _is_named(child)), None)
    alike = [index for index, child in enumerate(children) if _look(child) == opener]
    starts = [index for index in alike if _is_named(children[index])]
    if opener is None or len(starts) < _LEAST:
        return []
    spans = list(_spans(starts, len(children)))
    usual = spans[0][1] - spans[0][0]
    if 2 * sum(map(_is_named, children)) > 3 * len(starts):
        return []  # what stands between names documents as well: rows of two colours
    if len(starts) < len(alike) and any(end - start != usual for start, end in spans[:-1]):
        return []  # not told apart by their look, nor by their count
    spans[-1] = spans[-1][0], min(spans[-1][1], spans[-1][0] + usual)  # what follows the last is a pager
    if not 1 < usual <= _LARGEST or any(not 1 < end - start <= _LARGEST for start, end in spans):
        return []
    if any(child.tag in _HOLDERS for start, end in spans for child in children[start:end]):
        return []
    return [_record(children[start:end]) for start, end in spans]


def _is_named(element: Element) -> bool:
    """True if the element opens with a document's number, with or without its type."""
    told = text_of(element)
    return len(told) <= 400 and bool(fields.NUMBER_SHAPE.search(told) and fields.own_number(told)[0])


def _look(element: Element) -> tuple[str, str]:
    return element.tag, " ".join(sorted((element.get("class") or "").split()))


def _spans(starts: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    yield from zip(starts, [*starts[1:], end], strict=True)


def _record(parts: Sequence[Element]) -> Element:
    from lxml import html

    record = html.Element("div")
    record.extend(deepcopy(part) for part in parts)
    return record
