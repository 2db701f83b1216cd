"""What a person decided about documents: a YAML file of data, checked line by line, applied wherever it matters.

    same:                       # these captures show one document
      - documents: [uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021, "https://…/370.pdf"]
        why: the second file has no date
    different:                  # each of these is a document of its own
      - documents: [5f2c9a81e0b4, c07d13aa92ff]
    references:                 # what a mention means: a document, or nobody
      - in: uy-ban-nhan-dan-tinh-tien-giang/12-kh-ubnd/2024
        number: 370/KH-UBND
        is: uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021
    headers:                    # what the header of a capture should have said
      - capture: 5f2c9a81e0b4
        number: 43/KH-UBND
        issued: 2022-03-02

A capture is named by its address, the first twelve or more figures of its SHA-256, or the identity it has by itself
(`vanban show NUMBER --why` prints all three).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, cast

from .number import number_key, parse_number
from .provinces import find_province
from .record import Capture, Header
from .sameness import Claim

_SHA256 = re.compile(r"[0-9a-f]{12,64}")
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
NOBODY = "nobody"


class BadDecisions(ValueError):
    """The decisions file cannot be used; the message names the line."""

    what_to_do = "Correct the line that is named; the file is described at the top of documents/decisions.py."


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the file; `name` is the hash of what it says, so that a moved entry is the same decision."""

    kind: str
    name: str
    line: int
    body: tuple[tuple[str, Any], ...]

    def __getitem__(self, field: str) -> Any:
        return dict(self.body).get(field)

    @property
    def captures(self) -> tuple[str, ...]:
        """The captures or documents that it is about, as they are written there."""
        if self.kind in ("same", "different"):
            return tuple(self["documents"])
        return (str(self["in" if self.kind == "references" else "capture"]),)


class Decisions:
    """All decisions of a file, ready to be asked."""

    def __init__(self, entries: Iterable[Decision] = ()):
        self.entries = tuple(entries)
        self._of: dict[str, list[Decision]] = {}
        for entry in self.entries:
            self._of.setdefault(entry.kind, []).append(entry)

    @property
    def names(self) -> dict[str, list[str]]:
        """Each decision's name with what it is about: what to do again when it comes or goes."""
        return {entry.name: list(entry.captures) for entry in self.entries}

    def correct(self, header: Header, capture: Capture) -> Header:
        """A capture's header with what a person corrected in it."""
        for entry in self._of.get("headers", ()):
            if _names(entry["capture"], capture, None):
                header = replace(header, **{k: v for k, v in entry.body if k in _HEADER_FIELDS})
        return header

    def mark(self, claim: Claim, capture: Capture) -> Claim:
        """A claim with the decisions that are about it."""
        decided = []
        for kind in ("same", "different"):
            for entry in self._of.get(kind, ()):
                for side, words in enumerate(entry["documents"]):
                    if _names(words, capture, claim):
                        decided.append(f"{kind}:{entry.name}" + (f":{side}" if kind == "different" else ""))
        return replace(claim, decided=tuple(sorted(set(decided)))) if decided else claim

    def meaning(self, document: str, text: str, number: str | None) -> str | None:
        """What a mention in a document means: the id of a document, `nobody`, or None where nobody decided."""
        for entry in self._of.get("references", ()):
            if entry["in"] != document:
                continue
            if entry["number"] and number and number_key(entry["number"]) == number_key(number):
                return str(entry["is"])
            if entry["text"] and " ".join(entry["text"].split()) == " ".join(text.split()):
                return str(entry["is"])
        return None


def read_decisions(text: str) -> Decisions:
    """The decisions in the text of a file; BadDecisions names the line that is wrong."""
    import yaml

    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadDecisions(f"line {line}: not YAML: {error.problem}") from error
    if tree is None:
        return Decisions()
    entries = list(_entries(yaml, tree))
    _check_sides(entries)
    return Decisions(entries)


# ---------------------------------------------------------------- reading the file


