"""What the styles of a DOCX say about its words: fonts, capitals, lists, and which tables draw lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 20  # styles based on styles

T = TypeVar("T")


@dataclass(slots=True)
class Style:
    """One style as written; None: it says nothing, the one it is based on does."""

    parent: str | None = None
    draws: bool | None = None
    font: str | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    number: tuple[str | None, int] | None = None  # list, level


class Styles:
    """The style sheet of one document; an empty one knows Word's own TableGrid."""

    def __init__(self, part: Any | None) -> None:
        self._styles: dict[str, Style] = {} if part is not None else {"TableGrid": Style(draws=True)}
        self._default = ""
        self.font: str | None = None
        if part is not None:
            self.font = run_font(part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            for style in part.iterfind(f"{W}style"):
                name = style.get(f"{W}styleId", "")
                self._styles[name] = _read_style(style)
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                    self._default = name

    @property
    def fonts(self) -> set[str | None]:
        """Every font that a style or the document names."""
        return {self.font, *(style.font for style in self._styles.values())}

    def draws_lines(self, name: str) -> bool:
        """Whether a table style draws lines."""
        return bool(self._first(name, lambda style: style.draws))

    def font_of(self, name: str | None) -> str | None:
        """The font a style (None: the default one of paragraphs) gives, or the document's."""
        return self._first(name or self._default, lambda style: style.font)

    def capitals_of(self, name: str | None) -> bool:
        """Whether a style shows small letters as capitals."""
        return bool(self._first(name or self._default, lambda style: style.capitals))

    def hidden_of(self, name: str | None) -> bool:
        """Whether a style hides its words."""
        return bool(self._first(name or self._default, lambda style: style.hidden))

    def number_of(self, name: str | None) -> tuple[str | None, int] | None:
        """The list and level a paragraph style stands in."""
        return self._first(name or self._default, lambda style: style.number)

    def _first(self, name: str, ask: Callable[[Style], T | None]) -> T | None:
        style, steps = self._styles.get(name), 0
        while style is not None and steps < DEEPEST:
            if (answer := ask(style)) is not None:
                return answer
            style, steps = self._styles.get(style.parent or ""), steps + 1
        return None


def _read_style(element: Any) -> Style:
    borders, run = element.find(f"{W}tblPr/{W}tblBorders"), element.find(f"{W}rPr")
    number = element.find(f"{W}pPr/{W}numPr")
    return Style(
        parent=value_of(element, "basedOn"),
        draws=None if borders is None else draws(borders),
        font=run_font(run),
        capitals=switch(run, "caps"),
        hidden=switch(run, "vanish"),
        number=None if number is None else (value_of(number, "numId"), int(value_of(number, "ilvl") or 0)),
    )


def draws(borders: Any) -> bool:
    """Whether an element of borders has a side that is drawn."""
    return any(side.get(f"{W}val") not in (None, "nil", "none") for side in borders)


def run_font(properties: Any | None) -> str | None:
    """The font that run properties name for Latin letters."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def switch(properties: Any | None, name: str) -> bool | None:
    """A property that is on or off, or None when it is not named."""
    element = None if properties is None else properties.find(f"{W}{name}")
    return None if element is None else element.get(f"{W}val") not in ("0", "false", "off")


def value_of(element: Any, name: str) -> str | None:
    """The `w:val` of a child element."""
    child = element.find(f"{W}{name}")
    value = None if child is None else child.get(f"{W}val")
    return None if value is None else str(value)
