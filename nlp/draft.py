"""What the components of the pipeline write on while one text is being tagged."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from documents.record import Agency, Date, Header, Reference, Relation, Section, Tags, Target
from documents.text import fold
from nlp.squeeze import Squeezed


@dataclass
class Draft:
    """The tags of one text so far. `text` never changes; `province` is what the caller knows of where it is from.

    `scanned` says that the text was read from pictures, so that what is missing may just have been illegible.
    """

    text: str
    province: str | None = None
    scanned: bool = False
    header: Header = field(default_factory=Header)
    references: list[Reference] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    results: list[Target] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @cached_property
    def folded(self) -> str:
        """The text without diacritics and in lower case, offset for offset."""
        return fold(self.text)

    @cached_property
    def squeezed(self) -> Squeezed:
        """The text with every run of blanks as one character, for names that break over lines."""
        return Squeezed(self.text)

    def tags(self) -> Tags:
        """The finished tags, each kind ordered by position."""
        return Tags(
            header=self.header,
            references=tuple(sorted(self.references, key=_position)),
            dates=tuple(sorted(self.dates, key=_position)),
            agencies=tuple(sorted(self.agencies, key=_position)),
            targets=tuple(sorted(self.targets, key=_position)),
            results=tuple(sorted(self.results, key=_position)),
            relations=tuple(sorted(self.relations, key=_position)),
            sections=tuple(self.sections),
        )


def _position(tag: Reference | Date | Agency | Target | Relation) -> tuple[int, int]:
    return tag.start, tag.end