def _entries(yaml: Any, tree: Any) -> Iterator[Decision]:
    for key, listed in _pairs(yaml, tree, "the file"):
        kind = key.value
        if kind not in _FIELDS:
            raise BadDecisions(f"line {_line(key)}: {kind!r} is none of {', '.join(_FIELDS)}")
        if not isinstance(listed, yaml.SequenceNode):
            raise BadDecisions(f"line {_line(listed)}: {kind} must be a list of entries, each with a dash")
        for node in listed.value:
            yield _entry(yaml, kind, node)


def _entry(yaml: Any, kind: str, node: Any) -> Decision:
    asked, said = _FIELDS[kind], {}
    for key, value in _pairs(yaml, node, f"an entry of {kind}"):
        if key.value not in asked:
            raise BadDecisions(f"line {_line(key)}: {key.value!r} is none of {', '.join(asked)}")
        if isinstance(value, yaml.SequenceNode) != (key.value == "documents"):
            shape = "a list, as [one, other]" if key.value == "documents" else "one value"
            raise BadDecisions(f"line {_line(value)}: {key.value} must be {shape}")
        words = [part.value for part in value.value] if key.value == "documents" else value.value
        try:
            said[key.value] = asked[key.value](words)
        except ValueError as error:
            raise BadDecisions(f"line {_line(value)}: {key.value}: {error}") from error
    for fields in _NEEDED[kind]:
        if not any(field in said for field in fields.split("|")):
            raise BadDecisions(f"line {_line(node)}: an entry of {kind} needs {fields.replace('|', ' or ')}")
    said.pop("why", None)
    name = sha256(repr((kind, sorted(said.items()))).encode()).hexdigest()[:12]
    return Decision(kind, name, _line(node), tuple(sorted(said.items())))


def _pairs(yaml: Any, node: Any, what: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        raise BadDecisions(f"line {_line(node)}: {what} must be of the form `name: value`")
    return node.value


def _line(node: Any) -> int:
    return cast(int, node.start_mark.line) + 1


def _check_sides(entries: Iterable[Decision]) -> None:
    """Nobody can be the same as and different from another."""
    same = [entry for entry in entries if entry.kind == "same"]
    for entry in entries:
        for other in same if entry.kind == "different" else ():
            if len(set(entry["documents"]) & set(other["documents"])) > 1:
                raise BadDecisions(f"line {entry.line}: these are said to be the same in line {other.line}")


def _names(words: str, capture: Capture, claim: Claim | None) -> bool:
    """Whether words name a capture: its address, the beginning of its hash, or the identity it has by itself."""
    if words == capture.url or (_SHA256.fullmatch(words) and capture.sha256.startswith(words)):
        return True
    if claim is None:
        return False
    identity, issued = claim.document.id, claim.document.issued
    return words == identity or (issued is not None and words == f"{identity}/{issued}")


# ---------------------------------------------------------------- what an entry can say


def _text(words: str) -> str:
    if not words.strip():
        raise ValueError("must not be empty")
    return words.strip()


def _several(words: list[str]) -> tuple[str, ...]:
    if len(set(words)) < 2:
        raise ValueError("needs two or more different captures")
    return tuple(_text(word) for word in words)


def _number(words: str) -> str:
    number = parse_number(words)
    if number is None:
        raise ValueError(f"{words!r} is no document number")
    return number.canonical


def _day(words: str) -> str:
    if not _DAY.fullmatch(words):
        raise ValueError(f"{words!r} is no day; write it as 2022-03-02")
    return words


def _province(words: str) -> str:
    province = find_province(words)
    if province is None:
        raise ValueError(f"{words!r} is no province")
    return province.name


_FIELDS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "same": {"documents": _several, "why": _text},
    "different": {"documents": _several, "why": _text},
    "references": {"in": _text, "number": _number, "text": _text, "is": _text, "why": _text},
    "headers": {
        "capture": _text, "number": _number, "issued": _day, "issuer": _text, "province": _province, "type": _text,
        "title": _text, "why": _text,
    },
}  # fmt: skip
_NEEDED = {
    "same": ("documents",),
    "different": ("documents",),
    "references": ("in", "is", "number|text"),
    "headers": ("capture", "number|issued|issuer|province|type|title"),
}
_HEADER_FIELDS = frozenset({"number", "issued", "issuer", "province", "type", "title"})
