"""`vanban tag --html`: texts with their tags coloured, as one page that needs nothing else; for who corrects rules.

Tags overlap (a date in a reference in the evidence of a relation), so the text is cut wherever a tag begins or ends,
and each piece shows all tags that cover it: references and agencies by their ground, the others by lines below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

Tag = Mapping[str, Any]

# kind: its letter (class of a piece), its name for people, and what its label shows
KINDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "references": ("r", "Văn bản viện dẫn", ("canonical", "type")),
    "agencies": ("a", "Cơ quan", ("id",)),
    "dates": ("d", "Ngày, thời hạn", ("value", "value2")),
    "targets": ("t", "Chỉ tiêu", ("value", "value2", "unit", "deadline")),
    "relations": ("l", "Quan hệ", ("type", "target")),
}
_TARGET_COLUMNS = ("indicator", "comparator", "value", "value2", "unit", "deadline")
_SPAN = {"start", "end", "text"}

_STYLE = """
body { font: 16px/1.9 Georgia, "Times New Roman", serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
body { color: #1f2937; }
h1 { font-size: 1.1rem; border-top: 3px solid #1f2937; padding-top: .6rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; font: 13px/1.5 system-ui, sans-serif; margin: .6rem 0 1.2rem; }
td, th { text-align: left; vertical-align: top; padding: .15rem .9rem .15rem 0; border-bottom: 1px solid #e5e7eb; }
th { color: #6b7280; font-weight: 600; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.p { padding: 1px 0 5px; box-shadow: inset 0 -2px var(--d, transparent), 0 2px var(--t, transparent),
     0 5px var(--gap, transparent), 0 7px var(--l, transparent); }
.r { background: #dbeafe; } .a { background: #fde68a; } .r.a { background: #d9f99d; }
.d { --d: #16a34a; } .t { --t: #ea580c; } .l { --gap: #fff; --l: #9333ea; }
.e::after { content: attr(data-label); font: 600 10px/1 system-ui, sans-serif; color: #fff; background: #6b7280;
     border-radius: 3px; padding: 1px 4px; margin-left: 3px; vertical-align: 2px; }
.warning { color: #b91c1c; }
a { color: inherit; }
"""


def tag_page(answers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The page, part by part, for the answers of `tag_files`; every text is escaped, nothing is fetched."""
    yield f'<!doctype html>\n<html lang="vi"><meta charset="utf-8"><title>vanban tag</title>\n<style>{_STYLE}</style>\n'
    yield _legend()
    for number, answer in enumerate(answers, 1):
        yield f"<article>\n<h1>{escape(str(answer['file']))}</h1>\n"
        for warning in answer["warnings"]:
            yield f'<p class="warning">{escape(warning["code"])}: {escape(warning["detail"])}</p>\n'
        if answer["method"] is not None:
            yield _header(answer["header"])
            yield _list(answer["targets"], f"t{number}-", _TARGET_COLUMNS)
            yield _list(answer["relations"], f"l{number}-", ("source", "type", "target"))
            yield f'<div class="text">{"".join(_pieces(answer, number))}</div>\n'
        yield "</article>\n"
    yield "</html>\n"


def _legend() -> str:
    shown = "  ".join(f'<span class="p {letter}">{name}</span>' for letter, name, _ in KINDS.values())
    return f"<p>{shown}</p>\n"


def _header(header: Tag) -> str:
    rows = "".join(f"<tr><th>{name}<td>{escape(str(value))}" for name, value in header.items() if value is not None)
    return f"<table>{rows}</table>\n"


def _list(tags: Iterable[Tag], anchor: str, told: tuple[str, ...]) -> str:
    """Targets or relations as a table, each row leading to its place in the text."""
    columns = (*told, "rule", "confidence")
    rows = "".join(
        f'<tr><td><a href="#{anchor}{index}">{index}</a>'
        + "".join(f"<td>{escape(_shown(tag[name]))}" for name in columns)
        for index, tag in enumerate(tags, 1)
    )
    heads = "".join(f"<th>{name}" for name in ("", *columns))
    return f"<table><tr>{heads}{rows}</table>\n" if rows else ""


def _pieces(answer: Mapping[str, Any], number: int) -> Iterator[str]:
    """The text cut at every boundary of a tag, each piece with the tags that cover it."""
    text = answer["text"]
    opening: dict[int, list[tuple[str, int, Tag]]] = {}
    closing: dict[int, list[tuple[str, int, Tag]]] = {}
    for kind in KINDS:
        for index, tag in enumerate(answer[kind], 1):
            opening.setdefault(tag["start"], []).append((kind, index, tag))
            closing.setdefault(tag["end"], []).append((kind, index, tag))
    open_tags: dict[tuple[str, int], Tag] = {}
    places = sorted({0, len(text), *opening, *closing})
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        for kind, index, _ in closing.get(start, ()):
            open_tags.pop((kind, index), None)
        for kind, index, tag in opening.get(start, ()):
            open_tags[kind, index] = tag
            if kind in ("targets", "relations"):
                yield f'<a id="{KINDS[kind][0]}{number}-{index}"></a>'
        if start < end:
            yield _piece(text[start:end], open_tags, closing.get(end, ()))


def _piece(words: str, covering: Mapping[tuple[str, int], Tag], closing: Iterable[tuple[str, int, Tag]]) -> str:
    if not covering:
        return escape(words)
    letters = " ".join(dict.fromkeys(KINDS[kind][0] for kind, _ in covering))
    tooltip = escape("\n".join(_told(kind, tag) for (kind, _), tag in covering.items()))
    label = " · ".join(filter(None, (_label(kind, tag) for kind, _, tag in closing)))
    ending = f' e" data-label="{escape(label)}' if label else ""
    return f'<span class="p {letters}{ending}" title="{tooltip}">{escape(words)}</span>'


def _told(kind: str, tag: Tag) -> str:
    """Every field of a tag that says something: `dates: value 2025, precision year, role deadline, rule year`."""
    fields = ", ".join(f"{k} {_shown(v)}" for k, v in tag.items() if k not in _SPAN and v not in (None, ""))
    return f"{kind}: {fields}"


def _label(kind: str, tag: Tag) -> str:
    return " ".join(_shown(tag[name]) for name in KINDS[kind][2] if tag[name] is not None)


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)
