"""Sections: annexes, parts, chapters, articles, clauses, points, roman and dotted headings, as nested spans.

A marker at the beginning of a line counts only where it goes on from the one before it (1, 2, 3; a, b, c): figures at
the beginning of a wrapped line are no headings. Bullets and table rows are none either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from documents.record import Section, SectionKind
from nlp.draft import Draft

# behind a heading's figure: nothing, a mark or capitals; not `Mục 1 Chương II của Nghị định`
_FREE = r"(?=[ ]*(?:[.:\n]|-[ ]|$|[ ][A-ZĐÁÀẢÃẠĂÂÊÔƠƯÚÝ]{2}))"
_FIGURE = r"(?:[IVX]{1,5}|\d{1,2})"
_HEAD = re.compile(
    rf"""^[ \t\f]*(?:
      (?P<annex>(?:PHỤ[ ]LỤC|Phụ[ ]lục)(?:[ ](?:số[ ]|SỐ[ ])?{_FIGURE}(?:\.\d{{1,2}})?)?)(?=[ ]*(?:[.:\n]|$))
      |(?P<part>(?:PHẦN|Phần)[ ](?:(?:THỨ|thứ)[ ]\w+|{_FIGURE})){_FREE}
      |(?P<chapter>(?:CHƯƠNG|Chương)[ ]{_FIGURE}){_FREE}
      |(?P<subchapter>(?:MỤC|Mục)[ ]{_FIGURE}){_FREE}
      |(?P<article>Điều[ ]\d{{1,3}}[a-zđ]?)(?=[ ]?[.:]|[ ]*$)
      |(?P<capital>[A-HĐ])(?=[ ]?[./)][ ]?\S|[ ]?-[ ]\S)
      |(?P<roman>[IVX]{{1,5}})(?=[ ]?[./)][ ]?\S|[ ]?-[ ]\S)
      |(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})
        (?=[ ]?[.)/][ \t]+\S|[ ]?-[ ]\S|(?<=\.\d)[ \t]+\S|(?<=\.\d\d)[ \t]+\S|[.)][^\W\d])
      |(?P<letter>[a-zđ])(?=[ ]?[.)][ ]?\S)
    )[ ]?[.:)/-]?[ \t]*""",
    re.VERBOSE | re.MULTILINE,
)
# how deep a kind stands: a section ends where one of its depth or above begins
_DEPTH = {"annex": 0, "part": 1, "chapter": 2, "subchapter": 3, "capital": 4, "roman": 5, "article": 6, "number": 7}
_POINT = 12  # a), b): below 1.1.1.1.
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_SKIPPED = 2  # markers that may be lost between two that are read
_LONGEST_TITLE = 220


@dataclass(slots=True)
class _Draft:
    """A section on its way: its place in the list, its depth and the figure of its label."""

    index: int
    depth: int
    order: int
    start: int
    end: int
    kind: SectionKind
    label: str
    title: str | None
    parent: _Draft | None


def tag_sections(draft: Draft) -> None:
    """Put the sections of the text on the draft."""
    draft.sections = find_sections(draft.text)


def find_sections(text: str) -> list[Section]:
    """The sections of a text in order; `parent` is the place of the enclosing one in the list."""
    found: list[_Draft] = []
    opened: list[_Draft] = []
    last: dict[int, _Draft] = {}  # depth -> the last section there
    for head in _HEAD.finditer(text):
        kind = head.lastgroup or ""
        label = " ".join(head[kind].split())
        depth, order = _place(kind, label)
        line_end = _line_end(text, head.end())
        if _is_text(text, kind, head.end(), line_end):
            continue
        above = [section for section in opened if section.depth < depth]
        parent = above[-1] if above else None
        before = last.get(depth)
        previous = before.order if before and before.parent is parent else 0
        if not _goes_on(kind, label, order, previous, parent):
            continue
        start = head.start(kind)
        for section in opened[len(above) :]:
            section.end = _trim(text, section.start, start)
        title = _title(text, head.end(), line_end, kind)
        section = _Draft(len(found), depth, order, start, len(text), _kind(kind, parent), label, title, parent)
        opened = [*above, section]
        last[depth] = section
        found.append(section)
    for section in opened:
        section.end = _trim(text, section.start, len(text))
    return [
        Section(s.start, s.end, s.kind, s.label, s.title, s.parent.index if s.parent is not None else None)
        for s in found
    ]


def section_at(sections: Sequence[Section], place: int) -> Section | None:
    """The innermost section that holds a place of the text."""
    index: int | None = bisect_right(sections, place, key=lambda section: section.start) - 1
    while index is not None and index >= 0:
        if place < sections[index].end:
            return sections[index]
        index = sections[index].parent
    return None


# ---------------------------------------------------------------- one marker


def _place(kind: str, label: str) -> tuple[int, int]:
    """How deep a marker stands and which in its row it is; 0 where its figure is not counted."""
    if kind == "number":
        figures = label.split(".")
        return _DEPTH["number"] + len(figures) - 1, int(figures[-1])
    if kind == "letter":
        return _POINT, _ALPHABET.find(label) + 1
    if kind == "roman":
        return _DEPTH["roman"], _roman(label)
    if kind == "capital":
        return _DEPTH["capital"], ord(label) - ord("A") + 1 if label != "Đ" else 0
    figure = re.search(r"\d+|[IVX]+$", label)
    return _DEPTH[kind], int(figure[0]) if figure and figure[0].isdigit() else _roman(figure[0]) if figure else 0


def _roman(label: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in label]
    return sum(-v if after and v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _goes_on(kind: str, label: str, order: int, previous: int, parent: _Draft | None) -> bool:
    """Whether a marker begins a row or goes on with it, and its own figures are those of the section above."""
    if kind in ("annex", "part", "chapter", "subchapter"):
        return True
    if kind == "article":
        return order == 1 or previous == 0 or previous < order <= previous + 1 + 5 * _SKIPPED
    if kind == "capital" and label in "CD" and previous == 0:
        return False  # a roman figure, or nothing
    if kind == "number" and "." in label and not _is_below(label.rpartition(".")[0], parent):
        return False
    return order == 1 or 0 < previous < order <= previous + 1 + _SKIPPED


def _is_below(prefix: str, parent: _Draft | None) -> bool:
    """Whether a section bears the first figures of a dotted label: 2 or II for 2.1."""
    return parent is not None and (parent.label == prefix or (parent.kind == "roman" and str(parent.order) == prefix))


def _is_text(text: str, kind: str, start: int, line_end: int) -> bool:
    """Whether the line is a row of a table, or a wrapped line of text that begins with a figure."""
    if kind in ("number", "roman", "capital") and text[start : start + 1].islower():
        return True
    return "\t" in text[start:line_end].strip() or " | " in text[start:line_end]


def _kind(kind: str, parent: _Draft | None) -> SectionKind:
    """A number under an article is a clause (khoản), a letter a point (điểm)."""
    if kind == "number" and parent is not None and parent.kind == "article":
        return "clause"
    return "point" if kind == "letter" else kind  # type: ignore[return-value]


# ---------------------------------------------------------------- titles and ends


def _title(text: str, start: int, line_end: int, kind: str) -> str | None:
    """The heading behind a marker: its line and the lines it goes on in; None for a sentence of text."""
    words = text[start:line_end].strip()
    if not words and kind not in ("number", "letter"):
        start = line_end + 1
        line_end = _line_end(text, start)
        words = text[start:line_end].strip()
        if _HEAD.match(text, start, line_end):
            return None
    while words and line_end < len(text) and len(words) < _LONGEST_TITLE:
        after_end = _line_end(text, line_end + 1)
        after = text[line_end + 1 : after_end].strip()
        goes_on = after.isupper() if words.isupper() else after[:1].islower() or after[:1].isdigit()
        if (
            not after
            or not goes_on
            or "\t" in after
            or words[-1] in ".;:"
            or _HEAD.match(text, line_end + 1, after_end)
        ):
            break
        words, line_end = f"{words} {after}", after_end
    words = " ".join(words.split()).strip(" :")
    if not words or len(words) > _LONGEST_TITLE or (words[-1] in ".;," and not words.isupper() and len(words) > 60):
        return None
    return words.rstrip(".;")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _trim(text: str, start: int, end: int) -> int:
    """The end of a section without the blanks behind it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
