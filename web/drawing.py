"""The implementation tree as a picture: drawn on the server as SVG, its boxes are links, and it prints as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from web.language import show_day

WIDTH, HEIGHT, ACROSS, DOWN = 196, 48, 248, 60  # a box, and from one box to the next
LETTERS = 27  # of a line that fits into a box
MOST = 80  # boxes in one picture; the list beside it has them all
Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Box:
    document: Mapping[str, Any]
    state: str
    column: int
    row: float
    parent: _Box | None


def draw_tree(
    root: Mapping[str, Any], below: Sequence[Step], above: Sequence[Step], link: Callable[[str], str], about: str
) -> Markup:
    """What a document carries out on its left, what carries it out on its right; nothing where there is neither."""
    right = _lay_out(root, _by_parent(below, "implements"), 1)
    left = _lay_out(root, _by_parent(above, "implemented_by"), -1)
    if len(right) + len(left) < 3:
        return Markup("")
    # the root is in both halves: the left one moves to where the right one has it
    shift = right[0].row - left[0].row
    boxes = right + [_moved(box, shift) for box in left[1:]]
    x0, y0 = min(box.column for box in boxes), min(box.row for box in boxes)
    width = (max(box.column for box in boxes) - x0) * ACROSS + WIDTH + 4
    height = (max(box.row for box in boxes) - y0) * DOWN + HEIGHT + 4
    lines = "".join(_draw_line(box, x0, y0) for box in boxes if box.parent)
    drawn = "".join(_draw_box(box, x0, y0, link) for box in boxes)
    head = (
        f'<svg class="graph" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'role="group" aria-label="{escape(about)}">'
    )
    return Markup(f"{head}{lines}{drawn}</svg>")


def _by_parent(steps: Iterable[Step], side: str) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step[side]["id"], []).append(step)
    return found


def _lay_out(root: Mapping[str, Any], steps: Mapping[str, Sequence[Step]], way: int) -> list[_Box]:
    """The boxes of one side, the root first; each parent stands at the height of the middle of its children."""
    seen, free = {root["id"]}, [0.0]
    boxes: list[tuple[Mapping[str, Any], str, int, float, int]] = []

    def middle(document: Mapping[str, Any], state: str, column: int, parent: int) -> float:
        at = len(boxes)
        boxes.append((document, state, column, 0.0, parent))
        new = [s for s in steps.get(document["id"], ()) if s["document"]["id"] not in seen]
        rows = []
        for step in new:
            if step["document"]["id"] not in seen and len(seen) < MOST:
                seen.add(step["document"]["id"])
                rows.append(middle(step["document"], step["state"], column + way, at))
        if not rows:
            rows = [free[0]]
            free[0] += 1
        row = (rows[0] + rows[-1]) / 2
        boxes[at] = (document, state, column, row, parent)
        return row

    middle(root, root["state"], 0, -1)
    made: list[_Box] = []
    for document, state, column, row, parent in boxes:
        made.append(_Box(document, state, column, row, made[parent] if parent >= 0 else None))
    return made


def _moved(box: _Box, shift: float) -> _Box:
    parent = box.parent and _Box(box.parent.document, box.parent.state, box.parent.column, box.parent.row + shift, None)
    return _Box(box.document, box.state, box.column, box.row + shift, parent)


def _draw_line(box: _Box, x0: int, y0: float) -> str:
    assert box.parent is not None
    first, last = sorted((box, box.parent), key=lambda b: b.column)
    x1, x2 = (first.column - x0) * ACROSS + WIDTH + 2, (last.column - x0) * ACROSS + 2
    y1, y2 = ((b.row - y0) * DOWN + HEIGHT / 2 + 2 for b in (first, last))
    bend = (x1 + x2) / 2
    return f'<path class="edge-line" d="M{x1} {y1:.1f}C{bend} {y1:.1f} {bend} {y2:.1f} {x2} {y2:.1f}"/>'


def _draw_box(box: _Box, x0: int, y0: float, link: Callable[[str], str]) -> str:
    x, y = (box.column - x0) * ACROSS + 2, (box.row - y0) * DOWN + 2
    document = box.document
    name = document["number"] or document["title"] or document["id"]
    about = " · ".join(filter(None, (document["type"], show_day(document["issued"]))))
    who = document["issuer"] or document["province"] or ""
    kind = "red-box" if box.state != "resolved" else "root-box" if box.column == 0 else "box-of"
    return (
        f'<a href="{escape(link("/documents/" + document["id"]))}" class="{kind}">'
        f"<title>{escape(' · '.join(filter(None, (name, who, document['title']))))}</title>"
        f'<rect x="{x}" y="{y:.1f}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
        f'<text x="{x + 8}" y="{y + 16:.1f}" class="name">{escape(_cut(name))}</text>'
        f'<text x="{x + 8}" y="{y + 29:.1f}">{escape(_cut(who, 32))}</text>'
        f'<text x="{x + 8}" y="{y + 42:.1f}">{escape(_cut(about, 32))}</text></a>'
    )


def _cut(text: str, letters: int = LETTERS) -> str:
    return text if len(text) <= letters else text[: letters - 1] + "…"
